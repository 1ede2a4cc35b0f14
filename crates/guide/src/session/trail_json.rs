//! The stored form of a trail: JSON, written and read without any library, because the widget
//! needs it before each step and every byte of it is paid on a bad line.

use firstline_diagnosis::{CheckId, Confidence, Finding, NotMeasured, Verdict};

use super::trail::{Answer, FORMAT, Helped, Stage, Trail, Visit};
use crate::json::{self, Node, Writer};
use crate::model::{Meaning, Reply, Value};

/// Why a stored trail cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrailError {
    /// It is not JSON; the byte where it stops being so.
    Syntax(u32),
    /// A key stands twice in one object; the byte of the second.
    Duplicate(u32),
    /// It was written by a newer version of the engine.
    Newer,
    /// It is JSON of another shape; the JSON pointer of the place.
    Shape(String),
}

impl std::fmt::Display for TrailError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            TrailError::Syntax(offset) => write!(out, "not JSON at byte {offset}"),
            TrailError::Duplicate(offset) => write!(out, "a key stands twice, at byte {offset}"),
            TrailError::Newer => write!(out, "written by a newer version; format {FORMAT} is read"),
            TrailError::Shape(pointer) => write!(out, "not understood at {pointer:?}"),
        }
    }
}

impl std::error::Error for TrailError {}

impl Trail {
    /// The stored form.
    pub fn to_json(&self) -> String {
        let mut out = Writer::new();
        out.begin_object();
        out.key("format");
        out.integer(u64::from(FORMAT));
        field(&mut out, "guide", &self.guide);
        field(&mut out, "version", &self.version);
        field(&mut out, "hash", &self.hash);
        out.key("began");
        out.integer(self.began);
        out.key("facts");
        out.begin_object();
        for (name, value) in &self.facts {
            out.key(name);
            write_value(&mut out, value);
        }
        out.end_object();
        write_visits(&mut out, "visits", &self.visits);
        write_visits(&mut out, "kept", &self.kept);
        out.key("catchingUp");
        out.bool(self.catching_up);
        out.key("stage");
        write_stage(&mut out, &self.stage);
        out.end_object();
        out.finish()
    }

    /// Reads the stored form.
    ///
    /// # Errors
    /// Where it is not JSON, of a newer format or of another shape; nothing is guessed.
    pub fn from_json(text: &str) -> Result<Trail, TrailError> {
        let parsed = json::parse(text).map_err(|error| TrailError::Syntax(error.offset))?;
        if let Some(twice) = parsed.duplicates.first() {
            return Err(TrailError::Duplicate(twice.start));
        }
        let root = At {
            node: &parsed.root,
            path: String::new(),
        };
        let format = root.get("format")?;
        if format.integer()? != u64::from(FORMAT) {
            return Err(TrailError::Newer);
        }
        let facts = root.get("facts")?;
        let mut known = Vec::new();
        for member in facts.node.as_object().ok_or_else(|| facts.shape())? {
            known.push((member.key.clone(), facts.get(&member.key)?.value()?));
        }
        Ok(Trail {
            guide: root.get("guide")?.string()?,
            version: root.get("version")?.string()?,
            hash: root.get("hash")?.string()?,
            began: root.get("began")?.integer()?,
            facts: known,
            visits: root.get("visits")?.list(At::visit)?,
            kept: root.get("kept")?.list(At::visit)?,
            catching_up: root.get("catchingUp")?.bool()?,
            stage: root.get("stage")?.stage()?,
        })
    }
}

fn field(out: &mut Writer, name: &str, value: &str) {
    out.key(name);
    out.string(value);
}

fn flag(out: &mut Writer, name: &str) {
    out.key(name);
    out.bool(true);
}

fn write_value(out: &mut Writer, value: &Value) {
    match value {
        Value::Number(number) => {
            out.number(*number);
        }
        Value::Text(text) => {
            out.string(text);
        }
        Value::Flag(flag) => {
            out.bool(*flag);
        }
        Value::List(items) => write_strings(out, items),
    }
}

fn write_strings(out: &mut Writer, items: &[String]) {
    out.begin_array();
    for item in items {
        out.string(item);
    }
    out.end_array();
}

