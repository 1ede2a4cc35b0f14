//! What operators do and see: counts, pausing, trying again what was given up.

use std::collections::HashMap;

use super::{Delivery, delivery};
use crate::store::db::query;
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::number::Number;

/// The columns of a [`Delivery`].
const DELIVERY: &str =
    "seq, kind, ticket, state, tries, said, remote_id, remote_number, link, delivered, progress";

/// Begins what tries again.
const REVIVE: &str = "UPDATE deliveries SET state = 'waiting', tries = 0, since = NULL, due = 0, failed = NULL, alone = 0 WHERE";

/// How many tickets are where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// They wait for the helpdesk.
    pub waiting: u64,
    /// The helpdesk has them.
    pub delivered: u64,
    /// They are not tried any more.
    pub dead: u64,
    /// Notes on tickets that wait, and that are not tried any more.
    pub notes: (u64, u64),
    /// When the oldest one that waits was stored, milliseconds since 1970.
    pub oldest: Option<i64>,
    /// Mails to customers that wait, and that are not tried any more.
    pub mails: (u64, u64),
    /// Why nothing is delivered, if it is paused.
    pub paused: Option<String>,
}

/// The result of a request to try a ticket again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redriven {
    /// It is tried again.
    Again,
    /// It waits anyway; its next try is now.
    Waits,
    /// The helpdesk has it.
    HasIt(Delivery),
    /// There is no such ticket.
    NoTicket,
}

impl Store {
    /// Whether tickets that are stored from now on are to reach a helpdesk.
    pub fn deliver(&self, deliver: bool) {
        let delivers = &self.inner().delivers;
        delivers.store(deliver, std::sync::atomic::Ordering::Relaxed);
    }

    /// Whether customers are told by mail that a ticket was received, and that it is solved.
    pub fn tell(&self, received: bool, solved: bool) {
        use std::sync::atomic::Ordering::Relaxed;
        self.inner().confirms.store(received, Relaxed);
        self.inner().tells_solved.store(solved, Relaxed);
    }

