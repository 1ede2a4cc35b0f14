//! The writer places commas, escapes texts and bounds the digits of numbers.

use firstline_guide::json::Writer;

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
