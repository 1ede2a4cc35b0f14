//! Tickets that reach a real Request Tracker 5, Debian's, and are read back from it. Not run by
//! itself, because it must be installed: `cargo xtask test` does both.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use firstline_relay::config::{HelpdeskConfig, Secret};
use firstline_relay::helpdesk::{Delivery, Helpdesk};
use firstline_relay::store::deliveries::DeliveryState;
use serde_json::{Value, json};

use crate::outbox::{arrived, delivering, of, quick, send, until};
use crate::stand_in::{Answer, StandIn};
use crate::tracker::Tracker;

impl Tracker {
    fn helpdesk(&self) -> HelpdeskConfig {
        HelpdeskConfig {
            kind: Some("request-tracker".to_owned()),
            url: Some(self.url.clone()),
            secrets: vec![Secret::from(&*self.token)],
            queue: Some("General".to_owned()),
            priorities: [("critical".to_owned(), "90".to_owned())].into(),
            timeout: Duration::from_secs(20),
            ..quick()
        }
    }

    /// What is attached to a ticket: names, types and contents.
    async fn attachments(&self, id: &str) -> Vec<(String, String, String)> {
        let list = self
            .get(&format!("ticket/{id}/attachments?per_page=100"))
            .await;
        let mut found = Vec::new();
        for item in list["items"].as_array().unwrap() {
            let one = self
                .get(&format!("attachment/{}", item["id"].as_str().unwrap()))
                .await;
            let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
            let content: String = text("Content").split_whitespace().collect();
            let content = String::from_utf8(STANDARD.decode(content).unwrap()).unwrap();
            found.push((text("Filename"), text("ContentType"), content));
        }
        found
    }
}

#[tokio::test]
#[ignore = "needs Request Tracker; `cargo xtask test` installs and runs it"]
async fn request_tracker_gets_a_ticket_whole_and_says_how_far_it_is() {
    let tracker = Tracker::start().await;
    let relay = delivering(HelpdeskConfig {
        follow: Some(Duration::from_millis(200)),
        ..tracker.helpdesk()
    })
    .await;
    let number = send(&relay, 1, &of("maria")).await;
    let DeliveryState::Delivered { receipt, .. } = until(&relay, &number, arrived).await.state
    else {
        unreachable!()
    };
    let id = receipt.id.clone();
    assert_eq!(
        receipt.link.unwrap(),
        format!("{}/Ticket/Display.html?id={id}", tracker.url)
    );

    let stored = tracker.get(&format!("ticket/{id}")).await;
    let subject = stored["Subject"].as_str().unwrap();
    assert!(
        subject.starts_with(&format!("[{number}] No internet connection")),
        "{subject}"
    );
    assert_eq!(stored["Priority"], "90");
    assert_eq!(stored["Requestor"][0]["id"], "maria@isp.example");
    let attached = tracker.attachments(&id).await;
    let transcript = relay.tickets().await.remove(0);
    let is_text = |(name, kind, content): &&(String, String, String)| {
        name.is_empty() && kind == "text/plain" && content.trim_end() == transcript.words.trim_end()
    };
    assert!(attached.iter().any(|one| is_text(&one)), "{attached:#?}");
    let json = attached
        .iter()
        .find(|(name, ..)| *name == format!("{number}.json"))
        .unwrap();
    let json: Value = serde_json::from_str(&json.2).unwrap();
    assert_eq!(json["number"], number);
    assert_eq!(
        json["request"],
        serde_json::from_str::<Value>(&transcript.request).unwrap()
    );

    // An agent works on it.
    let is = |word: &'static str| move |delivery: &firstline_relay::store::deliveries::Delivery| matches!(&delivery.state, DeliveryState::Delivered { progress: Some(now), .. } if now == word);
    until(&relay, &number, is("new")).await;
    tracker
        .put(&format!("ticket/{id}"), &json!({ "Status": "open" }))
        .await;
    until(&relay, &number, is("open")).await;
    tracker
        .put(&format!("ticket/{id}"), &json!({ "Status": "resolved" }))
        .await;
    until(&relay, &number, is("resolved")).await;
}

