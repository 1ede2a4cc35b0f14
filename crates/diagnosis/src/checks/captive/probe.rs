use serde::Deserialize;

use super::API;
use super::judge::{Captive, judge};
use crate::answers::{DEADLINE, ask_all, host};
use crate::checks::isp;
use crate::probe::ask_json;
use crate::{Context, Finding, Net, NotMeasured, Progress, Reach};

pub struct Probe;

/// What the network says; the rest of RFC 8908 is for devices.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Told {
    captive: Option<bool>,
    #[serde(default)]
    user_portal_url: Option<String>,
}

/// An address that a tab can be opened at, and nothing else that an answer may hold.
fn is_page(address: &str) -> bool {
    let plain = address.bytes().all(|byte| byte.is_ascii_graphic());
    plain && (address.starts_with("https://") || address.starts_with("http://"))
}

impl crate::probe::Probe for Probe {
    type Measurement = Captive;

    async fn measure(
        net: &impl Net,
        context: &Context,
        _: &impl Fn(Progress),
    ) -> Result<Captive, NotMeasured> {
        let mut told = None;
        let numbers = isp::literals(context);
        let number = numbers.first().and_then(|target| host(&target.url));
        let mut page = number.map(|number| ["http://", number, "/"].concat());
        if let Some(api) = context.targets.get(&API).first()
            && let Ok(answer) = ask_json::<Told>(net, api).await
        {
            told = answer.captive;
            page = answer.user_portal_url.filter(|told| is_page(told)).or(page);
        }
        let mut results = Vec::new();
        if told.is_none() {
            let mut targets = isp::targets(context);
            let fresh = targets.iter().any(|target| target.url.contains("//*."));
            if !fresh {
                targets = numbers;
            }
            targets.push(isp::relay(context));
            results = ask_all(net, &targets, DEADLINE).await;
            // A connection to the relay that is open still, and dead, is silent where a fresh name is refused.
            let relay = results.last().map(|result| result.reach);
            if fresh && relay == Some(Reach::TimedOut) {
                results.pop();
            }
        }
        Ok(Captive {
            told,
            results,
            page,
        })
    }

    fn judge(measurement: &Captive) -> Finding {
        judge(measurement)
    }
}
