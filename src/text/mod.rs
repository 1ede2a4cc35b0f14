//! The widget's own words. Guides bring theirs; these are the rest.
//!
//! `text/<language>.json` is what translators edit: one flat object, in the order of [`Key`]. The
//! build checks each against the keys and lays the texts beside the widget as one array a language,
//! so neither words nor the names of keys are in the WebAssembly; the panel fetches the array of the
//! language that is spoken. The words of the checks are beside the checks, and follow in the same
//! array ([`checks`]).
//!
//! Two small rules replace a library: `{name}` is a place to fill ([`fill`]), and a text with a
//! count holds its plural forms separated by `|` ([`Words::count`]). Numbers, times and which form
//! fits are the browser's to say, by `Intl`.

mod checks;
pub mod intl;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod time;
mod value;

use std::rc::Rc;

use firstline_guide::json;
use firstline_guide::model::Value;
use yew::AttrValue;

#[cfg(target_arch = "wasm32")]
use crate::browser::text as by_language;
#[cfg(not(target_arch = "wasm32"))]
use intl as by_language;

pub use by_language::number;
pub use time::{ago, clock, in_time, line_loss};
pub use value::value;

macro_rules! keys {
    ($($key:ident)*) => {
        /// Names a text. The text itself is in `text/<language>.json` under the same name in
        /// kebab-case. The build reads this list as it stands here.
        #[allow(missing_docs, reason = "the words themselves say what they are")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Key { $($key),* }

        impl Key {
            /// All keys, in the order of the enum.
            #[cfg(not(target_arch = "wasm32"))]
            pub const ALL: &[(Key, &str)] = &[$((Key::$key, stringify!($key))),*];
        }

        const COUNT: usize = [$(Key::$key),*].len();
    };
}

keys! {
    // These come first: panel.js says them itself, by their places.
    Language Direction LoadSlow LoadWhy Stopped StoppedText Restart
    // firstline.js and panel.js say these before any file of words is there.
    HelpShort LoadTitle LoadFailed

    Help Close Back Next Done Yes No Unsure Better ALittle Worse Chosen
    AboutMinutes GiveUp Call OpenNow ClosedNow Copy Copied Retry StartOver
    Comma Or JustNow PartComing

    WelcomeTitle SearchLabel SearchHint SearchEmpty SearchEmptyNext SearchClear SearchFound
    MoreTopics OtherLanguages Fault PlannedWork ExpectedEnd
    Since FaultSorry FaultOver FaultEnded
    Tell TellEmail TellConsent Told TellStop TellFailed
    ResumeAt Resume ResumeNot

    ChooseAll YourAnswer NumberIn MayBeEmpty Choose
    RefusedEmpty RefusedNumber RefusedDate RefusedBelow RefusedAbove RefusedBefore RefusedAfter
    RefusedLong RefusedChoice

    LightsOk LightsOkSign LightsNoPower LightsNoPowerSign LightsOnBattery LightsOnBatterySign
    LightsNoLine LightsNoLineSign LightsNoLogin LightsNoLoginSign
    LightsConnecting LightsConnectingSign LightsUpdating LightsUpdatingSign
    LightsDisabled LightsDisabledSign LightsNoRouter LightsNoRouterSign
    LightsMessage LightsMessageSign LightsBroken LightsBrokenSign
    LightsBox LightsAllSame LightsOther LightsSeveral
    LampOnly LampFromLeft LampFromTop LampShows BoxShows LampUsual LampOff LampSteady LampBlinking
    ColourGreen ColourWhite ColourBlue ColourAmber ColourRed ColourPurple
    BoxWhich BoxWhichRouter BoxWhichFibre BoxFind BoxWhere BoxNone BoxNotHere BoxNotMine BoxShow
    VariantFor VariantOther PlatformIos PlatformAndroid PlatformWindows PlatformMac PlatformLinux
    PlatformTv PlatformSmart

    Cannot TimerStart TimerOver LineWillDrop LineWillDropNext LineDown LineDownNext LineLost LineBack
    WaitTitle WaitNext WaitLine WaitEarly LaterTitle LaterText LaterNow
    LaterBetter LaterWorse LaterBack LaterDue LaterCheck LaterNotYet

    VerdictRunning VerdictPass VerdictWarn VerdictFail VerdictUnknown VerdictNotMeasured
    WhySkipped WhyBlocked WhyAnsweredByPage WhyNeedsPermission WhySignInPage WhyNotSetUp WhyNotSupported WhyPointless WhyNoAnswer WhyBadAnswer
    WhyBusy WhyNotFetched WhyDisturbed
    CheckVerifying CheckProgress CheckSkip CheckAgain
    FoundAllWell FoundReachesUs FoundHelped FoundNotHelped FoundSlow FoundUnclear FoundSkipped
    FoundDevice FoundSignIn FoundSignInPerhaps FoundBetween FoundHome FoundRouter FoundWifi FoundLine FoundOurs
    FoundNames FoundInternet FoundService FoundAccount FoundElsewhere
    FoundNoOutage FoundMaintenance FoundOutage FoundOutageElsewhere FoundOutageUnclear
    DoLink DoRouter DoWifi DoSilence DoLine DoNames DoNothing DoBeyond DoService DoSignIn DoSignInPerhaps DoAccount HomeWhy HomeAsk
    ChainLabel ChainDevice ChainWifi ChainRouter ChainLine ChainUs ChainWeb ChainService
    ChainWorks ChainBroken ChainSuspected ChainUnclear

    ResolvedSoon ResolvedRunning ResolvedPassed ResolvedFailed ResolvedFailedText ResolvedUnknown
    StillBroken SomethingElse Finish

    TicketReach TicketName TicketEmail TicketPhone TicketAddress TicketAccount TicketTimes
    TicketNote TicketNoteHint FieldMissing FieldNotEmail FieldNotPhone
    SendWhat SendSteps SendMeasured SendRemove SendPutBack SendRemoved
    SendEnvironment SendMobile SendNotMobile AnswerDone AnswerEmpty AnswerStuck ConsentMissing Send Sending CallInstead

    SentTitle SentNumber SentNotAgain SentCopy
    WaitingTitle WaitingText WaitingSince WaitingTrying WaitingTry WaitingDelete WaitingNotice
    WaitingLoose WaitingShow
    RefusedTitle RefusedText OldText BarredText

    BrokenTitle BrokenText
    NoGuidesTitle NoGuidesText NoGuideTitle NoGuideText BadGuideTitle BadGuideText
    TalkToUs
}

