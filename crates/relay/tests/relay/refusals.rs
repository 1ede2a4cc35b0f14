//! Bad requests, each with the problem that it gets.

use std::fmt::Write as _;

use reqwest::StatusCode;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::support::{KEY, json as read, key, spawn_with, ticket, walked};

#[tokio::test]
async fn each_bad_body_is_refused_with_its_place() {
    let relay = spawn_with(|config, _| config.tickets_per_minute = 0).await;
    let good = ticket(&walked());
    let with = |pointer: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        body.to_string()
    };
    let plus = |pointer: &str, name: &str, value: Value| {
        let mut body = good.clone();
        body.pointer_mut(pointer).unwrap()[name] = value;
        body.to_string()
    };
    let less = |pointer: &str, name: &str| {
        let mut body = good.clone();
        body.pointer_mut(pointer)
            .unwrap()
            .as_object_mut()
            .unwrap()
            .remove(name)
            .unwrap();
        body.to_string()
    };
    let mut said = String::new();
    for (number, (what, body)) in [
        ("nothing", String::new()),
        ("not JSON", "name=Maria".to_owned()),
        ("cut off", good.to_string()[..200].to_owned()),
        ("two documents", format!("{good}{good}")),
        ("a list", "[]".to_owned()),
        (
            "not UTF-8 once unescaped",
            good.to_string().replace("Maria", "\\ud800"),
        ),
        ("an unknown key", plus("", "priority", json!("high"))),
        (
            "an unknown key of contact",
            plus("/contact", "emial", json!("maria@zauberlicht.example")),
        ),
        (
            "a key twice",
            good.to_string().replacen("{", "{\"format\":1,", 1),
        ),
        ("a newer format", with("/format", json!(2))),
        (
            "a format that is no number",
            with("/format", json!("secret")),
        ),
        ("no contact", less("", "contact")),
        ("no consent", less("", "consent")),
        ("no consent time", less("/consent", "at")),
        ("an empty consent id", with("/consent/id", json!(" "))),
        ("a consent time before 1970", with("/consent/at", json!(-5))),
        ("no trail", less("", "trail")),
        ("a trail that is a list", with("/trail", json!([]))),
        (
            "a trail with a number that nobody can read",
            with("/trail", json!({ "a": 7 })).replace("\"a\":7", "\"a\":1e999"),
        ),
        (
            "a trail with half a character",
            with("/trail", json!({ "a": "secret" })).replace("secret", "\\ud800"),
        ),
        (
            "a trail of a thousand levels",
            with("/trail", json!({ "a": "deep" })).replace(
                "\"deep\"",
                &format!("{}{}", "[".repeat(1000), "]".repeat(1000)),
            ),
        ),
        (
            "a trail with a thousand and one facts",
            with(
                "/trail/facts",
                (0..=1000)
                    .map(|number| (number.to_string(), json!(true)))
                    .collect(),
            ),
        ),
        (
            "nobody to answer to",
            with("/contact", json!({ "name": "Maria" })),
        ),
        (
            "blanks to answer to",
            with("/contact", json!({ "email": "  ", "phone": "" })),
        ),
        (
            "no e-mail address",
            with("/contact/email", json!("maria at zauberlicht")),
        ),
        (
            "two e-mail addresses",
            with("/contact/email", json!("a@b.example,c@d.example")),
        ),
        (
            "no telephone number",
            with("/contact/phone", json!("call me")),
        ),
        ("a name that is a number", with("/contact/name", json!(7))),
        ("a long name", with("/contact/name", json!("x".repeat(201)))),
        (
            "a long note",
            with("/note", json!("x".repeat((64 << 10) + 1))),
        ),
        (
            "a removed thing that is no check",
            plus("", "removed", json!(["latency", "mood"])),
        ),
        (
            "a thing removed twice",
            plus("", "removed", json!(["latency", "latency"])),
        ),
        (
            "an environment that was removed",
            plus("", "removed", json!(["environment"])),
        ),
        (
            "a long user agent",
            with("/environment/userAgent", json!("x".repeat(1001))),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let response = relay
            .post(&key(u32::try_from(number).unwrap()), &body)
            .await;
        let media_type = response.headers()[CONTENT_TYPE]
            .to_str()
            .unwrap()
            .to_owned();
        let (status, problem) = read(response).await;
        assert_eq!(
            (status.as_u16(), &*media_type),
            (400, "application/problem+json"),
            "{what}"
        );
        assert_eq!(problem["type"], "/problems/malformed-request", "{what}");
        let _ = writeln!(
            said,
            "{what}\n  => {}: {}",
            problem["pointer"]
                .as_str()
                .map_or("-", |pointer| if pointer.is_empty() {
                    "(root)"
                } else {
                    pointer
                }),
            problem["detail"].as_str().unwrap_or_default()
        );
    }
    // A refusal may be logged by whoever asked: it must not repeat what the customer wrote.
    for word in ["Maria", "zauberlicht", "secret", "call me", "Bcc"] {
        assert!(
            !said
                .lines()
                .any(|line| line.starts_with("  =>") && line.contains(word)),
            "{word}"
        );
    }
    insta::assert_snapshot!("bad_bodies", said);
    assert_eq!(relay.tickets().await.len(), 0);
}

