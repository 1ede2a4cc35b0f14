use futures_util::future::LocalBoxFuture;

use super::PINGED;
use super::judge::{Latency, Ping, Watched, judge};
use crate::answers::{DEADLINE, Expected, LATE, Reach, app_duration, ask_once, fresh};
use crate::net::{Answer, Milliseconds};
use crate::{Context, Finding, Net, NotMeasured, Progress};

/// How many pings are measured, after the one that opens the connection.
const PINGS: u32 = 10;

/// How long one ping is waited for: longer than any line takes that can still be used.
const PING_DEADLINE: Milliseconds = 2_000.0;

/// After this long no further ping is begun: a slow line gives fewer samples rather than a long wait.
const BUDGET: Milliseconds = 6_000.0;

/// Between two pings, so that they do not all meet the same moment.
const PAUSE: Milliseconds = 40.0;

/// After this many lost in a row the rest would be lost as well.
const GIVE_UP: u32 = 2;

/// From one ping to the next while the line is watched. Ours: some hundred bytes a second, and a drop of two seconds
/// is seen.
const WATCH_PERIOD: Milliseconds = 1_000.0;

/// Pings lost in a row that make a drop; as the watch of the line has it.
const DROP: u32 = 2;

/// From one ping to the next it is never so long, unless the device slept in between. Ours: the deadline of a ping, and two
/// timers that a page in the background gets late.
const ASLEEP: Milliseconds = PING_DEADLINE + 2.0 * LATE;

pub struct Probe;

impl crate::probe::Probe for Probe {
    type Measurement = Latency;

    async fn measure(
        net: &impl Net,
        context: &Context,
        report: &impl Fn(Progress),
    ) -> Result<Latency, NotMeasured> {
        Ok(pings(net, context, report).await)
    }

    fn judge(measurement: &Latency) -> Finding {
        judge(measurement)
    }
}

/// Pings, a few or for the minutes of the context. Boxed, because other checks are judged from them too.
pub fn pings<'a>(
    net: &'a impl Net,
    context: &'a Context,
    report: &'a impl Fn(Progress),
) -> LocalBoxFuture<'a, Latency> {
    Box::pin(async move {
        let (target, expected) = match context.targets.get(&PINGED).first() {
            Some(target) => (target.clone(), Expected::Readable),
            None => (context.ping(), Expected::Ping),
        };
        // One label for all: another host name would be another connection.
        let url = fresh(&target, &net.label());
        let ping = |deadline| ask_once(net, &url, expected, deadline);
        let watch = f64::from(context.minutes) * 60_000.0;
        let watches = watch > 0.0;
        let began = net.now();
        // The first opens the connection; what it takes is not the line's delay.
        let opened = ping(DEADLINE).await;
        if opened.answer.is_none() && (!watches || why(opened.reach).is_some()) {
            return Latency {
                lost: 1,
                not_measured: why(opened.reach),
                ..Latency::default()
            };
        }
        let mut measured = Latency::default();
        let mut watched = Watched::default();
        let mut lost_in_a_row = 0;
        let mut lost_since = began;
        let mut asked = net.now();
        let mut woke = false;
        let mut tries = 0;
        let share = |tries: u32, now: Milliseconds| match watches {
            true => (now - began) / watch,
            false => f64::from(tries) / f64::from(PINGS),
        };
        while share(tries, net.now()) < 1.0 {
            if !watches && (lost_in_a_row == GIVE_UP || net.now() - began > BUDGET) {
                break;
            }
            tries += 1;
            let before = asked;
            net.sleep(PAUSE).await;
            asked = net.now();
            // Until something answers, the device may be joining its network.
            woke |= asked - before > ASLEEP;
            let came = ping(PING_DEADLINE).await;
            let is_disturbed = match came.answer {
                Some(_) => !came.is_timed(),
                None => woke || why(came.reach) == Some(NotMeasured::Disturbed),
            };
            woke &= came.answer.is_none();
            let elapsed = match &came.answer {
                _ if is_disturbed => {
                    measured.not_measured = Some(NotMeasured::Disturbed);
                    lost_in_a_row = 0;
                    None
                }
                Some(answer) => {
                    lost_in_a_row = 0;
                    let elapsed = answer.elapsed;
                    measured.pings.push(of(answer));
                    Some(("median", elapsed))
                }
                None => {
                    measured.lost += 1;
                    if lost_in_a_row == 0 {
                        lost_since = asked;
                    }
                    lost_in_a_row += 1;
                    if lost_in_a_row >= DROP {
                        watched.drops += u32::from(lost_in_a_row == DROP);
                        watched.longest = watched.longest.max(net.now() - lost_since);
                    }
                    None
                }
            };
            report(Progress {
                done: share(tries, net.now()).min(1.0),
                reading: elapsed,
            });
            if watches {
                net.sleep(WATCH_PERIOD - PAUSE - (net.now() - asked)).await;
            }
        }
        measured.watched = watches.then_some(watched);
        measured
    })
}

fn of(answer: &Answer) -> Ping {
    Ping {
        elapsed: answer.elapsed,
        server: app_duration(&answer.server_timing),
    }
}

/// Why the first ping tells nothing; `None` if it was merely not answered.
fn why(reach: Reach) -> Option<NotMeasured> {
    match reach {
        Reach::NotMeasured(why) => Some(why),
        Reach::SignInPage => Some(NotMeasured::SignInPage),
        _ => None,
    }
}
