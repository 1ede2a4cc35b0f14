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

use firstline_guide::model::{Condition, StepIndex, StepKind, Test, Value};
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
    (FIXTURES, "said-so"),
    (FIXTURES, "measured"),
    (FIXTURES, "in-parts"),
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

/// The packs of [`ENTRIES`].
fn packs() -> &'static [Vec<u8>] {
    static PACKS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
        let write = |(folder, entry): &(&str, &str)| pack::write(entry, &library(folder)).unwrap();
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
            let guide = library.guide(id).unwrap();
            waiting.extend(guide.calls().map(|(_, called)| called));
        }
    }
    found
}

/// Writes and reads; what comes back is the entry, first, and all that it calls, unchanged but for
/// what only the index says.
fn comes_back(library: &Library, entry: &str) -> Result<(), TestCaseError> {
    let read = pack::read(&pack::write(entry, library).unwrap()).unwrap();
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
        written.listing = None;
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
                StepKind::Question(question) => {
                    prop_assert!(question.options.iter().all(|option| fits(option.to)));
                    prop_assert!(question.to.is_none_or(fits));
                }
                StepKind::Instruction(instruction) => {
                    prop_assert_eq!(instruction.to.is_none(), instruction.verify.is_some());
                    let warn = instruction.verify.as_ref().map(|verify| verify.on.warn);
                    prop_assert!(warn.is_none_or(fits));
                }
                _ => {}
            }
        }
        for (_, called) in guide.calls() {
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
            let read = pack::read(&pack::write(&guide.id, &library).unwrap()).unwrap();
            holds_together(&read).unwrap();
        }
    }
}

#[test]
fn called_guides_follow_their_callers() {
    let read = pack::read(&pack::write("no-internet", &library(FIXTURES)).unwrap()).unwrap();
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
fn small() -> Library {
    let loaded = load::load(
        r#"{"format":1,"id":"small","version":"1","language":"en","title":"T","summary":"S",
                "start":"do","stuck":"end","steps":{
                "do":{"kind":"instruction","title":"Do","actions":["A {danger} {{b"],"to":"end"},
                "end":{"kind":"outcome","ends":"hand-over","title":"End"}},
                "facts":{"danger":{"type":"flag","from":"website"}}}"#,
    );
    assert_eq!(loaded.problems, []);
    load::library(loaded.guide.into_iter().collect()).unwrap()
}

#[test]
fn the_written_form_stays_what_it_is() {
    // Packs are cached for ever and kept with tickets: a change here needs a new format.
    let texts = b"small\n1\nen\nT\ndanger\ndo\nDo\nA {danger} {{b\nend\nEnd\n";
    let numbers = [
        // One guide: it is listed; one fact: kind, source.
        [1, 1, 1, 3, 1].as_slice(),
        // Start, way out, two steps.
        &[0, 1, 1, 2],
        // An instruction: nothing else shown than its title, no variants; one action.
        &[0, 0, 0, 0, 0, 0, 0, 3, 1, 0, 0, 0],
        // No minutes, nothing disturbed, no warning, no wait, no verification; two ways on.
        &[0, 0, 0, 0, 0, 1, 1, 1],
        // No names for its buttons, and it keeps no place.
        &[0, 0, 0],
        // An outcome: nothing else shown than its title, no variants; hand-over, no checks.
        &[0, 0, 0, 0, 0, 0, 0, 7, 3, 0],
        // No contact, no guide.
        &[0, 0],
    ]
    .concat();
    let length = u32::try_from(texts.len()).unwrap().to_le_bytes();
    let expected = [b"FLP\x07".as_slice(), &length, texts, &numbers].concat();
    assert_eq!(pack::write("small", &small()).unwrap(), expected);
}

#[test]
fn a_pack_has_an_entry() {
    assert_eq!(pack::write("other", &small()), Err(PackError::Malformed));
}

#[test]
fn a_line_break_cannot_tear_a_pack() {
    let guides = library(FIXTURES).guides().to_vec();
    let torn = |guide: Arc<Guide>| Guide {
        version: "1\n2".to_owned(),
        ..guide.as_ref().clone()
    };
    let library = load::library(guides.into_iter().map(torn).collect()).unwrap();
    assert_eq!(
        pack::write("no-internet", &library),
        Err(PackError::Malformed)
    );
}

