//! Statements that belong together.

use sqlx::pool::PoolConnection;
use sqlx::postgres::Postgres;
use sqlx::sqlite::Sqlite;

use super::dialect::Dialect;
use super::query::{On, query};
use crate::store::error::StoreError;

/// A connection of one's own, mostly with a transaction. One that is dropped before it is finished,
/// because a statement failed or nobody waits for it any more, is closed and not used again: after a
/// full disk, for one, nobody knows whether a transaction is still open on it.
#[derive(Debug)]
pub struct Work {
    held: Held,
    begun: bool,
    finished: bool,
}

#[derive(Debug)]
enum Held {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl Work {
    pub(super) fn sqlite(connection: PoolConnection<Sqlite>) -> Work {
        Work::of(Held::Sqlite(connection))
    }

    pub(super) fn postgres(connection: PoolConnection<Postgres>) -> Work {
        Work::of(Held::Postgres(connection))
    }

    fn of(held: Held) -> Work {
        Work {
            held,
            begun: false,
            finished: false,
        }
    }

    /// Which database it is.
    pub fn dialect(&self) -> Dialect {
        match self.held {
            Held::Sqlite(_) => Dialect::Sqlite,
            Held::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Begins a transaction that writes.
    pub async fn begin(&mut self) -> Result<(), StoreError> {
        query(self.dialect().begin()).execute(&mut *self).await?;
        self.begun = true;
        Ok(())
    }

    /// Begins a transaction that sees one state, however long it reads.
    pub async fn begin_to_read(&mut self) -> Result<(), StoreError> {
        let begin = self.dialect().begin_to_read();
        query(begin).execute(&mut *self).await?;
        self.begun = true;
        Ok(())
    }

    /// Until this transaction ends, nobody else writes to this table; reading goes on. In SQLite nobody
    /// else writes anyway.
    pub async fn alone(&mut self, table: &'static str) -> Result<(), StoreError> {
        if self.dialect() == Dialect::Postgres {
            let lock = format!("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE");
            query(sqlx::AssertSqlSafe(lock)).execute(&mut *self).await?;
        }
        Ok(())
    }

    /// Commits, if there is a transaction, and gives the connection back. When it returns, what was
    /// written is on disk.
    pub async fn finish(mut self) -> Result<(), StoreError> {
        if self.begun {
            query("COMMIT").execute(&mut self).await?;
        }
        self.finished = true;
        Ok(())
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        match &mut self.held {
            _ if self.finished => {}
            Held::Sqlite(connection) => connection.close_on_drop(),
            Held::Postgres(connection) => connection.close_on_drop(),
        }
    }
}

impl<'c> From<&'c mut Work> for On<'c> {
    fn from(work: &'c mut Work) -> On<'c> {
        match &mut work.held {
            Held::Sqlite(connection) => On::Sqlite(connection),
            Held::Postgres(connection) => On::Postgres(connection),
        }
    }
}
