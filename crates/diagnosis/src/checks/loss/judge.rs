use crate::net::Datagrams;
use crate::number::fit;
use crate::{CheckId, Confidence, Finding, NotMeasured, Verdict};

/// What came of datagrams.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loss {
    /// What came back of them.
    pub datagrams: Datagrams,
    /// Whether the relay answered over TCP at that time, where the session did not come about.
    pub tcp_passes: bool,
}

/// From here on it is a warning: ITU-T G.1010 (11/2001), table I.1, wants less than 1 % for a video call.
pub const LOSS_WARN_PERCENT: f64 = 1.0;

/// From here on a call does not work: ITU-T G.1010, table I.1, wants less than 3 % for conversational voice.
pub const LOSS_FAIL_PERCENT: f64 = 3.0;

/// With fewer datagrams one lost is more than a warning. Ours.
const FEWEST: u32 = 50;

/// What was not measured is never "no loss": AIM counts it as that. That UDP does not pass is a finding of its own, because
/// calls fail by it. A session that does not come about is no proof of it: the echo itself may be down. So it is said only
/// where a second server is as silent over UDP while TCP passes; without such a witness it could not be told.
pub fn judge(loss: &Loss) -> Finding {
    let not_measured = |why| Finding::not_measured(CheckId::Loss, why);
    let (sent, back) = match loss.datagrams {
        Datagrams::Sent { sent, back } => (sent, back),
        Datagrams::NoSession {
            witness: Some(false),
        } if loss.tcp_passes => {
            return Finding::new(CheckId::Loss, Verdict::Fail, Confidence::Medium);
        }
        Datagrams::NoSession { .. } | Datagrams::Untried => {
            return not_measured(NotMeasured::NoAnswer);
        }
        Datagrams::Disturbed => return not_measured(NotMeasured::Disturbed),
        Datagrams::BlockedByPage => return not_measured(NotMeasured::BlockedByPage),
        Datagrams::NotSupported => return not_measured(NotMeasured::NotSupported),
    };
    if sent < FEWEST || back > sent {
        return not_measured(NotMeasured::BadAnswer);
    }
    let share = fit(100.0 * f64::from(sent - back) / f64::from(sent));
    let verdict = if share >= Some(LOSS_FAIL_PERCENT) {
        Verdict::Fail
    } else if share >= Some(LOSS_WARN_PERCENT) {
        Verdict::Warn
    } else {
        Verdict::Pass
    };
    Finding::new(CheckId::Loss, verdict, Confidence::High)
        .with("share", share)
        .with("sent", Some(f64::from(sent)))
}
