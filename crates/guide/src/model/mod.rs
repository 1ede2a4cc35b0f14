//! A guide that is known to be sound: every name resolved, every edge listed. [`crate::load`]
//! makes it from what an author wrote ([`crate::raw`]).

mod ask;
mod checks;
mod condition;
mod facts;
mod flow;
mod guide;
mod instruction;
mod library;
mod named;
mod outcome;
mod shown;
mod step;
mod text;

pub use ask::{
    Choice, FormField, Input, InputField, Lights, Meaning, Question, Reply, StandardAnswer,
};
pub(crate) use checks::BY_NAME;
pub use condition::{Condition, Operand, Test};
pub(crate) use facts::DIAGNOSIS;
pub use facts::{
    BOX_PARTS, FactDeclaration, FactKind, FactSource, LABEL_PLACES, PLATFORMS, ROLES, THE_BOX,
    Value,
};
pub use flow::{Branch, Call, Check, StepIndex, VerdictEdges};
pub use guide::{Guide, Listing, OptionNeeds};
pub(crate) use instruction::time_of_day;
pub use instruction::{Action, Disruption, HelpOption, Instruction, Verify, VerifyBy, Wait};
pub use library::{Library, WriteValue};
pub use outcome::{AskedFact, ContactField, Ending, Outcome, OutcomeKind, Severity, TicketPlan};
pub use shown::{Link, Named, Picture, Shown};
pub use step::{Step, StepKind, Variant};
pub use text::{Piece, Text};
