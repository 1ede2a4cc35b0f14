//! What the connection checks and the speed test ask of the relay, and the speed test of each further listener.

use super::probed::Probed;
use super::{is_busy, is_open, may_be_kept, others_measure, shows_times};
use crate::commands::doctor::client::Answer;
use crate::commands::doctor::{Finding, Patient};

const ABOUT: &str = "The probes";

const DOWNLOAD: usize = 300_000;

pub async fn examine(probed: &Probed<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    match probed.get("/probe/ping").await {
        Ok(answer) if answer.status == 204 => {
            found.extend(as_it_should(probed, ABOUT, &answer, "/probe/ping"));
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
        Ok(answer) => found.push(missing(probed, ABOUT, "/probe/ping", &answer)),
        Err(why) => found.push(Finding::wrong(
            ABOUT,
            format!("/probe/ping does not answer: {why}"),
        )),
    }
    found.extend(download(probed, ABOUT).await);
    found
}

/// Whether a download comes as it is sent, with the headers that a test needs.
pub async fn download(probed: &Probed<'_>, about: &'static str) -> Vec<Finding> {
    let path = format!("/probe/download?bytes={DOWNLOAD}");
    let answer = match probed.get(&path).await {
        Ok(answer) if answer.status == 200 => answer,
        Ok(answer) if is_busy(answer.status) => {
            return vec![others_measure(about, probed.says("downloads"))];
        }
        Ok(answer) => return vec![missing(probed, about, "/probe/download", &answer)],
        Err(why) if why.is_late() => {
            let says = format!("{DOWNLOAD} bytes of a download did not come in time ({why})");
            return vec![Finding::not_tested(about, probed.says(&says))];
        }
        Err(why) => {
            let says = probed.says(&format!("/probe/download does not answer: {why}"));
            return vec![Finding::wrong(about, says)];
        }
    };
    let mut found = as_it_should(probed, about, &answer, "/probe/download");
    let encoding = answer.list("content-encoding");
    found.push(if !["", "identity"].contains(&&*encoding) {
        let says = format!("downloads are packed ({encoding}) on the way, so their speed is wrong");
        Finding::wrong(about, probed.says(&says)).write("nginx:  location /probe/ { gzip off; … }")
    } else if answer.body.len() == DOWNLOAD {
        Finding::good(about, probed.says("downloads come as they are"))
    } else {
        let says = format!(
            "{DOWNLOAD} bytes were asked for and {} came",
            answer.body.len()
        );
        Finding::wrong(about, probed.says(&says))
    });
    found
}

/// Whether the relay knows the provider's networks.
pub async fn whoami(patient: &Patient) -> Vec<Finding> {
    let relay = Probed::relay(patient);
    vec![match relay.get("/probe/whoami").await {
        Ok(answer) if answer.status == 200 => {
            let said: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            match said["on_net"].as_bool() {
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
            }
        }
        Ok(answer) => missing(&relay, ABOUT, "/probe/whoami", &answer),
        Err(why) => Finding::wrong(ABOUT, format!("/probe/whoami does not answer: {why}")),
    }]
}

fn missing(probed: &Probed<'_>, about: &'static str, path: &str, answer: &Answer) -> Finding {
    match answer.status {
        301..=308 => Finding::wrong(
            about,
            probed.says(&format!("{path} leads on to {}", answer.header("location"))),
        )
        .write("Answer at the address that is asked: probes follow nothing."),
        status => Finding::wrong(about, probed.says(&format!("{path} answers {status}")))
            .write("Let the proxy pass /probe/ on, to a relay of this version."),
    }
}

/// What all answers of probes have.
pub fn as_it_should(
    probed: &Probed<'_>,
    about: &'static str,
    answer: &Answer,
    path: &str,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let keep = "Let the proxy keep the headers of /probe/ as they are, and add none.";
    if !is_open(answer) {
        let says =
            format!("{path} may not be read by other pages (no Access-Control-Allow-Origin: *)");
        found.push(Finding::wrong(about, probed.says(&says)).write(keep));
    }
    if may_be_kept(answer) {
        let says = format!(
            "{path} may be kept or changed on the way: “{}”",
            answer.list("cache-control")
        );
        found.push(Finding::wrong(about, probed.says(&says)).write(keep));
    }
    if !shows_times(answer) {
        let says = format!("{path} hides its times from pages (no Timing-Allow-Origin: *)");
        found.push(Finding::advice(about, probed.says(&says)).write(keep));
    }
    // A cache that passes an answer on says 0, and so may a server of its own.
    if answer.header("age").parse().is_ok_and(|age: u64| age > 0) {
        let says = format!("{path} came out of a cache");
        found.push(Finding::wrong(about, probed.says(&says)).write("Let the CDN pass /probe/ by."));
    }
    found
}
