//! What the connection checks and the speed test ask of the relay.

use super::{is_open, may_be_kept};
use crate::commands::doctor::client::{Answer, Ask};
use crate::commands::doctor::{Finding, Patient};

const ABOUT: &str = "The probes";

const DOWNLOAD: usize = 300_000;

pub async fn examine(patient: &Patient) -> Vec<Finding> {
    let mut found = Vec::new();
    match asked(patient, "/probe/ping").await {
        Ok(answer) if answer.status == 204 => {
            found.extend(as_it_should(&answer, "/probe/ping"));
            let timing = answer.header("server-timing");
            if !timing.contains("app;dur=") {
                found.push(
                    Finding::advice(
                        ABOUT,
                        "/probe/ping does not say its own time, so delays are told too long",
                    )
                    .write("Let the proxy keep Server-Timing."),
                );
            } else if timing.contains("rtt;dur=") {
                found.push(Finding::good(
                    ABOUT,
                    "/probe/ping sees the customer's own connection",
                ));
            } else {
                found.push(Finding::good(ABOUT, "/probe/ping answers, behind a proxy"));
            }
        }
        Ok(answer) => found.push(missing("/probe/ping", &answer)),
        Err(why) => found.push(Finding::wrong(
            ABOUT,
            format!("/probe/ping does not answer: {why}"),
        )),
    }
    let path = format!("/probe/download?bytes={DOWNLOAD}");
    match asked(patient, &path).await {
        Ok(answer) if answer.status == 200 => {
            found.extend(as_it_should(&answer, "/probe/download"));
            let encoding = answer.header("content-encoding");
            if !encoding.is_empty() {
                found.push(
                    Finding::wrong(ABOUT, format!("downloads are packed ({encoding}) on the way, so their speed is wrong"))
                        .write("nginx:  location /probe/ { gzip off; … }"),
                );
            } else if answer.body.len() == DOWNLOAD {
                found.push(Finding::good(ABOUT, "downloads come as they are"));
            } else {
                found.push(Finding::wrong(
                    ABOUT,
                    format!("{DOWNLOAD} bytes were asked for and {} came", answer.body.len()),
                ));
            }
        }
        Ok(answer) if [429, 503].contains(&answer.status) => found.push(
            Finding::advice(ABOUT, "others measure now, or no speed test is allowed, so this was not looked at")
                .write("firstline.toml, [probe]:  at_once, at_once_of_one, most_megabits, hourly_gigabytes"),
        ),
        Ok(answer) => found.push(missing("/probe/download", &answer)),
        Err(why) => found.push(Finding::wrong(ABOUT, format!("/probe/download does not answer: {why}"))),
    }
    match asked(patient, "/probe/whoami").await {
        Ok(answer) if answer.status == 200 => {
            let said: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            found.push(match said["on_net"].as_bool() {
                Some(is_ours) => Finding::good(
                    ABOUT,
                    format!(
                        "this machine comes by {}, {}",
                        said["family"].as_str().unwrap_or("?"),
                        if is_ours { "from your network" } else { "from another network" }
                    ),
                ),
                None => Finding::not_set_up(ABOUT, "the relay does not know your networks, so nobody is told “you are on mobile data”")
                    .write("firstline.toml, [probe]:  networks = [\"192.0.2.0/24\", \"2001:db8::/32\"]"),
            });
        }
        Ok(answer) => found.push(missing("/probe/whoami", &answer)),
        Err(why) => found.push(Finding::wrong(
            ABOUT,
            format!("/probe/whoami does not answer: {why}"),
        )),
    }
    found
}

async fn asked(patient: &Patient, path: &str) -> Result<Answer, String> {
    let ask = Ask::get(patient.url(path))
        .with("origin", "https://doctor.example")
        .with("accept-encoding", "gzip, deflate, br, zstd");
    patient.client.ask(ask).await
}

fn missing(path: &str, answer: &Answer) -> Finding {
    match answer.status {
        301..=308 => Finding::wrong(
            ABOUT,
            format!("{path} leads on to {}", answer.header("location")),
        )
        .write("Answer at the address that is asked: probes follow nothing."),
        status => Finding::wrong(ABOUT, format!("{path} answers {status}"))
            .write("Let the proxy pass /probe/ on, to a relay of this version."),
    }
}

/// What all answers of probes have.
fn as_it_should(answer: &Answer, path: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let keep = "Let the proxy keep the headers of /probe/ as they are, and add none.";
    if !is_open(answer) {
        found.push(
            Finding::wrong(
                ABOUT,
                format!(
                    "{path} may not be read by other pages (no Access-Control-Allow-Origin: *)"
                ),
            )
            .write(keep),
        );
    }
    if may_be_kept(answer) {
        let says = format!(
            "{path} may be kept or changed on the way: “{}”",
            answer.header("cache-control")
        );
        found.push(Finding::wrong(ABOUT, says).write(keep));
    }
    if answer.header("timing-allow-origin") != "*" {
        found.push(
            Finding::advice(
                ABOUT,
                format!("{path} hides its times from pages (no Timing-Allow-Origin: *)"),
            )
            .write(keep),
        );
    }
    if !answer.header("age").is_empty() {
        found.push(
            Finding::wrong(ABOUT, format!("{path} came out of a cache"))
                .write("Let the CDN pass /probe/ by."),
        );
    }
    found
}