    pub(in crate::store) fn tells_solved(&self) -> bool {
        let tells = &self.inner().tells_solved;
        tells.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// How many tickets are where.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        if !self.has_outbox().await? {
            return Ok(Counts::default());
        }
        let reader = self.reader()?;
        let row = query(
            "SELECT count(*) FILTER (WHERE state = 'waiting' AND kind = 'ticket'), \
             count(*) FILTER (WHERE state = 'delivered' AND kind = 'ticket'), \
             count(*) FILTER (WHERE state = 'dead' AND kind = 'ticket'), \
             (SELECT min(t.stored) FROM deliveries w JOIN tickets t ON t.number = w.ticket \
              WHERE w.state = 'waiting' AND w.kind = 'ticket'), \
             count(*) FILTER (WHERE state = 'waiting' AND lane = 'mail'), \
             count(*) FILTER (WHERE state = 'dead' AND lane = 'mail'), \
             count(*) FILTER (WHERE state = 'waiting' AND kind = 'note'), \
             count(*) FILTER (WHERE state = 'dead' AND kind = 'note') FROM deliveries",
        )
        .fetch_one(&reader)
        .await?;
        let count = |index| -> Result<u64, StoreError> {
            Ok(u64::try_from(row.try_get::<i64, _>(index)?).unwrap_or(0))
        };
        Ok(Counts {
            waiting: count(0)?,
            delivered: count(1)?,
            dead: count(2)?,
            oldest: row.try_get(3)?,
            mails: (count(4)?, count(5)?),
            notes: (count(6)?, count(7)?),
            paused: self.paused().await?,
        })
    }

    /// Why nothing is delivered; `None` if it is not paused.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn paused(&self) -> Result<Option<String>, StoreError> {
        let row = query("SELECT why FROM outbox WHERE paused = 1")
            .fetch_optional(&self.reader()?)
            .await?;
        row.map(|row| Ok(row.try_get::<Option<String>, _>(0)?.unwrap_or_default()))
            .transpose()
    }

    /// Delivers nothing until [`Store::resume`]; tickets wait meanwhile, for as long as it takes.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn pause(&self, why: &str) -> Result<(), StoreError> {
        self.must_have_outbox().await?;
        query(
            "INSERT INTO outbox (one, paused, why) VALUES (1, 1, $1) \
             ON CONFLICT (one) DO UPDATE SET paused = 1, why = excluded.why",
        )
        .bind(why)
        .execute(&self.writer()?)
        .await?;
        Ok(())
    }

    /// Delivers again. What waited is tried for as long as a new ticket would be.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn resume(&self) -> Result<(), StoreError> {
        self.must_have_outbox().await?;
        let writer = self.writer()?;
        query("UPDATE deliveries SET since = NULL WHERE state = 'waiting'")
            .execute(&writer)
            .await?;
        query(
            "INSERT INTO outbox (one, paused, why) VALUES (1, 0, NULL) \
             ON CONFLICT (one) DO UPDATE SET paused = 0, why = NULL",
        )
        .execute(&writer)
        .await?;
        Ok(())
    }

    /// Tries a ticket again that was given up, or one that was stored before there was a helpdesk, and what
    /// was given up of what its customer added and was to be told.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn redrive(&self, number: Number) -> Result<Redriven, StoreError> {
        self.must_have_outbox().await?;
        let number = number.to_string();
        let known = self.deliveries(&[&number]).await?.remove(&number);
        let writer = self.writer()?;
        let again = match known.as_ref().map(|delivery| &delivery.state) {
            Some(super::DeliveryState::Delivered { .. }) => {
                // The helpdesk has the ticket, and may lack what was added to it.
                return Ok(
                    match query(sqlx::AssertSqlSafe(format!(
                        "{REVIVE} ticket = $1 AND state = 'dead'"
                    )))
                    .bind(&number)
                    .execute(&writer)
                    .await?
                    {
                        0 => known.map_or(Redriven::NoTicket, Redriven::HasIt),
                        _ => Redriven::Again,
                    },
                );
            }
            Some(super::DeliveryState::Waiting(_)) => Redriven::Waits,
            Some(super::DeliveryState::Dead(_)) => Redriven::Again,
            None => {
                let made = query(
                    "INSERT INTO deliveries (ticket, customer) SELECT number, \
                     coalesce(nullif(customer, ''), idempotency_key) FROM tickets WHERE number = $1",
                )
                .bind(&number)
                .execute(&writer)
                .await?;
                // Behind the ticket itself goes what was added while there was no helpdesk.
                query(
                    "INSERT INTO deliveries (ticket, kind, message, customer) \
                     SELECT t.number, 'note', m.seq, coalesce(nullif(t.customer, ''), t.idempotency_key) \
                     FROM messages m JOIN tickets t ON t.number = m.ticket \
                     WHERE t.number = $1 AND m.speaker = 'customer' ORDER BY m.seq ON CONFLICT DO NOTHING",
                )
                .bind(&number)
                .execute(&writer)
                .await?;
                return Ok(match made {
                    0 => Redriven::NoTicket,
                    _ => Redriven::Again,
                });
            }
        };
        query(sqlx::AssertSqlSafe(format!(
            "{REVIVE} ticket = $1 AND state <> 'delivered'"
        )))
        .bind(&number)
        .execute(&writer)
        .await?;
        Ok(again)
    }

    /// Tries again what was given up at this place in the outbox: a ticket, a note or a mail. `false` if nothing
    /// was given up there.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn redrive_one(&self, seq: i64) -> Result<bool, StoreError> {
        self.must_have_outbox().await?;
        let revived = query(sqlx::AssertSqlSafe(format!(
            "{REVIVE} seq = $1 AND state = 'dead'"
        )))
        .bind(seq)
        .execute(&self.writer()?)
        .await?;
        Ok(revived > 0)
    }

    /// What was given up, the newest first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn given_up(&self, most: u32) -> Result<Vec<Delivery>, StoreError> {
        if !self.has_outbox().await? {
            return Ok(Vec::new());
        }
        let dead = format!(
            "SELECT {DELIVERY} FROM deliveries WHERE state = 'dead' ORDER BY seq DESC LIMIT $1"
        );
        let rows = query(sqlx::AssertSqlSafe(dead))
            .bind(most)
            .fetch_all(&self.reader()?)
            .await?;
        rows.iter().map(delivery).collect()
    }

    /// Tries all tickets again that were given up, and says how many.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn redrive_all(&self) -> Result<u64, StoreError> {
        self.must_have_outbox().await?;
        query(sqlx::AssertSqlSafe(format!("{REVIVE} state = 'dead'")))
            .execute(&self.writer()?)
            .await
    }

    /// How the delivery of these tickets stands, by their numbers. One that was stored before there
    /// was a helpdesk has none.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn deliveries(
        &self,
        numbers: &[&str],
    ) -> Result<HashMap<String, Delivery>, StoreError> {
        let mut found = HashMap::with_capacity(numbers.len());
        if !self.has_outbox().await? {
            return Ok(found);
        }
        let reader = self.reader()?;
        for number in numbers {
            let one =
                format!("SELECT {DELIVERY} FROM deliveries WHERE ticket = $1 AND kind = 'ticket'");
            let row = query(sqlx::AssertSqlSafe(one))
                .bind(*number)
                .fetch_optional(&reader)
                .await?;
            if let Some(row) = row {
                found.insert((*number).to_owned(), delivery(&row)?);
            }
        }
        Ok(found)
    }

    /// Whether the store is of a version that has an outbox: one that is only read may be older.
    async fn has_outbox(&self) -> Result<bool, StoreError> {
        self.reader()?.has_table("messages").await
    }

    async fn must_have_outbox(&self) -> Result<(), StoreError> {
        match self.has_outbox().await? {
            true => Ok(()),
            false => Err(StoreError::new(format!(
                "{}: an earlier version of firstline made this store; start `firstline serve` of this \
                 version once, and it has an outbox",
                self.place()
            ))),
        }
    }
}
