//! Tickets as a widget sends them, each with a trail that was really walked and a mark of its own.

use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use firstline_diagnosis::{CheckId, Confidence, Finding, NotMeasured, Verdict};

use firstline_guide::session::{Event, Session, Start};
use hyper::body::Bytes;
use serde_json::{Value, json};

/// The guide that is walked.
pub const GUIDE: &str = include_str!("no-internet.json");

/// 2026-11-22, 12:00 in Berlin, in milliseconds since 1970.
const BEGAN: u64 = 1_795_345_200_000;

/// The prefix of a ticket's mark in its note.
pub const MARK: &str = "chaos-";

/// The hash of the guide's pack, as the relay serves it.
pub fn pack_hash() -> Result<String> {
    Ok(packed()?.hash)
}

fn packed() -> Result<firstline_author::pack::Pack> {
    let id = "no-internet";
    firstline_author::pack::pack(id, |wanted| (wanted == id).then_some(GUIDE))
        .map_err(|_| anyhow!("the guide of the attacks cannot be packed"))
}

/// Makes tickets.
#[derive(Clone)]
pub struct Tickets(Value);

impl Tickets {
    /// Walks the guide.
    pub fn new() -> Result<Tickets> {
        let id = "no-internet";
        let pack = packed()?;
        let library = firstline_guide::pack::read(&pack.bytes)
            .map_err(|_| anyhow!("the pack of the attacks cannot be read"))?;
        let start = Start {
            hash: pack.hash,
            began: BEGAN,
            facts: Vec::new(),
        };
        let Ok((mut session, _)) = Session::start(Arc::new(library), id, start) else {
            bail!("the guide of the attacks cannot be walked");
        };
        let failed = |check| {
            let mut finding = Finding::not_measured(check, NotMeasured::Skipped);
            finding.not_measured = None;
            finding.verdict = Verdict::Fail;
            finding.confidence = Confidence::High;
            Event::CheckFinished { run: 1, finding }
        };
        let walk = [
            failed(CheckId::Isp),
            failed(CheckId::Internet),
            Event::Continued,
            Event::InstructionDone,
            Event::HelpJudged("no".to_owned()),
            Event::OptionsChosen(vec!["no".to_owned()]),
        ];
        for (at, event) in (BEGAN + 15_000..).step_by(15_000).zip(walk) {
            session.update(at, event);
        }
        let trail: Value = serde_json::from_str(&session.trail().to_json())
            .context("the trail of the attacks is no JSON")?;
        Ok(Tickets(trail))
    }

    /// The ticket of this number: its key, as it stands in the header, and its body.
    pub fn ticket(&self, number: u64) -> (String, Bytes) {
        self.with_note(number, "The lamp blinks since the storm.")
    }

    /// The same with a note of so many bytes.
    pub fn long(&self, number: u64, bytes: usize) -> (String, Bytes) {
        self.with_note(number, &"a pasted router log ".repeat(bytes / 20))
    }

    fn with_note(&self, number: u64, note: &str) -> (String, Bytes) {
        let ticket = json!({
            "format": 1,
            "contact": { "name": "Maria Zauberlicht", "email": "maria@zauberlicht.example",
                         "phone": "+49 30 5550 1234" },
            "note": format!("{MARK}{number:012} {note}"),
            "consent": { "id": "support-ticket", "version": "1", "at": BEGAN + 200_000 },
            "trail": self.0,
            "environment": { "userAgent": "Mozilla/5.0 (Chaos)", "language": "en", "widget": "0.1.0" },
        });
        let key = format!("\"{}\"", key(number));
        (key, Bytes::from(ticket.to_string()))
    }
}

/// The UUID of the ticket of this number.
pub fn key(number: u64) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}
