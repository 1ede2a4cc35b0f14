//! Whether the server still answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::postgres::PgPool;

use crate::store::db::{Pool, query};
use crate::store::error::{Reason, StoreError};

/// How long an answer may take. It is asked for twice: after that customers are answered at once, and do not wait
/// for a connection.
const PATIENCE: Duration = Duration::from_secs(3);

/// Looks every other second whether the server answers, on a connection of its own: a relay that has
/// much to do must not take itself for a server that is gone.
#[derive(Clone, Debug)]
pub struct Watch {
    pool: Pool,
    bytes: Arc<AtomicU64>,
    name: String,
}

impl Watch {
    /// A watch over this connection.
    pub fn new(pool: PgPool, name: String) -> Watch {
        Watch {
            pool: Pool::Postgres(pool),
            bytes: Arc::default(),
            name,
        }
    }

    /// How large the database was when it was last looked at, in bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// That the server answers.
    ///
    /// # Errors
    ///
    /// If it does not, twice: the first connection may be one from before the server was restarted.
    pub async fn look(&self) -> Result<(), StoreError> {
        let mut why = String::new();
        for _ in 0..2 {
            match tokio::time::timeout(PATIENCE, self.size()).await {
                Ok(Ok(bytes)) => {
                    self.bytes.store(bytes, Ordering::Relaxed);
                    return Ok(());
                }
                Ok(Err(error)) => why = error.to_string(),
                Err(_) => why = "it does not answer in time".to_owned(),
            }
        }
        let message = format!("{}: the server is gone: {why}", self.name);
        Err(StoreError::because(Reason::Lost, message))
    }

    async fn size(&self) -> Result<u64, StoreError> {
        let row = query("SELECT pg_database_size(current_database())")
            .fetch_one(&self.pool)
            .await?;
        Ok(u64::try_from(row.try_get::<i64, _>(0)?).unwrap_or(0))
    }

    /// Gives the connection up.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
