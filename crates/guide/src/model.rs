//! A guide that is known to be sound: every name resolved, every edge listed. [`crate::load`]
//! makes it from what an author wrote ([`crate::raw`]).

use std::sync::Arc;

use firstline_diagnosis::CheckId;

/// A decision-tree guide.
#[derive(Clone, Debug, PartialEq)]
pub struct Guide {
    /// Its id, which is also its file's name.
    pub id: String,
    /// The author's version, such as `2026.1`.
    pub version: String,
    /// BCP 47 tag of the language it is written in.
    pub language: String,
    /// What the welcome screen calls it.
    pub title: String,
    /// What the welcome screen says of it. A guide that was read from a pack has none: the index
    /// has it.
    pub listing: Option<Listing>,
    /// Whether the welcome screen lists it. A shared block that only other guides call is not.
    pub listed: bool,
    /// The facts that it declares.
    pub facts: Vec<FactDeclaration>,
    /// Where it begins.
    pub start: StepIndex,
    /// Where "nothing helps" leads from any step; without it, to the calling guide's.
    pub stuck: Option<StepIndex>,
    /// All steps, in the author's order.
    pub steps: Vec<Step>,
}

/// What the welcome screen says of a guide and finds it by, besides its title.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// One sentence on whom it is for.
    pub summary: String,
    /// What customers say when they mean it.
    pub search_words: Vec<String>,
}

impl Guide {
    /// The step at an index of this guide.
    pub fn step(&self, index: StepIndex) -> &Step {
        &self.steps[index.0 as usize]
    }

    /// The index of the step with this id.
    pub fn find(&self, id: &str) -> Option<StepIndex> {
        let position = self.steps.iter().position(|step| step.id == id)?;
        u16::try_from(position).ok().map(StepIndex)
    }

    /// The steps that call other guides, each with the id of the guide that it calls, in the
    /// author's order.
    pub fn calls(&self) -> impl Iterator<Item = (StepIndex, &str)> {
        (0u16..)
            .zip(&self.steps)
            .filter_map(|(index, step)| match &step.kind {
                StepKind::Call(call) => Some((StepIndex(index), call.guide.as_str())),
                _ => None,
            })
    }
}

/// Where a step stands in [`Guide::steps`]. Made by the loader only, so it always fits its guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepIndex(pub u16);

/// A fact that a guide declares: what it can be and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct FactDeclaration {
    /// Its name, in kebab-case.
    pub name: String,
    /// What it can be.
    pub kind: FactKind,
    /// Who sets it.
    pub from: FactSource,
}

/// What a fact can be.
#[derive(Clone, Debug, PartialEq)]
pub enum FactKind {
    /// A number, with the unit that is written after it.
    Number {
        /// The unit, empty for a plain count.
        unit: String,
    },
    /// Free text.
    Text,
    /// A calendar day, `2026-12-25`.
    Date,
    /// True or false.
    Flag,
    /// One of these.
    Choice(Vec<String>),
    /// Any of these.
    Choices(Vec<String>),
}

/// What the fact `device.platform` can be; it is not set on a device that is none of these.
pub const PLATFORMS: &[&str] = &["ios", "android", "windows", "mac", "linux"];

/// The roles of the boxes that a home can have. The fact `equipment.` and a role is the id of the
/// customer's own box in the equipment catalogue; a `lights` step sets it, and the host page may.
pub const ROLES: &[&str] = &["router", "fibre-box", "modem", "mesh"];

/// Who sets a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactSource {
    /// The customer, by an answer in a guide.
    Answer,
    /// The page that embeds the widget.
    Website,
    /// The customer's device, as the browser tells it.
    Device,
    /// The provider's own file.
    Provider,
}

/// The value of a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number; kept to six decimals, so that writing and reading it again changes nothing.
    Number(f64),
    /// Text, a date, the id of an option.
    Text(String),
    /// True or false.
    Flag(bool),
    /// The ids of several options.
    List(Vec<String>),
}

/// Plain text with places for facts. There is no markup, so it cannot break the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text(pub Vec<Piece>);

/// A piece of a [`Text`].
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Words as they are.
    Words(String),
    /// The value of the fact of this name, a number with its unit.
    Fact(String),
}

/// One step of a guide.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its id, stable over versions and languages.
    pub id: String,
    /// What it shows, whatever its kind.
    pub shown: Shown,
    /// The fact that chooses the variant, such as `device.platform`; `None` without variants.
    pub by: Option<String>,
    /// What is shown instead for some values of that fact. Never where it leads.
    pub variants: Vec<(String, Variant)>,
    /// What it does and where it leads.
    pub kind: StepKind,
}

/// What a step shows, whatever its kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// The heading: the question or the finding. Empty for steps that show nothing.
    pub title: Text,
    /// Paragraphs below it.
    pub text: Vec<Text>,
    /// A quiet explanation, for those who look for it.
    pub hint: Option<Text>,
    /// A picture of what is meant.
    pub picture: Option<Picture>,
    /// Links, shown as buttons.
    pub links: Vec<Link>,
}

