use super::*;

const SAMPLE: &str = r#"{ "format": 1, "name": "Example Fibre", "timeZone": "Australia/Sydney",
  "contacts": { "support": { "phone": "+61 2 5550 1234", "hours": { "mon-fri": "08:00-22:00" },
    "holidays": ["2026-12-25"] } },
  "links": { "portal": "https://my.isp.example" }, "values": { "callout-fee": "$150" },
  "equipment": ["nbn-hfc"], "services": ["internet"] }"#;

#[test]
fn the_sample_of_the_format_is_read() {
    let provider = Provider::read(SAMPLE, Path::new("provider.json")).unwrap();
    assert_eq!(
        provider.shown("en").hours.as_deref(),
        Some("Mon–Fri 8:00–22:00")
    );
    let open = |at: &str| {
        let facts = provider.facts("en", at.parse().unwrap());
        facts
            .into_iter()
            .find(|(name, _)| name == "provider.support.open")
            .unwrap()
            .1
    };
    assert_eq!(open("2026-11-23T09:00+11:00"), Value::from(true));
    assert_eq!(open("2026-11-23T23:00+11:00"), Value::from(false));
    let facts = provider.facts("en", Timestamp::UNIX_EPOCH);
    assert!(facts.contains(&("provider.callout-fee".to_owned(), Value::from("$150"))));
}

#[test]
fn what_it_sells_where_and_by_when_it_answers_are_facts() {
    let more = r#""country": "AU", "technologies": ["fibre"], "topics": ["a", { "group": "G", "guides": ["b"] }],
        "words": { "de": { "replyWithin": { "support": "einem Tag" }, "topics": { "G": "H" } } }, "format""#;
    let text = SAMPLE.replacen("\"format\"", more, 1);
    let text = text.replacen("\"phone\"", "\"replyWithin\": \"one day\", \"phone\"", 1);
    let provider = Provider::read(&text, Path::new("provider.json")).unwrap();
    for (language, within) in [("en", "one day"), ("de-AT", "einem Tag")] {
        let facts = provider.facts(language, Timestamp::UNIX_EPOCH);
        for (name, value) in [
            ("provider.country", Value::from("AU")),
            ("provider.emergency", Value::from("000")),
            (
                "provider.services",
                Value::List(vec!["internet".to_owned()]),
            ),
            (
                "provider.technologies",
                Value::List(vec!["fibre".to_owned()]),
            ),
            ("provider.support.reply-within", Value::from(within)),
        ] {
            assert!(
                facts.contains(&(name.to_owned(), value)),
                "{language} {name}"
            );
        }
    }
}

#[test]
fn a_countrys_emergency_number_is_the_providers_if_it_says_so() {
    let text = SAMPLE.replacen(
        "\"callout-fee\"",
        "\"emergency\": \"15\", \"callout-fee\"",
        1,
    );
    let text = text.replacen("\"format\"", "\"country\": \"XK\", \"format\"", 1);
    let provider = Provider::read(&text, Path::new("provider.json")).unwrap();
    let facts = provider.facts("en", Timestamp::UNIX_EPOCH);
    let numbers = facts
        .iter()
        .filter(|(name, _)| name == "provider.emergency");
    let numbers: Vec<&Value> = numbers.map(|(_, value)| value).collect();
    assert_eq!(numbers, [&Value::from("15")]);
}

#[test]
fn words_are_told_in_the_language_of_the_reader_and_fall_back_along_the_tag() {
    let words = r#""words": { "de": { "name": "Beispielnetz", "values": { "callout-fee": "150 $" } },
        "de-CH": { "hours": "Zu Bürozeiten" } }, "values""#;
    let text = SAMPLE.replacen("\"values\"", words, 1);
    let provider = Provider::read(&text, Path::new("provider.json")).unwrap();
    for (language, name, hours, fee) in [
        ("en", "Example Fibre", "Mon–Fri 8:00–22:00", "$150"),
        ("de", "Beispielnetz", "Mo–Fr 8:00–22:00 Uhr", "150 $"),
        ("de-ch", "Beispielnetz", "Zu Bürozeiten", "150 $"),
        ("tlh", "Example Fibre", "Mon–Fri 8:00–22:00", "$150"),
    ] {
        let shown = provider.shown(language);
        assert_eq!((&*shown.name, shown.hours.as_deref()), (name, Some(hours)));
        let facts = provider.facts(language, Timestamp::UNIX_EPOCH);
        for (fact, value) in [
            ("provider.name", name),
            ("provider.support.hours", hours),
            ("provider.callout-fee", fee),
        ] {
            assert!(
                facts.contains(&(fact.to_owned(), Value::from(value))),
                "{language} {fact}"
            );
        }
    }
}

