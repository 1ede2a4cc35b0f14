//! The stored form of a trail: JSON, written and read without any library, because the widget
//! needs it before each step and every byte of it is paid on a bad line.

mod read;

use firstline_diagnosis::Finding;

use super::trail::{Answer, FORMAT, LineLoss, Stage, Trail, Verification, Visit};
use crate::json::{self, Node, Writer};
use crate::model::Value;

/// Why a stored trail cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrailError {
    /// It is not JSON; the byte offset of the first error.
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
        write_line(&mut out, self.line);
        out.end_object();
        out.finish()
    }

    /// Reads the stored form.
    ///
    /// # Errors
    /// If it is not JSON, of a newer format or of another shape; nothing is guessed.
    pub fn from_json(text: &str) -> Result<Trail, TrailError> {
        let parsed = json::parse(text).map_err(|error| TrailError::Syntax(error.offset))?;
        if let Some(twice) = parsed.duplicates().first() {
            return Err(TrailError::Duplicate(twice.start));
        }
        let root = &parsed.root;
        let mut reading = json::Reading::new();
        let trail = trail(&mut reading, root)?;
        match reading.first_wrong() {
            None => Ok(trail),
            Some(wrong) => {
                let mut path = String::new();
                root.point_to(wrong, &mut path);
                Err(TrailError::Shape(path))
            }
        }
    }

    /// Reads the stored form as a part of a document that the same program wrote; `None` if it is of a newer format
    /// or of another shape. What strangers send goes through [`Trail::from_json`], which says why.
    pub fn from_node(root: &Node) -> Option<Trail> {
        let mut reading = json::Reading::new();
        let trail = trail(&mut reading, root).ok()?;
        reading.first_wrong().is_none().then_some(trail)
    }
}

fn trail<'a>(reading: &mut json::Reading<'a>, root: &'a Node) -> Result<Trail, TrailError> {
    let format = reading.integer_of(root, "format");
    if reading.first_wrong().is_none() && format != u64::from(FORMAT) {
        return Err(TrailError::Newer);
    }
    Ok(read::trail(reading, root))
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
        write_line(out, visit.line);
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
            Answer::Lights(meaning, seen) => {
                field(out, "lights", meaning.name());
                if let Some(seen) = seen {
                    out.key("seen");
                    out.begin_object();
                    field(out, "equipment", &seen.equipment);
                    field(out, "light", &seen.light);
                    field(out, "state", &seen.state);
                    out.end_object();
                }
            }
            Answer::Checked(findings) => write_findings(out, "checked", findings),
            Answer::Done(Verification::Unverified) => flag(out, "did"),
            Answer::Done(Verification::Asked(reply)) => field(out, "did", reply),
            Answer::Done(Verification::Checked(findings)) => write_findings(out, "did", findings),
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

fn write_line(out: &mut Writer, line: Option<LineLoss>) {
    let Some(line) = line else { return };
    out.key("lost");
    out.integer(line.lost);
    if let Some(back) = line.back {
        out.key("back");
        out.integer(back);
    }
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