/// All texts of a language, by [`Key`].
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    table: Rc<[AttrValue]>,
}

impl Words {
    /// Reads what the build makes of a language's file: a JSON array of the texts in the order of
    /// [`Key`], then those of the checks. `None` where it is anything else: then nothing can be said, and the loader shows
    /// its own way to a person.
    pub fn read(text: &str) -> Option<Words> {
        let root = json::parse(text).ok()?.root;
        let items = root
            .as_array()
            .filter(|items| items.len() == COUNT + checks::count())?;
        let mut table = Vec::with_capacity(items.len());
        for item in items {
            table.push(AttrValue::Rc(item.as_str()?.into()));
        }
        Some(Words {
            table: table.into(),
        })
    }

    /// The text of a key.
    pub fn get(&self, key: Key) -> AttrValue {
        self.at(key as usize)
    }

    fn at(&self, place: usize) -> AttrValue {
        self.table.get(place).cloned().unwrap_or_default()
    }

    /// The text of a key with its places filled, each by name.
    pub fn fill(&self, key: Key, values: &[(&str, &str)]) -> AttrValue {
        self.filled(&self.get(key), values)
    }

    /// The plural form that fits a count, with `{count}` filled. A language has its forms in the
    /// order in which CLDR lists them: English `one|other`, Arabic `zero|one|two|few|many|other`.
    /// Where a browser knows more forms than the words have, the last one is said.
    pub fn count(&self, key: Key, count: u32) -> AttrValue {
        let form = by_language::plural(&self.get(Key::Language), count) as usize;
        let text = self.get(key);
        let chosen = text.split('|').take(form + 1).last().unwrap_or_default();
        self.filled(chosen, &[("count", &whole(u64::from(count)))])
    }

