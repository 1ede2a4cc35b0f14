//! Reads the scenarios of a guide's source.

use firstline_diagnosis::{CheckId, Confidence, Finding, NotMeasured, Verdict};
use firstline_guide::json::{self, Node, Span};
use firstline_guide::model::{Ending, Value};

use super::{Scenario, Script, Visits};

/// A scenario that cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Malformed {
    /// The place.
    pub span: Span,
    /// The problem.
    pub message: String,
    /// Advice on what to write instead, if there is more to say.
    pub hint: Option<String>,
}

type Read<T> = Result<T, Malformed>;

/// The scenarios of a guide's source, and those that cannot be read. A source that is no JSON has
/// none: loading it reports why.
pub fn read(source: &str) -> (Vec<Scenario>, Vec<Malformed>) {
    match json::parse(source) {
        Ok(parsed) => of_document(&parsed.root),
        Err(_) => Default::default(),
    }
}

/// The scenarios of a guide's document, and those that cannot be read.
pub fn of_document(root: &Node) -> (Vec<Scenario>, Vec<Malformed>) {
    let mut scenarios = Vec::new();
    let mut malformed = Vec::new();
    let Some(list) = root.get("scenarios") else {
        return Default::default();
    };
    let Some(nodes) = list.as_array() else {
        let shape = "write them in brackets: `\"scenarios\": [ { … } ]`";
        return (
            scenarios,
            vec![wrong(list, "`scenarios` should be a list", shape)],
        );
    };
    for node in nodes {
        match scenario(node) {
            Ok(scenario) => scenarios.push(scenario),
            Err(error) => malformed.push(error),
        }
    }
    (scenarios, malformed)
}

fn wrong(node: &Node, message: impl Into<String>, hint: impl Into<String>) -> Malformed {
    at(node.span, message, hint)
}

fn at(span: Span, message: impl Into<String>, hint: impl Into<String>) -> Malformed {
    Malformed {
        span,
        message: message.into(),
        hint: Some(hint.into()),
    }
}

/// A hint that names all that can be written here.
fn one_of<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    format!("known here: {}", words.join(", "))
}

const KEYS: [&str; 6] = ["name", "facts", "checks", "answers", "guides", "expect"];

fn scenario(node: &Node) -> Read<Scenario> {
    let members = node.as_object().ok_or_else(|| {
        let shape = "write it in braces: `{ \"name\": \"…\", \"expect\": \"…\" }`";
        wrong(node, "a scenario should be an object", shape)
    })?;
    for member in members {
        if !KEYS.contains(&member.key.as_str()) {
            let message = format!("a scenario has no `{}`", member.key);
            return Err(at(member.key_span, message, one_of(KEYS)));
        }
    }
    Ok(Scenario {
        name: text_of(node, "name")?,
        span: node.span,
        facts: facts(node)?,
        checks: scripts(node, "checks", findings)?,
        answers: scripts(node, "answers", answer)?,
        guides: scripts(node, "guides", ending)?,
        expect: text_of(node, "expect")?,
    })
}

fn text_of(node: &Node, key: &str) -> Read<String> {
    let found = node.get(key).ok_or_else(|| {
        let what = match key {
            "name" => "what it tells of",
            _ => "the id of the end that it must come to",
        };
        wrong(
            node,
            format!("`{key}` is missing"),
            format!("add `\"{key}\": \"…\"`, {what}"),
        )
    })?;
    Ok(string(found)?.to_owned())
}

fn string(node: &Node) -> Read<&str> {
    node.as_str().ok_or_else(|| {
        let hint = match &node.value {
            json::Value::Number(number) => format!("write it in quotes: `\"{number}\"`"),
            json::Value::Bool(flag) => format!("write it in quotes: `\"{flag}\"`"),
            _ => "write one text, such as `\"yes\"`".to_owned(),
        };
        wrong(node, "this should be a text in quotes", hint)
    })
}

fn facts(node: &Node) -> Read<Vec<(String, Value)>> {
    let Some(facts) = node.get("facts") else {
        return Ok(Vec::new());
    };
    let members = facts.as_object().ok_or_else(|| {
        let shape = "write `{ \"name\": value }`, such as `{ \"device.platform\": \"ios\" }`";
        wrong(facts, "`facts` should be an object", shape)
    })?;
    members
        .iter()
        .map(|member| Ok((member.key.clone(), value(&member.value)?)))
        .collect()
}

fn value(node: &Node) -> Read<Value> {
    Ok(match &node.value {
        json::Value::Bool(flag) => Value::Flag(*flag),
        json::Value::Number(number) => Value::Number(*number),
        json::Value::String(text) => Value::Text(text.clone()),
        json::Value::Array(items) => Value::List(
            items
                .iter()
                .map(|item| Ok(string(item)?.to_owned()))
                .collect::<Read<_>>()?,
        ),
        json::Value::Null | json::Value::Object(_) => {
            return Err(wrong(
                node,
                "this is no value of a fact",
                "write a text, a number, true, false or a list of texts",
            ));
        }
    })
}

