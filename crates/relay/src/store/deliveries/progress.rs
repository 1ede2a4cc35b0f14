//! How far tickets are at the helpdesk, as far as that says so.

use firstline_wire::follow::Stage;

use super::{Receipt, receipt};
use crate::store::db::{Row, Work, query};
use crate::store::error::StoreError;
use crate::store::family;
use crate::store::handle::Store;

/// For how long the helpdesk is asked about what is over there, in milliseconds of the clock of
/// [`keeping`](crate::store::keeping): agents open a ticket again when its customer writes. Two weeks, as long as a browser
/// keeps a ticket.
const MAY_OPEN_AGAIN: i64 = 14 * 24 * 60 * 60 * 1000;

/// What was asked about, in the columns of a [`Followed`].
const FOLLOWED: &str = "seq, ticket, said, remote_id, remote_number, link";

/// A ticket that the helpdesk has and that may have got further there.
#[derive(Clone, Debug)]
pub struct Followed {
    /// Its place in the outbox.
    pub seq: i64,
    /// Its number.
    pub ticket: String,
    /// The helpdesk's names for the ticket.
    pub receipt: Receipt,
}

/// How far the helpdesk is with a ticket.
#[derive(Clone, Debug)]
pub struct Seen {
    /// In its own word; `None` if it could not be asked.
    pub word: Option<String>,
    /// The stage, the same words for all helpdesks.
    pub stage: Option<Stage>,
    /// Whether it is over there, unless somebody opens it again.
    pub closed: bool,
    /// Whether it is not there any more.
    pub gone: bool,
    /// When it was asked: by the clock of [`keeping`](crate::store::keeping), and by the wall clock.
    pub at: (i64, i64),
}

/// Since when what may be asked about was not asked about, by the clock of [`keeping`](crate::store::keeping).
#[derive(Clone, Copy, Debug)]
pub struct Since {
    /// What goes on.
    pub open: i64,
    /// What is over, and may be opened again.
    pub over: i64,
}

impl Store {
    /// The right to ask about the ticket that was asked about the longest ago, of those that the helpdesk has and has not
    /// finished; if there is none, of those that it has finished lately.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn next_look(&self, since: Since, now: i64) -> Result<Option<Followed>, StoreError> {
        for (ended, since) in [("IS NULL", since.open), ("IS NOT NULL", since.over)] {
            let longest = format!(
                "SELECT seq FROM deliveries WHERE state = 'delivered' AND closed = 0 \
                 AND ended {ended} AND remote_id <> '' AND (looked IS NULL OR looked < $1) \
                 ORDER BY looked NULLS FIRST LIMIT 1"
            );
            let longest = query(sqlx::AssertSqlSafe(longest))
                .bind(since)
                .fetch_optional(&self.reader()?)
                .await?;
            let Some(longest) = longest else { continue };
            // Another relay on this store may be about to ask for the same one.
            let taken = format!(
                "UPDATE deliveries SET looked = $1 WHERE seq = $2 AND state = 'delivered' \
                 AND closed = 0 AND (looked IS NULL OR looked < $3) RETURNING {FOLLOWED}"
            );
            let row = query(sqlx::AssertSqlSafe(taken))
                .bind(now)
                .bind(longest.try_get::<i64, _>(0)?)
                .bind(since)
                .fetch_optional(&self.writer()?)
                .await?;
            return row.as_ref().map(followed).transpose();
        }
        Ok(None)
    }

    /// The right to ask about this ticket now, or what stands for it at the helpdesk, if that was not finished long ago, and was
    /// not asked about since this time: of several who want to ask at once, one gets it.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn take_look(
        &self,
        number: &str,
        since: i64,
        now: i64,
    ) -> Result<Option<Followed>, StoreError> {
        let taken = format!(
            "UPDATE deliveries SET looked = $1 WHERE seq = {} AND (closed = 0 OR looked > $3) \
             AND (looked IS NULL OR looked < $4) RETURNING {FOLLOWED}",
            family::head("$2")
        );
        let row = query(sqlx::AssertSqlSafe(taken))
            .bind(now)
            .bind(number)
            .bind(now.saturating_sub(MAY_OPEN_AGAIN))
            .bind(since)
            .fetch_optional(&self.writer()?)
            .await?;
        row.as_ref().map(followed).transpose()
    }

    /// How far the helpdesk is with it. A customer who is to be told by mail that it is solved, is
    /// told from now on.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn followed(&self, seq: i64, seen: &Seen) -> Result<(), StoreError> {
        let (now, wall) = seen.at;
        // Both or neither: what is closed is hardly asked about again.
        let mut work = self.writer()?.begin().await?;
        query("UPDATE deliveries SET looked = $1, looked_at = $2 WHERE seq = $3")
            .bind(now)
            .bind(wall)
            .bind(seq)
            .execute(&mut work)
            .await?;
        if let Some(stage) = seen.stage {
            let ended = match seen.closed || seen.gone {
                true => "coalesce(ended, $4)",
                false => "NULL",
            };
            let told = format!(
                "UPDATE deliveries SET progress = coalesce($1, progress), stage = $2, ended = {ended}, \
                 closed = CASE WHEN $3 = 1 OR {ended} < $4 - $5 THEN 1 ELSE 0 END \
                 WHERE seq = $6 RETURNING ticket"
            );
            let row = query(sqlx::AssertSqlSafe(told))
                .bind(&seen.word)
                .bind(stage.name())
                .bind(seen.gone)
                .bind(now)
                .bind(MAY_OPEN_AGAIN)
                .bind(seq)
                .fetch_optional(&mut work)
                .await?;
            if let Some(row) = row
                && stage == Stage::Solved
                && self.tells_solved()
            {
                let ticket: String = row.try_get(0)?;
                tell_solved(&mut work, &ticket, Some(seq), Some(now)).await?;
            }
        }
        work.finish().await
    }
}

