//! The worker that delivers.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::pace::{Pace, jittered};
use super::{Delivering, millis};
use crate::config::HelpdeskConfig;
use crate::helpdesk::{Failure, FailureKind};
use crate::store::StoreError;
use crate::store::deliveries::{Again, Claimed, Lane, Lease, Receipt};

/// How often it is looked for what is due: how long a ticket waits at the most if all is well.
const LOOK: Duration = Duration::from_millis(500);

/// How long tries may go on when the relay stops. What is not done by then is found by its lease.
const AT_END: Duration = Duration::from_secs(5);

/// For how long the store is told what it does not hear: shorter than any lease.
const INSIST: Duration = Duration::from_secs(60);

/// The longest wait that a helpdesk can ask for is an hour; see `Http`.
const MOST_ASKED: Duration = Duration::from_secs(3600);

/// Delivers what `source` says until the relay stops.
pub async fn run(
    source: impl Fn() -> Option<Delivering> + Send,
    mut stopping: watch::Receiver<bool>,
) {
    let holder = Uuid::new_v4().to_string();
    let mut pace = Pace::new(Instant::now());
    let mut tries: JoinSet<Option<Ended>> = JoinSet::new();
    while !*stopping.borrow() {
        let delivering = source();
        let mut wait = LOOK;
        if let Some(delivering) = &delivering {
            match next(delivering, &holder, &pace, tries.len()).await {
                Ok(Next::Claimed(claimed)) => {
                    pace.began(Instant::now(), &delivering.config);
                    tries.spawn(one(delivering.clone(), *claimed, holder.clone()));
                    wait = Duration::ZERO;
                }
                Ok(Next::Nothing) => {}
                Ok(Next::Wait(time)) => wait = time.min(LOOK),
                Err(error) => {
                    tracing::debug!(%error, "cannot look for tickets to deliver");
                    wait = 4 * LOOK;
                }
            }
        }
        tokio::select! {
            Some(ended) = tries.join_next() => {
                if let (Some(delivering), Ok(Some(Ended { failure, alone }))) = (&delivering, ended) {
                    if failure.is_none() && pace.is_outage() {
                        caught_up(delivering).await;
                    }
                    pace.ended(Instant::now(), failure.as_ref(), alone, &delivering.config);
                }
            }
            () = tokio::time::sleep(wait) => {}
            _ = stopping.changed() => {}
        }
    }
    let ending = async { while tries.join_next().await.is_some() {} };
    if tokio::time::timeout(AT_END, ending).await.is_err() {
        tracing::info!(
            "the helpdesk has not answered yet: the ticket is looked for after the next start"
        );
    }
}

/// After an outage those who came first are served first: their waits grew with their tries, and would let everybody
/// who came later pass.
async fn caught_up(delivering: &Delivering) {
    let lane = delivering.courier.lane();
    if let Err(error) = delivering.store.bring_forward(lane).await {
        tracing::debug!(%error, "what waited for the end of an outage is tried when it was to be");
    }
}

/// The next thing to do.
enum Next {
    Claimed(Box<Claimed>),
    Nothing,
    Wait(Duration),
}

async fn next(
    delivering: &Delivering,
    holder: &str,
    pace: &Pace,
    running: usize,
) -> Result<Next, StoreError> {
    let config = &delivering.config;
    match pace.wait(Instant::now(), running, config) {
        None => return Ok(Next::Nothing),
        Some(wait) if !wait.is_zero() => return Ok(Next::Wait(wait)),
        Some(_) => {}
    }
    // Nobody has looked at the clock yet: the store was not there.
    let Some(now) = delivering.store.age() else {
        return Ok(Next::Nothing);
    };
    let lane = delivering.courier.lane();
    if lane == Lane::Helpdesk && delivering.store.paused().await?.is_some() {
        return Ok(Next::Nothing);
    }
    let lease = Lease {
        holder: holder.to_owned(),
        length: length(config),
        longest_wait: millis(config.longest_retry.max(config.settle).max(MOST_ASKED)),
        failing: pace.is_failing(),
    };
    let claimed = delivering.store.claim(lane, &lease, now).await?;
    Ok(claimed.map_or(Next::Nothing, |claimed| Next::Claimed(Box::new(claimed))))
}

