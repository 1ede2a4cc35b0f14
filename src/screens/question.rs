//! One question: rows to choose from, or to tick where several fit.

use firstline_guide::session::{Happened, OptionView};
use yew::{AttrValue, Html, html};

use super::step::{step_frame, told};
use crate::action::Action;
use crate::parts::{
    Choice, Cx, Frame, choice, form, frame, option_text, options as rows, picture, quiet, submit,
};
use crate::text::Key;
use crate::view::Step;

pub fn draw(cx: Cx, step: &Step, options: &[OptionView], many: bool) -> Html {
    let screen = &step.screen;
    let (special, primary) = if many {
        (several(cx, step, options), submit(cx.t(Key::Next), false))
    } else {
        let row = |option: &OptionView| {
            let chosen = Happened::OptionsChosen(vec![option.id.clone()]);
            let row = Choice {
                label: label(cx, option),
                detail: AttrValue::default(),
                picture: picture(cx, "fl-thumb", &option.picture),
                chosen: option.chosen,
            };
            choice(cx, row, Action::Step(chosen))
        };
        (rows(options.iter().map(row)), Html::default())
    };
    let main = told(cx, screen, special);
    frame(
        cx,
        Frame {
            main,
            primary,
            ..step_frame(cx, screen)
        },
    )
}

/// What an option says.
fn label(cx: Cx, option: &OptionView) -> AttrValue {
    match (&option.label, option.id.as_str()) {
        (Some(label), _) => label.clone().into(),
        (None, "yes") => cx.t(Key::Yes),
        (None, "no") => cx.t(Key::No),
        (None, _) => cx.t(Key::Unsure),
    }
}

fn several(cx: Cx, step: &Step, options: &[OptionView]) -> Html {
    let ticked = |option: &OptionView| match &step.ticked {
        Some(ticked) => ticked.contains(&option.id),
        None => option.chosen,
    };
    let chosen = options
        .iter()
        .filter(|option| ticked(option))
        .map(|option| option.id.clone());
    let action = Action::Step(Happened::OptionsChosen(chosen.collect()));
    let row = |option: &OptionView| {
        let toggle = Action::OptionToggled(option.id.clone());
        let checked = ticked(option);
        html! {
            <li>
                <label class={if checked { "fl-option fl-on" } else { "fl-option" }} part="option">
                    <input type="checkbox" {checked} onclick={cx.on(toggle)} />
                    { picture(cx, "fl-thumb", &option.picture) }
                    { option_text(label(cx, option), AttrValue::default()) }
                </label>
            </li>
        }
    };
    form(
        cx,
        action,
        html! {
            <>
                { quiet(cx.t(Key::ChooseAll)) }
                <div role="group" aria-labelledby={super::HEADING}>
                    { rows(options.iter().map(row)) }
                </div>
            </>
        },
    )
}