#[tokio::test]
#[ignore = "needs Request Tracker; `cargo xtask test` installs and runs it"]
async fn request_tracker_takes_notes_once_and_its_agents_answers_reach_the_customer() {
    let tracker = Tracker::start().await;
    // The first answer to a comment is lost.
    let lossy = StandIn::passing_on(tracker.url.clone(), |came, _| {
        let is_first = came.uri.ends_with("/comment") && came.text().contains("00000011");
        (is_first && !LOST.swap(true, Ordering::Relaxed)).then(|| Answer::Says(502, json!({})))
    })
    .await;
    let relay = delivering(HelpdeskConfig {
        url: Some(lossy.url.clone()),
        follow: Some(Duration::from_millis(300)),
        ..tracker.helpdesk()
    })
    .await;
    let body = of("maria");
    let (_, answer) = crate::support::json(relay.post(&crate::support::key(1), &body).await).await;
    let token = answer["token"].as_str().unwrap();
    let delivery = until(&relay, answer["number"].as_str().unwrap(), arrived).await;
    let DeliveryState::Delivered { receipt, .. } = delivery.state else {
        unreachable!()
    };
    let add = async |key: &str, note: Value| {
        let asked = relay.client.post(relay.url("/api/v1/ticket/notes"));
        let asked = asked
            .bearer_auth(token)
            .header("idempotency-key", format!("\"{key}\""));
        let answer = asked.json(&note).send().await.unwrap();
        assert_eq!(answer.status(), reqwest::StatusCode::CREATED);
    };
    let shown = async |holds: &dyn Fn(&Value) -> bool| {
        let mut last = Value::Null;
        for _ in 0..300 {
            let asked = relay.client.get(relay.url("/api/v1/ticket"));
            last = asked
                .bearer_auth(token)
                .send()
                .await
                .unwrap()
                .json()
                .await
                .unwrap();
            if holds(&last) {
                return last;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it ends as {last}");
    };
    let key = "00000011-0000-4000-8000-000000000001";
    add(key, json!({ "format": 1, "text": "The lamp is red." })).await;
    tracker
        .post(
            &format!("ticket/{}/correspond", receipt.id),
            &json!({ "Content": "<p>A technician</p><p>comes &amp; looks</p>", "ContentType": "text/html" }),
        )
        .await;
    let last = shown(&|now| now["stage"] == "working").await;
    assert_eq!(last["said"].as_array().unwrap().len(), 2, "{last}");
    let provider = last["said"]
        .as_array()
        .unwrap()
        .iter()
        .find(|said| said["by"] == "provider");
    assert_eq!(provider.unwrap()["text"], "A technician\ncomes & looks");

    add(
        "00000012-0000-4000-8000-000000000001",
        json!({ "format": 1, "solved": true }),
    )
    .await;
    for _ in 0..300 {
        let ticket = tracker.get(&format!("ticket/{}", receipt.id)).await;
        if ticket["Status"] == "resolved" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let ticket = tracker.get(&format!("ticket/{}", receipt.id)).await;
    assert_eq!(ticket["Status"], "resolved");
    let attachments = tracker.attachments(&receipt.id).await;
    let notes = attachments
        .iter()
        .filter(|(.., content)| content.contains("The lamp is red."));
    assert_eq!(notes.count(), 1, "{attachments:#?}");
    assert_eq!(shown(&|_| true).await["stage"], "solved");
}

/// Whether the answer was lost already.
static LOST: AtomicBool = AtomicBool::new(false);

#[tokio::test]
#[ignore = "needs Request Tracker; `cargo xtask test` installs and runs it"]
async fn request_tracker_gets_a_ticket_once_although_its_answer_is_lost() {
    let tracker = Tracker::start().await;
    // Whatever is asked is passed on, and the first answer to a new ticket is lost.
    let behind = tracker.url.clone();
    let lossy = StandIn::passing_on(behind, |came, before| {
        (came.method == "POST" && before == 0).then(|| Answer::Says(502, json!({})))
    })
    .await;
    let relay = delivering(HelpdeskConfig {
        url: Some(lossy.url.clone()),
        ..tracker.helpdesk()
    })
    .await;
    let number = send(&relay, 1, &of("maria")).await;
    let delivery = until(&relay, &number, arrived).await;
    assert_eq!(delivery.tries, 2);
    assert_eq!(tracker.count().await, 1);
    let searched = lossy
        .came()
        .iter()
        .any(|came| came.uri.contains("query=Subject"));
    assert!(searched, "it was found, not sent again");
}

#[tokio::test]
#[ignore = "needs Request Tracker; `cargo xtask test` installs and runs it"]
async fn what_is_wrong_with_the_way_to_request_tracker_is_said() {
    let tracker = Tracker::start().await;
    for (change, said) in [
        (
            (|helpdesk| helpdesk.secrets = vec!["1-1-none".into()]) as fn(&mut HelpdeskConfig),
            "401",
        ),
        (
            |helpdesk| helpdesk.queue = Some("Nowhere".to_owned()),
            "Nowhere",
        ),
        (
            |helpdesk| helpdesk.url = helpdesk.url.take().map(|url| url + "/elsewhere"),
            "helpdesk.url",
        ),
    ] {
        let mut config = firstline_relay::Config {
            helpdesk: tracker.helpdesk(),
            ..firstline_relay::Config::default()
        };
        change(&mut config.helpdesk);
        let helpdesk = Helpdesk::of(&config).unwrap().unwrap();
        let failed = helpdesk
            .deliver(&Delivery::test(0), false)
            .await
            .unwrap_err();
        assert!(failed.to_string().contains(said), "{failed}");
    }
    let config = firstline_relay::Config {
        helpdesk: HelpdeskConfig {
            user: Some("root".to_owned()),
            secrets: vec!["password".into()],
            ..tracker.helpdesk()
        },
        ..firstline_relay::Config::default()
    };
    let helpdesk = Helpdesk::of(&config).unwrap().unwrap();
    let receipt = helpdesk.deliver(&Delivery::test(0), false).await.unwrap();
    assert_eq!(
        helpdesk.progress(&receipt).await.unwrap().unwrap().word,
        "new"
    );
}
