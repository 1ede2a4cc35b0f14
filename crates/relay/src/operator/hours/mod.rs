//! Opening hours: read from the provider's file, put into words, and asked "open now?".

mod words;

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

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

/// A fault in opening hours, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadHours {
    /// Where.
    pub at: At,
    /// The fault, and what to do.
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

    /// When it opens next; `None` if it is open, or in none of the next two weeks.
    pub fn opens(&self, now: Timestamp) -> Option<Timestamp> {
        if self.open_at(now) {
            return None;
        }
        let mut day = now.to_zoned(self.zone.clone()).date();
        for _ in 0..=14 {
            for (from, _) in &self.week[monday_first(day.weekday())] {
                let at = self.at(day, *from)?;
                if at > now && self.open_at(at) {
                    return Some(at);
                }
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    /// Until when it is open; `None` if it is not, or if it stays so for the next week.
    pub fn closes(&self, now: Timestamp) -> Option<Timestamp> {
        if !self.open_at(now) {
            return None;
        }
        // A shift of the evening before may go on.
        let mut day = now.to_zoned(self.zone.clone()).date().yesterday().ok()?;
        for _ in 0..=8 {
            for (_, until) in &self.week[monday_first(day.weekday())] {
                let at = self.at(day, *until)?;
                if at > now && !self.open_at(at) {
                    return Some(at);
                }
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    /// So many minutes after midnight by the clock of that day, which may be the next one's.
    fn at(&self, day: Date, minutes: u16) -> Option<Timestamp> {
        let day = day.checked_add(i64::from(minutes / DAY).days()).ok()?;
        let minutes = minutes % DAY;
        let (hour, minute) = (minutes / 60, minutes % 60);
        let (hour, minute) = (i8::try_from(hour).ok()?, i8::try_from(minute).ok()?);
        let local = day.at(hour, minute, 0, 0);
        Some(local.to_zoned(self.zone.clone()).ok()?.timestamp())
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

/// The position of a day in a week that begins on Monday.
pub(super) fn monday_first(day: Weekday) -> usize {
    usize::try_from(day.to_monday_zero_offset()).unwrap_or(0)
}

/// The days of `mon-fri` or `mon,wed`, by their positions.
pub(super) fn days_of(text: &str) -> Result<Vec<usize>, String> {
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
mod tests;
