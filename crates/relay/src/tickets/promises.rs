//! What a customer is promised when a ticket was received, in words.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::operator::duties::Owed;
use crate::status::words::Words;
use crate::store::NewDuty;

/// When it was received, and by when what happens, each a paragraph; nothing where nothing is owed.
pub fn said(
    owed: &[Owed<'_>],
    received: Timestamp,
    zone: &TimeZone,
    language: &str,
) -> Vec<String> {
    if owed.is_empty() {
        return Vec::new();
    }
    let words = Words::of(language);
    let received = words.fill("report-received", "time", &words.time(received, zone));
    let promises = owed.iter().map(|owed| {
        let when = words.time(owed.last_minute(), zone);
        owed.duty.said(language, &when)
    });
    [received].into_iter().chain(promises).collect()
}

/// The same as it is stored. What was owed at once is done by the answer.
pub fn stored(owed: &[Owed<'_>], received: Timestamp) -> Vec<NewDuty> {
    let later = owed.iter().filter(|owed| owed.due > received);
    let stored = later.map(|owed| NewDuty {
        duty: owed.duty.id.clone(),
        due: owed.due.as_millisecond(),
        met: owed.duty.met.name(),
    });
    stored.collect()
}
