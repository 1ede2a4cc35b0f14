//! What is looked at, one file each.

mod assets;
mod cors;
mod echo;
mod page;
mod probes;
mod reach;
mod streams;
mod target;
mod targets;

use super::client::Answer;
use super::{Finding, Patient};

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
    found.extend(probes::examine(patient).await);
    found.extend(streams::examine(patient).await);
    found.extend(targets::examine(patient).await);
    found.extend(page::examine(patient).await);
    found
}

/// Whether an answer may be read by any page.
fn is_open(answer: &Answer) -> bool {
    answer.header("access-control-allow-origin") == "*"
}

/// Whether somebody on the way may keep or change an answer.
fn may_be_kept(answer: &Answer) -> bool {
    let control = answer.header("cache-control");
    !(control.contains("no-store") && control.contains("no-transform"))
}
