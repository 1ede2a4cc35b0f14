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
        Asked {
            about: names.flat_map(|name| vec![name; FRESH]).collect(),
            contrast: isp::literals(context)
                .into_iter()
                .chain(readable(context.targets.get(&RESOLVER)).flat_map(|name| vec![name; AGREE]))
                .collect(),
        }
    }

    fn judge(results: &Asked<TargetResult>) -> Finding {
        judge(&results.about, &results.contrast)
    }
}
