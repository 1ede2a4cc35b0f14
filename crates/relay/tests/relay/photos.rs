//! Photos with a ticket: bounded, drawn anew, delivered, shown to the agent, and gone with the ticket.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use reqwest::{Response, StatusCode};
use serde_json::json;

use crate::agent::{helpdesk, linked};
use crate::outbox::{of, send};
use crate::support::{self, Running, key, spawn, ticket, walked};

/// A picture of one colour, with a comment of its camera in it.
pub fn photo(shade: u8, comment: &str) -> Vec<u8> {
    let picture = RgbImage::from_pixel(64, 48, Rgb([shade, 100, 100]));
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, 80);
    encoder.encode_image(&picture).unwrap();
    let length = u16::try_from(comment.len() + 2).unwrap().to_be_bytes();
    let said = [&[0xff, 0xfe], &length[..], comment.as_bytes()].concat();
    [&out[..2], &said, &out[2..]].concat()
}

async fn opened(relay: &Running, number: u32) -> (String, String) {
    let (_, answer) = support::json(relay.post(&key(number), ticket(&walked())).await).await;
    let text = |name: &str| answer[name].as_str().unwrap().to_owned();
    (text("number"), text("token"))
}

async fn add(relay: &Running, token: &str, number: u32, bytes: Vec<u8>) -> StatusCode {
    answer(relay, token, number, "image/jpeg", bytes)
        .await
        .status()
}

async fn answer(relay: &Running, token: &str, number: u32, kind: &str, bytes: Vec<u8>) -> Response {
    let asked = relay
        .client
        .post(relay.url("/api/v1/ticket/photos?language=de"));
    let asked = asked
        .bearer_auth(token)
        .header("idempotency-key", key(number))
        .header("content-type", kind)
        .body(bytes);
    asked.send().await.unwrap()
}

#[tokio::test]
async fn photos_are_bounded_and_what_is_none_is_refused_with_the_reason() {
    let relay = spawn().await;
    let (number, token) = opened(&relay, 1).await;
    let first = photo(1, "at home");
    assert_eq!(
        add(&relay, &token, 10, first.clone()).await,
        StatusCode::CREATED
    );
    assert_eq!(
        add(&relay, &token, 10, first).await,
        StatusCode::CREATED,
        "the same again"
    );
    assert_eq!(
        add(&relay, &token, 10, photo(2, "")).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    for (kind, bytes, status, why) in [
        (
            "image/jpeg",
            b"<svg/>".to_vec(),
            400,
            "This is no JPEG that can be read",
        ),
        ("image/png", photo(1, ""), 415, "Send image/jpeg."),
        ("image/jpeg", vec![0; 700_000], 413, "600000"),
    ] {
        let refused = answer(&relay, &token, 11, kind, bytes).await;
        let (code, problem) = support::json(refused).await;
        assert_eq!(code.as_u16(), status, "{problem}");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(why), "{problem}");
    }
    let stranger = "A".repeat(43);
    assert_eq!(
        add(&relay, &stranger, 14, photo(1, "")).await,
        StatusCode::UNAUTHORIZED
    );
    for shade in 2..=4 {
        let status = add(&relay, &token, 20 + u32::from(shade), photo(shade, "")).await;
        assert_eq!(status, StatusCode::CREATED);
    }
    assert_eq!(
        add(&relay, &token, 30, photo(5, "")).await,
        StatusCode::CONFLICT,
        "four are enough"
    );
    let store = relay.store_to_change().await;
    let names = store.photos(&number).await.unwrap();
    assert_eq!(names.len(), 4);
    let kept = store.photo(&number, &names[0]).await.unwrap().unwrap();
    assert!(kept.starts_with(&[0xff, 0xd8]));
    assert!(
        !String::from_utf8_lossy(&kept).contains("at home"),
        "nothing but the picture"
    );
    let (other, _) = opened(&relay, 2).await;
    assert_eq!(
        store.photo(&other, &names[0]).await.unwrap(),
        None,
        "of another ticket"
    );
    // With the ticket all goes.
    let mut database = support::Other::of(&relay.data).await;
    assert_eq!(database.count("SELECT count(*) FROM photos").await, 4);
    store
        .forget(number.parse().unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(database.count("SELECT count(*) FROM photos").await, 0);
}

#[tokio::test]
async fn a_photo_reaches_the_helpdesk_and_the_agents_page_alone() {
    let helpdesk = helpdesk().await;
    let (relay, number, link) = linked(&helpdesk, of("sam")).await;
    // Whoever sends the same under the same key gets the first answer again.
    let body = of("sam");
    assert_eq!(send(&relay, 1, &body).await, number);
    let (_, again) = support::json(relay.post(&key(1), &body).await).await;
    let token = again["token"].as_str().unwrap();
    assert_eq!(
        add(&relay, token, 10, photo(200, "a camera")).await,
        StatusCode::CREATED
    );
    let came = helpdesk.until(2).await;
    let note = came.iter().map(|one| one.json());
    let note = note
        .into_iter()
        .find(|event| event["type"] == "ticket.noted");
    let note = note.unwrap();
    let sent = STANDARD
        .decode(note["data"]["photo"].as_str().unwrap())
        .unwrap();
    let picture = image::load_from_memory(&sent).unwrap().into_rgb8();
    assert!(picture.get_pixel(30, 20)[0] > 190);
    let text = note["data"]["text"].as_str().unwrap();
    assert!(text.contains("A photo came with it"), "{text}");

    let page = relay.get(&link).await;
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("img-src 'self'"), "{policy}");
    let page = page.text().await.unwrap();
    let (_, at) = page.split_once("<img src=\"").unwrap();
    let (at, _) = at.split_once('"').unwrap();
    let at = at.replace("&amp;", "&").replace("&#x2f;", "/");
    let shown = relay.get(&at).await;
    assert_eq!(shown.status(), StatusCode::OK, "{at}");
    assert_eq!(shown.headers()["content-type"], "image/jpeg");
    assert_eq!(shown.headers()["x-content-type-options"], "nosniff");
    assert_eq!(shown.headers()["cache-control"], "private, no-store");
    assert_eq!(shown.bytes().await.unwrap(), sent);
    let (path, _) = at.split_once('?').unwrap();
    for wrong in [
        path.to_owned(),
        at.replace("sign=", "sign=A"),
        at.replace("/photo/", "/photo/1"),
    ] {
        let refused = relay.get(&wrong).await.status();
        assert!(refused.is_client_error(), "{wrong}: {refused}");
    }
    // The customer reads that it has arrived.
    let asked = relay
        .client
        .get(relay.url("/api/v1/ticket"))
        .bearer_auth(token);
    let (_, followed) = support::json(asked.send().await.unwrap()).await;
    let said = json!(followed["said"][0]["text"]);
    assert_eq!(said, "Ich habe ein Foto geschickt.", "{followed}");
}
