//! What screens are made of. Parts are plain functions that return nodes: no state, no clock, no
//! browser. Screens and parts write their nodes in Yew's `html!`; what it costs is in
//! `docs/decisions/0003-html-macro.md`.

mod button;
mod chain;
mod choice;
mod field;
mod icon;
mod lamp;
mod lamp_words;
mod layout;
mod note;
mod picture;
mod ring;
mod tell;
mod ui;
mod ways;

pub use button::{ButtonStyle, button, copy, labelled, link, submit};
pub use chain::chain;
pub use choice::{Choice, choice, option_text, options};
pub use field::{Field, Kind, field, form, problem, search};
pub use icon::{Icon, badge, icon};
pub use lamp::lamp;
pub use lamp_words::{
    lamp_place, meaning_words, meanings, pattern_words, printed, reading_words, state_words,
    usual_state, usual_words,
};
pub use layout::Layout;
pub use note::{Fault, Tone, announce, fault_note, headed, note, paragraph, quiet, state};
pub use picture::{picture, thumb};
pub use ring::ring;
pub use ui::{Drawing, Typed, Ui, owned};
pub use ways::{finish, hours, phone};
