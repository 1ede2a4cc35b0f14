//! Opening hours: read from the provider's file, put into words, and asked "open now?".

mod words;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use words::Wording;

/// Opening hours of a week, in the provider's time zone, less its holidays.
#[derive(Clone, Debug)]
pub struct Hours {
    zone: TimeZone,
    /// For each day, Monday first: from and until, in minutes after its midnight, in order. A
    /// night shift ends behind the day, at more than 24 hours.
    week: [Vec<(u16, u16)>; 7],
    holidays: Vec<Date>,
}

/// What is wrong with opening hours, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadHours {
    /// Where.
    pub at: At,
    /// What is wrong there and what to do.
    pub message: String,
}

/// A place in opening hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// A key of `hours`.
    Days(String),
    /// An entry of `holidays`, by its position from 0.
    Holiday(usize),
}

/// The minutes of a day.
const DAY: u16 = 24 * 60;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Hours {
    /// From what the provider's file says: days (`mon-fri`, `sat`, `mon,wed`) to times
    /// (`08:00-22:00`, several with commas, `24:00` for the end of the day, `20:00-02:00` into
    /// the next one). With everything that is wrong with it, which is left out.
    pub fn read(
        zone: TimeZone,
        hours: &BTreeMap<String, String>,
        holidays: &[String],
    ) -> (Hours, Vec<BadHours>) {
        let mut problems = Vec::new();
        let mut week: [Vec<(u16, u16)>; 7] = Default::default();
        for (days, times) in hours {
            let at = At::Days(days.clone());
            if let Err(message) = add(&mut week, days, times) {
                problems.push(BadHours { at, message });
            }
        }
        let mut free = Vec::new();
        for (position, day) in holidays.iter().enumerate() {
            match day.parse() {
                Ok(day) => free.push(day),
                // What is no text was reported by whoever read it.
                Err(_) if day.is_empty() => {}
                Err(_) => problems.push(BadHours {
                    at: At::Holiday(position),
                    message: "This is not a calendar day. Write 2026-12-25.".to_owned(),
                }),
            }
        }
        let hours = Hours {
            zone,
            week,
            holidays: free,
        };
        (hours, problems)
    }

    /// Whether it is open at this time, by the clock on the provider's wall: an hour that is
    /// skipped in spring is not worked, one that comes twice in autumn is worked twice. A shift
    /// belongs to the day on which it begins: on a holiday none begins, and that of the evening
    /// before goes on to its end.
    pub fn open_at(&self, now: Timestamp) -> bool {
        let now = now.to_zoned(self.zone.clone());
        let Ok(minute) = u16::try_from(i32::from(now.hour()) * 60 + i32::from(now.minute())) else {
            return false;
        };
        let open = |day: Date, minute: u16| {
            let mut spans = self.week[monday_first(day.weekday())].iter();
            !self.holidays.contains(&day)
                && spans.any(|(from, until)| (*from..*until).contains(&minute))
        };
        let today = now.date();
        open(today, minute)
            || today
                .yesterday()
                .is_ok_and(|yesterday| open(yesterday, minute + DAY))
    }

    /// Whether there are words for readers of this language, so that they need not read English.
    pub fn has_words(language: &str) -> bool {
        words::known(language).is_some()
    }

    /// In words of this language: `Mon–Fri 8:00–22:00, Sat 9:00–14:00`.
    pub fn words(&self, language: &str) -> String {
        let words = words::of(language);
        if self.week.iter().all(|day| day == &[(0, DAY)]) {
            return words.always.to_owned();
        }
        let mut parts = Vec::new();
        let mut day = 0;
        while day < 7 {
            let times = &self.week[day];
            let same = self.week[day..]
                .iter()
                .take_while(|other| *other == times)
                .count();
            if !times.is_empty() {
                let days = match same {
                    1 => words.days[day].to_owned(),
                    7 => words.every_day.to_owned(),
                    _ => filled(words.days_to, words.days[day], words.days[day + same - 1]),
                };
                let times: Vec<String> = times
                    .iter()
                    .map(|(from, until)| {
                        filled(words.times_to, &clock(words, *from), &clock(words, *until))
                    })
                    .collect();
                parts.push(filled(words.line, &days, &times.join(words.and)));
            }
            day += same;
        }
        parts.join(words.next)
    }
}

