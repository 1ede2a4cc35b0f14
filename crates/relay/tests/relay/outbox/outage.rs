//! Deliveries while the helpdesk is down or refuses, and after that.

use super::*;

#[tokio::test]
async fn a_ticket_waits_for_a_helpdesk_that_is_down_and_comes_once_when_it_is_back() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let relay = delivering(webhook(&format!("http://{address}"))).await;
    let number = send(&relay, 1, &of("sam")).await;
    let delivery = until(&relay, &number, waits).await;
    let DeliveryState::Waiting(Some(said)) = delivery.state else {
        unreachable!()
    };
    assert!(said.contains("cannot be reached"), "{said}");
    let ready = relay.get("/readyz").await;
    assert_eq!(ready.status(), StatusCode::OK, "tickets are still taken");
    assert_eq!(
        ready.text().await.unwrap(),
        "ok\nhelpdesk: takes no tickets now, they wait\n"
    );
    let metrics = relay.get("/metrics").await.text().await.unwrap();
    for line in [
        "firstline_tickets_accepted_total 1",
        "firstline_deliveries{state=\"waiting\"} 1",
        "firstline_helpdesk_failing 1",
        "firstline_delivery_oldest_seconds ",
    ] {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }

    let listener = tokio::net::TcpListener::bind(address).await.unwrap();
    let helpdesk = StandIn::on(listener, ok);
    until(&relay, &number, arrived).await;
    assert_eq!(helpdesk.came().len(), 1);
    let ready = relay.get("/readyz").await.text().await.unwrap();
    assert_eq!(ready, "ok\nhelpdesk: ok\n");
}

#[tokio::test]
async fn a_ticket_is_given_up_after_as_many_tries_as_configured() {
    let helpdesk = StandIn::new(|_, _| Answer::Says(503, json!({}))).await;
    let relay = delivering(HelpdeskConfig {
        give_up_tries: 3,
        settle: Duration::ZERO,
        ..webhook(&helpdesk.url)
    })
    .await;
    let number = send(&relay, 1, &of("sam")).await;
    let delivery = until(&relay, &number, dead).await;
    assert_eq!((delivery.tries, helpdesk.came().len()), (3, 3));
    let DeliveryState::Dead(said) = delivery.state else {
        unreachable!()
    };
    assert!(
        said.contains("3 times") && said.contains("may have it"),
        "{said}"
    );
}

#[tokio::test]
async fn a_receiver_that_is_gone_pauses_deliveries_until_they_are_resumed() {
    let helpdesk = StandIn::new(|_, before| match before {
        0 => Answer::Says(410, json!({})),
        _ => Answer::Says(200, json!({})),
    })
    .await;
    let relay = delivering(webhook(&helpdesk.url)).await;
    let number = send(&relay, 1, &of("sam")).await;
    until(&relay, &number, waits).await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(helpdesk.came().len(), 1, "it is not asked again");
    let store = relay.store_to_change().await;
    assert!(store.paused().await.unwrap().unwrap().contains("410"));
    assert_eq!(
        relay.get("/readyz").await.text().await.unwrap(),
        "ok\nhelpdesk: paused\n"
    );
    store.resume().await.unwrap();
    until(&relay, &number, arrived).await;
}

#[tokio::test]
async fn after_an_outage_whoever_came_first_is_served_first() {
    let is_up = Arc::new(AtomicBool::new(false));
    let up = Arc::clone(&is_up);
    let helpdesk = StandIn::new(move |_, _| match up.load(Ordering::Relaxed) {
        true => Answer::Says(200, json!({})),
        false => Answer::Says(503, json!({})),
    })
    .await;
    let relay = delivering(HelpdeskConfig {
        at_once: 1,
        settle: Duration::from_millis(900),
        retry: Duration::from_millis(100),
        longest_retry: Duration::from_millis(300),
        ..webhook(&helpdesk.url)
    })
    .await;
    let mut numbers = Vec::new();
    for (place, name) in ["ada", "bob", "cem", "dora", "eva", "finn"]
        .iter()
        .enumerate()
    {
        let key = u32::try_from(place).unwrap() + 1;
        numbers.push(send(&relay, key, &of(name)).await);
    }
    // Those that were tried wait for longer and longer.
    helpdesk.until(4).await;
    let before = helpdesk.came().len();
    is_up.store(true, Ordering::Relaxed);
    for number in &numbers {
        until(&relay, number, arrived).await;
    }
    let came = helpdesk.came();
    let order: Vec<usize> = came[before..]
        .iter()
        .filter_map(|came| {
            let number = came.json()["data"]["number"].as_str()?.to_owned();
            numbers.iter().position(|own| *own == number)
        })
        .collect();
    // One ticket may have been the one that found the helpdesk up; the others come in their turn.
    let rest: Vec<usize> = order[1.min(order.len())..].to_vec();
    let mut in_turn = rest.clone();
    in_turn.sort_unstable();
    assert_eq!(rest, in_turn, "{order:?}");
}

