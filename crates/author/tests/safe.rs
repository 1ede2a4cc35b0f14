//! Nobody who relies on a line is cut off unasked by the guides that we ship.

// Helpers of tests may fail as tests do.
#![allow(clippy::expect_used)]

use std::fs;
use std::path::Path;

use firstline_guide::load;
use firstline_guide::model::{Disruption, Ending, Guide, StepKind};
use firstline_guide::routes::{Label, Route, routes};

/// Asks who relies on a phone or an alarm on the line, and ends `resolved` where it may drop.
const ASKS: &str = "relies-on-line";

/// The ways to a step that drops the line without asking at once, and why.
const BESIDES: &[(&str, &str, &str)] = &[
    // It was asked before `restart`, which this takes the place of.
    ("restart-router", "why-not", "other-way"),
    // The line is down already; where it works a little, it is asked.
    ("check-cables", "works-a-little", "leads"),
];

fn guides() -> Vec<Guide> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guides");
    fs::read_dir(folder)
        .expect("the guides are there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .map(|path| fs::read_to_string(path).expect("a guide is text"))
        .map(|text| load::load(&text).guide.expect("a sound guide"))
        .collect()
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