/// Tells the customer of this ticket by mail that it is solved: only those who were told that it was received, and not if they
/// said themselves that it works. What is solved is `seq`, unless somebody says it by hand: nobody is told that while another
/// ticket of the same problem goes on.
pub async fn tell_solved(
    work: &mut Work,
    ticket: &str,
    seq: Option<i64>,
    since: Option<i64>,
) -> Result<(), StoreError> {
    let told = format!(
        "INSERT INTO deliveries (ticket, lane, kind, customer, since) \
         SELECT r.ticket, 'mail', 'solved', r.customer, $1 FROM deliveries r \
         WHERE r.ticket = {} AND r.kind = 'received' AND coalesce($3, {head}) = {head} \
         AND NOT EXISTS (SELECT 1 FROM messages m \
         WHERE m.ticket IN {} AND m.speaker = 'customer' AND m.solved = 1) ON CONFLICT DO NOTHING",
        family::first_of("$2"),
        family::of("r.ticket"),
        head = format_args!("coalesce({}, 0)", family::head("r.ticket")),
    );
    query(sqlx::AssertSqlSafe(told))
        .bind(since)
        .bind(ticket)
        .bind(seq)
        .execute(work)
        .await?;
    Ok(())
}

/// The customer of this ticket says that it does not work: it is open until the helpdesk is asked again, and it is asked.
pub async fn open_again(work: &mut Work, first: &str, now: Option<i64>) -> Result<(), StoreError> {
    let open = format!(
        "UPDATE deliveries SET closed = 0, ended = NULL, looked = coalesce($1, looked), \
         stage = CASE WHEN stage IN ('solved', 'closed') THEN 'received' ELSE stage END WHERE seq = {}",
        family::head("$2")
    );
    query(sqlx::AssertSqlSafe(open))
        // Not before what was said is there, too.
        .bind(now)
        .bind(first)
        .execute(work)
        .await?;
    Ok(())
}

/// The helpdesk's names for what stands for this ticket there; `None` if nothing does.
pub async fn head(work: &mut Work, first: &str) -> Result<Option<Receipt>, StoreError> {
    // Where nothing has a name there, the newest is as good as any.
    let head = format!(
        "SELECT said, remote_id, remote_number, link FROM deliveries WHERE ticket IN {} \
         AND lane = 'helpdesk' AND state = 'delivered' AND (kind = 'ticket' OR remote_id <> '') \
         ORDER BY CASE WHEN remote_id <> '' THEN 0 ELSE 1 END, seq DESC LIMIT 1",
        family::of("$1")
    );
    let row = query(sqlx::AssertSqlSafe(head))
        .bind(first)
        .fetch_optional(work)
        .await?;
    row.as_ref().map(receipt).transpose()
}

