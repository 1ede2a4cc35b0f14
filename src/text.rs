//! The widget's own words. Guides bring theirs; these are the rest.
//!
//! `text/en.json` is what translators edit: one flat object, in the order of [`Key`]. It is read
//! while compiling, so a missing, superfluous or misplaced key does not compile, and neither the
//! names of the keys nor a reader of them reach the browser.
//!
//! Two small rules replace a library: `{name}` is a place to fill ([`fill`]), and a text with a
//! count holds its plural forms separated by `|` ([`Words::count`]).

mod number;
mod time;

use std::rc::Rc;

use yew::AttrValue;

pub use number::number;
pub use time::{ago, clock, in_time};

macro_rules! keys {
    ($($key:ident)*) => {
        /// Names a text. The text itself is in `text/en.json` under the same name in kebab-case.
        #[allow(missing_docs, reason = "the words themselves say what they are")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Key { $($key),* }

        impl Key {
            /// All keys, in the order of the enum.
            #[cfg(test)]
            pub const ALL: &[Key] = &[$(Key::$key),*];
        }

        const NAMES: &[&str] = &[$(stringify!($key)),*];
    };
}

keys! {
    Help Close Back Next Done Yes No Unsure Chosen
    AboutMinutes GiveUp Call Copy Copied Retry StartOver
    JustNow MinutesAgo HoursAgo DaysAgo InSeconds InMinutes InHours InDays

    WelcomeTitle SearchLabel SearchHint SearchEmpty SearchEmptyNext SearchClear SearchFound
    MoreTopics Fault PlannedWork ExpectedEnd ResumeAt Resume ResumeNot

    ChooseAll YourAnswer NumberIn MayBeEmpty Choose
    RefusedEmpty RefusedNumber RefusedDate RefusedBelow RefusedAbove RefusedBefore RefusedAfter
    RefusedLong RefusedChoice

    LightsOk LightsOkSign LightsNoPower LightsNoPowerSign LightsOnBattery LightsOnBatterySign
    LightsNoLine LightsNoLineSign LightsNoLogin LightsNoLoginSign
    LightsConnecting LightsConnectingSign LightsUpdating LightsUpdatingSign
    LightsDisabled LightsDisabledSign LightsNoRouter LightsNoRouterSign
    LightsMessage LightsMessageSign LightsBroken LightsBrokenSign

    Cannot TimerStart TimerOver LineWillDrop LineWillDropNext LineDown LineDownNext
    WaitTitle WaitNext WaitLine WaitEarly LaterTitle LaterText LaterNow

    CheckDeviceLink CheckRouter CheckIsp CheckInternet CheckDns CheckCaptive CheckIpv6
    CheckLatency CheckJitter CheckLoss CheckSpeed CheckServices CheckOwnLine CheckWifi
    CheckOutage CheckAccount
    VerdictRunning VerdictPass VerdictWarn VerdictFail VerdictUnknown VerdictNotMeasured
    SaysDeviceLinked SaysDeviceUnlinked SaysAnswers SaysPartly SaysSilent
    SaysLatencyGood SaysLatencyHigh SaysLatencyUneven SaysLatencyTooHigh
    SaysOutageNone SaysOutageMaintenance SaysOutageFault SaysOutageElsewhere
    MetricTime MetricAnswered MetricAsked MetricMedian MetricJitter MetricSamples MetricItems
    WhySkipped WhyBlocked WhyNotSetUp WhyNotSupported WhyPointless WhyNoAnswer WhyBadAnswer
    CheckVerifying CheckProgress CheckSkip CheckAgain
    FoundAllWell FoundHelped FoundNotHelped FoundSlow FoundUnclear FoundSkipped
    FoundDevice FoundBetween FoundHome FoundLine FoundOurs FoundInternet
    FoundNoOutage FoundMaintenance FoundOutage FoundOutageElsewhere FoundOutageUnclear
    ChainLabel ChainDevice ChainWifi ChainRouter ChainLine ChainUs ChainWeb
    ChainWorks ChainBroken ChainSuspected ChainUnclear

    ResolvedSoon ResolvedRunning ResolvedPassed ResolvedFailed ResolvedFailedText ResolvedUnknown
    StillBroken SomethingElse Finish

    TicketReach TicketName TicketEmail TicketPhone TicketAddress TicketAccount TicketTimes
    TicketNote TicketNoteHint FieldMissing FieldNotEmail FieldNotPhone
    SendWhat SendSteps SendMeasured SendRemove SendPutBack SendRemoved
    SendEnvironment AnswerDone AnswerEmpty AnswerStuck ConsentMissing Send Sending CallInstead

    SentTitle SentNumber SentNotAgain SentCopy
    WaitingTitle WaitingText WaitingSince WaitingTrying WaitingTry WaitingDelete WaitingNotice
    RefusedTitle RefusedText

    BrokenTitle BrokenText
    NoGuidesTitle NoGuidesText NoGuideTitle NoGuideText BadGuideTitle BadGuideText
    TalkToUs
}

const COUNT: usize = NAMES.len();
const SOURCE: &str = include_str!("text/en.json");

/// All texts of a language, by [`Key`].
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// BCP 47 tag.
    pub language: AttrValue,
    /// Whether it is written from right to left.
    pub right_to_left: bool,
    table: Rc<[AttrValue]>,
}