fn write_visits(out: &mut Writer, name: &str, visits: &[Visit]) {
    out.key(name);
    out.begin_array();
    for visit in visits {
        out.begin_object();
        field(out, "place", &visit.place);
        out.key("at");
        out.integer(visit.at);
        match &visit.answer {
            Answer::Options(ids) => {
                out.key("options");
                write_strings(out, ids);
            }
            Answer::Input(value) => {
                out.key("input");
                match value {
                    Some(value) => write_value(out, value),
                    None => {
                        out.null();
                    }
                }
            }
            Answer::Lights(meaning) => field(out, "lights", meaning.name()),
            Answer::Checked(findings) => write_findings(out, "checked", findings),
            Answer::Did(Helped::NotAsked) => flag(out, "did"),
            Answer::Did(Helped::Said(reply)) => field(out, "did", reply.name()),
            Answer::Did(Helped::Checked(findings)) => write_findings(out, "did", findings),
            Answer::Cannot => flag(out, "cannot"),
            Answer::Stuck { findings } => write_findings(out, "stuck", findings),
            Answer::StillBroken { findings } => write_findings(out, "stillBroken", findings),
            Answer::SomethingElse => flag(out, "somethingElse"),
        }
        out.end_object();
    }
    out.end_array();
}

fn write_findings(out: &mut Writer, name: &str, findings: &[Finding]) {
    out.key(name);
    out.begin_array();
    for finding in findings {
        out.begin_object();
        field(out, "check", finding.check.name());
        field(out, "verdict", finding.verdict.name());
        field(out, "confidence", finding.confidence.name());
        if let Some(why) = finding.not_measured {
            field(out, "notMeasured", why.name());
        }
        if let Some(alias) = finding.alias {
            field(out, "alias", alias);
        }
        if !finding.metrics.is_empty() {
            out.key("metrics");
            out.begin_object();
            for (name, number) in &finding.metrics {
                out.key(name);
                out.number(*number);
            }
            out.end_object();
        }
        if !finding.texts.is_empty() {
            out.key("texts");
            out.begin_object();
            for (name, text) in &finding.texts {
                field(out, name, text);
            }
            out.end_object();
        }
        out.end_object();
    }
    out.end_array();
}

fn write_stage(out: &mut Writer, stage: &Stage) {
    out.begin_object();
    match stage {
        Stage::Open => flag(out, "open"),
        Stage::LineDown => flag(out, "lineDown"),
        Stage::Waiting { since, dropped } => {
            out.key("since");
            out.integer(*since);
            out.key("dropped");
            out.bool(*dropped);
        }
        Stage::Checking => flag(out, "checking"),
        Stage::Checked(findings) => write_findings(out, "checked", findings),
        Stage::Asking => flag(out, "asking"),
        Stage::Settling { recheck_at } => {
            out.key("recheckAt");
            out.integer(*recheck_at);
        }
        Stage::Settled(findings) => write_findings(out, "settled", findings),
    }
    out.end_object();
}

/// A node and where it stands, so that an error can name the place.
struct At<'a> {
    node: &'a Node,
    path: String,
}

impl<'a> At<'a> {
    fn shape(&self) -> TrailError {
        TrailError::Shape(self.path.clone())
    }

    fn child(&self, node: &'a Node, name: &str) -> At<'a> {
        At {
            node,
            path: [&self.path, "/", &name.replace('~', "~0").replace('/', "~1")].concat(),
        }
    }

    fn find(&self, key: &str) -> Option<At<'a>> {
        Some(self.child(self.node.get(key)?, key))
    }

