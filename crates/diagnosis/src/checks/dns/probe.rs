use super::judge::{AGREE, FRESH, judge};
use super::{NAMES, RESOLVER};
use crate::answers::{Target, readable};
use crate::checks::isp;
use crate::probe::{Asked, Asking, Asks};
use crate::{Context, Finding, TargetResult};

pub struct Dns;
pub type Probe = Asking<Dns>;

impl Asks for Dns {
    fn targets(context: &Context) -> Asked<Target> {
        let names = readable(context.targets.get(&NAMES));
        let mut contrast = isp::literals(context);
        for _ in 0..AGREE {
            contrast.extend(readable(context.targets.get(&RESOLVER)));
        }
        Asked {
            about: names.flat_map(|name| vec![name; FRESH]).collect(),
            contrast,
        }
    }

    fn judge(results: &Asked<TargetResult>) -> Finding {
        judge(&results.about, &results.contrast)
    }
}