#[tokio::test]
async fn a_note_that_is_given_up_is_listed_and_tried_again_alone() {
    let takes = Arc::new(AtomicBool::new(false));
    let taking = Arc::clone(&takes);
    let helpdesk = StandIn::new(move |came, _| {
        let is_first = came.header("webhook-id") == key(1).trim_matches('"');
        match is_first || taking.load(Ordering::Relaxed) {
            true => Answer::Says(200, json!({ "number": 4711 })),
            false => Answer::Says(422, json!({ "message": "no" })),
        }
    })
    .await;
    let relay = delivering(webhook(&helpdesk.url)).await;
    let (_, answer) = support::json(relay.post(&key(1), of("sam")).await).await;
    let number = answer["number"].as_str().unwrap().to_owned();
    until(&relay, &number, arrived).await;
    let asked = relay.client.post(relay.url("/api/v1/ticket/notes"));
    let asked = asked
        .bearer_auth(answer["token"].as_str().unwrap())
        .header("idempotency-key", key(11))
        .header("content-type", "application/json")
        .body(json!({ "format": 1, "text": "The lamp blinks" }).to_string());
    assert_eq!(asked.send().await.unwrap().status(), StatusCode::CREATED);
    let store = relay.store_to_change().await;
    let mut dead = Vec::new();
    for _ in 0..100 {
        dead = store.given_up(9).await.unwrap();
        if !dead.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(dead.len(), 1, "{dead:?}");
    assert_eq!((dead[0].kind, &dead[0].ticket), (Sent::Note, &number));
    let counts = store.counts().await.unwrap();
    // A note is no ticket.
    assert_eq!(
        (counts.delivered, counts.dead, counts.notes),
        (1, 0, (0, 1))
    );
    let metrics = relay.get("/metrics").await.text().await.unwrap();
    assert!(
        metrics.contains("firstline_notes{state=\"dead\"} 1"),
        "{metrics}"
    );
    let added = store
        .added(&[&number])
        .await
        .unwrap()
        .remove(&number)
        .unwrap();
    assert_eq!(added[0].delivery.as_ref(), Some(&dead[0]));

    takes.store(true, Ordering::Relaxed);
    assert!(!store.redrive_one(dead[0].seq + 1000).await.unwrap());
    assert!(store.redrive_one(dead[0].seq).await.unwrap());
    for _ in 0..100 {
        if store.counts().await.unwrap().notes == (0, 0) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(store.counts().await.unwrap().notes, (0, 0));
    assert!(store.given_up(9).await.unwrap().is_empty());
    assert!(!store.redrive_one(dead[0].seq).await.unwrap(), "once");
}

#[tokio::test]
async fn what_waited_for_an_outage_comes_no_faster_than_configured() {
    let helpdesk = StandIn::new(ok).await;
    let relay = delivering(HelpdeskConfig {
        per_minute: 600,
        at_once: 8,
        ..webhook(&helpdesk.url)
    })
    .await;
    let store = relay.store_to_change().await;
    store.pause("an outage").await.unwrap();
    // What was looked for before the pause may still be claimed.
    tokio::time::sleep(Duration::from_millis(700)).await;
    for number in 0..12 {
        send(&relay, number, &of(&format!("customer{number}"))).await;
    }
    assert!(helpdesk.came().is_empty());
    let began = Instant::now();
    store.resume().await.unwrap();
    let came = helpdesk.until(12).await;
    for pair in came.windows(2) {
        let apart = pair[1].at - pair[0].at;
        assert!(apart > Duration::from_millis(50), "{apart:?}");
    }
    assert!(began.elapsed() >= Duration::from_millis(1100));
}
