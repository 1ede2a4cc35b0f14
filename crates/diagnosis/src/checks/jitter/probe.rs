use super::judge::judge;
use crate::checks::latency::{Latency, pings};
use crate::{Context, Finding, Net, NotMeasured, Progress};

pub struct Probe;

impl crate::probe::Probe for Probe {
    type Measurement = Latency;

    async fn measure(
        net: &impl Net,
        context: &Context,
        report: &impl Fn(Progress),
    ) -> Result<Latency, NotMeasured> {
        Ok(pings(net, context, report).await)
    }

    fn judge(measurement: &Latency) -> Finding {
        judge(measurement)
    }
}
