//! The screens as a component, for the server renderer.

use std::rc::Rc;

use firstline_widget::action::Action;
use firstline_widget::parts::Ui;
use firstline_widget::screens;
use firstline_widget::text::Words;
use firstline_widget::view::View;
use yew::{Callback, Html, LocalServerRenderer, Properties, function_component};

use super::Example;

#[derive(PartialEq, Properties)]
struct Props {
    view: Rc<View>,
    words: Rc<Words>,
    ahead: bool,
    alone: bool,
}

#[function_component]
fn Screen(props: &Props) -> Html {
    let dispatch: Callback<Action> = Callback::noop();
    screens::draw(&Ui {
        view: &props.view,
        words: &props.words,
        dispatch: &dispatch,
        describe: props.ahead.then_some(|action| format!("{action:?}")),
        second_part: (!props.alone).then_some(screens::later::DRAWING),
    })
}

/// Renders an example natively.
pub async fn render(example: Example) -> String {
    draw(example, false, false).await
}

/// Renders an example as it is drawn ahead of the core: nodes say what a press means.
#[allow(
    dead_code,
    reason = "for the tests, not for those who look at examples"
)]
pub async fn render_ahead(example: Example) -> String {
    draw(example, true, false).await
}

/// Renders an example as the core draws it alone, while its second part is not here.
#[allow(
    dead_code,
    reason = "for the tests, not for those who look at examples"
)]
pub async fn render_alone(example: Example) -> String {
    draw(example, false, true).await
}

async fn draw(example: Example, ahead: bool, alone: bool) -> String {
    let props = Props {
        view: Rc::new(example.view),
        words: Rc::new(example.words),
        ahead,
        alone,
    };
    LocalServerRenderer::<Screen>::with_props(props)
        .hydratable(false)
        .render()
        .await
}
