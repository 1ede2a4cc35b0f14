//! "Tell me when it is over": left, taken back, sent once, and the address erased.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::mail::{apart, decoded, header};
use crate::mail_server::Server;
use crate::stand_in::{Answer, StandIn};
use crate::support::{Running, free_port, is_on_a_server, json as answer, spawn_with};

/// A relay with one fault in its status file, which writes to customers by this port.
async fn relay(port: u16, folder: &Path) -> Running {
    std::fs::write(folder.join("status.json"), fault("")).unwrap();
    let file = folder.join("status.json");
    spawn_with(move |config, _| {
        config.languages = vec!["en".to_owned(), "de".to_owned()];
        config.status.file = Some(file);
        config.status.settle = Duration::from_millis(200);
        config.status.address = Some("https://help.isp.example".to_owned());
        config.mail.url = Some(format!("smtp://127.0.0.1:{port}"));
        config.mail.from = Some("help@isp.example".to_owned());
        config.mail.networks = vec!["127.0.0.1".parse().unwrap()];
    })
    .await
}

fn fault(more: &str) -> String {
    format!(
        r#"{{"state":"ok","items":[{{"id":"f-1","kind":"outage","areas":["227*"],
        "title":{{"en":"Cable cut","de":"Kabel durchtrennt"}}{more}}}]}}"#
    )
}

const OVER: &str = r#","ended":"2026-11-22T12:00:00Z","afterwards":{"de":"Router neu starten.","en":"Restart your router."}"#;

async fn leave(relay: &Running, wish: &Value) -> (StatusCode, Value) {
    let request = relay.client.post(relay.url("/api/v1/alerts")).json(wish);
    answer(request.send().await.unwrap()).await
}

fn wish(email: &str) -> Value {
    json!({ "item": "f-1", "area": "22767", "language": "de", "email": email })
}

/// How many wait, are due, were told and were given up.
async fn counts(relay: &Running) -> [u64; 4] {
    let store = relay.store().await;
    let counts = store.count_alerts().await.unwrap();
    store.close().await;
    counts
}

