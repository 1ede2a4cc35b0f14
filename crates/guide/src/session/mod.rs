//! A customer's walk through a guide.

mod effect;
mod event;
mod screen;
mod trail;

pub use effect::Effect;
pub use event::{CheckState, Event, Happened, Millis, Run};
pub use screen::{
    ActionView, Answered, Body, Entry, FieldView, LineWatch, OptionView, Recheck, Refusal, Screen,
    Waiting,
};
pub use trail::{Answer, FORMAT, Helped, Stage, Trail, Visit};

/// A customer's walk through a guide.
#[derive(Debug)]
pub struct Session {}
