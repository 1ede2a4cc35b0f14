//! A pack gives back the very guides that went into it; a damaged one is refused, or gives guides
//! that hold together.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use firstline_guide::model::{Kind, StepIndex};
use firstline_guide::pack::{self, PackError};
use firstline_guide::session::{Session, Start};
use firstline_guide::{Guide, Library, load, routes};
use proptest::prelude::*;
use proptest::sample::Index;

const FIXTURES: &str = "tests/fixtures/good";
const SHIPPED: &str = "../../guides";

/// The entries whose packs are changed in the tests below.
const ENTRIES: &[(&str, &str)] = &[
    (FIXTURES, "everything"),
    (FIXTURES, "no-internet"),
    (FIXTURES, "slow-internet"),
    (SHIPPED, "no-internet"),
];

/// All guides of a folder.
fn library(folder: &str) -> Library {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    files.sort();
    let guide = |file: &PathBuf| {
        let loaded = load::load(&std::fs::read_to_string(file).unwrap());
        loaded.guide.unwrap_or_else(|| panic!("{}", file.display()))
    };
    load::library(files.iter().map(guide).collect()).unwrap()
}

fn calls(guide: &Guide) -> impl Iterator<Item = &str> {
    guide.steps.iter().filter_map(|step| match &step.kind {
        Kind::Call(call) => Some(call.guide.as_str()),
        _ => None,
    })
}

/// The packs of [`ENTRIES`].
fn packs() -> &'static [String] {
    static PACKS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let write = |(folder, entry): &(&str, &str)| pack::write(entry, &library(folder));
        ENTRIES.iter().map(write).collect()
    });
    &PACKS
}

/// A guide and all that it calls.
fn reachable<'l>(library: &'l Library, entry: &'l str) -> BTreeSet<&'l str> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![entry];
    while let Some(id) = waiting.pop() {
        if found.insert(id) {
            waiting.extend(calls(library.guide(id).unwrap()));
        }
    }
    found
}

/// Writes and reads; what comes back is the entry, first, and all that it calls, unchanged.
fn comes_back(library: &Library, entry: &str) -> Result<(), TestCaseError> {
    let read = pack::read(&pack::write(entry, library)).unwrap();
    prop_assert_eq!(&read.guides()[0].id, entry);
    let ids: BTreeSet<&str> = read
        .guides()
        .iter()
        .map(|guide| guide.id.as_str())
        .collect();
    prop_assert_eq!(&ids, &reachable(library, entry));
    prop_assert_eq!(ids.len(), read.guides().len());
    for guide in read.guides() {
        let mut written = library.guide(&guide.id).unwrap().as_ref().clone();
        if guide.id != entry {
            written.search_words.clear();
        }
        prop_assert_eq!(guide.as_ref(), &written);
    }
    Ok(())
}

/// Every place that the engine follows leads somewhere.
fn holds_together(library: &Library) -> Result<(), TestCaseError> {
    for (position, guide) in library.guides().iter().enumerate() {
        let fits = |to: StepIndex| usize::from(to.0) < guide.steps.len();
        prop_assert!(fits(guide.start) && guide.stuck.is_none_or(fits));
        prop_assert!(!guide.listed || guide.stuck.is_some());
        for step in &guide.steps {
            for route in routes::routes(step) {
                prop_assert!(fits(route.to), "{}/{}: {:?}", guide.id, step.id, route);
            }
            // Those that the list above leaves out because no answer leads along them.
            match &step.kind {
                Kind::Question(question) => {
                    prop_assert!(question.options.iter().all(|option| fits(option.to)));
                    prop_assert!(question.to.is_none_or(fits));
                }
                Kind::Instruction(instruction) => {
                    prop_assert_eq!(instruction.to.is_none(), instruction.verify.is_some());
                    let warn = instruction.verify.as_ref().map(|verify| verify.on.warn);
                    prop_assert!(warn.is_none_or(fits));
                }
                _ => {}
            }
        }
        for called in calls(guide) {
            let at = library.guides().iter().position(|guide| guide.id == called);
            // Callers stand before what they call, so there is no circle.
            prop_assert!(
                at.is_some_and(|at| at > position),
                "{} calls {called}",
                guide.id
            );
        }
    }
    Ok(())
}

