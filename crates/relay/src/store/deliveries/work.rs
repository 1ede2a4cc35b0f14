//! What whoever delivers does: claim, and say what became of it.

use super::{Claimed, Errand, Lane, Message, Receipt, head};
use crate::store::db::{Row, Work, query};
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::rows::{TICKET, ticket};

/// Who claims, and for how long. All times are milliseconds by the clock of
/// [`keeping`](crate::store::keeping).
#[derive(Clone, Debug)]
pub struct Lease {
    /// The worker that holds the lease.
    pub holder: String,
    /// The length in milliseconds: longer than any try takes.
    pub length: i64,
    /// The longest time from one try to the next: nothing is due later than that.
    pub longest_wait: i64,
    /// Whether the last try failed: then what was tried least goes first, because it shows best whether others fail too.
    pub failing: bool,
}

/// Why and when a ticket is tried again.
#[derive(Clone, Debug)]
pub struct Again {
    /// When, by the clock of [`keeping`](crate::store::keeping).
    pub due: i64,
    /// The reason why this try failed.
    pub said: String,
    /// Whether the helpdesk may have it.
    pub unsure: bool,
    /// Until when it cannot be found there yet, by the same clock; `None` if this try did not arrive.
    pub settled: Option<i64>,
    /// When it failed, by the same clock; `None` if nothing was tried.
    pub failed: Option<i64>,
    /// Whether it fails for a reason of its own: then it goes behind all others.
    pub alone: bool,
}

impl Store {
    /// The time by the clock of [`keeping`](crate::store::keeping); `None` as long as nobody has
    /// looked at it.
    pub fn age(&self) -> Option<i64> {
        self.inner().age()
    }

    /// Claims the oldest of what is due in this lane and is its customer's oldest there; `None` if there is
    /// nothing. What fails for a reason of its own goes last: it must not take the turns of others. Until it is said what became of it, it counts as one that may have arrived.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn claim(
        &self,
        lane: Lane,
        lease: &Lease,
        now: i64,
    ) -> Result<Option<Claimed>, StoreError> {
        // Most looks find nothing, and need not wait for whoever writes.
        let waiting =
            query("SELECT 1 FROM deliveries WHERE state = 'waiting' AND lane = $1 LIMIT 1")
                .bind(lane.name())
                .fetch_optional(&self.reader()?)
                .await?;
        if waiting.is_none() {
            return Ok(None);
        }
        let mut work = self.writer()?.begin().await?;
        let claimed = claim(&mut work, lane, lease, now).await?;
        work.finish().await?;
        Ok(claimed)
    }

    /// What waits in this lane and is not being tried is due at once: whatever it waited for is over. What fails for a reason
    /// of its own did not wait for that, and what may have arrived is still left alone until it can be found.
    ///
    /// # Errors
    ///
    /// If the store does not answer; then each is tried when it was to be.
    pub async fn bring_forward(&self, lane: Lane) -> Result<(), StoreError> {
        query(
            "UPDATE deliveries SET due = 0 WHERE state = 'waiting' AND lane = $1 AND due > 0 \
             AND alone = 0 AND lease IS NULL",
        )
        .bind(lane.name())
        .execute(&self.writer()?)
        .await?;
        Ok(())
    }

    /// The helpdesk has it.
    ///
    /// # Errors
    ///
    /// If the store does not answer; then it is found at the helpdesk later, or repeated.
    pub async fn delivered(
        &self,
        seq: i64,
        receipt: &Receipt,
        wall: i64,
    ) -> Result<(), StoreError> {
        query(
            "UPDATE deliveries SET state = 'delivered', lease = NULL, holder = NULL, unsure = 0, \
             said = $1, remote_id = $2, remote_number = $3, link = $4, delivered = $5 WHERE seq = $6",
        )
        .bind(&receipt.note)
        .bind(&receipt.id)
        .bind(&receipt.number)
        .bind(&receipt.link)
        .bind(wall)
        .bind(seq)
        .execute(&self.writer()?)
        .await?;
        Ok(())
    }

    /// It is tried again later. Says nothing if the claim was lost meanwhile.
    ///
    /// # Errors
    ///
    /// If the store does not answer; then the lease runs out.
    pub async fn try_again(
        &self,
        claimed: &Claimed,
        holder: &str,
        again: &Again,
    ) -> Result<(), StoreError> {
        query(
            "UPDATE deliveries SET lease = NULL, holder = NULL, due = $1, said = $2, unsure = $3, \
             settled = coalesce($4, settled), failed = coalesce($5, failed), alone = $6 \
             WHERE seq = $7 AND holder = $8 AND state = 'waiting'",
        )
        .bind(again.due)
        .bind(&again.said)
        .bind(again.unsure)
        .bind(again.settled)
        .bind(again.failed)
        .bind(again.alone)
        .bind(claimed.seq)
        .bind(holder)
        .execute(&self.writer()?)
        .await?;
        Ok(())
    }

    /// It is not tried any more, unless an operator wants it; what is due does not count. Says nothing if the claim was lost
    /// meanwhile.
    ///
    /// # Errors
    ///
    /// If the store does not answer; then the lease runs out.
    pub async fn bury(
        &self,
        claimed: &Claimed,
        holder: &str,
        end: &Again,
    ) -> Result<(), StoreError> {
        query(
            "UPDATE deliveries SET state = 'dead', lease = NULL, holder = NULL, said = $1, unsure = $2, \
             settled = coalesce($3, settled) WHERE seq = $4 AND holder = $5 AND state = 'waiting'",
        )
        .bind(&end.said)
        .bind(end.unsure)
        .bind(end.settled)
        .bind(claimed.seq)
        .bind(holder)
        .execute(&self.writer()?)
        .await?;
        Ok(())
    }
}

