use futures_util::future::join;

use super::judge::{Wifi, judge};
use crate::checks::{latency, router};
use crate::{Context, Finding, Net, NotMeasured, Progress};

pub struct Probe;

impl crate::probe::Probe for Probe {
    type Measurement = Wifi;

    async fn measure(
        net: &impl Net,
        context: &Context,
        report: &impl Fn(Progress),
    ) -> Result<Wifi, NotMeasured> {
        // Side by side: what the air does to one, it does to the other.
        let line = latency::pings(net, context, report);
        let (leg, line) = join(router::leg(net, context), line).await;
        Ok(Wifi { leg: leg?, line })
    }

    fn judge(measurement: &Wifi) -> Finding {
        judge(measurement)
    }
}