/// What a scenario says of each place. A list tells of successive visits.
fn scripts<T>(node: &Node, key: &str, read: fn(&Node) -> Read<T>) -> Read<Vec<Script<T>>> {
    let Some(object) = node.get(key) else {
        return Ok(Vec::new());
    };
    let members = object.as_object().ok_or_else(|| {
        let shape = match key {
            "checks" => "write `{ \"step\": { \"check\": \"pass\" } }`, by the ids of steps",
            "guides" => {
                "write `{ \"step\": \"resolved\" }`, by the ids of the steps that call guides"
            }
            _ => "write `{ \"step\": \"answer\" }`, by the ids of steps",
        };
        wrong(object, format!("`{key}` should be an object"), shape)
    })?;
    members
        .iter()
        .map(|member| {
            let visits = match member.value.as_array() {
                Some(items) => Visits::Each(items.iter().map(read).collect::<Read<_>>()?),
                None => Visits::Every(read(&member.value)?),
            };
            Ok(Script {
                place: member.key.clone(),
                span: member.key_span,
                visits,
            })
        })
        .collect()
}

fn answer(node: &Node) -> Read<Vec<String>> {
    match node.as_array() {
        Some(items) => items
            .iter()
            .map(|item| Ok(string(item)?.to_owned()))
            .collect(),
        None => Ok(vec![string(node)?.to_owned()]),
    }
}

fn ending(node: &Node) -> Read<Ending> {
    Ending::from_name(string(node)?).ok_or_else(|| {
        wrong(
            node,
            "no guide ends like this",
            one_of(Ending::ALL.iter().map(|ending| ending.name())),
        )
    })
}

fn findings(node: &Node) -> Read<Vec<Finding>> {
    let members = node.as_object().ok_or_else(|| {
        let result = node.as_str().unwrap_or("pass");
        let shape = format!("say of which check: `{{ \"isp\": \"{result}\" }}`");
        wrong(node, "this should be an object of checks", shape)
    })?;
    members
        .iter()
        .map(|member| {
            let check = CheckId::from_name(&member.key).ok_or_else(|| {
                let known = CheckId::ALL.iter().map(|check| check.name());
                let message = format!("there is no check `{}`", member.key);
                at(member.key_span, message, one_of(known))
            })?;
            finding(check, &member.value)
        })
        .collect()
}

fn finding(check: CheckId, node: &Node) -> Read<Finding> {
    let Some(members) = node.as_object() else {
        return by_name(check, node);
    };
    let verdict = node.get("verdict").ok_or_else(|| {
        let hint = "add `\"verdict\": \"pass\"`, or warn, fail or unknown";
        wrong(node, "`verdict` is missing", hint)
    })?;
    let mut finding = by_name(check, verdict)?;
    let known = check.check();
    for member in members.iter().filter(|member| member.key != "verdict") {
        let metric = known
            .metrics
            .iter()
            .find(|metric| metric.name == member.key);
        let text = known.texts.iter().find(|text| **text == member.key);
        match (metric, text, &member.value.value) {
            (Some(metric), _, json::Value::Number(number)) => {
                finding.metrics.push((metric.name, *number));
            }
            (_, Some(name), json::Value::String(text)) => finding.texts.push((name, text.clone())),
            _ => {
                let message = format!("`{}` is nothing that `{}` finds", member.key, check.name());
                let metrics = known.metrics.iter().map(|metric| metric.name);
                let finds: Vec<&str> = metrics.chain(known.texts.iter().copied()).collect();
                let hint = match finds.as_slice() {
                    [] => "it finds a verdict alone".to_owned(),
                    _ => one_of(finds),
                };
                return Err(at(member.key_span, message, hint));
            }
        }
    }
    Ok(finding)
}

/// A finding by the name of its verdict, or by the check's own name for its result.
fn by_name(check: CheckId, node: &Node) -> Read<Finding> {
    let name = string(node)?;
    let aliases = check.check().aliases;
    let verdict = match aliases.iter().find(|(alias, _)| *alias == name) {
        Some((_, verdict)) => *verdict,
        None => Verdict::from_name(name).ok_or_else(|| {
            let verdicts = [
                Verdict::Pass,
                Verdict::Warn,
                Verdict::Fail,
                Verdict::Unknown,
            ];
            let verdicts = verdicts.iter().map(|verdict| verdict.name());
            let known = aliases.iter().map(|(alias, _)| *alias).chain(verdicts);
            let message = format!("`{}` cannot come out `{name}`", check.name());
            wrong(node, message, one_of(known))
        })?,
    };
    let alias = aliases.iter().find(|(alias, _)| *alias == name);
    Ok(match alias {
        Some((alias, _)) => Finding {
            not_measured: None,
            confidence: Confidence::High,
            alias: Some(alias),
            ..found(check, verdict)
        },
        None => found(check, verdict),
    })
}

/// What a check finds that comes out like this, without numbers.
pub fn found(check: CheckId, verdict: Verdict) -> Finding {
    if verdict == Verdict::Unknown {
        return Finding::not_measured(check, NotMeasured::NoAnswer);
    }
    let aliases = check.check().aliases;
    Finding {
        check,
        verdict,
        confidence: Confidence::High,
        not_measured: None,
        alias: aliases
            .iter()
            .find(|(_, known)| *known == verdict)
            .map(|(alias, _)| *alias),
        metrics: Vec::new(),
        texts: Vec::new(),
    }
}
