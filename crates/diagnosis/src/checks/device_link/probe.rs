use super::judge::judge;
use crate::answers::{DEADLINE, Reach, ask_all};
use crate::checks::isp;
use crate::net::{Link, Milliseconds};
use crate::{Context, Finding, Net, NotMeasured, Progress};

/// How often the browser is asked again whether it has noticed.
const LOOK: Milliseconds = 250.0;

pub struct Probe;

impl crate::probe::Probe for Probe {
    type Measurement = Link;

    /// A browser takes seconds to notice that a link went (Chromium waits 1.5 to 3.5 s, lest it come back), so that what it says
    /// at first is of before. Where nothing answers, it is asked until it should have noticed.
    async fn measure(
        net: &impl Net,
        context: &Context,
        _: &impl Fn(Progress),
    ) -> Result<Link, NotMeasured> {
        let began = net.now();
        let mut link = net.link().await;
        if !link.notices || link.online != Some(true) {
            return Ok(link);
        }
        let asked = ask_all(net, &[isp::relay(context)], DEADLINE).await;
        let unanswered = asked
            .iter()
            .all(|one| matches!(one.reach, Reach::Failed { .. } | Reach::TimedOut));
        if !unanswered {
            return Ok(link);
        }
        loop {
            link = net.link().await;
            if link.online == Some(false) || net.now() - began >= DEADLINE {
                return Ok(link);
            }
            net.sleep(LOOK).await;
        }
    }

    fn judge(measurement: &Link) -> Finding {
        judge(*measurement)
    }
}
