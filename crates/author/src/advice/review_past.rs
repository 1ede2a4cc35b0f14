//! `review-past`: the day by which somebody must have looked at the guide again is over.
//!
//! Routers, menus and prices change; a guide that nobody looks at misleads more each year.

use super::{Seen, Subject};

pub(super) fn look(subject: &Subject<'_>) -> Vec<Seen> {
    let review_by = subject.guide.review_by.as_ref();
    // Days of this form are in the order of their letters.
    let past = review_by.filter(|day| day.value.as_str() < subject.today);
    past.map(|day| Seen {
        step: None,
        span: day.span,
        message: "the day by which this guide was to be looked at is over".to_owned(),
    })
    .into_iter()
    .collect()
}
