//! `firstline helpdesk`, and what `firstline tickets` says of deliveries.

// Helpers of tests fail by panicking, like the tests.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../relay/tests/relay/mail_server.rs"]
#[allow(dead_code, reason = "the tests of the relay use the rest")]
mod mail_server;
mod support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use mail_server::Server;
use serde_json::{Value, json};
use support::receiver::Receiver;
use support::{Place, firstline};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// Exit code, output, errors.
fn run(place: &Place, arguments: &[&str]) -> (Option<i32>, String, String) {
    support::run(place.path(), arguments)
}

fn says(status: u16, body: &Value) -> Response {
    Response::builder()
        .status(status)
        .body(Body::from(body.to_string()))
        .unwrap()
}

fn with_webhook(url: &str) -> Place {
    let place = Place::new();
    place.write("secret", SECRET);
    place.append(
        "firstline.toml",
        &format!(
            "[helpdesk]\nkind = \"webhook\"\nurl = \"{url}\"\ntoken_file = \"secret\"\n\
             networks = [\"127.0.0.1\"]\nretry_seconds = 1\n"
        ),
    );
    place
}

#[tokio::test(flavor = "multi_thread")]
async fn a_helpdesk_is_tried_out_and_its_answer_is_put_into_plain_words() {
    let receiver = Receiver::new(async |_| {
        says(
            201,
            &json!({ "number": "T-17", "link": "https://crm.isp.example/17" }),
        )
    })
    .await;
    let place = with_webhook(&receiver.url);
    let (code, text, errors) = run(&place, &["helpdesk", "test"]);
    assert_eq!(code, Some(0), "{errors}");
    assert!(
        text.starts_with("Webhook has the test ticket as T-17.\n"),
        "{text}"
    );
    assert!(text.contains("https://crm.isp.example/17"), "{text}");
    let came = receiver.came.lock().unwrap()[0].clone();
    let body: Value = serde_json::from_str(&came.body).unwrap();
    assert_eq!(body["type"], "ticket.test");
    assert!(
        body["data"]["summary"]
            .as_str()
            .unwrap()
            .starts_with("Test of Firstline")
    );

    let receiver =
        Receiver::new(async |_| says(403, &json!({ "message": "no\u{1b}[2J entry" }))).await;
    let place = with_webhook(&receiver.url);
    let (code, text, errors) = run(&place, &["helpdesk", "test"]);
    assert_eq!((code, &*text), (Some(1), ""));
    for said in [
        "403 Forbidden",
        "It says: no�[2J entry",
        "firstline helpdesk test",
    ] {
        assert!(errors.contains(said), "{said}: {errors}");
    }
}

#[test]
fn what_a_helpdesk_lacks_is_said_with_its_place_before_anything_starts() {
    for (settings, said) in [
        (
            "kind = \"zendesl\"\n",
            "firstline.toml:4:8: helpdesk.kind: There is no kind “zendesl”",
        ),
        (
            "kind = \"webhook\"\n",
            "firstline.toml:4:8: helpdesk.kind: `helpdesk.url`: This is needed",
        ),
        (
            "kind = \"webhook\"\nurl = \"https://a.isp.example\"\n",
            "`helpdesk.token`: The secret that signs (whsec_…) is missing",
        ),
        (
            "kind = \"webhook\"\ntoken = \"x\"\n",
            "A secret does not belong in this file",
        ),
        (
            "kind = \"webhook\"\nurl = \"http://a.isp.example\"\n",
            "firstline.toml:5:7: helpdesk.url: A password would go unencrypted",
        ),
        (
            "kind = \"smtp\"\nurl = \"ftp://a.isp.example\"\n",
            "is not an address",
        ),
        (
            "priorities = { huge = \"1\" }\n",
            "There is no “huge” here. The names are minor, major, critical",
        ),
        (
            "kind = \"webhook\"\ngive_up_hours = 2400\n",
            "firstline.toml:5:17: helpdesk.give_up_hours: Tickets would be erased",
        ),
        ("token_file = \"none\"\n", "cannot be read"),
        (
            "url = \"https://me:secret@a.isp.example\"\n",
            "A password does not belong here",
        ),
    ] {
        let place = Place::new();
        place.append("firstline.toml", &format!("[helpdesk]\n{settings}"));
        for command in [&["serve"][..], &["helpdesk", "test"]] {
            let (code, _, errors) = run(&place, command);
            assert!(
                code == Some(2) && errors.contains(said),
                "{settings}: {errors}"
            );
        }
    }
}

async fn send(address: &str, key: u32) -> String {
    let contact = json!({ "name": "Maria", "email": format!("maria{key}@isp.example") });
    let ticket = support::ticket(contact, "no-internet");
    support::number_in(support::send(address, key, &ticket).await).await
}

