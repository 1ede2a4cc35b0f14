//! The reader is held to RFC 8259 by a table of cases in the manner of JSONTestSuite
//! (Nicolas Seriot, "Parsing JSON is a minefield"), and to `serde_json` by generated documents.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use firstline_guide::json::{self, ErrorKind, MAX_DEPTH, Node, Value, Writer};
use proptest::prelude::*;

const ACCEPTED: &[&str] = &[
    // Structure and white space.
    "[]",
    "{}",
    " [ ] ",
    "\t{\n}\r",
    "[[]   ]",
    "[\"\"]",
    "{\"\":0}",
    "{\"a\":{\"b\":[1,{}]}}",
    "[null, 1, \"1\", {}]",
    "[1\n]",
    "[1,null,null,null,2]",
    "{\"min\": -1.0e+2, \"max\": 1.0e+2}",
    // Scalars at the top.
    "null",
    "true",
    "false",
    "42",
    "-0.1",
    "\"asd\"",
    "\"\"",
    " null ",
    // Numbers.
    "[0]",
    "[-0]",
    "[-1]",
    "[123]",
    "[123.456789]",
    "[0e1]",
    "[0e+1]",
    "[1E22]",
    "[1E-2]",
    "[1E+2]",
    "[20e1]",
    "[0.4e006]",
    "[123e-2]",
    "[123.456e18]",
    "[4 ]",
    "[9007199254740992]",
    "[1e37]",
    "[-9007199254740992]",
    "[100000000000000000000000]",
    "[0.000000000000000000001]",
    "[0e999999999999999999999]",
    "[-0.0e-99]",
    // Strings.
    r#"["A\u0061"]"#,
    r#"["\u0060\u012a\u12AB"]"#,
    r#"["\uD801\udc37"]"#,
    r#"["\ud83d\ude39\ud83d\udc8d"]"#,
    r#"["\uDBFF\uDFFF"]"#,
    r#"["\"\\\/\b\f\n\r\t"]"#,
    r#"["\\u0000"]"#,
    r#"["\u0000"]"#,
    r#"["\\a"]"#,
    r#"["\u002c"]"#,
    r#"["\uFFFF \uFFFE \uFEFF"]"#,
    r#"["a/*b*/c//d#e"]"#,
    "[\"\u{7f}\"]",
    "[\"\u{2028}\u{2029}\"]",
    "[\"ü€𝄞\"]",
    "{\"\\u0061\":1}",
    "[\"\u{feff}\"]",
];

