//! Writing down, once a second, what was counted.

use std::time::Duration;

use tokio::sync::watch;

use super::{alarms, weekly};
use crate::app::Shared;
use crate::counting::lock;

/// How often it is written down.
const EVERY: Duration = Duration::from_secs(1);

/// More rows than this are not kept in memory while the store does not take them: insights are not worth a
/// relay.
const MOST_ROWS: usize = 200_000;

/// Writes down what was counted until the relay stops, and once more then.
pub async fn run(app: impl Fn() -> Shared, mut stopping: watch::Receiver<bool>) {
    let (mut told, mut reported) = (None, None);
    loop {
        let stopped = tokio::select! {
            _ = stopping.wait_for(|stopping| *stopping) => true,
            () = tokio::time::sleep(EVERY) => false,
        };
        let app = app();
        write(&app).await;
        alarms::look(&app, &mut told).await;
        weekly::look(&app, &mut reported).await;
        if stopped {
            return;
        }
    }
}

/// Writes down what was counted; keeps it if the store does not take it.
pub async fn write(app: &Shared) {
    let added = std::mem::take(&mut *lock(&app.insights.added));
    if added.is_empty() {
        return;
    }
    if let Err(error) = app.store.add_insights(&added).await {
        let mut kept = lock(&app.insights.added);
        if kept.rows() + added.rows() > MOST_ROWS {
            tracing::error!(%error, "cannot write insights: what was counted of late is lost");
        } else {
            tracing::debug!(%error, "cannot write insights yet");
            kept.put_back(added);
        }
    }
}
