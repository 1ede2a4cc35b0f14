use super::{EDGE, judge::judge};
use crate::answers::{Expected, Target, readable};
use crate::probe::{Asked, Asking, Asks};
use crate::{Context, Finding, TargetKind, TargetResult};

pub struct Isp;
pub type Probe = Asking<Isp>;

impl Asks for Isp {
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

/// What answers for the provider's edge: what is configured, else the relay.
pub fn targets(context: &Context) -> Vec<Target> {
    let edge = context.targets.get(&EDGE);
    if edge.is_empty() {
        vec![relay(context)]
    } else {
        readable(edge).collect()
    }
}

/// The relay's own ping.
pub fn relay(context: &Context) -> Target {
    Target {
        url: context.ping(),
        expected: Expected::Ping,
    }
}

/// What answers for the provider's edge without a name: empty if nothing is configured.
pub fn literals(context: &Context) -> Vec<Target> {
    let mut literals = targets(context);
    literals.retain(|target| TargetKind::of(&target.url) == TargetKind::Literal);
    literals
}