async fn claim(
    work: &mut Work,
    lane: Lane,
    lease: &Lease,
    now: i64,
) -> Result<Option<Claimed>, StoreError> {
    // What lies further ahead than anything can was written by a clock that was ahead. Twice as far: those of
    // two relays on one store never agree to the millisecond, and a lease of a moment ago is none of these.
    let order = match lease.failing {
        true => "d.alone, d.tries, d.seq",
        false => "d.alone, d.seq",
    };
    let next = format!(
        "SELECT d.seq, d.kind, d.message, d.tries, d.since, d.unsure, d.failed, d.alone, t.idempotency_key, t.language, \
         t.same_as, {TICKET} FROM deliveries d JOIN tickets t ON t.number = d.ticket \
         WHERE d.seq = (SELECT d.seq FROM deliveries d WHERE d.state = 'waiting' AND d.lane = $4 AND (d.due <= $1 OR d.due > $1 + $2) \
         AND (d.settled <= $1 OR d.settled > $1 + $2) \
         AND (d.lease IS NULL OR d.lease <= $1 OR d.lease > $1 + $3) \
         AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.customer = d.customer \
             AND e.lane = d.lane AND e.state = 'waiting' AND e.seq < d.seq) \
         AND (d.lane <> 'helpdesk' OR NOT EXISTS (SELECT 1 FROM outbox o WHERE o.paused = 1)) \
         ORDER BY {order} LIMIT 1 {})",
        work.dialect().skipping_taken("d")
    );
    let row = query(sqlx::AssertSqlSafe(next))
        .bind(now)
        .bind(lease.longest_wait.saturating_mul(2))
        .bind(lease.length.saturating_mul(2))
        .bind(lane.name())
        .fetch_optional(&mut *work)
        .await?;
    let claimed = match row {
        None => None,
        Some(row) => {
            let tries = u32::try_from(row.try_get::<i64, _>("tries")?).unwrap_or(u32::MAX);
            Some(Claimed {
                seq: row.try_get("seq")?,
                errand: errand(&mut *work, &row).await?,
                ticket: ticket(&row)?,
                key: row.try_get("idempotency_key")?,
                language: row.try_get("language")?,
                tries: tries.saturating_add(1),
                since: row.try_get::<Option<i64>, _>("since")?.unwrap_or(now),
                unsure: row.try_get("unsure")?,
                failed: row.try_get("failed")?,
                alone: row.try_get("alone")?,
                until: now.saturating_add(lease.length),
            })
        }
    };
    if let Some(claimed) = &claimed {
        query(
            "UPDATE deliveries SET lease = $1, holder = $2, tries = $3, since = $4, unsure = 1 \
             WHERE seq = $5",
        )
        .bind(claimed.until)
        .bind(&lease.holder)
        .bind(i64::from(claimed.tries))
        .bind(claimed.since)
        .bind(claimed.seq)
        .execute(&mut *work)
        .await?;
    }
    Ok(claimed)
}