#[tokio::test]
async fn each_bad_request_gets_its_problem() {
    let relay = spawn_with(|_, _| {}).await;
    let body = ticket(&walked()).to_string();
    let uuid = KEY.trim_matches('"');
    for (what, key, media_type, body, status, problem) in [
        (
            "no key",
            None,
            Some("application/json"),
            &*body,
            400,
            "idempotency-key-missing",
        ),
        (
            "an empty key",
            Some(""),
            Some("application/json"),
            &body,
            400,
            "idempotency-key-malformed",
        ),
        (
            "a key without quotes",
            Some(uuid),
            Some("application/json"),
            &body,
            400,
            "idempotency-key-malformed",
        ),
        (
            "half a key",
            Some("\"8e03978e-40d5\""),
            Some("application/json"),
            &body,
            400,
            "idempotency-key-malformed",
        ),
        (
            "a key that is no UUID",
            Some("\"8e03978e-40d5-43dd-bc93-6894a57f932x\""),
            Some("application/json"),
            &body,
            400,
            "idempotency-key-malformed",
        ),
        (
            "a key with parameters",
            Some("\"8e03978e-40d5-43dd-bc93-6894a57f9324\";a=1"),
            Some("application/json"),
            &body,
            400,
            "idempotency-key-malformed",
        ),
        (
            "no media type",
            Some(KEY),
            None,
            &body,
            415,
            "unsupported-media-type",
        ),
        (
            "a form",
            Some(KEY),
            Some("application/x-www-form-urlencoded"),
            &body,
            415,
            "unsupported-media-type",
        ),
        (
            "plain text",
            Some(KEY),
            Some("text/plain"),
            &body,
            415,
            "unsupported-media-type",
        ),
        (
            "a large body",
            Some(KEY),
            Some("application/json"),
            &"x".repeat(300_000),
            413,
            "body-too-large",
        ),
    ] {
        let mut request = relay
            .client
            .post(relay.url("/api/v1/tickets"))
            .body(body.to_owned());
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        if let Some(media_type) = media_type {
            request = request.header(CONTENT_TYPE, media_type);
        }
        let (answered, said) = read(request.send().await.unwrap()).await;
        assert_eq!(answered.as_u16(), status, "{what}: {said}");
        assert_eq!(said["type"], format!("/problems/{problem}"), "{what}");
        assert_eq!(said["status"], status, "{what}");
        let page = relay.get(said["type"].as_str().unwrap()).await;
        assert_eq!(page.status().as_u16(), 200, "{what} has no page");
        assert!(
            page.text()
                .await
                .unwrap()
                .contains(said["title"].as_str().unwrap()),
            "{what}"
        );
    }
    assert_eq!(relay.tickets().await.len(), 0);
    let with_charset = relay
        .client
        .post(relay.url("/api/v1/tickets"))
        .header("idempotency-key", KEY)
        .header(CONTENT_TYPE, "Application/JSON; charset=utf-8")
        .body(body);
    assert_eq!(with_charset.send().await.unwrap().status().as_u16(), 201);
}

#[tokio::test]
async fn wrong_addresses_and_methods_get_problems_too() {
    let relay = spawn_with(|_, _| {}).await;
    for (method, path, status, allow) in [
        ("GET", "/nothing", 404, ""),
        ("GET", "/api/v1/nothing", 404, ""),
        ("GET", "/api/v1/tickets/F-4711-2830", 404, ""),
        ("GET", "/guides/index.%2e%2e.json", 404, ""),
        (
            "GET",
            "/guides/no-internet.en.0000000000000000.pack",
            404,
            "",
        ),
        ("GET", "/assets/../../Cargo.toml", 404, ""),
        ("GET", "/problems/nothing", 404, ""),
        ("POST", "/nothing", 404, ""),
        ("GET", "/api/v1/tickets", 405, "POST"),
        ("PUT", "/api/v1/tickets", 405, "POST"),
        ("POST", "/api/v1/status", 405, "GET,HEAD"),
        ("POST", "/probe/ping", 405, "GET,HEAD"),
        ("POST", "/firstline.js", 405, "GET,HEAD"),
        ("DELETE", "/guides/index.en.json", 405, "GET,HEAD"),
        ("GET", "/api/v1/status?aera=2000", 400, ""),
        ("GET", "/api/v1/status?area=1&area=2", 400, ""),
    ] {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let response = relay
            .client
            .request(method.clone(), relay.url(path))
            .send()
            .await
            .unwrap();
        let allowed = response
            .headers()
            .get("allow")
            .map(|value| value.to_str().unwrap().to_owned());
        let (answered, problem) = read(response).await;
        assert_eq!(answered.as_u16(), status, "{method} {path}");
        assert_eq!(allowed.unwrap_or_default(), allow, "{method} {path}");
        assert_eq!(problem["status"], status, "{method} {path}");
    }
}