async fn until(relay: &Running, wanted: [u64; 4]) {
    for _ in 0..300 {
        if counts(relay).await == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(counts(relay).await, wanted);
}

#[tokio::test]
async fn a_wish_is_stored_once_for_an_address_and_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let relay = relay(free_port(), folder.path()).await;
    let status = relay.get("/api/v1/status?over=1&area=22767").await;
    assert_eq!(answer(status).await.1["tells"], true);
    let (status, first) = leave(&relay, &wish("Sam@home.example")).await;
    assert_eq!(status, 201);
    let (_, again) = leave(&relay, &wish("sam@home.example")).await;
    assert_eq!(again, first, "one each");
    leave(&relay, &wish("kim@home.example")).await;
    assert_eq!(counts(&relay).await, [2, 0, 0, 0]);

    let token = first["token"].as_str().unwrap();
    // Programs that look for evil follow links: that takes nothing back.
    let page = relay
        .get(&format!("/status/stop?language=de&token={token}"))
        .await;
    assert!(
        page.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("form-action 'self'")
    );
    assert!(page.text().await.unwrap().contains("Nicht schreiben"));
    assert_eq!(counts(&relay).await[0], 2);
    let form = format!("token={token}&language=de");
    let page = relay
        .client
        .post(relay.url("/status/stop"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await
        .unwrap();
    assert!(
        page.text()
            .await
            .unwrap()
            .contains("Ihre Adresse ist gelöscht")
    );
    assert_eq!(counts(&relay).await[0], 1);
    // As the widget does it; a second time changes nothing.
    let stop = relay.url(&format!("/api/v1/alerts/{token}/stop"));
    assert_eq!(
        relay
            .client
            .post(stop)
            .json(&json!({}))
            .send()
            .await
            .unwrap()
            .status(),
        204
    );
    assert_eq!(counts(&relay).await[0], 1);
}

#[tokio::test]
async fn nobody_is_kept_waiting_for_what_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let relay = relay(free_port(), folder.path()).await;
    for (key, value) in [
        ("item", "f-2"),
        ("area", "10969"),
        ("email", "sam"),
        ("email", "sam@home.example\nBcc: kim@home.example"),
        ("language", "../de"),
        ("more", "x"),
    ] {
        let mut wish = wish("sam@home.example");
        wish[key] = json!(value);
        assert_eq!(leave(&relay, &wish).await.0, 400, "{key} {value}");
    }
    let mut long = wish("sam@home.example");
    long["area"] = json!("2".repeat(5000));
    assert_eq!(leave(&relay, &long).await.0, 413);
    assert_eq!(counts(&relay).await, [0; 4]);
    let silent = spawn_with(|_, _| {}).await;
    assert_eq!(
        leave(&silent, &wish("sam@home.example")).await.0,
        404,
        "no mail is set up"
    );
}

#[tokio::test]
async fn a_wish_survives_a_mail_server_that_is_down_and_a_fault_that_vanishes() {
    let folder = tempfile::tempdir().unwrap();
    let relay = relay(free_port(), folder.path()).await;
    leave(&relay, &wish("sam@home.example")).await;
    std::fs::write(folder.path().join("status.json"), r#"{"state":"ok"}"#).unwrap();
    until(&relay, [0, 1, 0, 0]).await;
}

#[tokio::test]
#[ignore = "needs aiosmtpd; `cargo xtask test` installs and runs it"]
async fn a_mail_server_gets_one_message_each_and_no_address_stays() {
    let server = Server::start().await;
    let folder = tempfile::tempdir().unwrap();
    let relay = relay(server.port, folder.path()).await;
    for name in ["sam", "kim"] {
        leave(&relay, &wish(&format!("{name}-erased@home.example"))).await;
    }
    std::fs::write(folder.path().join("status.json"), fault(OVER)).unwrap();
    until(&relay, [0, 0, 2, 0]).await;
    let mails = server.mails();
    assert_eq!(mails.len(), 2);
    let (head, body) = apart(&mails[0]);
    assert!(
        header(&head, "List-Unsubscribe").starts_with("<https://help.isp.example/status/stop?"),
        "{head}"
    );
    assert_eq!(
        header(&head, "List-Unsubscribe-Post"),
        "List-Unsubscribe=One-Click"
    );
    assert_eq!(header(&head, "Auto-Submitted"), "auto-generated");
    assert!(
        header(&head, "Subject").contains("Es ist vorbei: Kabel durchtrennt"),
        "{head}"
    );
    let text = decoded(&head, &body);
    for said in [
        "Kabel durchtrennt",
        "Was Sie jetzt tun: Router neu starten.",
        "Example Fibre",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    if is_on_a_server() {
        return;
    }
    let data = relay.stop().await;
    let files = std::fs::read_dir(data.path().join("data")).unwrap();
    for file in files
        .map(|file| file.unwrap().path())
        .filter(|path| path.is_file())
    {
        let bytes = std::fs::read(&file).unwrap();
        let holds = bytes.windows(12).any(|window| window == b"-erased@home");
        assert!(!holds, "{} still has an address", file.display());
    }
}

#[tokio::test]
async fn an_end_is_told_by_a_signed_webhook_where_there_is_one() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("status.json"), fault("")).unwrap();
    let receiver = StandIn::new(|_, _| Answer::Says(200, json!({}))).await;
    let (file, url) = (folder.path().join("status.json"), receiver.url.clone());
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let relay = spawn_with(move |config, _| {
        config.languages = vec!["en".to_owned(), "de".to_owned()];
        config.status.file = Some(file);
        config.status.settle = Duration::from_millis(200);
        config.status.tell_url = Some(url);
        config.status.tell_secrets = vec![secret.into()];
        config.status.networks = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let (status, _) = leave(&relay, &wish("sam@home.example")).await;
    assert_eq!(status, 201);
    std::fs::write(folder.path().join("status.json"), fault(OVER)).unwrap();
    until(&relay, [0, 0, 1, 0]).await;
    let told = receiver.came();
    assert_eq!(told.len(), 1, "once");
    let signer = standardwebhooks::Webhook::new(secret).unwrap();
    signer.verify(&told[0].bytes, &told[0].headers).unwrap();
    let event = told[0].json();
    assert_eq!(event["type"], "fault.over");
    assert_eq!(event["data"]["email"], "sam@home.example");
    assert_eq!(event["data"]["title"], "Kabel durchtrennt");
    assert_eq!(event["data"]["afterwards"], "Router neu starten.");
}

#[tokio::test]
async fn nobody_is_told_of_an_end_while_the_fault_goes_on_by_another_name() {
    let component = |status: &str| json!({ "id": "c1", "name": "DSL North", "status": status, "updated_at": "2026-11-22T08:40:00Z" });
    let incident = json!({ "id": "i1", "name": "Cable cut", "status": "identified",
        "components": [{ "id": "c1", "name": "DSL North" }] });
    let out = component("major_outage");
    let state = Arc::new(Mutex::new(json!({ "incidents": [], "components": [&out] })));
    let shown = Arc::clone(&state);
    let product = StandIn::new(move |_, _| Answer::Says(200, shown.lock().unwrap().clone())).await;
    let receiver = StandIn::new(|_, _| Answer::Says(200, json!({}))).await;
    let (status_url, url) = (product.url.clone(), receiver.url.clone());
    let relay = spawn_with(move |config, _| {
        config.status.kind = Some("statuspage".to_owned());
        config.status.url = Some(status_url);
        config.status.every = Duration::from_millis(100);
        config.status.settle = Duration::from_millis(200);
        config.status.tell_url = Some(url);
        config.status.tell_secrets = vec!["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".into()];
        config.status.networks = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let wish =
        json!({ "item": "c1", "area": "22767", "language": "en", "email": "sam@home.example" });
    for _ in 0..100 {
        if leave(&relay, &wish).await.0 == 201 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let says = async |page: Value| {
        *state.lock().unwrap() = page;
        tokio::time::sleep(Duration::from_millis(2500)).await;
    };
    // Somebody writes an incident; closes it, and the component is still out; and an answer cannot be read whole.
    says(json!({ "incidents": [&incident], "components": [&out] })).await;
    assert_eq!(counts(&relay).await, [1, 0, 0, 0]);
    says(json!({ "incidents": [], "components": [&out] })).await;
    says(json!({ "incidents": [], "components": [{ "id": "c1" }, component("operational")] }))
        .await;
    assert_eq!(counts(&relay).await, [1, 0, 0, 0]);
    assert!(receiver.came().is_empty());
    *state.lock().unwrap() = json!({ "incidents": [], "components": [component("operational")] });
    until(&relay, [0, 0, 1, 0]).await;
    assert_eq!(receiver.came().len(), 1, "once");
}