/// What is refused, why, and at which byte.
const REFUSED: &[(&str, ErrorKind, u32)] = &[
    // The document.
    ("", ErrorKind::UnexpectedEnd, 0),
    (" ", ErrorKind::UnexpectedEnd, 1),
    ("\u{feff}{}", ErrorKind::ByteOrderMark, 0),
    ("\u{feff}", ErrorKind::ByteOrderMark, 0),
    ("{}}", ErrorKind::TrailingCharacters, 2),
    ("[1]x", ErrorKind::TrailingCharacters, 3),
    ("1 2", ErrorKind::TrailingCharacters, 2),
    ("{} {}", ErrorKind::TrailingCharacters, 3),
    ("{}//", ErrorKind::Comment, 2),
    ("/**/{}", ErrorKind::Comment, 0),
    ("{\"a\":/*b*/1}", ErrorKind::Comment, 5),
    ("[1,#\n2]", ErrorKind::Comment, 3),
    ("\u{c}[]", ErrorKind::ExpectedValue, 0),
    ("\u{a0}[]", ErrorKind::ExpectedValue, 0),
    ("\u{2060}[]", ErrorKind::ExpectedValue, 0),
    ("<.>", ErrorKind::ExpectedValue, 0),
    ("å", ErrorKind::ExpectedValue, 0),
    // Arrays.
    ("[", ErrorKind::UnexpectedEnd, 1),
    ("[1", ErrorKind::UnexpectedEnd, 2),
    ("[1,", ErrorKind::UnexpectedEnd, 3),
    ("[1,]", ErrorKind::TrailingComma, 2),
    ("[1,\n]", ErrorKind::TrailingComma, 2),
    ("[,1]", ErrorKind::ExpectedValue, 1),
    ("[1,,2]", ErrorKind::ExpectedValue, 3),
    ("[1 true]", ErrorKind::ExpectedCommaOrBracket, 3),
    ("[1:2]", ErrorKind::ExpectedCommaOrBracket, 2),
    ("[1}", ErrorKind::ExpectedCommaOrBracket, 2),
    ("]", ErrorKind::ExpectedValue, 0),
    ("[a]", ErrorKind::ExpectedValue, 1),
    // Objects.
    ("{", ErrorKind::UnexpectedEnd, 1),
    ("{\"a\"", ErrorKind::UnexpectedEnd, 4),
    ("{\"a\":", ErrorKind::UnexpectedEnd, 5),
    ("{\"a\":1", ErrorKind::UnexpectedEnd, 6),
    ("{\"a\":1,", ErrorKind::UnexpectedEnd, 7),
    ("{\"a\":1,}", ErrorKind::TrailingComma, 6),
    ("{,\"a\":1}", ErrorKind::ExpectedKey, 1),
    ("{\"a\":1,,\"b\":2}", ErrorKind::ExpectedKey, 7),
    ("{a:1}", ErrorKind::ExpectedKey, 1),
    ("{'a':1}", ErrorKind::ExpectedKey, 1),
    ("{1:1}", ErrorKind::ExpectedKey, 1),
    ("{\"a\" 1}", ErrorKind::ExpectedColon, 5),
    ("{\"a\"=1}", ErrorKind::ExpectedColon, 4),
    ("{\"a\"::1}", ErrorKind::ExpectedValue, 5),
    ("{\"a\":1 \"b\":2}", ErrorKind::ExpectedCommaOrBrace, 7),
    ("{\"a\":1]", ErrorKind::ExpectedCommaOrBrace, 6),
    ("{\"a\"}", ErrorKind::ExpectedColon, 4),
    ("{[]:1}", ErrorKind::ExpectedKey, 1),
    // Words.
    ("nul", ErrorKind::ExpectedValue, 0),
    ("[True]", ErrorKind::ExpectedValue, 1),
    ("[nan]", ErrorKind::ExpectedValue, 1),
    ("[NaN]", ErrorKind::ExpectedValue, 1),
    ("[Infinity]", ErrorKind::ExpectedValue, 1),
    ("truex", ErrorKind::TrailingCharacters, 4),
    // Numbers.
    ("-", ErrorKind::InvalidNumber, 0),
    ("[-]", ErrorKind::InvalidNumber, 1),
    ("[-a]", ErrorKind::InvalidNumber, 1),
    ("[--1]", ErrorKind::InvalidNumber, 1),
    ("[+1]", ErrorKind::ExpectedValue, 1),
    ("[.5]", ErrorKind::ExpectedValue, 1),
    ("[1.]", ErrorKind::InvalidNumber, 1),
    ("[1.e1]", ErrorKind::InvalidNumber, 1),
    ("[01]", ErrorKind::InvalidNumber, 1),
    ("[-01]", ErrorKind::InvalidNumber, 1),
    ("[1e]", ErrorKind::InvalidNumber, 1),
    ("[1e+]", ErrorKind::InvalidNumber, 1),
    ("[1eE2]", ErrorKind::InvalidNumber, 1),
    ("[0x42]", ErrorKind::ExpectedCommaOrBracket, 2),
    ("[1_000]", ErrorKind::ExpectedCommaOrBracket, 2),
    ("[1 000]", ErrorKind::ExpectedCommaOrBracket, 3),
    ("[1,5]]", ErrorKind::TrailingCharacters, 5),
    ("[9007199254740993]", ErrorKind::TooManyDigits, 1),
    ("[0.12345678901234567]", ErrorKind::TooManyDigits, 1),
    ("[1e38]", ErrorKind::TooManyDigits, 1),
    ("[1e-23]", ErrorKind::TooManyDigits, 1),
    ("[1e400]", ErrorKind::TooManyDigits, 1),
    ("[-1e99999999999999999999]", ErrorKind::TooManyDigits, 1),
    // Strings.
    ("\"", ErrorKind::UnexpectedEnd, 1),
    ("\"a", ErrorKind::UnexpectedEnd, 2),
    ("[\"a]", ErrorKind::UnexpectedEnd, 4),
    ("['a']", ErrorKind::ExpectedValue, 1),
    ("[\"\t\"]", ErrorKind::ControlCharacter, 2),
    ("[\"a\nb\"]", ErrorKind::ControlCharacter, 3),
    ("[\"\u{0}\"]", ErrorKind::ControlCharacter, 2),
    ("[\"\u{1f}\"]", ErrorKind::ControlCharacter, 2),
    (r#"["\a"]"#, ErrorKind::InvalidEscape, 2),
    (r#"["\'"]"#, ErrorKind::InvalidEscape, 2),
    (r#"["\x00"]"#, ErrorKind::InvalidEscape, 2),
    (r#"["\u00A"]"#, ErrorKind::InvalidEscape, 2),
    (r#"["\u+123"]"#, ErrorKind::InvalidEscape, 2),
    (r#"["\U0041"]"#, ErrorKind::InvalidEscape, 2),
    ("[\"\\ü\"]", ErrorKind::InvalidEscape, 2),
    ("[\"\\u00ü\"]", ErrorKind::InvalidEscape, 2),
    (r#"["\"#, ErrorKind::UnexpectedEnd, 3),
    (r#"["\u12"#, ErrorKind::UnexpectedEnd, 6),
    (r#"["\ud800"]"#, ErrorKind::LoneSurrogate, 2),
    (r#"["\udc00"]"#, ErrorKind::LoneSurrogate, 2),
    (r#"["\ud800\ud800"]"#, ErrorKind::LoneSurrogate, 2),
    (r#"["\ud800\n"]"#, ErrorKind::LoneSurrogate, 2),
    (r#"["\ud800\u0061"]"#, ErrorKind::LoneSurrogate, 2),
    (r#"["\ud800abc"]"#, ErrorKind::LoneSurrogate, 2),
];

#[test]
fn sound_documents_are_read_as_serde_json_reads_them() {
    for source in ACCEPTED {
        let parsed = json::parse(source).unwrap_or_else(|error| panic!("{source:?}: {error:?}"));
        let theirs: serde_json::Value = serde_json::from_str(source).unwrap();
        assert!(same(&parsed.root, &theirs), "{source:?}");
    }
}

#[test]
fn broken_documents_are_refused_with_the_reason_and_the_place() {
    for (source, kind, offset) in REFUSED {
        let error = json::parse(source).expect_err(source);
        assert_eq!((error.kind, error.offset), (*kind, *offset), "{source:?}");
        // What serde_json takes and this reader does not is exactly what the module says.
        if serde_json::from_str::<serde_json::Value>(source).is_ok() {
            assert!(stricter_on_purpose(*kind), "{source:?}: {kind:?}");
        }
    }
}

fn stricter_on_purpose(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ByteOrderMark | ErrorKind::TooDeep | ErrorKind::TooManyDigits
    )
}

#[test]
fn nesting_is_read_up_to_the_limit_and_refused_beyond() {
    let nested = |depth: u32| "[".repeat(depth as usize) + &"]".repeat(depth as usize);
    assert!(json::parse(&nested(MAX_DEPTH)).is_ok());
    let error = json::parse(&nested(MAX_DEPTH + 1)).unwrap_err();
    assert_eq!((error.kind, error.offset), (ErrorKind::TooDeep, MAX_DEPTH));
    let error = json::parse(&"[{\"a\":".repeat(1_000_000)).unwrap_err();
    assert_eq!(error.kind, ErrorKind::TooDeep);
    // Depth is depth, not the number of arrays.
    let flat = format!("[{}[]]", "[],".repeat(1000));
    assert!(json::parse(&flat).is_ok());
}

#[test]
fn every_span_cuts_out_its_own_text() {
    let source = r#" { "a" : [ 1.50 , "ü\n" ] , "b":{ } , "c" : null } "#;
    let root = json::parse(source).unwrap().root;
    let cut = |span: json::Span| &source[span.start as usize..span.end as usize];
    let members = root.as_object().unwrap();
    assert_eq!(cut(root.span), source.trim());
    assert_eq!(cut(members[0].key_span), "\"a\"");
    assert_eq!(cut(members[0].value.span), r#"[ 1.50 , "ü\n" ]"#);
    let items = root.get("a").unwrap().as_array().unwrap();
    assert_eq!(cut(items[0].span), "1.50");
    assert_eq!(cut(items[1].span), r#""ü\n""#);
    assert_eq!(cut(root.get("b").unwrap().span), "{ }");
    assert_eq!(cut(root.get("c").unwrap().span), "null");
}

#[test]
fn keys_that_stand_twice_are_all_listed_in_order() {
    let source = r#"{"a":1,"b":{"x":1,"x":2},"\u0061":3,"a":4,"c":5}"#;
    let parsed = json::parse(source).unwrap();
    let places: Vec<u32> = parsed.duplicates().iter().map(|span| span.start).collect();
    assert_eq!(places, [18, 25, 36]);
    assert_eq!(parsed.root.get("a").and_then(Node::as_f64), Some(1.0));
    assert!(
        json::parse(r#"[{"a":1},{"a":1}]"#)
            .unwrap()
            .duplicates()
            .is_empty()
    );
}

#[test]
fn numbers_are_written_with_six_decimals_at_most() {
    let cases: &[(f64, &str)] = &[
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-1.5, "-1.5"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.3"),
        (1.0 / 3.0, "0.333333"),
        (2.0 / 3.0, "0.666667"),
        (0.000_001, "0.000001"),
        (0.000_000_4, "0"),
        (-0.000_000_4, "0"),
        (0.999_999_9, "1"),
        (99.999_999_9, "100"),
        (1024.0, "1024"),
        (1_792_800_000_000.0, "1792800000000"),
        (9_007_199_254_740_992.0, "900719925474099e1"),
        (1e20, "1000000000000000e5"),
        (f64::NAN, "null"),
        (f64::INFINITY, "null"),
        (f64::MIN, "null"),
    ];
    for (number, written) in cases {
        let mut writer = Writer::new();
        writer.number(*number);
        let out = writer.finish();
        assert_eq!(out, *written, "{number:?}");
    }
}

#[test]
fn the_writer_places_commas_itself() {
    let mut writer = Writer::new();
    writer.begin_object();
    writer
        .key("a")
        .begin_array()
        .integer(1)
        .string("x\"\\\n\u{1}")
        .null()
        .end_array();
    writer.key("b").begin_object().end_object();
    writer
        .key("c")
        .raw("[1]")
        .key("d")
        .bool(true)
        .key("e")
        .bool(false);
    writer
        .key("f")
        .begin_array()
        .begin_array()
        .end_array()
        .begin_array()
        .end_array()
        .end_array();
    writer.key("g").integer(u64::MAX);
    writer.end_object();
    assert_eq!(
        writer.finish(),
        r#"{"a":[1,"x\"\\\n\u0001",null],"b":{},"c":[1],"d":true,"e":false,"f":[[],[]],"g":18446744073709551615}"#
    );
}

/// Whether both readers read the same. Of keys that stand twice the last counts in serde_json.
/// Its numbers may be off by the last bit without its feature `float_roundtrip`; that ours are
/// exact is tested against the standard library below.
fn same(ours: &Node, theirs: &serde_json::Value) -> bool {
    match (&ours.value, theirs) {
        (Value::Null, serde_json::Value::Null) => true,
        (Value::Bool(ours), serde_json::Value::Bool(theirs)) => ours == theirs,
        (Value::Number(ours), serde_json::Value::Number(theirs)) => {
            let theirs = theirs.as_f64().unwrap();
            (ours - theirs).abs() <= 2.0 * f64::EPSILON * ours.abs()
        }
        (Value::String(ours), serde_json::Value::String(theirs)) => ours == theirs,
        (Value::Array(ours), serde_json::Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| same(a, b))
        }
        (Value::Object(ours), serde_json::Value::Object(theirs)) => {
            let last: std::collections::HashMap<&str, &Node> = ours
                .iter()
                .map(|member| (member.key.as_str(), &member.value))
                .collect();
            last.len() == theirs.len()
                && theirs.iter().all(|(key, value)| {
                    last.get(key.as_str()).is_some_and(|node| same(node, value))
                })
        }
        _ => false,
    }
}

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
