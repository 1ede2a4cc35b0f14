//! Several things at the helpdesk about one problem of one customer, who has one number; and tickets that are opened again
//! there.

use firstline_relay::store::deliveries::Counts;

use super::*;

/// What a helpdesk of the kind Zammad has: tickets in order, each with its state and what agents said; and whether it takes
/// tickets and notes now.
#[derive(Default)]
struct Desk {
    tickets: Vec<(String, String)>,
    refuses: bool,
    /// Tickets that take no notes any more.
    closed_to_notes: Vec<usize>,
    notes: Vec<(usize, String)>,
    asked: usize,
}

type Shared = Arc<Mutex<Desk>>;

async fn zammad(desk: &Shared) -> StandIn {
    let desk = Arc::clone(desk);
    StandIn::new(move |came, _| {
        let mut desk = desk.lock().unwrap();
        let path = came.uri.split('?').next().unwrap();
        let id: usize = path.rsplit('/').next().unwrap().parse().unwrap_or(0);
        match (came.method.clone(), path) {
            (Method::POST, "/api/v1/tickets") if desk.refuses => {
                Answer::Says(422, json!({ "error": "no such group" }))
            }
            (Method::POST, "/api/v1/tickets") => {
                desk.tickets.push(("open".to_owned(), String::new()));
                let id = desk.tickets.len();
                Answer::Says(201, json!({ "id": id, "number": format!("6500{id}") }))
            }
            (Method::POST, "/api/v1/ticket_articles") => {
                let body = came.json();
                let id = usize::try_from(body["ticket_id"].as_u64().unwrap()).unwrap();
                if desk.closed_to_notes.contains(&id) {
                    return Answer::Says(422, json!({ "error": "it was merged" }));
                }
                desk.notes.push((id, body["body"].to_string()));
                Answer::Says(201, json!({ "id": 900 }))
            }
            (Method::GET, path) if path.starts_with("/api/v1/tickets/search") => {
                Answer::Says(200, json!([]))
            }
            (Method::GET, path) if path.starts_with("/api/v1/tickets/") => {
                desk.asked += 1;
                Answer::Says(200, json!({ "id": id, "state": desk.tickets[id - 1].0 }))
            }
            (Method::GET, path) if path.contains("by_ticket") => {
                let said = &desk.tickets[id - 1].1;
                Answer::Says(
                    200,
                    json!([
                    { "id": id * 10, "sender": "Agent", "internal": false, "body": "the ticket" },
                    { "id": id * 10 + 1, "sender": "Agent", "internal": false, "body": said,
                      "content_type": "text/plain", "created_at": "2026-11-23T09:00:00Z" }]),
                )
            }
            _ => Answer::Says(200, json!({})),
        }
    })
    .await
}

