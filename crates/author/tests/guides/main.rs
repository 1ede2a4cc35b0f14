//! The guides that we ship: sound, walked by scenarios, readable, small.

// Helpers of tests may fail as tests do.
#![allow(clippy::expect_used, clippy::panic)]

mod wording;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use firstline_author::pictures;
use firstline_author::provider::Offer;
use firstline_author::scenario::{self, Transition};
use firstline_author::{equipment, figures, pack as author};
use firstline_compress::{BEST, brotli};
use firstline_guide::diagnostic::line_column;
use firstline_guide::json::{self, Member, Node};
use firstline_guide::load;
use firstline_guide::model::{Guide, Library, StepKind};
use firstline_guide::pack;

use wording::read_by_customers;

/// A guide as it lies in its file.
struct Shipped {
    id: String,
    source: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guides")
}

fn shipped() -> Vec<Shipped> {
    let mut found: Vec<Shipped> = fs::read_dir(folder())
        .expect("the guides are there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| Shipped {
            id: path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned(),
            source: fs::read_to_string(&path).expect("a guide is text"),
        })
        .collect();
    found.sort_by(|one, other| one.id.cmp(&other.id));
    assert!(!found.is_empty());
    found
}

fn guides() -> Vec<Guide> {
    let loaded = |shipped: &Shipped| {
        let loaded = load::load(&shipped.source);
        let problems: Vec<String> = loaded
            .problems
            .iter()
            .map(|problem| {
                let (line, column) = line_column(&shipped.source, problem.span.start);
                format!("{}:{line}:{column}: {}", shipped.id, problem.message)
            })
            .collect();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
        loaded.guide.expect("a guide without problems")
    };
    shipped().iter().map(loaded).collect()
}

fn library() -> Arc<Library> {
    Arc::new(load::library(guides()).expect("the guides fit each other"))
}

#[test]
fn guides_load_without_problems_and_are_named_like_their_files() {
    let guides = guides();
    for (guide, shipped) in guides.iter().zip(shipped()) {
        assert_eq!(guide.id, shipped.id);
    }
    load::library(guides).expect("the guides fit each other");
}

