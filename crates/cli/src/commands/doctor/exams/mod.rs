//! What is looked at, one file each.

mod assets;
mod cors;
mod echo;
mod families;
mod page;
mod probed;
mod probes;
mod reach;
mod streams;
mod target;
mod targets;

use std::fmt;

use super::client::Answer;
use super::{Finding, Patient};
use probed::Probed;

/// What findings of uploads and counts are about.
const STREAMS: &str = "What streams";

/// What findings of the addresses that checks ask are about.
const TARGETS: &str = "What the checks ask";

/// All findings, in the order in which they should be mended. If the relay is not there, nothing else is asked.
pub async fn all(patient: &Patient) -> Vec<Finding> {
    let mut found = reach::examine(patient).await;
    if found
        .iter()
        .any(|finding| finding.level == super::Level::Wrong && finding.about == reach::ABOUT)
        && patient.index.is_none()
    {
        return found;
    }
    found.extend(assets::examine(patient).await);
    found.extend(cors::examine(patient).await);
    let relay = Probed::relay(patient);
    found.extend(probes::examine(&relay).await);
    found.extend(probes::whoami(patient).await);
    found.extend(streams::examine(&relay, STREAMS).await);
    found.extend(targets::examine(patient).await);
    found.extend(page::examine(patient).await);
    found
}

/// The page that is said to ask.
const ORIGIN: &str = "https://doctor.example";

/// Whether the page that asked may read an answer. Browsers refuse more than one header, and more than one value.
fn is_open(answer: &Answer) -> bool {
    let allowed: Vec<&str> = answer.all("access-control-allow-origin").collect();
    matches!(allowed[..], ["*" | ORIGIN])
}

/// Whether the page that asked learns how long an answer took.
fn shows_times(answer: &Answer) -> bool {
    let shown = answer.list("timing-allow-origin");
    shown
        .split(',')
        .any(|to| ["*", ORIGIN].contains(&to.trim()))
}

/// Whether somebody on the way may keep or change an answer.
fn may_be_kept(answer: &Answer) -> bool {
    let control = answer.list("cache-control");
    !(control.contains("no-store") && control.contains("no-transform"))
}

/// Whether the relay says that others measure now, or that it lets nobody measure.
fn is_busy(status: u16) -> bool {
    [429, 503].contains(&status)
}

/// What a busy relay left untested.
fn others_measure(about: &'static str, what: impl fmt::Display) -> Finding {
    Finding::not_tested(
        about,
        format!("{what}: others measure now, or no speed test is allowed"),
    )
    .write("firstline.toml, [probe]:  at_once, at_once_of_one, most_megabits, hourly_gigabytes")
}
