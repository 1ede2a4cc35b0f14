//! Sending a ticket.

use firstline_guide::json;
use firstline_wire::TicketCreated;

use super::fetch::DEADLINE;
use super::storage;
use crate::browser::fetch::{Answer, Mode, Outcome, send_within};
use crate::browser::locks;
use crate::model::Delivery;

/// Sends a ticket to this address, unless another tab is sending it: one is enough, and the relay gives
/// both the same answer.
pub(super) async fn send(address: String, key: String, body: String) -> Delivery {
    let outcome = match locks::take(&storage::outbox_name(&key)).await {
        Some(_lock) => {
            let (key, body) = (&key, &body);
            send_within(DEADLINE, &address, Mode::Post { key, body }).await
        }
        None => None,
    };
    delivery(outcome.as_ref(), storage::is_kept(&key))
}

/// What came of a try to send. Refused for good is only what would be refused again; everything else is
/// tried again. `kept` tells whether the browser still has the ticket when the page is closed.
fn delivery(outcome: Option<&Outcome>, kept: bool) -> Delivery {
    let Some(Outcome::Answered(answer)) = outcome else {
        return Delivery::Later { after: None, kept };
    };
    let later = Delivery::Later {
        after: answer.retry_after,
        kept,
    };
    match answer.status {
        // Without a number something between us and the relay answered in its place.
        200..=299 => number(answer).map_or(later, |number| Delivery::Stored { number }),
        408 | 409 | 425 | 429 => later,
        400..=499 => Delivery::Refused,
        _ => later,
    }
}

fn number(answer: &Answer) -> Option<String> {
    let created: TicketCreated = json::from_str(str::from_utf8(&answer.body).ok()?)?;
    Some(created.number).filter(|number| !number.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, retry_after: Option<u32>, body: &str) -> Outcome {
        Outcome::Answered(Answer {
            status,
            retry_after,
            body: body.as_bytes().to_vec(),
            ..Answer::default()
        })
    }

    #[test]
    fn only_what_would_be_refused_again_is_refused() {
        let later = |after| Delivery::Later { after, kept: true };
        let number = Delivery::Stored {
            number: "FL-7".to_owned(),
        };
        for (outcome, expected) in [
            (answer(201, None, r#"{"number":"FL-7","stored":1}"#), number),
            (answer(200, None, "<!doctype html>"), later(None)),
            (answer(200, None, r#"{"stored":1}"#), later(None)),
            (answer(429, Some(30), ""), later(Some(30))),
            (answer(409, None, ""), later(None)),
            (answer(422, None, ""), Delivery::Refused),
            (answer(503, Some(5), ""), later(Some(5))),
            (Outcome::Redirected { elapsed: 3.0 }, later(None)),
            (Outcome::AnsweredByPage, later(None)),
            (Outcome::BlockedByPage, later(None)),
            (Outcome::Failed { elapsed: 3.0 }, later(None)),
            (Outcome::Opaque { elapsed: 3.0 }, later(None)),
        ] {
            assert_eq!(delivery(Some(&outcome), true), expected, "{outcome:?}");
        }
    }

    #[test]
    fn the_model_learns_whether_the_browser_keeps_a_ticket() {
        let lost = Delivery::Later {
            after: None,
            kept: false,
        };
        assert_eq!(delivery(None, false), lost);
    }
}