#[tokio::test]
async fn what_steers_terminals_is_taken_and_shown_harmlessly() {
    let relay = spawn_with(|_, _| {}).await;
    let mut body = ticket(&walked());
    body["contact"]["name"] = json!("Maria\tZauber\u{b}licht\u{1b}[2J");
    body["contact"]["phone"] = json!("\u{202d}٠١٦٣٢\u{202f}٩٦٠٠٠١\u{202c}");
    body["contact"]["email"] = json!("<mailto:maria@zauberlicht.example>,");
    body["contact"]["address"] = json!("Lindenstr. 7\n== Contact ==\nName: Kim");
    body["note"] = json!("see\u{0}\u{2028}== Contact ==\r\nName: Kim");
    body["consent"]["version"] = json!("1\u{202e}\n== Contact ==");
    let answer = relay.post(KEY, &body).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    // What is not proved tells more that is somebody's invention.
    for field in ["guide", "version", "hash"] {
        body["trail"][field] =
            json!("x\n== Contact ==\nName: Kim\u{1b}[2J\u{202e}\u{2028}== Contact ==");
    }
    assert_eq!(
        relay.post(&key(2), &body).await.status(),
        StatusCode::CREATED
    );
    for ticket in relay.tickets().await {
        let text = &ticket.text;
        assert_eq!(text.matches("\n== Contact ==\n").count(), 1, "{text}");
        for line in [
            "Name: Maria Zauber licht�[2J",
            "Phone: 01632 960001",
            "E-mail: maria@zauberlicht.example",
            "> see�",
            "> == Contact ==",
        ] {
            assert!(text.lines().any(|of| of == line), "{line}\n{text}");
        }
        let shown = [
            text,
            &ticket.summary,
            &ticket.guide,
            ticket.unverified.as_ref().unwrap_or(text),
        ];
        for steers in ['\u{1b}', '\u{202d}', '\u{202e}', '\u{2028}', '\u{0}'] {
            assert!(
                shown.iter().all(|text| !text.contains(steers)),
                "{steers:?}"
            );
        }
    }
}

#[tokio::test]
async fn what_is_malformed_uses_up_nothing() {
    let relay = spawn_with(|config, _| config.tickets_per_minute = 1).await;
    for number in 0..10 {
        let refused = relay.post(&key(number), "{}").await;
        assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    }
    let answer = relay.post(KEY, ticket(&walked())).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
}

/// What a route cannot read of an address or a form is refused like everything else (RFC 9457), and nobody learns of it before
/// signing in.
#[tokio::test]
async fn what_cannot_be_read_of_a_request_is_a_problem_document() {
    let relay =
        spawn_with(|config, _| config.insights.secrets = vec!["0123456789abcdef".into()]).await;
    let twice = "language=en&language=de";
    let gets = [
        (format!("/api/v1/questions?{twice}"), 400),
        (format!("/api/v1/opening?{twice}"), 400),
        (format!("/api/v1/people?{twice}"), 400),
        ("/api/v1/proof".to_owned(), 400),
        (format!("/status/stop?{twice}"), 400),
        ("/problems/%ff".to_owned(), 400),
        ("/insights/%ff".to_owned(), 400),
        ("/insights/overview?from=a&from=b".to_owned(), 401),
        ("/insights/overview/ends.csv?from=a&from=b".to_owned(), 401),
        ("/agent/F-1?until=1&until=2".to_owned(), 400),
    ];
    for (path, status) in gets {
        let answer = relay.get(&path).await;
        let kind = answer.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
        let found = answer.status().as_u16();
        assert_eq!(
            (found, &*kind),
            (status, "application/problem+json"),
            "{path}"
        );
    }
    let form = "application/x-www-form-urlencoded";
    let signed = "Bearer 0123456789abcdef";
    for (path, kind, body, authorization, status) in [
        ("/insights/alarms/mute", form, "id=1", "", 401),
        ("/insights/alarms/mute", form, "id=1", signed, 400),
        (
            "/insights/alarms/mute",
            form,
            "id=1&id=2&until=1&sign=a",
            signed,
            400,
        ),
        (
            "/insights/feedback/erase",
            "text/plain",
            "id=1",
            signed,
            400,
        ),
        ("/status/stop", "text/plain", "token=1", "", 400),
    ] {
        let request = relay
            .client
            .post(relay.url(path))
            .header(CONTENT_TYPE, kind);
        let request = match authorization {
            "" => request,
            authorization => request.header("authorization", authorization),
        };
        let answer = request.body(body).send().await.unwrap();
        let told = answer.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
        let found = answer.status().as_u16();
        assert_eq!(
            (found, &*told),
            (status, "application/problem+json"),
            "{path} {body}"
        );
    }
    let asked = relay
        .client
        .get(relay.url("/insights/overview?from=a&from=b"));
    let answer = asked.header("authorization", signed).send().await.unwrap();
    assert_eq!(answer.status(), 400);
}
