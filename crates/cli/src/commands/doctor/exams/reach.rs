//! Whether the relay is there, and its clock.

use hyper::Uri;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

use crate::commands::doctor::client::Ask;
use crate::commands::doctor::{Finding, Patient};

pub const ABOUT: &str = "The relay";

/// A ticket's times are told by both clocks; a minute is seen.
const CLOCK_SECONDS: i64 = 30;

pub async fn examine(patient: &Patient) -> Vec<Finding> {
    let mut found = Vec::new();
    let uri: Uri = patient.base.parse().unwrap_or_default();
    let is_local = ["localhost", "127.0.0.1", "[::1]"].contains(&uri.host().unwrap_or_default());
    if uri.scheme_str() == Some("http") && !is_local {
        found.push(
            Finding::advice(
                ABOUT,
                "it is asked without TLS: browsers do not let a page on https do that",
            )
            .write("Give it a name with a certificate: docs/relay.md, “Behind a proxy”."),
        );
    }
    let answer = match patient.client.ask(Ask::get(patient.url("/healthz"))).await {
        Ok(answer) => answer,
        Err(why) => {
            found.push(
                Finding::wrong(ABOUT, format!("{} does not answer: {why}", patient.base)).write(
                    "Is the relay up (systemctl status firstline), and does the proxy lead to it?",
                ),
            );
            return found;
        }
    };
    found.push(match answer.status {
        200 => Finding::good(
            ABOUT,
            format!("it answers, in {} ms", answer.took.as_millis()),
        ),
        301..=308 => Finding::wrong(
            ABOUT,
            format!("it leads on to {}", answer.header("location")),
        )
        .write("Name the last address to the doctor and in the tag: probes follow nothing."),
        status => Finding::wrong(
            ABOUT,
            format!("/healthz answers {status}, so something else answers in its place"),
        )
        .write("Let the proxy pass all paths on: docs/relay.md, “Behind a proxy”."),
    });
    if let Ok(ready) = patient.client.ask(Ask::get(patient.url("/readyz"))).await
        && ready.status == 503
    {
        found.push(
            Finding::wrong(
                ABOUT,
                "it cannot write its store, so tickets wait in browsers",
            )
            .write("The relay's log says why; the key `data` names the folder."),
        );
    }
    let date = DateTimeParser::new().parse_timestamp(answer.header("date"));
    if let Ok(date) = date {
        let off = date.as_second() - Timestamp::now().as_second();
        found.push(if off.abs() > CLOCK_SECONDS {
            Finding::advice(
                ABOUT,
                format!("its clock and this machine's are {off} s apart"),
            )
            .write("Let both be set by NTP.")
        } else {
            Finding::good(ABOUT, "its clock is right")
        });
    }
    found
}