#[test]
fn every_scenario_comes_to_its_end() {
    let library = library();
    let mut failures = Vec::new();
    let mut walked = 0;
    for Shipped { id, source } in shipped() {
        let (scenarios, malformed) = scenario::read(&source);
        for error in malformed {
            let (line, column) = line_column(&source, error.span.start);
            failures.push(format!("{id}:{line}:{column}: {}", error.message));
        }
        for scenario in scenarios {
            walked += 1;
            if let Err(failure) = scenario::run(&library, &id, &scenario) {
                let (line, column) = line_column(&source, failure.span.start);
                failures.push(format!("{id}:{line}:{column}: {failure}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(walked > 40, "only {walked} scenarios");
}

#[test]
fn every_end_has_a_scenario_of_its_own_guide() {
    for (guide, shipped) in guides().iter().zip(shipped()) {
        let (scenarios, _) = scenario::read(&shipped.source);
        for step in &guide.steps {
            if matches!(step.kind, StepKind::Outcome(_)) {
                let ends = scenarios.iter().any(|scenario| scenario.expect == step.id);
                assert!(ends, "no scenario of {} ends at {}", guide.id, step.id);
            }
        }
    }
}

#[test]
fn every_transition_is_taken_by_a_scenario() {
    let library = library();
    let mut taken: BTreeSet<Transition> = BTreeSet::new();
    for Shipped { id, source } in shipped() {
        for scenario in scenario::read(&source).0 {
            if let Ok(walked) = scenario::run(&library, &id, &scenario) {
                taken.extend(walked.taken);
            }
        }
    }
    let never: Vec<String> = guides()
        .iter()
        .flat_map(|guide| scenario::uncovered(guide, &taken))
        .map(|transition| transition.to_string())
        .collect();
    assert!(never.is_empty(), "no scenario takes:\n{}", never.join("\n"));
}

#[test]
fn every_picture_is_there_used_small_and_harmless() {
    let mut used: BTreeSet<String> = guides().iter().flat_map(pictures::used).collect();
    let source = fs::read_to_string(folder().join("site/equipment.json")).expect("a catalogue");
    for equipment in equipment::read(&source).catalogue.boxes {
        used.extend(equipment.picture.map(|(file, _)| file));
    }
    let there: BTreeSet<String> = fs::read_dir(folder().join("pictures"))
        .expect("the pictures are there")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(used, there);
    for file in there {
        let picture = fs::read_to_string(folder().join("pictures").join(&file)).expect("an SVG");
        assert!(picture.len() <= 2_500, "{file} has {} bytes", picture.len());
        for forbidden in [
            "<script",
            "<style",
            "style=",
            "href",
            "<image",
            "foreignObject",
        ] {
            assert!(!picture.contains(forbidden), "{file} contains {forbidden}");
        }
    }
}

#[test]
fn every_picture_is_described_in_words() {
    for guide in guides() {
        for picture in pictures::all(&guide) {
            assert!(
                picture.alt.split_whitespace().count() >= 5,
                "{}: {}",
                guide.id,
                picture.file
            );
        }
    }
}

/// By the walks of `firstline lint --figures 2000`: screens to the first thing to do, and to a ticket where nothing helps.
/// docs/guides/figures.md tells those of 100,000, so its medians are near these.
#[test]
fn help_and_tickets_are_a_few_screens_away() {
    const TO_HELP: u32 = 4;
    const TO_A_TICKET: u32 = 12;
    /// Questions and whom to ask, with nothing to do.
    const ONLY_QUESTIONS: [&str; 4] = ["call-back", "contract", "fault-here", "visit"];
    /// Ends in another guide where it does not help.
    const NO_TICKET: [&str; 1] = ["bridge"];
    let library = library();
    let table = fs::read_to_string(folder().join("../docs/guides/figures.md")).expect("a table");
    let told_of = |id: &str| {
        let row = table
            .lines()
            .find_map(|row| row.strip_prefix(&format!("| {id} | ")));
        let mut medians = row?.split(" | ").map(|cell| {
            let median = cell.split(" / ").next().unwrap_or_default();
            median.parse::<u32>().ok()
        });
        Some((medians.next()?, medians.next()?))
    };
    let mut long = Vec::new();
    let mut stale = Vec::new();
    for guide in library.guides().iter().filter(|guide| guide.listed) {
        let id = guide.id.as_str();
        let figures = figures::of(&library, id, 2_000, 1).expect("a guide of ours");
        // A figure that is missing would be held to nothing.
        let (helps, gives_up) = (figures.to_first_help, figures.nothing_helps);
        assert_eq!(helps.is_none(), ONLY_QUESTIONS.contains(&id), "{id}: help");
        assert_eq!(gives_up.is_none(), NO_TICKET.contains(&id), "{id}: tickets");
        if !ONLY_QUESTIONS.contains(&id) {
            let (help, ticket) = told_of(id).unwrap_or_else(|| panic!("no figures of {id}"));
            for (told, now) in [(help, helps), (ticket, gives_up)] {
                let now = now.map(|now| now.median);
                let near = told.zip(now).map(|(told, now)| told.abs_diff(now) <= 1);
                if told != now && near != Some(true) {
                    stale.push(format!("{id}: {told:?} in the table, {now:?} now"));
                }
            }
        }
        let mut told = |what: &str, screens: Option<figures::Spread>, most: u32| {
            if let Some(screens) = screens.filter(|screens| screens.median > most) {
                long.push(format!("{}: {} screens {what}", guide.id, screens.median));
            }
        };
        told("to the first thing to do", helps, TO_HELP);
        told("to a ticket", gives_up, TO_A_TICKET);
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
    assert!(stale.is_empty(), "{}", stale.join("\n"));
}

/// A rule that a guide breaks on purpose is no reason that a reader can see. Ours break none.
#[test]
fn no_rule_is_allowed_to_be_broken() {
    for guide in json_of_each() {
        let mut steps = guide.steps().iter().map(|step| &step.value);
        assert!(guide.root.get("allow").is_none(), "{}", guide.id);
        assert!(
            steps.all(|step| step.get("allow").is_none()),
            "{}",
            guide.id
        );
    }
}

/// Without its account a ticket is looked up by hand, and a customer who is told no day calls.
#[test]
fn every_ticket_asks_for_the_account_and_says_when_we_reply() {
    let mut tickets = 0;
    for guide in json_of_each() {
        let listed = guide.root.get("listed").is_none();
        for step in guide.steps() {
            let place = format!("{}/{}", guide.id, step.key);
            let own = step.value.get("ticket");
            let variants = step.value.get("variants").and_then(Node::as_array);
            let variants = variants.unwrap_or_default().iter();
            for ticket in variants.filter_map(|one| one.get("ticket")).chain(own) {
                tickets += 1;
                let asks = ticket.get("ask").and_then(Node::as_array);
                let mut asks = asks.expect("a list").iter();
                let account = |ask: &Node| {
                    let field = ask.get("field").unwrap_or(ask);
                    field.as_str() == Some("account")
                };
                assert!(asks.any(account), "{place} does not ask for the account");
                let mut said = Vec::new();
                read_by_customers(&step.value, &mut said);
                let says_when = said.iter().any(|text| text.contains(".reply-within}"));
                assert!(says_when || !listed, "{place} does not say when we reply");
            }
        }
    }
    assert!(tickets > 60, "only {tickets} tickets");
}

/// Whether a lamp is off tells where to look, and not how bad it is for who has no internet at all.
#[test]
fn a_home_without_internet_is_critical_whatever_the_lamps_say() {
    let ends = [
        ("no-internet", &["ticket", "ticket-line", "ticket-account"]),
        (
            "router-lights",
            &["ticket-down", "ticket-line", "ticket-account"],
        ),
    ];
    let guides = json_of_each();
    for (id, ends) in ends {
        let guide = guides.iter().find(|guide| guide.id == id);
        let steps = guide.expect("a guide of ours").steps();
        for end in ends {
            let step = steps.iter().find(|step| step.key == *end);
            let ticket = step.and_then(|step| step.value.get("ticket"));
            let severity = ticket.and_then(|ticket| ticket.get("severity"));
            let severity = severity.and_then(Node::as_str);
            assert_eq!(severity, Some("critical"), "{id}/{end}");
        }
    }
}

/// An end is reached in many ways, and says of the line or the box only what was found out on each of them.
#[test]
fn ends_claim_no_more_than_was_found_out() {
    const CLAIMS: [&str; 8] = [
        "everything you can",
        "line is fast",
        "line works",
        "line answers",
        "Wi-Fi works",
        "our box works",
        "is not your line",
        "We reached our network",
    ];
    /// Each with what was found out on every way to it.
    const FOUND_OUT: [(&str, &str, &str); 6] = [
        // A website opened on a computer by cable.
        ("no-internet", "ticket-wifi", "line works"),
        // The customer called by another telephone in the same socket.
        ("phone", "own-phone", "line works"),
        // A speed test came near to the plan, or over 300 Mbit/s by Wi-Fi.
        ("slow-internet", "one-device", "line is fast"),
        ("slow-internet", "ticket-site", "line is fast"),
        // The internet was fast while the VPN was off.
        ("work", "employer-slow", "line is fast"),
        // A website opened on it after all was plugged in.
        ("new-line", "done", "line works"),
    ];
    let mut ends = 0;
    for guide in json_of_each() {
        for step in guide.steps() {
            if step.value.get("ends").is_none() {
                continue;
            }
            ends += 1;
            let mut said = Vec::new();
            read_by_customers(&step.value, &mut said);
            for text in said {
                for claim in CLAIMS {
                    let place = (guide.id.as_str(), step.key.as_str(), claim);
                    let may = !text.contains(claim) || FOUND_OUT.contains(&place);
                    assert!(may, "{}/{}: {text}", guide.id, step.key);
                }
            }
        }
    }
    assert!(ends > 150, "only {ends} ends");
}

/// `docs/guides/claims.md` says where each claim is from, by guide and step.
#[test]
fn claims_are_of_steps_that_there_are_and_have_a_source() {
    let table = fs::read_to_string(folder().join("../docs/guides/claims.md")).expect("a table");
    let rows = table.lines().skip_while(|line| !line.starts_with("|---"));
    let guides = guides();
    let guide = |id: &str| guides.iter().find(|guide| guide.id == id);
    let mut claims = 0;
    for row in rows.skip(1).filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = row.split(" | ").collect();
        let [_, places, source] = cells[..] else {
            panic!("three cells: {row}");
        };
        claims += 1;
        assert!(source.trim_end_matches('|').trim().len() > 4, "{row}");
        // What is on a box is said in many places.
        if places.starts_with("wherever") {
            continue;
        }
        let mut of = None;
        for place in places.split(',') {
            let place = place.trim().trim_end_matches(" (de)");
            let step = match place.split_once('/') {
                Some((id, step)) => {
                    of = Some(guide(id).unwrap_or_else(|| panic!("no guide {id}: {row}")));
                    step
                }
                None if guide(place).is_some() => continue,
                None => place,
            };
            let known = of.is_some_and(|guide| guide.steps.iter().any(|known| known.id == step));
            assert!(known, "no step {step}: {row}");
        }
    }
    assert!(claims > 100, "only {claims} claims");
}

/// A guide as JSON.
struct AsJson {
    id: String,
    root: Node,
}

impl AsJson {
    fn steps(&self) -> &[Member] {
        let steps = self.root.get("steps").and_then(Node::as_object);
        steps.expect("a guide has steps")
    }
}

fn json_of_each() -> Vec<AsJson> {
    let read = |shipped: Shipped| AsJson {
        root: json::parse(&shipped.source).expect("a guide is JSON").root,
        id: shipped.id,
    };
    shipped().into_iter().map(read).collect()
}

#[test]
fn questions_can_be_answered_with_not_sure() {
    for guide in guides() {
        for step in &guide.steps {
            if let StepKind::Question(question) = &step.kind {
                let unsure = question.options.iter().any(|option| option.id == "unsure");
                assert!(unsure, "{}/{} has no \"not sure\"", guide.id, step.id);
            }
        }
    }
}

/// What every pack begins with is no small guide's fault: one of fewer steps may weigh as much as one
/// of forty.
#[test]
fn a_pack_weighs_at_most_three_kilobytes_for_forty_steps() {
    let shipped = shipped();
    let source = |id: &str| {
        shipped
            .iter()
            .find(|shipped| shipped.id == id)
            .map(|shipped| shipped.source.as_str())
    };
    // As customers of the sample provider load it: its addresses are in it.
    let provider = fs::read_to_string(folder().join("site/provider.json")).expect("a provider");
    let offer = Offer::read(&provider, "en");
    assert_ne!(offer, Offer::default());
    let mut heavy = Vec::new();
    for guide in guides() {
        let packed = author::pack_for(&offer, &guide.id, source).expect("a pack");
        let library = pack::read(&packed.bytes).expect("a pack that can be read");
        let steps: usize = library.guides().iter().map(|guide| guide.steps.len()).sum();
        let bytes = brotli(&packed.bytes, BEST).expect("Brotli").len();
        let per_forty = bytes * 40 / steps.max(40);
        println!(
            "{}: {steps} steps, {} bytes, {bytes} brotli, {per_forty} for 40, {} pictures",
            guide.id,
            packed.bytes.len(),
            packed.pictures.len(),
        );
        if per_forty > 3_000 {
            heavy.push(format!("{}: {per_forty} bytes for 40 steps", guide.id));
        }
    }
    assert!(heavy.is_empty(), "{}", heavy.join("\n"));
}
