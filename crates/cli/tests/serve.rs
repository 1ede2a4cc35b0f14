//! The binary as an operator meets it: a process, its exit code and what it says.

// Helpers of tests fail by panicking, like the tests.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::path::Path;

use support::{Place, firstline, root};

/// A start that cannot succeed ends with this exit code, and says this.
fn refuses(change: impl Fn(&Place) -> Vec<String>, code: i32, said: &[&str]) {
    let place = Place::new();
    let arguments = change(&place);
    let output = firstline(place.path())
        .arg("serve")
        .args(&arguments)
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {errors}");
    assert!(output.stdout.is_empty(), "{arguments:?} claims to serve");
    for said in said {
        assert!(
            errors.contains(said),
            "{arguments:?} does not say {said:?}:\n{errors}"
        );
    }
}

fn none() -> Vec<String> {
    Vec::new()
}

fn arguments(arguments: &[&str]) -> Vec<String> {
    arguments.iter().map(ToString::to_string).collect()
}

#[test]
fn a_configuration_that_is_wrong_stops_the_start() {
    refuses(
        |place| {
            place.append("firstline.toml", "\nlistn = \"x\"\n");
            none()
        },
        2,
        &[
            "firstline.toml:",
            "There is no key `listn`. Did you mean `listen`?",
        ],
    );
    refuses(
        |_| arguments(&["--config", "nowhere.toml"]),
        2,
        &["cannot read nowhere.toml"],
    );
    refuses(
        |_| arguments(&["--listen", "everywhere"]),
        2,
        &["everywhere", "--listen"],
    );
    refuses(|_| arguments(&["--prot", "1"]), 2, &["--prot"]);
}

#[test]
fn guides_that_are_not_sound_are_not_served() {
    refuses(|_| arguments(&["--guides", "nowhere"]), 1, &["nowhere"]);
    refuses(
        |place| {
            place.replace(
                "guides/no-internet.json",
                "\"start\": \"",
                "\"start\": \"nowhere-",
            );
            none()
        },
        1,
        &["no-internet.json", "nowhere-", "nothing is served"],
    );
    refuses(
        |place| {
            place.write("guides/no-internet.json", "{ \"format\": 1, ");
            none()
        },
        1,
        &["no-internet.json:1:", "nothing is served"],
    );
    refuses(
        |place| {
            place.remove("guides/check-power.json");
            none()
        },
        1,
        &["check-power"],
    );
    refuses(
        |place| {
            place.replace(
                "guides/check-power.json",
                "\"check-power\"",
                "\"power-check\"",
            );
            none()
        },
        1,
        &["check-power.json:", "file-name", "`power-check.json`"],
    );
    refuses(
        |place| {
            place.remove("guides/pictures/router-back.svg");
            none()
        },
        1,
        &["router-back.svg"],
    );
    refuses(
        |place| {
            place.append("firstline.toml", "\nlanguages = [\"en\", \"tlh\"]\n");
            none()
        },
        1,
        &["“tlh”"],
    );
}

#[test]
fn a_provider_that_is_not_sound_stops_the_start() {
    refuses(
        |place| {
            place.remove("guides/site/provider.json");
            none()
        },
        1,
        &["provider.json", "whose help this is"],
    );
    refuses(
        |place| {
            place.replace("guides/site/provider.json", "mon-fri", "mon-fry");
            none()
        },
        1,
        &[
            "provider.json:11:",
            "“fry” is not a day",
            "nothing is served",
        ],
    );
}

#[test]
fn without_a_widget_it_says_how_to_build_one() {
    refuses(
        |place| {
            place.replace("firstline.toml", "widget = \"widget\"", "");
            none()
        },
        1,
        &["cargo xtask widget", "--widget"],
    );
    refuses(
        |_| arguments(&["--widget", "nowhere"]),
        1,
        &["nowhere", "cargo xtask widget"],
    );
    refuses(
        |_| arguments(&["--widget", "guides"]),
        1,
        &["guides has no firstline.js"],
    );
    refuses(
        |place| {
            place.remove("widget/index.html");
            arguments(&["--sample"])
        },
        1,
        &["no index.html"],
    );
}