#[test]
fn every_contact_has_its_facts_in_the_providers_time_zone() {
    let contacts = r#""contacts": { "night-desk": { "email": "night@isp.example",
        "hours": { "mon-sun": "22:00-06:00" }, "holidays": ["2026-12-24"] },
        "shop": { "phone": "02 5550 0000" }, "support""#;
    let text = SAMPLE.replacen("\"contacts\": { \"support\"", contacts, 1);
    let provider = Provider::read(&text, Path::new("provider.json")).unwrap();
    let facts = |at: &str| {
        let facts = provider.facts("en", at.parse().unwrap());
        let facts = facts
            .into_iter()
            .map(|(name, value)| format!("{name}={}", serde_json::to_string(&value).unwrap()));
        facts.collect::<Vec<_>>()
    };
    assert_eq!(
        // Christmas morning in Sydney: the support's holiday, and the night that began on the
        // night desk's.
        facts("2026-12-24T15:00Z"),
        [
            r#"provider.name="Example Fibre""#,
            r#"provider.night-desk.email="night@isp.example""#,
            r#"provider.night-desk.hours="Every day 22:00–6:00""#,
            "provider.night-desk.open=false",
            r#"provider.shop.phone="02 5550 0000""#,
            r#"provider.support.phone="+61 2 5550 1234""#,
            r#"provider.support.hours="Mon–Fri 8:00–22:00""#,
            "provider.support.open=false",
            r#"provider.services=["internet"]"#,
            r#"provider.callout-fee="$150""#,
        ]
    );
    for (at, night, support) in [
        ("2026-12-24T12:00Z", false, false),
        ("2026-12-25T15:00Z", true, false),
        ("2026-12-28T01:00Z", false, true),
    ] {
        let facts = facts(at);
        for (contact, open) in [("night-desk", night), ("support", support)] {
            let fact = format!("provider.{contact}.open={open}");
            assert!(facts.contains(&fact), "{at}: {fact}");
        }
    }
}

