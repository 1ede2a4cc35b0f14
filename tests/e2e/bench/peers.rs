//! The products beside ours, as pages of a web site: bundled by `cargo xtask bench startup` into the cache.

use std::path::PathBuf;
use std::{env, fs};

use serde_json::{Value, json};

use crate::harness::{Answer, Host};

/// A product beside ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    Preact,
    SurveyJs,
    Typebot,
}

impl Peer {
    pub const ALL: [Peer; 3] = [Peer::Preact, Peer::SurveyJs, Peer::Typebot];

    /// What the report calls it, with its version.
    pub fn name(self) -> String {
        let (name, package) = match self {
            Peer::Preact => ("Preact by hand", "preact"),
            Peer::SurveyJs => ("SurveyJS", "survey-core"),
            Peer::Typebot => ("Typebot", "@typebot.io/js"),
        };
        let manifest = folder().join(format!("node_modules/{package}/package.json"));
        let manifest: Value = serde_json::from_slice(&fs::read(manifest).unwrap()).unwrap();
        format!("{name} {}", manifest["version"].as_str().unwrap())
    }

    /// Puts its page at `/`, all files compressed as a web server would.
    pub fn put(self, host: &Host) {
        let file = match self {
            Peer::Preact => "preact",
            Peer::SurveyJs => "surveyjs",
            Peer::Typebot => "typebot",
        };
        let read =
            |end: &str| fs::read(folder().join("bundled").join(format!("{file}.{end}"))).ok();
        let script = read("js").expect("`cargo xtask bench startup` bundles it");
        host.put(
            "/help.js",
            Answer::of("text/javascript", script).compressed(),
        );
        let mut head = r#"<script type="module" src="/help.js"></script>"#.to_owned();
        if let Some(style) = read("css") {
            host.put("/help.css", Answer::of("text/css", style).compressed());
            head.push_str(r#"<link rel="stylesheet" href="/help.css">"#);
        }
        let body = match self {
            Peer::Typebot => {
                answer_typebot(host);
                r#"<typebot-standard style="display:block;width:100%;height:600px"></typebot-standard>"#
            }
            Peer::Preact | Peer::SurveyJs => r#"<div id="help"></div>"#,
        };
        host.put("/", Answer::page(&head, body));
    }
}

/// Where xtask installed and bundled them.
fn folder() -> PathBuf {
    let folder = env::var_os("FIRSTLINE_DEV_BENCH").expect("run it by `cargo xtask bench startup`");
    PathBuf::from(folder)
}

/// The two calls that Typebot's embed makes on the way to the second step, answered as its server does
/// (its package has the types: `StartChatResponse`, `ContinueChatResponse`), but at once.
fn answer_typebot(host: &Host) {
    let words = |id: &str, text: &str| {
        let line = json!({ "type": "p", "children": [{ "text": text }] });
        json!({ "id": id, "type": "text", "content": { "type": "richText", "richText": [line] } })
    };
    let choice = |id: &str, labels: &[&str]| {
        let items: Vec<Value> = labels
            .iter()
            .map(|label| json!({ "id": label, "blockId": id, "content": label }))
            .collect();
        json!({ "id": id, "type": "choice input", "items": items })
    };
    let font = json!({ "type": "Custom", "family": "sans-serif", "url": "" });
    let start = json!({
        "sessionId": "one",
        "resultId": "one",
        "typebot": {
            "id": "startup",
            "version": "6.1",
            "publishedAt": "2026-01-01T00:00:00.000Z",
            "theme": { "general": { "font": font } },
            "settings": { "typingEmulation": { "enabled": false } },
        },
        "messages": [words("m1", "What does not work?")],
        "input": choice("i1", &["Nothing opens", "It is slow", "One website only"]),
    });
    let next = json!({
        "messages": [words("m2", "Is any lamp on the router lit?")],
        "input": choice("i2", &["Yes", "No", "I'm not sure"]),
    });
    for (path, answer) in [
        ("/api/v1/typebots/startup/startChat", start),
        ("/api/v1/sessions/one/continueChat", next),
    ] {
        host.put(
            path,
            Answer::of("application/json", answer.to_string()).compressed(),
        );
    }
}
