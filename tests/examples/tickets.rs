//! The ticket form and what comes after it.

use firstline_diagnosis::{CheckId, Confidence, Finding, NotMeasured, Verdict};
use firstline_guide::model::{ContactField, Meaning, Severity, StandardAnswer, Value};
use firstline_guide::session::{AnswerView, Body, LightReading, LineLoss, Screen, TranscriptEntry};
use firstline_widget::view::{
    Asked, Diagnostic, Field, FieldProblem, Page, Sent, SentState, Ticket,
};

use super::{Example, NOW, example, screen, texts};

fn fields(values: &[(ContactField, &str, Option<FieldProblem>)]) -> Vec<Field> {
    values
        .iter()
        .map(|(field, value, problem)| Field {
            field: *field,
            value: value.to_string(),
            problem: *problem,
            near_limit: None,
        })
        .collect()
}

fn entry(title: &str, answer: Vec<AnswerView>) -> TranscriptEntry {
    TranscriptEntry {
        visit: 0,
        place: "no-internet/step".into(),
        title: title.into(),
        answer,
        at: NOW,
        findings: Vec::new(),
    }
}

fn checked(entry: TranscriptEntry, findings: Vec<Finding>) -> TranscriptEntry {
    TranscriptEntry { findings, ..entry }
}

fn walk() -> Vec<TranscriptEntry> {
    let words = |words: &str| vec![AnswerView::Words(words.into())];
    vec![
        checked(
            entry(
                "Looking for known faults in your area",
                vec![AnswerView::Verdict(Verdict::Pass)],
            ),
            vec![Finding::new(
                CheckId::Outage,
                Verdict::Pass,
                Confidence::High,
            )],
        ),
        entry(
            "Which of these is on your wall?",
            words("A telephone socket"),
        ),
        entry(
            "What do the lights on the router show?",
            vec![
                AnswerView::Meaning(Meaning::Connecting),
                AnswerView::Lights(LightReading {
                    equipment: "fritz-7590".into(),
                    light: "power-dsl".into(),
                    state: "green-flashing".into(),
                }),
            ],
        ),
        entry(
            "Push both ends of the grey cable in",
            vec![AnswerView::Standard(StandardAnswer::Done)],
        ),
        checked(
            entry(
                "Restart the router",
                vec![
                    AnswerView::Standard(StandardAnswer::Done),
                    AnswerView::Line(LineLoss {
                        lost: NOW - 420_000,
                        back: Some(NOW - 120_000),
                    }),
                    AnswerView::Verdict(Verdict::Fail),
                ],
            ),
            found().split_off(1),
        ),
        entry(
            "What speed did you order?",
            vec![AnswerView::Value(Value::Number(250.0), "Mbit/s".into())],
        ),
        entry(
            "Is there a dial tone on your phone?",
            vec![AnswerView::Standard(StandardAnswer::Unsure)],
        ),
    ]
}

fn found() -> Vec<Finding> {
    let found = |check, verdict| Finding::new(check, verdict, Confidence::Medium);
    vec![
        found(CheckId::DeviceLink, Verdict::Pass),
        found(CheckId::Isp, Verdict::Fail),
        found(CheckId::Internet, Verdict::Fail)
            .with("answered", Some(0.0))
            .with("asked", Some(3.0)),
        found(CheckId::Latency, Verdict::Pass)
            .with("median", Some(18.4))
            .with("jitter", Some(2.1))
            .with("samples", Some(20.0)),
        Finding::not_measured(CheckId::Outage, NotMeasured::NotSetUp),
    ]
}

const BROWSER: &str = "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0";

fn diagnostics() -> Vec<Diagnostic> {
    let known = |name: &str, value: &str| (name.to_owned(), Value::Text(value.to_owned()));
    let measured = found().into_iter().map(|finding| Diagnostic {
        id: finding.check.name().into(),
        finding: Some(finding),
        environment: Vec::new(),
        removed: false,
    });
    let environment = Diagnostic {
        id: "environment".into(),
        finding: None,
        environment: vec![
            known("userAgent", BROWSER),
            known("language", "en"),
            known("widget", "0.1.0"),
            known("device.platform", "android"),
            ("device.mobile".into(), Value::Flag(true)),
        ],
        removed: false,
    };
    measured.chain([environment]).collect()
}

