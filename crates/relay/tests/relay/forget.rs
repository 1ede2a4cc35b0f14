//! One ticket is erased before its time; and a store that another version wrote is left alone.

use firstline_relay::Store;
use firstline_relay::number::Number;
use firstline_relay::store::alerts::NewAlert;
use firstline_relay::store::{FILE, NewTicket, Trace};
use reqwest::StatusCode;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Executor};

use crate::support::{self, KEY, key, spawn, ticket, walked};

#[tokio::test]
async fn with_a_ticket_its_first_answer_is_forgotten_and_no_other() {
    let relay = spawn().await;
    let body = ticket(&walked());
    let (_, first) = support::json(relay.post(KEY, &body).await).await;
    let other = relay.post(&key(2), &body).await.bytes().await.unwrap();
    let number: Number = first["number"].as_str().unwrap().parse().unwrap();

    let store = relay.store_to_change().await;
    let trace = match support::is_on_a_server() {
        true => Trace::OnServer,
        false => Trace::None,
    };
    assert_eq!(store.forget(number).await.unwrap(), Some(trace));
    assert_eq!(store.forget(number).await.unwrap(), None, "once");
    assert_eq!(relay.tickets().await.len(), 1);

    // The same key is a new ticket now; the other one is still known.
    let again = relay.post(KEY, &body).await;
    assert_eq!(again.status(), StatusCode::CREATED);
    let (_, again) = support::json(again).await;
    assert_ne!(again["number"], first["number"]);
    let repeated = relay.post(&key(2), &body).await.bytes().await.unwrap();
    assert_eq!(repeated, other);
}

#[tokio::test]
async fn whoever_reads_an_older_state_is_waited_for_and_then_told_of() {
    if support::is_on_a_server() {
        return;
    }
    let relay = spawn().await;
    let (_, answer) = support::json(relay.post(KEY, ticket(&walked())).await).await;
    let number: Number = answer["number"].as_str().unwrap().parse().unwrap();
    let folder = relay.data.path().join("data");
    let reader = SqliteConnectOptions::new().filename(folder.join(FILE));
    let mut reader = reader.connect().await.unwrap();
    reader
        .execute("BEGIN; SELECT count(*) FROM tickets")
        .await
        .unwrap();
    let store = Store::open_to_erase(&folder).await.unwrap();
    assert_eq!(store.forget(number).await.unwrap(), Some(Trace::InLog));
    assert_eq!(relay.tickets().await.len(), 0);
    reader.execute("COMMIT").await.unwrap();
    // What the relay does every hour.
    store.shrink().await.unwrap();
    let log = folder.join(format!("{FILE}-wal"));
    assert_eq!(std::fs::metadata(log).unwrap().len(), 0);
}

#[tokio::test]
async fn a_store_that_a_newer_version_wrote_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    Store::open(folder.path()).await.unwrap().close().await;
    let file = SqliteConnectOptions::new().filename(folder.path().join(FILE));
    let mut newer = file.connect().await.unwrap();
    let migration = "INSERT INTO _sqlx_migrations \
                     (version, description, success, checksum, execution_time) \
                     VALUES (9999, 'later', 1, x'00', 0)";
    newer.execute(migration).await.unwrap();
    for refused in [
        Store::open(folder.path()).await,
        Store::open_to_erase(folder.path()).await,
    ] {
        let why = refused.unwrap_err().to_string();
        assert!(why.contains("a newer version of firstline wrote"), "{why}");
        assert!(
            why.contains("`data`") && !why.contains("migration"),
            "{why}"
        );
    }
}

/// When things are stored: the relay that runs erases what is too old.
fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// A ticket of this customer, as a note on another one or not.
fn of(email: &str, account: &str, same_as: Option<&str>) -> NewTicket {
    let request = serde_json::json!({ "contact": { "email": email, "account": account } });
    NewTicket {
        key: format!("{email} {account} {same_as:?}"),
        stored: now(),
        text: "What the agent reads".to_owned(),
        request: request.to_string(),
        same_as: same_as.map(str::to_owned),
        ..NewTicket::default()
    }
}

fn wish(id: &str, email: &str) -> NewAlert {
    NewAlert {
        components: Vec::new(),
        id: id.to_owned(),
        token: id.to_owned(),
        item: "f-1".to_owned(),
        title: "Cable cut".to_owned(),
        area: String::new(),
        language: "en".to_owned(),
        email: email.to_owned(),
    }
}

#[tokio::test]
async fn what_a_person_sent_is_forgotten_whole_and_what_others_sent_stays() {
    let relay = spawn().await;
    let store = relay.store_to_change().await;
    store.deliver(true);
    let insert = async |ticket: NewTicket| {
        let stored = store.insert(ticket, |number| format!("{{\"number\":\"{number}\"}}"));
        stored.await.unwrap().unwrap().0
    };
    for from_the_second in [false, true] {
        let first = insert(of("Sam@isp.example", "K-77", None)).await;
        let second = insert(of("sam@isp.example ", "K-77", Some(&first))).await;
        let other = insert(of("kim@isp.example", "K-78", None)).await;
        store
            .add_alert(&wish("a", "SAM@isp.example"), now())
            .await
            .unwrap();
        store
            .add_alert(&wish("b", "kim@isp.example"), now())
            .await
            .unwrap();
        let number = if from_the_second { &second } else { &first };
        let erased = store.forget(number.parse().unwrap()).await.unwrap();
        assert!(erased.is_some());
        for gone in [&first, &second] {
            assert_eq!(store.ticket(gone.parse().unwrap()).await.unwrap(), None);
            assert!(store.deliveries(&[gone]).await.unwrap().is_empty());
        }
        assert_eq!(store.count_alerts().await.unwrap()[0], 1, "only Kim waits");
        assert!(
            store
                .ticket(other.parse().unwrap())
                .await
                .unwrap()
                .is_some()
        );

        // By what the person says.
        assert_eq!(
            store
                .tickets_of(Some("nobody@isp.example"), None)
                .await
                .unwrap(),
            []
        );
        let kim: Number = other.parse().unwrap();
        for (email, account) in [(Some(" KIM@isp.example"), None), (None, Some("k 78"))] {
            assert_eq!(
                store.tickets_of(email, account).await.unwrap(),
                [kim],
                "{email:?}"
            );
        }
        // What has no letter and no digit names nobody, also where somebody has typed the like.
        let dash = insert(of("lea@isp.example", "-", None)).await;
        for nobody in ["/", "-", "", " ? "] {
            let found = store.tickets_of(None, Some(nobody)).await.unwrap();
            assert_eq!(found, [], "{nobody:?}");
        }
        store.forget(dash.parse().unwrap()).await.unwrap();
        assert_eq!(store.forget_address("Kim@isp.example").await.unwrap(), 1);
        store.forget(kim).await.unwrap();
    }
}
