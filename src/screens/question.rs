//! One question: rows to choose from, or to tick where several fit.

use firstline_guide::session::{Happened, OptionView};
use yew::{AttrValue, Html};

use super::step::{step_frame, told};
use crate::action::Action;
use crate::parts::{
    At, Choice, Cx, choice, el, form, option_class, option_text, options as rows, own, picture,
    problem, quiet, submit,
};
use crate::text::Key;
use crate::view::Step;

#[inline(never)]
pub fn draw(cx: &Cx, step: &Step, options: &[OptionView], many: bool) -> Html {
    let screen = &step.screen;
    let frame = step_frame(cx, screen);
    if many {
        let special = several(cx, step, options);
        frame
            .node(told(cx, screen, special))
            .foot(submit(cx.t(Key::Next), false))
            .done()
    } else {
        let special = rows(options.iter().map(|option| one(cx, option)));
        frame.node(told(cx, screen, special)).done()
    }
}

fn one(cx: &Cx, option: &OptionView) -> Html {
    let chosen = Happened::OptionsChosen(vec![option.id.clone()]);
    let row = Choice {
        picture: picture(cx, "fl-thumb", &option.picture),
        chosen: option.chosen,
        ..Choice::plain(label(cx, option))
    };
    choice(cx, row, Action::Step(chosen))
}

/// What an option says.
fn label(cx: &Cx, option: &OptionView) -> AttrValue {
    match (&option.label, option.id.as_str()) {
        (Some(label), _) => own(label),
        (None, "yes") => cx.t(Key::Yes),
        (None, "no") => cx.t(Key::No),
        (None, _) => cx.t(Key::Unsure),
    }
}

fn several(cx: &Cx, step: &Step, options: &[OptionView]) -> Html {
    let ticked = |option: &&OptionView| match &step.ticked {
        Some(ticked) => ticked.contains(&option.id),
        None => option.chosen,
    };
    let chosen = options
        .iter()
        .filter(ticked)
        .map(|option| option.id.clone())
        .collect();
    let list = rows(
        options
            .iter()
            .map(|option| tick(cx, option, ticked(&option))),
    );
    let group = el("div", "")
        .at(At::Role, "group")
        .at(At::LabelledBy, super::HEADING)
        .node(list);
    // Said where the last tick was taken back, and where none was handed in.
    let none = step.ticked.as_ref().is_some_and(Vec::is_empty);
    let missing = none.then(|| {
        el("div", "")
            .at(At::Role, "alert")
            .node(problem(super::HEADING, cx.t(Key::RefusedChoice)))
            .done()
    });
    form(cx, Action::Step(Happened::OptionsChosen(chosen)))
        .node(quiet(cx.t(Key::ChooseAll)))
        .with(group)
        .maybe(missing)
        .done()
}

fn tick(cx: &Cx, option: &OptionView, checked: bool) -> Html {
    let mark = el("input", "")
        .at(At::Type, "checkbox")
        .checked(checked)
        .on_click(cx.on(Action::OptionToggled(option.id.clone())));
    let row = el("label", option_class(checked))
        .at(At::Part, "option")
        .with(mark)
        .node(picture(cx, "fl-thumb", &option.picture))
        .node(option_text(label(cx, option), AttrValue::default()));
    el("li", "").with(row).done()
}
