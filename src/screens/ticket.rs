//! The ticket form: how to reach the customer, and exactly what will be sent.

use std::rc::Rc;

use firstline_diagnosis::{CheckId, Verdict};
use firstline_guide::join;
use firstline_guide::model::{ContactField, StandardAnswer, Value};
use firstline_guide::session::{AnswerView, TranscriptEntry};
use yew::{AttrValue, Html, html};

use super::finding;
use super::step::{end_layout, links, paragraphs, values};
use crate::action::{Action, TRAP_AT};
use crate::parts::{
    ButtonStyle, Field, Icon, Kind, Tone, Typed, Ui, badge, button, field, form, hours,
    meaning_words, option_text, owned, phone, problem, reading_words, submit,
};
use crate::text::{Key, line_loss, whole};
use crate::view::{self, Asked, Diagnostic, Equipment, FieldProblem, Ticket};

pub fn draw(ui: &Ui, page: &Ticket) -> Html {
    let note = Field {
        id: AttrValue::Static("fl-note"),
        label: ui.text(Key::TicketNote),
        value: owned(&page.note),
        hint: count(page.note_limit).unwrap_or_else(|| ui.text(Key::TicketNoteHint)),
        kind: Kind::Lines,
        fills: "off",
        problem: page
            .note_limit
            .filter(|_| page.note_is_too_long())
            .map(|(_, most)| too_long(ui, most)),
        typed: Typed::Note,
    };
    let fields = html! {
        <>
            for (at, fact) in page.facts.iter().enumerate() {
                { asked(ui, at, fact) }
            }
            <h2>{ ui.text(Key::TicketReach) }</h2>
            for asked in &page.fields {
                { contact(ui, asked) }
            }
            { field(ui, note) }
            { trap(ui) }
            { what_we_send(ui, page) }
            { consent(ui, page) }
        </>
    };
    let label = if page.sending {
        Key::Sending
    } else {
        Key::Send
    };
    let mut layout = end_layout(ui, &page.screen);
    let mut style = ButtonStyle::Primary;
    if page.danger {
        style = ButtonStyle::Tonal;
        // The number to call comes before the form.
        layout = layout
            .above(badge(Tone::Bad, Icon::Stop))
            .content(paragraphs(&page.screen.text))
            .content(phone(ui, ButtonStyle::Danger, Key::Call).unwrap_or_default())
            .content(hours(ui));
    } else {
        layout = layout
            .content(paragraphs(&page.screen.text))
            .phone(ButtonStyle::Quiet, Key::CallInstead);
    }
    layout
        .content(values(ui, &page.screen))
        .content(links(&page.screen))
        .content(form(ui, Action::SendChosen, fields))
        .foot(submit(style, ui.text(label), page.sending))
        .draw()
}

/// A field that no person meets, by eye, keyboard or screen reader: what is typed into it is a program's.
fn trap(ui: &Ui) -> Html {
    let (oninput, typed) = ui.typed(Typed::Asked(TRAP_AT));
    html! {
        <input
            class="fl-sr"
            name="website"
            tabindex="-1"
            autocomplete="off"
            aria-hidden="true"
            aria-label="Website"
            {oninput}
            data-typed={typed}
        />
    }
}

/// A fact that the form asks for.
fn asked(ui: &Ui, at: usize, asked: &Asked) -> Html {
    field(
        ui,
        Field {
            id: asked_id(at),
            label: owned(&asked.label),
            value: owned(&asked.value),
            hint: AttrValue::default(),
            kind: Kind::Line("text", "text"),
            fills: "off",
            problem: asked.missing.then(|| ui.text(Key::RefusedEmpty)),
            typed: Typed::Asked(at),
        },
    )
}

