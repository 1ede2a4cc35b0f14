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

use firstline_guide::model::{StepIndex, StepKind};
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
        StepKind::Call(call) => Some(call.guide.as_str()),
        _ => None,
    })
}

/// A pack as the text that it is.
fn written(entry: &str, library: &Library) -> String {
    String::from_utf8(pack::write(entry, library)).unwrap()
}

/// The packs of [`ENTRIES`].
fn packs() -> &'static [String] {
    static PACKS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let write = |(folder, entry): &(&str, &str)| written(entry, &library(folder));
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

/// Writes and reads; what comes back is the entry, first, and all that it calls, unchanged but for
/// what only the index says.
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

/// A pack taken apart: its streams, which the tests below change.
#[derive(Clone)]
struct Streams {
    header: String,
    /// The first number of a pack is how many texts there are.
    count: String,
    texts: Vec<String>,
    names: Vec<String>,
    code: Vec<char>,
}

impl Streams {
    fn of(pack: &str) -> Streams {
        let mut lines: Vec<String> = pack.split('\n').map(str::to_owned).collect();
        let mut code: Vec<char> = lines.pop().unwrap().chars().collect();
        let count = code.remove(0);
        let names = lines.split_off(1 + (count as usize - '!' as usize));
        let texts = lines.split_off(1);
        Streams {
            header: lines.remove(0),
            count: count.to_string(),
            texts,
            names,
            code,
        }
    }

    /// Puts them together again, with the count that fits the texts.
    fn pack(&self) -> String {
        let mut lines = vec![self.header.clone()];
        lines.extend(self.texts.iter().chain(&self.names).cloned());
        lines.push(
            self.count
                .chars()
                .chain(self.code.iter().copied())
                .collect(),
        );
        lines.join("\n")
    }

    fn count_again(&mut self) {
        self.count = number(u32::try_from(self.texts.len()).unwrap()).to_string();
    }
}

/// How a number is written.
fn number(number: u32) -> char {
    char::from_u32('!' as u32 + number).unwrap()
}

/// A pack of one guide with two steps: an instruction, and the end that it leads to.
fn small() -> Streams {
    let loaded = load::load(
        r#"{"format":1,"id":"small","version":"1","language":"en","title":"T","summary":"S",
                "start":"do","stuck":"end","steps":{
                "do":{"kind":"instruction","title":"Do","actions":["A {danger} {{b"],"to":"end"},
                "end":{"kind":"outcome","ends":"hand-over","title":"End"}},
                "facts":{"danger":{"type":"flag","from":"website"}}}"#,
    );
    assert_eq!(loaded.problems, []);
    let library = load::library(loaded.guide.into_iter().collect()).unwrap();
    Streams::of(&written("small", &library))
}

#[test]
fn the_written_form_stays_what_it_is() {
    // Packs are cached for ever and kept with tickets: a change here needs a new format.
    let code = [
        [4].as_slice(),
        &[1, 1, 1, 1, 3, 2, 0, 2],
        &[1, 3, 1, 0, 0, 0, 0, 0, 0, 1, 1],
        &[1, 7, 3, 0],
    ];
    let code: String = code.concat().into_iter().map(number).collect();
    assert_eq!(
        small().pack(),
        format!(
            "firstline-pack 2\nT\nDo\nA {{danger}} {{{{b\nEnd\nsmall\n1\nen\ndanger\ndo\nend\n{code}"
        )
    );
}

#[test]
fn numbers_that_are_no_characters_are_spelled() {
    let guide = |seconds: &str, most: &str| {
        let loaded = load::load(
            &r#"{"format":1,"id":"small","version":"1","language":"en","title":"T","summary":"S",
                "start":"do","stuck":"end","steps":{
                "do":{"kind":"instruction","title":"Do","actions":["A"],
                    "wait":{"seconds":SECONDS},"to":"how-much"},
                "how-much":{"kind":"input","as":"number","title":"How much?","fact":"much",
                    "min":-0.25,"max":MOST,"to":"end"},
                "end":{"kind":"outcome","ends":"hand-over","title":"End"}}}"#
                .replace("SECONDS", seconds)
                .replace("MOST", most),
        );
        assert_eq!(loaded.problems, []);
        load::library(loaded.guide.into_iter().collect()).unwrap()
    };
    // Surrogates, U+D800 to U+DFFF, are no characters; neither is what lies behind U+10FFFF.
    for (seconds, most) in [
        ("55262", "0.5"),
        ("55263", "1e22"),
        ("57310", "7.125"),
        ("57311", "100"),
        ("1114078", "1114079"),
        ("4294967295", "4294967296"),
    ] {
        comes_back(&guide(seconds, most), "small").unwrap();
    }
    let spelled = Streams::of(&written("small", &guide("55263", "7.125")));
    assert_eq!(
        spelled.names[4..],
        ["55263", "how-much", "much", "-0.25", "7.125", "", "end"]
    );
}

#[test]
fn a_line_break_cannot_tear_a_pack() {
    let guides = library(FIXTURES).guides().to_vec();
    let torn = |guide: Arc<Guide>| Guide {
        version: "1\n2".to_owned(),
        ..guide.as_ref().clone()
    };
    let library = load::library(guides.into_iter().map(torn).collect()).unwrap();
    let read = pack::read(&pack::write("no-internet", &library)).unwrap();
    assert_eq!(read.guides()[0].version, "1 2");
}