#[test]
fn what_is_cut_short_or_too_long_is_refused() {
    for pack in packs() {
        for end in 4..pack.len() {
            let read = pack::read(&pack[..end]);
            assert_eq!(read, Err(PackError::Malformed), "{end} bytes");
        }
        let more = [pack.as_slice(), &[0]].concat();
        assert_eq!(pack::read(&more), Err(PackError::Malformed));
    }
    for nothing in [b"".as_slice(), b"FLP", b"FLP\x06", b"FLP\x08", b"{}"] {
        assert_eq!(pack::read(nothing), Err(PackError::Format), "{nothing:?}");
    }
}

#[test]
fn conditions_without_end_do_not_run_out_of_stack() {
    let guides = library(FIXTURES).guides().to_vec();
    let fact = Condition::Fact {
        fact: "danger".to_owned(),
        test: Test::Is(Value::Flag(true)),
    };
    let nest = |depth: usize| {
        let deep = (1..depth).fold(fact.clone(), |inner, _| Condition::Not(Box::new(inner)));
        let mut guides: Vec<Guide> = guides.iter().map(|guide| guide.as_ref().clone()).collect();
        let steps = guides.iter_mut().flat_map(|guide| &mut guide.steps);
        for step in steps {
            if let StepKind::Branch(branch) = &mut step.kind {
                branch.cases[0].0 = deep.clone();
            }
        }
        load::library(guides).unwrap()
    };
    let whole = pack::write("everything", &nest(64)).unwrap();
    assert!(pack::read(&whole).is_ok());
    let deeper = pack::write("everything", &nest(65)).unwrap();
    assert_eq!(pack::read(&deeper), Err(PackError::Malformed));
    let nots = |count: usize| vec![2u8; count];
    let parts = [vec![64], nots(63)].concat();
    let at = whole
        .windows(64)
        .position(|window| window == parts)
        .unwrap();
    for (length, count) in [(vec![65], 64), (vec![0xc1, 0x84, 0x3d], 1_000_000)] {
        let mut forged = whole.clone();
        forged.splice(at..at + 64, [length, nots(count)].concat());
        assert_eq!(pack::read(&forged), Err(PackError::Malformed), "{count}");
    }
}

#[test]
fn numbers_that_are_none_are_refused() {
    for number in [f64::NAN, f64::INFINITY] {
        let mut guides: Vec<Guide> = library(FIXTURES)
            .guides()
            .iter()
            .map(|guide| guide.as_ref().clone())
            .collect();
        let fact = Condition::Fact {
            fact: "danger".to_owned(),
            test: Test::Is(Value::Number(number)),
        };
        for step in guides.iter_mut().flat_map(|guide| &mut guide.steps) {
            if let StepKind::Branch(branch) = &mut step.kind {
                branch.cases[0].0 = fact.clone();
            }
        }
        let pack = pack::write("everything", &load::library(guides).unwrap());
        assert_eq!(pack, Err(PackError::Malformed));
    }
}

/// Packs of format 2, written by the version that published them, of the guides in [`FIXTURES`].
const FORMAT_2: &[(&str, &str)] = &[
    (
        "everything",
        include_str!("fixtures/packs/everything.2.txt"),
    ),
    (
        "no-internet",
        include_str!("fixtures/packs/no-internet.2.txt"),
    ),
];

#[test]
fn packs_of_the_format_before_are_read_for_tickets_alone() {
    let library = library(FIXTURES);
    for (entry, pack) in FORMAT_2 {
        let old = pack::read_any(pack.as_bytes()).unwrap();
        let new = pack::read(&pack::write(entry, &library).unwrap()).unwrap();
        assert_eq!(old, new, "{entry}");
        assert_eq!(
            pack::read_any(&pack::write(entry, &library).unwrap()),
            Ok(new)
        );
        assert_eq!(pack::read(pack.as_bytes()), Err(PackError::Format));
    }
    let others = [b"".as_slice(), b"{}", b"firstline-pack 1\n!", b"\xff\xfe"];
    for bytes in others {
        assert_eq!(pack::read_any(bytes), Err(PackError::Format), "{bytes:?}");
    }
}

