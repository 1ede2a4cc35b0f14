//! What operators do to a relay that runs: signals, its log, a backup.

// Helpers of tests fail by panicking, like the tests.
#![allow(clippy::unwrap_used, clippy::panic)]
#![cfg(unix)]

mod support;

use std::io::Write as _;
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::{Place, firstline};

fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args([name, &id])
            .status()
            .unwrap()
            .success()
    );
}

/// Starts a relay whose log goes there, and waits for its address.
fn serve(place: &Place, log: Stdio) -> (Child, String) {
    let mut command = firstline(place.path());
    support::started(command.arg("serve").env("RUST_LOG", "debug").stderr(log))
}

fn ended(child: &mut Child, within: Duration) -> Option<i32> {
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if began.elapsed() > within {
            child.kill().unwrap();
            panic!("it did not end within {within:?}");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

async fn send(address: &str, key: u32) -> u16 {
    let contact = json!({ "name": "Maria", "phone": "030 5550 1234" });
    let guide = "no-internet\u{1b}[2J\u{202e}";
    let answer = support::send(address, key, &support::ticket(contact, guide)).await;
    answer.status().as_u16()
}

async fn name(address: &str) -> String {
    let index = reqwest::get(format!("{address}guides/index.en.json"))
        .await
        .unwrap();
    let index: Value = index.json().await.unwrap();
    index["provider"]["name"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_hangup_reads_the_files_anew_and_keeps_the_old_ones_if_the_new_are_wrong() {
    let place = Place::new();
    let (mut child, address) = serve(&place, Stdio::inherit());
    let old = name(&address).await;
    place.replace(
        "guides/site/provider.json",
        &format!("\"{old}\""),
        "\"Other Fibre\"",
    );
    signal(&child, "-HUP");
    let began = Instant::now();
    while name(&address).await != "Other Fibre" {
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "it is never read anew"
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    place.write("guides/site/provider.json", "{ \"format\": 1, \"name\": ");
    signal(&child, "-HUP");
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(name(&address).await, "Other Fibre");
    assert_eq!(send(&address, 1).await, 201);
    signal(&child, "-TERM");
    assert_eq!(ended(&mut child, Duration::from_secs(30)), Some(0));
}

#[tokio::test]
async fn a_log_that_nobody_reads_or_whose_reader_is_gone_stops_nothing() {
    for gone in [false, true] {
        let place = Place::new();
        let (mut child, address) = serve(&place, Stdio::piped());
        let reader = child.stderr.take().unwrap();
        let mut unread = Some(reader);
        if gone {
            unread = None;
        }
        // A pipe holds 64 kB: some hundred lines.
        let client = reqwest::Client::new();
        for _ in 0..1500 {
            let answer = client
                .get(format!("{address}healthz"))
                .send()
                .await
                .unwrap();
            assert_eq!(answer.status().as_u16(), 200);
        }
        assert_eq!(send(&address, 1).await, 201);
        signal(&child, "-TERM");
        assert_eq!(
            ended(&mut child, Duration::from_secs(20)),
            Some(0),
            "reader gone: {gone}"
        );
        drop(unread);
    }
}

/// Sends a half of a ticket, and waits until the relay reads it.
fn half_sent(address: &str) -> TcpStream {
    let host = address.trim_start_matches("http://").trim_end_matches('/');
    let mut half = TcpStream::connect(host).unwrap();
    half.write_all(
        b"POST /api/v1/tickets HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\
          idempotency-key: \"00000000-0000-4000-8000-000000000009\"\r\n\r\n{",
    )
    .unwrap();
    std::thread::sleep(Duration::from_millis(300));
    half
}

#[tokio::test]
async fn told_twice_to_stop_it_ends_at_once() {
    let place = Place::new();
    let (mut child, address) = serve(&place, Stdio::inherit());
    let _half = half_sent(&address);
    signal(&child, "-TERM");
    std::thread::sleep(Duration::from_millis(300));
    signal(&child, "-TERM");
    assert_eq!(ended(&mut child, Duration::from_secs(1)), Some(1));

    // Told once, it waits for a slow body, but not for long.
    let (mut child, address) = serve(&place, Stdio::inherit());
    let _half = half_sent(&address);
    signal(&child, "-TERM");
    assert_eq!(ended(&mut child, Duration::from_secs(8)), Some(0));
}

#[tokio::test]
async fn a_backup_of_a_running_relay_has_every_ticket() {
    let place = Place::new();
    let (mut child, address) = serve(&place, Stdio::inherit());
    for key in 0..5 {
        assert_eq!(send(&address, key).await, 201);
    }
    let run = |arguments: &[&str]| {
        let output = firstline(place.path()).args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    assert_eq!(
        run(&["backup", "copy/firstline.sqlite"]).0,
        Some(1),
        "no such folder"
    );
    std::fs::create_dir(place.path().join("copy")).unwrap();
    let (code, said, errors) = run(&["backup", "copy/firstline.sqlite"]);
    assert_eq!((code, &*errors), (Some(0), ""), "{said}");
    let (code, _, errors) = run(&["backup", "copy/firstline.sqlite"]);
    assert_eq!(code, Some(1));
    assert!(errors.contains("copy/firstline.sqlite"), "{errors}");
    signal(&child, "-KILL");
    ended(&mut child, Duration::from_secs(5));
    let (code, listed, _) = run(&["tickets", "list", "--data", "copy"]);
    assert_eq!((code, listed.lines().count()), (Some(0), 5), "{listed}");
    // What a hostile trail says steers no terminal.
    let number = listed.split_whitespace().next().unwrap();
    for arguments in [
        &["tickets", "list", "--data", "copy"][..],
        &["tickets", "show", number, "--data", "copy"],
        &["tickets", "show", number, "--data", "copy", "--json"],
        &["tickets", "export", "--data", "copy"],
        &["tickets", "export", "--data", "copy", "--format", "csv"],
        &["tickets", "delete", number, "--data", "copy"],
    ] {
        let (_, said, errors) = run(arguments);
        for steers in ['\u{1b}', '\u{202e}'] {
            assert!(
                !said.contains(steers) && !errors.contains(steers),
                "{arguments:?}: {said}{errors}"
            );
        }
    }
}

#[tokio::test]
async fn a_proxy_that_is_not_named_and_a_store_for_everybody_are_said_loudly_and_once() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let open = |path: &str, mode: u32| {
        let rights = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(place.path().join(path), rights).unwrap();
    };
    std::fs::create_dir(place.path().join("data")).unwrap();
    place.write("data/firstline.sqlite", "");
    open("data", 0o777);
    open("data/firstline.sqlite", 0o666);
    let log = place.path().join("log");
    let (mut child, address) = serve(&place, std::fs::File::create(&log).unwrap().into());
    for _ in 0..3 {
        let request = reqwest::Client::new()
            .get(format!("{address}healthz"))
            .header("x-forwarded-for", "203.0.113.9");
        assert_eq!(request.send().await.unwrap().status().as_u16(), 200);
    }
    signal(&child, "-TERM");
    assert_eq!(ended(&mut child, Duration::from_secs(30)), Some(0));
    let said = std::fs::read_to_string(log).unwrap();
    for once in [
        "trusted_proxies = [\"127.0.0.1\"]",
        "everyone on this machine can write to data,",
        "chmod 700",
        "everyone on this machine can write to data/firstline.sqlite,",
        "chmod 600",
    ] {
        assert_eq!(said.matches(once).count(), 1, "{once}: {said}");
    }
    assert!(!said.contains("203.0.113.9"), "{said}");
}
