//! `bad-parameter`

use super::words::{known_here, suggestion};
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A guide is told something that it does not ask for.
    ///
    /// What stands in `with` are facts that the called guide declares, with a value that they can have; and
    /// `verify`, by which it is told to ask where it can ask or check.
    Error "bad-parameter",
    bad: Example::Guides(&[
            r#"{ "format": 1, "id": "drops", "version": "1", "language": "en", "title": "It drops",
  "summary": "It comes and goes", "start": "cables", "stuck": "end",
  "steps": {
    "cables": { "kind": "guide", "guide": "check-cables", "with": { "problm": "drops" },
                "on": { "otherwise": "end" } },
    "end": { "kind": "outcome", "ends": "stop", "title": "Call us" } } }"#,
            CHECK_CABLES,
        ]),
    good: Example::Guides(&[
            r#"{ "format": 1, "id": "drops", "version": "1", "language": "en", "title": "It drops",
  "summary": "It comes and goes", "start": "cables", "stuck": "end",
  "steps": {
    "cables": { "kind": "guide", "guide": "check-cables", "with": { "problem": "drops", "verify": "ask" },
                "on": { "otherwise": "end" } },
    "end": { "kind": "outcome", "ends": "stop", "title": "Call us" } } }"#,
            CHECK_CABLES,
        ]),
}

/// The guide that is called in both examples.
const CHECK_CABLES: &str = r#"{ "format": 1, "id": "check-cables", "version": "1", "language": "en", "title": "The cables",
  "summary": "Whether all cables are in", "listed": false, "start": "end",
  "facts": { "problem": { "type": "choice", "values": ["slow", "drops"] } },
  "steps": { "end": { "kind": "outcome", "ends": "hand-over", "title": "Cables are in" } } }"#;

/// Something that a guide is told and does not ask for.
pub struct BadParameter<'a> {
    /// The called guide.
    pub guide: &'a str,
    /// The fact.
    pub name: &'a str,
    /// What it can be, if the guide declares it.
    pub kind: Option<&'static str>,
    /// The words that it can be, if there are such.
    pub values: &'a [&'a str],
    /// The facts that it declares.
    pub known: &'a [&'a str],
}

impl Violation for BadParameter<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        let (guide, name) = (self.guide, self.name);
        match self.kind {
            Some(kind) => {
                format!("`{name}` of the guide `{guide}` is a {kind}, and cannot be this")
            }
            None => format!("the guide `{guide}` declares no fact `{name}`"),
        }
    }

    fn hint(&self) -> Option<String> {
        match self.kind {
            Some(_) if !self.values.is_empty() => {
                let values = known_here(self.values);
                values.map(|values| values.replace("known here", "it can be"))
            }
            Some("number") => Some("write a number, without quotes".to_owned()),
            Some("flag") => Some("write true or false, without quotes".to_owned()),
            Some("date") => Some("write it like this: \"2026-12-25\"".to_owned()),
            Some(_) => Some("write it in double quotes".to_owned()),
            None if self.name == "verify" => Some("it can be `\"ask\"` alone".to_owned()),
            None => suggestion(self.name, self.known).or_else(|| {
                Some("declare it in `facts` of that guide, or leave it out here".to_owned())
            }),
        }
    }
}
