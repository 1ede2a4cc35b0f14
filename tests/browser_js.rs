//! The pure parts of `src/browser/*.js`, run by Node: what needs a browser is in the end-to-end tests.

#![allow(
    missing_docs,
    clippy::panic,
    clippy::expect_used,
    reason = "tests say what they claim by their names"
)]

use std::io::Write;
use std::process::{Command, Stdio};

use firstline_widget::text::{Key, Words, intl};
use serde_json::{Value, json};

/// Calls a function of a module once for each row of arguments, and compares what it gives.
fn holds(module: &str, function: &str, rows: &[(Value, Value)]) {
    let arguments: Vec<&Value> = rows.iter().map(|(arguments, _)| arguments).collect();
    let given = given(module, function, &arguments);
    assert_eq!(given.len(), rows.len());
    for ((arguments, expected), given) in rows.iter().zip(given) {
        assert_eq!(&given, expected, "{function}{arguments}");
    }
}

/// What a function of a module gives for each row of arguments.
fn given(module: &str, function: &str, arguments: &[&Value]) -> Vec<Value> {
    let script = format!(
        "console.log(JSON.stringify({}.map((row) => {function}(...row) ?? null)));",
        json!(arguments)
    );
    let written = written(module, function, &script);
    serde_json::from_str(&written).expect("it writes JSON")
}