/// What a variant shows instead. A field that is `None` falls back to the step's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variant {
    /// See [`Shown::title`].
    pub title: Option<Text>,
    /// See [`Shown::text`].
    pub text: Option<Vec<Text>>,
    /// See [`Shown::hint`].
    pub hint: Option<Text>,
    /// See [`Shown::picture`].
    pub picture: Option<Picture>,
    /// See [`Shown::links`].
    pub links: Option<Vec<Link>>,
    /// See [`Instruction::actions`].
    pub actions: Option<Vec<Action>>,
    /// See [`Instruction::warning`].
    pub warning: Option<Text>,
}

/// A picture, by its file's name below `guides/pictures/`.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The file's name, `router-back.svg`.
    pub file: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
}

/// A link, shown as a button.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What the button says.
    pub label: Text,
    /// `https:`, `tel:` or `mailto:`, nothing else.
    pub href: String,
}

/// What a step does and where it leads.
#[derive(Clone, Debug, PartialEq)]
pub enum StepKind {
    /// One question with options.
    Question(Question),
    /// Something to type or pick.
    Input(Input),
    /// The lamps of the customer's own box.
    Lights(Lights),
    /// Something to do.
    Instruction(Instruction),
    /// Checks that run side by side.
    Check(Check),
    /// A decision from facts; shows nothing.
    Branch(Branch),
    /// Another guide, then back here.
    Call(Call),
    /// An end.
    Outcome(Outcome),
}

/// One question with options.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The fact that the answer becomes. A question whose fact is known already is passed over.
    pub fact: Option<String>,
    /// Whether several options may be chosen.
    pub many: bool,
    /// At least two.
    pub options: Vec<Choice>,
    /// Where several answers lead (`many`), `None` where every option leads on its own.
    pub to: Option<StepIndex>,
}

/// An option of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its id; `yes`, `no` and `unsure` have standard labels.
    pub id: String,
    /// What it says; `None` for the standard label.
    pub label: Option<Text>,
    /// A picture of it.
    pub picture: Option<Picture>,
    /// Other facts that choosing it sets.
    pub set: Vec<(String, Value)>,
    /// Where it leads.
    pub to: StepIndex,
}

/// Something to type or pick.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// What is asked for, and its bounds.
    pub field: InputField,
    /// The fact that it becomes.
    pub fact: String,
    /// Whether it may be left empty; the fact is then not set.
    pub optional: bool,
    /// Where it leads.
    pub to: StepIndex,
}

/// What an input asks for.
#[derive(Clone, Debug, PartialEq)]
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
}

/// The lamps of a box.
#[derive(Clone, Debug, PartialEq)]
pub struct Lights {
    /// The role of the box whose lamps are meant, such as `router`.
    pub of: String,
    /// Where each meaning leads; those not named lead to `otherwise`.
    pub on: Vec<(Meaning, StepIndex)>,
    /// Where the others lead. `None` only where `on` names every meaning.
    pub otherwise: Option<StepIndex>,
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $id:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// All of them, in order.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// The name in guides and stored trails.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $id),* }
            }

            /// The one of that name.
            pub fn from_name(name: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|item| item.name() == name)
            }
        }
    };
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
    /// What an instruction disturbs.
    Disruption {
        /// Restarts a box.
        Restart = "restart",
        /// Erases the settings of a box.
        Reset = "reset",
        /// The line drops by our own instruction.
        LineDrops = "line-drops",
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

named! {
    /// How a called guide ended, as its caller's `on` names it.
    Ending {
        /// It helped.
        Resolved = "resolved",
        /// It did not help.
        Unresolved = "unresolved",
        /// It is a fault that is known.
        KnownIssue = "known-issue",
    }
}

named! {
    /// How bad an unresolved problem is, for the helpdesk.
    Severity {
        /// A question or a nuisance.
        Minor = "minor",
        /// A service is impaired or down.
        Major = "major",
        /// Nothing works, or somebody depends on it.
        Critical = "critical",
    }
}

named! {
    /// What a ticket form can ask for.
    ContactField {
        /// The customer's name.
        Name = "name",
        /// Where to write.
        Email = "email",
        /// Where to call.
        Phone = "phone",
        /// Where the line is.
        Address = "address",
        /// The customer's number with the provider.
        Account = "account",
        /// When to call or come.
        Times = "times",
    }
}

/// Something to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Instruction {
    /// What to do, in order.
    pub actions: Vec<Action>,
    /// About how long it takes, in minutes.
    pub minutes: Option<u32>,
    /// What it disturbs.
    pub disruptions: Vec<Disruption>,
    /// What must be known before starting.
    pub warning: Option<Text>,
    /// What comes between "Done" and the verification.
    pub wait: Option<Wait>,
    /// What makes the fix count.
    pub verify: Option<Verify>,
    /// Where "Done" leads without `verify`. `Some` exactly when `verify` is `None`.
    pub to: Option<StepIndex>,
    /// Where "I can't do this" leads; the loader has filled in the default.
    pub if_cannot: StepIndex,
}

/// One action of an instruction.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// What to do.
    pub text: Text,
    /// Something to copy, such as an address to type elsewhere.
    pub copy: Option<String>,
    /// How long it takes, with a countdown.
    pub seconds: Option<u32>,
    /// A picture of it.
    pub picture: Option<Picture>,
}

