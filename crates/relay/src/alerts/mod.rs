//! "Tell me when it is over": one message to each address that was left for a fault, when the fault
//! is over, and then the address is erased. Messages to the provider's own people go the same way.
//!
//! A wish is on disk before it is answered. A message is sent at least once, with the same
//! `Message-ID` each time: if the relay dies just between the mail server's word and its own note of
//! that, the message goes again, and whoever has it can tell.

mod notices;
mod teller;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::config::HelpdeskConfig;
use crate::helpdesk::{Failure, FailureKind};
use crate::mail::Note;
use crate::outbox::{Pace, jittered};
use crate::seal::Seal;
use crate::status::words::Words;
use crate::status::{Area, Fate, Feed, FileItem};
use crate::store::Store;
use crate::store::alerts::{DueAlert, FAULT, Waiting, Way};

pub use notices::Notices;
pub use teller::Teller;

/// How often it is looked for what is due, and whether something is over.
const LOOK: Duration = Duration::from_millis(500);

/// For how long a message is claimed. Whoever sends it claims it anew as long as that lasts, so that what a
/// relay had in hand when it died is soon another's.
const LEASE: Duration = Duration::from_secs(6);

/// After how many tries a message is given up.
const MOST_TRIES: u32 = 60;

/// Everything that a message about the end of a fault needs, by the operator's files as they are now.
#[derive(Clone, Debug)]
pub struct Alerting {
    /// Where wishes wait.
    pub store: Store,
    /// The feed, which knows which faults are over.
    pub feed: Arc<Feed>,
    /// Sends messages to customers; `None` if none go to them.
    pub teller: Option<Teller>,
    /// Sends messages to the provider's own people; `None` if none go to them.
    pub notices: Option<Notices>,
    /// Makes the tokens that take wishes back.
    pub seal: Seal,
    /// How gently.
    pub config: Arc<HelpdeskConfig>,
    /// Where customers reach this relay.
    pub address: Option<String>,
    /// The page with the help in it.
    pub page: Option<String>,
}

impl Alerting {
    /// The token that takes the wish of this id back.
    pub fn token(seal: &Seal, id: &str) -> String {
        seal.token(&format!("alert-{id}"))
    }

    /// Whether messages go this way. What the operator has taken out since is given up by whoever would bring it.
    fn brings(&self, way: Way) -> bool {
        match way {
            Way::Customers => self.teller.is_some(),
            Way::Mail | Way::Webhook => self.notices.is_some(),
        }
    }
}

/// Tells until the relay stops.
pub async fn run(
    current: impl Fn() -> Option<Alerting> + Send + Sync,
    stopping: watch::Receiver<bool>,
) {
    let [customers, mail, webhook] = Way::ALL.map(|way| bring(way, &current, stopping.clone()));
    tokio::join!(look(&current, stopping), customers, mail, webhook);
}

/// Looks which faults are over, until the relay stops.
async fn look(
    current: &(impl Fn() -> Option<Alerting> + Send + Sync),
    mut stopping: watch::Receiver<bool>,
) {
    let mut missing = HashMap::new();
    while !*stopping.borrow() {
        if let Some(alerting) = current().filter(|alerting| alerting.teller.is_some()) {
            judge(&alerting, &mut missing).await;
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = stopping.changed() => {}
        }
    }
}

