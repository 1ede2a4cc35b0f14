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
fn it_is_known_when_it_opens_and_until_when_it_is_open() {
    let week = [
        ("mon-fri", "08:00-12:00,13:00-22:00"),
        ("sat", "20:00-02:00"),
    ];
    let support = hours("Europe/Berlin", &week, &["2026-12-25"]).unwrap();
    let at =
        |text: &str| -> Option<Timestamp> { (!text.is_empty()).then(|| text.parse().unwrap()) };
    for (now, opens, closes, why) in [
        (
            "2026-11-23T09:00+01:00",
            "",
            "2026-11-23T12:00+01:00",
            "Monday morning",
        ),
        (
            "2026-11-23T12:30+01:00",
            "2026-11-23T13:00+01:00",
            "",
            "at lunch",
        ),
        (
            "2026-11-23T22:00+01:00",
            "2026-11-24T08:00+01:00",
            "",
            "at night",
        ),
        (
            "2026-11-28T12:00+01:00",
            "2026-11-28T20:00+01:00",
            "",
            "Saturday",
        ),
        (
            "2026-11-29T01:00+01:00",
            "",
            "2026-11-29T02:00+01:00",
            "Saturday's shift",
        ),
        (
            "2026-12-24T23:00+01:00",
            "2026-12-26T20:00+01:00",
            "",
            "over a holiday",
        ),
        (
            "2026-03-28T21:00+01:00",
            "",
            "2026-03-29T03:00+02:00",
            "2 o'clock is skipped",
        ),
    ] {
        let now = now.parse().unwrap();
        assert_eq!(support.opens(now), at(opens), "{why}");
        assert_eq!(support.closes(now), at(closes), "{why}");
    }
    let always = hours("Europe/Berlin", &[("mon-sun", "00:00-24:00")], &[]).unwrap();
    let now = "2026-11-23T09:00+01:00".parse().unwrap();
    assert_eq!((always.opens(now), always.closes(now)), (None, None));
    let never = hours("Europe/Berlin", &[], &[]).unwrap();
    assert_eq!((never.opens(now), never.closes(now)), (None, None));
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