/// Packs of format 3, likewise.
const BEFORE: &[(&str, &[u8])] = &[
    (
        "everything",
        include_bytes!("fixtures/packs/everything.3.pack"),
    ),
    (
        "no-internet",
        include_bytes!("fixtures/packs/no-internet.3.pack"),
    ),
    (
        "everything",
        include_bytes!("fixtures/packs/everything.4.pack"),
    ),
    (
        "no-internet",
        include_bytes!("fixtures/packs/no-internet.4.pack"),
    ),
    (
        "everything",
        include_bytes!("fixtures/packs/everything.5.pack"),
    ),
    (
        "no-internet",
        include_bytes!("fixtures/packs/no-internet.5.pack"),
    ),
    (
        "everything",
        include_bytes!("fixtures/packs/everything.6.pack"),
    ),
    (
        "no-internet",
        include_bytes!("fixtures/packs/no-internet.6.pack"),
    ),
];

#[test]
fn what_formats_before_had_not_is_read_as_nothing() {
    let library = library(FIXTURES);
    for (entry, pack) in BEFORE {
        let old = pack::read_any(pack).unwrap();
        let new = pack::read(&pack::write(entry, &library).unwrap()).unwrap();
        assert_eq!(old, new, "{entry}");
        assert_eq!(pack::read(pack), Err(PackError::Format));
        // What is damaged is refused in the old format too.
        for cut in 4..pack.len() {
            assert_ne!(
                pack::read_any(&pack[..cut]),
                Ok(new.clone()),
                "{entry}: {cut}"
            );
        }
    }
}

/// What a pack gives is as good as what the loader gives: it can be written again, and walked.
fn is_refused_or_sound(read: Result<Library, PackError>) -> Result<(), TestCaseError> {
    let Ok(library) = read else {
        return Ok(());
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
    Ok(())
}

/// A place in a sequence, how many items go there, and what comes in their stead.
fn changes<T: std::fmt::Debug>(
    put: impl Strategy<Value = T>,
) -> impl Strategy<Value = Vec<(Index, usize, T)>> {
    prop::collection::vec((any::<Index>(), 0usize..3, put), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_changed_pack_is_refused_or_sound(
        entry in 0..ENTRIES.len(),
        in_texts in any::<bool>(),
        changes in changes(prop::collection::vec(prop_oneof![0u8..12, any::<u8>()], 0..3)),
    ) {
        let mut bytes = packs()[entry].clone();
        let texts = u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize;
        for (place, removed, put) in changes {
            // Mostly numbers: they decide what is read.
            let numbers = (8 + texts).min(bytes.len() - 1);
            let (start, length) = if in_texts { (4, bytes.len() - 4) } else { (numbers, bytes.len() - numbers) };
            let start = start + place.index(length);
            let end = (start + removed).min(bytes.len());
            bytes.splice(start..end, put);
        }
        is_refused_or_sound(pack::read(&bytes))?;
    }

    #[test]
    fn any_bytes_are_refused_or_sound(mut bytes in prop::collection::vec(any::<u8>(), 0..200), length in 0u32..40) {
        is_refused_or_sound(pack::read_any(&bytes))?;
        bytes.splice(0..0, [b"FLP\x06".as_slice(), &length.to_le_bytes()].concat());
        is_refused_or_sound(pack::read(&bytes))?;
    }

    #[test]
    fn a_changed_pack_of_the_format_before_is_refused_or_sound(
        entry in 0..FORMAT_2.len(),
        changes in changes("[a-z{}!\"#\n0-9 ]{0,3}"),
    ) {
        let mut letters: Vec<char> = FORMAT_2[entry].1.chars().collect();
        for (place, removed, put) in changes {
            let start = place.index(letters.len());
            let end = (start + removed).min(letters.len());
            letters.splice(start..end, put.chars());
        }
        let changed: String = letters.into_iter().collect();
        is_refused_or_sound(pack::read_any(changed.as_bytes()))?;
    }
}
