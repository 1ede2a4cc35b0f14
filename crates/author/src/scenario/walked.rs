//! The way that a scenario took, in words for its author.

use firstline_guide::session::{Session, Visit};

use super::{Scenario, answer, stand_in};

/// More steps than this are cut in the middle.
const MOST: usize = 12;

/// The steps that were walked, each with what was answered, and where the walk stands.
pub(super) fn of(scenario: &Scenario, session: &Session) -> Box<[String]> {
    let visits = &session.trail().visits;
    let mut walked: Vec<String> = visits.iter().map(|visit| one(scenario, visit)).collect();
    walked.push(format!("`{}`", session.place()));
    if walked.len() > MOST {
        let behind = walked.split_off(walked.len() - MOST / 2);
        walked.truncate(MOST / 2);
        walked.push("…".to_owned());
        walked.extend(behind);
    }
    walked.into_boxed_slice()
}

fn one(scenario: &Scenario, visit: &Visit) -> String {
    // How a guide ended that was not walked is said of the step that calls it.
    let asks = format!("/{}", stand_in::HOW);
    let place = visit.place.strip_suffix(&asks).unwrap_or(&visit.place);
    let words = match (answer::said(&visit.answer), answer::found(&visit.answer)) {
        (Some(said), _) => said.replace('"', ""),
        (None, Some(found)) if found.is_empty() => {
            let named = scenario.checks.iter().any(|script| script.place == place);
            let what = if named {
                "pass"
            } else {
                "pass, as none is named"
            };
            what.to_owned()
        }
        (None, Some(found)) => found.replace('"', ""),
        (None, None) => "done".to_owned(),
    };
    format!("`{place}` ({words})")
}
