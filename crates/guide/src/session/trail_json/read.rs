//! Reading a trail.

use super::super::trail::{Answer, LightReading, LineLoss, Stage, Trail, Verification, Visit};
use crate::json::{self, Node, Reading};
use crate::model::{Meaning, Value};
use firstline_diagnosis::{CheckId, Confidence, Finding, NotMeasured, Verdict};

pub(super) fn trail<'a>(reading: &mut Reading<'a>, root: &'a Node) -> Trail {
    let mut facts = Vec::new();
    let known = reading.get(root, "facts");
    for member in reading.members(known) {
        facts.push((member.key.clone(), value(reading, &member.value)));
    }
    Trail {
        guide: reading.string_of(root, "guide"),
        version: reading.string_of(root, "version"),
        hash: reading.string_of(root, "hash"),
        began: reading.integer_of(root, "began"),
        facts,
        visits: visits(reading, root, "visits"),
        kept: visits(reading, root, "kept"),
        catching_up: reading.bool_of(root, "catchingUp"),
        stage: stage(reading, root),
        line: line(reading, root),
    }
}

fn value<'a>(reading: &mut Reading<'a>, node: &'a Node) -> Value {
    match &node.value {
        json::Value::String(text) => Value::Text(text.clone()),
        json::Value::Number(number) => Value::Number(*number),
        json::Value::Bool(flag) => Value::Flag(*flag),
        _ => Value::List(reading.strings(node)),
    }
}

fn visits<'a>(reading: &mut Reading<'a>, root: &'a Node, key: &str) -> Vec<Visit> {
    let visits = reading.get(root, key);
    reading.list(visits, |reading, visit| Visit {
        place: reading.string_of(visit, "place"),
        at: reading.integer_of(visit, "at"),
        answer: answer(reading, visit),
        line: line(reading, visit),
    })
}

/// When the line went and came back: a trail of before that was told has neither.
fn line<'a>(reading: &mut Reading<'a>, node: &'a Node) -> Option<LineLoss> {
    node.get("lost")?;
    Some(LineLoss {
        lost: reading.integer_of(node, "lost"),
        back: node.get("back").map(|_| reading.integer_of(node, "back")),
    })
}

fn answer<'a>(reading: &mut Reading<'a>, visit: &'a Node) -> Answer {
    if let Some(ids) = visit.get("options") {
        return Answer::Options(reading.strings(ids));
    }
    if let Some(entered) = visit.get("input") {
        let empty = matches!(entered.value, json::Value::Null);
        return Answer::Input((!empty).then(|| value(reading, entered)));
    }
    if let Some(meaning) = visit.get("lights") {
        let meaning = reading.named(meaning, Meaning::from_name, Meaning::Unsure);
        let seen = visit.get("seen").map(|seen| LightReading {
            equipment: reading.string_of(seen, "equipment"),
            light: reading.string_of(seen, "light"),
            state: reading.string_of(seen, "state"),
        });
        return Answer::Lights(meaning, seen);
    }
    if let Some(list) = visit.get("checked") {
        return Answer::Checked(findings(reading, list));
    }
    if let Some(did) = visit.get("did") {
        return Answer::Done(match did.value {
            json::Value::Array(_) => Verification::Checked(findings(reading, did)),
            json::Value::Bool(true) => Verification::Unverified,
            _ => Verification::Asked(reading.string(did)),
        });
    }
    if let Some(list) = visit.get("stuck") {
        let findings = findings(reading, list);
        return Answer::Stuck { findings };
    }
    if let Some(list) = visit.get("stillBroken") {
        let findings = findings(reading, list);
        return Answer::StillBroken { findings };
    }
    if visit.get("cannot").is_some() {
        return Answer::Cannot;
    }
    reading.get(visit, "somethingElse");
    Answer::SomethingElse
}

fn findings<'a>(reading: &mut Reading<'a>, node: &'a Node) -> Vec<Finding> {
    reading.list(node, finding)
}

fn finding<'a>(reading: &mut Reading<'a>, node: &'a Node) -> Finding {
    let check = reading.get(node, "check");
    let check = reading.named(check, CheckId::from_name, CheckId::Internet);
    let verdict = reading.get(node, "verdict");
    let verdict = reading.named(verdict, Verdict::from_name, Verdict::Unknown);
    let confidence = reading.get(node, "confidence");
    let confidence = reading.named(confidence, Confidence::from_name, Confidence::Low);
    let mut finding = Finding::new(check, verdict, confidence);
    let known = check.check();
    if let Some(why) = node.get("notMeasured") {
        let why = reading.named(why, NotMeasured::from_name, NotMeasured::BadAnswer);
        finding.not_measured = Some(why);
    }
    if let Some(alias) = node.get("alias") {
        let name = reading.str(alias);
        match known.aliases.iter().find(|(known, _)| *known == name) {
            Some((known, _)) => finding.alias = Some(known),
            None => reading.wrong(alias),
        }
    }
    if let Some(metrics) = node.get("metrics") {
        for member in reading.members(metrics) {
            let number = reading.number(&member.value);
            match known.metrics.iter().find(|known| known.name == member.key) {
                Some(metric) => finding.metrics.push((metric.name, number)),
                None => reading.wrong(&member.value),
            }
        }
    }
    if let Some(texts) = node.get("texts") {
        for member in reading.members(texts) {
            let text = reading.string(&member.value);
            match known.texts.iter().find(|known| **known == member.key) {
                Some(name) => finding.texts.push((name, text)),
                None => reading.wrong(&member.value),
            }
        }
    }
    finding
}

fn stage<'a>(reading: &mut Reading<'a>, root: &'a Node) -> Stage {
    let stage = reading.get(root, "stage");
    if stage.get("since").is_some() {
        let dropped = reading.bool_of(stage, "dropped");
        let since = reading.integer_of(stage, "since");
        return Stage::Waiting { since, dropped };
    }
    if let Some(list) = stage.get("checked") {
        return Stage::Checked(findings(reading, list));
    }
    if let Some(list) = stage.get("settled") {
        return Stage::Settled(findings(reading, list));
    }
    if stage.get("recheckAt").is_some() {
        return Stage::Settling {
            recheck_at: reading.integer_of(stage, "recheckAt"),
        };
    }
    if stage.get("lineDown").is_some() {
        return Stage::LineDown;
    }
    if stage.get("checking").is_some() {
        return Stage::Checking;
    }
    if stage.get("asking").is_some() {
        return Stage::Asking;
    }
    reading.get(stage, "open");
    Stage::Open
}
