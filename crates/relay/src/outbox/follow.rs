//! Asks the helpdesk how far tickets are that it has: now and then by itself, and when a customer looks.

use std::time::Duration;

use firstline_wire::follow::Stage;
use jiff::Timestamp;
use tokio::sync::{Semaphore, watch};

use super::{Courier, Delivering, millis};
use crate::helpdesk::{Failure, FailureKind, Helpdesk};
use crate::store::deliveries::{Followed, Seen, Since};

/// How long between two questions at the least.
const APART: Duration = Duration::from_secs(2);

/// How long between two questions while the helpdesk takes nothing: one answer shows that it is there.
const WHILE_FAILING: Duration = Duration::from_secs(60);

/// How long between two questions about a ticket that is over, and may be opened again.
const SELDOM: Duration = Duration::from_secs(6 * 60 * 60);

/// How old the last answer may be for a customer who looks.
const FRESH: Duration = Duration::from_secs(15);

/// How many questions of customers are asked at once; the others see what is known.
const AT_ONCE: usize = 2;

/// How many questions of customers are asked at once.
#[derive(Debug)]
pub struct Asking(Semaphore);

impl Default for Asking {
    fn default() -> Asking {
        Asking(Semaphore::new(AT_ONCE))
    }
}

/// Asks for one ticket after the other until the relay stops; each about as often as the
/// configuration says, and at half the rate of deliveries at the most.
pub async fn follow(
    source: impl Fn() -> Option<Delivering> + Send,
    mut stopping: watch::Receiver<bool>,
) {
    while !*stopping.borrow() {
        let mut wait = APART;
        if let Some(delivering) = source()
            && let Courier::Helpdesk(helpdesk, _) = &delivering.courier
            && let Some(every) = delivering.config.follow
        {
            let by_rate = Duration::from_secs(120)
                / u32::try_from(delivering.config.per_minute)
                    .unwrap_or(1)
                    .max(1);
            wait = APART.min(every).max(by_rate);
            longest_ago(&delivering, helpdesk, every).await;
            if !delivering.tally.can_be_asked() {
                wait = wait.max(WHILE_FAILING.min(every));
            }
        }
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.changed() => {}
        }
    }
}

async fn longest_ago(delivering: &Delivering, helpdesk: &Helpdesk, every: Duration) {
    let store = &delivering.store;
    let Some(now) = store.age() else { return };
    let since = Since {
        open: now.saturating_sub(millis(every)),
        over: now.saturating_sub(millis(every.max(SELDOM))),
    };
    if let Ok(Some(followed)) = store.next_look(since, now).await {
        one(delivering, helpdesk, &followed, now).await;
    }
}

/// Asks about a ticket because its customer looks, unless the last answer is fresh or others are being
/// asked about.
pub async fn look(delivering: &Delivering, asking: &Asking, number: &str) {
    let Courier::Helpdesk(helpdesk, _) = &delivering.courier else {
        return;
    };
    let Some(every) = delivering.config.follow else {
        return;
    };
    let Ok(_one_of_few) = asking.0.try_acquire() else {
        return;
    };
    let store = &delivering.store;
    let Some(now) = store.age() else { return };
    let since = now.saturating_sub(millis(every.min(FRESH)));
    if delivering.tally.can_be_asked()
        && let Ok(Some(followed)) = store.take_look(number, since, now).await
    {
        one(delivering, helpdesk, &followed, now).await;
    }
}

async fn one(delivering: &Delivering, helpdesk: &Helpdesk, followed: &Followed, now: i64) {
    let store = &delivering.store;
    let mut seen = Seen {
        word: None,
        stage: None,
        closed: false,
        gone: false,
        at: (now, Timestamp::now().as_millisecond()),
    };
    let mut heard = Vec::new();
    // Of one ticket several things may stand at the helpdesk.
    let place = followed.seq.to_string();
    let answer = helpdesk.progress(&followed.receipt).await;
    let missing = |failure: &Failure| matches!(failure.status, Some(404 | 410));
    delivering
        .tally
        .asked(answer.as_ref().map_or_else(missing, Option::is_some));
    match answer {
        Ok(Some(progress)) => {
            delivering.tally.gone.is_there(&place);
            // Who answered works on it, whatever the helpdesk calls that.
            let answered = !progress.heard.is_empty() && progress.stage == Stage::Received;
            seen.word = Some(progress.word);
            seen.stage = Some(match answered {
                true => Stage::Working,
                false => progress.stage,
            });
            seen.closed = progress.closed;
            heard = progress.heard;
        }
        // This kind of helpdesk cannot be asked; the next one that is set up may know the ticket.
        Ok(None) => {}
        // Perhaps somebody deleted it there, or merged it into another one.
        Err(failure) if missing(&failure) => {
            if delivering.tally.gone.is_missing(&place, now) {
                tracing::info!(
                    number = followed.ticket,
                    "the helpdesk has not had a ticket for hours: it is closed"
                );
                seen.word = Some("not there any more".to_owned());
                seen.stage = Some(Stage::Closed);
                seen.gone = true;
            }
        }
        Err(failure) => {
            if failure.kind == FailureKind::Setup {
                tracing::debug!(
                    said = failure.said,
                    "the helpdesk does not say how far a ticket is"
                );
            }
        }
    }
    let stored = match store.hear(&followed.ticket, &heard).await {
        Ok(()) => store.followed(followed.seq, &seen).await,
        Err(error) => Err(error),
    };
    if let Err(error) = stored {
        tracing::debug!(%error, "cannot store how far a ticket is");
    }
}
