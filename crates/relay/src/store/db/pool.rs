//! Connections to either database.

use sqlx::postgres::PgPool;
use sqlx::sqlite::SqlitePool;

use super::dialect::Dialect;
use super::query::{On, query};
use super::work::Work;
use crate::store::error::StoreError;

/// Connections to one database.
#[derive(Clone, Debug)]
pub enum Pool {
    /// To a file.
    Sqlite(SqlitePool),
    /// To a server.
    Postgres(PgPool),
}

impl Pool {
    /// Which database it is.
    pub fn dialect(&self) -> Dialect {
        match self {
            Pool::Sqlite(_) => Dialect::Sqlite,
            Pool::Postgres(_) => Dialect::Postgres,
        }
    }

    /// One connection, without a transaction: each statement is one.
    pub async fn acquire(&self) -> Result<Work, StoreError> {
        Ok(match self {
            Pool::Sqlite(pool) => Work::sqlite(pool.acquire().await?),
            Pool::Postgres(pool) => Work::postgres(pool.acquire().await?),
        })
    }

    /// Begins a transaction that writes.
    pub async fn begin(&self) -> Result<Work, StoreError> {
        let mut work = self.acquire().await?;
        work.begin().await?;
        Ok(work)
    }

    /// Begins a transaction that sees one state, however long it reads.
    pub async fn begin_to_read(&self) -> Result<Work, StoreError> {
        let mut work = self.acquire().await?;
        work.begin_to_read().await?;
        Ok(work)
    }

    /// Whether there is a table of this name.
    pub async fn has_table(&self, name: &str) -> Result<bool, StoreError> {
        let found = query(self.dialect().has_table())
            .bind(name)
            .fetch_optional(self)
            .await?;
        Ok(found.is_some())
    }

    /// Waits for what is under way, and closes all connections.
    pub async fn close(&self) {
        match self {
            Pool::Sqlite(pool) => pool.close().await,
            Pool::Postgres(pool) => pool.close().await,
        }
    }
}

impl<'c> From<&'c Pool> for On<'c> {
    fn from(pool: &'c Pool) -> On<'c> {
        match pool {
            Pool::Sqlite(pool) => On::SqlitePool(pool),
            Pool::Postgres(pool) => On::PostgresPool(pool),
        }
    }
}
