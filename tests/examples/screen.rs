//! The screens as a component, for the server renderer.

use std::rc::Rc;

use firstline_widget::action::Action;
use firstline_widget::parts::Cx;
use firstline_widget::screens;
use firstline_widget::text::Words;
use firstline_widget::view::View;
use yew::{Callback, Html, LocalServerRenderer, Properties, function_component};

use super::Example;

#[derive(PartialEq, Properties)]
struct Props {
    view: Rc<View>,
    words: Rc<Words>,
}

#[function_component]
fn Screen(props: &Props) -> Html {
    let dispatch: Callback<Action> = Callback::noop();
    screens::draw(&Cx {
        view: &props.view,
        words: &props.words,
        dispatch: &dispatch,
    })
}

/// Renders an example natively.
pub async fn render(example: Example) -> String {
    let props = Props {
        view: Rc::new(example.view),
        words: Rc::new(example.words),
    };
    LocalServerRenderer::<Screen>::with_props(props)
        .hydratable(false)
        .render()
        .await
}
