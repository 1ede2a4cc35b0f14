//! The corpus, and what differs a little from it: the short form of the search, the same in each run.

// Helpers of tests may fail as tests do.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};

/// How many neighbours of each file are tried.
const NEIGHBOURS: u32 = 200;

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(name);
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 2, "the corpus of {name} is too small");
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// A change of a file: bytes that are put in the place of others.
fn change() -> impl Strategy<Value = (Index, usize, Vec<u8>)> {
    let signs = prop_oneof![
        3 => proptest::sample::select(br#"{}[]":,0123456789-eE. tfn\u"#.to_vec()),
        1 => any::<u8>(),
    ];
    (any::<Index>(), 0usize..12, vec(signs, 0..6))
}

fn try_all(name: &str, target: fn(&[u8])) {
    // The same changes in each run: a suite that finds something only now and then is believed by nobody.
    let config = Config {
        cases: NEIGHBOURS,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = proptest::test_runner::TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, rng);
    for file in corpus(name) {
        target(&file);
        for end in 0..file.len().min(64) {
            target(&file[..end * file.len() / 64]);
        }
        runner
            .run(&vec(change(), 1..4), |changes| {
                let mut bytes = file.clone();
                for (place, removed, put) in changes {
                    let start = place.index(bytes.len() + 1);
                    let end = (start + removed).min(bytes.len());
                    bytes.splice(start..end, put);
                }
                target(&bytes);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_guide_is_refused_with_a_place_or_becomes_a_pack() {
    try_all("guide", firstline_fuzz::guide);
}

#[test]
fn a_pack_is_refused_or_can_be_walked() {
    try_all("pack", firstline_fuzz::pack);
}

#[test]
fn a_trail_is_refused_or_reads_again_as_it_was_written() {
    try_all("trail", firstline_fuzz::trail);
}

#[test]
fn a_status_feed_is_refused_with_a_place_or_told() {
    try_all("status", firstline_fuzz::status);
}

#[test]
fn the_corpus_begins_with_what_is_accepted() {
    let accepted = |name: &str, file: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("corpus")
            .join(name)
            .join(file);
        fs::read(path).unwrap()
    };
    let trail = accepted("trail", "all-answers.json");
    firstline_guide::Trail::from_json(std::str::from_utf8(&trail).unwrap()).unwrap();
    firstline_guide::pack::read_any(&accepted("pack", "startup.3.pack")).unwrap();
    firstline_relay::status::parse(&accepted("status", "languages.json")).unwrap();
}
