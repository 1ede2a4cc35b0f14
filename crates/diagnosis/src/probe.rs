//! What a check's probe is.

use std::convert::Infallible;

use crate::{Context, Finding, Net, NotMeasured, Progress};

/// Measures what a check is about. Nothing in a measurement is judged: it holds numbers, failures and
/// times, so that every judgement is tested from recorded ones.
pub(crate) trait Probe {
    /// What it measures.
    type Measurement;

    /// Whether there is a probe at all.
    const EXISTS: bool = true;

    /// Measures. It has a deadline of its own, and ends when it is dropped.
    ///
    /// # Errors
    /// Why there is nothing to judge.
    fn measure(
        net: &impl Net,
        context: &Context,
        report: &impl Fn(Progress),
    ) -> impl Future<Output = Result<Self::Measurement, NotMeasured>>;

    /// What a measurement means. Whatever the numbers are, the finding holds only numbers that are
    /// finite, not negative, and rounded to a thousandth.
    fn judge(measurement: &Self::Measurement) -> Finding;
}

/// In place of a probe, for a check that is in the catalogue and measures nothing yet.
pub(crate) struct NoProbe;

impl Probe for NoProbe {
    type Measurement = Infallible;

    const EXISTS: bool = false;

    async fn measure(
        _: &impl Net,
        _: &Context,
        _: &impl Fn(Progress),
    ) -> Result<Infallible, NotMeasured> {
        Err(NotMeasured::NotSetUp)
    }

    fn judge(measurement: &Infallible) -> Finding {
        match *measurement {}
    }
}
