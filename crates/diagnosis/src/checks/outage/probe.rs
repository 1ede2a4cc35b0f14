use super::feed::Status;
use super::judge::{Outage, judge};
use crate::answers::encoded;
use crate::probe::ask_json;
use crate::{Context, Finding, Net, NotMeasured, Progress};

pub struct Probe;

impl crate::probe::Probe for Probe {
    type Measurement = Outage;

    async fn measure(
        net: &impl Net,
        context: &Context,
        _: &impl Fn(Progress),
    ) -> Result<Outage, NotMeasured> {
        measure(net, context).await
    }

    fn judge(measurement: &Outage) -> Finding {
        judge(measurement)
    }
}

/// Asks the relay what is known.
///
/// # Errors
/// Why nothing is known; [`NotMeasured::NotSetUp`] if the provider has no feed.
pub async fn measure(net: &impl Net, context: &Context) -> Result<Outage, NotMeasured> {
    let area = context.area.trim();
    let mut url = [
        &context.base,
        "api/v1/status?over=1&language=",
        &encoded(&context.language),
    ]
    .concat();
    if !area.is_empty() {
        url.push_str("&area=");
        url.push_str(&encoded(area));
    }
    let status = ask_json::<Status>(net, &url).await?;
    Outage::from_feed(status, !area.is_empty(), &context.service).ok_or(NotMeasured::NotSetUp)
}
