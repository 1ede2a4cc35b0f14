//! What loader, panel, style sheet and documentation must agree on.

use std::collections::BTreeMap;

use firstline_widget::text::Key;

use super::examples;

const LOADER: &str = include_str!("../../embed/firstline.js");
const PANEL: &str = include_str!("../../embed/panel.js");
const WHY: &str = include_str!("../../embed/why.js");
const SEND: &str = include_str!("../../embed/send.js");
const LOOK: &str = include_str!("../../embed/look.js");
const DOCS: &str = include_str!("../../docs/embedding.md");
const TYPES: &str = include_str!("../../embed/firstline.d.ts");

/// The `--fl-…` declarations of what stands between these two marks.
fn tokens<'a>(text: &'a str, from: &str, to: &str) -> BTreeMap<&'a str, String> {
    let block = text.split_once(from).map_or("", |(_, rest)| rest);
    let block = block.split_once(to).map_or(block, |(block, _)| block);
    block
        .split(';')
        .filter_map(|declaration| declaration.trim().split_once(':'))
        .filter(|(name, _)| name.starts_with("--fl-"))
        .map(|(name, value)| (name, value.split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect()
}

/// The panel is seen before the sheet is here: what it is drawn with must be the same.
fn the_panel_has_these(panel: &str, sheet: &str) {
    let ours = tokens(LOOK, panel, "`;");
    let whole = examples::page::sheet();
    let theirs = tokens(&whole, sheet, "}");
    assert!(ours.len() >= 8, "too few tokens in look.js: {ours:?}");
    for (name, value) in &ours {
        assert_eq!(
            Some(value),
            theirs.get(name),
            "{name} of look.js and of widget.css differ"
        );
    }
}

#[test]
fn the_panel_and_the_sheet_have_the_same_light_tokens() {
    the_panel_has_these("const LIGHT = `", "\n.fl-root {");
}

#[test]
fn the_panel_and_the_sheet_have_the_same_dark_tokens() {
    the_panel_has_these("const DARK = `", ".fl-root[data-theme=\"dark\"] {");
}

/// The names that follow each of these marks.
fn names_after(text: &str, marks: &[&str]) -> Vec<String> {
    let mut names: Vec<String> = marks
        .iter()
        .flat_map(|mark| text.split(mark).skip(1))
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                .collect::<String>()
        })
        .filter(|name| !name.is_empty())
        .collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn every_attribute_of_the_tag_is_documented() {
    let read = [
        names_after(LOADER, &[" data."]),
        names_after(PANEL, &[" data.", "(data."]),
    ]
    .concat();
    assert!(read.len() >= 8, "too few attributes: {read:?}");
    for name in read {
        let mut attribute = String::from("`data-");
        for letter in name.chars() {
            if letter.is_ascii_uppercase() {
                attribute.push('-');
            }
            attribute.push(letter.to_ascii_lowercase());
        }
        attribute.push('`');
        assert!(
            DOCS.contains(&attribute),
            "docs/embedding.md does not explain {attribute}"
        );
    }
}

#[test]
fn every_reason_of_a_failure_is_documented_and_typed() {
    let marks = ["problem(\"", "reason: \"", "reason = \""];
    let reasons = [names_after(PANEL, &marks), names_after(WHY, &marks)].concat();
    assert!(reasons.len() >= 8, "too few reasons: {reasons:?}");
    for reason in reasons {
        assert!(
            DOCS.contains(&format!("| `{reason}` |")),
            "docs/embedding.md lacks {reason}"
        );
        assert!(
            TYPES.contains(&format!("| \"{reason}\"")),
            "firstline.d.ts lacks {reason}"
        );
    }
}

#[test]
fn the_panel_finds_its_words_at_their_places() {
    use Key::{Direction, Language, LoadSlow, LoadWhy, Restart, Stopped, StoppedText};
    let first: Vec<Key> = Key::ALL.iter().map(|(key, _)| *key).take(7).collect();
    let places = [
        Language,
        Direction,
        LoadSlow,
        LoadWhy,
        Stopped,
        StoppedText,
        Restart,
    ];
    assert_eq!(first, places);
    for taken in [
        "[, , notice.textContent",
        "[, , , why]",
        "[, , , , stopped, kept, restart]",
    ] {
        assert!(PANEL.contains(taken), "panel.js does not take {taken}");
    }
}

/// A ticket is sent by a page that has not loaded the widget, too.
#[test]
fn the_sender_reads_and_tells_what_the_widget_stores() {
    use firstline_widget::model::outbox::{EXPIRES_AFTER, Pending, Progress, ticket_to_json};
    use firstline_widget::model::outbox::{Stored, from_json};

    let ticket = Pending {
        key: "6f1c0f2e-0d7b-4a55-9f0e-2f1d8f2b7c11".to_owned(),
        body: "{}".to_owned(),
        since: 1_800_000_000_000,
        began: 1_799_999_000_000,
        next: vec!["We call.".to_owned()],
        receipt: "R".to_owned(),
        told: None,
        progress: Progress::Barred,
    };
    let stored: serde_json::Value = serde_json::from_str(&ticket_to_json(&ticket)).unwrap();
    assert!(SEND.contains("const { at, pending } = JSON.parse("));
    assert_eq!(stored["at"], ticket.since);
    // All that it takes of a ticket is there.
    for name in ["body", "refused", "began", "next", "receipt"] {
        assert!(stored["pending"].get(name).is_some(), "{name}");
    }
    let hours = format!("{} * 3600 * 1000", EXPIRES_AFTER / 3_600_000);
    assert!(SEND.contains(&hours), "send.js gives up at another age");
    // What it tells is what the widget reads.
    assert!(SEND.contains(
        "{ told: Date.now(), began, number, next: [...(next || []), ...promises], receipt }"
    ));
    assert!(SEND.contains("`${OUTBOX}told.${key}`"));
    let told = serde_json::json!({
        "told": ticket.since, "began": ticket.began, "number": "F-1",
        "next": ticket.next, "receipt": ticket.receipt,
    });
    let key = format!("told.{}", ticket.key);
    let Some(Stored::Ticket(read)) = from_json(&key, &told.to_string(), ticket.since) else {
        panic!("the widget does not read what send.js tells")
    };
    assert_eq!((read.key, read.began), (ticket.key, ticket.began));
    // And the loader notices a ticket by its key.
    assert!(LOADER.contains(r"/firstline\.outbox\.\w{8}-/"));
}
