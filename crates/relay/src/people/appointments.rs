//! Appointments, by the API that the TM Forum calls TMF646 (Appointment, version 4): what is free is asked
//! (`searchTimeSlot`), and one is booked (`appointment`) with the number of the ticket as its `externalId`.
//!
//! Before one is booked it is looked whether the ticket has one, so that an answer that was lost makes no second one.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use firstline_wire::people::Slot;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::config::{Config, ConfigProblems};
use crate::helpdesk::http::{Call, Http};
use crate::helpdesk::{Failure, FailureKind};

/// For how long what is free need not be asked again.
const FRESH: Duration = Duration::from_secs(30);

/// How far ahead is looked.
const AHEAD: SignedDuration = SignedDuration::from_hours(21 * 24);

/// The most that is offered: more is no choice.
const MOST: usize = 40;

/// Where appointments are booked.
#[derive(Clone, Debug)]
pub struct Appointments(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    http: Http,
    root: String,
    token: Option<String>,
    known: Mutex<Option<(Instant, Vec<Slot>)>>,
}

impl Appointments {
    /// What the configuration names; `None` if it names nothing.
    ///
    /// # Errors
    ///
    /// What is wrong in it.
    pub fn of(config: &Config) -> Result<Option<Appointments>, ConfigProblems> {
        let people = &config.people;
        let Some(root) = &people.appointments else {
            return Ok(None);
        };
        let timeout = Duration::from_secs(15);
        let http = Http::to("people.url", root, &people.networks, timeout).map_err(|wrong| {
            ConfigProblems(vec![config.problem("people.appointments", wrong.message)])
        })?;
        let token = people.secrets.first();
        Ok(Some(Appointments(Arc::new(Inner {
            http,
            root: root.trim_end_matches('/').to_owned(),
            token: token.map(|token| token.reveal().to_owned()),
            known: Mutex::default(),
        }))))
    }

    async fn ask(&self, call: Call) -> Result<Value, Failure> {
        let call = match &self.0.token {
            Some(token) => call.header("authorization", format!("Bearer {token}")),
            None => call,
        };
        Ok(self.0.http.ask(call).await?.json())
    }

    /// The free appointments, the earliest first.
    ///
    /// # Errors
    ///
    /// If nobody says.
    pub async fn free(&self) -> Result<Vec<Slot>, Failure> {
        if let Some((at, known)) = &*self.known()
            && at.elapsed() < FRESH
        {
            return Ok(known.clone());
        }
        let now = Timestamp::now();
        let until = now.checked_add(AHEAD).unwrap_or(now);
        let wanted = json!({ "requestedTimeSlot": [{ "validFor": {
            "startDateTime": now.to_string(), "endDateTime": until.to_string() } }] });
        let url = format!("{}/searchTimeSlot", self.0.root);
        let answer = self.ask(Call::post(url, &wanted)).await?;
        let Some(offered) = answer["availableTimeSlot"].as_array() else {
            let said = "It gave no `availableTimeSlot`.";
            return Err(Failure::new(FailureKind::Refused, said));
        };
        let mut free: Vec<Slot> = offered
            .iter()
            .filter_map(|offered| slot(&offered["validFor"]))
            .filter(|slot| i64::try_from(slot.from).is_ok_and(|from| from > now.as_millisecond()))
            .collect();
        free.sort_by_key(|slot| (slot.from, slot.until));
        free.dedup();
        free.truncate(MOST);
        *self.known() = Some((Instant::now(), free.clone()));
        Ok(free)
    }

    /// The appointment of this ticket, if it has one.
    ///
    /// # Errors
    ///
    /// If nobody says.
    pub async fn of_ticket(&self, number: &str) -> Result<Option<Slot>, Failure> {
        let url = format!("{}/appointment?externalId={number}", self.0.root);
        let answer = self.ask(Call::get(url)).await?;
        let found = answer.as_array().into_iter().flatten().find(|found| {
            let is_its = found["externalId"].as_str() == Some(number);
            is_its && !is_over(found)
        });
        Ok(found.and_then(|found| slot(&found["validFor"])))
    }

    /// Books this for the ticket; gives what it has then, which is an earlier choice if there was one.
    ///
    /// # Errors
    ///
    /// If it is not free any more, or cannot be booked now.
    pub async fn book(&self, number: &str, wanted: &Slot) -> Result<Slot, NotBooked> {
        if let Some(booked) = self.of_ticket(number).await? {
            return Ok(booked);
        }
        // What is offered anew may differ from what was shown.
        *self.known() = None;
        if !self.free().await?.contains(wanted) {
            return Err(NotBooked::Gone);
        }
        *self.known() = None;
        let [from, until] = [wanted.from, wanted.until].map(|at| {
            let at = i64::try_from(at).unwrap_or(i64::MAX);
            Timestamp::from_millisecond(at)
                .unwrap_or_default()
                .to_string()
        });
        let body = json!({
            "externalId": number,
            "category": "Service",
            "description": format!("Ticket {number}, chosen by the customer"),
            "validFor": { "startDateTime": from, "endDateTime": until },
            "relatedEntity": [{ "id": number, "role": "reason", "@referredType": "TroubleTicket" }],
        });
        let url = format!("{}/appointment", self.0.root);
        let answer = match self.ask(Call::post(url, &body)).await {
            Ok(answer) => answer,
            // The address is right, for it was asked for the ticket's own just now: it is this time that is not there.
            Err(failure) if matches!(failure.status, Some(404 | 409 | 410)) => {
                tracing::info!(number, said = failure.said, "an appointment was just taken");
                return Err(NotBooked::Gone);
            }
            Err(failure) => return Err(failure.into()),
        };
        if is_over(&answer) {
            tracing::info!(number, "an appointment was taken and at once given up");
            return Err(NotBooked::Gone);
        }
        // Where it says what it has booked, that is what counts.
        Ok(slot(&answer["validFor"]).unwrap_or_else(|| wanted.clone()))
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Option<(Instant, Vec<Slot>)>> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why an appointment is not booked.
#[derive(Clone, Debug)]
pub enum NotBooked {
    /// Somebody else was quicker.
    Gone,
    /// It cannot be booked now, this one or another.
    Failed(Failure),
}

impl From<Failure> for NotBooked {
    fn from(failure: Failure) -> NotBooked {
        NotBooked::Failed(failure)
    }
}

/// Whether this appointment of TMF646 is none: nobody comes.
fn is_over(appointment: &Value) -> bool {
    let status = appointment["status"].as_str().unwrap_or_default();
    ["cancelled", "rejected", "failed", "attemptFailed"].contains(&status)
}

/// A span of time that is one.
fn slot(valid_for: &Value) -> Option<Slot> {
    let at = |name: &str| {
        let at: Timestamp = valid_for[name].as_str()?.parse().ok()?;
        u64::try_from(at.as_millisecond()).ok()
    };
    let (from, until) = (at("startDateTime")?, at("endDateTime")?);
    (from < until).then_some(Slot { from, until })
}
