//! What the provider owes the customer, for the agent.

use std::fmt::Write as _;

use firstline_wire::foreign::on_one_line;
use jiff::tz::TimeZone;

use crate::operator::duties::{By, Met, Owed};

/// Writes one line for each duty: the promise, its time, and the rule that it comes from.
pub(super) fn lines(out: &mut String, owed: &[Owed<'_>], zone: &TimeZone) {
    // A duty that is due at once is met by the answer itself.
    let later = |owed: &&Owed| owed.duty.by != By::Hours(0);
    for owed in owed.iter().filter(later) {
        let until = owed.last_minute().to_zoned(zone.clone());
        let what = match owed.duty.met {
            Met::Solved => "mended",
            Met::Answered => "answered",
        };
        let _ = write!(
            out,
            "To be {what} by {} ({})",
            until.strftime("%Y-%m-%d %H:%M"),
            on_one_line(&owed.duty.id)
        );
        if !owed.duty.source.is_empty() {
            let _ = write!(out, ": {}", on_one_line(&owed.duty.source));
        }
        out.push('\n');
    }
}