#[test]
fn a_damaged_pack_is_refused() {
    type Change = fn(&mut Streams);
    let whole = small();
    assert!(pack::read(whole.pack().as_bytes()).is_ok());
    assert_eq!(whole.code[4], number(3), "the kind of the declared fact");
    let cases: &[(&str, Change, PackError)] = &[
        (
            "newer",
            |pack| pack.header = "firstline-pack 3".to_owned(),
            PackError::Format,
        ),
        ("no format", |pack| pack.header.clear(), PackError::Format),
        ("no code", |pack| pack.code.clear(), PackError::Malformed),
        (
            "no guide",
            |pack| {
                *pack = Streams::of("firstline-pack 2\n!!");
            },
            PackError::Malformed,
        ),
        (
            "a start that is not there",
            |pack| pack.code[6] = number(2),
            PackError::Malformed,
        ),
        (
            "no way out",
            |pack| pack.code[7] = number(0),
            PackError::Malformed,
        ),
        (
            "half a number",
            |pack| {
                pack.code[6] = ' ';
                pack.names.insert(4, "0.5".to_owned());
            },
            PackError::Malformed,
        ),
        (
            "a number below nothing",
            |pack| {
                pack.code[6] = ' ';
                pack.names.insert(4, "-1".to_owned());
            },
            PackError::Malformed,
        ),
        (
            "a number that is a word",
            |pack| {
                pack.code[6] = ' ';
                pack.names.insert(4, "one".to_owned());
            },
            PackError::Malformed,
        ),
        (
            "no number",
            |pack| pack.code[6] = '\u{1f}',
            PackError::Malformed,
        ),
        (
            "a count without end",
            |pack| pack.code[0] = char::MAX,
            PackError::Malformed,
        ),
        (
            "a kind that there is not",
            |pack| pack.code[20] = number(8),
            PackError::Malformed,
        ),
        (
            "an insert without end",
            |pack| pack.texts[2] = "A {danger".to_owned(),
            PackError::Malformed,
        ),
        (
            "an insert without a name",
            |pack| pack.texts[2] = "A {}".to_owned(),
            PackError::Malformed,
        ),
        (
            "a text too many",
            |pack| pack.texts.push("More".to_owned()),
            PackError::Malformed,
        ),
        (
            "a text too few",
            |pack| {
                pack.texts.pop();
            },
            PackError::Malformed,
        ),
        (
            "a name too many",
            |pack| pack.names.push("more".to_owned()),
            PackError::Malformed,
        ),
        (
            "a number too many",
            |pack| pack.code.push('!'),
            PackError::Malformed,
        ),
    ];
    for (name, change, expected) in cases {
        let mut pack = whole.clone();
        change(&mut pack);
        pack.count_again();
        assert_eq!(pack::read(pack.pack().as_bytes()), Err(*expected), "{name}");
    }
    for nothing in ["", "\n", "{}", "firstline-pack 2"] {
        assert_eq!(
            pack::read(nothing.as_bytes()),
            Err(PackError::Format),
            "{nothing:?}"
        );
    }
    let mut more_texts_than_lines = whole;
    more_texts_than_lines.count = char::MAX.to_string();
    let read = pack::read(more_texts_than_lines.pack().as_bytes());
    assert_eq!(read, Err(PackError::Malformed));
}

#[test]
fn conditions_without_end_do_not_run_out_of_stack() {
    let mut pack = small();
    // The last step becomes a branch on "not not not ...".
    pack.code.truncate(19);
    pack.code.extend([1, 5, 1].map(number));
    pack.code.extend(std::iter::repeat_n(number(2), 1_000_000));
    assert_eq!(
        pack::read(pack.pack().as_bytes()),
        Err(PackError::Malformed)
    );
}

/// Numbers that mean something somewhere, and some that do nowhere.
const NUMBERS: &[u32] = &[
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 33, 64, 127, 65_535, 65_536, 1_000_000,
];
/// Some of them are numbers that were spelled.
const NAMES: &[&str] = &["", "no-internet", "0.5", "-1", "2", "4294967295", "1e22"];
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

fn apply(pack: &mut Streams, (stream, how, place, what): &(usize, Change, Index, Index)) {
    let spelled = ' ';
    let written = |index: usize| NUMBERS.get(index).map_or(spelled, |value| number(*value));
    match stream {
        0 => alter(
            &mut pack.code,
            how,
            place,
            what,
            written(what.index(NUMBERS.len() + 1)),
        ),
        1 => alter(
            &mut pack.names,
            how,
            place,
            what,
            (*what.get(NAMES)).to_owned(),
        ),
        _ => alter(
            &mut pack.texts,
            how,
            place,
            what,
            (*what.get(TEXTS)).to_owned(),
        ),
    }
    pack.count_again();
}

fn alter<T>(items: &mut Vec<T>, how: &Change, place: &Index, other: &Index, new: T) {
    if items.is_empty() {
        return;
    }
    let place = place.index(items.len());
    let other = other.index(items.len());
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
    let Ok(library) = pack::read(source.as_bytes()) else {
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
        let mut pack = Streams::of(&packs()[entry]);
        for change in &changes {
            apply(&mut pack, change);
        }
        is_refused_or_sound(&pack.pack())?;
    }

    #[test]
    fn a_pack_with_changed_letters_is_refused_or_sound(
        entry in 0..ENTRIES.len(),
        changes in prop::collection::vec((any::<Index>(), 0usize..3, "[a-z{}!\"#\n0-9 ]{0,3}"), 1..4),
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
