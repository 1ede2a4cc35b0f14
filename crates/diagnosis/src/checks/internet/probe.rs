use super::{OTHERS, judge::judge};
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
        let anything = |url: &String| Target {
            url: url.clone(),
            expected: Expected::Anything,
        };
        let others = context.targets.get(&OTHERS);
        let targets: Vec<Target> = others.iter().map(anything).collect();
        Ok(ask_all(net, &targets, DEADLINE).await)
    }

    fn judge(measurement: &Vec<TargetResult>) -> Finding {
        judge(measurement)
    }
}