/// How a try ended.
struct Ended {
    failure: Option<Failure>,
    /// Whether it fails although others arrive.
    alone: bool,
}

/// One try, and what the store learns about it. `None` if there was no time for one.
async fn one(delivering: Delivering, claimed: Claimed, holder: String) -> Option<Ended> {
    let number = &claimed.ticket.number;
    let wall = || Timestamp::now().as_millisecond();
    let store = &delivering.store;
    let lane = delivering.courier.lane();
    let now = store.age().unwrap_or(claimed.until);
    let outcome = match left(claimed.until, now, &delivering.config) {
        Some(left) => within(left, delivering.courier.deliver(&claimed)).await,
        None => {
            let told = unused(&delivering, &claimed, &holder).await;
            if let Err(error) = told {
                tracing::debug!(%error, number, "a claim that came too late is left to its lease");
            }
            return None;
        }
    };
    let mut alone = false;
    let (failure, told) = match outcome {
        Ok(receipt) => {
            let lane = lane.name();
            tracing::info!(number, lane, tries = claimed.tries, "delivered");
            let told = insisted(|| store.delivered(claimed.seq, &receipt, wall())).await;
            (None, told)
        }
        Err(failure) => {
            alone = is_alone(&delivering, &claimed, &failure);
            let told = failed(&delivering, &claimed, &holder, &failure, alone).await;
            (Some(failure), told)
        }
    };
    if let Err(error) = told {
        tracing::error!(%error, number, "cannot store what became of a delivery: the helpdesk is asked again");
    }
    // Whoever refuses a ticket answers.
    if failure
        .as_ref()
        .is_none_or(|failure| failure.kind == FailureKind::Refused)
    {
        delivering.tally.answers(store.age().unwrap_or(now));
    }
    delivering
        .tally
        .ended(lane, failure.as_ref(), alone, wall());
    Some(Ended { failure, alone })
}

/// Whether this failed for a reason of its own: it says so, or it failed again although the helpdesk answered others since.
fn is_alone(delivering: &Delivering, claimed: &Claimed, failure: &Failure) -> bool {
    let tally = &delivering.tally;
    let passed = claimed
        .failed
        .is_some_and(|failed| tally.answered_since(failed));
    claimed.alone || failure.only_this || passed
}

/// For how long a ticket is claimed, in milliseconds: a search, a try and its files, and what a helpdesk may still be
/// doing when this process is gone.
fn length(config: &HelpdeskConfig) -> i64 {
    millis(4 * config.timeout + config.settle)
}

/// How long a try may take: what is left of the claim, less what the helpdesk may still be doing afterwards. `None`
/// if that is no longer enough for a search and a try, as after a store that took seconds to answer: somebody else
/// would claim the ticket while it is being sent, not find it yet, and send it twice.
fn left(until: i64, now: i64, config: &HelpdeskConfig) -> Option<Duration> {
    let left = until.saturating_sub(now) - millis(config.settle);
    let left = Duration::from_millis(u64::try_from(left).ok()?);
    (left >= 2 * config.timeout).then_some(left)
}

async fn within(
    left: Duration,
    delivery: impl Future<Output = Result<Receipt, Failure>>,
) -> Result<Receipt, Failure> {
    match tokio::time::timeout(left, delivery).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Failure::new(
            FailureKind::Unsure,
            format!(
                "All that belongs to it took more than {} seconds.",
                left.as_secs()
            ),
        )),
    }
}

/// Gives a claim back with which nothing was done.
async fn unused(
    delivering: &Delivering,
    claimed: &Claimed,
    holder: &str,
) -> Result<(), StoreError> {
    let again = Again {
        due: 0,
        said: "The store answered too late for a try.".to_owned(),
        unsure: claimed.unsure,
        settled: None,
        failed: None,
        alone: claimed.alone,
    };
    delivering.store.try_again(claimed, holder, &again).await
}

