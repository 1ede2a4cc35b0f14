//! How a check came out.

/// How a check came out, in the order of how bad it is: several checks together are as bad as
/// the worst of them, and a thing that could not be measured is worse than one that merely could
/// be better, because it may hide a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// As it should be.
    Pass,
    /// It works, but less well than it should.
    Warn,
    /// Not measured, or what was measured does not tell.
    Unknown,
    /// It does not work.
    Fail,
}

impl Verdict {
    /// All verdicts, mildest first.
    pub const ALL: [Verdict; 4] = [
        Verdict::Pass,
        Verdict::Warn,
        Verdict::Unknown,
        Verdict::Fail,
    ];

    /// The name that guides, tickets and stored trails use.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Warn => "warn",
            Verdict::Unknown => "unknown",
            Verdict::Fail => "fail",
        }
    }

    /// The verdict of that name.
    pub fn from_name(name: &str) -> Option<Verdict> {
        Verdict::ALL
            .into_iter()
            .find(|verdict| verdict.name() == name)
    }
}
