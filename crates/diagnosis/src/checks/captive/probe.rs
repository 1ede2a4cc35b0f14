use serde::Deserialize;

use super::API;
use super::judge::{Captive, judge};
use crate::answers::{DEADLINE, ask_all};
use crate::checks::isp;
use crate::probe::ask_json;
use crate::{Context, Finding, Net, NotMeasured, Progress};

pub struct Probe;

/// What the network says; the rest of RFC 8908 is for devices.
#[derive(Deserialize)]
struct Told {
    captive: Option<bool>,
}

impl crate::probe::Probe for Probe {
    type Measurement = Captive;

    async fn measure(
        net: &impl Net,
        context: &Context,
        _: &impl Fn(Progress),
    ) -> Result<Captive, NotMeasured> {
        let mut told = None;
        if let Some(api) = context.targets.get(&API).first() {
            let answer = ask_json::<Told>(net, api).await;
            told = answer.ok().and_then(|told| told.captive);
        }
        let mut results = Vec::new();
        if told.is_none() {
            let mut targets = isp::literals(context);
            targets.push(isp::relay(context));
            results = ask_all(net, &targets, DEADLINE).await;
        }
        Ok(Captive { told, results })
    }

    fn judge(measurement: &Captive) -> Finding {
        judge(measurement)
    }
}
