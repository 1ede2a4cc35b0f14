//! Asking targets, each with a deadline.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;

use futures_util::FutureExt;
use futures_util::future::{Either, LocalBoxFuture, maybe_done, select};

use super::address::is_local;
use super::{Reach, TargetKind, TargetResult, app_duration, once};
use crate::NotMeasured;
use crate::net::{Answer, Milliseconds, Mode, Net, Outcome, Permission, Request};

/// How long the answer of a reachability probe is waited for. Ours: by then the faults that can be told
/// apart look different (a dead line is silent, a refused one fails in less than 200 ms), and a customer
/// still waits.
pub const DEADLINE: Milliseconds = 4_500.0;

/// What takes so much longer than its deadline was held up by this device: it slept, or it holds the page back in the
/// background. What failed, got lost or came late meanwhile tells nothing of the line. Ours: browsers let the timers of a page in
/// the background run once a second, which is still in time; later once a minute.
pub const LATE: Milliseconds = 1_500.0;

/// How often a page looks at its clock while it waits: where that comes late, so may have what it waits for.
const TICK: Milliseconds = 10.0;

/// A page that is held up for longer would add too much to a time. Ours: a fifth of what a slow leg at home takes.
const HELD: Milliseconds = 10.0;

/// The status of a network that wants a sign-in first (RFC 6585, 6).
const SIGN_IN_REQUIRED: u16 = 511;

/// The relay's ping answers with nothing (RFC 9110, 15.3.5).
const NO_CONTENT: u16 = 204;

/// A target, and what it should answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its address; a leading `*.` in its host becomes a fresh label.
    pub url: String,
    /// What it should answer.
    pub expected: Expected,
}

/// What a target should answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// What the relay's ping answers: 204 with the time that it spent. Anything else comes from elsewhere:
    /// an offline page of the page's service worker, a login page, a proxy.
    Ping,
    /// Anything that can be read.
    Readable,
    /// Anything at all, asked without CORS.
    Anything,
    /// Anything at all, from a box in the home network.
    Home,
}

/// Targets that answer something that can be read.
pub fn readable(addresses: &[String]) -> impl Iterator<Item = Target> {
    targets(addresses, Expected::Readable)
}

/// Targets that answer anything.
pub fn anything(addresses: &[String]) -> impl Iterator<Item = Target> {
    targets(addresses, Expected::Anything)
}

fn targets(addresses: &[String], expected: Expected) -> impl Iterator<Item = Target> {
    addresses.iter().map(move |url| Target {
        url: url.clone(),
        expected,
    })
}

/// Asks all targets side by side; the results in their order.
pub async fn ask_all(
    net: &impl Net,
    targets: &[Target],
    deadline: Milliseconds,
) -> Vec<TargetResult> {
    let mut asked: Vec<_> = targets
        .iter()
        .map(|target| maybe_done(ask(net, target, deadline)))
        .collect();
    // Not `join_all`, which brings a queue for more than thirty (1.3 kB of Brotli in the widget): a check asks three.
    poll_fn(|context| {
        let mut all = Poll::Ready(());
        for one in &mut asked {
            if one.poll_unpin(context).is_pending() {
                all = Poll::Pending;
            }
        }
        all
    })
    .await;
    let results = asked
        .iter_mut()
        .filter_map(|one| Pin::new(one).take_output());
    results.collect()
}

/// Asks a target. An address of the home network is not asked without permission: the browser would hold
/// the request back until the customer has answered a question, and a check never raises one.
fn ask<'a>(
    net: &'a impl Net,
    target: &'a Target,
    deadline: Milliseconds,
) -> LocalBoxFuture<'a, TargetResult> {
    Box::pin(async move {
        let (reach, lookup) = reach_of(net, target, deadline).await;
        TargetResult {
            kind: TargetKind::of(&target.url),
            reach,
            lookup,
        }
    })
}

