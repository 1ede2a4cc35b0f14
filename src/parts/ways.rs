//! Ways to a person, and the way out.

use firstline_guide::dial::address;
use yew::Html;

use super::{ButtonStyle, Icon, Ui, button, link, owned, quiet};
use crate::action::Action;
use crate::text::Key;

/// A way to call the provider. `None` if there is no number.
pub fn phone(ui: &Ui, style: ButtonStyle, words: Key) -> Option<Html> {
    let number = ui.view.provider.phone.as_ref()?;
    let mark = (style != ButtonStyle::Quiet).then_some(Icon::Phone);
    let label = ui.words.fill(words, &[("phone", number)]);
    Some(link(style, mark, label, address(number).into()))
}

/// The hours of the provider's phone, and whether somebody answers now.
pub fn hours(ui: &Ui) -> Html {
    let provider = &ui.view.provider;
    let Some(hours) = &provider.hours else {
        return Html::default();
    };
    quiet(match provider.open {
        Some(true) => ui.words.fill(Key::OpenNow, &[("hours", hours)]),
        Some(false) => ui.words.fill(Key::ClosedNow, &[("hours", hours)]),
        None => owned(hours),
    })
}

/// Leaves: closes a panel, or goes back to the topics if there is nothing to close.
pub fn finish(ui: &Ui, style: ButtonStyle) -> Html {
    if ui.view.inline {
        button(ui, style, Key::StartOver, Action::GuideLeft)
    } else {
        button(ui, style, Key::Finish, Action::CloseChosen)
    }
}
