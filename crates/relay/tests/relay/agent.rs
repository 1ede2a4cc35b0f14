//! The agent's page: the walk of a ticket as its customer saw it, behind a signed link.

use reqwest::StatusCode;
use serde_json::json;

use crate::outbox::{of, send, webhook};
use crate::stand_in::{Answer, StandIn};
use crate::support::{Running, spawn_with};

/// A relay that says where it is, a ticket, and the link in the ticket's text.
pub async fn linked(helpdesk: &StandIn, body: serde_json::Value) -> (Running, String, String) {
    let relay = spawn_with(|config, _| {
        config.helpdesk = webhook(&helpdesk.url);
        config.insights.secrets = vec!["0123456789abcdef".into()];
        config.follow.relay = Some("https://help.isp.example".to_owned());
    })
    .await;
    let number = send(&relay, 1, &body).await;
    let text = helpdesk.until(1).await[0].json()["data"]["text"]
        .as_str()
        .unwrap()
        .to_owned();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], format!("Ticket {number}"));
    let link =
        lines[2].strip_prefix("Step by step, as the customer saw it: https://help.isp.example");
    let link = link.unwrap_or_else(|| panic!("{text}")).to_owned();
    (relay, number, link)
}

pub async fn helpdesk() -> StandIn {
    StandIn::new(|_, _| Answer::Says(200, json!({ "number": 4711 }))).await
}

#[tokio::test]
async fn an_agent_sees_each_step_as_the_customer_did_and_nothing_that_was_typed_is_markup() {
    let helpdesk = helpdesk().await;
    let mut body = of("sam");
    body["note"] = "<script>alert(1)</script> \u{202e}gnp.exe".into();
    let (relay, number, link) = linked(&helpdesk, body).await;
    let answer = relay.get(&link).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let policy = answer.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'self'; form-action 'self'"),
        "{policy}"
    );
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let page = answer.text().await.unwrap();
    for part in [
        &*number,
        "Restart the router",
        "class=\"chosen\"",
        "internet: fail (high confidence), answered 0, asked 3",
        "&lt;script&gt;alert(1)",
        "This guide was wrong here",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
    assert!(
        !page.contains("<script") && !page.contains('\u{202e}'),
        "{page}"
    );
    let style = relay.get("/agent.css").await;
    assert_eq!(style.headers()["content-type"], "text/css; charset=utf-8");
}

#[tokio::test]
async fn a_link_opens_one_ticket_for_its_time() {
    let helpdesk = helpdesk().await;
    let (relay, number, link) = linked(&helpdesk, of("sam")).await;
    let other = send(&relay, 2, &of("kim")).await;
    let (_, query) = link.split_once('?').unwrap();
    let later = query.replacen("until=1", "until=2", 1);
    for wrong in [
        format!("/agent/{other}?{query}"),
        format!("/agent/{number}?{later}"),
        format!("/agent/{number}?until=9999999999999&sign=AAAA"),
        format!("/agent/{number}?{}", &query[..query.len() - 1]),
    ] {
        let status = relay.get(&wrong).await.status();
        assert_eq!(status, StatusCode::NOT_FOUND, "{wrong}");
    }
    assert!(
        !relay
            .get(&format!("/agent/{number}"))
            .await
            .status()
            .is_success()
    );
}

#[tokio::test]
async fn what_agents_say_of_a_guide_is_kept_for_its_authors() {
    let helpdesk = helpdesk().await;
    let (relay, number, link) = linked(&helpdesk, of("sam")).await;
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let tell = async |form: &str| {
        let asked = client.post(relay.url(&link)).body(form.to_owned());
        asked
            .header("content-type", "application/x-www-form-urlencoded")
            .send()
            .await
            .unwrap()
    };
    let answer = tell("step=2&kind=wrong&text=The+lamp+%3Cb%3E+is+green").await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let back = answer.headers()["location"].to_str().unwrap().to_owned();
    let page = relay.get(&back).await.text().await.unwrap();
    assert!(page.contains("Noted for the authors"), "{page}");
    assert!(
        page.contains("Noted: the guide was wrong here")
            && page.contains("The lamp &lt;b&gt; is green"),
        "{page}"
    );
    assert_eq!(
        tell("step=0&kind=repeated").await.status(),
        StatusCode::SEE_OTHER
    );
    for wrong in ["step=99&kind=wrong", "step=1&kind=praise"] {
        assert_eq!(
            tell(wrong).await.status(),
            StatusCode::BAD_REQUEST,
            "{wrong}"
        );
    }
    let remarks = relay.store().await.remarks(None, 10).await.unwrap();
    let kinds: Vec<(&str, i64)> = remarks.iter().map(|one| (&*one.kind, one.step)).collect();
    assert_eq!(kinds, [("repeated", 0), ("wrong", 2)]);
    assert_eq!(remarks[1].guide, "no-internet");
    assert!(!remarks[1].place.is_empty() && remarks[1].hash.len() == 16);
    // The authors have it on a page, joined to version and step, once it was said five times.
    for _ in 0..4 {
        for form in ["step=2&kind=wrong", "step=0&kind=repeated"] {
            assert_eq!(tell(form).await.status(), StatusCode::SEE_OTHER);
        }
    }
    let path = relay.url("/insights/feedback/agents.json");
    let asked = relay
        .client
        .get(path)
        .bearer_auth("0123456789abcdef")
        .send()
        .await
        .unwrap();
    let figure: serde_json::Value = serde_json::from_slice(&asked.bytes().await.unwrap()).unwrap();
    let rows = figure["rows"].as_array().unwrap();
    let wrong = rows
        .iter()
        .find(|row| row["the guide was wrong"] == 5)
        .unwrap();
    assert_eq!(wrong["step"], "Restart the router", "{rows:?}");
    assert_ne!(wrong["version"], "not kept any more");
    assert!(
        rows.iter()
            .any(|row| row["step"] == "the guide as a whole"
                && row["the customer had to repeat"] == 5)
    );
    let store = relay.store_to_change().await;
    store.forget(number.parse().unwrap()).await.unwrap();
    assert!(
        relay
            .store()
            .await
            .remarks(None, 10)
            .await
            .unwrap()
            .is_empty()
    );
}
