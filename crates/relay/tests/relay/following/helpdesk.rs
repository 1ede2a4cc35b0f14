//! What a helpdesk makes of notes, and what it says of tickets.

use super::*;

/// As Zammad documents it, as far as it is needed here; its ticket can be changed.
async fn zammad(state: &Arc<Mutex<Value>>) -> StandIn {
    let state = Arc::clone(state);
    StandIn::new(move |came, _| {
        let path = came.uri.split('?').next().unwrap();
        match (came.method.clone(), path) {
            (Method::GET, "/api/v1/tickets/1") => Answer::Says(200, json!({ "id": 1, "state": *state.lock().unwrap() })),
            (Method::GET, "/api/v1/ticket_articles/by_ticket/1") => Answer::Says(200, json!([
                { "id": 1, "sender": "Agent", "internal": false, "body": "the ticket" },
                { "id": 2, "sender": "Agent", "internal": false, "body": "A technician comes on Monday.",
                  "content_type": "text/plain", "created_at": "2026-11-23T09:00:00Z" }])),
            (Method::GET, _) => Answer::Says(200, json!([])),
            _ => Answer::Says(201, json!({ "id": 1, "number": "65001" })),
        }
    })
    .await
}

#[tokio::test]
async fn a_customer_who_looks_sees_how_far_the_helpdesk_is_and_asks_it_seldom() {
    let state = Arc::new(Mutex::new(json!("new")));
    let helpdesk = zammad(&state).await;
    let relay = relay_asking(&helpdesk, Duration::from_secs(1)).await;
    let (number, token) = opened(&relay, 1, &of("sam")).await;
    until(&relay, &number, arrived).await;
    *state.lock().unwrap() = json!("open");
    let mut shown = Value::Null;
    for _ in 0..60 {
        shown = ask(&relay, &token).await.1;
        if shown["stage"] == "working" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(shown["stage"], "working");
    assert!(shown["asked"].is_u64());
    assert_eq!(
        shown["said"],
        json!([{ "by": "provider", "at": 1_795_424_400_000_u64, "text": "A technician comes on Monday." }])
    );
    let asked = |helpdesk: &StandIn| {
        let came = helpdesk.came();
        came.iter()
            .filter(|came| came.uri.starts_with("/api/v1/tickets/1"))
            .count()
    };
    let before = asked(&helpdesk);
    let looks = (0..50).map(|_| ask(&relay, &token));
    for look in looks {
        assert_eq!(look.await.0, StatusCode::OK);
    }
    assert!(
        asked(&helpdesk) - before <= 5,
        "{} questions",
        asked(&helpdesk) - before
    );
}

#[tokio::test]
async fn what_the_helpdesk_takes_no_note_of_any_more_arrives_as_a_ticket_and_holds_up_nobody() {
    for status in [404, 422] {
        let helpdesk = StandIn::new(move |came, _| match came.json()["type"] == "ticket.noted" {
            true => Answer::Says(status, json!({ "message": "it was merged" })),
            false => Answer::Says(200, json!({ "number": 4711 })),
        })
        .await;
        let relay = delivering(webhook(&helpdesk.url)).await;
        let (number, token) = opened(&relay, 1, &of("sam")).await;
        until(&relay, &number, arrived).await;
        // The same problem again, then a note.
        send_again(&relay, 2, &token, &of("sam")).await;
        add(&relay, &token, 11, note("The lamp blinks", false)).await;
        // Ticket; note and ticket in its place, twice.
        let came = helpdesk.until(5).await;
        let events: Vec<Value> = came.iter().map(|came| came.json()).collect();
        let kinds: Vec<&str> = events
            .iter()
            .map(|event| event["type"].as_str().unwrap())
            .collect();
        let [created, noted] = ["ticket.created", "ticket.noted"];
        assert_eq!(kinds, [created, noted, created, noted, created], "{status}");
        let again = &events[2]["data"];
        assert_ne!(again["number"], number, "it stands for itself");
        assert_eq!(again["request"]["contact"]["email"], "sam@isp.example");
        let added = &events[4]["data"];
        assert_eq!(added["number"], number);
        assert!(added["text"].as_str().unwrap().contains("The lamp blinks"));
        for _ in 0..100 {
            let counts = relay.store().await.counts().await.unwrap();
            if counts.delivered == 2 && counts.notes == (0, 0) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let counts = relay.store().await.counts().await.unwrap();
        assert_eq!(
            (counts.waiting, counts.delivered, counts.dead, counts.notes),
            (0, 2, 0, (0, 0))
        );
        let ready = relay.get("/readyz").await.text().await.unwrap();
        assert_eq!(ready, "ok\nhelpdesk: ok\n", "{status}");
        assert_eq!(helpdesk.came().len(), 5, "nothing is tried twice");
    }
}

#[tokio::test]
async fn what_is_added_reaches_a_helpdesk_that_takes_no_notes_as_a_ticket_of_its_own() {
    let osticket = StandIn::new(|_, before| Answer::Says(201, json!(400_000 + before))).await;
    let relay = delivering(HelpdeskConfig {
        kind: Some("osticket".to_owned()),
        url: Some(osticket.url.clone()),
        secrets: vec!["s3cret".into()],
        requester: Some("nobody@isp.example".to_owned()),
        ..quick()
    })
    .await;
    let (number, token) = opened(&relay, 1, &of("sam")).await;
    until(&relay, &number, arrived).await;
    let (status, _) = add(&relay, &token, 11, note("The lamp blinks", true)).await;
    assert_eq!(status, StatusCode::CREATED);
    let came = osticket.until(2).await;
    let body = came[1].json();
    let subject = body["subject"].as_str().unwrap();
    assert!(
        subject.starts_with(&format!("[{number}] It works again")),
        "{subject}"
    );
    assert_eq!(body["email"], "sam@isp.example");
    use base64::Engine as _;
    let text = body["message"].as_str().unwrap();
    let text = text.split_once("base64,").unwrap().1;
    let text = base64::engine::general_purpose::STANDARD
        .decode(text)
        .unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(
        text.contains("The lamp blinks") && text.contains("it works again"),
        "{text}"
    );
    // A second ticket is no note there.
    let second = send_again(&relay, 2, &token, &of("sam")).await;
    assert_ne!(second["number"], number);
}

#[tokio::test]
async fn a_ticket_that_the_helpdesk_does_not_find_for_a_moment_is_not_closed() {
    let state = Arc::new(Mutex::new(json!("open")));
    let shown = Arc::clone(&state);
    let helpdesk = StandIn::new(move |came, _| {
        let state = shown.lock().unwrap().clone();
        match (came.method.clone(), &*came.uri) {
            (Method::GET, uri) if uri.starts_with("/api/v1/tickets/1") => match state.is_null() {
                true => Answer::Says(404, json!({ "error": "not found" })),
                false => Answer::Says(200, json!({ "id": 1, "state": state })),
            },
            (Method::GET, _) => Answer::Says(200, json!([])),
            _ => Answer::Says(201, json!({ "id": 1, "number": "65001" })),
        }
    })
    .await;
    let relay = relay_asking(&helpdesk, Duration::from_millis(100)).await;
    let (number, token) = opened(&relay, 1, &of("sam")).await;
    until(&relay, &number, arrived).await;
    let becomes = async |stage: &str| {
        for _ in 0..100 {
            if ask(&relay, &token).await.1["stage"] == stage {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        false
    };
    assert!(becomes("working").await);
    *state.lock().unwrap() = Value::Null;
    for _ in 0..20 {
        assert_eq!(ask(&relay, &token).await.1["stage"], "working");
        tokio::time::sleep(Duration::from_millis(120)).await;
    }
    // It is asked about still, and its end is heard.
    *state.lock().unwrap() = json!("closed");
    assert!(becomes("solved").await);
}