/// What a command prints, once it has this in it.
async fn until(place: &Place, arguments: &[&str], has: &str) -> String {
    let mut text = String::new();
    for _ in 0..150 {
        text = run(place, arguments).1;
        if text.contains(has) {
            return text;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{arguments:?} never says {has}: {text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn deliveries_are_shown_paused_resumed_and_tried_again() {
    let receiver =
        Receiver::new(
            async |came: support::receiver::Came| match came.key.ends_with('2') {
                true => says(422, &json!({ "message": "no such queue" })),
                false => says(200, &json!({ "number": 4711 })),
            },
        )
        .await;
    let place = with_webhook(&receiver.url);
    let serving = place.serve(&[]);
    let first = send(&serving.url(""), 1).await;
    let text = until(&place, &["tickets", "list"], "the helpdesk has it as 4711").await;
    assert!(text.contains(&first), "{text}");
    let second = send(&serving.url(""), 2).await;
    let text = until(&place, &["tickets", "show", &second], "given up").await;
    assert!(
        text.contains("422") && text.contains("no such queue"),
        "{text}"
    );
    let (_, json, _) = run(&place, &["tickets", "show", &second, "--json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["delivery"]["state"], "dead");

    let (code, ..) = run(&place, &["helpdesk", "pause", "new server tonight"]);
    assert_eq!(code, Some(0));
    // What was being looked for is found before the pause.
    tokio::time::sleep(Duration::from_millis(700)).await;
    let third = send(&serving.url(""), 3).await;
    tokio::time::sleep(Duration::from_millis(1200)).await;
    let (_, text, _) = run(&place, &["helpdesk", "status"]);
    for said in [
        "Paused: new server tonight",
        "1 wait",
        "1 arrived",
        "1 were given up",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(
        run(&place, &["tickets", "show", &third])
            .1
            .contains("Helpdesk: waits for the helpdesk\n")
    );
    assert_eq!(run(&place, &["helpdesk", "resume"]).0, Some(0));
    until(&place, &["tickets", "show", &third], "the helpdesk has it").await;

    let (code, _, errors) = run(&place, &["helpdesk", "redrive", &first]);
    assert!(
        code == Some(1) && errors.contains("already, as 4711"),
        "{errors}"
    );
    let (code, _, errors) = run(&place, &["helpdesk", "redrive", "F-1234-5678"]);
    assert_eq!(code, Some(2), "{errors}");
    assert_eq!(run(&place, &["helpdesk", "redrive"]).0, Some(2));
    let (code, text, _) = run(&place, &["helpdesk", "redrive", "--all"]);
    assert_eq!((code, &*text), (Some(0), "1 delivery is tried again.\n"));
    until(&place, &["helpdesk", "status"], "1 were given up").await;
}

/// A certificate that a test's own authority signs.
fn certificate(folder: &Path) {
    let openssl = |arguments: &str| {
        let done = Command::new("openssl")
            .args(arguments.split(' '))
            .current_dir(folder)
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(done.success(), "openssl {arguments}");
    };
    openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -keyout ca.key -out ca.pem -subj /CN=Test");
    openssl("req -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj /CN=localhost");
    std::fs::write(folder.join("names"), "subjectAltName=DNS:localhost\n").unwrap();
    openssl(
        "x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out cert.pem",
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs aiosmtpd and openssl; `cargo xtask test` installs and runs it"]
async fn mail_is_sent_encrypted_to_a_server_that_can_be_trusted_and_to_no_other() {
    let place = Place::new();
    certificate(place.path());
    for (scheme, shown, signs) in [
        ("smtps", "--smtpscert", "--smtpskey"),
        ("smtp", "--tlscert", "--tlskey"),
    ] {
        let (certificate, key) = (place.path().join("cert.pem"), place.path().join("key.pem"));
        let options = [
            shown.as_ref(),
            certificate.as_os_str(),
            signs.as_ref(),
            key.as_os_str(),
        ];
        let server = Server::start_with(&options).await;
        let port = server.port;
        place.write(
            "firstline.toml",
            &format!(
                "[helpdesk]\nkind = \"smtp\"\nurl = \"{scheme}://localhost:{port}\"\n\
                 from = \"firstline@isp.example\"\nto = \"support@isp.example\"\n\
                 networks = [\"127.0.0.1\", \"::1\"]\ntimeout_seconds = 10\n"
            ),
        );
        let test = |authority: Option<&str>| {
            let mut command = firstline(place.path());
            command.args(["helpdesk", "test"]);
            if let Some(authority) = authority {
                command.env("SSL_CERT_FILE", authority);
            }
            command.output().unwrap()
        };
        let refused = test(None);
        let trusted = test(Some("ca.pem"));
        let errors = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(1), "{scheme}: {errors}");
        assert!(
            errors.contains("can be trusted") || errors.contains("certificate"),
            "{scheme}: {errors}"
        );
        let errors = String::from_utf8_lossy(&trusted.stderr).into_owned();
        assert_eq!(trusted.status.code(), Some(0), "{scheme}: {errors}");
        assert_eq!(server.mails().len(), 1, "{scheme}");
    }
}
