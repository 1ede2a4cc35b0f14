//! What `Intl` says, for native tests and examples: right for English, German, Arabic and
//! Chinese, and held to the real one by `tests/browser.rs`. Other languages are written as English is.

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// As [`crate::browser::text::number`].
pub fn number(language: &str, value: f64, unit: &str) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    // Rounds half away from zero, as Intl does.
    let rounded = (value * 100.0).round() / 100.0;
    let mut number = format!("{rounded:.2}");
    number.truncate(number.trim_end_matches('0').trim_end_matches('.').len());
    match language {
        "de" => number = number.replace('.', ","),
        // A sign of Arabic's own direction goes before the minus.
        "ar" => number = number.replace('-', "\u{200e}-"),
        _ => {}
    }
    match (unit, language) {
        ("", _) => number,
        ("%", "en" | "zh") => number + "%",
        ("%", "ar") => number + "\u{200e}%\u{200e}",
        ("ms", "ar") => number + "\u{a0}ملي\u{a0}ث",
        ("min", "ar") => number + "\u{a0}د",
        ("ms", "zh") => number + "毫秒",
        ("min", "zh") => number + "分钟",
        ("min", "de") => number + "\u{a0}Min.",
        _ => number + "\u{a0}" + unit,
    }
}

/// As [`crate::browser::text::date`].
pub fn date(language: &str, day: &str) -> String {
    const ENGLISH: &str =
        "January February March April May June July August September October November December";
    const GERMAN: &str =
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember";
    const ARABIC: &str =
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر";
    let mut parts = day.split('-').filter_map(|part| part.parse::<usize>().ok());
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return day.to_owned();
    };
    if language == "zh" {
        return format!("{year}年{month}月{day}日");
    }
    let names = match language {
        "de" => GERMAN,
        "ar" => ARABIC,
        _ => ENGLISH,
    };
    let month = names.split(' ').nth(month.max(1) - 1).unwrap_or_default();
    match language {
        "de" => format!("{day}. {month} {year}"),
        "ar" => format!("{day} {month} {year}"),
        _ => format!("{month} {day}, {year}"),
    }
}

/// As [`crate::browser::text::time`], in Greenwich.
pub fn time(language: &str, milliseconds: f64) -> String {
    let minutes = milliseconds as i64 / 60_000;
    let (hour, minute) = (minutes / 60 % 24, minutes % 60);
    let of_twelve = (hour + 11) % 12 + 1;
    match language {
        "de" | "zh" => format!("{hour}:{minute:02}"),
        "ar" => format!(
            "{of_twelve}:{minute:02}\u{a0}{}",
            if hour < 12 { "ص" } else { "م" }
        ),
        _ => format!(
            "{of_twelve}:{minute:02}\u{a0}{}",
            if hour < 12 { "AM" } else { "PM" }
        ),
    }
}

/// As [`crate::browser::text::relative`].
pub fn relative(language: &str, milliseconds: f64) -> String {
    let seconds = (milliseconds / 1000.0).ceil() as i64;
    let (unit, length) = match seconds.abs() {
        size if size < MINUTE => (0, 1),
        size if size <= 90 * MINUTE => (1, MINUTE),
        size if size <= 36 * HOUR => (2, HOUR),
        _ => (3, DAY),
    };
    let past = seconds < 0;
    let count = (seconds as f64 / length as f64).ceil().abs() as u32;
    let form = plural(language, count) as usize;
    match language {
        "de" => {
            let units = [
                ["Sekunde", "Sekunden"],
                ["Minute", "Minuten"],
                ["Stunde", "Stunden"],
                ["Tag", "Tagen"],
            ];
            let before = if past { "vor" } else { "in" };
            format!("{before} {count} {}", units[unit][form])
        }
        "ar" => {
            // One and two are said without a number.
            let few = if past { "ثوانِ" } else { "ثوانٍ" };
            let units = [
                ["ثانية", "ثانية واحدة", "ثانيتين", few, "ثانية", "ثانية"],
                ["دقيقة", "دقيقة واحدة", "دقيقتين", "دقائق", "دقيقة", "دقيقة"],
                ["ساعة", "ساعة واحدة", "ساعتين", "ساعات", "ساعة", "ساعة"],
                ["يوم", "يوم واحد", "يومين", "أيام", "يومًا", "يوم"],
            ];
            let before = if past { "قبل" } else { "خلال" };
            let unit = units[unit][form];
            match count {
                1 | 2 => format!("{before} {unit}"),
                _ => format!("{before} {count} {unit}"),
            }
        }
        "zh" => {
            let unit = ["秒钟", "分钟", "小时", "天"][unit];
            let when = if past { "前" } else { "后" };
            format!("{count}{unit}{when}")
        }
        _ => {
            let unit = ["second", "minute", "hour", "day"][unit];
            let plural = ["", "s"][form];
            if past {
                format!("{count} {unit}{plural} ago")
            } else {
                format!("in {count} {unit}{plural}")
            }
        }
    }
}

/// As [`crate::browser::text::plural`].
pub fn plural(language: &str, count: u32) -> u32 {
    match (language, count, count % 100) {
        ("ar", 0..=2, _) => count,
        ("ar", _, 3..=10) => 3,
        ("ar", _, 11..) => 4,
        ("ar", ..) => 5,
        ("zh", ..) => 0,
        _ => u32::from(count != 1),
    }
}

/// How many plural forms a language has.
pub fn plural_forms(language: &str) -> usize {
    match language {
        "ar" => 6,
        "zh" => 1,
        _ => 2,
    }
}
