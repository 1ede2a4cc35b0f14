//! The ticket form: how to reach the customer, and exactly what will be sent.

use firstline_diagnosis::{CheckId, Verdict};
use std::rc::Rc;

use firstline_guide::join;
use firstline_guide::model::{ContactField, Meaning, Value};
use firstline_guide::session::{Answered, Entry};
use yew::{AttrValue, Html};

use super::step::{end_frame, links, paragraphs};
use super::{finding, lights};
use crate::action::Action;
use crate::parts::{
    At, Cx, Field, Kind, Look, Typed, button, el, field, form, list, option_text, own, problem,
    submit,
};
use crate::text::Key;
use crate::view::{self, Diagnostic, Equipment, FieldProblem, Ticket};

#[inline(never)]
pub fn draw(cx: &Cx, page: &Ticket) -> Html {
    let note = Field {
        id: "fl-note",
        label: cx.t(Key::TicketNote),
        value: own(&page.note),
        hint: cx.t(Key::TicketNoteHint),
        kind: Kind::Lines,
        fills: "off",
        problem: None,
        typed: Typed::Note,
    };
    let form = form(cx, Action::SendChosen)
        .with(el("h2", "").text(cx.t(Key::TicketReach)))
        .each(page.fields.iter().map(|asked| contact(cx, asked)))
        .node(field(cx, note))
        .node(what_we_send(cx, page))
        .node(consent(cx, page));
    let label = cx.t(if page.sending {
        Key::Sending
    } else {
        Key::Send
    });
    end_frame(cx, &page.screen)
        .node(paragraphs(&page.screen.text))
        .node(links(&page.screen))
        .node(form.done())
        .foot(submit(label, page.sending))
        .phone(Look::Quiet, Key::CallInstead)
        .done()
}

/// The id of a field's control.
pub fn id(field: ContactField) -> &'static str {
    match field {
        ContactField::Name => "fl-name",
        ContactField::Email => "fl-email",
        ContactField::Phone => "fl-phone",
        ContactField::Address => "fl-address",
        ContactField::Account => "fl-account",
        ContactField::Times => "fl-times",
    }
}

fn contact(cx: &Cx, asked: &view::Field) -> Html {
    let (label, kind, fills) = match asked.field {
        ContactField::Name => (Key::TicketName, "text", "name"),
        ContactField::Email => (Key::TicketEmail, "email", "email"),
        ContactField::Phone => (Key::TicketPhone, "tel", "tel"),
        ContactField::Address => (Key::TicketAddress, "text", "street-address"),
        ContactField::Account => (Key::TicketAccount, "text", "off"),
        ContactField::Times => (Key::TicketTimes, "text", "off"),
    };
    let wrong = asked.problem.map(|wrong| {
        cx.t(match wrong {
            FieldProblem::Missing => Key::FieldMissing,
            FieldProblem::NotAnEmail => Key::FieldNotEmail,
            FieldProblem::NotAPhone => Key::FieldNotPhone,
        })
    });
    field(
        cx,
        Field {
            id: id(asked.field),
            label: cx.t(label),
            value: own(&asked.value),
            hint: AttrValue::default(),
            kind: Kind::Line(kind, kind),
            fills,
            problem: wrong,
            typed: Typed::Contact(asked.field),
        },
    )
}

/// Everything that goes along: each step with its answer, each measurement with its numbers.
fn what_we_send(cx: &Cx, page: &Ticket) -> Html {
    let mut section = el("section", "fl-send")
        .at(At::LabelledBy, "fl-send")
        .with(el("h2", "").at(At::Id, "fl-send").text(cx.t(Key::SendWhat)));
    if !page.entries.is_empty() {
        let count = cx.words.count(Key::SendSteps, page.entries.len() as u32);
        let steps = el("ol", "fl-steps").each(
            page.entries
                .iter()
                .map(|entry| told(cx, &page.boxes, entry)),
        );
        section = section.with(
            el("details", "")
                .with(el("summary", "").text(count))
                .with(steps),
        );
    }
    if !page.diagnostics.is_empty() {
        let rows = page.diagnostics.iter().map(|one| diagnostic(cx, one));
        section = section
            .with(el("h3", "").text(cx.t(Key::SendMeasured)))
            .with(list("fl-checks").each(rows));
    }
    section.done()
}