/// What the customer is shown, once this holds of it; fails after 10 s.
async fn shown(relay: &Running, token: &str, holds: impl Fn(&Value) -> bool) -> Value {
    let mut last = Value::Null;
    for _ in 0..100 {
        last = ask(relay, token).await.1;
        if holds(&last) {
            return last;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("it stays {last}");
}

async fn quiet(relay: &Running, holds: impl Fn(&Counts) -> bool) {
    for _ in 0..200 {
        let counts = relay.store().await.counts().await.unwrap();
        if holds(&counts) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{:?}", relay.store().await.counts().await.unwrap());
}

fn dead(delivery: &firstline_relay::store::deliveries::Delivery) -> bool {
    matches!(delivery.state, DeliveryState::Dead(_))
}

#[tokio::test]
async fn a_second_ticket_that_stands_for_itself_is_seen_by_the_number_of_the_first() {
    let desk = Shared::default();
    desk.lock().unwrap().refuses = true;
    let helpdesk = zammad(&desk).await;
    let relay = relay_asking(&helpdesk, Duration::from_millis(100)).await;
    let (number, token) = opened(&relay, 1, &of("sam")).await;
    until(&relay, &number, dead).await;
    desk.lock().unwrap().refuses = false;
    let again = send_again(&relay, 2, &token, &of("samuel")).await;
    assert_eq!(again["number"], number, "the customer has one number");
    quiet(&relay, |counts| counts.delivered == 1).await;
    desk.lock().unwrap().tickets[0].1 = "A technician comes.".to_owned();
    let seen = shown(&relay, &token, |seen| seen["said"][0].is_object()).await;
    assert_eq!(seen["stage"], "working");
    assert_eq!(seen["said"][0]["text"], "A technician comes.");
    // What the customer adds goes there, too.
    add(&relay, &token, 11, note("please hurry", false)).await;
    quiet(&relay, |counts| counts.notes == (0, 0)).await;
    assert_eq!(desk.lock().unwrap().notes.len(), 1);
    // And so does what an operator says by hand, of either.
    let store = relay.store_to_change().await;
    let second = store.newest(1).await.unwrap().remove(0).number;
    assert_ne!(second, number);
    let wall = jiff::Timestamp::now().as_millisecond();
    let can_be_read = store.answer(second.parse().unwrap(), "It is mended.", true, wall);
    assert_eq!(can_be_read.await.unwrap(), Some(true));
    let seen = ask(&relay, &token).await.1;
    assert_eq!(seen["stage"], "solved");
    let said = seen["said"].as_array().unwrap();
    assert!(
        said.iter().any(|said| said["text"] == "It is mended."),
        "{seen}"
    );
}

#[tokio::test]
async fn what_becomes_of_a_note_that_had_to_be_a_ticket_is_seen_too() {
    let desk = Shared::default();
    let helpdesk = zammad(&desk).await;
    let relay = relay_asking(&helpdesk, Duration::from_millis(100)).await;
    let (number, token) = opened(&relay, 1, &of("sam")).await;
    until(&relay, &number, arrived).await;
    {
        let mut desk = desk.lock().unwrap();
        desk.closed_to_notes = vec![1];
        desk.tickets[0].0 = "merged".to_owned();
    }
    shown(&relay, &token, |seen| seen["stage"] == "closed").await;
    add(&relay, &token, 11, note("it is still broken", false)).await;
    quiet(&relay, |counts| counts.notes == (0, 0)).await;
    desk.lock().unwrap().tickets[1].1 = "We look at it again.".to_owned();
    let seen = shown(&relay, &token, |seen| {
        seen["said"].as_array().unwrap().len() == 2
    })
    .await;
    assert_eq!(seen["stage"], "working");
    // The next note goes to where the first one went.
    add(&relay, &token, 12, note("thanks", false)).await;
    quiet(&relay, |counts| counts.notes == (0, 0)).await;
    assert_eq!(desk.lock().unwrap().notes[0].0, 2);
}

#[tokio::test]
async fn a_ticket_that_is_opened_again_is_seen_to_be_open() {
    let desk = Shared::default();
    let helpdesk = zammad(&desk).await;
    let relay = relay_asking(&helpdesk, Duration::from_millis(200)).await;
    let (number, token) = opened(&relay, 1, &of("sam")).await;
    until(&relay, &number, arrived).await;
    let set = |state: &str| desk.lock().unwrap().tickets[0].0 = state.to_owned();
    set("closed");
    shown(&relay, &token, |seen| seen["stage"] == "solved").await;
    // By an agent, whom the customer has called: whoever looks is told.
    set("open");
    shown(&relay, &token, |seen| seen["stage"] == "working").await;
    set("closed");
    shown(&relay, &token, |seen| seen["stage"] == "solved").await;
    // Nobody looks: it is asked about, but seldom.
    let before = desk.lock().unwrap().asked;
    tokio::time::sleep(Duration::from_secs(5)).await;
    let asked = desk.lock().unwrap().asked - before;
    assert!(asked <= 1, "{asked} questions about what is over");
    // By the customer, who writes.
    set("open");
    let answer = add(&relay, &token, 11, note("it is broken again", false))
        .await
        .1;
    assert_eq!(
        answer["stage"], "received",
        "before anybody is asked: {answer}"
    );
    shown(&relay, &token, |seen| seen["stage"] == "working").await;
}
