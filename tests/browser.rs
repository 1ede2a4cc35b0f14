//! What asks the browser's own tables and clocks, run as WebAssembly by Node: `cargo xtask test` does it,
//! or `cargo test --target wasm32-unknown-unknown --test browser`. What needs a page is in the
//! end-to-end tests; the pure parts are tested beside them.
#![cfg(target_arch = "wasm32")]
#![allow(
    missing_docs,
    clippy::expect_used,
    reason = "tests say what they claim by their names"
)]

use std::cell::Cell;
use std::rc::Rc;

use firstline_guide::model::Value;
use firstline_widget::browser::{clock, host, second_part, text as browser};
use firstline_widget::text::intl as stand_in;
use futures_util::FutureExt;
use js_sys::{Date, Function, JSON, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_test::wasm_bindgen_test;

/// The languages that native tests and examples are written in.
const LANGUAGES: [&str; 4] = ["en", "de", "ar", "zh"];

#[wasm_bindgen_test]
fn the_native_stand_in_writes_numbers_as_intl_does() {
    for language in LANGUAGES {
        for unit in ["", "ms", "%", "min", "Mbit/s"] {
            for value in [
                0.0,
                1.0,
                9.99,
                18.4,
                24.5,
                99.999,
                2026.0,
                12_345.678,
                -3.25,
                f64::NAN,
            ] {
                assert_eq!(
                    browser::number(language, value, unit),
                    stand_in::number(language, value, unit),
                    "{language} {value} {unit}"
                );
            }
        }
    }
}

#[wasm_bindgen_test]
fn the_native_stand_in_writes_days_as_intl_does() {
    for language in LANGUAGES {
        for month in 1..=12 {
            for day in ["01", "28"] {
                let day = format!("2026-{month:02}-{day}");
                let expected = stand_in::date(language, &day);
                assert_eq!(browser::date(language, &day), expected, "{language}");
            }
        }
    }
}

#[wasm_bindgen_test]
fn the_native_stand_in_says_times_as_intl_does() {
    for language in LANGUAGES {
        for seconds in [
            1, 2, 3, 11, 59, 60, 61, 150, 720, 5400, 5401, 7200, 90_000, 129_601, 900_000,
        ] {
            for milliseconds in [seconds * 1000, seconds * -1000, seconds * 1000 + 1] {
                let milliseconds = f64::from(milliseconds);
                assert_eq!(
                    browser::relative(language, milliseconds),
                    stand_in::relative(language, milliseconds),
                    "{language} {milliseconds}"
                );
            }
        }
    }
}

#[wasm_bindgen_test]
fn the_native_stand_in_says_the_time_of_day_as_intl_does() {
    for language in LANGUAGES {
        for minutes in [0, 1, 59, 60, 479, 719, 720, 721, 838, 1439] {
            let greenwich = f64::from(minutes) * 60_000.0;
            let here = Date::new(&greenwich.into()).get_timezone_offset() * 60_000.0 + greenwich;
            assert_eq!(
                browser::time(language, here),
                stand_in::time(language, greenwich),
                "{language} {minutes}"
            );
        }
    }
}

#[wasm_bindgen_test]
fn the_native_stand_in_chooses_plural_forms_as_intl_does() {
    for language in LANGUAGES {
        let forms = browser::plural_forms(language).len();
        assert_eq!(forms, stand_in::plural_forms(language), "{language}");
        for count in (0..130).chain([200, 1000]) {
            let expected = stand_in::plural(language, count);
            assert_eq!(
                browser::plural(language, count),
                expected,
                "{language} {count}"
            );
        }
    }
}

#[wasm_bindgen_test]
fn a_time_is_said_so_that_it_cannot_be_mistaken_for_another() {
    let now = Date::parse("2026-11-22T15:30");
    for (time, language, expected) in [
        ("2026-11-22T16:00", "en-GB", Some("today 16:00")),
        ("2026-11-22T01:00", "en-GB", Some("today 1:00")),
        ("2026-11-23T00:10", "de", Some("morgen 0:10")),
        ("2026-11-24T16:00", "en-GB", Some("Tuesday 16:00")),
        ("2026-11-28T16:00", "de", Some("Samstag, 16:00")),
        (
            "2026-11-29T16:00",
            "de",
            Some("Sonntag, 29. November um 16:00"),
        ),
        (
            "2026-11-20T16:00",
            "en-GB",
            Some("Friday 20 November at 16:00"),
        ),
        ("soon", "en", None),
    ] {
        let words = clock::in_words_at(time, language, now);
        assert_eq!(words.as_deref(), expected, "{time} {language}");
    }
    let digits = Date::parse("2026-11-22T16:00").to_string();
    let words = clock::in_words_at(&digits, "en-GB", now);
    assert_eq!(words.as_deref(), Some("today 16:00"), "milliseconds");
}

#[wasm_bindgen_test]
fn only_plain_facts_are_read() {
    let read = |json: &str| host::page_facts(&JSON::parse(json).expect("JSON"));
    assert_eq!(
        read(r#"{"vip":true,"speed":80,"area":"SW1","odd":{"x":1},"none":null}"#),
        [
            ("vip".to_owned(), Value::Flag(true)),
            ("speed".to_owned(), Value::Number(80.0)),
            ("area".to_owned(), Value::Text("SW1".to_owned())),
        ]
    );
    for nothing in [r#""text""#, "null", "7"] {
        assert_eq!(read(nothing), [], "{nothing}");
    }
    assert_eq!(host::page_facts(&JsValue::UNDEFINED), []);
}

#[wasm_bindgen_test]
fn a_page_whose_facts_throw_does_not_stop_the_widget() {
    let throws = js_sys::eval("({ get line() { throw new Error('the page') } })");
    assert_eq!(host::page_facts(&throws.expect("an object")), []);
}

#[wasm_bindgen_test]
fn a_language_that_is_no_tag_is_left_out() {
    for (language, tag) in [
        ("de-at", Some("de-AT")),
        ("ar", Some("ar")),
        ("de_DE", None),
        ("", None),
    ] {
        assert_eq!(browser::tag(language).as_deref(), tag, "{language}");
    }
}

#[wasm_bindgen_test]
fn a_text_is_folded_to_lower_case_without_its_accents_joined() {
    assert_eq!(browser::fold("Störung"), "sto\u{308}rung");
}

#[wasm_bindgen_test]
async fn the_second_part_joins_once_however_many_wait_for_it() {
    /// The smallest module.
    const NOTHING: &[u8] = b"\0asm\x01\0\0\0";
    let begun = Rc::new(Cell::new(0));
    let counted = Rc::clone(&begun);
    let name = JsValue::from("instantiate");
    let wasm = Reflect::get(&js_sys::global(), &"WebAssembly".into()).expect("WebAssembly");
    let real: Function = Reflect::get(&wasm, &name).expect("a function").into();
    let itself = wasm.clone();
    let counting = Closure::<dyn Fn(JsValue, JsValue) -> JsValue>::new(move |module, imports| {
        counted.set(counted.get() + 1);
        real.call2(&itself, &module, &imports).expect("a promise")
    });
    Reflect::set(&wasm, &name, counting.as_ref()).expect("to be replaced");

    // What is no module joins not, and may be tried again.
    assert!(!second_part::join(b"<!doctype html>").await);
    assert_eq!(begun.get(), 1);
    // A widget that ends while it waits does not end the joining, and the next waits for the same.
    assert_eq!(second_part::join(NOTHING).now_or_never(), None);
    assert!(second_part::join(NOTHING).await);
    assert!(second_part::join(NOTHING).await);
    assert_eq!(begun.get(), 2);
}
