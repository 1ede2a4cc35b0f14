//! Generated documents, numbers and texts: both readers agree, and what was written reads back.

use firstline_guide::json::{self, Writer};
use proptest::prelude::*;

use super::{same, stricter_on_purpose};

/// Holds both readers to the same answer.
fn agree(source: &str) -> Result<(), TestCaseError> {
    let theirs = serde_json::from_str::<serde_json::Value>(source);
    match (json::parse(source), theirs) {
        (Ok(ours), Ok(theirs)) => prop_assert!(same(&ours.root, &theirs), "read differently"),
        (Ok(_), Err(error)) => prop_assert!(false, "only serde_json refuses it: {}", error),
        (Err(error), Ok(_)) => {
            prop_assert!(
                stricter_on_purpose(error.kind),
                "only this reader refuses it: {error:?}"
            );
        }
        (Err(error), Err(_)) => prop_assert!(error.offset as usize <= source.len()),
    }
    Ok(())
}

fn document() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        any::<i32>().prop_map(|number| number.to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>()
            .prop_filter("finite", |number| number.is_finite())
            .prop_map(|n| n.to_string()),
        (-99_999_999i64..99_999_999, -30i32..30).prop_map(|(m, e)| format!("{m}e{e}")),
        (0u64..1 << 53, 0usize..16).prop_map(|(mantissa, point)| {
            let digits = format!("{mantissa:017}");
            let (whole, part) = digits.split_at(digits.len() - 1 - point);
            let whole = whole.trim_start_matches('0');
            format!("{}.{part}", if whole.is_empty() { "0" } else { whole })
        }),
    ];
    let text = prop_oneof![
        ".*".prop_map(|text: String| serde_json::to_string(&text).unwrap()),
        r#""([a-c]|\\[\\"/bfnrt]|\\u[0-9a-fA-F]{4}|\\ud8[0-9a-f]{2}\\ud[c-f][0-9a-f]{2})*""#,
        "\"[abc]\"",
    ];
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("false".to_owned()),
        number,
        text.clone(),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        let space = "[ \n\r\t]{0,2}";
        prop_oneof![
            (proptest::collection::vec(inner.clone(), 0..6), space)
                .prop_map(|(items, space)| format!("[{}]", items.join(&format!("{space},")))),
            (
                proptest::collection::vec((text.clone(), inner), 0..6),
                space
            )
                .prop_map(|(members, space)| {
                    let members: Vec<String> = members
                        .into_iter()
                        .map(|(key, value)| format!("{key}{space}:{space}{value}"))
                        .collect();
                    format!("{{{space}{}{space}}}", members.join(","))
                }),
        ]
    })
}

fn mutated() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(String::new()),
        "[\\]\\[{}:,\"\\\\/0-9eE.+\\-u \n\t]{1,3}",
        Just("\\ud83d".to_owned()),
        Just("null".to_owned()),
        Just("\u{feff}".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    let change = (any::<prop::sample::Index>(), 0usize..4, piece);
    (document(), proptest::collection::vec(change, 1..4)).prop_map(|(source, changes)| {
        let mut characters: Vec<char> = source.chars().collect();
        for (place, removed, piece) in changes {
            let start = place.index(characters.len() + 1);
            let end = (start + removed).min(characters.len());
            characters.splice(start..end, piece.chars());
        }
        characters.into_iter().collect()
    })
}

/// What the writer makes of a number.
fn written(number: f64) -> String {
    let mut writer = Writer::new();
    writer.number(number);
    writer.finish()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn agrees_with_serde_json_on_generated_documents(source in document()) {
        agree(&source)?;
    }

    #[test]
    fn agrees_with_serde_json_on_mutated_documents(source in mutated()) {
        agree(&source)?;
    }

    #[test]
    fn agrees_with_serde_json_on_random_text(source in "[\\]\\[{}:,\"\\\\/0-9eE.+\\-untrfalse \n\u{feff}ü]{0,16}") {
        agree(&source)?;
    }

    #[test]
    fn agrees_with_serde_json_on_random_bytes(bytes in any::<Vec<u8>>()) {
        agree(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn numbers_are_the_nearest_there_are(mantissa in 0u64..=1 << 53, power in -22i32..=22) {
        let source = format!("{mantissa}e{power}");
        let ours = json::parse(&source).unwrap().root.as_f64();
        prop_assert_eq!(ours, Some(source.parse::<f64>().unwrap()));
    }

    #[test]
    fn a_number_that_was_written_reads_back_and_writes_the_same(
        number in any::<f64>(),
        near in 1e14f64..1e17,
        power in 0i32..22,
    ) {
        // Any number is mostly one that is too large or next to nothing.
        for number in [number, near, near * 10f64.powi(power)] {
            let once = written(number);
            if once != "null" {
                let back = json::parse(&once).unwrap().root.as_f64().unwrap();
                prop_assert!((back - number).abs() <= 5.1e-7f64.max(number.abs() * 1e-14));
                prop_assert_eq!(written(back), once);
            }
        }
    }

    #[test]
    fn ordinary_numbers_keep_six_decimals(millionths in -1_000_000_000_000_000i64..1_000_000_000_000_000) {
        let number = millionths as f64 / 1e6;
        let mut writer = Writer::new();
        writer.number(number);
        let written = writer.finish();
        prop_assert_eq!(json::parse(&written).unwrap().root.as_f64(), Some(number));
    }

    #[test]
    fn a_string_that_was_written_reads_back(text in any::<String>()) {
        let mut writer = Writer::new();
        writer.string(&text);
        let written = writer.finish();
        let parsed = json::parse(&written).unwrap();
        prop_assert_eq!(parsed.root.as_str(), Some(text.as_str()));
        prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
