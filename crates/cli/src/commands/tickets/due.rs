//! What the provider owes on open tickets, and by when.

use std::fmt::Write as _;

use firstline_relay::store::duties::Due;
use firstline_wire::foreign::on_one_line;
use serde_json::{Value, json};

use super::{lines, time};

/// A line each, or JSON.
pub fn list(due: &[Due], now: i64, as_json: bool) -> String {
    if as_json {
        let all = due.iter().map(|due| {
            json!({
                "ticket": due.ticket,
                "stored": time(due.stored, "%Y-%m-%dT%H:%M:%S%:z"),
                "duty": due.duty,
                "due": time(due.due, "%Y-%m-%dT%H:%M:%S%:z"),
                "late": due.due <= now,
                "met": due.met,
                "summary": due.summary,
            })
        });
        return lines(&Value::from_iter(all));
    }
    if due.is_empty() {
        return "Nothing is late, and nothing falls due in this time.\n".to_owned();
    }
    due.iter().fold(String::new(), |mut text, due| {
        let late = if due.due <= now { "LATE" } else { "    " };
        let what = match &*due.met {
            "answered" => "an answer",
            _ => "mended",
        };
        let _ = writeln!(
            text,
            "{late}  {}  {}  {} ({what})  {}",
            time(due.due, "%Y-%m-%d %H:%M"),
            due.ticket,
            on_one_line(&due.duty),
            on_one_line(&due.summary),
        );
        text
    })
}
