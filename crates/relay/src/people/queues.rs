//! How long customers wait, as the provider's telephone exchange or chat says it.
//!
//! A source that does not answer leaves its last value, with its age; one that is too old is told to nobody, because a promise
//! of the morning is none in the evening.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use firstline_wire::foreign::on_one_line;
use firstline_wire::people::Waiting;
use jiff::Timestamp;
use serde::Deserialize;
use tokio::sync::watch;

use crate::config::{Config, ConfigProblems, PeopleConfig};
use crate::helpdesk::http::{Call, Http};

/// The largest answer, in bytes.
const MOST: usize = 64 << 10;

/// The longest wait that is told, in minutes: longer is not a queue.
const LONGEST: f64 = 24.0 * 60.0;

/// How far the clock of a source may be ahead of ours.
const AHEAD: Duration = Duration::from_secs(300);

/// The answer of the source.
#[derive(Debug, Deserialize)]
struct Written {
    queues: BTreeMap<String, WrittenQueue>,
}

#[derive(Debug, Deserialize)]
struct WrittenQueue {
    /// About how long one waits.
    minutes: f64,
    /// When that was so; without it, when it was read.
    at: Option<Timestamp>,
}

/// How long one waits, by queue.
#[derive(Debug, Default)]
pub struct Queues(Mutex<BTreeMap<String, (u32, Timestamp)>>);

impl Queues {
    /// Takes what a source answered.
    ///
    /// # Errors
    ///
    /// What is wrong with it, for an operator. Then all stays as it was.
    pub fn take(&self, body: &str, now: Timestamp) -> Result<(), String> {
        let written: Written = serde_json::from_str(body).map_err(|error| {
            format!(
                "This is not {{ \"queues\": {{ \"support\": {{ \"minutes\": 4 }} }} }}: {error}."
            )
        })?;
        let mut queues = BTreeMap::new();
        for (name, WrittenQueue { minutes, at }) in written.queues {
            if !(0.0..=LONGEST).contains(&minutes) {
                return Err(format!(
                    "{}: `minutes` must be from 0 to {LONGEST}.",
                    on_one_line(&name)
                ));
            }
            let at = at.unwrap_or(now);
            if at.duration_since(now) > jiff::SignedDuration::try_from(AHEAD).unwrap_or_default() {
                return Err(format!(
                    "{}: `at` lies in the future; is the clock there right?",
                    on_one_line(&name)
                ));
            }
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "bounded above, and no fraction is left"
            )]
            queues.insert(name, (minutes.ceil() as u32, at));
        }
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = queues;
        Ok(())
    }

    /// How long one waits in this queue; `None` if that is unknown, or was so too long ago.
    pub fn waiting(&self, queue: &str, now: Timestamp, keep: Duration) -> Option<Waiting> {
        let queues = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (minutes, at) = queues.get(queue)?;
        let age = Duration::try_from(now.duration_since(*at)).unwrap_or_default();
        (age <= keep).then(|| Waiting {
            minutes: *minutes,
            at: u64::try_from(at.as_millisecond()).unwrap_or(0),
        })
    }
}

/// Where it is known how long one waits.
#[derive(Clone, Debug)]
pub struct Asked {
    http: Http,
    url: String,
    token: Option<String>,
    every: Duration,
}

impl Asked {
    /// What the configuration names; `None` if it names nothing.
    ///
    /// # Errors
    ///
    /// What is wrong in it.
    pub fn of(config: &Config) -> Result<Option<Asked>, ConfigProblems> {
        let PeopleConfig {
            queues,
            secrets,
            networks,
            every,
            ..
        } = &config.people;
        let Some(url) = queues else { return Ok(None) };
        let http = Http::to("people.url", url, networks, Duration::from_secs(10))
            .map_err(|wrong| ConfigProblems(vec![config.problem("people.queues", wrong.message)]))?
            .reading(MOST);
        Ok(Some(Asked {
            http,
            url: url.clone(),
            token: secrets.first().map(|token| token.reveal().to_owned()),
            every: *every,
        }))
    }

    /// Asks once.
    ///
    /// # Errors
    ///
    /// Why nothing can be said, for an operator.
    pub async fn look(&self, queues: &Queues) -> Result<(), String> {
        let mut call = Call::get(&self.url);
        if let Some(token) = &self.token {
            call = call.header("authorization", format!("Bearer {token}"));
        }
        let reply = self
            .http
            .send(call)
            .await
            .map_err(|failure| failure.to_string())?;
        if !reply.status.is_success() {
            return Err(format!("It answered {}.", reply.status));
        }
        queues.take(&reply.body, Timestamp::now())
    }
}

/// Asks what `current` names until the relay stops.
pub async fn run<Q: AsRef<Queues> + Send>(
    current: impl Fn() -> Option<(Asked, Q)> + Send,
    mut stopping: watch::Receiver<bool>,
) {
    let mut said = String::new();
    while !*stopping.borrow() {
        let mut wait = Duration::from_secs(1);
        if let Some((asked, queues)) = current() {
            wait = asked.every;
            match asked.look(queues.as_ref()).await {
                Ok(()) if !said.is_empty() => {
                    tracing::info!("it is known again how long customers wait");
                    said.clear();
                }
                Ok(()) => {}
                Err(why) if why != said => {
                    tracing::warn!(
                        "`people.queues` does not say how long customers wait: {} The last value is told for \
                         `people.keep_minutes`",
                        on_one_line(&why)
                    );
                    said = why;
                }
                Err(_) => {}
            }
        }
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.changed() => {}
        }
    }
}

impl AsRef<Queues> for Queues {
    fn as_ref(&self) -> &Queues {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEEP: Duration = Duration::from_secs(600);

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_last_good_value_is_kept_until_it_is_too_old() {
        let queues = Queues::default();
        let now = time("2026-11-23T09:00Z");
        let body = r#"{ "queues": { "support": { "minutes": 3.2, "at": "2026-11-23T08:59Z" }, "accounts": { "minutes": 0 } } }"#;
        queues.take(body, now).unwrap();
        let waiting = |queue: &str, at: &str| {
            queues
                .waiting(queue, time(at), KEEP)
                .map(|waiting| waiting.minutes)
        };
        assert_eq!(
            waiting("support", "2026-11-23T09:00Z"),
            Some(4),
            "rounded up"
        );
        assert_eq!(waiting("accounts", "2026-11-23T09:00Z"), Some(0));
        assert_eq!(waiting("sales", "2026-11-23T09:00Z"), None);
        for wrong in [
            "<html>",
            "{}",
            r#"{ "queues": { "support": { "minutes": -1 } } }"#,
            r#"{ "queues": { "support": { "minutes": 100000 } } }"#,
            r#"{ "queues": { "support": { "minutes": 1, "at": "2026-11-24T09:00Z" } } }"#,
        ] {
            queues.take(wrong, now).unwrap_err();
            assert_eq!(waiting("support", "2026-11-23T09:00Z"), Some(4), "{wrong}");
        }
        assert_eq!(waiting("support", "2026-11-23T09:09Z"), Some(4));
        assert_eq!(
            waiting("support", "2026-11-23T09:09:01Z"),
            None,
            "never a stale promise"
        );
        // A queue that is gone is gone.
        queues.take(r#"{ "queues": {} }"#, now).unwrap();
        assert_eq!(waiting("accounts", "2026-11-23T09:00Z"), None);
    }
}
