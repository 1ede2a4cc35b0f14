//! Reads the scenarios of a guide's source.

use firstline_diagnosis::{CheckId, Confidence, Finding, NotMeasured, Verdict};
use firstline_guide::json::{self, Node, Span};
use firstline_guide::model::{Ending, Value};

use super::{Scenario, Script, Visits};

/// A scenario that cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Malformed {
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub message: String,
}

type Read<T> = Result<T, Malformed>;

/// The scenarios of a guide's source, and those that cannot be read. A source that is no JSON has
/// none: loading it reports why.
pub fn read(source: &str) -> (Vec<Scenario>, Vec<Malformed>) {
    let Ok(parsed) = json::parse(source) else {
        return Default::default();
    };
    let mut scenarios = Vec::new();
    let mut malformed = Vec::new();
    let Some(list) = parsed.root.get("scenarios") else {
        return Default::default();
    };
    let Some(nodes) = list.as_array() else {
        return (scenarios, vec![wrong(list, "`scenarios` is a list")]);
    };
    for node in nodes {
        match scenario(node) {
            Ok(scenario) => scenarios.push(scenario),
            Err(error) => malformed.push(error),
        }
    }
    (scenarios, malformed)
}

fn wrong(node: &Node, message: impl Into<String>) -> Malformed {
    Malformed {
        span: node.span,
        message: message.into(),
    }
}

const KEYS: [&str; 6] = ["name", "facts", "checks", "answers", "guides", "expect"];

fn scenario(node: &Node) -> Read<Scenario> {
    let members = node
        .as_object()
        .ok_or_else(|| wrong(node, "a scenario is an object"))?;
    for member in members {
        if !KEYS.contains(&member.key.as_str()) {
            let message = format!(
                "a scenario has no `{}`; it has {}",
                member.key,
                KEYS.join(", ")
            );
            return Err(Malformed {
                span: member.key_span,
                message,
            });
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
    let found = node
        .get(key)
        .ok_or_else(|| wrong(node, format!("`{key}` is missing")))?;
    Ok(string(found)?.to_owned())
}

fn string(node: &Node) -> Read<&str> {
    node.as_str()
        .ok_or_else(|| wrong(node, "this is a text in quotes"))
}

fn facts(node: &Node) -> Read<Vec<(String, Value)>> {
    let Some(facts) = node.get("facts") else {
        return Ok(Vec::new());
    };
    let members = facts
        .as_object()
        .ok_or_else(|| wrong(facts, "`facts` is an object"))?;
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
                "a fact is a text, a number, true, false or a list of texts",
            ));
        }
    })
}

/// What a scenario says of each place. A list tells of successive visits.
fn scripts<T>(node: &Node, key: &str, read: fn(&Node) -> Read<T>) -> Read<Vec<Script<T>>> {
    let Some(object) = node.get(key) else {
        return Ok(Vec::new());
    };
    let members = object
        .as_object()
        .ok_or_else(|| wrong(object, format!("`{key}` is an object")))?;
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
            "a guide ends `resolved`, `unresolved` or `known-issue`",
        )
    })
}

fn findings(node: &Node) -> Read<Vec<Finding>> {
    let members = node
        .as_object()
        .ok_or_else(|| wrong(node, "checks are an object"))?;
    members
        .iter()
        .map(|member| {
            let check = CheckId::from_name(&member.key).ok_or_else(|| Malformed {
                span: member.key_span,
                message: format!("there is no check `{}`", member.key),
            })?;
            finding(check, &member.value)
        })
        .collect()
}

fn finding(check: CheckId, node: &Node) -> Read<Finding> {
    let Some(members) = node.as_object() else {
        return by_name(check, node);
    };
    let verdict = node
        .get("verdict")
        .ok_or_else(|| wrong(node, "`verdict` is missing"))?;
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
                return Err(Malformed {
                    span: member.key_span,
                    message,
                });
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
        None => Verdict::from_name(name)
            .ok_or_else(|| wrong(node, format!("`{}` cannot come out `{name}`", check.name())))?,
    };
    Ok(found(check, verdict))
}

/// What a check finds that comes out like this, without numbers.
pub fn found(check: CheckId, verdict: Verdict) -> Finding {
    if verdict == Verdict::Unknown {
        return Finding::not_measured(check, NotMeasured::NotSetUp);
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
