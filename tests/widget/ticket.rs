//! The form, and what is sent by it.

use firstline_diagnosis::{CheckId, Finding, Verdict};
use firstline_guide::model::Value;
use firstline_widget::action::Action;
use firstline_widget::model::Setup;
use firstline_widget::view::FieldProblem;
use firstline_wire::TicketRequest;

use super::support::{KEY, Relay, Widget};

#[test]
fn the_body_is_what_the_relay_reads() {
    let mut widget = Widget::fresh();
    widget.reach_ticket().fill();
    widget
        .does(Action::DiagnosticToggled("isp".to_owned()))
        .send();
    let (key, body) = widget.sent[0].clone();
    assert_eq!(key, KEY);
    let read: TicketRequest = serde_json::from_str(&body).unwrap();
    assert_eq!(read.contact.phone.as_deref(), Some("01632 960001"));
    assert_eq!(read.note.as_deref(), Some("The dog bit the cable."));
    assert_eq!(
        (read.consent.id.as_str(), read.consent.version.as_str()),
        ("support", "3")
    );
    assert_eq!(read.removed, ["isp"]);
    assert_eq!(read.environment.unwrap().user_agent, "Browser/1");
    let trail = firstline_guide::Trail::from_json(read.trail.get()).unwrap();
    assert_eq!(trail.guide, "no-internet");
    assert_eq!(trail.hash, "0123456789abcdef");
    assert_eq!(trail.kept, [], "what was undone is not sent");
    let findings: Vec<&Finding> = trail
        .visits
        .iter()
        .flat_map(|visit| visit.answer.findings())
        .collect();
    let of = |check| {
        findings
            .iter()
            .find(|finding| finding.check == check)
            .unwrap()
    };
    assert_eq!(of(CheckId::Isp).metrics, [], "what was removed is not sent");
    assert_eq!(
        of(CheckId::Isp).verdict,
        Verdict::Fail,
        "the path depends on it"
    );
    assert_eq!(of(CheckId::Internet).metrics.len(), 1);
}

#[test]
fn what_the_customer_sees_is_what_is_sent() {
    let mut widget = Widget::fresh();
    widget.reach_ticket();
    let form = widget.form();
    let shown: Vec<&str> = form
        .diagnostics
        .iter()
        .map(|known| known.id.as_str())
        .collect();
    widget.fill().send();
    let read: TicketRequest = serde_json::from_str(&widget.sent[0].1).unwrap();
    let trail = firstline_guide::Trail::from_json(read.trail.get()).unwrap();
    assert_eq!(trail.visits.len(), form.entries.len());
    for finding in trail
        .visits
        .iter()
        .flat_map(|visit| visit.answer.findings())
    {
        assert!(shown.contains(&finding.check.name()), "{finding:?}");
    }
    assert!(shown.contains(&"environment"));
}

#[test]
fn nothing_is_sent_before_the_form_is_in_order() {
    let mut widget = Widget::fresh();
    widget.reach_ticket().send();
    assert_eq!(widget.sent, []);
    let form = widget.form();
    assert!(form.consent_missing);
    assert!(
        form.fields
            .iter()
            .any(|field| field.problem == Some(FieldProblem::Missing))
    );
    widget.fill().does(Action::ConsentToggled).send();
    assert_eq!(widget.sent, [], "without consent");
    widget.does(Action::ConsentToggled).send();
    assert_eq!(widget.sent.len(), 1);
}

#[test]
fn no_event_and_no_stored_session_tells_who_the_customer_is() {
    let mut widget = Widget::fresh();
    widget.reach_ticket().fill().send();
    for secret in ["Sam", "01632", "sam@mail", "dog"] {
        assert!(!widget.session.as_ref().unwrap().contains(secret));
        assert!(
            widget.emitted.iter().all(|event| !event
                .detail()
                .unwrap_or_default()
                .1
                .contains(secret))
        );
    }
}

#[test]
fn what_device_and_page_told_is_shown_and_goes_with_the_environment() {
    let setup = Setup {
        facts: vec![(
            "device.platform".to_owned(),
            Value::Text("linux".to_owned()),
        )],
        ..Setup::default()
    };
    let mut widget = Widget::set_up(Relay::shipped(), setup);
    widget.reach_ticket();
    let form = widget.form();
    let environment = form
        .diagnostics
        .iter()
        .find(|known| known.id == "environment");
    let known = &environment.unwrap().environment;
    for (name, value) in [("userAgent", "Browser/1"), ("device.platform", "linux")] {
        let fact = (name.to_owned(), Value::Text(value.to_owned()));
        assert!(known.contains(&fact), "{known:?}");
    }
    widget
        .fill()
        .does(Action::DiagnosticToggled("environment".to_owned()))
        .send();
    let body = &widget.sent[0].1;
    assert!(
        !body.contains("linux") && !body.contains("Browser/1"),
        "{body}"
    );
    assert!(
        body.contains("provider.support.open"),
        "the provider's own facts stay"
    );
}
