//! The answer of a visit as a scenario writes it.

use firstline_diagnosis::{Finding, NotMeasured, Verdict};
use firstline_guide::json::Writer;
use firstline_guide::model::{StandardAnswer, Value};
use firstline_guide::session::{Answer, Verification};

/// What the checks of a visit found, as the members of an object. What merely passes needs no word:
/// a check that a scenario does not name passes. `None` where the answer tells of no checks.
pub(super) fn found(answer: &Answer) -> Option<String> {
    let findings = match answer {
        Answer::Checked(findings) if !skipped(findings) => findings,
        Answer::Done(Verification::Checked(findings)) => findings,
        _ => return None,
    };
    let members: Vec<String> = findings
        .iter()
        .filter(|finding| finding.verdict != Verdict::Pass || carries(finding))
        .map(|finding| format!("{}: {}", quoted(finding.check.name()), finding_of(finding)))
        .collect();
    Some(members.join(", "))
}

fn skipped(findings: &[Finding]) -> bool {
    findings
        .iter()
        .all(|finding| finding.not_measured == Some(NotMeasured::Skipped))
}

fn carries(finding: &Finding) -> bool {
    !finding.metrics.is_empty() || !finding.texts.is_empty()
}

fn finding_of(finding: &Finding) -> String {
    let result = quoted(finding.alias.unwrap_or(finding.verdict.name()));
    if !carries(finding) {
        return result;
    }
    let numbers = finding
        .metrics
        .iter()
        .map(|(name, value)| format!("{}: {}", quoted(name), number(*value)));
    let texts = finding
        .texts
        .iter()
        .map(|(name, text)| format!("{}: {}", quoted(name), quoted(text)));
    let members: Vec<String> = std::iter::once(format!("\"verdict\": {result}"))
        .chain(numbers)
        .chain(texts)
        .collect();
    format!("{{ {} }}", members.join(", "))
}

/// What the customer says at a visit, as JSON; `None` where nothing needs to be said.
pub(super) fn said(answer: &Answer) -> Option<String> {
    let word = match answer {
        Answer::Options(ids) => match &ids[..] {
            [id] => id.clone(),
            ids => {
                let ids: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
                return Some(format!("[{}]", ids.join(", ")));
            }
        },
        Answer::Input(None) => String::new(),
        Answer::Input(Some(Value::Number(value))) => number(*value),
        Answer::Input(Some(Value::Text(text))) => text.clone(),
        // What was typed into a form.
        Answer::Input(Some(Value::List(parts))) => {
            let parts: Vec<String> = parts.iter().map(|part| quoted(part)).collect();
            return Some(format!("[{}]", parts.join(", ")));
        }
        // No input gives this.
        Answer::Input(Some(Value::Flag(_))) => return None,
        Answer::Lights(meaning, _) => meaning.name().to_owned(),
        Answer::Checked(findings) if skipped(findings) => "skip".to_owned(),
        Answer::Checked(_) | Answer::Done(Verification::Unverified | Verification::Checked(_)) => {
            return None;
        }
        Answer::Done(Verification::Asked(reply)) => reply.clone(),
        Answer::Cannot => StandardAnswer::Cannot.name().to_owned(),
        Answer::Stuck { .. } => StandardAnswer::Stuck.name().to_owned(),
        Answer::StillBroken { .. } => StandardAnswer::StillBroken.name().to_owned(),
        Answer::SomethingElse => StandardAnswer::SomethingElse.name().to_owned(),
    };
    Some(quoted(&word))
}

pub(super) fn json_of(value: &Value) -> String {
    match value {
        Value::Number(value) => number(*value),
        Value::Text(text) => quoted(text),
        Value::Flag(flag) => flag.to_string(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
            format!("[{}]", items.join(", "))
        }
    }
}

pub(super) fn quoted(text: &str) -> String {
    let mut writer = Writer::new();
    writer.string(text);
    writer.finish()
}

pub(super) fn number(value: f64) -> String {
    let mut writer = Writer::new();
    writer.number(value);
    writer.finish()
}
