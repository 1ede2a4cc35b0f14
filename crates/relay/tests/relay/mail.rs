//! Tickets that reach a real mail server, aiosmtpd as Debian packages it. Not run by itself, because it
//! must be installed: `cargo xtask test` does both.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use firstline_relay::config::HelpdeskConfig;
use firstline_relay::store::deliveries::Receipt;
use serde_json::{Value, json};

use crate::mail_server::Server;
use crate::outbox::{arrived, delivering, of, quick, send, until};
use crate::stand_in::{Answer, StandIn};
use crate::support::spawn_with;

/// The headers of a mail or of a part of it, and what stands below.
pub(crate) fn apart(mail: &str) -> (String, String) {
    let mail = mail.replace("\r\n", "\n");
    let (head, body) = mail.split_once("\n\n").unwrap();
    (head.replace("\n ", " "), body.to_owned())
}

pub(crate) fn header(head: &str, name: &str) -> String {
    let line = head
        .lines()
        .find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or_else(|| panic!("no {name} in {head}"))
        .to_owned()
}

/// The parts of a mail of several, each as [`apart`] gives it.
fn parts(head: &str, body: &str) -> Vec<(String, String)> {
    let kind = header(head, "Content-Type");
    let boundary = kind.split("boundary=\"").nth(1).unwrap();
    let boundary = boundary.trim_end_matches('"');
    body.split(&format!("--{boundary}"))
        .filter(|part| part.contains("Content-Type"))
        .map(|part| apart(part.trim_start()))
        .collect()
}

pub(crate) fn decoded(head: &str, body: &str) -> String {
    match header(head, "Content-Transfer-Encoding").as_str() {
        "base64" => {
            let body: String = body.split_whitespace().collect();
            String::from_utf8(STANDARD.decode(body).unwrap()).unwrap()
        }
        "quoted-printable" => {
            let body = body.replace("=\n", "");
            let mut bytes = Vec::new();
            let mut rest = body.as_bytes();
            while let Some((&byte, after)) = rest.split_first() {
                rest = after;
                if byte == b'=' {
                    let hex = std::str::from_utf8(&rest[..2]).unwrap();
                    bytes.push(u8::from_str_radix(hex, 16).unwrap());
                    rest = &rest[2..];
                } else {
                    bytes.push(byte);
                }
            }
            String::from_utf8(bytes).unwrap()
        }
        _ => body.to_owned(),
    }
}

#[tokio::test]
#[ignore = "needs aiosmtpd; `cargo xtask test` installs and runs it"]
async fn a_mail_server_gets_a_ticket_with_its_transcript() {
    let server = Server::start().await;
    let relay = delivering(HelpdeskConfig {
        kind: Some("smtp".to_owned()),
        url: Some(format!("smtp://127.0.0.1:{}", server.port)),
        from: Some("Firstline <firstline@isp.example>".to_owned()),
        to: Some("support@isp.example".to_owned()),
        timeout: Duration::from_secs(20),
        ..quick()
    })
    .await;
    let number = send(&relay, 1, &of("jon")).await;
    until(&relay, &number, arrived).await;
    let mails = server.mails();
    assert_eq!(mails.len(), 1);
    let (head, body) = apart(&mails[0]);
    assert!(header(&head, "Subject").contains(&number), "{head}");
    assert_eq!(header(&head, "To"), "support@isp.example");
    assert_eq!(
        header(&head, "X-Firstline-Key"),
        "00000000-0000-4000-8000-000000000001"
    );
    assert_eq!(
        header(&head, "Message-ID"),
        "<00000000-0000-4000-8000-000000000001@isp.example>"
    );
    let parts = parts(&head, &body);
    assert_eq!(parts.len(), 2, "{body}");
    let text = decoded(&parts[0].0, &parts[0].1);
    let stored = relay.tickets().await.remove(0);
    assert_eq!(text.trim(), stored.words.trim());
    assert!(header(&parts[1].0, "Content-Disposition").contains(&format!("{number}.json")));
    let json: Value = serde_json::from_str(&decoded(&parts[1].0, &parts[1].1)).unwrap();
    assert_eq!(json["number"], number);
}

#[tokio::test]
#[ignore = "needs aiosmtpd; `cargo xtask test` installs and runs it"]
async fn a_photo_goes_along_by_mail_in_the_thread_of_its_ticket() {
    let server = Server::start().await;
    let config = firstline_relay::Config {
        helpdesk: HelpdeskConfig {
            kind: Some("smtp".to_owned()),
            url: Some(format!("smtp://127.0.0.1:{}", server.port)),
            from: Some("firstline@isp.example".to_owned()),
            to: Some("support@isp.example".to_owned()),
            timeout: Duration::from_secs(20),
            ..quick()
        },
        ..firstline_relay::Config::default()
    };
    let helpdesk = firstline_relay::Helpdesk::of(&config).unwrap().unwrap();
    let note = crate::adapters::photos::note(false);
    helpdesk.note(&Receipt::default(), &note).await.unwrap();
    let (head, body) = apart(&server.mails()[0]);
    assert!(
        header(&head, "Subject").contains("Re: [F-4711-2830]"),
        "{head}"
    );
    assert_eq!(
        header(&head, "In-Reply-To"),
        format!("<{}@isp.example>", note.ticket_key)
    );
    let parts = parts(&head, &body);
    assert_eq!(parts.len(), 2, "{body}");
    assert!(decoded(&parts[0].0, &parts[0].1).contains("I sent a photo."));
    let (head, photo) = &parts[1];
    assert_eq!(header(head, "Content-Type"), "image/jpeg");
    assert!(
        header(head, "Content-Disposition").contains("photo-11112222.jpg"),
        "{head}"
    );
    let photo: String = photo.split_whitespace().collect();
    assert_eq!(STANDARD.decode(photo).unwrap(), crate::photos::photo(9, ""));
}