#[test]
fn an_address_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    refuses(
        |_| arguments(&["--listen", &address]),
        1,
        &["cannot listen on", &address, "`listen`", "--listen"],
    );
}

#[test]
fn a_data_folder_that_cannot_be_one_is_named_with_the_key_that_changes_it() {
    refuses(
        |place| {
            place.write("taken", "a file");
            arguments(&["--data", "taken"])
        },
        1,
        &["names the store's folder", "taken", "`data`", "--data"],
    );
    refuses(
        |place| {
            place.write("taken", "a file");
            place.append("firstline.toml", "data = \"taken/below\"\n");
            none()
        },
        1,
        &[
            "names the store's folder",
            "taken/below",
            "`data`",
            "--data",
        ],
    );
}

#[test]
fn a_status_file_that_cannot_be_used_is_told_of_at_the_start_and_stops_nothing() {
    for (text, said) in [
        (None, "the status file cannot be read: status.json: "),
        (
            Some("{\n \"state\": \"fine\" }"),
            "status.json:2:16: unknown variant `fine`",
        ),
    ] {
        let place = Place::new();
        place.append("firstline.toml", "[status]\nfile = \"status.json\"\n");
        if let Some(text) = text {
            place.write("status.json", text);
        }
        // It stops by itself, because its address is taken: after it has looked at the file.
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap().to_string();
        let output = firstline(place.path())
            .args(["serve", "--listen", &address])
            .output()
            .unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        let line = errors.lines().find(|line| line.contains("status.json"));
        let line = line.unwrap_or_else(|| panic!("{errors}"));
        assert!(line.contains("WARN") && line.contains(said), "{line}");
        assert!(line.contains("customers read about no fault"), "{line}");
        assert!(
            !line.contains("column") && !line.contains("last good"),
            "{line}"
        );
        assert!(errors.contains("cannot listen on"), "{errors}");
    }
}

#[tokio::test]
async fn it_serves_the_shipped_guides_and_stops_when_told() {
    let place = Place::new();
    let mut serving = place.serve(&["--sample"]);
    for (path, said) in [
        ("", "a page of a provider"),
        ("firstline.js", "the loader"),
        ("guides/index.en-AU.json", "\"id\":\"no-internet\""),
        ("pictures/router-back.svg", "<svg"),
        ("readyz", "ok"),
    ] {
        let response = reqwest::get(serving.url(path)).await.unwrap();
        assert_eq!(response.status().as_u16(), 200, "{path}");
        let text = response.text().await.unwrap();
        assert!(text.contains(said), "{path}: {text}");
    }
    assert!(place.path().join("data/firstline.sqlite").exists());
    assert_eq!(serving.terminate(), Some(0));
}

#[tokio::test]
async fn the_sample_page_is_served_only_when_asked_for() {
    let place = Place::new();
    let serving = place.serve(&[]);
    assert_eq!(
        reqwest::get(serving.url(""))
            .await
            .unwrap()
            .status()
            .as_u16(),
        404
    );
    let loader = reqwest::get(serving.url("firstline.js")).await.unwrap();
    assert!(
        loader.headers()["cache-control"]
            .to_str()
            .unwrap()
            .contains("max-age=300")
    );
}

#[test]
fn the_long_help_names_every_key() {
    let output = firstline(Path::new("."))
        .args(["serve", "--help"])
        .output()
        .unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0));
    for setting in firstline_relay::config::SETTINGS.iter() {
        assert!(
            help.contains(&format!("  {} ", setting.key)),
            "{}",
            setting.key
        );
    }
}

#[test]
fn the_version_is_told() {
    let output = firstline(Path::new(".")).arg("--version").output().unwrap();
    let version = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        version,
        format!("firstline {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn the_sample_configuration_starts_from_the_root() {
    // The demo runs there: every path of firstline.toml must be there.
    for path in ["guides/site/provider.json", "demo/status.json"] {
        assert!(root().join(path).exists(), "{path}");
    }
}
