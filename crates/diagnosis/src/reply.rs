//! How one target answered: what the checks of reachability are judged from.

use crate::Confidence;

/// How one target answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reply {
    /// How the target was named.
    pub target: Target,
    /// What came.
    pub came: Came,
}

/// How a target is named. A literal needs no resolver, so the two fail for different reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// By a host name, which must be resolved first.
    Name,
    /// By an address, such as `https://192.0.2.1/`.
    Literal,
}

/// What came back. Times are milliseconds from the asking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Came {
    /// An answer, whatever it says: the way there and back is open.
    Answered {
        /// After how long.
        ms: f64,
    },
    /// An answer that asks for a login to the network (511 Network Authentication Required,
    /// RFC 6585): it is not the target's.
    LoginPage,
    /// The browser gave up: no address, no route, refused, reset.
    Failed {
        /// After how long.
        ms: f64,
    },
    /// Nothing came before our own deadline.
    TimedOut,
    /// The page's content security policy forbade the asking. It says nothing of the line.
    BlockedByPage,
}

/// Replies, counted.
pub(crate) struct Tally {
    /// Targets that could be asked.
    pub asked: usize,
    /// Targets that answered.
    pub answered: usize,
    /// Targets that the page kept from being asked.
    pub blocked: usize,
    /// Targets behind a login page.
    pub login: usize,
    /// The quickest answer, in milliseconds.
    pub quickest: Option<f64>,
    /// Whether both a name and a literal were asked.
    pub both_kinds: bool,
    /// Whether every name failed by itself and every literal was silent.
    pub kinds_disagree: bool,
}

impl Tally {
    /// Counts.
    pub fn of(replies: &[Reply]) -> Tally {
        let count =
            |wanted: fn(&Came) -> bool| replies.iter().filter(|reply| wanted(&reply.came)).count();
        let blocked = count(|came| matches!(came, Came::BlockedByPage));
        let kind = |target| {
            replies
                .iter()
                .filter(move |reply| reply.target == target && reply.came != Came::BlockedByPage)
        };
        let both_kinds =
            kind(Target::Name).next().is_some() && kind(Target::Literal).next().is_some();
        let names_failed =
            kind(Target::Name).all(|reply| matches!(reply.came, Came::Failed { .. }));
        let literals_silent = kind(Target::Literal).all(|reply| reply.came == Came::TimedOut);
        Tally {
            asked: replies.len() - blocked,
            answered: count(|came| matches!(came, Came::Answered { .. })),
            blocked,
            login: count(|came| matches!(came, Came::LoginPage)),
            quickest: replies
                .iter()
                .filter_map(|reply| match reply.came {
                    Came::Answered { ms } => crate::number::fit(ms),
                    _ => None,
                })
                .min_by(f64::total_cmp),
            both_kinds,
            kinds_disagree: both_kinds && names_failed && literals_silent,
        }
    }

    /// How sure it is that nothing answers: a single target may be down by itself, names alone
    /// cannot be told from a resolver that is gone, and names that fail while literals are silent
    /// are what a login page in between looks like.
    pub fn confidence_of_silence(&self) -> Confidence {
        if self.asked < 2 || self.blocked > 0 || self.kinds_disagree {
            Confidence::Low
        } else if self.both_kinds {
            Confidence::High
        } else {
            Confidence::Medium
        }
    }
}
