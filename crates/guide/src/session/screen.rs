//! The screen that the customer sees: derived from the session, never stored.

use firstline_diagnosis::{CheckId, Finding, Verdict};

use super::time::{Millis, Run};
use super::trail::{LightReading, LineLoss};
use crate::model::{ContactField, Disruption, Meaning, Picture, Severity, StandardAnswer, Value};

/// The current screen. All texts are final: facts are filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen {
    /// Tells one visit from every other: the same key means that the same step is still shown.
    pub key: String,
    /// The title of the guide that was opened.
    pub guide: String,
    /// Whether there is a step to go back to.
    pub can_go_back: bool,
    /// Whether "nothing helps" can be said here.
    pub can_give_up: bool,
    /// The heading.
    pub title: String,
    /// Paragraphs.
    pub text: Vec<String>,
    /// A quiet explanation.
    pub hint: Option<String>,
    /// A picture.
    pub picture: Option<Picture>,
    /// Links: label and address.
    pub links: Vec<(String, String)>,
    /// Values to copy: what each is, and the value.
    pub values: Vec<(String, String)>,
    /// Whom to call, by the name of the provider's contact; its support if none is named.
    pub contact: Option<String>,
    /// When the line went and came back at this step, if it did.
    pub line: Option<LineLoss>,
    /// Which device it is shown for, if that can be changed.
    pub variant: Option<VariantView>,
    /// The part that only this kind of screen has.
    pub body: Body,
}

/// Which device a step is shown for, if it says something else by device.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantView {
    /// The value whose variant is shown; `None` if the step's own words are.
    pub value: Option<String>,
    /// The values that have a variant, in the author's order.
    pub choices: Vec<String>,
}

/// The part that only one kind of screen has.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A question.
    Question {
        /// The options.
        options: Vec<OptionView>,
        /// Whether several may be chosen.
        many: bool,
    },
    /// Something to enter.
    Input {
        /// The value that is asked for.
        field: FieldView,
        /// The text that was entered before, or that was just refused.
        value: String,
        /// Why what was just entered is refused.
        refused: Option<Refusal>,
        /// Whether it may be left empty.
        optional: bool,
    },
    /// The lamps of a box.
    Lights {
        /// The role of the box.
        of: String,
        /// The box's id in the equipment catalogue, if it is known.
        equipment: Option<String>,
        /// The meanings to choose from, "not sure" last.
        meanings: Vec<Meaning>,
        /// The meaning that was chosen before.
        chosen: Option<Meaning>,
        /// The lamps as they were seen then.
        seen: Option<LightReading>,
    },
    /// Something to do.
    Instruction {
        /// The actions, in order.
        actions: Vec<ActionView>,
        /// About how long it takes, in minutes.
        minutes: Option<u32>,
        /// A warning to read before starting.
        warning: Option<String>,
        /// The services that it interrupts.
        disruptions: Vec<Disruption>,
        /// The event that the instruction waits for, if any.
        waiting: Waiting,
        /// The words of the button for "done".
        done: Option<String>,
        /// The words of the button for "cannot do it".
        cannot: Option<String>,
    },
    /// Checks, running or done.
    Checking {
        /// Each with its result so far.
        checks: Vec<CheckState>,
        /// Whether all are done.
        done: bool,
        /// Whether they verify a fix.
        verifies: bool,
    },
    /// "Did it help?"; the heading is the question.
    AskHelp {
        /// The possible answers.
        options: Vec<OptionView>,
    },
    /// An end that says that the problem is gone.
    Resolved {
        /// How the automatic re-check stands.
        recheck: Recheck,
    },
    /// An end that makes a ticket.
    Ticket {
        /// The helpdesk's category.
        category: String,
        /// How bad it is.
        severity: Severity,
        /// The fields of the form.
        ask: Vec<ContactField>,
        /// Which of these must not be left empty.
        required: Vec<ContactField>,
        /// Facts to ask for, none of them known.
        facts: Vec<AskedView>,
        /// What happens next, if the guide says.
        next: Vec<String>,
        /// Whether there is danger: calling comes first.
        danger: bool,
    },
    /// A fault that is known; what the feed says of it is among the facts `check.outage.…`.
    KnownIssue {
        /// The feed's title.
        title: Option<String>,
        /// The feed's text.
        text: Option<String>,
        /// When it is expected to end, as the feed writes it (RFC 3339).
        expected_end: Option<String>,
    },
    /// Somebody else takes over.
    HandOver {
        /// Another guide, by its id.
        guide: Option<String>,
    },
    /// Danger: whom to call, nothing else.
    Stop,
    /// The guide and the session do not fit in a way that was not foreseen: nothing can be
    /// asked, but the customer still gets to a person.
    Broken,
}

