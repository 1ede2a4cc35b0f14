//! Nobody who relies on a line is cut off unasked by the guides that we ship.

// Helpers of tests may fail as tests do.
#![allow(clippy::expect_used)]

use std::fs;
use std::path::Path;

use firstline_guide::json::{self, Node};
use firstline_guide::load;
use firstline_guide::model::{Disruption, Ending, Guide, StepKind};
use firstline_guide::routes::{Label, Route, routes};

/// Asks who relies on a phone or an alarm on the line, and ends `resolved` where it may drop.
const ASKS: &str = "relies-on-line";

/// The ways to a step that drops the line without asking at once, and why.
const BESIDES: &[(&str, &str, &str)] = &[
    // It was asked before `restart`, which this takes the place of.
    ("restart-router", "why-not", "other-way"),
];

fn sources() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guides");
    fs::read_dir(folder)
        .expect("the guides are there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .map(|path| fs::read_to_string(path).expect("a guide is text"))
        .collect()
}

fn guides() -> Vec<Guide> {
    let load = |text: &String| load::load(text).guide.expect("a sound guide");
    sources().iter().map(load).collect()
}

fn drops(kind: &StepKind) -> bool {
    let StepKind::Instruction(instruction) = kind else {
        return false;
    };
    let mut all = instruction.disruptions.iter();
    all.any(|one| matches!(one, Disruption::Restart | Disruption::LineDrops))
}

#[test]
fn no_step_drops_the_line_before_it_is_asked_who_relies_on_it() {
    let mut unasked = Vec::new();
    let mut dropping = 0;
    for guide in guides() {
        assert!(!drops(&guide.step(guide.start).kind), "{}", guide.id);
        for from in &guide.steps {
            for Route { label, to } in routes(from) {
                let to = guide.step(to);
                if !drops(&to.kind) {
                    continue;
                }
                dropping += 1;
                let asks = matches!(&from.kind, StepKind::Call(call) if call.guide == ASKS);
                let may = asks && label == Label::Ending(Ending::Resolved);
                let way = (guide.id.as_str(), from.id.as_str(), to.id.as_str());
                if !may && !BESIDES.contains(&way) {
                    unasked.push(format!("{way:?}"));
                }
            }
        }
    }
    assert!(unasked.is_empty(), "{}", unasked.join("\n"));
    assert!(
        dropping > 10,
        "only {dropping} ways to a step that drops the line"
    );
}

/// A telephone or an alarm that stops without a word is taken for a fault, or is not noticed.
#[test]
fn every_step_that_drops_the_line_warns_of_calls_and_alarms() {
    let mut silent = Vec::new();
    let mut warned = 0;
    for text in sources() {
        let root = json::parse(&text).expect("a guide is JSON").root;
        let id = root.get("id").and_then(Node::as_str).unwrap_or_default();
        let steps = root.get("steps").and_then(Node::as_object);
        for step in steps.expect("a guide has steps") {
            let does = step.value.get("does").and_then(Node::as_array);
            let mut does = does.unwrap_or_default().iter().filter_map(Node::as_str);
            if !does.any(|does| matches!(does, "restart" | "line-drops")) {
                continue;
            }
            let variants = step.value.get("variants").and_then(Node::as_object);
            let variants = variants.unwrap_or_default().iter();
            // A variant without a warning of its own keeps the step's.
            let others = variants.filter_map(|variant| variant.value.get("warning"));
            let warnings = others.map(Some).chain([step.value.get("warning")]);
            for warning in warnings {
                warned += 1;
                let says = warning.and_then(Node::as_str).unwrap_or_default();
                let says = says.to_lowercase();
                let of_calls = says.contains("calls") || says.contains("phones");
                if !(of_calls && says.contains("alarms")) {
                    silent.push(format!("{id}/{}: {says}", step.key));
                }
            }
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
    assert!(warned > 15, "only {warned} warnings");
}
