//! A table of cases in the manner of JSONTestSuite (Nicolas Seriot, "Parsing JSON is a minefield").

use firstline_guide::json::{self, ErrorKind, MAX_DEPTH};

use super::{same, stricter_on_purpose};

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
