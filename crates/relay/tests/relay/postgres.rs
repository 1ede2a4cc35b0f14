//! What only a store on a PostgreSQL server has: relays that share it, and a schema that must stay what SQLite's
//! is. Not run by itself, because there must be a server: `cargo xtask test` starts one.

use std::collections::BTreeSet;
use std::time::Duration;

use firstline_relay::Store;
use firstline_relay::store::deliveries::{Lane, Lease};
use firstline_relay::store::{NewTicket, Place};
use reqwest::StatusCode;
use sqlx::{Connection as _, PgConnection, Row as _, SqliteConnection};

use crate::support::{self, KEY, Other, key, own_database, spawn, spawn_in, ticket, walked};

/// The place of a store on the server, and its address.
async fn on_server(folder: &tempfile::TempDir) -> (Place, String) {
    let url = own_database::of(folder.path()).await;
    let url = url
        .expect("no server: `cargo xtask test` starts one and says so by FIRSTLINE_TEST_DATABASE");
    let place = Place::Server(firstline_relay::config::DatabaseConfig {
        url: Some(url.as_str().into()),
        connections: 5,
    });
    (place, url)
}

fn new_ticket(number: u32, customer: u32) -> NewTicket {
    NewTicket {
        key: number.to_string(),
        guide: "no-internet".to_owned(),
        request: "{}".to_owned(),
        customer: customer.to_string(),
        ..NewTicket::default()
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: `cargo xtask test` starts one"]
async fn its_tables_and_columns_are_those_of_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let (place, url) = on_server(&folder).await;
    Store::open(&place).await.unwrap().close().await;
    let mut server = PgConnection::connect(&url).await.unwrap();
    let rows = sqlx::query(
        "SELECT table_name::text, column_name::text, is_nullable::text FROM information_schema.columns \
         WHERE table_schema = current_schema()",
    );
    let there: BTreeSet<(String, String, bool)> = rows
        .fetch_all(&mut server)
        .await
        .unwrap()
        .iter()
        .map(|row| (row.get(0), row.get(1), row.get::<String, _>(2) == "YES"))
        .filter(|(table, column, _): &(String, String, bool)| {
            // What SQLite has without saying so, and what is the migrator's own.
            column != "rowid" && table != "_sqlx_migrations"
        })
        .collect();
    let data = folder.path().join("data");
    Store::open(&data).await.unwrap().close().await;
    let file = data.join(firstline_relay::store::FILE);
    let file = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    let mut file = SqliteConnection::connect_with(&file).await.unwrap();
    let rows = sqlx::query(
        "SELECT t.name, c.name, c.\"notnull\" = 0 AND c.pk = 0 FROM sqlite_master t, pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> '_sqlx_migrations'",
    );
    let here: BTreeSet<(String, String, bool)> = rows
        .fetch_all(&mut file)
        .await
        .unwrap()
        .iter()
        .map(|row| (row.get(0), row.get(1), row.get(2)))
        .collect();
    let apart: Vec<_> = here.symmetric_difference(&there).collect();
    assert!(apart.is_empty(), "table, column, may be null: {apart:?}");
    assert!(here.len() > 100, "{}", here.len());
}

#[tokio::test]
#[ignore = "needs PostgreSQL: `cargo xtask test` starts one"]
async fn of_relays_that_start_at_once_one_makes_the_store_and_all_use_it() {
    let folder = tempfile::tempdir().unwrap();
    let (place, _) = on_server(&folder).await;
    let starting = (0..6).map(|number| {
        let place = place.clone();
        tokio::spawn(async move {
            let store = Store::open(&place).await.unwrap();
            let ticket = new_ticket(number, 0);
            store.insert(ticket, str::to_owned).await.unwrap().unwrap();
            store.close().await;
        })
    });
    for started in starting.collect::<Vec<_>>() {
        started.await.unwrap();
    }
    let store = Store::open_to_read(&place).await.unwrap();
    assert_eq!(store.list(10).await.unwrap().len(), 6);
}

#[tokio::test]
#[ignore = "needs PostgreSQL: `cargo xtask test` starts one"]
async fn what_one_relay_claims_no_other_does_and_a_customers_tickets_keep_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let (place, _) = on_server(&folder).await;
    let first = Store::open(&place).await.unwrap();
    first.deliver(true);
    // Twenty customers with ten tickets each.
    for number in 0..200 {
        let ticket = new_ticket(number, number % 20);
        first.insert(ticket, str::to_owned).await.unwrap().unwrap();
    }
    let claiming = (0..6).map(|holder| {
        let place = place.clone();
        tokio::spawn(async move {
            let store = Store::open(&place).await.unwrap();
            let lease = Lease {
                holder: holder.to_string(),
                length: 60_000,
                longest_wait: 60_000,
                failing: false,
            };
            let mut claimed = Vec::new();
            let mut nothing = 0;
            while nothing < 20 {
                match store.claim(Lane::Helpdesk, &lease, 1000).await.unwrap() {
                    Some(one) => {
                        nothing = 0;
                        store
                            .delivered(one.seq, &Default::default(), 0)
                            .await
                            .unwrap();
                        claimed.push(one.key.parse::<u32>().unwrap());
                    }
                    None => {
                        nothing += 1;
                        tokio::time::sleep(Duration::from_millis(5)).await;
                    }
                }
            }
            claimed
        })
    });
    let mut all = Vec::new();
    for claimed in claiming.collect::<Vec<_>>() {
        let claimed = claimed.await.unwrap();
        assert!(!claimed.is_empty(), "a relay got nothing");
        for customer in 0..20 {
            let mut theirs = claimed.iter().filter(|key| *key % 20 == customer);
            assert!(theirs.by_ref().is_sorted(), "{claimed:?}");
        }
        all.extend(claimed);
    }
    all.sort_unstable();
    assert_eq!(all, (0..200).collect::<Vec<u32>>(), "each once");
}

