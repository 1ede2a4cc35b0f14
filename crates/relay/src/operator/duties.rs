//! The provider's duties to a customer who reports a fault, and their times: by law, or by promises of its own.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::hours::monday_first;
use super::languages::in_language;

/// By when something is owed, counted from the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// So many hours later, of time and not of the clock on the wall; 0 for at once.
    Hours(u16),
    /// At the end of the day that comes so many days after that of the report.
    Days(u16),
    /// At the end of the working day that comes so many working days after the day of the report.
    WorkingDays(u16),
}

/// What must happen before it falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// It is mended, or over in another way.
    Solved,
    /// Somebody of the provider's has answered.
    Answered,
}

impl Met {
    /// Its name, as it is written and stored.
    pub fn name(self) -> &'static str {
        match self {
            Met::Solved => "solved",
            Met::Answered => "answered",
        }
    }
}

/// Something that is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Its name.
    pub id: String,
    /// By when.
    pub by: By,
    /// What must happen before it falls due.
    pub met: Met,
    /// The text for customers, by language; `{when}` is the time.
    pub text: BTreeMap<String, String>,
    /// Where it stands that it is owed, for agents.
    pub source: String,
    /// The categories of tickets to which it applies; empty for all.
    pub categories: Vec<String>,
}

/// All that is owed, and the days on which the provider works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duties {
    all: Vec<Duty>,
    working: [bool; 7],
    holidays: Vec<Date>,
    zone: TimeZone,
}

/// A duty that one report makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed<'a> {
    /// Which duty.
    pub duty: &'a Duty,
    /// By when: the first moment at which it is late.
    pub due: Timestamp,
}

impl Duties {
    /// These duties, counted in this zone. `working` are the days of a week on which the provider works, Monday
    /// first, and `holidays` those on which it does not although they are.
    pub fn new(all: Vec<Duty>, working: [bool; 7], holidays: Vec<Date>, zone: TimeZone) -> Duties {
        Duties {
            all,
            working,
            holidays,
            zone,
        }
    }

    /// What is owed of a report of this category that came then, the earliest first. `None` is a report of which no
    /// category is proved: everything is owed of it.
    pub fn of(&self, category: Option<&str>, reported: Timestamp) -> Vec<Owed<'_>> {
        let concerned = |duty: &&Duty| {
            duty.categories.is_empty()
                || category.is_none_or(|category| duty.categories.iter().any(|of| of == category))
        };
        let mut owed: Vec<Owed> = self
            .all
            .iter()
            .filter(concerned)
            .filter_map(|duty| {
                let due = self.due(duty.by, reported)?;
                Some(Owed { duty, due })
            })
            .collect();
        owed.sort_by_key(|owed| owed.due);
        owed
    }

    /// The provider's time zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The first moment at which something that is owed by then is late; `None` if that is in no year that there is.
    pub fn due(&self, by: By, reported: Timestamp) -> Option<Timestamp> {
        let day = reported.to_zoned(self.zone.clone()).date();
        match by {
            By::Hours(hours) => {
                let later = SignedDuration::from_hours(i64::from(hours));
                reported.checked_add(later).ok()
            }
            By::Days(days) => self.end_of(day.checked_add(i64::from(days).days()).ok()?),
            By::WorkingDays(days) => {
                let (mut day, mut left) = (day, days);
                // So many holidays in a row has nobody: the bound is for a week without a working day.
                for _ in 0..(u32::from(days) + 60) * 7 {
                    if left == 0 {
                        break;
                    }
                    day = day.tomorrow().ok()?;
                    left -= u16::from(self.is_working(day));
                }
                (left == 0).then_some(())?;
                self.end_of(day)
            }
        }
    }

    fn is_working(&self, day: Date) -> bool {
        self.working[monday_first(day.weekday())] && !self.holidays.contains(&day)
    }

    /// The first moment of the day after it: a day may have 23 hours or 25, and one that begins at 1 o'clock.
    fn end_of(&self, day: Date) -> Option<Timestamp> {
        let next = day.tomorrow().ok()?;
        Some(next.to_zoned(self.zone.clone()).ok()?.timestamp())
    }
}

impl Duty {
    /// What customers read in this language, with the time put in; in one of its other languages if there is no text
    /// in it, because what is owed must be said.
    pub fn said(&self, language: &str, when: &str) -> String {
        in_language(&self.text, language)
            .unwrap_or_default()
            .replace("{when}", when)
    }
}