fn ticket(fields: Vec<Field>) -> Ticket {
    Ticket {
        screen: Screen {
            text: texts(&["We look at your line and call you back."]),
            can_give_up: false,
            ..screen(
                "We take it from here",
                Body::Ticket {
                    category: "line".into(),
                    severity: Severity::Major,
                    ask: Vec::new(),
                    required: Vec::new(),
                    facts: Vec::new(),
                    next: Vec::new(),
                    danger: false,
                },
            )
        },
        fields,
        facts: Vec::new(),
        danger: false,
        note: String::new(),
        note_limit: None,
        entries: walk(),
        boxes: super::lights::boxes(),
        diagnostics: diagnostics(),
        consent: "I agree that Brightwater uses this to fix my connection. It is erased 90 days \
                  after the problem is solved."
            .into(),
        consented: false,
        consent_missing: false,
        sending: false,
    }
}

/// Danger: whom to call first, then what else we need to know.
fn danger() -> Ticket {
    let asked = |label: &str, missing| Asked {
        label: label.into(),
        value: String::new(),
        missing,
    };
    let mut ticket = Ticket {
        facts: vec![
            asked("Who looks after the alarm?", false),
            asked("Which box is dark?", true),
        ],
        danger: true,
        ..empty()
    };
    ticket.screen.title = "Call us before you do anything else".into();
    ticket.screen.text = texts(&["The alarm cannot call for help now. Use a mobile phone."]);
    ticket
}

fn empty() -> Ticket {
    ticket(fields(&[
        (ContactField::Name, "", None),
        (ContactField::Email, "", None),
        (ContactField::Phone, "", None),
    ]))
}

fn filled() -> Ticket {
    Ticket {
        note: "The dog may have pulled the cable.".into(),
        consented: true,
        ..ticket(fields(&[
            (ContactField::Name, "Sam Example", None),
            (ContactField::Email, "sam@example.com", None),
            (ContactField::Phone, "0171 2345678", None),
        ]))
    }
}

fn problems() -> Ticket {
    Ticket {
        consent_missing: true,
        ..ticket(fields(&[
            (ContactField::Name, "", Some(FieldProblem::Missing)),
            (ContactField::Email, "sam@", Some(FieldProblem::NotAnEmail)),
            (
                ContactField::Phone,
                "call me",
                Some(FieldProblem::NotAPhone),
            ),
        ]))
    }
}

fn too_long() -> Ticket {
    let name = "Maximilian ".repeat(19);
    let mut page = Ticket {
        note_limit: Some((66_012, 65_536)),
        note: "2026-11-29 04:12:09 DSL: no sync, showtime lost".into(),
        ..ticket(fields(&[
            (
                ContactField::Name,
                name.trim(),
                Some(FieldProblem::TooLong(200)),
            ),
            (ContactField::Email, "sam@example.com", None),
        ]))
    };
    page.fields[0].near_limit = Some((208, 200));
    page
}

fn everything() -> Ticket {
    let mut page = Ticket {
        fields: fields(&[
            (ContactField::Name, "Sam Example", None),
            (ContactField::Email, "sam@example.com", None),
            (ContactField::Phone, "0171 2345678", None),
            (ContactField::Address, "12 Mill Lane, Millbrook", None),
            (ContactField::Account, "", None),
            (ContactField::Times, "", None),
        ]),
        ..filled()
    };
    page.diagnostics[1].removed = true;
    page
}

fn sent(state: SentState) -> Page {
    Page::Sent(Sent {
        state,
        next: texts(&["We call you on 0171 2345678 today before 18:00."]),
        receipt: "Ticket BW-4711-2830".into(),
    })
}

pub fn examples() -> Vec<Example> {
    let waiting = |trying, kept| SentState::Waiting {
        since: NOW - 3 * 60_000,
        trying,
        kept,
    };
    let stored = || {
        sent(SentState::Stored {
            number: "BW‑4711‑2830".into(),
        })
    };
    let mut copied = example("sent-copied", stored());
    copied.view.copied = Some("Ticket BW-4711-2830".into());
    vec![
        example("ticket", Page::Ticket(empty())),
        example("ticket-danger", Page::Ticket(danger())),
        example("ticket-filled", Page::Ticket(filled())),
        example("ticket-problems", Page::Ticket(problems())),
        example("ticket-too-long", Page::Ticket(too_long())),
        example("ticket-everything", Page::Ticket(everything())),
        example(
            "ticket-sending",
            Page::Ticket(Ticket {
                sending: true,
                ..filled()
            }),
        ),
        example("sent", stored()),
        copied,
        example("sent-waiting", sent(waiting(false, true))),
        example("sent-not-kept", sent(waiting(false, false))),
        example("sent-trying", sent(waiting(true, true))),
        example("sent-old", sent(SentState::Old)),
        example("sent-barred", sent(SentState::Barred)),
        example("sent-refused", sent(SentState::Refused)),
    ]
}
