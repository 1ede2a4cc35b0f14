//! A guide as its author wrote it: shapes are read, names are not looked up yet. Every name and
//! text keeps its place, so that whatever turns out to be wrong with it later can be shown there.
//!
//! Nothing is reported here: files are held to [`crate::format`] before. What cannot be read is left
//! out (`None`, or not in its list).

mod condition;
mod decode;
mod guide;
mod kinds;
mod shown;
mod step;

pub(crate) use condition::share;
pub use condition::{Comparison, Condition, Operator, Share};
pub(crate) use decode::{opening, whole};
pub use guide::{Fact, Guide, Scenario};
pub use kinds::{
    Action, Asked, Branch, Call, Case, Check, Choice, Field, HelpChoice, Input, Instruction, Kind,
    Lights, Outcome, Part, Question, Ticket, Verify, Wait,
};
pub use shown::{Link, Named, Picture, Shown};
pub use step::{Step, Variant};

use crate::json::Span;

/// Something and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// From which byte to which of the source.
    pub span: Span,
}

/// A name or text and where it stands, quotes included.
pub type Name = Spanned<String>;

/// Where results lead: result and step, in the author's order, `otherwise` included.
pub type On = Vec<(Name, Name)>;

pub(crate) use guide::read;
