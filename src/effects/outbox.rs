//! Sending a ticket.

use firstline_guide::json;
use firstline_wire::TicketCreated;
use firstline_wire::problem::{self, FINAL, ORIGIN_NOT_LISTED};

use super::fetch::DEADLINE;
use super::storage;
use crate::browser::fetch::{Answer, Mode, Outcome, send_within};
use crate::browser::{clock, locks};
use crate::model::Delivery;

/// Sends a ticket to the relay at `base`, unless another tab is sending it: one is enough, and the relay
/// gives both the same answer.
pub(super) async fn send(base: String, key: String, body: String) -> Delivery {
    let outcome = match locks::take(&storage::outbox_name(&key)).await {
        Some(_lock) => {
            let (key, body) = (&key, &body);
            let address = [&base, "api/v1/tickets"].concat();
            let proof = storage::followed().map(|token| ["Bearer ", &token].concat());
            let proof = proof.as_deref();
            send_within(DEADLINE, &address, Mode::Post { key, body, proof }).await
        }
        None => None,
    };
    if let Some(Outcome::Failed { .. }) = outcome {
        // A page that may not send fails as on a dead line; this anybody may ask.
        let address = [&base, "api/v1/origin"].concat();
        let listed = send_within(DEADLINE, &address, Mode::Readable).await;
        if listed.is_some_and(|answer| is_barred(&answer)) {
            return Delivery::Barred;
        }
    }
    if let Some(Outcome::Answered(answer)) = &outcome
        && let Some(created) = created(answer)
        && let Some(token) = &created.token
    {
        storage::follow(clock::now(), &created.number, token);
    }
    delivery(outcome.as_ref(), storage::is_kept(&key))
}

/// What came of a try to send. Refused for good is only what the relay itself would refuse again;
/// everything else, whatever its status, may be of something in between and is tried again. `kept` tells
/// whether the browser still has the ticket when the page is closed.
fn delivery(outcome: Option<&Outcome>, kept: bool) -> Delivery {
    let Some(Outcome::Answered(answer)) = outcome else {
        return Delivery::Later { after: None, kept };
    };
    if let Some(created) = created(answer) {
        return Delivery::Stored {
            number: created.number,
            promises: created.promises,
        };
    }
    if problem::is(&FINAL, &answer.media_type, &answer.body) {
        return Delivery::Refused;
    }
    Delivery::Later {
        after: answer.retry_after,
        kept,
    }
}

/// Whether the relay says that it takes nothing from this page.
fn is_barred(outcome: &Outcome) -> bool {
    let Outcome::Answered(answer) = outcome else {
        return false;
    };
    problem::is(&[ORIGIN_NOT_LISTED], &answer.media_type, &answer.body)
}

fn created(answer: &Answer) -> Option<TicketCreated> {
    let created: TicketCreated = json::from_str(str::from_utf8(&answer.body).ok()?)?;
    Some(created).filter(|created| answer.is_good() && !created.number.is_empty())
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

    fn problem(status: u16, kind: &str) -> Outcome {
        Outcome::Answered(Answer {
            status,
            media_type: "application/problem+json".to_owned(),
            body: format!(r#"{{"type":"/problems/{kind}","title":"T","status":{status}}}"#)
                .into_bytes(),
            ..Answer::default()
        })
    }

    #[test]
    fn only_what_the_relay_would_refuse_again_is_refused() {
        let later = |after| Delivery::Later { after, kept: true };
        let number = Delivery::Stored {
            number: "FL-7".to_owned(),
            promises: vec!["Soon.".to_owned()],
        };
        for (outcome, expected) in [
            (
                answer(
                    201,
                    None,
                    r#"{"number":"FL-7","stored":1,"promises":["Soon."]}"#,
                ),
                number,
            ),
            (answer(200, None, "<!doctype html>"), later(None)),
            (answer(200, None, r#"{"stored":1}"#), later(None)),
            (problem(400, "malformed-request"), Delivery::Refused),
            (problem(422, "idempotency-key-reused"), Delivery::Refused),
            (problem(413, "body-too-large"), Delivery::Refused),
            (problem(409, "request-in-flight"), later(None)),
            (problem(408, "timeout"), later(None)),
            (problem(503, "store-unavailable"), later(None)),
            (answer(429, Some(30), ""), later(Some(30))),
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
    fn what_stands_between_never_ends_a_ticket() {
        let page = "<!doctype html><title>Sign in</title>";
        for status in [
            200, 302, 400, 401, 403, 404, 405, 410, 413, 422, 451, 500, 511,
        ] {
            for (media_type, body) in [
                ("text/html", page),
                ("text/plain", "no such host"),
                ("application/json", r#"{"error":"blocked"}"#),
                ("application/problem+json", r#"{"type":"about:blank"}"#),
                ("application/problem+json", page),
                ("", ""),
            ] {
                let outcome = Outcome::Answered(Answer {
                    status,
                    media_type: media_type.to_owned(),
                    body: body.as_bytes().to_vec(),
                    ..Answer::default()
                });
                let later = Delivery::Later {
                    after: None,
                    kept: true,
                };
                assert_eq!(delivery(Some(&outcome), true), later, "{outcome:?}");
            }
        }
    }

    #[test]
    fn a_page_that_may_not_send_is_told_apart_from_a_dead_line() {
        assert!(is_barred(&problem(403, ORIGIN_NOT_LISTED)));
        for other in [
            answer(403, None, "<!doctype html>"),
            answer(204, None, ""),
            Outcome::Failed { elapsed: 3.0 },
        ] {
            assert!(!is_barred(&other), "{other:?}");
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
