//! One question: rows to choose from, or to tick if several may fit.

use firstline_guide::session::{Event, OptionView};
use yew::{AttrValue, Html, html};

use super::step::{after, step_layout, words};
use crate::action::Action;
use crate::parts::{
    ButtonStyle, Choice, Ui, choice, form, option_text, options as rows, owned, problem, quiet,
    submit, thumb,
};
use crate::text::Key;
use crate::view::Step;

pub fn draw(ui: &Ui, step: &Step, options: &[OptionView], many: bool) -> Html {
    let screen = &step.screen;
    let mut layout = step_layout(ui, screen);
    let answers = if many {
        layout = layout.foot(submit(ButtonStyle::Primary, ui.text(Key::Next), false));
        several(ui, step, options)
    } else {
        let chosen = |option: &OptionView| Event::OptionsChosen(vec![option.id.clone()]);
        let row = |option| one(ui, option, chosen(option));
        rows(options.iter().map(row).collect())
    };
    layout
        .content(words(ui, screen))
        .content(answers)
        .content(after(ui, screen))
        .draw()
}

/// An option by itself: choosing it is an answer.
pub fn one(ui: &Ui, option: &OptionView, chosen: Event) -> Html {
    let row = Choice {
        picture: thumb(ui, &option.picture),
        chosen: option.chosen,
        ..Choice::plain(label(ui, option))
    };
    choice(ui, row, Action::Step(chosen))
}

/// The label of an option.
fn label(ui: &Ui, option: &OptionView) -> AttrValue {
    match (&option.label, option.id.as_str()) {
        (Some(label), _) => owned(label),
        (None, "yes") => ui.text(Key::Yes),
        (None, "no") => ui.text(Key::No),
        (None, "better") => ui.text(Key::Better),
        (None, "a-little") => ui.text(Key::ALittle),
        (None, "worse") => ui.text(Key::Worse),
        (None, _) => ui.text(Key::Unsure),
    }
}

fn several(ui: &Ui, step: &Step, options: &[OptionView]) -> Html {
    let ticked = |option: &OptionView| match &step.ticked {
        Some(ticked) => ticked.contains(&option.id),
        None => option.chosen,
    };
    let chosen = options
        .iter()
        .filter(|option| ticked(option))
        .map(|option| option.id.clone())
        .collect();
    let ticks = options
        .iter()
        .map(|option| tick(ui, option, ticked(option)))
        .collect();
    // The last tick was taken back, or none was handed in.
    let none = step.ticked.as_ref().is_some_and(Vec::is_empty);
    let fields = html! {
        <>
            { quiet(ui.text(Key::ChooseAll)) }
            <div role="group" aria-labelledby={super::HEADING}>{ rows(ticks) }</div>
            if none {
                <div role="alert">{ problem(super::HEADING, ui.text(Key::RefusedChoice)) }</div>
            }
        </>
    };
    form(ui, Action::Step(Event::OptionsChosen(chosen)), fields)
}

fn tick(ui: &Ui, option: &OptionView, checked: bool) -> Html {
    let (onclick, press) = ui.press(Action::OptionToggled(option.id.clone()));
    html! {
        <li>
            <label class="fl-option" data-on={checked.then_some("true")} part="option">
                <input type="checkbox" {checked} {onclick} data-press={press} />
                { thumb(ui, &option.picture) }
                { option_text(label(ui, option), AttrValue::default()) }
            </label>
        </li>
    }
}
