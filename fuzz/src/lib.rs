//! What is read from outside, fed with what nobody would write: a guide that somebody typed, a pack that was
//! damaged on the way, a trail that a stranger sent, a status feed that another program wrote.
//!
//! Each function takes any bytes and panics only if a promise is broken. `cargo xtask fuzz NAME` searches for such
//! bytes; `fuzz/tests/corpus.rs` goes through the corpus, and through what differs a little from it, in each run of the suite.

// A broken promise is told by a panic: that is what the search looks for.
#![allow(clippy::panic, clippy::expect_used)]

use std::sync::{Arc, LazyLock};

use firstline_guide::session::{Session, Start};
use firstline_guide::{Library, Trail, load, pack as packs};
use firstline_relay::status as feed;

/// A guide's file: every problem lies inside the file, and a guide without problems becomes a pack that reads as
/// the same guide.
pub fn guide(input: &[u8]) {
    let source = String::from_utf8_lossy(input);
    let loaded = load::load(&source);
    for problem in &loaded.problems {
        let span = problem.span.start as usize..problem.span.end as usize;
        assert!(
            source.get(span).is_some(),
            "a problem lies outside the file: {problem:?}"
        );
        assert!(!problem.message.is_empty(), "a problem says nothing");
    }
    assert!(
        loaded.guide.is_some() || !loaded.problems.is_empty(),
        "no guide, and no word why"
    );
    let Some(guide) = loaded.guide else { return };
    let id = guide.id.clone();
    let Ok(library) = load::library(vec![guide]) else {
        return;
    };
    let written = packs::write(&id, &library).expect("a sound guide can be packed");
    let read = packs::read(&written).expect("a pack that was written can be read");
    let again = packs::write(&id, &read).expect("what was read can be packed");
    assert_eq!(written, again, "a pack does not read as what was written");
    walk(Arc::new(read), &id);
}

/// A pack's bytes: refused, or a library in which one can walk.
pub fn pack(input: &[u8]) {
    let Ok(library) = packs::read_any(input) else {
        return;
    };
    let entry = library.guides().first().map(|guide| guide.id.clone());
    walk(Arc::new(library), &entry.expect("a pack has a guide"));
}

/// A stored or sent trail: refused, or replayed over a guide as far as it fits, and then the same when it is written and
/// read again.
pub fn trail(input: &[u8]) {
    let Ok(trail) = Trail::from_json(&String::from_utf8_lossy(input)) else {
        return;
    };
    reads_as_written(&trail);
    let hash = trail.hash.clone();
    let Ok(resumed) = Session::resume(Arc::clone(&LIBRARY), trail, &hash, 0) else {
        return;
    };
    reads_as_written(resumed.session.trail());
    let screen = resumed.session.screen();
    assert!(!screen.title.is_empty(), "a screen without a title");
}

/// For how long it is told that a fault is over.
const TOLD: jiff::SignedDuration = jiff::SignedDuration::from_hours(3);

/// A status feed: refused with a place, or told to whoever asks; and what each status product might answer.
pub fn status(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let reading = feed::sources::Reading {
        zone: jiff::tz::TimeZone::UTC,
        now: jiff::Timestamp::from_second(1_790_000_000).expect("a time"),
    };
    for source in feed::sources::SOURCES {
        for bodies in [&[&*text][..], &[&*text, &*text]] {
            let read = source.read(bodies, &reading, &feed::sources::Places::default());
            assert!(
                read.is_err() || !text.trim().is_empty(),
                "{} reads an empty answer",
                source.name
            );
        }
    }
    match feed::parse(input) {
        Err(why) => assert!(why.starts_with(':'), "an error without a place: {why}"),
        Ok(file) => {
            for now in [0, 1_790_000_000, 4_000_000_000] {
                let now = jiff::Timestamp::from_second(now).expect("a time");
                let (_, until) = feed::select(&file, &["de-AT", "en"], None, TOLD, now);
                assert!(
                    until.is_none_or(|until| until > now),
                    "nothing changes in the past"
                );
            }
        }
    }
}

fn reads_as_written(trail: &Trail) {
    let read = Trail::from_json(&trail.to_json()).expect("a trail that was written can be read");
    assert_eq!(&read, trail, "a trail does not read as what was written");
}

/// Goes to the guide's first screen.
fn walk(library: Arc<Library>, guide: &str) {
    if let Ok((session, _)) = Session::start(library, guide, Start::default()) {
        let _ = session.screen();
    }
}

/// What trails are replayed over.
static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| {
    let loaded = load::load(include_str!("../corpus/guide/startup.json"));
    let guide = loaded.guide.expect("the corpus's first guide is sound");
    Arc::new(load::library(vec![guide]).expect("it calls nothing"))
});
