//! The wish to be told when a fault is over.

use yew::{AttrValue, Html, html};

use super::{
    ButtonStyle, Field, Icon, Kind, Tone, Typed, Ui, button, field, form, owned, state, submit,
};
use crate::action::Action;
use crate::text::Key;
use crate::view::{Tell, TellState};

/// An address is asked for, folded away; or what became of it. `id` is the fault's.
pub fn tell(ui: &Ui, id: &str, wish: &Tell) -> Html {
    if wish.state == TellState::Told {
        let told = ui.words.fill(Key::Told, &[("email", &wish.email)]);
        return html! {
            <>
                { state(Tone::Good, Icon::Check, told, Some("status")) }
                { button(ui, ButtonStyle::Inline, Key::TellStop, Action::TellStopped) }
            </>
        };
    }
    let problem = match wish.state {
        TellState::Wrong => Some(Key::FieldNotEmail),
        TellState::Failed => Some(Key::TellFailed),
        _ => None,
    };
    let address = Field {
        id: AttrValue::Static("fl-tell"),
        label: ui.text(Key::TellEmail),
        value: owned(&wish.email),
        hint: ui.text(Key::TellConsent),
        kind: Kind::Line("email", "email"),
        fills: "email",
        problem: problem.map(|key| ui.text(key)),
        typed: Typed::Tell,
    };
    let sending = wish.state == TellState::Sending;
    let label = ui.text(if sending { Key::Sending } else { Key::Tell });
    let fields = html! {
        <>
            { field(ui, address) }
            { submit(ButtonStyle::Tonal, label, sending) }
        </>
    };
    html! {
        <details class="fl-more fl-detail" open={problem.is_some()}>
            <summary>{ ui.text(Key::Tell) }</summary>
            { form(ui, Action::TellChosen(id.to_owned()), fields) }
        </details>
    }
}