#[test]
fn each_mistake_is_named_with_its_place() {
    for (from, to, said) in [
        (
            "\"name\": \"Example Fibre\", ",
            "",
            "p.json:1:1: The key `name` is missing.",
        ),
        (
            "\"name\"",
            "\"naem\"",
            "p.json:1:24: /naem: There is no key `naem` here, but `format`, `name`",
        ),
        (
            "\"format\": 1",
            "\"format\": 2",
            ": /format: Format 2 is not known",
        ),
        ("Example Fibre", " ", ": /name: The provider needs a name."),
        (
            "Australia/Sydney",
            "Sydney",
            ": /timeZone: “Sydney” is not in the time zone database",
        ),
        (
            "\"timeZone\": \"Australia/Sydney\",",
            "",
            "Opening hours need the provider's `timeZone`",
        ),
        (
            "mon-fri",
            "mon-fry",
            ": /contacts/support/hours/mon-fry: “fry” is not a day.",
        ),
        (
            "2026-12-25",
            "Christmas",
            ": /contacts/support/holidays/0: This is not a",
        ),
        (
            "+61 2 5550 1234",
            "call us",
            ": /contacts/support/phone: A telephone number has",
        ),
        (
            "https://my",
            "http://my",
            ": /links/portal: This leads nowhere.",
        ),
        (
            "https://my.isp.example",
            "tel:CALL-US",
            ": /links/portal: This leads nowhere.",
        ),
        (
            "https://my.isp.example",
            "https://user:pw@evil.example",
            ": /links/portal: This leads nowhere.",
        ),
        (
            "Example Fibre",
            "Example \u{202e}Fibre",
            ": /name: There is a character in it that is not seen",
        ),
        (
            "Example Fibre",
            "Example\\nFibre",
            ": /name: There is a line break in it.",
        ),
        (
            "\"values\"",
            "\"words\": { \"german please\": {} }, \"values\"",
            ": /words/german please: “german please” is not a language tag",
        ),
        (
            "\"values\"",
            "\"words\": { \"de\": { \"values\": { \"fee\": \"1\" } } }, \"values\"",
            ": /words/de/values/fee: There is no `fee` in `values`.",
        ),
        (
            "\"support\"",
            "\"Support Desk\"",
            ": /contacts/Support Desk: Write its name in small letters",
        ),
        (
            "\"callout-fee\"",
            "\"calloutFee\"",
            ": /values/calloutFee: Write its name in small letters",
        ),
        (
            "\"callout-fee\"",
            "\"name\"",
            ": /values/name: `provider.name` is the provider's name",
        ),
        (
            "\"values\"",
            "\"words\": { \"de\": { \"topics\": { \"Phone\": \"Telefon\" } } }, \"values\"",
            ": /words/de/topics/Phone: No group of `topics` is called “Phone”.",
        ),
        (
            "\"format\"",
            "\"country\": \"Australia\", \"format\"",
            ": /country: “Australia” is no country. Write GB, or DE.",
        ),
        (
            "\"format\"",
            "\"country\": \"XK\", \"format\"",
            ": /country: We do not know whom to call in an emergency in XK.",
        ),
        (
            "[\"internet\"]",
            "[\"internet\", \"telly\"]",
            ": /services/1: “telly” is none of internet, phone, tv",
        ),
        (
            "\"format\"",
            "\"topics\": [\"a\", { \"group\": \"G\", \"guides\": [\"b\", \"a\"] }], \"format\"",
            ": /topics/1/guides/1: `a` stands here twice.",
        ),
        (
            "\"format\"",
            "\"topics\": [{ \"guide\": \"a\" }], \"format\"",
            "/topics/0: This must be the id of a guide, or { \"group\": \"…\", \"guides\": [\"…\"] }.",
        ),
        ("[\"internet\"]", "[\"internet\"", "p.json:5:"),
        (
            "\"values\"",
            "\"people\": [{ \"kind\": \"phone\", \"contact\": \"support\" }, { \"kind\": \"phone\", \"contact\": \"support\" }], \"values\"",
            ": /people/1: This is the way of `/people/0`: it has the same `kind`",
        ),
        (
            "\"$150\"",
            "150",
            "p.json:4:79: /values/callout-fee: This must be text in quotes.",
        ),
    ] {
        assert!(SAMPLE.contains(from), "{from}");
        let text = SAMPLE.replacen(from, to, 1);
        let error = Provider::read(&text, Path::new("p.json"))
            .unwrap_err()
            .to_string();
        assert!(error.contains(said), "{to}: {error} and not {said}");
    }
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_file() {
    let text = r#"{ "format": 2, "name": 5,
  "colour": "red", "timeZone": "Sydney",
  "contacts": {
    "support": { "phone": "call us", "email": "a@@b", "hours": { "mon-fri": "8-22", "sat": "25:00-26:00" },
      "holidays": ["2026-12-25", "Christmas", 7] },
    "Shop": { "fax": "1" } },
  "links": { "portal": "http://a.example", "b c": "https://b.example" },
  "values": { "fee": 60 }, "services": ["internet", "telly"],
  "words": { "german please": {}, "de": { "name": " ", "values": { "odd": "1" } } } }"#;
    let bad = Provider::read(text, Path::new("p.json")).unwrap_err();
    let places: Vec<String> = bad
        .problems
        .iter()
        .map(|problem| format!("{}:{} {}", problem.line, problem.column, problem.pointer))
        .collect();
    assert_eq!(
        places,
        [
            "1:13 /format",
            "1:24 /name",
            "2:13 /colour",
            "2:32 /timeZone",
            "4:27 /contacts/support/phone",
            "4:47 /contacts/support/email",
            "4:77 /contacts/support/hours/mon-fri",
            "4:92 /contacts/support/hours/sat",
            "5:34 /contacts/support/holidays/1",
            "5:47 /contacts/support/holidays/2",
            "6:13 /contacts/Shop",
            "6:22 /contacts/Shop/fax",
            "7:24 /links/portal",
            "7:51 /links/b c",
            "8:22 /values/fee",
            "8:53 /services/1",
            "9:31 /words/german please",
            "9:51 /words/de/name",
            "9:75 /words/de/values/odd",
        ]
    );
    let shown = bad.to_string();
    assert_eq!(shown.lines().count(), places.len());
    assert!(
        shown.starts_with("p.json:1:13: /format: Format 2 is not known here"),
        "{shown}"
    );
}

