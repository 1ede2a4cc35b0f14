use firstline_guide::diagnostic::Example;

use super::{Finding, Subject};

firstline_guide::rule! {
    /// The day by which somebody must have looked at the guide again is over.
    ///
    /// Routers, menus and prices change; a guide that nobody looks at misleads more each year.
    Warning "review-past",
    bad: Example::Members(r#"  "reviewBy": "2001-01-01""#),
    good: Example::Members(r#"  "reviewBy": "2999-01-01""#),
}

pub(super) fn look(subject: &Subject<'_>) -> Vec<Finding> {
    let review_by = subject.guide.review_by.as_ref();
    // Days of this form are in the order of their letters.
    let past = review_by.filter(|day| day.value.as_str() < subject.today);
    past.map(|day| Finding {
        step: None,
        span: day.span,
        severity: RULE.severity,
        message: "the day by which this guide was to be looked at is over".to_owned(),
        hint: "look at the guide again, and set the next day",
    })
    .into_iter()
    .collect()
}
