//! Catalogues of boxes: bad ones give every problem at its place, and what guides and the provider
//! say of boxes is held to them. One fixture, one row.

// Helpers of tests may fail as tests do.
#![allow(clippy::expect_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use firstline_author::equipment::{self, Catalogue, uses};
use firstline_guide::diagnostic::line_column;
use firstline_guide::diagnostic::{Diagnostic, Severity};
use firstline_guide::json;
use firstline_guide::model::{Meaning, ROLES, Value};

/// Fixture, and what is wrong with it: rule, line, column, pointer.
type Row = (
    &'static str,
    &'static [(&'static str, usize, usize, &'static str)],
);

const BAD: &[Row] = &[
    ("bad-name", &[("bad-name", 4, 5, "/boxes/Sample Box")]),
    (
        "bad-picture-file",
        &[("bad-picture-file", 5, 18, "/boxes/sample/picture")],
    ),
    (
        "duplicate-box",
        &[("duplicate-key", 11, 5, "/boxes/sample")],
    ),
    (
        "duplicate-light",
        &[("duplicate-id", 8, 17, "/boxes/sample/lights/1/id")],
    ),
    (
        "empty-lights",
        &[("empty-list", 4, 96, "/boxes/dark/lights")],
    ),
    ("empty-text", &[("empty-text", 4, 43, "/boxes/sample/name")]),
    (
        "everything-at-once",
        &[
            ("missing-key", 4, 15, "/boxes/sample"),
            ("unknown-value", 4, 25, "/boxes/sample/role"),
            ("unknown-key", 4, 70, "/boxes/sample/arangement"),
            ("no-label", 7, 9, "/boxes/sample/lights/0"),
            ("unknown-value", 7, 38, "/boxes/sample/lights/0/states/gren"),
            (
                "unknown-meaning",
                8,
                87,
                "/boxes/sample/lights/1/states/green-flashing",
            ),
            (
                "unknown-light",
                10,
                41,
                "/boxes/sample/patterns/0/lights/pwer",
            ),
        ],
    ),
    ("missing-format", &[("missing-key", 1, 1, "")]),
    (
        "missing-means",
        &[("missing-key", 10, 9, "/boxes/sample/patterns/0")],
    ),
    ("missing-role", &[("missing-key", 4, 15, "/boxes/sample")]),
    ("newer-format", &[("newer-format", 2, 13, "/format")]),
    ("no-label", &[("no-label", 8, 9, "/boxes/sample/lights/1")]),
    ("not-an-object", &[("wrong-type", 4, 14, "/boxes/other")]),
    (
        "on-it",
        &[
            ("empty-text", 5, 26, "/boxes/sample/ports/line"),
            ("unknown-key", 5, 30, "/boxes/sample/ports/usb"),
            ("no-page", 5, 55, "/boxes/sample/admin"),
            ("wrong-type", 5, 84, "/boxes/sample/wifiButton"),
            ("unknown-value", 5, 96, "/boxes/sample/label"),
            ("wrong-type", 6, 27, "/boxes/sample/restart/off"),
            ("unknown-key", 6, 58, "/boxes/sample/sources/lamps"),
        ],
    ),
    (
        "pattern-named-as-lamp",
        &[("duplicate-id", 10, 17, "/boxes/sample/patterns/0/id")],
    ),
    (
        "pattern-of-one",
        &[("pattern-of-one", 10, 39, "/boxes/sample/patterns/0/lights")],
    ),
    (
        "same-label",
        &[("same-label", 8, 34, "/boxes/sample/lights/1/label")],
    ),
    ("same-name", &[("same-name", 6, 43, "/boxes/sample/name")]),
    (
        "same-pattern",
        &[("same-pattern", 11, 39, "/boxes/sample/patterns/1/lights")],
    ),
    (
        "silent-light",
        &[("silent-light", 8, 9, "/boxes/sample/lights/1")],
    ),
    (
        "swapped-restart",
        &[("swapped-restart", 5, 27, "/boxes/sample/restart/off")],
    ),
    ("syntax", &[("syntax", 4, 69, "")]),
    (
        "unknown-arrangement",
        &[("unknown-value", 4, 85, "/boxes/sample/arrangement")],
    ),
    (
        "unknown-key",
        &[("unknown-key", 5, 7, "/boxes/sample/image")],
    ),
    (
        "unknown-light",
        &[(
            "unknown-light",
            10,
            68,
            "/boxes/sample/patterns/0/lights/lines",
        )],
    ),
    (
        "unknown-meaning",
        &[(
            "unknown-meaning",
            7,
            78,
            "/boxes/sample/lights/0/states/off",
        )],
    ),
    (
        "unknown-role",
        &[("unknown-value", 4, 25, "/boxes/sample/role")],
    ),
    (
        "unknown-shape",
        &[("unknown-value", 4, 62, "/boxes/sample/shape")],
    ),
    (
        "unknown-state",
        &[(
            "unknown-value",
            8,
            69,
            "/boxes/sample/lights/1/states/green-blinking",
        )],
    ),
    (
        "unsure-lamp",
        &[(
            "unknown-meaning",
            7,
            78,
            "/boxes/sample/lights/0/states/off",
        )],
    ),
    (
        "wrong-type",
        &[("wrong-type", 6, 22, "/boxes/sample/alsoKnownAs")],
    ),
];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn guides() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guides")
}

