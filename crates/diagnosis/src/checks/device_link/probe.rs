use super::judge::judge;
use crate::net::Link;
use crate::{Context, Finding, Net, NotMeasured, Progress};

pub struct Probe;

impl crate::probe::Probe for Probe {
    type Measurement = Link;

    async fn measure(
        net: &impl Net,
        _: &Context,
        _: &impl Fn(Progress),
    ) -> Result<Link, NotMeasured> {
        Ok(net.link().await)
    }

    fn judge(measurement: &Link) -> Finding {
        judge(*measurement)
    }
}
