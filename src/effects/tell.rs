//! The wish to be told when a fault is over: left at the relay, and taken back.

use firstline_guide::json::{self, Writer};
use firstline_wire::alert::{AlertCreated, AlertRequest};

use super::fetch::DEADLINE;
use crate::browser::fetch::{Mode, Outcome, send_within};

/// A wish as it is sent.
pub(super) fn body(wish: &AlertRequest) -> String {
    let mut out = Writer::new();
    out.begin_object();
    for (name, text) in [
        ("item", &wish.item),
        ("area", &wish.area),
        ("language", &wish.language),
        ("email", &wish.email),
    ] {
        out.key(name);
        out.string(text);
    }
    out.end_object();
    out.finish()
}

/// Leaves a wish; gives the token that takes it back, or nothing if the relay does not have it.
pub(super) async fn tell(base: String, key: String, body: String) -> Option<String> {
    let address = [&base, "api/v1/alerts"].concat();
    let (key, body) = (&key, &body);
    match send_within(
        DEADLINE,
        &address,
        Mode::Post {
            key,
            body,
            proof: None,
        },
    )
    .await?
    {
        Outcome::Answered(answer) if answer.is_good() => {
            let created: AlertCreated = json::from_str(str::from_utf8(&answer.body).ok()?)?;
            Some(created.token)
        }
        _ => None,
    }
}

/// Takes a wish back. If that does not arrive, the message says how to.
pub(super) async fn tell_not(base: String, token: String) {
    let address = [&base, "api/v1/alerts/", &token, "/stop"].concat();
    let mode = Mode::Post {
        key: "",
        body: "{}",
        proof: None,
    };
    send_within(DEADLINE, &address, mode).await;
}