#[test]
fn every_guide_comes_back_as_it_was() {
    for folder in [FIXTURES, SHIPPED] {
        let library = library(folder);
        for guide in library.guides() {
            comes_back(&library, &guide.id).unwrap();
            let read = pack::read(&pack::write(&guide.id, &library)).unwrap();
            holds_together(&read).unwrap();
        }
    }
}

#[test]
fn called_guides_follow_their_callers() {
    let read = pack::read(&pack::write("no-internet", &library(FIXTURES))).unwrap();
    let ids: Vec<&str> = read
        .guides()
        .iter()
        .map(|guide| guide.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "no-internet",
            "check-cables",
            "check-power",
            "slow-internet"
        ]
    );
}

/// A pack of one guide with two steps: an instruction, and the end that it leads to.
fn small() -> serde_json::Value {
    let loaded = load::load(
        r#"{"format":1,"id":"small","version":"1","language":"en","title":"T","summary":"S",
                "start":"do","stuck":"end","steps":{
                "do":{"kind":"instruction","title":"Do","actions":["A {danger} {{b"],"to":"end"},
                "end":{"kind":"outcome","ends":"hand-over","title":"End"}},
                "facts":{"danger":{"type":"flag","from":"website"}}}"#,
    );
    assert_eq!(loaded.problems, []);
    let library = load::library(loaded.guide.into_iter().collect()).unwrap();
    serde_json::from_str(&pack::write("small", &library)).unwrap()
}

#[test]
fn the_written_form_stays_what_it_is() {
    // Packs are cached for ever and kept with tickets: a change here needs a new format.
    assert_eq!(
        small(),
        serde_json::json!({
            "format": 1,
            "names": ["small", "1", "en", "danger", "do", "end"],
            "texts": ["T", "S", "Do", "A {danger} {{b", "End"],
            "code": [
                1, 0, 1, 1, 1, 3, 2, 0, 2,
                1, 3, 1, 0, 0, 0, 0, 0, 0, 1, 1,
                1, 7, 3, 0,
            ],
        })
    );
}

