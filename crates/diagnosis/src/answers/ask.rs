//! Asking targets, each with a deadline.

use std::pin::pin;

use futures_util::future::{Either, join_all, select};

use super::address::is_local;
use super::{Reach, TargetKind, TargetResult, app_duration, fresh};
use crate::NotMeasured;
use crate::net::{Answer, Milliseconds, Mode, Net, Outcome, Permission, Request};

/// How long the answer of a reachability probe is waited for. Ours: by then the faults that can be told
/// apart look different (a dead line is silent, a refused one fails in less than 200 ms), and a customer
/// still waits.
pub const DEADLINE: Milliseconds = 4_500.0;

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
}

/// The future's result; `None` if it does not end in time.
pub async fn in_time<T>(
    net: &impl Net,
    deadline: Milliseconds,
    future: impl Future<Output = T>,
) -> Option<T> {
    match select(pin!(future), pin!(net.sleep(deadline))).await {
        Either::Left((result, _)) => Some(result),
        Either::Right(_) => None,
    }
}

/// Asks all targets side by side.
pub async fn ask_all(
    net: &impl Net,
    targets: &[Target],
    deadline: Milliseconds,
) -> Vec<TargetResult> {
    let ask = async |target: &Target| TargetResult {
        kind: TargetKind::of(&target.url),
        reach: ask(net, target, deadline).await,
    };
    join_all(targets.iter().map(ask)).await
}

/// Asks a target. An address of the home network is not asked without permission: the browser would hold
/// the request back until the customer has answered a question, and a check never raises one.
async fn ask(net: &impl Net, target: &Target, deadline: Milliseconds) -> Reach {
    if is_local(&target.url) && net.local_network().await != Permission::Granted {
        return Reach::NotMeasured(NotMeasured::NeedsPermission);
    }
    let address = || fresh(&target.url, &net.label());
    if target.expected == Expected::Anything {
        let asked = in_time(net, deadline, knock(net, address())).await;
        return asked.unwrap_or(Reach::TimedOut);
    }
    let began = net.now();
    let url = address();
    let asked = in_time(net, deadline, ask_readable(net, &url, target.expected)).await;
    let reach = asked.map_or(Reach::TimedOut, |(reach, _)| reach);
    if !matches!(reach, Reach::Failed { .. }) {
        return reach;
    }
    // The browser gave up: the line, or an answer without CORS headers. Asked without wanting to read, a
    // target answers in the second case.
    let left = deadline - (net.now() - began);
    match in_time(net, left, knock(net, address())).await {
        // The relay always has its CORS headers, so something else answers in its place.
        Some(Reach::Answered { .. }) if target.expected == Expected::Ping => Reach::SignInPage,
        // A mistake in the provider's configuration does not become a dead line.
        Some(Reach::Answered { elapsed }) => Reach::Unreadable { elapsed },
        _ => reach,
    }
}

/// Asks a target that lets any page read its answer, and gives what came, and the answer if it is the
/// target's.
pub async fn ask_readable(
    net: &impl Net,
    url: &str,
    expected: Expected,
) -> (Reach, Option<Answer>) {
    let mode = Mode::Readable;
    let reach = match net.fetch(Request { url, mode }).await {
        Outcome::Answered(answer) if answer.status == SIGN_IN_REQUIRED => Reach::SignInPage,
        Outcome::Answered(answer) if expected == Expected::Ping && !is_ping(&answer) => {
            Reach::NotMeasured(NotMeasured::BadAnswer)
        }
        Outcome::Answered(answer) => {
            let elapsed = answer.elapsed;
            return (Reach::Answered { elapsed }, Some(answer));
        }
        other => reach(&other),
    };
    (reach, None)
}

/// Asks a target that need not know of us. An answer that can be read although nobody asked for that is
/// none from elsewhere: the page's service worker made it up.
async fn knock(net: &impl Net, url: String) -> Reach {
    let request = Request {
        url: &url,
        mode: Mode::Opaque,
    };
    match net.fetch(request).await {
        Outcome::Answered(_) => Reach::NotMeasured(NotMeasured::AnsweredByPage),
        other => reach(&other),
    }
}

fn is_ping(answer: &Answer) -> bool {
    answer.status == NO_CONTENT && app_duration(&answer.server_timing).is_some()
}

fn reach(outcome: &Outcome) -> Reach {
    match *outcome {
        Outcome::Answered(Answer { elapsed, .. }) | Outcome::Opaque { elapsed } => {
            Reach::Answered { elapsed }
        }
        Outcome::Redirected { .. } => Reach::SignInPage,
        Outcome::Failed { elapsed } => Reach::Failed { elapsed },
        Outcome::BlockedByPage => Reach::NotMeasured(NotMeasured::BlockedByPage),
        Outcome::AnsweredByPage => Reach::NotMeasured(NotMeasured::AnsweredByPage),
        Outcome::NeedsPermission => Reach::NotMeasured(NotMeasured::NeedsPermission),
    }
}
