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

/// A guide that branches on where the fault lies.
const LOCATED: &str = r#"{
  "format": 1, "id": "located", "version": "1", "language": "en", "title": "Located", "summary": "Branches on the place.",
  "start": "line", "stuck": "help",
  "steps": {
    "line": { "kind": "check", "title": "Checking", "run": ["device-link", "isp", "internet", "dns"],
      "on": { "otherwise": "where" } },
    "where": { "kind": "branch",
      "cases": [
        { "if": { "fact": "diagnosis.what", "is": "names" }, "to": "names" },
        { "if": { "fact": "diagnosis.where", "in": ["device", "wifi", "router", "home"] }, "to": "home" },
        { "if": { "fact": "diagnosis.where", "is": "none" }, "to": "well" }
      ], "otherwise": "help" },
    "names": { "kind": "outcome", "ends": "hand-over", "title": "Names" },
    "home": { "kind": "outcome", "ends": "hand-over", "title": "Home" },
    "well": { "kind": "outcome", "ends": "hand-over", "title": "Well" },
    "help": { "kind": "outcome", "ends": "hand-over", "title": "Help" }
  }
}"#;

#[test]
fn a_guide_branches_on_where_the_fault_lies() {
    const DIRECT: Verdict = Verdict::Pass;
    let not_set_up = |check| Finding::not_measured(check, NotMeasured::NotSetUp);
    let found = |check, verdict| Finding::new(check, verdict, Confidence::High);
    for (link, isp, internet, dns, place, word) in [
        (DIRECT, DIRECT, DIRECT, None, "well", "none"),
        (DIRECT, DIRECT, Verdict::Fail, None, "help", "internet"),
        (
            DIRECT,
            Verdict::Fail,
            Verdict::Fail,
            Some(Verdict::Fail),
            "names",
            "network",
        ),
        (
            Verdict::Fail,
            Verdict::Fail,
            Verdict::Fail,
            None,
            "home",
            "home",
        ),
        (
            DIRECT,
            Verdict::Fail,
            Verdict::Fail,
            None,
            "help",
            "home-or-line",
        ),
    ] {
        let mut walker = Walker::start(library(&[LOCATED]), "located");
        let (run, _) = walker.awaited.checks.clone().expect("no checks run");
        let mut findings = vec![
            found(CheckId::DeviceLink, link),
            found(CheckId::Isp, isp),
            found(CheckId::Internet, internet),
        ];
        findings.push(dns.map_or_else(
            || not_set_up(CheckId::Dns),
            |verdict| found(CheckId::Dns, verdict),
        ));
        for finding in findings {
            walker.happens(Event::CheckFinished { run, finding });
        }
        walker.happens(Event::Continued);
        assert_eq!(walker.place(), place);
        assert_eq!(
            walker.session.fact("diagnosis.where"),
            Some(&Value::from(word))
        );
    }
}

const SIDE_BY_SIDE: &str = r#"{
  "format": 1, "id": "side-by-side", "version": "1", "language": "en", "title": "Several", "summary": "Several checks.",
  "start": "line", "stuck": "help",
  "steps": {
    "line": { "kind": "check", "title": "Checking", "run": ["isp", "internet", "dns"],
      "on": { "pass": "well", "otherwise": "help" } },
    "well": { "kind": "outcome", "ends": "hand-over", "title": "Well" },
    "help": { "kind": "outcome", "ends": "hand-over", "title": "Help" }
  }
}"#;

#[test]
fn what_nobody_can_measure_here_counts_for_nothing_beside_others() {
    for (why, place) in [
        (NotMeasured::NotSetUp, "well"),
        (NotMeasured::NotSupported, "well"),
        (NotMeasured::NeedsPermission, "well"),
        (NotMeasured::NoAnswer, "help"),
        (NotMeasured::BlockedByPage, "help"),
    ] {
        let mut walker = Walker::start(library(&[SIDE_BY_SIDE]), "side-by-side");
        let (run, checks) = walker.awaited.checks.clone().expect("no checks run");
        for check in checks {
            let finding = match check {
                CheckId::Dns => Finding::not_measured(check, why),
                _ => Finding::new(check, Verdict::Pass, Confidence::High),
            };
            walker.happens(Event::CheckFinished { run, finding });
        }
        walker.happens(Event::Continued);
        assert_eq!(walker.place(), place, "{why:?}");
    }
}

#[test]
fn a_step_says_for_how_long_its_line_is_watched() {
    let guide = SIDE_BY_SIDE.replace(
        r#""run": ["isp", "internet", "dns"],"#,
        r#""run": ["latency"], "watch": { "minutes": 5 },"#,
    );
    let mut walker = Walker::start(library(&[&guide]), "side-by-side");
    assert_eq!(walker.session.watch_minutes(), 5);
    walker.checked(Verdict::Pass);
    assert_eq!(walker.session.watch_minutes(), 0);
    let plain = Walker::start(library(&[SIDE_BY_SIDE]), "side-by-side");
    assert_eq!(plain.session.watch_minutes(), 0);
}