async fn reach_of(
    net: &impl Net,
    target: &Target,
    deadline: Milliseconds,
) -> (Reach, Option<Milliseconds>) {
    if is_local(&target.url) && net.local_network().await != Permission::Granted {
        return (Reach::NotMeasured(NotMeasured::NeedsPermission), None);
    }
    let address = || once(&target.url, &net.label());
    let began = net.now();
    let asked = ask_once(net, &address(), target.expected, deadline).await;
    let (reach, answer) = (asked.reach, asked.answer);
    let wants_to_read = matches!(target.expected, Expected::Ping | Expected::Readable);
    if !wants_to_read || !matches!(reach, Reach::Failed { .. }) {
        return (reach, answer.and_then(|answer| answer.lookup));
    }
    // The browser gave up: the line, or an answer without CORS headers. Asked without wanting to read, a
    // target answers in the second case.
    let left = deadline - (net.now() - began);
    let reach = match ask_once(net, &address(), Expected::Anything, left)
        .await
        .reach
    {
        // The relay always has its CORS headers, so something else answers in its place.
        Reach::Answered { .. } if target.expected == Expected::Ping => Reach::SignInPage,
        // A mistake in the provider's configuration does not become a dead line.
        Reach::Answered { elapsed } => Reach::Unreadable { elapsed },
        _ => reach,
    };
    (reach, None)
}

/// What came of asking once.
pub struct Asked {
    /// What came within the deadline.
    pub reach: Reach,
    /// The answer, if it is what was expected and may be read.
    pub answer: Option<Answer>,
    /// For how long this page was held up when it noticed: by so much it may have come sooner than its time says.
    held: Milliseconds,
}

impl Asked {
    /// Whether its time is one of the network, and not of a page that had other things to do.
    pub fn is_timed(&self) -> bool {
        self.held <= HELD
    }
}

/// Asks an address once. Boxed, because each caller would otherwise carry a copy of its states.
pub fn ask_once<'a>(
    net: &'a impl Net,
    url: &'a str,
    expected: Expected,
    deadline: Milliseconds,
) -> LocalBoxFuture<'a, Asked> {
    let mode = match expected {
        Expected::Ping | Expected::Readable => Mode::Readable,
        Expected::Anything => Mode::Opaque,
        Expected::Home => Mode::Home,
    };
    Box::pin(async move {
        let began = net.now();
        let mut asked = pin!(net.fetch(Request { url, mode }));
        loop {
            let looked = net.now();
            let outcome = match select(asked.as_mut(), pin!(net.sleep(TICK))).await {
                Either::Left((outcome, _)) => Some(outcome),
                Either::Right(_) => None,
            };
            let now = net.now();
            let (reach, answer) = match outcome {
                None if now < began + deadline => continue,
                _ if now > began + deadline + LATE => {
                    (Reach::NotMeasured(NotMeasured::Disturbed), None)
                }
                Some(outcome) => read(outcome, expected),
                None => (Reach::TimedOut, None),
            };
            let held = match &answer {
                Some(answer) if answer.is_noted => 0.0,
                _ => now - looked - TICK,
            };
            let reach = match reach {
                Reach::Failed { elapsed } => Reach::Failed {
                    elapsed: elapsed.min(now - began - held),
                },
                _ => reach,
            };
            return Asked {
                reach,
                answer,
                held,
            };
        }
    })
}

/// What a request came to, and its answer if that is what was expected and may be read.
fn read(outcome: Outcome, expected: Expected) -> (Reach, Option<Answer>) {
    let not_measured = |why| (Reach::NotMeasured(why), None);
    match (outcome, expected) {
        // Nobody asked to read it, so it is none from elsewhere: the page's service worker made it up.
        (Outcome::Answered(_), Expected::Anything | Expected::Home) => {
            not_measured(NotMeasured::AnsweredByPage)
        }
        (Outcome::Answered(answer), _) if answer.status == SIGN_IN_REQUIRED => {
            (Reach::SignInPage, None)
        }
        (Outcome::Answered(answer), Expected::Ping) if !is_ping(&answer) => {
            not_measured(NotMeasured::BadAnswer)
        }
        (Outcome::Answered(answer), _) => {
            let elapsed = answer.elapsed;
            (Reach::Answered { elapsed }, Some(answer))
        }
        (Outcome::Opaque { elapsed }, _) => (Reach::Answered { elapsed }, None),
        (Outcome::Redirected { .. }, _) => (Reach::SignInPage, None),
        (Outcome::Failed { elapsed }, _) => (Reach::Failed { elapsed }, None),
        (Outcome::BlockedByPage, _) => not_measured(NotMeasured::BlockedByPage),
        (Outcome::AnsweredByPage, _) => not_measured(NotMeasured::AnsweredByPage),
        (Outcome::NeedsPermission, _) => not_measured(NotMeasured::NeedsPermission),
        (Outcome::NotSupported, _) => not_measured(NotMeasured::NotSupported),
    }
}

fn is_ping(answer: &Answer) -> bool {
    answer.status == NO_CONTENT && app_duration(&answer.server_timing).is_some()
}
