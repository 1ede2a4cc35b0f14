//! What agents told the authors of guides.

use std::fmt::Write as _;

use firstline_relay::store::remarks::{KINDS, Remark};
use firstline_wire::foreign::on_one_line;
use serde_json::{Value, json};

use super::time;

/// A line each, or JSON.
pub fn list(remarks: &[Remark], as_json: bool) -> String {
    if as_json {
        let all: Vec<Value> = remarks.iter().map(|remark| json!(remark)).collect();
        return format!("{:#}\n", Value::from(all));
    }
    if remarks.is_empty() {
        return "No agent has said anything of a guide yet.\n".to_owned();
    }
    let mut text = String::new();
    for remark in remarks {
        let kind = KINDS.iter().find(|(name, _)| *name == remark.kind);
        let kind = kind.map_or(&*remark.kind, |(_, words)| *words);
        let place = match &*remark.place {
            "" => "the ticket as a whole",
            place => place,
        };
        let _ = write!(
            text,
            "{}  {}  {}, {}: {kind}",
            time(remark.at, "%Y-%m-%d %H:%M"),
            remark.ticket,
            on_one_line(&remark.guide),
            on_one_line(place)
        );
        if !remark.text.is_empty() {
            let _ = write!(text, " – {}", on_one_line(&remark.text));
        }
        text.push('\n');
    }
    text
}