/// An option of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionView {
    /// Its id.
    pub id: String,
    /// Its words; `None` for the widget's own words for the id.
    pub label: Option<String>,
    /// A picture of it.
    pub picture: Option<Picture>,
    /// Whether it was chosen before.
    pub chosen: bool,
}

/// A fact that a ticket form asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedView {
    /// The fact.
    pub fact: String,
    /// Its label in the form.
    pub label: String,
    /// Whether it must not be left empty.
    pub required: bool,
}

/// What an input asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldView {
    /// A number and its unit.
    Number {
        /// The unit.
        unit: String,
    },
    /// One line.
    Text,
    /// Several lines.
    Lines,
    /// A calendar day.
    Date,
    /// One of these: id and label.
    Choice(Vec<(String, String)>),
    /// Several fields, whose values stand in the input's in their order, with
    /// [`FIELD_END`](super::FIELD_END) between.
    Form(Vec<FormView>),
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct FormView {
    /// Its label.
    pub label: String,
    /// The kind of value that is asked for.
    pub field: FieldView,
    /// Whether it may be left empty.
    pub optional: bool,
    /// Why what was just handed in is refused.
    pub refused: Option<Refusal>,
}

/// Why what was entered is refused.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// Nothing was entered.
    Empty,
    /// It is not a number.
    NotANumber,
    /// It is not a calendar day.
    NotADate,
    /// It is smaller or earlier than this.
    Below(Value),
    /// It is larger or later than this.
    Above(Value),
    /// It has more characters than this.
    TooLong(u32),
    /// It is none of the choices.
    NotAChoice,
}

/// One action of an instruction.
#[derive(Clone, Debug, PartialEq)]
pub struct ActionView {
    /// The words of the action.
    pub text: String,
    /// Something to copy.
    pub copy: Option<String>,
    /// How long it takes, in seconds, with a countdown.
    pub seconds: Option<u32>,
    /// A picture of it.
    pub picture: Option<Picture>,
}

/// The event that an instruction waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// For the customer to say "Done". `line` is the state of a line that the instruction makes drop.
    ForCustomer {
        /// The line, if it is watched.
        line: LineWatch,
    },
    /// For time to pass: from, until.
    Until {
        /// When the wait began.
        from: Millis,
        /// When the wait is over, by the customer's clock.
        until: Millis,
        /// The line, if it is watched.
        line: LineWatch,
    },
    /// For the customer to come back later.
    Later {
        /// The time from which it is asked again.
        until: Millis,
        /// Whether the customer is asked then, and so may judge sooner.
        asks: bool,
    },
}

/// The state of a line that an instruction makes drop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineWatch {
    /// It is not watched.
    Off,
    /// It has not dropped yet.
    Up,
    /// It is down, as it should be.
    Down,
}

/// A check that the engine wants run, with what is known of its progress.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckState {
    /// The check that this is about.
    pub check: CheckId,
    /// What it found; `None` while it runs.
    pub finding: Option<Finding>,
}

/// How the automatic re-check of a resolved end stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Recheck {
    /// It comes at this time.
    Planned {
        /// The time of the re-check.
        at: Millis,
    },
    /// It runs.
    Running {
        /// The run by which its finding comes back.
        run: Run,
    },
    /// The line still works.
    Passed,
    /// It does not.
    Failed,
    /// It could not be measured.
    Unknown,
}

/// One line of what was done, for the ticket and for the agent.
#[derive(Clone, Debug, PartialEq)]
pub struct TranscriptEntry {
    /// Which entry of [`super::Trail::visits`] it comes from.
    pub visit: usize,
    /// Guide id and step id, as `check-cables/sockets`.
    pub place: String,
    /// The step's heading.
    pub title: String,
    /// The answer, part by part.
    pub answer: Vec<AnswerView>,
    /// When it was answered.
    pub at: Millis,
    /// The findings at this step.
    pub findings: Vec<Finding>,
}

/// One part of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum AnswerView {
    /// Words of the guide or of the customer.
    Words(String),
    /// An answer with the same words in every guide.
    Standard(StandardAnswer),
    /// The verdict of several checks together.
    Verdict(Verdict),
    /// The meaning of the lamps.
    Meaning(Meaning),
    /// A value with its unit.
    Value(Value, String),
    /// The lamps of a box as they were seen; the catalogue of boxes has their names.
    Lights(LightReading),
    /// When the line went and came back meanwhile.
    Line(LineLoss),
}
