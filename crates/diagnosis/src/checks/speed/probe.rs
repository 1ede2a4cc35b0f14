use super::TARGETS;
use super::judge::{Speed, judge};
use crate::{Context, Finding, Net, NotMeasured, Progress};

/// Whatever runs checks without the page's speed test learns here why there is no speed.
pub struct Probe;

impl crate::probe::Probe for Probe {
    type Measurement = Speed;

    async fn measure(
        _: &impl Net,
        context: &Context,
        _: &impl Fn(Progress),
    ) -> Result<Speed, NotMeasured> {
        Err(match context.targets.get(&TARGETS) {
            [] => NotMeasured::NotSetUp,
            _ => NotMeasured::NotSupported,
        })
    }

    fn judge(measurement: &Speed) -> Finding {
        judge(measurement)
    }
}
