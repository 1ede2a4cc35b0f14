use futures_util::future::join;

use super::judge::{DeviceLink, judge};
use crate::answers::{DEADLINE, Reach, ask_all};
use crate::checks::isp;
use crate::net::Milliseconds;
use crate::{Context, Finding, Net, NotMeasured, Progress};

/// How often the browser is asked again whether it has noticed.
const LOOK: Milliseconds = 250.0;

pub struct Probe;

impl crate::probe::Probe for Probe {
    type Measurement = DeviceLink;

    /// A browser takes seconds to notice that a link went (Chromium waits 1.5 to 3.5 s, lest it come back), so that what it says
    /// at first is of before. Where nothing answers, it is asked until it should have noticed.
    async fn measure(
        net: &impl Net,
        context: &Context,
        _: &impl Fn(Progress),
    ) -> Result<DeviceLink, NotMeasured> {
        let began = net.now();
        let relay = [isp::relay(context)];
        let (mut link, asked) = join(net.link(), ask_all(net, &relay, DEADLINE)).await;
        let is_any = |wanted: fn(&Reach) -> bool| asked.iter().any(|one| wanted(&one.reach));
        let answered = is_any(|reach| matches!(reach, Reach::Answered { .. }));
        let silent = is_any(|reach| matches!(reach, Reach::Failed { .. } | Reach::TimedOut));
        while silent && link.notices {
            link = net.link().await;
            if link.online != Some(true) || net.now() - began >= DEADLINE {
                break;
            }
            net.sleep(LOOK).await;
        }
        Ok(DeviceLink { link, answered })
    }

    fn judge(measurement: &DeviceLink) -> Finding {
        judge(measurement)
    }
}