/// What the helpdesk has is said to the store again and again while that is away for a moment, as a server
/// is that is started anew: what it does not hear would have to be looked for at the helpdesk, and not every
/// helpdesk can be searched.
async fn insisted<F>(tell: impl Fn() -> F) -> Result<(), StoreError>
where
    F: Future<Output = Result<(), StoreError>>,
{
    let began = Instant::now();
    loop {
        match tell().await {
            Err(_) if began.elapsed() < INSIST => tokio::time::sleep(LOOK).await,
            told => return told,
        }
    }
}

async fn failed(
    delivering: &Delivering,
    claimed: &Claimed,
    holder: &str,
    failure: &Failure,
    alone: bool,
) -> Result<(), StoreError> {
    let Delivering { store, config, .. } = delivering;
    let number = &claimed.ticket.number;
    let now = store.age().unwrap_or(claimed.since);
    let arrived = failure.kind == FailureKind::Unsure;
    let mut wait = jittered(claimed.tries, config).max(failure.after.unwrap_or_default());
    if arrived {
        wait = wait.max(config.settle);
    }
    let mut again = Again {
        due: now.saturating_add(millis(wait)),
        said: failure.to_string(),
        unsure: claimed.unsure || arrived,
        // What is still being stored cannot be found yet. Where it need not be found, it may be sent sooner.
        settled: (arrived && delivering.courier.searches(claimed))
            .then(|| now.saturating_add(millis(config.settle))),
        failed: Some(now),
        alone,
    };
    if let Some(why) = given_up(delivering, claimed, failure, now) {
        let lane = delivering.courier.lane().name();
        tracing::error!(
            number,
            lane,
            said = failure.said,
            "a delivery is given up: {why}"
        );
        let maybe = match again.unsure {
            true => " The helpdesk may have it all the same.",
            false => "",
        };
        again.said = format!("{failure} {why}{maybe}");
        return store.bury(claimed, holder, &again).await;
    }
    if failure.kind == FailureKind::Gone {
        let why = "the webhook's receiver answered 410 Gone: it wants no more";
        tracing::error!("delivery is paused: {why}");
        store.pause(why).await?;
    }
    tracing::warn!(
        number,
        lane = delivering.courier.lane().name(),
        tries = claimed.tries,
        said = failure.said,
        "a delivery waits"
    );
    store.try_again(claimed, holder, &again).await
}

/// Why a ticket is not tried any more, if it is not.
fn given_up(
    delivering: &Delivering,
    claimed: &Claimed,
    failure: &Failure,
    now: i64,
) -> Option<String> {
    let config = &delivering.config;
    if failure.kind == FailureKind::Refused {
        return Some("It would be refused again.".to_owned());
    }
    if failure.kind == FailureKind::Gone {
        return None;
    }
    if config.give_up_tries > 0 && claimed.tries >= config.give_up_tries {
        return Some(format!("It was tried {} times.", claimed.tries));
    }
    let hours = config.give_up.as_secs() / 3600;
    let too_long = now.saturating_sub(claimed.since) >= millis(config.give_up);
    too_long.then(|| format!("It was tried for {hours} hours."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_claimed_too_late_is_not_tried() {
        let config = HelpdeskConfig {
            timeout: Duration::from_secs(10),
            settle: Duration::from_secs(60),
            ..HelpdeskConfig::default()
        };
        let until = 1_000_000 + length(&config);
        let seconds_later = |seconds: i64| left(until, 1_000_000 + seconds * 1000, &config);
        assert_eq!(seconds_later(0), Some(Duration::from_secs(40)));
        assert_eq!(seconds_later(20), Some(Duration::from_secs(20)));
        assert_eq!(seconds_later(21), None, "too little for a search and a try");
        assert_eq!(
            seconds_later(41),
            None,
            "another relay may claim it meanwhile"
        );
        assert_eq!(seconds_later(4000), None);
    }

    #[tokio::test]
    async fn a_try_ends_before_its_claim_does() {
        let never = std::future::pending();
        let failure = within(Duration::from_millis(10), never).await.unwrap_err();
        assert_eq!(failure.kind, FailureKind::Unsure, "it may have arrived");
    }
}