    fn get(&self, key: &str) -> Result<At<'a>, TrailError> {
        self.find(key).ok_or_else(|| self.shape())
    }

    fn string(&self) -> Result<String, TrailError> {
        self.node
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| self.shape())
    }

    fn bool(&self) -> Result<bool, TrailError> {
        self.node.as_bool().ok_or_else(|| self.shape())
    }

    fn integer(&self) -> Result<u64, TrailError> {
        let number = self.node.as_f64().ok_or_else(|| self.shape())?;
        if !(0.0..=9_007_199_254_740_991.0).contains(&number) || number.fract() != 0.0 {
            return Err(self.shape());
        }
        Ok(number as u64)
    }

    fn list<T>(&self, read: fn(&At<'a>) -> Result<T, TrailError>) -> Result<Vec<T>, TrailError> {
        let nodes = self.node.as_array().ok_or_else(|| self.shape())?;
        let mut position = String::new();
        nodes
            .iter()
            .enumerate()
            .map(|(index, node)| {
                position.clear();
                super::facts::push_integer(&mut position, index as u64);
                read(&self.child(node, &position))
            })
            .collect()
    }

    /// A name out of a closed list.
    fn named<T>(&self, find: fn(&str) -> Option<T>) -> Result<T, TrailError> {
        self.node
            .as_str()
            .and_then(find)
            .ok_or_else(|| self.shape())
    }

    fn value(&self) -> Result<Value, TrailError> {
        if let Some(text) = self.node.as_str() {
            return Ok(Value::Text(text.to_owned()));
        }
        if let Some(number) = self.node.as_f64() {
            return Ok(Value::Number(number));
        }
        if let Some(flag) = self.node.as_bool() {
            return Ok(Value::Flag(flag));
        }
        self.list(At::string).map(Value::List)
    }

    fn visit(&self) -> Result<Visit, TrailError> {
        Ok(Visit {
            place: self.get("place")?.string()?,
            at: self.get("at")?.integer()?,
            answer: self.answer()?,
        })
    }

    fn answer(&self) -> Result<Answer, TrailError> {
        if let Some(ids) = self.find("options") {
            return Ok(Answer::Options(ids.list(At::string)?));
        }
        if let Some(value) = self.find("input") {
            let empty = matches!(value.node.value, json::Value::Null);
            return Ok(Answer::Input(if empty {
                None
            } else {
                Some(value.value()?)
            }));
        }
        if let Some(meaning) = self.find("lights") {
            return Ok(Answer::Lights(meaning.named(Meaning::from_name)?));
        }
        if let Some(findings) = self.find("checked") {
            return Ok(Answer::Checked(findings.list(At::finding)?));
        }
        if let Some(did) = self.find("did") {
            return Ok(Answer::Did(if did.node.as_array().is_some() {
                Helped::Checked(did.list(At::finding)?)
            } else if did.node.as_bool() == Some(true) {
                Helped::NotAsked
            } else {
                Helped::Said(did.named(Reply::from_name)?)
            }));
        }
        if let Some(findings) = self.find("stuck") {
            return Ok(Answer::Stuck {
                findings: findings.list(At::finding)?,
            });
        }
        if let Some(findings) = self.find("stillBroken") {
            return Ok(Answer::StillBroken {
                findings: findings.list(At::finding)?,
            });
        }
        if self.find("cannot").is_some() {
            return Ok(Answer::Cannot);
        }
        self.get("somethingElse").map(|_| Answer::SomethingElse)
    }

    fn finding(&self) -> Result<Finding, TrailError> {
        let check = self.get("check")?.named(CheckId::from_name)?;
        let known = check.check();
        let mut finding = Finding {
            check,
            verdict: self.get("verdict")?.named(Verdict::from_name)?,
            confidence: self.get("confidence")?.named(Confidence::from_name)?,
            not_measured: match self.find("notMeasured") {
                Some(why) => Some(why.named(NotMeasured::from_name)?),
                None => None,
            },
            alias: None,
            metrics: Vec::new(),
            texts: Vec::new(),
        };
        if let Some(alias) = self.find("alias") {
            let name = alias.string()?;
            let known = known.aliases.iter().find(|(known, _)| *known == name);
            finding.alias = Some(known.ok_or_else(|| alias.shape())?.0);
        }
        if let Some(metrics) = self.find("metrics") {
            for member in metrics.node.as_object().ok_or_else(|| metrics.shape())? {
                let at = metrics.child(&member.value, &member.key);
                let metric = known.metrics.iter().find(|known| known.name == member.key);
                let metric = metric.ok_or_else(|| at.shape())?;
                let number = at.node.as_f64().ok_or_else(|| at.shape())?;
                finding.metrics.push((metric.name, number));
            }
        }
        if let Some(texts) = self.find("texts") {
            for member in texts.node.as_object().ok_or_else(|| texts.shape())? {
                let at = texts.child(&member.value, &member.key);
                let name = known.texts.iter().find(|known| **known == member.key);
                finding
                    .texts
                    .push((name.ok_or_else(|| at.shape())?, at.string()?));
            }
        }
        Ok(finding)
    }

    fn stage(&self) -> Result<Stage, TrailError> {
        if let Some(since) = self.find("since") {
            let dropped = self.get("dropped")?.bool()?;
            return Ok(Stage::Waiting {
                since: since.integer()?,
                dropped,
            });
        }
        if let Some(findings) = self.find("checked") {
            return Ok(Stage::Checked(findings.list(At::finding)?));
        }
        if let Some(findings) = self.find("settled") {
            return Ok(Stage::Settled(findings.list(At::finding)?));
        }
        if let Some(at) = self.find("recheckAt") {
            return Ok(Stage::Settling {
                recheck_at: at.integer()?,
            });
        }
        for (name, stage) in [
            ("lineDown", Stage::LineDown),
            ("checking", Stage::Checking),
            ("asking", Stage::Asking),
        ] {
            if self.find(name).is_some() {
                return Ok(stage);
            }
        }
        self.get("open").map(|_| Stage::Open)
    }
}
