//! A statement with its values, for either database.

use std::borrow::Cow;
use std::time::Duration;

use sqlx::postgres::{PgArguments, PgConnection, PgPool, Postgres};
use sqlx::query::Query as Of;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteConnection, SqlitePool};
use sqlx::{SqlSafeStr, SqlStr};

use super::row::Row;
use crate::store::error::StoreError;

/// A statement with its values.
#[derive(Debug)]
#[must_use = "it asks nothing before it is executed or fetched"]
pub struct Query<'q> {
    sql: SqlStr,
    values: Vec<Value<'q>>,
}

/// A value. `None` is SQL's null, and PostgreSQL wants to know of which type.
#[derive(Debug)]
pub enum Value<'q> {
    /// A number; 0 or 1 for a truth.
    Number(Option<i64>),
    /// Text.
    Text(Option<Cow<'q, str>>),
    /// Bytes.
    Bytes(Option<&'q [u8]>),
}

/// On what a statement runs.
#[derive(Debug)]
pub enum On<'c> {
    /// Any connection to a file.
    SqlitePool(&'c SqlitePool),
    /// Any connection to a server.
    PostgresPool(&'c PgPool),
    /// This connection to a file.
    Sqlite(&'c mut SqliteConnection),
    /// This connection to a server.
    Postgres(&'c mut PgConnection),
}

/// The longest that a server may take for a statement. One whose machine went away without a word never answers, and
/// whoever waits for it holds up all that come after.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a server answers, if it does in time.
async fn in_time<T>(work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(done) => done,
        Err(_) => Err(sqlx::Error::PoolTimedOut),
    }
}

/// A statement: text of ours, never of anybody else's. Its values are bound.
pub fn query<'q>(sql: impl SqlSafeStr) -> Query<'q> {
    Query {
        sql: sql.into_sql_str(),
        values: Vec::new(),
    }
}

/// Runs it where it belongs.
macro_rules! run {
    ($query:expr, $on:expr, $method:ident, $then:expr) => {
        match $on.into() {
            On::SqlitePool(pool) => $query.sqlite().$method(pool).await.map($then(Row::Sqlite)),
            On::Sqlite(connection) => {
                let done = $query.sqlite().$method(connection).await;
                done.map($then(Row::Sqlite))
            }
            On::PostgresPool(pool) => {
                let done = in_time($query.postgres().$method(pool)).await;
                done.map($then(Row::Postgres))
            }
            On::Postgres(connection) => {
                let done = in_time($query.postgres().$method(connection)).await;
                done.map($then(Row::Postgres))
            }
        }
    };
}

impl<'q> Query<'q> {
    /// The value of the next place.
    pub fn bind(mut self, value: impl Into<Value<'q>>) -> Query<'q> {
        self.values.push(value.into());
        self
    }

    /// Does it, and says how many rows were changed.
    pub async fn execute<'c>(self, on: impl Into<On<'c>>) -> Result<u64, StoreError> {
        let rows = match on.into() {
            On::SqlitePool(pool) => self.sqlite().execute(pool).await?.rows_affected(),
            On::Sqlite(connection) => self.sqlite().execute(connection).await?.rows_affected(),
            On::PostgresPool(pool) => in_time(self.postgres().execute(pool))
                .await?
                .rows_affected(),
            On::Postgres(connection) => in_time(self.postgres().execute(connection))
                .await?
                .rows_affected(),
        };
        Ok(rows)
    }

    /// The one row that there is.
    pub async fn fetch_one<'c>(self, on: impl Into<On<'c>>) -> Result<Row, StoreError> {
        Ok(run!(self, on, fetch_one, one)?)
    }

    /// The first row, if there is one.
    pub async fn fetch_optional<'c>(
        self,
        on: impl Into<On<'c>>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(run!(self, on, fetch_optional, perhaps)?)
    }

    /// All rows.
    pub async fn fetch_all<'c>(self, on: impl Into<On<'c>>) -> Result<Vec<Row>, StoreError> {
        Ok(run!(self, on, fetch_all, all)?)
    }

    fn sqlite(self) -> Of<'q, Sqlite, SqliteArguments> {
        let mut query = sqlx::query::<Sqlite>(self.sql);
        for value in self.values {
            query = match value {
                Value::Number(number) => query.bind(number),
                Value::Text(text) => query.bind(text),
                Value::Bytes(bytes) => query.bind(bytes),
            };
        }
        query
    }

    fn postgres(self) -> Of<'q, Postgres, PgArguments> {
        let mut query = sqlx::query::<Postgres>(self.sql);
        for value in self.values {
            query = match value {
                Value::Number(number) => query.bind(number),
                Value::Text(text) => query.bind(text.map(without_nul)),
                Value::Bytes(bytes) => query.bind(bytes),
            };
        }
        query
    }
}

fn one<T>(row: fn(T) -> Row) -> impl FnOnce(T) -> Row {
    row
}

fn perhaps<T>(row: fn(T) -> Row) -> impl FnOnce(Option<T>) -> Option<Row> {
    move |found| found.map(row)
}

fn all<T>(row: fn(T) -> Row) -> impl FnOnce(Vec<T>) -> Vec<Row> {
    move |found| found.into_iter().map(row).collect()
}

/// PostgreSQL has no text with U+0000 in it, and refuses all of a customer's words for one. It is
/// replaced as what cannot be shown.
fn without_nul(text: Cow<'_, str>) -> Cow<'_, str> {
    match text.contains('\0') {
        true => Cow::Owned(text.replace('\0', "\u{fffd}")),
        false => text,
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Value::Number(Some(number))
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Value::Number(Some(i64::from(number)))
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Value::Number(Some(i64::from(truth)))
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(number: Option<i64>) -> Self {
        Value::Number(number)
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Some(Cow::Owned(text)))
    }
}

impl<'q> From<&'q str> for Value<'q> {
    fn from(text: &'q str) -> Self {
        Value::Text(Some(Cow::Borrowed(text)))
    }
}

impl<'q> From<&'q String> for Value<'q> {
    fn from(text: &'q String) -> Self {
        Value::from(text.as_str())
    }
}

impl<'q> From<Option<&'q str>> for Value<'q> {
    fn from(text: Option<&'q str>) -> Self {
        Value::Text(text.map(Cow::Borrowed))
    }
}

impl<'q> From<&'q Option<String>> for Value<'q> {
    fn from(text: &'q Option<String>) -> Self {
        Value::from(text.as_deref())
    }
}

impl<'q> From<&'q [u8]> for Value<'q> {
    fn from(bytes: &'q [u8]) -> Self {
        Value::Bytes(Some(bytes))
    }
}

impl<'q> From<Option<&'q [u8]>> for Value<'q> {
    fn from(bytes: Option<&'q [u8]>) -> Self {
        Value::Bytes(bytes)
    }
}
