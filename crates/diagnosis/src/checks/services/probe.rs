use super::{SERVICES, judge::judge};
use crate::answers::{Target, anything};
use crate::checks::internet;
use crate::probe::{Asked, Asking, Asks};
use crate::{Context, Finding, TargetResult};

pub struct Services;
pub type Probe = Asking<Services>;

impl Asks for Services {
    fn targets(context: &Context) -> Asked<Target> {
        Asked {
            about: anything(context.targets.get(&SERVICES)).collect(),
            contrast: internet::targets(context),
        }
    }

    const NAMES_SILENT: Option<&'static str> = Some("silent");

    fn judge(results: &Asked<TargetResult>) -> Finding {
        judge(&results.about, &results.contrast)
    }
}