#[tokio::test]
#[ignore = "needs aiosmtpd; `cargo xtask test` installs and runs it"]
async fn mail_that_must_be_encrypted_is_not_sent_to_a_server_that_cannot() {
    let server = Server::start().await;
    let config = firstline_relay::Config {
        helpdesk: HelpdeskConfig {
            kind: Some("smtp".to_owned()),
            url: Some(format!("smtps://127.0.0.1:{}", server.port)),
            from: Some("firstline@isp.example".to_owned()),
            to: Some("support@isp.example".to_owned()),
            timeout: Duration::from_secs(3),
            ..quick()
        },
        ..firstline_relay::Config::default()
    };
    let helpdesk = firstline_relay::Helpdesk::of(&config).unwrap().unwrap();
    let delivery = firstline_relay::helpdesk::Delivery::test(0);
    let failed = helpdesk.deliver(&delivery, false).await.unwrap_err();
    assert!(!failed.to_string().is_empty());
    assert!(server.mails().is_empty());
}

#[tokio::test]
#[ignore = "needs aiosmtpd; `cargo xtask test` installs and runs it"]
async fn customers_are_told_by_mail_in_their_language_and_by_nothing_that_anybody_typed() {
    let server = Server::start().await;
    let closed = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let is_closed = std::sync::Arc::clone(&closed);
    let helpdesk = StandIn::new(move |came, _| match came.method.as_str() {
        "POST" => Answer::Says(201, json!({ "id": 1, "number": "65001" })),
        _ if came.uri.contains("by_ticket") => Answer::Says(200, json!([])),
        _ => {
            let closed = is_closed.load(std::sync::atomic::Ordering::Relaxed);
            Answer::Says(
                200,
                json!({ "state": if closed { "closed" } else { "open" } }),
            )
        }
    })
    .await;
    let relay = spawn_with(|config, _| {
        config.helpdesk = HelpdeskConfig {
            kind: Some("zammad".to_owned()),
            url: Some(helpdesk.url.clone()),
            secrets: vec!["s3cret".into()],
            queue: Some("Users".to_owned()),
            requester: Some("nobody@isp.example".to_owned()),
            follow: Some(Duration::from_millis(200)),
            ..quick()
        };
        config.mail.url = Some(format!("smtp://127.0.0.1:{}", server.port));
        config.mail.from = Some("help@isp.example".to_owned());
        config.mail.networks = vec!["127.0.0.0/8".parse().unwrap()];
        config.follow.page = Some("https://www.isp.example/help".to_owned());
        config.tickets_per_minute = 0;
    })
    .await;
    let mut body = of("jon");
    body["environment"]["language"] = "de-AT".into();
    let (_, answer) = crate::support::json(relay.post(&crate::support::key(1), &body).await).await;
    let text = |name: &str| answer[name].as_str().unwrap().to_owned();
    let (number, token) = (text("number"), text("token"));
    let mails = async |count: usize| {
        for _ in 0..300 {
            if server.mails().len() >= count {
                return server.mails();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{count} mails do not come");
    };
    let received = mails(1).await.remove(0);
    let (head, text) = apart(&received);
    let text = decoded(&head, &text);
    assert_eq!(header(&head, "To"), "jon@isp.example");
    assert!(header(&head, "From").contains("help@isp.example"), "{head}");
    assert_eq!(header(&head, "Auto-Submitted"), "auto-generated");
    assert!(text.contains("Wir haben Ihre Nachricht"), "{text}");
    assert!(text.contains(&number), "{text}");
    let link = format!("https://www.isp.example/help#help&ticket={token}");
    assert!(text.contains(&link), "{text}");
    for typed in ["Maria", "Zauberlicht", "Lindenstr", "storm", "5550"] {
        assert!(
            !received.contains(typed) && !text.contains(typed),
            "{typed}: {text}"
        );
    }

    closed.store(true, std::sync::atomic::Ordering::Relaxed);
    let solved = mails(2)
        .await
        .into_iter()
        .find(|mail| *mail != received)
        .unwrap();
    let (head, text) = apart(&solved);
    assert!(decoded(&head, &text).contains("ist erledigt"), "{text}");

    // An address that somebody else types again and again gets few of them.
    for count in 2..12 {
        send(&relay, count, &of("jon")).await;
    }
    until_quiet(&relay).await;
    let mails = server.mails();
    let received = mails
        .iter()
        .filter(|mail| mail.contains(".received@isp.example>"));
    assert!(received.count() <= 5, "of {} mails", mails.len());
}

/// Until the outbox has no mail that waits.
async fn until_quiet(relay: &crate::support::Running) {
    for _ in 0..300 {
        let counts = relay.store().await.counts().await.unwrap();
        if counts.mails.0 == 0 && counts.waiting == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("mail waits");
}
