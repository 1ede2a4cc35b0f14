//! Reading a trail.

use super::super::trail::{Answer, Helped, Stage, Trail, Visit};
use crate::json::{self, Member, Node, Span};
use crate::model::{Meaning, Reply, Value};
use firstline_diagnosis::{CheckId, Confidence, Finding, NotMeasured, Verdict};

/// Takes a trail from a document. Written for size, as [`crate::pack`] is: where something is of
/// another shape, that is noted and reading goes on with something harmless.
pub(super) struct Reader<'a> {
    /// The first value that is of another shape.
    pub(super) wrong: Option<&'a Node>,
}

static NOTHING: Node = Node {
    span: Span { start: 0, end: 0 },
    value: json::Value::Null,
};

impl<'a> Reader<'a> {
    fn wrong(&mut self, node: &'a Node) {
        self.wrong.get_or_insert(node);
    }

    fn get(&mut self, node: &'a Node, key: &str) -> &'a Node {
        node.get(key).unwrap_or_else(|| {
            self.wrong(node);
            &NOTHING
        })
    }

    fn str(&mut self, node: &'a Node) -> &'a str {
        node.as_str().unwrap_or_else(|| {
            self.wrong(node);
            ""
        })
    }

    fn string(&mut self, node: &'a Node) -> String {
        self.str(node).to_owned()
    }

    fn string_of(&mut self, node: &'a Node, key: &str) -> String {
        let node = self.get(node, key);
        self.string(node)
    }

    fn bool(&mut self, node: &'a Node, key: &str) -> bool {
        let node = self.get(node, key);
        node.as_bool().unwrap_or_else(|| {
            self.wrong(node);
            false
        })
    }

    fn number(&mut self, node: &'a Node) -> f64 {
        node.as_f64().unwrap_or_else(|| {
            self.wrong(node);
            0.0
        })
    }

    pub(super) fn integer(&mut self, node: &'a Node, key: &str) -> u64 {
        let node = self.get(node, key);
        let number = self.number(node);
        if !(0.0..=9_007_199_254_740_991.0).contains(&number) || number.fract() != 0.0 {
            self.wrong(node);
        }
        number as u64
    }

    fn list<T>(&mut self, node: &'a Node, read: fn(&mut Self, &'a Node) -> T) -> Vec<T> {
        let mut items = Vec::new();
        match node.as_array() {
            Some(nodes) => {
                for node in nodes {
                    items.push(read(self, node));
                }
            }
            None => self.wrong(node),
        }
        items
    }

    fn members(&mut self, node: &'a Node) -> &'a [Member] {
        node.as_object().unwrap_or_else(|| {
            self.wrong(node);
            &[]
        })
    }

    /// A name out of a closed list.
    fn named<T>(&mut self, node: &'a Node, find: fn(&str) -> Option<T>, otherwise: T) -> T {
        match node.as_str().and_then(find) {
            Some(found) => found,
            None => {
                self.wrong(node);
                otherwise
            }
        }
    }

    pub(super) fn trail(&mut self, root: &'a Node) -> Trail {
        let mut facts = Vec::new();
        let known = self.get(root, "facts");
        for member in self.members(known) {
            facts.push((member.key.clone(), self.value(&member.value)));
        }
        Trail {
            guide: self.string_of(root, "guide"),
            version: self.string_of(root, "version"),
            hash: self.string_of(root, "hash"),
            began: self.integer(root, "began"),
            facts,
            visits: self.visits(root, "visits"),
            kept: self.visits(root, "kept"),
            catching_up: self.bool(root, "catchingUp"),
            stage: self.stage(root),
        }
    }

    fn value(&mut self, node: &'a Node) -> Value {
        match &node.value {
            json::Value::String(text) => Value::Text(text.clone()),
            json::Value::Number(number) => Value::Number(*number),
            json::Value::Bool(flag) => Value::Flag(*flag),
            _ => Value::List(self.list(node, Self::string)),
        }
    }

    fn visits(&mut self, root: &'a Node, key: &str) -> Vec<Visit> {
        let visits = self.get(root, key);
        self.list(visits, |reader, visit| Visit {
            place: reader.string_of(visit, "place"),
            at: reader.integer(visit, "at"),
            answer: reader.answer(visit),
        })
    }

    fn answer(&mut self, visit: &'a Node) -> Answer {
        if let Some(ids) = visit.get("options") {
            return Answer::Options(self.list(ids, Self::string));
        }
        if let Some(value) = visit.get("input") {
            let empty = matches!(value.value, json::Value::Null);
            return Answer::Input((!empty).then(|| self.value(value)));
        }
        if let Some(meaning) = visit.get("lights") {
            return Answer::Lights(self.named(meaning, Meaning::from_name, Meaning::Unsure));
        }
        if let Some(findings) = visit.get("checked") {
            return Answer::Checked(self.findings(findings));
        }
        if let Some(did) = visit.get("did") {
            return Answer::Did(match did.value {
                json::Value::Array(_) => Helped::Checked(self.findings(did)),
                json::Value::Bool(true) => Helped::NotAsked,
                _ => Helped::Said(self.named(did, Reply::from_name, Reply::Unsure)),
            });
        }
        if let Some(findings) = visit.get("stuck") {
            let findings = self.findings(findings);
            return Answer::Stuck { findings };
        }
        if let Some(findings) = visit.get("stillBroken") {
            let findings = self.findings(findings);
            return Answer::StillBroken { findings };
        }
        if visit.get("cannot").is_some() {
            return Answer::Cannot;
        }
        self.get(visit, "somethingElse");
        Answer::SomethingElse
    }

    fn findings(&mut self, node: &'a Node) -> Vec<Finding> {
        self.list(node, Self::finding)
    }

    fn finding(&mut self, node: &'a Node) -> Finding {
        let check = self.get(node, "check");
        let check = self.named(check, CheckId::from_name, CheckId::Internet);
        let verdict = self.get(node, "verdict");
        let verdict = self.named(verdict, Verdict::from_name, Verdict::Unknown);
        let confidence = self.get(node, "confidence");
        let confidence = self.named(confidence, Confidence::from_name, Confidence::Low);
        let mut finding = Finding::new(check, verdict, confidence);
        let known = check.check();
        if let Some(why) = node.get("notMeasured") {
            let why = self.named(why, NotMeasured::from_name, NotMeasured::BadAnswer);
            finding.not_measured = Some(why);
        }
        if let Some(alias) = node.get("alias") {
            let name = self.str(alias);
            match known.aliases.iter().find(|(known, _)| *known == name) {
                Some((known, _)) => finding.alias = Some(known),
                None => self.wrong(alias),
            }
        }
        if let Some(metrics) = node.get("metrics") {
            for member in self.members(metrics) {
                let number = self.number(&member.value);
                match known.metrics.iter().find(|known| known.name == member.key) {
                    Some(metric) => finding.metrics.push((metric.name, number)),
                    None => self.wrong(&member.value),
                }
            }
        }
        if let Some(texts) = node.get("texts") {
            for member in self.members(texts) {
                let text = self.string(&member.value);
                match known.texts.iter().find(|known| **known == member.key) {
                    Some(name) => finding.texts.push((name, text)),
                    None => self.wrong(&member.value),
                }
            }
        }
        finding
    }

    fn stage(&mut self, root: &'a Node) -> Stage {
        let stage = self.get(root, "stage");
        if stage.get("since").is_some() {
            let dropped = self.bool(stage, "dropped");
            let since = self.integer(stage, "since");
            return Stage::Waiting { since, dropped };
        }
        if let Some(findings) = stage.get("checked") {
            return Stage::Checked(self.findings(findings));
        }
        if let Some(findings) = stage.get("settled") {
            return Stage::Settled(self.findings(findings));
        }
        if stage.get("recheckAt").is_some() {
            return Stage::Settling {
                recheck_at: self.integer(stage, "recheckAt"),
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
        self.get(stage, "open");
        Stage::Open
    }
}

/// Appends the JSON pointer from `here` to a value within it; false where it is not there.
pub(super) fn point_to(wanted: &Node, here: &Node, path: &mut String) -> bool {
    if std::ptr::eq(wanted, here) {
        return true;
    }
    let end = path.len();
    let items = here.as_array().unwrap_or_default();
    for (index, item) in items.iter().enumerate() {
        path.push('/');
        json::push_integer(path, index as u64);
        if point_to(wanted, item, path) {
            return true;
        }
        path.truncate(end);
    }
    for member in here.as_object().unwrap_or_default() {
        path.push('/');
        for letter in member.key.chars() {
            match letter {
                '~' => path.push_str("~0"),
                '/' => path.push_str("~1"),
                _ => path.push(letter),
            }
        }
        if point_to(wanted, &member.value, path) {
            return true;
        }
        path.truncate(end);
    }
    false
}