/// What comes between "Done" and the verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// A countdown of so many seconds.
    Seconds(u32),
    /// The line drops by our own instruction; at most so many seconds after "Done" until it is
    /// looked at, sooner when it is seen to return.
    LineBack {
        /// At most so long, in seconds.
        seconds: u32,
    },
    /// Come back after so many hours.
    Hours(u32),
}

/// What makes a fix count.
#[derive(Clone, Debug, PartialEq)]
pub struct Verify {
    /// How it is found out.
    pub by: VerifyBy,
    /// Where each verdict leads.
    pub on: VerdictEdges,
}

/// How it is found out whether a fix helped.
#[derive(Clone, Debug, PartialEq)]
pub enum VerifyBy {
    /// By checks.
    Checks(Vec<CheckId>),
    /// By asking.
    Asking(Text),
}

/// Checks that run side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Which; at least one.
    pub run: Vec<CheckId>,
    /// Where each alias leads, looked at before the verdict. Only with a single check.
    pub aliases: Vec<(String, StepIndex)>,
    /// Where each verdict leads.
    pub on: VerdictEdges,
}

/// Where each verdict leads: the loader has filled in `otherwise`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerdictEdges {
    /// On `pass`.
    pub pass: StepIndex,
    /// On `warn`.
    pub warn: StepIndex,
    /// On `fail`.
    pub fail: StepIndex,
    /// On `unknown`.
    pub unknown: StepIndex,
}

/// A decision from facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// The first that holds decides.
    pub cases: Vec<(Condition, StepIndex)>,
    /// Where it leads when none holds.
    pub otherwise: StepIndex,
}

/// A closed, typed tree. A missing fact makes the comparison that touches it false, and a
/// [`Condition::Not`] round it false too.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// All of them hold.
    All(Vec<Condition>),
    /// At least one of them holds.
    Any(Vec<Condition>),
    /// It is known not to hold.
    Not(Box<Condition>),
    /// A comparison with a fact.
    Fact {
        /// The fact's name.
        fact: String,
        /// What it is compared with.
        test: Test,
    },
}

/// What a fact is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Equal to.
    Is(Value),
    /// Known and not equal to.
    IsNot(Value),
    /// One of.
    In(Vec<Value>),
    /// A list that contains.
    Has(String),
    /// Smaller than.
    Below(Operand),
    /// Larger than.
    Above(Operand),
    /// Not smaller than.
    AtLeast(Operand),
    /// Not larger than.
    AtMost(Operand),
}

/// The number that a fact is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A number.
    Number(f64),
    /// A share of another fact.
    Share {
        /// The other fact's name.
        fact: String,
        /// How much of it, `0.5` for half.
        times: f64,
    },
}

/// Another guide, then back here.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The other guide's id.
    pub guide: String,
    /// Where each of its ends leads. An end that is not named shows the called guide's own end.
    pub on: Vec<(Ending, StepIndex)>,
}

/// An end.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Which kind of end.
    pub kind: OutcomeKind,
    /// Checks of the automatic re-check on a resolved end.
    pub recheck: Vec<CheckId>,
}

/// Which kind of end an outcome is.
#[derive(Clone, Debug, PartialEq)]
pub enum OutcomeKind {
    /// The problem is gone.
    Resolved,
    /// It is not: a ticket.
    Unresolved(TicketPlan),
    /// The provider knows of it and is at work.
    KnownIssue,
    /// Somebody else takes over: shop, phone, chat.
    HandOver,
    /// Danger: whom to call, nothing else.
    Stop,
}

/// What kind of ticket an unresolved end makes.
#[derive(Clone, Debug, PartialEq)]
pub struct TicketPlan {
    /// The helpdesk's category.
    pub category: String,
    /// How bad it is.
    pub severity: Severity,
    /// What the form asks for.
    pub ask: Vec<ContactField>,
}

/// Guides that can call each other: each call's target is there, and none calls itself in the
/// end. Made by [`crate::load::library`].
#[derive(Clone, Debug)]
pub struct Library {
    pub(crate) guides: Vec<Arc<Guide>>,
    pub(crate) write: WriteValue,
}

/// How a value is written in a text: the text's language (a BCP 47 tag), the value, and its unit,
/// which may be empty.
pub type WriteValue = fn(&str, &Value, &str) -> String;

/// Two are the same when their guides are.
impl PartialEq for Library {
    fn eq(&self, other: &Library) -> bool {
        self.guides == other.guides
    }
}

impl Library {
    /// The same guides, with the values in their texts written by this. Without it they are written
    /// plainly, in every language alike: [`crate::plain`].
    pub fn writing_values_by(self, write: WriteValue) -> Library {
        Library { write, ..self }
    }

    /// The guide with this id.
    pub fn guide(&self, id: &str) -> Option<&Arc<Guide>> {
        self.guides.iter().find(|guide| guide.id == id)
    }

    /// All guides, in the order they were given.
    pub fn guides(&self) -> &[Arc<Guide>] {
        &self.guides
    }
}