#[test]
fn the_examples_of_duties_in_the_book_are_read() {
    let book = include_str!("../../../../../docs/duties.md");
    let examples: Vec<&str> = book.split("```json\n").skip(1).collect();
    assert_eq!(examples.len(), 3);
    let mut duties = Vec::new();
    for example in examples {
        let example = example.split("```").next().unwrap();
        let text = example.trim().replacen(
            '{',
            "{ \"format\": 1, \"name\": \"E\", \"timeZone\": \"UTC\",",
            1,
        );
        let provider = Provider::read(&text, Path::new("p.json")).unwrap();
        let owed = provider.duties().of(Some("line"), Timestamp::UNIX_EPOCH);
        duties.extend(owed.iter().map(|owed| owed.duty.id.clone()));
    }
    assert_eq!(
        duties,
        ["informed", "noted", "informed", "compensated", "repaired"]
    );
}

#[test]
fn what_is_wrong_with_duties_is_told_with_its_place() {
    for (duties, said) in [
        (r#""duties": {}"#, "/duties: This must be a list"),
        (
            r#""duties": [{ "id": "A b", "by": { "hours": 1 }, "text": { "en": "x" } }]"#,
            "/duties/0/id: A duty needs an `id`",
        ),
        (
            r#""duties": [{ "id": "a", "text": { "en": "x" } }]"#,
            "/duties/0: The key `by` is missing",
        ),
        (
            r#""duties": [{ "id": "a", "by": {}, "text": { "en": "x" } }]"#,
            "/duties/0/by: Write one of",
        ),
        (
            r#""duties": [{ "id": "a", "by": { "days": 1.5 }, "text": { "en": "x" } }]"#,
            "/duties/0/by/days: This must be a number from 0 to 366.",
        ),
        (
            r#""duties": [{ "id": "a", "by": { "hours": 1 } }]"#,
            "/duties/0/text: Say it in a language",
        ),
        (
            r#""duties": [{ "id": "a", "by": { "hours": 1 }, "text": { "en": "x" }, "met": "soon" }]"#,
            "/duties/0/met: Write",
        ),
        (
            r#""duties": [{ "id": "a", "by": { "hours": 1 }, "text": { "en": "x" } }, { "id": "a", "by": { "hours": 1 }, "text": { "en": "x" } }]"#,
            "/duties/1/id: Another duty is called so too.",
        ),
        (
            r#""duties": [{ "id": "a", "by": { "workingDays": 2 }, "text": { "en": "x" } }]"#,
            "/duties: Working days are counted",
        ),
        (
            r#""workingDays": { "days": "fri-mon" }"#,
            "/workingDays/days: A range of days goes forward",
        ),
        (
            r#""workingDays": { "holidays": ["Christmas"] }"#,
            "/workingDays/holidays/0: This is not a calendar day.",
        ),
    ] {
        let text = SAMPLE.replacen("\"services\"", &format!("{duties}, \"services\""), 1);
        let error = Provider::read(&text, Path::new("p.json"))
            .unwrap_err()
            .to_string();
        assert!(error.contains(said), "{duties}: {error} and not {said}");
    }
}