impl Owed<'_> {
    /// The last minute at which it is not late: who reads `0:00` does not know of which day.
    pub fn last_minute(&self) -> Timestamp {
        match self.duty.by {
            By::Hours(_) => self.due,
            By::Days(_) | By::WorkingDays(_) => self
                .due
                .checked_sub(SignedDuration::from_mins(1))
                .unwrap_or(self.due),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MON_TO_FRI: [bool; 7] = [true, true, true, true, true, false, false];

    fn duties(zone: &str, holidays: &[&str]) -> Duties {
        let holidays = holidays.iter().map(|day| day.parse().unwrap()).collect();
        Duties::new(
            Vec::new(),
            MON_TO_FRI,
            holidays,
            TimeZone::get(zone).unwrap(),
        )
    }

    #[test]
    fn days_end_at_midnight_of_the_providers_clock() {
        for (zone, by, reported, due, why) in [
            (
                "Europe/Berlin",
                By::Days(1),
                "2026-11-23T09:00+01:00",
                "2026-11-25T00:00+01:00",
                "the end of Tuesday",
            ),
            (
                "Europe/Berlin",
                By::Days(0),
                "2026-11-23T23:59+01:00",
                "2026-11-24T00:00+01:00",
                "the same day, a minute later",
            ),
            (
                "Europe/Berlin",
                By::Days(1),
                "2026-11-23T23:30Z",
                "2026-11-26T00:00+01:00",
                "it is Tuesday in Berlin already",
            ),
            (
                "Europe/Berlin",
                By::Days(1),
                "2026-03-28T12:00+01:00",
                "2026-03-30T00:00+02:00",
                "Sunday has 23 hours",
            ),
            (
                "Europe/Berlin",
                By::Days(1),
                "2026-10-24T12:00+02:00",
                "2026-10-26T00:00+01:00",
                "Sunday has 25 hours",
            ),
            (
                "Europe/Berlin",
                By::Hours(24),
                "2026-03-28T12:00+01:00",
                "2026-03-29T13:00+02:00",
                "24 hours are 24 hours, an hour later by the clock",
            ),
            (
                "Europe/Berlin",
                By::Hours(24),
                "2026-10-24T12:00+02:00",
                "2026-10-25T11:00+01:00",
                "and an hour earlier",
            ),
            (
                "Africa/Cairo",
                By::Days(0),
                "2026-04-23T12:00+02:00",
                "2026-04-24T01:00+03:00",
                "the day after has no midnight: the clock is set then",
            ),
            (
                "Asia/Kathmandu",
                By::Days(0),
                "2026-11-23T18:14Z",
                "2026-11-23T18:15Z",
                "a zone of 5 hours and 45 minutes",
            ),
        ] {
            let found = duties(zone, &[]).due(by, reported.parse().unwrap());
            assert_eq!(found, Some(due.parse().unwrap()), "{why}");
        }
    }

    #[test]
    fn working_days_leave_out_weekends_and_holidays_and_the_day_of_the_report() {
        let duties = duties("Europe/London", &["2026-12-25", "2026-12-28"]);
        for (days, reported, due, why) in [
            (
                2,
                "2026-11-23T09:00Z",
                "2026-11-26T00:00Z",
                "Monday, so Wednesday",
            ),
            (
                2,
                "2026-11-26T09:00Z",
                "2026-12-01T00:00Z",
                "Thursday, so Monday",
            ),
            (
                1,
                "2026-11-28T09:00Z",
                "2026-12-01T00:00Z",
                "Saturday, so Monday",
            ),
            (
                2,
                "2026-12-24T09:00Z",
                "2026-12-31T00:00Z",
                "Christmas, a weekend, its day in lieu",
            ),
            (0, "2026-11-28T09:00Z", "2026-11-29T00:00Z", "the same day"),
            (
                1,
                "2026-03-27T12:00Z",
                "2026-03-30T23:00Z",
                "over the night when the clock is set",
            ),
        ] {
            let found = duties.due(By::WorkingDays(days), reported.parse().unwrap());
            assert_eq!(found, Some(due.parse().unwrap()), "{why}");
        }
    }

    #[test]
    fn who_never_works_owes_nothing_by_a_working_day() {
        let never = Duties::new(Vec::new(), [false; 7], Vec::new(), TimeZone::UTC);
        let found = never.due(By::WorkingDays(1), "2026-11-23T09:00Z".parse().unwrap());
        assert_eq!(found, None);
    }

    #[test]
    fn what_is_owed_depends_on_what_is_proved() {
        let duty = |id: &str, by, categories: &[&str]| Duty {
            id: id.to_owned(),
            by,
            met: Met::Solved,
            text: BTreeMap::from([("de".to_owned(), "bis {when}".to_owned())]),
            source: String::new(),
            categories: categories.iter().map(ToString::to_string).collect(),
        };
        let all = vec![
            duty("later", By::Days(2), &[]),
            duty("line", By::Days(1), &["line"]),
        ];
        let duties = Duties::new(all, MON_TO_FRI, Vec::new(), TimeZone::UTC);
        let names = |category| -> Vec<String> {
            let owed = duties.of(category, Timestamp::UNIX_EPOCH);
            owed.iter().map(|owed| owed.duty.id.clone()).collect()
        };
        assert_eq!(names(Some("line")), ["line", "later"], "the earliest first");
        assert_eq!(names(Some("billing")), ["later"]);
        assert_eq!(names(None), ["line", "later"], "in doubt for the customer");
        let owed = duties.of(None, Timestamp::UNIX_EPOCH);
        assert_eq!(owed[0].last_minute().to_string(), "1970-01-02T23:59:00Z");
        assert_eq!(owed[0].duty.said("fr", "morgen"), "bis morgen");
    }
}