fn told(cx: &Cx, boxes: &[Rc<Equipment>], entry: &Entry) -> Html {
    let mut answers: Vec<AttrValue> = Vec::new();
    for part in &entry.answer {
        // What checks found is said check by check, not as one verdict.
        let verdict = matches!(part, Answered::Standard(id) if Verdict::from_name(id).is_some());
        if !verdict || entry.findings.is_empty() {
            answers.push(answered(cx, boxes, part));
        }
    }
    for finding in &entry.findings {
        let mut text = String::from(&*cx.t(finding::name(finding.check)));
        text.push_str(": ");
        text.push_str(&cx.t(finding::says(finding).0));
        answers.push(text.into());
    }
    let answers = answers
        .into_iter()
        .map(|answer| el("li", "").text(answer).done());
    el("li", "")
        .text(own(&entry.title))
        .with(list("fl-answers").each(answers))
        .done()
}

fn answered(cx: &Cx, boxes: &[Rc<Equipment>], part: &Answered) -> AttrValue {
    match part {
        Answered::Words(words) => own(words),
        Answered::Standard(id) => cx.t(standard(id)),
        Answered::Seen(seen) => lights::told_of(cx, boxes, seen),
        Answered::Value(value, unit) => said(cx, value, unit).into(),
    }
}

/// A value in words, with its unit, which a line break never parts.
fn said(cx: &Cx, value: &Value, unit: &str) -> String {
    match value {
        Value::Flag(flag) => String::from(&*cx.t(if *flag { Key::Yes } else { Key::No })),
        Value::List(items) => join(items, &cx.t(Key::Comma)),
        _ => cx.words.value(value, unit),
    }
}

/// The words for what the engine names by an id.
fn standard(id: &str) -> Key {
    match id {
        "yes" => Key::Yes,
        "no" => Key::No,
        "done" => Key::AnswerDone,
        "skipped" => Key::AnswerEmpty,
        "cannot" => Key::Cannot,
        "stuck" => Key::AnswerStuck,
        "still-broken" => Key::StillBroken,
        "something-else" => Key::SomethingElse,
        "pass" => Key::VerdictPass,
        "warn" => Key::VerdictWarn,
        "fail" => Key::VerdictFail,
        "unknown" => Key::VerdictUnknown,
        meaning => Meaning::from_name(meaning).map_or(Key::Unsure, |known| lights::words(known).0),
    }
}

fn diagnostic(cx: &Cx, one: &Diagnostic) -> Html {
    let name = CheckId::from_name(&one.id).map_or(Key::SendEnvironment, finding::name);
    let (act, detail) = match &one.finding {
        _ if one.removed => (Key::SendPutBack, cx.t(Key::SendRemoved)),
        Some(finding) => (Key::SendRemove, finding::everything(cx, finding).into()),
        None => (Key::SendRemove, environment(cx, &one.environment)),
    };
    el("li", if one.removed { "fl-removed" } else { "" })
        .node(option_text(cx.t(name), detail))
        .node(button(
            cx,
            Look::Inline,
            act,
            Action::DiagnosticToggled(one.id.clone()),
        ))
        .done()
}

/// What is sent of browser, device and page.
fn environment(cx: &Cx, known: &[(String, Value)]) -> AttrValue {
    let mut parts = Vec::new();
    for (name, value) in known {
        let said = match value {
            Value::Flag(mobile) if name == "device.mobile" => {
                let words = if *mobile {
                    Key::SendMobile
                } else {
                    Key::SendNotMobile
                };
                String::from(&*cx.t(words))
            }
            _ => said(cx, value, ""),
        };
        // What browser and device tell explains itself; what the page tells goes by its names.
        let explains_itself =
            name == "userAgent" || name == "language" || name.starts_with("device.");
        parts.push(if explains_itself {
            said
        } else {
            [name, " ", &said].concat()
        });
    }
    join(&parts, &cx.t(Key::Comma)).into()
}

fn consent(cx: &Cx, page: &Ticket) -> Html {
    let wrong = page.consent_missing && !page.consented;
    let mark = el("input", "")
        .at(At::Id, "fl-consent")
        .at(At::Type, "checkbox")
        .checked(page.consented)
        .when(wrong, At::Invalid, "true")
        .when(wrong, At::DescribedBy, "fl-consent-problem")
        .on_click(cx.on(Action::ConsentToggled));
    let label = el("label", "fl-consent")
        .with(mark)
        .with(el("span", "").text(own(&page.consent)));
    let missing = wrong.then(|| problem("fl-consent", cx.t(Key::ConsentMissing)));
    el("div", "fl-field").with(label).maybe(missing).done()
}