impl Words {
    /// The English words, which are compiled in.
    pub fn english() -> Words {
        let mut table = Vec::with_capacity(COUNT);
        let mut from = 0;
        for &end in &ENGLISH_ENDS {
            let end = usize::from(end);
            table.push(AttrValue::Static(
                ENGLISH_TEXT.get(from..end).unwrap_or_default(),
            ));
            from = end;
        }
        Words {
            language: AttrValue::Static("en"),
            right_to_left: false,
            table: table.into(),
        }
    }

    /// The text of a key.
    pub fn get(&self, key: Key) -> AttrValue {
        self.table.get(key as usize).cloned().unwrap_or_default()
    }

    /// The text of a key with its places filled, each by name.
    pub fn fill(&self, key: Key, values: &[(&str, &str)]) -> AttrValue {
        fill(&self.get(key), values).into()
    }

    /// The plural form that fits a count, with `{count}` filled.
    pub fn count(&self, key: Key, count: u64) -> AttrValue {
        let text = self.get(key);
        // English has two forms. A language that is loaded brings its own rule with it.
        let form = usize::from(count != 1);
        let chosen = text
            .split('|')
            .nth(form)
            .or(text.split('|').next())
            .unwrap_or_default();
        fill(chosen, &[("count", &count.to_string())]).into()
    }
}

/// Fills the places of a template: `{name}` by the value of that name. A place without a value
/// stays as it is, where a test or a reader sees it.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
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
                text.push_str(value);
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

/// The values of a words file, one after the other, and where each ends.
struct Table {
    bytes: [u8; SOURCE.len()],
    ends: [u16; COUNT],
}

const ENGLISH: Table = read(SOURCE.as_bytes());
static ENGLISH_ENDS: [u16; COUNT] = ENGLISH.ends;
const ENGLISH_LENGTH: usize = ENGLISH.ends[COUNT - 1] as usize;
static ENGLISH_BYTES: [u8; ENGLISH_LENGTH] = {
    let mut bytes = [0; ENGLISH_LENGTH];
    let mut at = 0;
    while at < ENGLISH_LENGTH {
        bytes[at] = ENGLISH.bytes[at];
        at += 1;
    }
    bytes
};
static ENGLISH_TEXT: &str = match std::str::from_utf8(&ENGLISH_BYTES) {
    Ok(text) => text,
    Err(_) => "",
};

/// Reads a words file while compiling. That it is JSON at all is a test's business; here each
/// key must be the one that [`NAMES`] has at that place.
const fn read(source: &[u8]) -> Table {
    let mut table = Table {
        bytes: [0; SOURCE.len()],
        ends: [0; COUNT],
    };
    let (mut at, mut length, mut entry) = (0, 0, 0);
    while let Some(start) = quote(source, at) {
        assert!(entry < COUNT, "en.json has more texts than Key");
        let Some(end) = quote(source, start + 1) else {
            break;
        };
        assert!(
            is_name(source, start + 1, end, NAMES[entry].as_bytes()),
            "en.json: wrong key"
        );
        let Some(from) = quote(source, end + 1) else {
            break;
        };
        let Some(until) = quote(source, from + 1) else {
            break;
        };
        let mut byte = from + 1;
        while byte < until {
            assert!(
                source[byte] != b'\\',
                "en.json: write characters as they are"
            );
            table.bytes[length] = source[byte];
            length += 1;
            byte += 1;
        }
        table.ends[entry] = length as u16;
        entry += 1;
        at = until + 1;
    }
    assert!(entry == COUNT, "en.json has fewer texts than Key");
    table
}

/// The next quotation mark.
const fn quote(source: &[u8], mut at: usize) -> Option<usize> {
    while at < source.len() {
        if source[at] == b'"' {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Whether `source[from..to]` is `name` (in CamelCase) written in kebab-case.
const fn is_name(source: &[u8], mut from: usize, to: usize, name: &[u8]) -> bool {
    let mut letter = 0;
    while letter < name.len() {
        if name[letter].is_ascii_uppercase() && letter > 0 {
            if from >= to || source[from] != b'-' {
                return false;
            }
            from += 1;
        }
        if from >= to || source[from] != name[letter].to_ascii_lowercase() {
            return false;
        }
        from += 1;
        letter += 1;
    }
    from == to
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_its_words() {
        let words = Words::english();
        assert_eq!(words.get(Key::Help).as_str(), "Help with your connection");
        assert_eq!(words.get(Key::TalkToUs).as_str(), "Talk to us");
        for key in Key::ALL {
            assert!(!words.get(*key).is_empty(), "{key:?}");
        }
    }

    #[test]
    fn words_keep_the_voice() {
        let words = Words::english();
        for key in Key::ALL {
            let text = words.get(*key);
            assert!(!text.contains('!'), "no exclamation marks: {text}");
            assert!(!text.contains('\''), "typographic apostrophes: {text}");
            for word in text.split(['.', '?']) {
                let length = word.split_whitespace().count();
                assert!(length <= 25, "sentences of at most 25 words: {word}");
            }
        }
    }

    #[test]
    fn places_are_filled_by_name() {
        assert_eq!(
            fill("{a} and {b}", &[("b", "2"), ("a", "{b}")]),
            "{b} and 2"
        );
        assert_eq!(fill("{what} {", &[]), "{what} {");
    }

    #[test]
    fn one_is_not_many() {
        let words = Words::english();
        assert_eq!(words.count(Key::MinutesAgo, 1).as_str(), "1 minute ago");
        assert_eq!(words.count(Key::MinutesAgo, 12).as_str(), "12 minutes ago");
    }
}
