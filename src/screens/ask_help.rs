//! "Did it help?": what makes a fix count if no check can tell.

use firstline_guide::session::{Event, OptionView};
use yew::Html;

use super::question::one;
use super::step::step_layout;
use crate::parts::{Ui, options as rows};
use crate::view::Step;

pub fn draw(ui: &Ui, step: &Step, options: &[OptionView]) -> Html {
    let row = |option: &OptionView| one(ui, option, Event::HelpJudged(option.id.clone()));
    step_layout(ui, &step.screen)
        .content(rows(options.iter().map(row).collect()))
        .draw()
}
