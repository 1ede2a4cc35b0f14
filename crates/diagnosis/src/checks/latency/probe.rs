use super::PINGED;
use super::judge::{Latency, Ping, judge};
use crate::answers::{DEADLINE, Expected, Reach, app_duration, ask_once, fresh};
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

pub struct Probe;

impl crate::probe::Probe for Probe {
    type Measurement = Latency;

    async fn measure(
        net: &impl Net,
        context: &Context,
        report: &impl Fn(Progress),
    ) -> Result<Latency, NotMeasured> {
        let (target, expected) = match context.targets.get(&PINGED).first() {
            Some(target) => (target.clone(), Expected::Readable),
            None => (context.ping(), Expected::Ping),
        };
        // One label for all: another host name would be another connection.
        let url = fresh(&target, &net.label());
        let ping = |deadline| ask_once(net, &url, expected, deadline);
        let began = net.now();
        // The first opens the connection; what it takes is not the line's delay.
        let (opened, answer) = ping(DEADLINE).await;
        if answer.is_none() {
            return Ok(Latency {
                lost: 1,
                not_measured: why(opened),
                ..Latency::default()
            });
        }
        let mut measured = Latency::default();
        let mut lost_in_a_row = 0;
        for at in 0..PINGS {
            net.sleep(PAUSE).await;
            if lost_in_a_row == GIVE_UP || net.now() - began > BUDGET {
                break;
            }
            let elapsed = match ping(PING_DEADLINE).await {
                (_, Some(answer)) => {
                    lost_in_a_row = 0;
                    let elapsed = answer.elapsed;
                    measured.pings.push(of(&answer));
                    Some(("median", elapsed))
                }
                _ => {
                    lost_in_a_row += 1;
                    measured.lost += 1;
                    None
                }
            };
            report(Progress {
                done: f64::from(at + 1) / f64::from(PINGS),
                reading: elapsed,
            });
        }
        Ok(measured)
    }

    fn judge(measurement: &Latency) -> Finding {
        judge(measurement)
    }
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