/// Adds a line of opening hours to the week.
fn add(week: &mut [Vec<(u16, u16)>; 7], days: &str, times: &str) -> Result<(), String> {
    let times = times_of(times)?;
    for day in days_of(days)? {
        if !week[day].is_empty() {
            let day = words::of("en").days[day];
            return Err(format!("{day} has hours in another line too."));
        }
        week[day].clone_from(&times);
    }
    Ok(())
}

fn filled(pattern: &str, first: &str, second: &str) -> String {
    pattern.replacen("{0}", first, 1).replacen("{1}", second, 1)
}

fn clock(words: &Wording, minutes: u16) -> String {
    // The end of the day is 24:00, what is behind it belongs to the next one's clock.
    let minutes = if minutes > DAY {
        minutes - DAY
    } else {
        minutes
    };
    let time = format!("{}:{:02}", minutes / 60, minutes % 60);
    let Some(digits) = words.digits else {
        return time;
    };
    let digit = |character: char| {
        let value = character
            .to_digit(10)
            .and_then(|value| usize::try_from(value).ok());
        value.map_or(character, |value| digits[value])
    };
    time.chars().map(digit).collect()
}

fn monday_first(day: Weekday) -> usize {
    usize::try_from(day.to_monday_zero_offset()).unwrap_or(0)
}

fn days_of(text: &str) -> Result<Vec<usize>, String> {
    let day = |name: &str| {
        DAYS.iter()
            .position(|day| *day == name.trim().to_lowercase())
            .ok_or_else(|| {
                format!(
                    "“{}” is not a day. Write mon, tue, wed, thu, fri, sat or sun.",
                    name.trim()
                )
            })
    };
    let mut days = Vec::new();
    for part in text.split(',') {
        match part.split_once('-') {
            None => days.push(day(part)?),
            Some((first, last)) => {
                let (first, last) = (day(first)?, day(last)?);
                if last < first {
                    return Err(
                        "A range of days goes forward from Monday: write mon-fri, and \
                                fri-mon as fri-sun,mon."
                            .to_owned(),
                    );
                }
                days.extend(first..=last);
            }
        }
    }
    Ok(days)
}

