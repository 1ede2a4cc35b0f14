//! Why a helpdesk did not take a ticket.

use std::fmt;
use std::time::Duration;

use firstline_wire::foreign::on_one_line;

/// The most of a helpdesk's own words that are kept, in characters.
const MOST_WORDS: usize = 300;

/// Why a helpdesk did not take a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Whether the delivery is tried again.
    pub kind: FailureKind,
    /// What happened, in our words: may stand in a log.
    pub said: String,
    /// The helpdesk's own words, which may repeat what a customer wrote: in no log.
    pub words: Option<String>,
    /// When it wants to be asked again.
    pub after: Option<Duration>,
    /// The status of its answer, if there was one.
    pub status: Option<u16>,
    /// Whether nothing follows from it for other deliveries: a mail server does not know where one address is.
    pub only_this: bool,
}

/// The consequence of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The helpdesk has nothing, and may take it later.
    Later,
    /// The helpdesk may have it or not: no answer came, or none that says so.
    Unsure,
    /// The helpdesk has nothing and takes nothing from us as we are set up.
    Setup,
    /// The helpdesk refuses this ticket and would refuse it again.
    Refused,
    /// The helpdesk says that it wants no more from us, ever.
    Gone,
}

impl Failure {
    /// A failure of this kind.
    pub fn new(kind: FailureKind, said: impl Into<String>) -> Failure {
        Failure {
            kind,
            said: said.into(),
            words: None,
            after: None,
            status: None,
            only_this: false,
        }
    }

    /// Adds the helpdesk's own words.
    pub fn with_words(mut self, words: &str) -> Failure {
        let line: String = on_one_line(words).chars().take(MOST_WORDS).collect();
        self.words = (!line.is_empty()).then_some(line);
        self
    }

    /// The same, of a try after which nobody knows whether the helpdesk has the ticket.
    pub fn as_unsure(mut self) -> Failure {
        if self.kind == FailureKind::Refused || self.kind == FailureKind::Later {
            self.kind = FailureKind::Unsure;
        }
        self
    }

    /// Whether the helpdesk takes no note on this ticket and would take none later: it is closed, merged or deleted
    /// there. Nothing follows from it for other tickets.
    pub fn is_of_the_ticket(&self) -> bool {
        match self.kind {
            FailureKind::Refused => true,
            FailureKind::Gone => false,
            _ => matches!(self.status, Some(404 | 410)),
        }
    }

    /// The answer reports success and names no ticket: often a page instead of the interface.
    pub fn no_number() -> Failure {
        Failure::new(
            FailureKind::Unsure,
            "It answered without a ticket's number: is `helpdesk.url` the address of the helpdesk itself?",
        )
    }

    /// Advice to the operator.
    pub fn hint(&self) -> &'static str {
        match self.kind {
            FailureKind::Later => {
                "Nothing is lost: tickets wait and are sent when the helpdesk answers. If it should be \
                 reachable from here, look at `helpdesk.url`, at its name service and at firewalls."
            }
            FailureKind::Unsure => {
                "The helpdesk may or may not have stored the ticket. Look into it; its own log says why it \
                 answered so."
            }
            FailureKind::Setup => {
                "Until this is mended every ticket waits. Change what the line above names in \
                 firstline.toml, then run `firstline helpdesk test` again."
            }
            FailureKind::Refused => {
                "The helpdesk wants something that it does not get. Often it is a queue, a group, a \
                 priority or a field that it does not know: look at `helpdesk.queue`, \
                 `helpdesk.priorities`, `helpdesk.fields` and `helpdesk.requester`."
            }
            FailureKind::Gone => {
                "Delivery is paused. Set the webhook up anew at its receiver, then run `firstline helpdesk \
                 resume`."
            }
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.said)?;
        match &self.words {
            Some(words) => write!(out, " It says: {words}"),
            None => Ok(()),
        }
    }
}
