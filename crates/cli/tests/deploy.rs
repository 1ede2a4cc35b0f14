//! The unit of systemd and the Containerfile, held to the keys, commands and paths that there are.

// Helpers of tests fail by panicking, like the tests.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::process::Command;

use firstline_relay::Config;
use support::{Place, firstline, root};

fn read(path: &str) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The values of this key of the unit.
fn values<'u>(unit: &'u str, key: &str) -> Vec<&'u str> {
    let value = |line: &'u str| line.strip_prefix(key)?.strip_prefix('=');
    unit.lines().filter_map(value).collect()
}

/// Whether the configuration knows these variables, as it must: an unknown one stops the start.
fn are_known(variables: &[(String, String)]) {
    assert!(!variables.is_empty());
    let read = Config::read(None, variables.iter().cloned());
    assert!(read.is_ok(), "{variables:?}: {}", read.unwrap_err());
}

fn variables(text: &str) -> Vec<(String, String)> {
    let words = text.split_whitespace();
    words
        .filter_map(|word| word.split_once('='))
        .filter(|(name, _)| name.starts_with("FIRSTLINE_"))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// `firstline` takes these words: with `--help` behind them it says so and starts nothing.
fn is_taken(words: &[&str]) {
    let place = Place::new();
    let mut command = firstline(place.path());
    let output = command.args(words).arg("--help").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {said}");
}

#[test]
fn the_unit_starts_what_there_is_with_keys_that_there_are() {
    let unit = read("deploy/firstline.service");
    let start = values(&unit, "ExecStart")[0];
    let words: Vec<&str> = start.split_whitespace().collect();
    assert_eq!(words[0], "/usr/local/bin/firstline");
    is_taken(&words[1..]);
    are_known(&variables(&values(&unit, "Environment").join(" ")));
    // Its folder is the one that systemd makes, and the page says the same paths.
    let folder = format!("/var/lib/{}", values(&unit, "StateDirectory")[0]);
    assert!(unit.contains(&format!("FIRSTLINE_DATA={folder}\n")));
    let page = read("docs/relay.md");
    for path in [words[0], words[3], &folder, "/etc/firstline/secrets.env"] {
        assert!(page.contains(path), "docs/relay.md does not say {path}");
        assert!(unit.contains(path), "the unit does not say {path}");
    }
}

#[test]
fn the_unit_is_one_that_systemd_takes_and_gives_little_to() {
    let Ok(version) = Command::new("systemd-analyze").arg("--version").output() else {
        eprintln!("no systemd here: the unit is not looked at by its own program");
        return;
    };
    assert!(version.status.success());
    // Verified with the binary in its place, which is not there on a machine that only builds.
    let folder = tempfile::tempdir().unwrap();
    let there = env!("CARGO_BIN_EXE_firstline");
    let unit = read("deploy/firstline.service").replace("/usr/local/bin/firstline", there);
    let file = folder.path().join("firstline.service");
    std::fs::write(&file, unit).unwrap();
    let verify = Command::new("systemd-analyze")
        .arg("verify")
        .arg(&file)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&verify.stderr);
    let ours: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("firstline"))
        .collect();
    assert!(ours.is_empty() && verify.status.success(), "{said}");
    let security = Command::new("systemd-analyze")
        .args(["security", "--offline=true", "--threshold=20"])
        .arg(&file)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&security.stdout);
    assert!(
        security.status.success(),
        "its exposure is above 2.0:\n{said}"
    );
}

#[test]
fn the_image_has_the_keys_and_paths_that_there_are() {
    let file = read("deploy/Containerfile");
    let variables = variables(&file.replace('\\', " "));
    are_known(&variables);
    let of = |name: &str| {
        let found = variables.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap()
    };
    let line = |begins: &str| file.lines().find(|line| line.starts_with(begins));
    assert!(line("VOLUME").unwrap().contains(&of("FIRSTLINE_DATA")));
    let port = of("FIRSTLINE_LISTEN")
        .rsplit(':')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(line("EXPOSE"), Some(&*format!("EXPOSE {port}")));
    // What is copied is in the checkout, or is what the release build makes.
    for copied in file.lines().filter(|line| line.starts_with("COPY ")) {
        let mut words = copied.split_whitespace().skip(1);
        let (from, to) = (words.next().unwrap(), words.next().unwrap());
        let made = from == "target/release/firstline";
        assert!(made || root().join(from).exists(), "{from}");
        assert!(to == of("FIRSTLINE_GUIDES") || file.contains(&format!("ENTRYPOINT [\"{to}\"]")));
    }
    let user = line("USER").unwrap();
    assert!(!user.contains("root") && !user.contains("USER 0"), "{user}");
    let words = line("CMD").unwrap().split('"').nth(1).unwrap();
    is_taken(&[words]);
}