fn times_of(text: &str) -> Result<Vec<(u16, u16)>, String> {
    let minutes = |text: &str| {
        let (hours, minutes) = text.trim().split_once(':')?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(hours) || !digits(minutes) || minutes.len() != 2 {
            return None;
        }
        let (hours, minutes) = (hours.parse::<u16>().ok()?, minutes.parse::<u16>().ok()?);
        (minutes < 60 && (hours < 24 || (hours, minutes) == (24, 0)))
            .then_some(hours * 60 + minutes)
    };
    let mut times: Vec<(u16, u16)> = Vec::new();
    for part in text.split(',') {
        let (from, until) = part
            .split_once(['-', '–'])
            .and_then(|(from, until)| minutes(from).zip(minutes(until)))
            .ok_or_else(|| {
                format!(
                    "“{}” is not a span of time. Write 08:00-22:00.",
                    part.trim()
                )
            })?;
        if until == from {
            return Err("It ends when it begins. Write 00:00-24:00 for the whole day.".to_owned());
        }
        if from == DAY {
            return Err(
                "A day's hours begin before 24:00. Write 00:00 of the next day.".to_owned(),
            );
        }
        // Until a time of the next day.
        let until = if until < from { until + DAY } else { until };
        if times.last().is_some_and(|(_, last)| *last > from) {
            return Err("The spans overlap, or are not in order.".to_owned());
        }
        times.push((from, until));
    }
    Ok(times)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(zone: &str, hours: &[(&str, &str)], holidays: &[&str]) -> Result<Hours, BadHours> {
        let hours = hours
            .iter()
            .map(|(days, times)| (days.to_string(), times.to_string()));
        let holidays: Vec<String> = holidays.iter().map(ToString::to_string).collect();
        let zone = TimeZone::get(zone).unwrap();
        let (hours, mut bad) = Hours::read(zone, &hours.collect(), &holidays);
        match bad.is_empty() {
            true => Ok(hours),
            false => Err(bad.remove(0)),
        }
    }

    #[test]
    fn hours_are_put_into_words() {
        for (given, words) in [
            (&[("mon-fri", "08:00-22:00")][..], "Mon–Fri 8:00–22:00"),
            (
                &[("mon-fri", "08:00-18:00"), ("sat", "09:30-14:00")],
                "Mon–Fri 8:00–18:00, Sat 9:30–14:00",
            ),
            (&[("mon-sun", "08:00-22:00")], "Every day 8:00–22:00"),
            (&[("mon-sun", "00:00-24:00")], "Every day, around the clock"),
            (
                &[("mon,wed", "8:00-12:00,13:00-17:00")],
                "Mon 8:00–12:00 and 13:00–17:00, Wed 8:00–12:00 and 13:00–17:00",
            ),
            (&[], ""),
        ] {
            let hours = hours("Europe/Berlin", given, &[]).unwrap();
            assert_eq!(hours.words("en"), words);
            assert_eq!(
                hours.words("tlh"),
                words,
                "a language without words of its own"
            );
        }
    }

    #[test]
    fn hours_are_told_in_the_language_of_the_edition() {
        let week = [
            ("mon-fri", "08:00-22:00"),
            ("sat", "09:30-12:00,13:00-14:00"),
        ];
        let week = hours("Europe/Berlin", &week, &[]).unwrap();
        let always = hours("Europe/Berlin", &[("mon-sun", "00:00-24:00")], &[]).unwrap();
        let daily = hours("Europe/Berlin", &[("mon-sun", "08:00-22:00")], &[]).unwrap();
        for (language, of_week, of_always, of_daily) in [
            (
                "de-AT",
                "Mo–Fr 8:00–22:00 Uhr, Sa 9:30–12:00 und 13:00–14:00 Uhr",
                "Täglich rund um die Uhr",
                "Täglich 8:00–22:00 Uhr",
            ),
            (
                "ar",
                "من الاثنين إلى الجمعة، من ٨:٠٠ إلى ٢٢:٠٠؛ السبت، من ٩:٣٠ إلى ١٢:٠٠ ومن ١٣:٠٠ إلى ١٤:٠٠",
                "يوميًا على مدار الساعة",
                "يوميًا، من ٨:٠٠ إلى ٢٢:٠٠",
            ),
            (
                "zh-CN",
                "周一至周五 8:00–22:00，周六 9:30–12:00 和 13:00–14:00",
                "每天 24 小时",
                "每天 8:00–22:00",
            ),
            (
                "ar-MA",
                "من الاثنين إلى الجمعة، من 8:00 إلى 22:00؛ السبت، من 9:30 إلى 12:00 ومن 13:00 إلى 14:00",
                "يوميًا على مدار الساعة",
                "يوميًا، من 8:00 إلى 22:00",
            ),
        ] {
            assert_eq!(week.words(language), of_week);
            assert_eq!(always.words(language), of_always);
            assert_eq!(daily.words(language), of_daily);
        }
    }

    #[test]
    fn open_is_judged_by_the_providers_clock_and_calendar() {
        let week = [("mon-fri", "08:00-22:00"), ("sat", "09:00-14:00")];
        let support = hours("Australia/Sydney", &week, &["2026-12-25"]).unwrap();
        for (at, open, why) in [
            (
                "2026-11-23T08:00+11:00",
                true,
                "Monday, the minute it opens",
            ),
            ("2026-11-23T07:59:59+11:00", false, "a second before"),
            ("2026-11-23T21:59:59+11:00", true, "the last second"),
            ("2026-11-23T22:00+11:00", false, "the minute it closes"),
            (
                "2026-11-22T22:30Z",
                true,
                "Sunday in London, Monday morning in Sydney",
            ),
            ("2026-11-22T12:00+11:00", false, "Sunday"),
            ("2026-11-28T13:00+11:00", true, "Saturday"),
            ("2026-12-25T12:00+11:00", false, "a holiday, a Friday"),
            ("2026-06-01T08:30+10:00", true, "winter time"),
        ] {
            assert_eq!(support.open_at(at.parse().unwrap()), open, "{why}");
        }
    }

    #[test]
    fn a_night_shift_belongs_to_the_evening_on_which_it_begins() {
        let week = [("mon-fri", "20:00-02:00"), ("sun", "22:30-24:00")];
        let night = hours("Europe/Berlin", &week, &["2026-12-25"]).unwrap();
        assert_eq!(night.words("en"), "Mon–Fri 20:00–2:00, Sun 22:30–24:00");
        for (at, open, why) in [
            ("2026-11-23T19:59+01:00", false, "Monday, before it begins"),
            ("2026-11-23T20:00+01:00", true, "Monday evening"),
            ("2026-11-24T01:59+01:00", true, "Tuesday, Monday's shift"),
            ("2026-11-24T02:00+01:00", false, "Tuesday, its end"),
            ("2026-11-28T01:00+01:00", true, "Saturday, Friday's shift"),
            ("2026-11-28T21:00+01:00", false, "Saturday evening"),
            ("2026-11-23T00:30+01:00", false, "Sunday's ends at midnight"),
            ("2026-12-25T01:00+01:00", true, "a holiday, the eve's shift"),
            ("2026-12-25T21:00+01:00", false, "a holiday, none begins"),
            (
                "2026-12-26T01:00+01:00",
                false,
                "the night after it, which began on the holiday",
            ),
        ] {
            assert_eq!(night.open_at(at.parse().unwrap()), open, "{why}");
        }
    }

    #[test]
    fn the_clock_on_the_wall_counts_when_it_is_set() {
        let day = hours("Europe/London", &[("mon-sun", "08:00-22:00")], &[]).unwrap();
        for (at, open, why) in [
            ("2026-03-28T07:30Z", false, "the day before, winter time"),
            ("2026-03-29T07:00Z", true, "8 o'clock of the new time"),
            ("2026-03-29T21:00Z", false, "22 o'clock of the new time"),
            ("2026-10-24T07:00Z", true, "summer time"),
            ("2026-10-25T07:30Z", false, "half past 7 of the old time"),
            ("2026-10-25T08:00Z", true, "8 o'clock of the old time"),
        ] {
            assert_eq!(day.open_at(at.parse().unwrap()), open, "{why}");
        }
        let night = hours("Europe/London", &[("mon-sun", "22:00-01:30")], &[]).unwrap();
        for (at, open, why) in [
            ("2026-10-25T00:15Z", true, "1:15 for the first time"),
            ("2026-10-25T00:45Z", false, "1:45 for the first time"),
            ("2026-10-25T01:15Z", true, "1:15 once more"),
            ("2026-10-25T01:45Z", false, "1:45 once more"),
            ("2026-03-29T00:59Z", true, "0:59, an hour too early to end"),
            ("2026-03-29T01:00Z", false, "2:00: 1:30 was skipped"),
        ] {
            assert_eq!(night.open_at(at.parse().unwrap()), open, "{why}");
        }
        // A day begins at 1:00 where the clock is set at midnight.
        let early = hours("Asia/Beirut", &[("mon-sun", "00:00-06:00")], &[]).unwrap();
        assert!(early.open_at("2026-03-28T22:00Z".parse().unwrap()));
    }

    #[test]
    fn hours_that_make_no_sense_name_their_key() {
        for (days, times, message) in [
            ("mon-fry", "08:00-22:00", "“fry” is not a day"),
            ("fri-mon", "08:00-22:00", "goes forward"),
            ("mon", "8-22", "“8-22” is not a span"),
            ("mon", "08:00-25:00", "is not a span"),
            ("mon", "08:00-24:01", "is not a span"),
            ("mon", "08:00-08:00", "It ends when it begins"),
            ("mon", "24:00-02:00", "begin before 24:00"),
            ("mon", "22:00-02:00,23:00-24:00", "overlap"),
            ("mon", "22:00-02:00,03:00-04:00", "not in order"),
            ("mon", "08:00-12:00,11:00-13:00", "overlap"),
            ("mon", "", "is not a span"),
        ] {
            let bad = hours("Etc/UTC", &[(days, times)], &[]).unwrap_err();
            assert_eq!(bad.at, At::Days(days.to_owned()));
            assert!(
                bad.message.contains(message),
                "{days} {times}: {}",
                bad.message
            );
        }
        let twice = hours(
            "Etc/UTC",
            &[("mon-fri", "08:00-22:00"), ("fri", "08:00-12:00")],
            &[],
        );
        assert!(
            twice
                .unwrap_err()
                .message
                .contains("Fri has hours in another line")
        );
        let holiday = hours("Etc/UTC", &[], &["25.12.2026"]).unwrap_err();
        assert_eq!(holiday.at, At::Holiday(0));
    }
}