/// The id of the control of a fact.
pub fn asked_id(at: usize) -> AttrValue {
    ["asked-", &whole(at as u64)].concat().into()
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

fn contact(ui: &Ui, asked: &view::Field) -> Html {
    let (label, kind, fills) = match asked.field {
        ContactField::Name => (Key::TicketName, "text", "name"),
        ContactField::Email => (Key::TicketEmail, "email", "email"),
        ContactField::Phone => (Key::TicketPhone, "tel", "tel"),
        ContactField::Address => (Key::TicketAddress, "text", "street-address"),
        ContactField::Account => (Key::TicketAccount, "text", "off"),
        ContactField::Times => (Key::TicketTimes, "text", "off"),
    };
    let wrong = asked.problem.map(|wrong| match wrong {
        FieldProblem::Missing => ui.text(Key::FieldMissing),
        FieldProblem::NotAnEmail => ui.text(Key::FieldNotEmail),
        FieldProblem::NotAPhone => ui.text(Key::FieldNotPhone),
        FieldProblem::TooLong(most) => too_long(ui, most),
    });
    field(
        ui,
        Field {
            id: AttrValue::Static(id(asked.field)),
            label: ui.text(label),
            value: owned(&asked.value),
            hint: count(asked.near_limit).unwrap_or_default(),
            kind: Kind::Line(kind, kind),
            fills,
            problem: wrong,
            typed: Typed::Contact(asked.field),
        },
    )
}

/// The note that a text is too long.
fn too_long(ui: &Ui, most: usize) -> AttrValue {
    let limit = whole(most as u64);
    ui.words.fill(Key::RefusedLong, &[("limit", &limit)])
}

/// How long a text is and may be, near the limit.
fn count(near_limit: Option<(usize, usize)>) -> Option<AttrValue> {
    let (long, most) = near_limit?;
    let [long, most] = [long, most].map(|number| whole(number as u64));
    Some([&long, " / ", &most].concat().into())
}

/// Everything that goes along: each step with its answer, each measurement with its numbers.
fn what_we_send(ui: &Ui, page: &Ticket) -> Html {
    html! {
        <section class="fl-send" aria-labelledby="fl-send">
            <h2 id="fl-send">{ ui.text(Key::SendWhat) }</h2>
            if !page.entries.is_empty() {
                <details>
                    <summary>
                        { ui.words.count(Key::SendSteps, page.entries.len() as u32) }
                    </summary>
                    <ol class="fl-steps">
                        for entry in &page.entries {
                            <li>
                                { &entry.title }
                                <ul class="fl-answers" role="list">
                                    for answer in answers(ui, &page.boxes, entry) {
                                        <li>{ answer }</li>
                                    }
                                </ul>
                            </li>
                        }
                    </ol>
                </details>
            }
            if !page.diagnostics.is_empty() {
                <h3>{ ui.text(Key::SendMeasured) }</h3>
                <ul class="fl-checks" role="list">
                    for shown in &page.diagnostics {
                        { diagnostic(ui, shown) }
                    }
                </ul>
            }
        </section>
    }
}

fn answers(ui: &Ui, boxes: &[Rc<Equipment>], entry: &TranscriptEntry) -> Vec<AttrValue> {
    let mut answers = Vec::new();
    for part in &entry.answer {
        // Findings are listed check by check, not as one verdict.
        let verdict = matches!(part, AnswerView::Verdict(_));
        if !verdict || entry.findings.is_empty() {
            answers.push(answered(ui, boxes, part));
        }
    }
    for finding in &entry.findings {
        let name = ui.words.check(finding.check);
        answers.push(format!("{name}: {}", finding::says(ui, finding)).into());
    }
    answers
}

fn answered(ui: &Ui, boxes: &[Rc<Equipment>], part: &AnswerView) -> AttrValue {
    match part {
        AnswerView::Words(words) => owned(words),
        AnswerView::Standard(answer) => ui.text(standard(*answer)),
        AnswerView::Verdict(verdict) => ui.text(verdict_words(*verdict)),
        AnswerView::Meaning(meaning) => ui.text(meaning_words(*meaning).0),
        AnswerView::Lights(seen) => reading_words(ui, boxes, seen),
        AnswerView::Line(line) => line_loss(ui.words, *line),
        AnswerView::Value(value, unit) => written(ui, value, unit).into(),
    }
}

/// A value in words, with its unit, which a line break never parts.
fn written(ui: &Ui, value: &Value, unit: &str) -> String {
    match value {
        Value::Flag(true) => ui.text(Key::Yes).to_string(),
        Value::Flag(false) => ui.text(Key::No).to_string(),
        Value::List(items) => join(items, &ui.text(Key::Comma)),
        _ => ui.words.value(value, unit),
    }
}

/// The words for a standard answer.
fn standard(answer: StandardAnswer) -> Key {
    match answer {
        StandardAnswer::Yes => Key::Yes,
        StandardAnswer::No => Key::No,
        StandardAnswer::Unsure => Key::Unsure,
        StandardAnswer::Better => Key::Better,
        StandardAnswer::ALittle => Key::ALittle,
        StandardAnswer::Worse => Key::Worse,
        StandardAnswer::Done => Key::AnswerDone,
        StandardAnswer::Skipped => Key::AnswerEmpty,
        StandardAnswer::Cannot => Key::Cannot,
        StandardAnswer::Stuck => Key::AnswerStuck,
        StandardAnswer::StillBroken => Key::StillBroken,
        StandardAnswer::SomethingElse => Key::SomethingElse,
    }
}

fn verdict_words(verdict: Verdict) -> Key {
    match verdict {
        Verdict::Pass => Key::VerdictPass,
        Verdict::Warn => Key::VerdictWarn,
        Verdict::Fail => Key::VerdictFail,
        Verdict::Unknown => Key::VerdictUnknown,
    }
}

fn diagnostic(ui: &Ui, shown: &Diagnostic) -> Html {
    let check = CheckId::from_name(&shown.id);
    let name = check.map_or_else(
        || ui.text(Key::SendEnvironment),
        |check| ui.words.check(check),
    );
    let (label, detail) = match &shown.finding {
        _ if shown.removed => (Key::SendPutBack, ui.text(Key::SendRemoved)),
        Some(finding) => (Key::SendRemove, finding::everything(ui, finding).into()),
        None => (Key::SendRemove, environment(ui, &shown.environment)),
    };
    let toggled = Action::DiagnosticToggled(shown.id.clone());
    html! {
        <li data-removed={shown.removed.then_some("true")}>
            { option_text(name, detail) }
            { button(ui, ButtonStyle::Inline, label, toggled) }
        </li>
    }
}

/// The facts about browser, device and page that are sent.
fn environment(ui: &Ui, facts: &[(String, Value)]) -> AttrValue {
    let fact = |(name, value): &(String, Value)| {
        let words = match value {
            Value::Flag(true) if name == "device.mobile" => ui.text(Key::SendMobile).to_string(),
            Value::Flag(false) if name == "device.mobile" => {
                ui.text(Key::SendNotMobile).to_string()
            }
            _ => written(ui, value, ""),
        };
        // The facts of browser and device explain themselves; those of the page need their names.
        let explains_itself =
            name == "userAgent" || name == "language" || name.starts_with("device.");
        if explains_itself {
            words
        } else {
            format!("{name} {words}")
        }
    };
    let facts: Vec<String> = facts.iter().map(fact).collect();
    join(&facts, &ui.text(Key::Comma)).into()
}

fn consent(ui: &Ui, page: &Ticket) -> Html {
    let missing = page.consent_missing && !page.consented;
    let (onclick, press) = ui.press(Action::ConsentToggled);
    html! {
        <div class="fl-field">
            <label class="fl-consent">
                <input
                    id="fl-consent"
                    type="checkbox"
                    checked={page.consented}
                    aria-invalid={missing.then_some("true")}
                    aria-describedby={missing.then_some("fl-consent-problem")}
                    {onclick}
                    data-press={press}
                />
                <span>{ &page.consent }</span>
            </label>
            if missing {
                { problem("fl-consent", ui.text(Key::ConsentMissing)) }
            }
        </div>
    }
}
