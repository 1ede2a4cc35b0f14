//! What is looked for at each ticket, page and wish is found by an index, however much a store holds.

use super::db::query;
use super::handle::Store;
use super::testing;

/// What customers make the relay ask. SQLite must not read a whole table for it.
const ASKED: &[&str] = &[
    super::alerts::OF_ONE,
    super::alerts::OF_ONE_AND_ITEM,
    "SELECT DISTINCT item, area, language FROM alerts WHERE state = 'waiting'",
    "UPDATE alerts SET state = 'due' WHERE state = 'waiting' AND item = $1 AND area = $2 AND language = $3",
    "SELECT id FROM alerts WHERE state = 'due' AND due <= $1 ORDER BY due, created LIMIT 1",
    "SELECT 1 FROM tickets t LEFT JOIN deliveries d ON d.ticket = t.number AND d.kind = 'ticket' WHERE t.token = $1",
    "SELECT count(*) FROM deliveries WHERE lane = 'mail' AND customer = $1 AND since > $2",
    "DELETE FROM deliveries WHERE ticket = $1",
];

/// How SQLite goes about a statement.
async fn plan(store: &Store, sql: &str) -> Vec<String> {
    let explained = format!("EXPLAIN QUERY PLAN {sql}");
    let rows = query(sqlx::AssertSqlSafe(explained))
        .fetch_all(&store.writer().unwrap())
        .await
        .unwrap();
    rows.iter().map(|row| row.try_get(3).unwrap()).collect()
}

#[tokio::test]
async fn what_customers_make_the_relay_ask_is_found_by_an_index() {
    let (_folder, store) = testing::store().await;
    if store.writer().unwrap().dialect().is_shared() {
        return;
    }
    for sql in ASKED {
        let plan = plan(&store, sql).await;
        let reads_all = |step: &String| {
            (step.starts_with("SCAN") && !step.contains("USING")) || step.contains("TEMP B-TREE")
        };
        assert!(!plan.iter().any(reads_all), "{sql}\n{plan:?}");
    }
    // It sees one that is not.
    let all = plan(&store, "SELECT 1 FROM alerts WHERE title = $1").await;
    assert!(all.iter().any(|step| step.starts_with("SCAN")), "{all:?}");
}

#[tokio::test]
async fn whatever_refers_to_another_table_is_found_by_what_it_refers_to() {
    let (_folder, store) = testing::store().await;
    if store.writer().unwrap().dialect().is_shared() {
        return;
    }
    // A row that goes takes with it what refers to it: without an index, each reads all of the other table.
    let references = query(
        "SELECT m.name, f.\"from\" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
    )
    .fetch_all(&store.reader().unwrap())
    .await
    .unwrap();
    assert!(references.len() > 5);
    for row in references {
        let (table, column): (String, String) = (row.try_get(0).unwrap(), row.try_get(1).unwrap());
        let sql = format!("DELETE FROM {table} WHERE {column} = $1");
        let plan = plan(&store, &sql).await;
        let first = plan.first().expect("it goes about it somehow");
        assert!(first.starts_with("SEARCH"), "{table}.{column}: {plan:?}");
    }
}
