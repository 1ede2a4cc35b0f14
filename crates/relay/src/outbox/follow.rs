//! Asks the helpdesk how far tickets are that it has.

use std::time::Duration;

use tokio::sync::watch;

use super::{Delivering, millis};
use crate::helpdesk::FailureKind;

/// How long between two questions at the least.
const APART: Duration = Duration::from_secs(2);

/// Asks for one ticket after the other until the relay stops; each about as often as the
/// configuration says, and at half the rate of deliveries at the most.
pub async fn follow(
    source: impl Fn() -> Option<Delivering> + Send,
    mut stopping: watch::Receiver<bool>,
) {
    while !*stopping.borrow() {
        let mut wait = APART;
        if let Some(delivering) = source()
            && let Some(every) = delivering.config.follow
        {
            let by_rate = Duration::from_secs(120)
                / u32::try_from(delivering.config.per_minute)
                    .unwrap_or(1)
                    .max(1);
            wait = APART.min(every).max(by_rate);
            if delivering.tally.failing().is_none() {
                one(&delivering, every).await;
            }
        }
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.changed() => {}
        }
    }
}

async fn one(delivering: &Delivering, every: Duration) {
    let store = &delivering.store;
    let Some(now) = store.age() else { return };
    let longest_ago = match store.unfinished(now.saturating_sub(millis(every)), 1).await {
        Ok(mut unfinished) => unfinished.pop(),
        Err(_) => None,
    };
    let Some(followed) = longest_ago else { return };
    let (word, closed) = match delivering.helpdesk.progress(&followed.receipt).await {
        Ok(Some(progress)) => (Some(progress.word), progress.closed),
        // This kind of helpdesk cannot be asked.
        Ok(None) => (None, true),
        // Somebody deleted it there, or merged it into another one.
        Err(failure) if failure.status == Some(404) => {
            (Some("not there any more".to_owned()), true)
        }
        Err(failure) => {
            if failure.kind == FailureKind::Setup {
                tracing::debug!(
                    said = failure.said,
                    "the helpdesk does not say how far a ticket is"
                );
            }
            (None, false)
        }
    };
    if let Err(error) = store
        .followed(followed.seq, word.as_deref(), closed, now)
        .await
    {
        tracing::debug!(%error, "cannot store how far a ticket is");
    }
}