fn text(path: PathBuf) -> String {
    fs::read_to_string(&path).expect("a file that is there")
}

fn places(source: &str, problems: &[Diagnostic]) -> Vec<(&'static str, usize, usize, String)> {
    let place = |problem: &Diagnostic| {
        let (line, column) = line_column(source, problem.span.start);
        (problem.rule.id, line, column, problem.pointer.clone())
    };
    problems.iter().map(place).collect()
}

fn good() -> Catalogue {
    let loaded = equipment::read(&text(fixtures().join("equipment-good.json")));
    assert_eq!(loaded.problems, []);
    loaded.catalogue
}

fn shipped() -> Catalogue {
    let source = text(guides().join("site/equipment.json"));
    let loaded = equipment::read(&source);
    assert_eq!(places(&source, &loaded.problems), []);
    loaded.catalogue
}

#[test]
fn every_bad_catalogue_gives_its_problems_at_their_places() {
    for (name, expected) in BAD {
        let source = text(
            fixtures()
                .join("equipment")
                .join(name)
                .with_extension("json"),
        );
        let found = places(&source, &equipment::read(&source).problems);
        let expected: Vec<_> = expected
            .iter()
            .map(|(rule, line, column, pointer)| (*rule, *line, *column, (*pointer).to_owned()))
            .collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn every_fixture_has_its_row() {
    let files: BTreeSet<String> = fs::read_dir(fixtures().join("equipment"))
        .expect("the fixtures are there")
        .map(|entry| entry.expect("an entry").path())
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    let rows: BTreeSet<String> = BAD.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(files, rows);
}

/// What is wrong with a provider's list of boxes.
fn provider(list: &str) -> Vec<(&'static str, usize, usize, String)> {
    let source = format!("{{\n  \"name\": \"Sample\",\n  \"equipment\": {list}\n}}");
    places(&source, &uses::provider(&source, &good()).1)
}

#[test]
fn the_providers_boxes_are_boxes_of_the_catalogue() {
    assert_eq!(provider("[\"sample\"]"), []);
    assert_eq!(provider("[]"), []);
    for (list, rule, column, pointer) in [
        ("[\"smaple\"]", "unknown-equipment", 17, "/equipment/0"),
        (
            "[\"sample\", \"sample\"]",
            "duplicate-id",
            27,
            "/equipment/1",
        ),
        ("[7590]", "wrong-type", 17, "/equipment/0"),
        ("\"sample\"", "wrong-type", 16, "/equipment"),
    ] {
        let expected = vec![(rule, 3, column, pointer.to_owned())];
        assert_eq!(provider(list), expected, "{list}");
    }
    let (selected, problems) = uses::provider("{ \"equipment\": [\"smaple\"] }", &good());
    assert_eq!(selected, Vec::<String>::new());
    assert_eq!(problems[0].hint.as_deref(), Some("did you mean `sample`?"));
}

/// What is wrong with what a step of a guide says of boxes.
fn step(step: &str, selected: &[&str]) -> Vec<(&'static str, usize, usize, String)> {
    let source = format!("{{\n  \"steps\": {{\n    \"s\": {step} }}\n}}");
    let selected: Vec<String> = selected.iter().map(ToString::to_string).collect();
    places(&source, &uses::guide(&source, &shipped(), &selected))
}

#[test]
fn a_role_that_no_box_of_the_provider_plays_is_a_warning() {
    let asks = "{ \"kind\": \"lights\", \"of\": \"mesh\" }";
    assert_eq!(step(asks, &["fritz-7590", "eero-6"]), []);
    let expected = ("no-box-of-role", 3, 36, "/steps/s/of".to_owned());
    assert_eq!(step(asks, &["fritz-7590"]), vec![expected]);
    let source = format!("{{ \"steps\": {{ \"s\": {asks} }} }}");
    let found = uses::guide(&source, &shipped(), &[]);
    assert_eq!(found[0].severity, Severity::Warning);
}

#[test]
fn boxes_that_guides_name_are_in_the_catalogue_in_that_role() {
    let all = ["fritz-7590"];
    for (says, expected) in [
        (
            r#"{ "fact": "equipment.router", "is": "fritz-7590" }"#,
            None,
        ),
        (
            r#"{ "fact": "equipment.router", "is": "fritz-7950" }"#,
            Some(("unknown-equipment", 46, "/steps/s/is")),
        ),
        (
            r#"{ "fact": "equipment.router", "in": ["fritz-7590", "eero-6"] }"#,
            Some(("other-role", 61, "/steps/s/in/1")),
        ),
        (
            r#"{ "by": "equipment.router", "variants": { "fritz": {} } }"#,
            Some(("unknown-equipment", 52, "/steps/s/variants/fritz")),
        ),
        (
            r#"{ "facts": { "equipment.mesh": "fritz-7590" } }"#,
            Some(("other-role", 41, "/steps/s/facts/equipment.mesh")),
        ),
        (r#"{ "fact": "technology", "is": "fritz" }"#, None),
    ] {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(rule, column, pointer)| (rule, 3, column, pointer.to_owned()))
            .collect();
        assert_eq!(step(says, &all), expected, "{says}");
    }
}

#[test]
fn every_shipped_box_tells_well_from_ill() {
    let catalogue = shipped();
    assert!(catalogue.boxes.len() >= 30);
    for role in ROLES {
        let plays = catalogue.boxes.iter().any(|one| one.role == *role);
        assert!(plays, "no box is a {role}");
    }
    for one in &catalogue.boxes {
        let states = || one.lights.iter().flat_map(|light| &light.states);
        // A line that is gone shows as one that is being looked for, on some boxes for ever.
        let lost: &[Meaning] = &[Meaning::NoLine, Meaning::Connecting];
        for wanted in [&[Meaning::Ok], &[Meaning::NoPower], lost] {
            let says = states().any(|(_, meaning)| wanted.contains(meaning));
            assert!(says, "{} never says {}", one.id, wanted[0].name());
        }
        for (state, meaning) in states() {
            let bad = state.starts_with("red") && *meaning == Meaning::Ok;
            assert!(!bad, "{}: red is never well", one.id);
        }
    }
}

#[test]
fn every_shipped_box_has_a_small_drawing_that_reads_on_light_and_dark() {
    for one in shipped().boxes {
        let (file, _) = one.picture.expect("a picture");
        assert_eq!(file, format!("box-{}.svg", one.id));
        let drawing = text(guides().join("pictures").join(&file));
        assert!(drawing.len() < 900, "{file}: {} bytes", drawing.len());
        // A picture takes no colours from the page, so that it needs those that do on both grounds.
        let colours: BTreeSet<&str> = drawing
            .match_indices('#')
            .filter_map(|(at, _)| drawing.get(at..at + 7))
            .collect();
        assert_eq!(colours, BTreeSet::from(["#3b82f6", "#6b7a90"]), "{file}");
    }
}

/// Two numbers of a box are guessed easily and believed at once.
#[test]
fn what_is_on_a_shipped_box_is_named_with_its_source_or_to_be_confirmed() {
    for one in shipped().boxes {
        let sourced = |key: &str| one.sources.iter().any(|(known, _)| known == key);
        let part = |name: &str| one.facts.iter().any(|(part, _)| part == name);
        assert!(part("restart-off"), "{}: how long is it to be off?", one.id);
        assert!(one.confirm.is_some() || sourced("lights"), "{}", one.id);
        for (key, names) in [
            ("admin", &["admin"][..]),
            ("ports", &["line", "wan", "lan", "phone"]),
            ("wifiButton", &["wifi-button"]),
            ("label", &["label"]),
            ("restart", &["restart-off", "restart-back"]),
        ] {
            let has = names.iter().any(|name| part(name));
            assert!(has || !sourced(key), "{}: a source of no {key}", one.id);
        }
    }
}

#[test]
fn texts_may_say_what_is_printed_on_a_box() {
    let fritz = shipped();
    let fritz = fritz.find("fritz-7590").expect("it is in the catalogue");
    let facts: Vec<_> = fritz.named_facts().collect();
    for (name, value) in [
        ("fritz-7590.name", Value::from("FRITZ!Box 7590")),
        ("fritz-7590.admin", Value::from("http://fritz.box")),
        ("fritz-7590.line", Value::from("DSL")),
        ("fritz-7590.wifi-button", Value::from("WLAN")),
        // In whole minutes, never too few.
        ("fritz-7590.restart-back", Value::Number(4.0)),
    ] {
        assert!(
            facts.contains(&(name.to_owned(), value)),
            "{name}: {facts:?}"
        );
    }
    let selected = ["fritz-7590".to_owned()];
    let published = equipment::publish(&shipped(), &selected);
    assert!(
        published.contains(r#"["admin","http://fritz.box"]"#),
        "{published}"
    );
    assert!(
        !published.contains("channelpartner"),
        "sources are for authors"
    );
}

#[test]
fn the_sample_provider_has_a_box_for_each_role_that_guides_ask_for() {
    let catalogue = shipped();
    let source = text(guides().join("site/provider.json"));
    let (selected, problems) = uses::provider(&source, &catalogue);
    assert_eq!(places(&source, &problems), []);
    let roles: BTreeSet<&str> = selected
        .iter()
        .filter_map(|id| Some(catalogue.find(id)?.role.as_str()))
        .collect();
    assert_eq!(roles, ROLES.iter().copied().collect());
}

#[test]
fn customers_get_the_providers_boxes_in_its_order_without_what_is_for_authors() {
    let selected = ["eero-6", "nowhere", "nbn-hfc"].map(str::to_owned);
    let published = equipment::publish(&shipped(), &selected);
    let root = json::parse(&published).expect("JSON").root;
    let boxes = root.get("boxes").and_then(json::Node::as_array);
    let ids: Vec<_> = boxes
        .expect("a list")
        .iter()
        .map(|one| one.get("id").and_then(json::Node::as_str))
        .collect();
    assert_eq!(ids, [Some("eero-6"), Some("nbn-hfc")]);
    for key in ["maker", "confirm", "technology"] {
        assert!(!published.contains(key), "{key}");
    }
    assert!(
        published.starts_with(concat!(
            r#"{"format":1,"boxes":[{"id":"eero-6","role":"mesh","name":"eero 6","#,
            r#""alsoKnownAs":["eero","amazon eero","mesh"],"picture":"box-eero-6.svg","#,
            r#""shape":"cube","arrangement":"row","lights":[{"id":"light","label":"","#,
            r#""states":{"white":"ok","#
        )),
        "{published}"
    );
    assert!(published.contains(
        r#"{"id":"updating","lights":{"downstream":"green-flashing","upstream":"green-flashing","online":"green"},"means":"updating"}"#
    ));
}