#[tokio::test]
#[ignore = "needs PostgreSQL: `cargo xtask test` starts one"]
async fn a_ticket_that_is_repeated_to_another_relay_gets_its_first_answer() {
    let one = spawn().await;
    let folder = tempfile::tempdir().unwrap();
    let url = own_database::of(one.data.path()).await.unwrap();
    std::fs::write(folder.path().join("database_url"), url).unwrap();
    let other = spawn_in(folder, |_, _| {}).await;
    let body = ticket(&walked());
    let first = one.post(KEY, &body).await.bytes().await.unwrap();
    let again = other.post(KEY, &body).await;
    assert_eq!(again.status(), StatusCode::CREATED);
    assert_eq!(again.bytes().await.unwrap(), first);
    // At once, to both.
    for number in 10..30 {
        let both = [
            one.post_later(&key(number), &body),
            other.post_later(&key(number), &body),
        ];
        let mut answers = Vec::new();
        for answer in both {
            let (status, answer) = support::json(answer.await.unwrap()).await;
            assert_eq!(status, StatusCode::CREATED, "{answer}");
            answers.push(answer);
        }
        assert_eq!(answers[0], answers[1]);
    }
    assert_eq!(one.tickets().await.len(), 21);
    // Each follows up what the other took.
    let answer: serde_json::Value = serde_json::from_slice(&first).unwrap();
    let token = answer["token"].as_str().unwrap();
    let asked = other.client.get(other.url("/api/v1/ticket"));
    let opened = asked.bearer_auth(token).send().await.unwrap();
    assert_eq!(opened.status(), StatusCode::OK);
}

#[tokio::test]
#[ignore = "needs PostgreSQL: `cargo xtask test` starts one"]
async fn connections_that_the_server_ends_are_replaced() {
    // A database of its own: connections of other tests must go on.
    let folder = tempfile::tempdir().unwrap();
    let server = std::env::var(own_database::VARIABLE).unwrap();
    let name = format!("t{}", fastrand::u64(..));
    let mut making = PgConnection::connect(&server).await.unwrap();
    let make = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::query(make).execute(&mut making).await.unwrap();
    let (begins, _) = server.rsplit_once('/').unwrap();
    let url = format!("{begins}/{name}");
    std::fs::write(folder.path().join("database_url"), url).unwrap();
    let relay = spawn_in(folder, |_, _| {}).await;
    let body = ticket(&walked());
    let first = relay.post(KEY, &body).await.bytes().await.unwrap();
    let mut other = Other::of(&relay.data).await;
    for round in 0..3 {
        // Idle for longer than a connection is trusted without being asked.
        tokio::time::sleep(Duration::from_millis(1200)).await;
        other
            .execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND \
                 application_name = 'firstline' AND datname = current_database() AND state = 'idle'",
            )
            .await;
        // Each that was used a moment ago may cost a try; a widget tries again.
        let taken = async |key: &str| {
            for _ in 0..6 {
                let answer = relay.post(key, &body).await;
                if answer.status() == StatusCode::CREATED {
                    return Some(answer.bytes().await.unwrap());
                }
            }
            None
        };
        assert!(taken(&key(100 + round)).await.is_some(), "{round}");
        assert_eq!(taken(KEY).await.unwrap(), first, "{round}");
    }
    assert_eq!(relay.get("/readyz").await.status(), StatusCode::OK);
}

#[tokio::test]
#[ignore = "needs PostgreSQL: `cargo xtask test` starts one"]
async fn words_that_postgresql_cannot_keep_are_kept_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (place, _) = on_server(&folder).await;
    let store = Store::open(&place).await.unwrap();
    let mut strange = new_ticket(1, 1);
    strange.summary = "before\0after".to_owned();
    let stored = store.insert(strange, str::to_owned).await.unwrap();
    assert!(stored.is_some());
    let listed = store.list(1).await.unwrap();
    assert_eq!(listed[0].summary, "before\u{fffd}after");
}

#[tokio::test]
#[ignore = "needs PostgreSQL: `cargo xtask test` starts one"]
async fn a_server_that_refuses_is_said_with_what_to_do_and_without_the_password() {
    let folder = tempfile::tempdir().unwrap();
    let (_, url) = on_server(&folder).await;
    let at = url.split('@').nth(1).unwrap();
    let address = at.split('/').next().unwrap();
    for (wrong, says) in [
        (
            format!("postgresql://firstline:hunter2@{address}/nowhere"),
            "CREATE DATABASE",
        ),
        (
            "postgresql://firstline:hunter2@127.0.0.1:1/x".to_owned(),
            "127.0.0.1:1, x",
        ),
    ] {
        let place = Place::Server(firstline_relay::config::DatabaseConfig {
            url: Some(wrong.as_str().into()),
            connections: 2,
        });
        for opened in [Store::open(&place).await, Store::open_to_read(&place).await] {
            let why = opened.unwrap_err().to_string();
            assert!(why.contains(says) && !why.contains("hunter2"), "{why}");
        }
    }
    let (place, _) = on_server(&tempfile::tempdir().unwrap()).await;
    let why = Store::open_to_read(&place).await.unwrap_err().to_string();
    assert!(why.contains("firstline serve"), "{why}");
    let made = Store::open(&place).await.unwrap();
    let why = made.back_up(&folder.path().join("copy")).await.unwrap_err();
    assert!(why.to_string().contains("pg_dump"), "{why}");
}
