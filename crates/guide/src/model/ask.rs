//! Steps that ask: questions, inputs and lamps, and the answers that they share.

use serde::{Deserialize, Serialize};

use super::facts::Value;
use super::flow::StepIndex;
use super::named::named;
use super::shown::Picture;
use super::text::Text;

/// One question with options.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The fact that the answer becomes. A question whose fact is known already is passed over.
    pub fact: Option<String>,
    /// Whether several options may be chosen.
    pub many: bool,
    /// At least two.
    pub options: Vec<Choice>,
    /// Where several answers lead (`many`), `None` if every option leads on its own.
    pub to: Option<StepIndex>,
}

/// An option of a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Its id; `yes`, `no` and `unsure` have standard labels.
    pub id: String,
    /// Its label; `None` for the standard one.
    pub label: Option<Text>,
    /// A picture of it.
    pub picture: Option<Picture>,
    /// Other facts that choosing it sets.
    pub set: Vec<(String, Value)>,
    /// Where it leads.
    pub to: StepIndex,
}

/// Something to type or pick.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// The kind of value that is asked for, and its bounds.
    pub field: InputField,
    /// The fact that it becomes; empty for a form, whose fields have theirs.
    pub fact: String,
    /// Whether it may be left empty; the fact is then not set.
    pub optional: bool,
    /// Where it leads.
    pub to: StepIndex,
}

/// The kind of value that an input asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum InputField {
    /// A number.
    Number {
        /// Smallest that is accepted.
        min: Option<f64>,
        /// Largest that is accepted.
        max: Option<f64>,
        /// Unit behind it.
        unit: String,
    },
    /// One line of text.
    Text {
        /// Most characters that are accepted.
        max_length: u32,
    },
    /// Several lines of text.
    Lines {
        /// Most characters that are accepted.
        max_length: u32,
    },
    /// A calendar day, as `YYYY-MM-DD`.
    Date {
        /// Earliest that is accepted.
        min: Option<String>,
        /// Latest that is accepted.
        max: Option<String>,
    },
    /// One of several, from a list too long for rows.
    Choice(Vec<(String, Text)>),
    /// Several short things that belong together. Its answer is a list of what was typed, in their order.
    Form(Vec<FormField>),
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormField {
    /// Its label.
    pub label: Text,
    /// The kind of value that is asked for; never another form.
    pub field: InputField,
    /// The fact that it becomes.
    pub fact: String,
    /// Whether it may be left empty.
    pub optional: bool,
}

impl Input {
    /// Whether it sets this fact.
    pub fn sets(&self, fact: &str) -> bool {
        match &self.field {
            InputField::Form(fields) => fields.iter().any(|field| field.fact == fact),
            _ => self.fact == fact,
        }
    }
}

/// The lamps of a box.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lights {
    /// The role of the box whose lamps are meant, such as `router`.
    pub of: String,
    /// Where each meaning leads; those not named lead to `otherwise`.
    pub on: Vec<(Meaning, StepIndex)>,
    /// Where the others lead. `None` only if `on` names every meaning.
    pub otherwise: Option<StepIndex>,
    /// The fact that the meaning becomes; `None` for `lights.` and the role.
    pub fact: Option<String>,
}

impl Lights {
    /// The fact that the meaning becomes.
    pub fn fact(&self) -> String {
        match &self.fact {
            Some(fact) => fact.clone(),
            None => ["lights.", &self.of].concat(),
        }
    }
}

named! {
    /// What the lamps of a box mean.
    Meaning {
        /// All as it should be.
        Ok = "ok",
        /// No power.
        NoPower = "no-power",
        /// It runs on its battery.
        OnBattery = "on-battery",
        /// No line.
        NoLine = "no-line",
        /// A line, but no login.
        NoLogin = "no-login",
        /// Still connecting.
        Connecting = "connecting",
        /// Updating itself; must keep its power.
        Updating = "updating",
        /// Switched off by a setting, such as Wi-Fi.
        Disabled = "disabled",
        /// It does not find the router.
        NoRouter = "no-router",
        /// It has a message for its owner.
        Message = "message",
        /// Broken.
        Broken = "broken",
        /// The customer cannot tell.
        Unsure = "unsure",
    }
}

named! {
    /// An answer to "did it help?".
    Reply {
        /// Yes: counts as `pass`.
        Yes = "yes",
        /// No: counts as `fail`.
        No = "no",
        /// Not sure: counts as `unknown`.
        Unsure = "unsure",
    }
}

named! {
    /// An answer that has the same words in every guide.
    StandardAnswer {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// Not sure.
        Unsure = "unsure",
        /// It is better.
        Better = "better",
        /// It is a little better.
        ALittle = "a-little",
        /// It is worse.
        Worse = "worse",
        /// The instruction was followed.
        Done = "done",
        /// An optional input was left empty.
        Skipped = "skipped",
        /// The instruction cannot be followed.
        Cannot = "cannot",
        /// "Nothing helps."
        Stuck = "stuck",
        /// "It still doesn't work", at an end that says it does.
        StillBroken = "still-broken",
        /// "It's about something else", at an end.
        SomethingElse = "something-else",
    }
}

impl From<Reply> for StandardAnswer {
    fn from(reply: Reply) -> StandardAnswer {
        match reply {
            Reply::Yes => StandardAnswer::Yes,
            Reply::No => StandardAnswer::No,
            Reply::Unsure => StandardAnswer::Unsure,
        }
    }
}
