//! Good guides load and make libraries. What bad ones are told is in `rules.rs`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

mod calls;
mod limits;
mod model;
mod properties;

use std::collections::BTreeSet;
use std::path::PathBuf;

use firstline_guide::{Guide, load};

const GOOD: &[&str] = &[
    "block",
    "by-measurement",
    "check-cables",
    "check-power",
    "everything",
    "in-parts",
    "measured",
    "no-internet",
    "provider",
    "said-so",
    "slow-internet",
    "smallest",
];

fn folder(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "fixtures", name]
        .iter()
        .collect()
}

fn read(kind: &str, name: &str) -> String {
    let path = folder(kind).join(name).with_extension("json");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(kind: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder(kind)).unwrap();
    let stem = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    entries.map(|entry| stem(entry.unwrap().path())).collect()
}

fn good(name: &str) -> Guide {
    let loaded = load::load(&read("good", name));
    assert_eq!(loaded.problems, [], "{name}");
    loaded.guide.unwrap()
}

#[test]
fn every_good_guide_is_named() {
    let names: BTreeSet<String> = GOOD.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(files("good"), names);
}

#[test]
fn good_guides_have_no_problems() {
    for name in GOOD {
        good(name);
    }
}
