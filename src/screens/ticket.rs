//! The ticket form: how to reach the customer, and exactly what will be sent.

use firstline_diagnosis::{CheckId, Verdict};
use firstline_guide::model::{ContactField, Meaning, Value};
use firstline_guide::session::{Answered, Entry};
use yew::{AttrValue, Html, html};

use super::step::{links, paragraphs, step_frame};
use super::{finding, lights};
use crate::action::Action;
use crate::parts::{
    Cx, Field, Frame, Kind, Look, Typed, button, field, form, frame, phone, problem, submit,
};
use crate::text::{Key, number};
use crate::view::{self, Diagnostic, FieldProblem, Ticket};

pub fn draw(cx: Cx, page: &Ticket) -> Html {
    let inside = html! {
        <>
            <h2>{ cx.t(Key::TicketReach) }</h2>
            { for page.fields.iter().map(|asked| contact(cx, asked)) }
            { field(cx, Field {
                id: "fl-note",
                label: cx.t(Key::TicketNote),
                value: page.note.clone().into(),
                hint: cx.t(Key::TicketNoteHint),
                kind: Kind::Lines,
                fills: "off",
                problem: None,
                typed: Typed::Note,
            }) }
            { what_we_send(cx, page) }
            { consent(cx, page) }
        </>
    };
    let main = html! {
        <>
            { paragraphs(&page.screen.text) }
            { links(&page.screen, Look::Tonal) }
            { form(cx, Action::SendChosen, inside) }
        </>
    };
    let label = cx.t(if page.sending {
        Key::Sending
    } else {
        Key::Send
    });
    frame(
        cx,
        Frame {
            main,
            primary: submit(label, page.sending),
            quiet: vec![phone(cx, Look::Quiet, Key::CallInstead)],
            ..step_frame(cx, &page.screen)
        },
    )
}

fn contact(cx: Cx, asked: &view::Field) -> Html {
    let (id, label, kind, mode, fills) = match asked.field {
        ContactField::Name => ("fl-name", Key::TicketName, "text", "text", "name"),
        ContactField::Email => ("fl-email", Key::TicketEmail, "email", "email", "email"),
        ContactField::Phone => ("fl-phone", Key::TicketPhone, "tel", "tel", "tel"),
        ContactField::Address => (
            "fl-address",
            Key::TicketAddress,
            "text",
            "text",
            "street-address",
        ),
        ContactField::Account => ("fl-account", Key::TicketAccount, "text", "text", "off"),
        ContactField::Times => ("fl-times", Key::TicketTimes, "text", "text", "off"),
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
            id,
            label: cx.t(label),
            value: asked.value.clone().into(),
            hint: AttrValue::default(),
            kind: Kind::Line(kind, mode),
            fills,
            problem: wrong,
            typed: Typed::Contact(asked.field),
        },
    )
}

/// Everything that goes along: each step with its answer, each measurement with its numbers.
fn what_we_send(cx: Cx, page: &Ticket) -> Html {
    let steps = cx.words.count(Key::SendSteps, page.entries.len() as u64);
    html! {
        <section class="fl-send" aria-labelledby="fl-send">
            <h2 id="fl-send">{ cx.t(Key::SendWhat) }</h2>
            if !page.entries.is_empty() {
                <details>
                    <summary>{ steps }</summary>
                    <ol class="fl-steps">{ for page.entries.iter().map(|entry| told(cx, entry)) }</ol>
                </details>
            }
            if !page.diagnostics.is_empty() {
                <h3>{ cx.t(Key::SendMeasured) }</h3>
                <ul class="fl-checks" role="list">
                    { for page.diagnostics.iter().map(|one| diagnostic(cx, one)) }
                </ul>
            }
        </section>
    }
}

fn told(cx: Cx, entry: &Entry) -> Html {
    let mut answers: Vec<AttrValue> = Vec::new();
    for part in &entry.answer {
        // What checks found is said check by check, not as one verdict.
        let verdict = matches!(part, Answered::Standard(id) if Verdict::from_name(id).is_some());
        if !verdict || entry.findings.is_empty() {
            answers.push(answered(cx, part));
        }
    }
    for finding in &entry.findings {
        let mut text = cx.t(finding::name(finding.check)).to_string();
        text.push_str(": ");
        text.push_str(&cx.t(finding::says(finding).0));
        answers.push(text.into());
    }
    html! {
        <li>
            { &entry.title }
            <ul class="fl-answers" role="list">
                { for answers.into_iter().map(|answer| html! { <li>{ answer }</li> }) }
            </ul>
        </li>
    }
}

fn answered(cx: Cx, part: &Answered) -> AttrValue {
    match part {
        Answered::Words(words) => words.clone().into(),
        Answered::Standard(id) => cx.t(standard(id)),
        Answered::Value(value, unit) => {
            let text = match value {
                Value::Number(value) => number(*value),
                Value::Text(text) => text.clone(),
                Value::Flag(flag) => cx.t(if *flag { Key::Yes } else { Key::No }).to_string(),
                Value::List(items) => items.join(", "),
            };
            finding::with_unit(text, unit).into()
        }
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

fn diagnostic(cx: Cx, one: &Diagnostic) -> Html {
    let name = CheckId::from_name(&one.id).map_or(Key::SendEnvironment, finding::name);
    let (act, detail) = match &one.finding {
        _ if one.removed => (Key::SendPutBack, cx.t(Key::SendRemoved)),
        Some(finding) => (Key::SendRemove, finding::everything(cx, finding).into()),
        None => (Key::SendRemove, one.detail.clone().into()),
    };
    html! {
        <li class={one.removed.then_some("fl-removed")}>
            <span class="fl-option-text">
                { cx.t(name) }
                <span class="fl-detail">{ detail }</span>
            </span>
            { button(cx, Look::Inline, act, Action::DiagnosticToggled(one.id.clone())) }
        </li>
    }
}

fn consent(cx: Cx, page: &Ticket) -> Html {
    let wrong = page.consent_missing && !page.consented;
    html! {
        <div class="fl-field">
            <label class="fl-consent">
                <input id="fl-consent" type="checkbox" checked={page.consented}
                    onclick={cx.on(Action::ConsentToggled)}
                    aria-invalid={wrong.then_some("true")}
                    aria-describedby={wrong.then_some("fl-consent-problem")} />
                <span>{ &page.consent }</span>
            </label>
            { problem(AttrValue::Static("fl-consent-problem"),
                wrong.then(|| cx.t(Key::ConsentMissing))) }
        </div>
    }
}
