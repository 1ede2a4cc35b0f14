//! What is measured for a service or a place, and what is kept of it.

use firstline_diagnosis::{CheckId, Confidence, Finding, NotMeasured, Verdict};
use firstline_guide::model::{Meaning, Value};
use firstline_guide::session::Event;

use super::{Walker, library};

fn start() -> Walker {
    let guides = library(&[include_str!("../fixtures/good/measured.json")]);
    Walker::start(guides, "measured")
}

impl Walker {
    /// The one check that runs finds this.
    fn found(&mut self, finding: Finding) -> &mut Walker {
        let (run, _) = self.awaited.checks.clone().expect("no checks run");
        self.happens(Event::CheckFinished { run, finding })
            .happens(Event::Continued)
    }
}

fn elsewhere() -> Finding {
    let mut finding = Finding::new(CheckId::Outage, Verdict::Unknown, Confidence::Low);
    finding.alias = Some("elsewhere");
    finding
}

#[test]
fn the_postcode_is_asked_for_only_where_it_decides() {
    assert_eq!(start().found(elsewhere()).place(), "where");
    let mut walker = start();
    walker.checked(Verdict::Pass);
    assert_eq!(walker.place(), "before");
    // Not to know anything at all is something else.
    let nothing = Finding::not_measured(CheckId::Outage, NotMeasured::NoAnswer);
    assert_eq!(start().found(nothing).place(), "before");
}

#[test]
fn faults_are_looked_for_again_in_the_area_that_was_told() {
    let mut walker = start();
    assert_eq!(walker.session.service(), Some("phone"));
    walker.found(elsewhere()).enter("22767");
    assert_eq!(walker.place(), "again");
    assert_eq!(walker.session.fact("area"), Some(&Value::from("22767")));
    assert_eq!(walker.session.service(), None);
    walker.checked(Verdict::Fail);
    assert_eq!(walker.place(), "known");
}

#[test]
fn what_was_measured_before_is_kept_beside_what_is_measured_after() {
    let mut walker = start();
    walker.checked(Verdict::Pass).checked(Verdict::Pass);
    walker.happens(Event::LightsRead {
        meaning: Meaning::NoLine,
        seen: None,
    });
    // The lamps of then are not those of now.
    let meaning = Some(&Value::from("no-line"));
    assert_eq!(walker.session.fact("lights-at-drop"), meaning);
    assert_eq!(walker.session.fact("lights.router"), None);
    assert_eq!(walker.session.screen().title, "It took 24.5\u{a0}ms");
    walker.happens(Event::InstructionDone);
    let after = Finding::new(CheckId::Latency, Verdict::Pass, Confidence::High);
    walker.found(after.with("median", Some(10.0)));
    assert_eq!(walker.place(), "better");
    let number = |name| walker.session.fact(name).cloned();
    assert_eq!(number("before.latency.median"), Some(Value::Number(24.5)));
    assert_eq!(number("check.latency.median"), Some(Value::Number(10.0)));
}