    /// A number as the language writes it, with at most two decimals and its unit, which may be
    /// empty.
    pub fn number(&self, value: f64, unit: &str) -> String {
        by_language::number(&self.get(Key::Language), value, unit)
    }

    /// A value as the language writes it, with its unit, which may be empty.
    pub fn value(&self, value: &Value, unit: &str) -> String {
        self::value(&self.get(Key::Language), value, unit)
    }

    fn filled(&self, text: &str, values: &[(&str, &str)]) -> AttrValue {
        fill(text, values, &*self.get(Key::Direction) == "rtl").into()
    }
}

/// A whole number in digits. By hand: what the standard library has formats anything, in 0.8 kB.
pub fn whole(number: u64) -> String {
    let mut digits = String::new();
    firstline_guide::json::push_integer(&mut digits, number);
    digits
}

/// Fills the places of a template: `{name}` by the value of that name. A place without a value
/// stays as it is, where a test or a reader sees it.
///
/// In words from right to left a value is set apart, as Unicode's bidirectional algorithm wants it
/// (UAX #9: FSI and PDI): otherwise the groups of a phone number would change places.
pub fn fill(template: &str, values: &[(&str, &str)], apart: bool) -> String {
    let mut text = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let value = after.split_once('}').and_then(|(name, tail)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((*value, tail))
        });
        match value {
            Some((value, tail)) => {
                if apart {
                    text.push('\u{2068}');
                }
                text.push_str(value);
                if apart {
                    text.push('\u{2069}');
                }
                rest = tail;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_its_words() {
        let words = Words::of("en");
        assert_eq!(words.get(Key::Help).as_str(), "Help with your connection");
        assert_eq!(words.get(Key::TalkToUs).as_str(), "Talk to us");
        for (key, _) in Key::ALL {
            assert!(!words.get(*key).is_empty(), "{key:?}");
        }
    }

    #[test]
    fn what_are_no_words_is_refused() {
        for text in ["", "{}", "[]", r#"["Help"]"#, "<!doctype html>"] {
            assert_eq!(Words::read(text), None, "{text}");
        }
    }

    /// Every language that there is a file for. Their places and forms are the build's to check, and
    /// of `tests/browser.rs`.
    fn languages() -> Vec<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text");
        let files = std::fs::read_dir(folder).expect("the words are there");
        let names = files.map(|file| file.expect("an entry").file_name().into_string());
        let names = names.map(|name| name.expect("a plain name"));
        let languages = names.filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()));
        languages.collect()
    }

    #[test]
    fn words_keep_the_voice() {
        for language in languages() {
            let words = Words::of(&language);
            for text in words.table.iter() {
                assert!(!text.contains('!'), "no exclamation marks: {text}");
                assert!(!text.contains('\''), "typographic apostrophes: {text}");
                for word in text.split(['.', '?', '؟']) {
                    let length = word.split_whitespace().count();
                    assert!(length <= 25, "sentences of at most 25 words: {word}");
                }
            }
        }
    }

    #[test]
    fn places_are_filled_by_name() {
        assert_eq!(
            fill("{a} and {b}", &[("b", "2"), ("a", "{b}")], false),
            "{b} and 2"
        );
        assert_eq!(fill("{what} {", &[], false), "{what} {");
    }

    #[test]
    fn what_is_filled_in_keeps_its_own_direction() {
        let english = Words::of("en").fill(Key::Call, &[("phone", "0800 555 0199")]);
        assert_eq!(english.as_str(), "Call 0800 555 0199");
        let arabic = Words::of("ar").fill(Key::Call, &[("phone", "0800 555 0199")]);
        assert!(arabic.contains("\u{2068}0800 555 0199\u{2069}"), "{arabic}");
    }

    #[test]
    fn each_count_has_its_form() {
        for (language, count, text) in [
            ("en", 1, "1 topic fits"),
            ("en", 12, "12 topics fit"),
            ("de", 0, "0 Themen passen"),
            ("de", 1, "1 Thema passt"),
            ("ar", 1, "موضوع واحد مناسب"),
            ("ar", 2, "موضوعان مناسبان"),
        ] {
            assert_eq!(
                Words::of(language).count(Key::SearchFound, count).as_str(),
                text
            );
        }
    }
}
