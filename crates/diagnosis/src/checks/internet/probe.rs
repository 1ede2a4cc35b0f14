use super::{OTHERS, judge::judge};
use crate::answers::{Target, anything};
use crate::probe::{Asked, Asking, Asks};
use crate::{Context, Finding, TargetResult};

pub struct Internet;
pub type Probe = Asking<Internet>;

impl Asks for Internet {
    fn targets(context: &Context) -> Asked<Target> {
        Asked {
            about: targets(context),
            contrast: Vec::new(),
        }
    }

    fn judge(results: &Asked<TargetResult>) -> Finding {
        judge(&results.about)
    }
}

/// What answers for the world beyond the provider.
pub fn targets(context: &Context) -> Vec<Target> {
    anything(context.targets.get(&OTHERS)).collect()
}
