//! `latency`: pings over one warm connection.

use firstline_diagnosis::Measurement;
use firstline_diagnosis::judge::{Latency, Ping};

use super::{Context, DEADLINE, target};
use crate::browser::fetch::{self, Outcome};
use crate::browser::{clock, random, timer};

/// How many pings are measured, after the one that opens the connection.
const PINGS: usize = 10;

/// How long one ping is waited for, in milliseconds: longer than any line takes that can still be
/// used.
const PING_DEADLINE: u32 = 2_000;

/// After this many milliseconds no further ping is begun: a slow line gives fewer samples rather
/// than a long wait.
const BUDGET: f64 = 6_000.0;

/// Between two pings, in milliseconds, so that they do not all meet the same moment.
const PAUSE: u32 = 40;

/// After this many lost in a row the rest would be lost as well.
const GIVE_UP: u32 = 2;

pub(super) async fn measure(context: &Context) -> Measurement {
    let url = match &context.targets.latency {
        Some(url) => url.clone(),
        None => context.relay("probe/ping"),
    };
    let mut measured = Latency::default();
    // One label for all: another host name would be another connection.
    let label = random::label();
    let began = clock::ticks();
    match fetch::probe(&target::fresh(&url, &label), DEADLINE).await {
        Outcome::Answered(_) => {}
        Outcome::BlockedByPage => {
            measured.blocked_by_page = true;
            return Measurement::Latency(measured);
        }
        _ => {
            measured.lost = 1;
            return Measurement::Latency(measured);
        }
    }
    let url = target::fresh(&url, &label);
    let mut lost_in_a_row = 0;
    for _ in 0..PINGS {
        timer::sleep(PAUSE).await;
        if lost_in_a_row == GIVE_UP || clock::ticks() - began > BUDGET {
            break;
        }
        match fetch::probe(&url, PING_DEADLINE).await {
            Outcome::Answered(answer) => {
                lost_in_a_row = 0;
                measured.pings.push(Ping {
                    elapsed: answer.elapsed,
                    server: answer.server,
                });
            }
            _ => {
                lost_in_a_row += 1;
                measured.lost += 1;
            }
        }
    }
    Measurement::Latency(measured)
}