#[test]
fn a_damaged_pack_is_refused() {
    type Change = fn(&mut serde_json::Value);
    let code = |pack: &serde_json::Value, at: usize| pack["code"][at].clone();
    let whole = small();
    assert!(pack::read(&whole.to_string()).is_ok());
    assert_eq!(code(&whole, 5), 3, "the kind of the declared fact");
    let cases: &[(&str, Change, PackError)] = &[
        ("newer", |pack| pack["format"] = 2.into(), PackError::Format),
        (
            "no format",
            |pack| pack["format"] = serde_json::Value::Null,
            PackError::Format,
        ),
        ("no object", |pack| *pack = 1.into(), PackError::Format),
        (
            "no code",
            |pack| pack["code"] = serde_json::Value::Null,
            PackError::Malformed,
        ),
        (
            "no guide",
            |pack| {
                *pack = serde_json::json!({"format": 1, "names": [], "texts": [], "code": [0]});
            },
            PackError::Malformed,
        ),
        (
            "a start that is not there",
            |pack| pack["code"][7] = 2.into(),
            PackError::Malformed,
        ),
        (
            "no way out",
            |pack| pack["code"][8] = 0.into(),
            PackError::Malformed,
        ),
        (
            "half a number",
            |pack| pack["code"][7] = 0.5.into(),
            PackError::Malformed,
        ),
        (
            "a number below nothing",
            |pack| pack["code"][7] = (-1).into(),
            PackError::Malformed,
        ),
        (
            "a count without end",
            |pack| pack["code"][1] = 4_294_967_295_u32.into(),
            PackError::Malformed,
        ),
        (
            "a kind that there is not",
            |pack| pack["code"][21] = 8.into(),
            PackError::Malformed,
        ),
        (
            "an insert without end",
            |pack| pack["texts"][3] = "A {danger".into(),
            PackError::Malformed,
        ),
        (
            "an insert without a name",
            |pack| pack["texts"][3] = "A {}".into(),
            PackError::Malformed,
        ),
        (
            "a text too many",
            |pack| pack["texts"].as_array_mut().unwrap().push("More".into()),
            PackError::Malformed,
        ),
        (
            "a text too few",
            |pack| {
                pack["texts"].as_array_mut().unwrap().pop();
            },
            PackError::Malformed,
        ),
        (
            "a number for a name",
            |pack| pack["names"][0] = 1.into(),
            PackError::Malformed,
        ),
    ];
    for (name, change, expected) in cases {
        let mut pack = whole.clone();
        change(&mut pack);
        assert_eq!(pack::read(&pack.to_string()), Err(*expected), "{name}");
    }
    assert_eq!(pack::read(""), Err(PackError::Syntax));
    let twice = whole.to_string().replacen('{', r#"{"names":[],"#, 1);
    assert_eq!(pack::read(&twice), Err(PackError::Malformed));
}

#[test]
fn conditions_without_end_do_not_run_out_of_stack() {
    let mut pack = small();
    // The last step becomes a branch on "not not not ...".
    let code = pack["code"].as_array_mut().unwrap();
    code.truncate(20);
    code.extend([1, 5, 1].map(Into::into));
    code.extend(std::iter::repeat_n(2.into(), 1_000_000));
    assert_eq!(pack::read(&pack.to_string()), Err(PackError::Malformed));
}

/// Numbers that mean something somewhere, and some that do nowhere.
const NUMBERS: &[f64] = &[
    0.0,
    1.0,
    2.0,
    3.0,
    4.0,
    5.0,
    6.0,
    7.0,
    8.0,
    9.0,
    10.0,
    16.0,
    33.0,
    64.0,
    127.0,
    0.5,
    -1.0,
    65_535.0,
    65_536.0,
    4_294_967_295.0,
    4_294_967_296.0,
    1e22,
];
const TEXTS: &[&str] = &[
    "", "{", "}", "{{", "{}", "{a}", "{{a}}", "{{{a}}}", "{a}{b}", "{a{b}", "x {a} y", "Plain.",
];

#[derive(Clone, Debug)]
enum Change {
    Replace,
    Insert,
    Remove,
    Swap,
}

fn change() -> impl Strategy<Value = (usize, Change, Index, Index)> {
    let how = prop_oneof![
        3 => Just(Change::Replace),
        1 => Just(Change::Insert),
        1 => Just(Change::Remove),
        2 => Just(Change::Swap),
    ];
    // Mostly numbers: they decide what is read.
    let stream = prop_oneof![4 => Just(0usize), 1 => Just(1usize), 1 => Just(2usize)];
    (stream, how, any::<Index>(), any::<Index>())
}

fn apply(pack: &mut serde_json::Value, change: &(usize, Change, Index, Index)) {
    let (stream, how, place, what) = change;
    let items = pack[["code", "names", "texts"][*stream]]
        .as_array_mut()
        .unwrap();
    if items.is_empty() {
        return;
    }
    let place = place.index(items.len());
    let other = what.index(items.len());
    let new: serde_json::Value = match stream {
        0 => (*what.get(NUMBERS)).into(),
        1 => items[other].clone(),
        _ => (*what.get(TEXTS)).into(),
    };
    match how {
        Change::Replace => items[place] = new,
        Change::Insert => items.insert(place, new),
        Change::Remove => {
            items.remove(place);
        }
        Change::Swap => items.swap(place, other),
    }
}

/// What a pack gives is as good as what the loader gives: it can be written again, and walked.
fn is_refused_or_sound(source: &str) -> Result<bool, TestCaseError> {
    let Ok(library) = pack::read(source) else {
        return Ok(false);
    };
    holds_together(&library)?;
    let entry = library.guides()[0].id.clone();
    comes_back(&library, &entry)?;
    let start = Start {
        hash: String::new(),
        began: 0,
        facts: Vec::new(),
    };
    if let Ok((session, _)) = Session::start(Arc::new(library), &entry, start) {
        let _ = session.screen();
    }
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_changed_pack_is_refused_or_sound(
        entry in 0..ENTRIES.len(),
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let mut pack: serde_json::Value = serde_json::from_str(&packs()[entry]).unwrap();
        for change in &changes {
            apply(&mut pack, change);
        }
        is_refused_or_sound(&pack.to_string())?;
    }

    #[test]
    fn a_pack_with_changed_letters_is_refused_or_sound(
        entry in 0..ENTRIES.len(),
        changes in prop::collection::vec((any::<Index>(), 0usize..3, "[a-z{}\\[\\]\":,0-9 ]{0,3}"), 1..4),
    ) {
        let mut letters: Vec<char> = packs()[entry].chars().collect();
        for (place, removed, put) in changes {
            let start = place.index(letters.len());
            let end = (start + removed).min(letters.len());
            letters.splice(start..end, put.chars());
        }
        is_refused_or_sound(&letters.into_iter().collect::<String>())?;
    }
}
