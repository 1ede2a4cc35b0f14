use super::{EDGE, judge::judge};
use crate::answers::{DEADLINE, Expected, Target, ask_all};
use crate::{Context, Finding, Net, NotMeasured, Progress, TargetResult};

pub struct Probe;

impl crate::probe::Probe for Probe {
    type Measurement = Vec<TargetResult>;

    async fn measure(
        net: &impl Net,
        context: &Context,
        _: &impl Fn(Progress),
    ) -> Result<Vec<TargetResult>, NotMeasured> {
        Ok(ask_all(net, &targets(context), DEADLINE).await)
    }

    fn judge(measurement: &Vec<TargetResult>) -> Finding {
        judge(measurement)
    }
}

/// What answers for the provider's edge: what is configured, else the relay.
pub fn targets(context: &Context) -> Vec<Target> {
    let readable = |url: &String| Target {
        url: url.clone(),
        expected: Expected::Readable,
    };
    let edge = context.targets.get(&EDGE);
    if edge.is_empty() {
        vec![Target {
            url: context.ping(),
            expected: Expected::Ping,
        }]
    } else {
        edge.iter().map(readable).collect()
    }
}