/// What a script writes that uses this function of a module.
fn written(module: &str, function: &str, script: &str) -> String {
    let file = format!("{}/src/{module}.js", env!("CARGO_MANIFEST_DIR"));
    let script = format!("import {{ {function} }} from {};\n{script}\n", json!(file));
    let mut node = Command::new("node")
        .args(["--input-type=module", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node is there: `cargo xtask` installs it with the widget's tools");
    let mut input = node.stdin.take().expect("it reads");
    input.write_all(script.as_bytes()).expect("it reads all");
    drop(input);
    let output = node.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{module}.js does not run");
    String::from_utf8(output.stdout).expect("it writes text")
}

/// One row for each text, with the same answer.
fn all(texts: &[&str], answer: bool, row: impl Fn(&str) -> Value) -> Vec<(Value, Value)> {
    let answers = texts.iter().map(|text| (row(text), json!(answer)));
    answers.collect()
}

#[test]
fn the_servers_own_time_is_found_among_other_metrics() {
    let row = |header: &str, duration: Value| (json!([header]), duration);
    holds(
        "browser/fetch",
        "appDuration",
        &[
            row("app;dur=0.25", json!(0.25)),
            row("rtt;dur=18.2, app;dur=0.25, mss;desc=1448", json!(0.25)),
            row("app;desc=\"x\";dur=\"1.5\"", json!(1.5)),
            row(" APP ; DUR = 3 ", json!(3)),
            row("app", json!(null)),
            row("app;desc=x", json!(null)),
            row("app;desc=x, rtt;dur=7", json!(null)),
            row("apple;dur=3", json!(null)),
            row("", json!(null)),
            (json!([null]), json!(null)),
        ],
    );
}

#[test]
fn retry_after_is_a_number_of_seconds_or_a_date() {
    let row = |header: &str, seconds: Value| (json!([header, 784_111_770_500_u64]), seconds);
    holds(
        "browser/fetch",
        "seconds",
        &[
            row("120", json!(120)),
            row(" 0 ", json!(0)),
            row("Sun, 06 Nov 1994 08:49:37 GMT", json!(7)),
            row("Sun, 06 Nov 1994 08:49:00 GMT", json!(0)),
            row("soon", json!(null)),
            row("", json!(null)),
        ],
    );
}

#[test]
fn a_violation_concerns_its_address_and_its_origin_and_no_other() {
    let url = "https://help.isp.example/probe/ping?t=1";
    let row = |blocked: &str| json!([url, blocked]);
    let mut rows = all(
        &[url, "https://help.isp.example", "https://help.isp.example/"],
        true,
        row,
    );
    rows.extend(all(
        &[
            "",
            "inline",
            "https",
            "https:",
            "https://help.isp.example.evil",
            "https://help.isp.exam",
            "https://help.isp.example/probe",
            "https://other.example/probe/ping?t=1",
        ],
        false,
        row,
    ));
    let same = json!(["https://a.example/", "https://a.example"]);
    rows.push((same, json!(true)));
    holds("browser/fetch", "concerns", &rows);
}

#[test]
fn only_the_directives_for_requests_count() {
    let row = |directive: &str| json!([directive]);
    let mut rows = all(
        &["connect-src", "connect-src 'self'", "default-src"],
        true,
        row,
    );
    rows.extend(all(&["img-src", "connect-srcx", ""], false, row));
    holds("browser/fetch", "forbidsAsking", &rows);
}

#[test]
fn plain_http_to_another_machine_is_insecure() {
    // Addresses come as the browser's own `URL`, which has these two properties.
    let row = |url: &str| {
        let (protocol, host) = url.split_once("//").expect("an address");
        json!([{ "protocol": protocol, "hostname": host }])
    };
    let mut rows = all(
        &[
            "http://192.0.2.1",
            "http://localhost.example",
            "http://x127.0",
        ],
        true,
        row,
    );
    rows.extend(all(
        &[
            "https://192.0.2.1",
            "http://localhost",
            "http://127.0.0.1",
            "http://[::1]",
            "http://a.localhost",
        ],
        false,
        row,
    ));
    holds("browser/fetch", "isInsecure", &rows);
}

#[test]
fn a_lease_holds_until_its_end_and_never_for_good() {
    let row = |lease: &str, held: bool| (json!([lease, 1000]), json!(held));
    holds(
        "browser/locks",
        "isHeld",
        &[
            row("30000 fa", true),
            row("1001 fa", true),
            row("1000 fa", false),
            row("31001 fa", false),
            row("", false),
            row("soon", false),
        ],
    );
}

#[test]
fn platforms_are_told_apart() {
    let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 \
                  (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
    let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 \
               (KHTML, like Gecko) Version/18.0 Safari/605.1.15";
    let android = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                   Chrome/140.0.0.0 Mobile Safari/537.36";
    let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 \
                   Firefox/140.0";
    let linux = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/140.0.0.0 Safari/537.36";
    let row = |hint: &str, agent: &str, touch: bool, platform: &str| {
        let platform = (!platform.is_empty()).then_some(platform);
        (json!([hint, agent, touch]), json!(platform))
    };
    holds(
        "browser/device",
        "platform",
        &[
            row("", iphone, true, "ios"),
            row("", mac, true, "ios"),
            row("", mac, false, "mac"),
            row("macOS", "", false, "mac"),
            row("Android", android, true, "android"),
            row("", android, true, "android"),
            row("", windows, false, "windows"),
            row("Windows", "", true, "windows"),
            row("Linux", linux, false, "linux"),
            row("Chrome OS", "", false, "linux"),
            row("", "curl/8", false, ""),
        ],
    );
    let notices = [
        (json!([windows]), json!(false)),
        (json!([linux]), json!(true)),
    ];
    holds("browser/device", "noticesLink", &notices);
}

#[test]
fn a_time_is_told_so_that_it_cannot_be_mistaken_for_another() {
    let now = "2026-11-22T15:30";
    let rows = [
        ("2026-11-22T16:00", "en-GB", json!("today 16:00")),
        ("2026-11-22T01:00", "en-GB", json!("today 1:00")),
        ("2026-11-23T00:10", "de", json!("morgen 0:10")),
        ("2026-11-24T16:00", "en-GB", json!("Tuesday 16:00")),
        ("2026-11-28T16:00", "de", json!("Samstag, 16:00")),
        (
            "2026-11-29T16:00",
            "de",
            json!("Sonntag, 29. November um 16:00"),
        ),
        (
            "2026-11-20T16:00",
            "en-GB",
            json!("Friday 20 November at 16:00"),
        ),
        ("soon", "en", Value::Null),
    ];
    let rows = rows.map(|(time, language, told)| (json!([time, language, now]), told));
    holds("browser/device", "inWords", &rows);
}

#[test]
fn a_uuid_has_its_form_version_and_variant() {
    let counted = [1, 35, 69, 103, 137, 171, 205, 239].repeat(2);
    let row = |bytes: &[u8], uuid: &str| (json!([bytes]), json!(uuid));
    holds(
        "browser/device",
        "uuidOf",
        &[
            row(&[0; 16], "00000000-0000-4000-8000-000000000000"),
            row(&[255; 16], "ffffffff-ffff-4fff-bfff-ffffffffffff"),
            row(&counted, "01234567-89ab-4def-8123-456789abcdef"),
        ],
    );
}

#[test]
fn only_plain_facts_are_read() {
    let facts = json!({"vip": true, "speed": 80, "area": "SW1", "odd": {"x": 1}, "none": null});
    let plain = json!({"vip": true, "speed": 80, "area": "SW1"});
    let rows = [
        (json!([facts]), plain),
        (json!(["text"]), json!({})),
        (json!([null]), json!({})),
    ];
    holds("browser/page", "plain", &rows);
}

#[test]
fn every_asking_of_a_target_is_fresh() {
    let row = |url: &str, fresh: &str| (json!([url, "f1"]), json!(fresh));
    holds(
        "probes/target",
        "fresh",
        &[
            row("https://a.example/x", "https://a.example/x?fresh=f1"),
            row(
                "https://a.example/x?y=1",
                "https://a.example/x?y=1&fresh=f1",
            ),
            row(
                "https://*.probe.example/x",
                "https://f1.probe.example/x?fresh=f1",
            ),
            row("https://192.0.2.1", "https://192.0.2.1?fresh=f1"),
            row("/probe/ping", "/probe/ping?fresh=f1"),
        ],
    );
}

#[test]
fn a_probe_that_is_stopped_asks_no_more() {
    let script = r#"
        globalThis.document = new EventTarget();
        globalThis.location = new URL("https://isp.example/");
        let asked = 0;
        globalThis.fetch = (url, { signal }) => new Promise((_, fail) => {
            signal.throwIfAborted();
            asked += 1;
            signal.addEventListener("abort", () => fail(signal.reason));
        });
        const over = new AbortController();
        const done = askAll(["https://edge.example/"], true, 4500, over.signal);
        over.abort();
        await done;
        console.log(asked);"#;
    assert_eq!(written("probes/target", "askAll", script), "1\n");
}

#[test]
fn names_and_literals_are_told_apart() {
    let row = |url: &str| json!([url]);
    let mut rows = all(
        &[
            "https://192.0.2.1/x",
            "https://192.0.2.1",
            "http://127.0.0.1:8080/",
            "https://[2001:db8::1]:443/",
        ],
        true,
        row,
    );
    rows.extend(all(
        &[
            "https://a.example/192.0.2.1",
            "https://1.example/",
            "/probe/ping",
            "/go?to=https://192.0.2.1/",
            "https://*.a",
        ],
        false,
        row,
    ));
    holds("probes/target", "isLiteral", &rows);
}

/// The languages that native tests and examples are written in.
const LANGUAGES: [&str; 3] = ["en", "de", "ar"];

#[test]
fn the_native_stand_in_writes_numbers_as_intl_does() {
    let mut rows = Vec::new();
    for language in LANGUAGES {
        for unit in ["", "ms", "%", "min", "Mbit/s"] {
            for value in [
                0.0, 1.0, 9.99, 18.4, 24.5, 99.999, 2026.0, 12_345.678, -3.25,
            ] {
                let text = intl::number(language, value, unit);
                rows.push((json!([language, value, unit]), json!(text)));
            }
        }
    }
    rows.push((json!(["en", null, "ms"]), json!("–")));
    holds("browser/text", "number", &rows);
}

#[test]
fn the_native_stand_in_writes_days_as_intl_does() {
    let mut rows = Vec::new();
    for language in LANGUAGES {
        for month in 1..=12 {
            for day in ["01", "28"] {
                let day = format!("2026-{month:02}-{day}");
                rows.push((json!([language, day]), json!(intl::date(language, &day))));
            }
        }
    }
    holds("browser/text", "date", &rows);
}

#[test]
fn the_native_stand_in_tells_times_as_intl_does() {
    let mut rows = Vec::new();
    for language in LANGUAGES {
        for seconds in [
            1, 2, 3, 11, 59, 60, 61, 150, 720, 5400, 5401, 7200, 90_000, 129_601, 9e5 as i64,
        ] {
            for milliseconds in [seconds * 1000, seconds * -1000, seconds * 1000 + 1] {
                let text = intl::relative(language, milliseconds as f64);
                rows.push((json!([language, milliseconds]), json!(text)));
            }
        }
    }
    holds("browser/text", "relative", &rows);
}

#[test]
fn the_native_stand_in_chooses_plural_forms_as_intl_does() {
    let mut rows = Vec::new();
    for language in LANGUAGES {
        let mut forms = 0;
        for count in (0..130).chain([200, 1000]) {
            let form = intl::plural(language, count);
            forms = forms.max(form as usize + 1);
            rows.push((json!([language, count]), json!(form)));
        }
        assert_eq!(forms, intl::plural_forms(language), "{language}");
    }
    holds("browser/text", "plural", &rows);
}

/// Of every language that there is a file for, whoever wrote it: too few forms, and customers read the
/// last one where another belongs.
#[test]
fn every_language_has_its_words_in_as_many_forms_as_intl_knows_of_it() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text");
    let files = std::fs::read_dir(folder).expect("the words are there");
    let mut languages = Vec::new();
    for file in files {
        let path = file.expect("an entry").path();
        if path.extension().is_some_and(|end| end == "json") {
            let language = path.file_stem().expect("a name").to_string_lossy();
            languages.push(language.into_owned());
        }
    }
    assert!(languages.len() >= LANGUAGES.len());
    let rows: Vec<Value> = languages.iter().map(|language| json!([language])).collect();
    let known = given(
        "browser/text",
        "pluralForms",
        &rows.iter().collect::<Vec<_>>(),
    );
    for (language, known) in languages.iter().zip(known) {
        let text = Words::of(language).get(Key::SearchFound);
        let known: Vec<&str> = known
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert_eq!(
            text.split('|').count(),
            known.len(),
            "src/text/{language}.json wants the forms {}, and `search-found` is {text}",
            known.join("|")
        );
    }
}

#[test]
fn a_language_that_is_no_tag_is_left_out() {
    let row = |language: &str, tag: Value| (json!([language]), tag);
    let rows = [
        row("de-at", json!("de-AT")),
        row("ar", json!("ar")),
        row("de_DE", Value::Null),
        row("", Value::Null),
    ];
    holds("browser/text", "tag", &rows);
}
