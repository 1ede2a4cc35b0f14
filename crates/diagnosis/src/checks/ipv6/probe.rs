use super::{V4, V6, judge::judge};
use crate::answers::{Target, readable};
use crate::probe::{Asked, Asking, Asks};
use crate::{Context, Finding, TargetResult};

pub struct Ipv6;
pub type Probe = Asking<Ipv6>;

impl Asks for Ipv6 {
    fn targets(context: &Context) -> Asked<Target> {
        Asked {
            about: readable(context.targets.get(&V6)).collect(),
            contrast: readable(context.targets.get(&V4)).collect(),
        }
    }

    fn judge(results: &Asked<TargetResult>) -> Finding {
        judge(&results.about, &results.contrast)
    }
}