/// Brings what is due on this way, at its own pace, until the relay stops.
async fn bring(
    way: Way,
    current: &(impl Fn() -> Option<Alerting> + Send + Sync),
    mut stopping: watch::Receiver<bool>,
) {
    let holder = Uuid::new_v4().to_string();
    let mut pace = Pace::new(Instant::now());
    let mut tries: JoinSet<Option<Failure>> = JoinSet::new();
    while !*stopping.borrow() {
        let alerting = current();
        let mut wait = LOOK;
        if let Some(alerting) = alerting.as_ref().filter(|alerting| alerting.brings(way)) {
            match pace.wait(Instant::now(), tries.len(), &alerting.config) {
                None => {}
                Some(pause) if !pause.is_zero() => wait = pause.min(LOOK),
                Some(_) => {
                    if let Some(due) = claim(alerting, &holder, way).await {
                        pace.began(Instant::now(), &alerting.config);
                        tries.spawn(one(alerting.clone(), due, holder.clone()));
                        wait = Duration::ZERO;
                    }
                }
            }
        }
        tokio::select! {
            Some(ended) = tries.join_next() => {
                if let (Some(alerting), Ok(failure)) = (&alerting, ended) {
                    pace.ended(Instant::now(), failure.as_ref(), false, &alerting.config);
                }
            }
            () = tokio::time::sleep(wait) => {}
            _ = stopping.changed() => {}
        }
    }
    // What is under way is noted, so that it does not go again.
    let ending = async { while tries.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(Duration::from_secs(5), ending).await;
}

/// Looks which faults are over. One that no source has any more is over after a while: the relay may
/// have started after it vanished.
async fn judge(alerting: &Alerting, missing: &mut HashMap<Waiting, Instant>) {
    let Ok(waiting) = alerting.store.alerts_waiting().await else {
        return;
    };
    missing.retain(|known, _| waiting.contains(known));
    for wish in waiting {
        let area = Area::read(&wish.area);
        let fate = alerting
            .feed
            .fate(&wish.item, &wish.components, area.as_ref());
        let afterwards = match fate.await {
            Fate::GoingOn => {
                missing.remove(&wish);
                continue;
            }
            Fate::Moved(item) => {
                missing.remove(&wish);
                moved(alerting, &wish, &item).await;
                continue;
            }
            Fate::Over(item) => item.afterwards.read_by(&[&wish.language]),
            Fate::Missing => {
                let since = *missing.entry(wish.clone()).or_insert_with(Instant::now);
                if since.elapsed() < alerting.feed.setup().settle {
                    continue;
                }
                String::new()
            }
        };
        match alerting.store.alerts_due(&wish, &afterwards).await {
            Ok(count) => tracing::info!(
                item = wish.item,
                count,
                "a fault is over: customers are told"
            ),
            Err(error) => tracing::error!(%error, "cannot store that a fault is over"),
        }
    }
}

/// Whoever waits for the end of one waits for that of the other: it is the same fault by another name.
async fn moved(alerting: &Alerting, wish: &Waiting, item: &FileItem) {
    let title = item.read_by(&[&wish.language], Timestamp::now()).title;
    let moved = alerting
        .store
        .move_alerts(wish, &item.id, &title, &item.components);
    match moved.await {
        Ok(count) => tracing::info!(
            item = wish.item,
            to = item.id,
            count,
            "a fault goes on by another name: who waits for its end waits for that"
        ),
        Err(error) => tracing::error!(%error, "cannot store that a fault goes on by another name"),
    }
}

async fn claim(alerting: &Alerting, holder: &str, way: Way) -> Option<DueAlert> {
    let now = alerting.store.age()?;
    let lease = millis(LEASE);
    let claimed = alerting.store.claim_alert(holder, now, lease, way).await;
    claimed.unwrap_or_else(|error| {
        tracing::debug!(%error, "cannot look for messages that are due");
        None
    })
}

/// One try, and how it ended, written into the store.
async fn one(alerting: Alerting, due: DueAlert, holder: String) -> Option<Failure> {
    let store = &alerting.store;
    let mut sending = std::pin::pin!(send(&alerting, &due));
    let failure = loop {
        tokio::select! {
            sent = &mut sending => break sent.err(),
            () = tokio::time::sleep(LEASE / 3) => {
                let until = store.age().unwrap_or(0).saturating_add(millis(LEASE));
                let _ = store.hold_alert(&due.id, &holder, until).await;
            }
        }
    };
    let told = match &failure {
        None => store.alert_told(&due.id).await,
        Some(failure)
            if failure.kind == FailureKind::Refused
                || failure.kind != FailureKind::Setup && due.tries >= MOST_TRIES =>
        {
            tracing::warn!(
                said = failure.said,
                about = due.about,
                "a message is given up"
            );
            let now = store.age().unwrap_or(0);
            store.alert_given_up(&due.id, &failure.said, now).await
        }
        Some(failure) => {
            let wait = jittered(due.tries, &alerting.config).max(failure.after.unwrap_or_default());
            let at = store.age().unwrap_or(0).saturating_add(millis(wait));
            // A wrong password or address is no fault of the message: it waits until that is mended.
            let counts = failure.kind != FailureKind::Setup;
            store
                .alert_again(&due.id, &holder, at, &failure.said, counts)
                .await
        }
    };
    if let Err(error) = told {
        tracing::error!(%error, "cannot store that a message was sent: it may go again");
    }
    failure
}

async fn send(alerting: &Alerting, due: &DueAlert) -> Result<(), Failure> {
    let nobody = || {
        Failure::new(
            FailureKind::Refused,
            "Nobody brings such messages any more.",
        )
    };
    if due.about == FAULT {
        let teller = alerting.teller.as_ref().ok_or_else(nobody)?;
        return teller.tell(&note(alerting, due), due).await;
    }
    let notices = alerting.notices.as_ref().ok_or_else(nobody)?;
    notices.tell(due).await
}

fn note<'a>(alerting: &Alerting, due: &'a DueAlert) -> Note<'a> {
    let words = Words::of(&due.language);
    let mut parts = vec![
        words.text("tell-greeting"),
        due.title.clone(),
        words.text("tell-over"),
    ];
    if !due.afterwards.is_empty() {
        parts.push(words.fill("tell-afterwards", "afterwards", &due.afterwards));
    }
    parts.push(match &alerting.page {
        Some(page) => words.fill("tell-still", "page", page),
        None => words.text("tell-still-bare"),
    });
    parts.push(words.text("tell-erased"));
    let stop = alerting.address.as_ref().map(|address| {
        let token = Alerting::token(&alerting.seal, &due.id);
        format!(
            "{address}/status/stop?language={}&token={token}",
            due.language
        )
    });
    if let Some(stop) = &stop {
        parts.push(words.fill("tell-stop", "stop", stop));
    }
    Note {
        id: due.id.clone(),
        to: &due.email,
        language: &due.language,
        subject: words.fill("tell-subject", "title", &due.title),
        body: parts.join("\n\n") + "\n",
        stop,
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 4)
}