/// The part of the ticket that is to be delivered, with all that its delivery needs.
async fn errand(work: &mut Work, row: &Row) -> Result<Errand, StoreError> {
    let kind: String = row.try_get("kind")?;
    let number: String = row.try_get("number")?;
    Ok(match &*kind {
        "received" => Errand::Received,
        "solved" => Errand::Solved,
        "note" => {
            let receipt = head(&mut *work, &number).await?;
            let said = query(
                "SELECT m.name, m.said, m.text, m.solved, p.data FROM messages m \
                 LEFT JOIN photos p ON p.message = m.seq WHERE m.seq = $1",
            )
            .bind(row.try_get::<Option<i64>, _>("message")?)
            .fetch_one(work)
            .await?;
            let message = Message {
                key: said.try_get(0)?,
                said: said.try_get(1)?,
                text: said.try_get(2)?,
                solved: said.try_get(3)?,
                photo: said.try_get(4)?,
            };
            Errand::Note(message, receipt)
        }
        _ => match row.try_get::<Option<String>, _>("same_as")? {
            None => Errand::Ticket,
            // One that never arrived can get no note: then the later one stands for itself.
            Some(first) => match head(work, &first).await? {
                Some(receipt) => Errand::Again(first, receipt),
                None => Errand::Ticket,
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::deliveries::Redriven;
    use crate::store::number::Number;
    use crate::store::rows::NewTicket;
    use crate::store::testing;

    const LEASE: i64 = 60_000;
    const LONGEST: i64 = 3_600_000;

    async fn store_with(customers: &[&str]) -> (tempfile::TempDir, Store) {
        let (folder, store) = testing::store().await;
        store.deliver(true);
        for (number, customer) in customers.iter().enumerate() {
            let ticket = NewTicket {
                key: number.to_string(),
                guide: "no-internet".to_owned(),
                request: "{}".to_owned(),
                customer: (*customer).to_owned(),
                ..NewTicket::default()
            };
            store.insert(ticket, str::to_owned).await.unwrap().unwrap();
        }
        (folder, store)
    }

    fn lease(holder: &str) -> Lease {
        Lease {
            holder: holder.to_owned(),
            length: LEASE,
            longest_wait: LONGEST,
            failing: false,
        }
    }

    async fn key(store: &Store, holder: &str, now: i64) -> Option<(String, bool)> {
        let claimed = store
            .claim(Lane::Helpdesk, &lease(holder), now)
            .await
            .unwrap();
        claimed.map(|claimed| (claimed.key, claimed.unsure))
    }

    #[tokio::test]
    async fn a_claim_is_one_holders_until_its_lease_runs_out_and_leaves_a_doubt() {
        let (_folder, store) = store_with(&["sam", "sam", "kim"]).await;
        let is = |key: &str, unsure| Some((key.to_owned(), unsure));
        assert_eq!(key(&store, "one", 1000).await, is("0", false));
        // The second of Sam's waits for the first.
        assert_eq!(key(&store, "two", 1000).await, is("2", false));
        assert_eq!(key(&store, "two", 1000 + LEASE - 1).await, None);
        // The one that claimed is gone.
        assert_eq!(key(&store, "two", 1000 + LEASE).await, is("0", true));
    }

    #[tokio::test]
    async fn a_claim_holds_against_a_relay_whose_clock_is_a_little_behind() {
        let (_folder, store) = store_with(&["sam"]).await;
        assert!(key(&store, "one", 1000).await.is_some());
        for behind in [0, 1, 999] {
            assert_eq!(key(&store, "two", 1000 - behind).await, None, "{behind}");
        }
    }

    #[tokio::test]
    async fn a_clock_that_was_ahead_holds_nothing_back() {
        let (_folder, store) = store_with(&["sam"]).await;
        let year = 365 * 24 * 3_600_000;
        let claimed = store
            .claim(Lane::Helpdesk, &lease("one"), year)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(key(&store, "two", 1000).await, Some(("0".to_owned(), true)));
        let again = Again {
            due: year,
            said: "down".to_owned(),
            unsure: false,
            settled: Some(year),
            failed: Some(year),
            alone: false,
        };
        // The first holder has lost it meanwhile, so its word does not count.
        store.try_again(&claimed, "one", &again).await.unwrap();
        store.try_again(&claimed, "two", &again).await.unwrap();
        assert_eq!(
            key(&store, "one", 2000).await,
            Some(("0".to_owned(), false))
        );
    }

    #[tokio::test]
    async fn what_may_have_arrived_is_not_tried_before_it_can_be_found_whoever_wants_it_sooner() {
        for given_up in [false, true] {
            let (_folder, store) = store_with(&["sam", "kim"]).await;
            let mut numbers = Vec::new();
            for settled in [Some(9000), None] {
                let lease = lease("one");
                let claim = store.claim(Lane::Helpdesk, &lease, 1000);
                let claimed = claim.await.unwrap().unwrap();
                numbers.push(claimed.ticket.number.parse::<Number>().unwrap());
                let again = Again {
                    due: 4000,
                    said: "no answer".to_owned(),
                    unsure: settled.is_some(),
                    settled,
                    failed: Some(1000),
                    alone: false,
                };
                match given_up {
                    true => store.bury(&claimed, "one", &again).await.unwrap(),
                    false => store.try_again(&claimed, "one", &again).await.unwrap(),
                }
            }
            assert_eq!(key(&store, "one", 2000).await, None);
            // The helpdesk is back, or an operator asks for it.
            match given_up {
                true => {
                    for number in numbers {
                        assert_eq!(store.redrive(number).await.unwrap(), Redriven::Again);
                    }
                }
                false => store.bring_forward(Lane::Helpdesk).await.unwrap(),
            }
            let second = Some(("1".to_owned(), false));
            assert_eq!(key(&store, "one", 2000).await, second, "it did not arrive");
            assert_eq!(key(&store, "two", 8999).await, None, "it may have arrived");
            let first = Some(("0".to_owned(), true));
            assert_eq!(key(&store, "two", 9000).await, first);
        }
    }
}
