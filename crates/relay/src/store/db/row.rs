//! A row of either database.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{ColumnIndex, Row as _};

use crate::store::error::StoreError;

/// A row.
#[derive(Debug)]
pub enum Row {
    /// Of a file.
    Sqlite(SqliteRow),
    /// Of a server.
    Postgres(PgRow),
}

/// Where a value stands in a row: its place, counted from 0, or its column's name.
pub trait At: ColumnIndex<SqliteRow> + ColumnIndex<PgRow> {}

impl<T: ColumnIndex<SqliteRow> + ColumnIndex<PgRow>> At for T {}

/// What both databases keep.
pub trait Kept: Sized {
    /// The value at this place.
    fn of(row: &Row, at: impl At) -> Result<Self, sqlx::Error>;
}

macro_rules! kept {
    ($($kind:ty),*) => {
        $(impl Kept for $kind {
            fn of(row: &Row, at: impl At) -> Result<Self, sqlx::Error> {
                match row {
                    Row::Sqlite(row) => row.try_get(at),
                    Row::Postgres(row) => row.try_get(at),
                }
            }
        })*
    };
}

kept!(
    i64,
    Option<i64>,
    String,
    Option<String>,
    Vec<u8>,
    Option<Vec<u8>>
);

impl Kept for bool {
    fn of(row: &Row, at: impl At) -> Result<bool, sqlx::Error> {
        i64::of(row, at).map(|number| number != 0)
    }
}

impl Row {
    /// The value at this place.
    ///
    /// # Errors
    ///
    /// If there is no such place, or something else in it.
    pub fn try_get<T: Kept, I: At>(&self, at: I) -> Result<T, StoreError> {
        Ok(T::of(self, at)?)
    }
}