fn followed(row: &Row) -> Result<Followed, StoreError> {
    Ok(Followed {
        seq: row.try_get("seq")?,
        ticket: row.try_get("ticket")?,
        receipt: receipt(row)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::deliveries::{Lane, Lease};
    use crate::store::following::NewMessage;
    use crate::store::rows::{NewDuty, NewTicket};
    use crate::store::testing;

    const HOUR: i64 = 60 * 60 * 1000;

    /// A store with a ticket that the helpdesk has and on which something is owed; its number and its place in the outbox.
    async fn arrived() -> (tempfile::TempDir, Store, String, i64) {
        let (folder, store) = testing::store().await;
        store.deliver(true);
        let ticket = NewTicket {
            key: "1".to_owned(),
            request: "{}".to_owned(),
            duties: vec![NewDuty {
                duty: "mended".to_owned(),
                due: 1000,
                met: "solved",
            }],
            ..NewTicket::default()
        };
        let stored = store.insert(ticket, |_| "{}".to_owned()).await;
        let (number, _) = stored.unwrap().unwrap();
        let lease = Lease {
            holder: "one".to_owned(),
            length: 1000,
            longest_wait: 1000,
            failing: false,
        };
        let claimed = store.claim(Lane::Helpdesk, &lease, 1).await;
        let seq = claimed.unwrap().unwrap().seq;
        let receipt = Receipt {
            id: "4711".to_owned(),
            ..Receipt::default()
        };
        store.delivered(seq, &receipt, 1).await.unwrap();
        (folder, store, number, seq)
    }

    fn seen(stage: Stage, at: i64) -> Seen {
        Seen {
            word: Some("word".to_owned()),
            stage: Some(stage),
            closed: stage.is_over(),
            gone: false,
            at: (at, at),
        }
    }

    /// Whether it is asked about by itself at this time.
    async fn is_asked(store: &Store, now: i64) -> bool {
        let since = Since {
            open: now - HOUR / 2,
            over: now - 6 * HOUR,
        };
        store.next_look(since, now).await.unwrap().is_some()
    }

    #[tokio::test]
    async fn what_is_over_is_asked_about_seldom_and_after_two_weeks_no_more() {
        let (_folder, store, number, seq) = arrived().await;
        store
            .followed(seq, &seen(Stage::Working, HOUR))
            .await
            .unwrap();
        assert!(!is_asked(&store, HOUR + 1).await);
        assert!(is_asked(&store, 2 * HOUR).await);
        store
            .followed(seq, &seen(Stage::Solved, 2 * HOUR))
            .await
            .unwrap();
        assert!(!is_asked(&store, 7 * HOUR).await);
        assert!(is_asked(&store, 9 * HOUR).await);
        // It was not said how far it is: what is known stays.
        let silent = Seen {
            word: None,
            stage: None,
            closed: false,
            ..seen(Stage::Working, 9 * HOUR)
        };
        store.followed(seq, &silent).await.unwrap();
        assert!(!is_asked(&store, 10 * HOUR).await);
        let late = 2 * HOUR + MAY_OPEN_AGAIN + HOUR;
        store
            .followed(seq, &seen(Stage::Solved, late))
            .await
            .unwrap();
        assert!(!is_asked(&store, late + 100 * HOUR).await);
        // Whoever looks may have it asked for some days more.
        let now = late + HOUR;
        assert!(store.take_look(&number, now, now).await.unwrap().is_some());
        let later = now + 2 * MAY_OPEN_AGAIN;
        assert!(
            store
                .take_look(&number, later, later)
                .await
                .unwrap()
                .is_none()
        );
    }

    #[tokio::test]
    async fn what_is_gone_is_over_at_once() {
        let (_folder, store, _, seq) = arrived().await;
        let gone = Seen {
            closed: false,
            gone: true,
            ..seen(Stage::Closed, HOUR)
        };
        store.followed(seq, &gone).await.unwrap();
        assert!(!is_asked(&store, 100 * HOUR).await);
    }

    #[tokio::test]
    async fn what_is_opened_again_is_owed_again() {
        let (_folder, store, number, seq) = arrived().await;
        let owed = async || store.count_due(2000).await.unwrap();
        assert_eq!(owed().await, 1);
        store
            .followed(seq, &seen(Stage::Solved, HOUR))
            .await
            .unwrap();
        assert_eq!(owed().await, 0);
        let note = |key: &str, solved| NewMessage {
            key: key.to_owned(),
            fingerprint: String::new(),
            said: 1,
            text: "It is broken again".to_owned(),
            solved,
            photo: None,
        };
        store.note(&number, &note("a", true), true).await.unwrap();
        assert_eq!(owed().await, 0, "the customer says that it works");
        store.note(&number, &note("b", false), true).await.unwrap();
        assert_eq!(owed().await, 1);
    }
}
