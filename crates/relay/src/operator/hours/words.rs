//! The words of opening hours, a row for each language.
//!
//! Libraries know the names of days. What joins them to a sentence (`Mon–Fri`, `8:00–22:00 Uhr`,
//! "every day, around the clock") is in none of them. A language without a row reads English, or
//! what the provider says in `words` of its file.

use firstline_guide::language::nearest;

/// How opening hours are written in a language. In a pattern `{0}` and `{1}` are replaced.
#[derive(Debug)]
pub struct Wording {
    /// The language.
    language: &'static str,
    /// The days, Monday first.
    pub days: [&'static str; 7],
    /// From one day to another.
    pub days_to: &'static str,
    /// All seven.
    pub every_day: &'static str,
    /// All seven, day and night.
    pub always: &'static str,
    /// From one time to another.
    pub times_to: &'static str,
    /// Between two spans of one day.
    pub and: &'static str,
    /// Days, then times.
    pub line: &'static str,
    /// Between two lines.
    pub next: &'static str,
    /// The ten digits, if they are not 0 to 9.
    pub digits: Option<[char; 10]>,
}

/// The words for readers of this tag; the English ones if there is no row for it.
pub fn of(tag: &str) -> &'static Wording {
    if LATIN_DIGITS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(tag))
    {
        return &ARABIC_LATIN;
    }
    known(tag).unwrap_or(&ENGLISH)
}

/// The row of this tag or the nearest of its parents.
pub fn known(tag: &str) -> Option<&'static Wording> {
    nearest(tag, |candidate| {
        ALL.iter()
            .copied()
            .find(|words| words.language.eq_ignore_ascii_case(candidate))
    })
}

/// All rows.
const ALL: &[&Wording] = &[&ENGLISH, &GERMAN, &ARABIC, &CHINESE];

static ENGLISH: Wording = Wording {
    language: "en",
    days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    days_to: "{0}–{1}",
    every_day: "Every day",
    always: "Every day, around the clock",
    times_to: "{0}–{1}",
    and: " and ",
    line: "{0} {1}",
    next: ", ",
    digits: None,
};

static GERMAN: Wording = Wording {
    language: "de",
    days: ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
    days_to: "{0}–{1}",
    every_day: "Täglich",
    always: "Täglich rund um die Uhr",
    times_to: "{0}–{1}",
    and: " und ",
    line: "{0} {1} Uhr",
    next: ", ",
    digits: None,
};

/// In words and not by dashes: a dash between numbers runs from right to left as well, and not
/// every reader is sure of it.
static ARABIC: Wording = Wording {
    language: "ar",
    days: [
        "الاثنين",
        "الثلاثاء",
        "الأربعاء",
        "الخميس",
        "الجمعة",
        "السبت",
        "الأحد",
    ],
    days_to: "من {0} إلى {1}",
    every_day: "يوميًا",
    always: "يوميًا على مدار الساعة",
    times_to: "من {0} إلى {1}",
    // It is written to the word that follows.
    and: " و",
    line: "{0}، {1}",
    next: "؛ ",
    digits: Some(['٠', '١', '٢', '٣', '٤', '٥', '٦', '٧', '٨', '٩']),
};

static CHINESE: Wording = Wording {
    language: "zh",
    days: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    days_to: "{0}至{1}",
    every_day: "每天",
    always: "每天 24 小时",
    times_to: "{0}–{1}",
    and: " 和 ",
    line: "{0} {1}",
    next: "，",
    digits: None,
};

/// Where Arabic is written with 0 to 9 (Unicode Common Locale Data Repository, default numbering
/// systems).
const LATIN_DIGITS: &[&str] = &["ar-AE", "ar-DZ", "ar-EH", "ar-LY", "ar-MA", "ar-TN"];

static ARABIC_LATIN: Wording = Wording {
    digits: None,
    ..ARABIC
};
