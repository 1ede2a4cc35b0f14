//! What is erased: tickets that are too old, and the one that somebody asks to be forgotten.
//!
//! Erasing goes in slices, so that tickets that come meanwhile wait for one slice and not for all.

use serde_json::Value;

use super::db::{Work, query};
use super::error::{Reason, StoreError};
use super::handle::Store;
use super::number::Number;
use super::sqlite;
use crate::identity;

/// How many rows are erased in one transaction.
const SLICE: i64 = 100;

/// Among how many of the oldest tickets those that are too old are looked for. They became older in the order in which
/// they came, but for what a relay that was killed had not written down of its clock, and for stamps of a clock that was
/// certainly wrong, which count from the day on which they are found. Those hold up the tickets behind them, if they are more
/// than this.
const OLDEST: i64 = 10 * SLICE;

/// The traces that erasing may have left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// Nothing: it is overwritten in the file, and the write-ahead log is empty.
    None,
    /// It stays in the write-ahead log, because somebody reads an older state of the file. A relay on
    /// this store empties the log within the hour, and so does whoever closes the store last.
    InLog,
    /// Nobody can read it through the server any more. It stays in the server's files until their places
    /// are used again, and in its log, replicas and backups for as long as these are kept.
    OnServer,
}

/// How much was erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Tickets.
    pub tickets: u64,
    /// Packs and assets that are no longer published.
    pub published: u64,
}

impl Store {
    /// Erases the ticket of this number with everything that is kept of it: the request, the text for
    /// agents, the first answer with its key, what was added to it, what is to be delivered of it; tickets of the same
    /// customer and problem that went to the helpdesk as notes on it, or of which it is such a note; and what waits to
    /// be told to its address when a fault is over. `None` if there is no such ticket.
    ///
    /// With the key gone, a browser that still waits for its answer would store the ticket again.
    ///
    /// # Errors
    ///
    /// If the store does not answer; then the ticket is still there.
    pub async fn forget(&self, number: Number) -> Result<Option<Trace>, StoreError> {
        // What is kept of a ticket besides its row goes with it: see `migrations`.
        let number = &number.to_string();
        let erase = || async move {
            let mut work = self.writer()?.begin().await?;
            let mut erased = 0;
            for (number, email) in same(&mut work, number).await? {
                if let Some(email) = email {
                    forget_wishes(&mut work, &email).await?;
                }
                erased += query("DELETE FROM tickets WHERE number = $1")
                    .bind(&number)
                    .execute(&mut work)
                    .await?;
            }
            work.finish().await?;
            Ok(erased)
        };
        if self.on_a_full_disk(erase).await? == 0 {
            return Ok(None);
        }
        // The ticket is gone, so that a log that cannot be emptied is no error.
        let trace = self.trace().await.unwrap_or(Trace::InLog);
        self.keep_reserve();
        Ok(Some(trace))
    }

    /// The numbers of the tickets whose customer gave this address for mail, or gave or proved this customer number, newest
    /// first; and of those that go with them. A customer number without a letter and a digit is nobody's.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn tickets_of(
        &self,
        email: Option<&str>,
        account: Option<&str>,
    ) -> Result<Vec<Number>, StoreError> {
        let email = email.map(plain_email);
        let account = account.and_then(plain_account);
        let mut found = Vec::new();
        let mut reading = self.reader()?.begin_to_read().await?;
        let mut before = i64::MAX;
        loop {
            let page = query(
                "SELECT rowid AS position, number, request FROM tickets WHERE rowid < $1 \
                 ORDER BY rowid DESC LIMIT $2",
            );
            let rows = page
                .bind(before)
                .bind(SLICE)
                .fetch_all(&mut reading)
                .await?;
            for row in &rows {
                before = row.try_get("position")?;
                let contact = Contact::of(&row.try_get::<String, _>("request")?);
                let is_email = email.is_some() && contact.email == email;
                let mut accounts = contact.accounts.iter();
                let is_account = accounts.any(|known| account.as_ref() == Some(known));
                if (is_email || is_account)
                    && let Ok(number) = row.try_get::<String, _>("number")?.parse()
                {
                    found.push(number);
                }
            }
            if rows.is_empty() {
                reading.finish().await?;
                return Ok(found);
            }
        }
    }

    /// Erases what waits to be told to this address when a fault is over, and says how much that is.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn forget_address(&self, email: &str) -> Result<u64, StoreError> {
        let mut work = self.writer()?.begin().await?;
        let erased = forget_wishes(&mut work, &plain_email(email)).await?;
        work.finish().await?;
        self.trace().await?;
        Ok(erased)
    }

    /// Erases a slice of what is too old: tickets that are kept from before the first time and what
    /// was last published before the second, both by the clock of [`keeping`](super::keeping).
    /// Nothing more is too old when it returns neither.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn erase_slice(&self, tickets: i64, published: i64) -> Result<Erased, StoreError> {
        let erase = || async move {
            let writer = self.writer()?;
            // Two relays that erase at once take different rows.
            let skipping = |of| writer.dialect().skipping_taken(of);
            let tickets = query(sqlx::AssertSqlSafe(format!(
                "DELETE FROM tickets WHERE rowid IN (SELECT rowid FROM tickets \
                 WHERE rowid IN (SELECT rowid FROM tickets ORDER BY rowid LIMIT $3) \
                 AND (kept_from < $1 OR kept_from IS NULL AND stored < $1) LIMIT $2 {})",
                skipping("tickets")
            )))
            .bind(tickets)
            .bind(SLICE)
            .bind(OLDEST)
            .execute(&writer)
            .await?;
            let published = query(sqlx::AssertSqlSafe(format!(
                "DELETE FROM published WHERE rowid IN \
                 (SELECT rowid FROM published WHERE last_seen < $1 LIMIT $2 {})",
                skipping("published")
            )))
            .bind(published)
            .bind(SLICE)
            .execute(&writer)
            .await?;
            Ok(Erased { tickets, published })
        };
        let erased = self.on_a_full_disk(erase).await?;
        if erased != Erased::default() {
            // Each slice is out of the log before the next one, so that the log stays small.
            self.trace().await?;
        }
        Ok(erased)
    }

    /// Gives what was erased back to the disk and empties the write-ahead log of it. `false` if the
    /// file is of an earlier version, is large and cannot shrink. A server does all of that by itself.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn shrink(&self) -> Result<bool, StoreError> {
        match self.connections()?.in_file() {
            Some(file) => sqlite::shrink(file).await,
            None => Ok(true),
        }
    }

    /// Empties the log of the rows that were just erased, and says what may still be found.
    async fn trace(&self) -> Result<Trace, StoreError> {
        match self.connections()?.in_file() {
            Some(file) => match sqlite::empty_log(file).await? {
                true => Ok(Trace::None),
                false => Ok(Trace::InLog),
            },
            None => Ok(Trace::OnServer),
        }
    }

    /// Does it; if the disk is full, once more with what was kept free for it.
    async fn on_a_full_disk<T, F>(&self, work: impl Fn() -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        match work().await {
            Err(error) if error.reason == Reason::Full => {
                let connections = self.connections()?;
                if !connections.in_file().is_some_and(sqlite::use_reserve) {
                    return Err(error);
                }
                tracing::warn!("the disk is full: what was kept free for erasing is used now");
                work().await
            }
            done => done,
        }
    }

    /// Keeps some of the disk free for erasing, if there is room.
    fn keep_reserve(&self) {
        if let Ok(connections) = self.connections()
            && let Some(file) = connections.in_file()
        {
            sqlite::keep_reserve(file);
        }
    }
}

/// How a customer can be known again, as a request says it: in one form, however it was typed.
#[derive(Debug, Default)]
struct Contact {
    email: Option<String>,
    /// The customer numbers that were typed, and that a proof names.
    accounts: Vec<String>,
}

impl Contact {
    fn of(request: &str) -> Contact {
        let request: Value = serde_json::from_str(request).unwrap_or(Value::Null);
        let text = |pointer: &str| {
            let text = request.pointer(pointer).and_then(Value::as_str);
            text.filter(|text| !text.trim().is_empty())
        };
        let typed = text("/contact/account").map(str::to_owned);
        let proved = text("/identity").and_then(identity::named);
        let accounts = typed.into_iter().chain(proved);
        Contact {
            email: text("/contact/email").map(plain_email),
            accounts: accounts
                .filter_map(|account| plain_account(&account))
                .collect(),
        }
    }
}

fn plain_email(email: &str) -> String {
    let email = firstline_wire::contact::email(email).unwrap_or_else(|| email.trim().to_owned());
    email.to_lowercase()
}

/// `None` if nothing is left of it by which one customer is told from another.
fn plain_account(account: &str) -> Option<String> {
    let kept = account.chars().filter(|sign| sign.is_alphanumeric());
    let kept: String = kept.collect();
    (!kept.is_empty()).then(|| kept.to_lowercase())
}

/// This ticket, if it is there, and those that are notes on it or of which it is one, with the addresses for mail.
async fn same(work: &mut Work, number: &str) -> Result<Vec<(String, Option<String>)>, StoreError> {
    let mut found: Vec<(String, Option<String>)> = Vec::new();
    let mut open = vec![number.to_owned()];
    while let Some(number) = open.pop() {
        if found.iter().any(|(known, _)| *known == number) {
            continue;
        }
        let rows = query(
            "SELECT t.number, t.same_as, t.request FROM tickets t WHERE t.number = $1 OR t.same_as = $1",
        )
        .bind(&number)
        .fetch_all(&mut *work)
        .await?;
        for row in &rows {
            let other: String = row.try_get("number")?;
            if other == number {
                let request: String = row.try_get("request")?;
                open.extend(row.try_get::<Option<String>, _>("same_as")?);
                found.push((other, Contact::of(&request).email));
            } else {
                open.push(other);
            }
        }
    }
    Ok(found)
}

/// Erases the wishes of this address, in small letters, to be told when a fault is over.
async fn forget_wishes(work: &mut Work, email: &str) -> Result<u64, StoreError> {
    query("DELETE FROM alerts WHERE about = 'fault' AND email IS NOT NULL AND lower(email) = $1")
        .bind(email)
        .execute(work)
        .await
}

#[cfg(test)]
mod tests {
    use super::super::db::Pool;
    use super::super::keeping::MADE;
    use super::super::rows::NewTicket;
    use super::super::testing;
    use super::*;

    /// How large the file is; 0 for a store on a server, which shrinks by itself.
    fn size(store: &Store) -> u64 {
        let connections = store.connections().unwrap();
        let file = connections.in_file();
        file.map_or(0, |file| std::fs::metadata(file.path).unwrap().len())
    }

    fn ticket(number: u64) -> NewTicket {
        NewTicket {
            key: number.to_string(),
            guide: "no-internet".to_owned(),
            text: "what the agent reads ".repeat(500),
            request: "{}".to_owned(),
            ..NewTicket::default()
        }
    }

    #[tokio::test]
    async fn erasing_goes_in_slices_and_gives_the_disk_back() {
        let (_folder, store) = testing::store().await;
        store.look_at_clock(MADE).await.unwrap();
        store.shrink().await.unwrap();
        let fresh = size(&store);
        let storing = (0..250).map(|number| {
            let store = store.clone();
            tokio::spawn(async move { store.insert(ticket(number), str::to_owned).await })
        });
        for stored in storing.collect::<Vec<_>>() {
            assert!(stored.await.unwrap().unwrap().is_some());
        }
        store.shrink().await.unwrap();
        let full = size(&store);
        assert!(fresh == 0 || full > 2_500_000, "{full}");
        let mut slices = Vec::new();
        loop {
            let erased = store.erase_slice(i64::MAX, 0).await.unwrap();
            if erased == Erased::default() {
                break;
            }
            slices.push(erased.tickets);
        }
        assert_eq!(slices, [100, 100, 50]);
        assert!(store.shrink().await.unwrap());
        let empty = size(&store);
        // What is left are empty tables and their indexes, and a page or two of what was counted meanwhile.
        assert!(empty <= fresh + 3 * 4096, "{empty}, of {fresh} before");
    }

    #[tokio::test]
    async fn what_came_out_of_order_holds_nothing_up() {
        let (_folder, store) = testing::store().await;
        store.look_at_clock(MADE).await.unwrap();
        for number in 0..6 {
            store.insert(ticket(number), str::to_owned).await.unwrap();
        }
        let writer = store.writer().unwrap();
        for (rowid, kept_from) in [(1, "9000"), (2, "10"), (3, "9000"), (4, "NULL"), (5, "20")] {
            let at = "SELECT rowid FROM tickets ORDER BY rowid LIMIT 1 OFFSET";
            query(sqlx::AssertSqlSafe(format!(
                "UPDATE tickets SET kept_from = {kept_from}, stored = 30 WHERE rowid = ({at} {})",
                rowid - 1
            )))
            .execute(&writer)
            .await
            .unwrap();
        }
        let erased = store.erase_slice(9000, 0).await.unwrap();
        assert_eq!(erased.tickets, 3);
        let erased = store.erase_slice(9000, 0).await.unwrap();
        assert_eq!(erased, Erased::default());
        assert_eq!(store.newest(9).await.unwrap().len(), 3);
    }

    #[tokio::test]
    async fn a_full_disk_is_said_and_spoils_no_later_ticket() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        // SQLite says the same when it may have no more pages.
        let Pool::Sqlite(writer) = store.writer().unwrap() else {
            panic!("not a file");
        };
        let full = sqlx::query("PRAGMA max_page_count = 60");
        full.fetch_all(&writer).await.unwrap();
        let mut refused = None;
        for number in 0..100 {
            if let Err(error) = store.insert(ticket(number), str::to_owned).await {
                refused = Some(error.reason);
                break;
            }
        }
        assert_eq!(refused, Some(Reason::Full));
        assert!(store.ready().await.is_err());
        // The connection that failed is given up, and another one knows no such limit.
        let stored = store.insert(ticket(1000), str::to_owned).await.unwrap();
        assert!(stored.is_some());
        assert!(store.ready().await.is_ok());
    }

    #[tokio::test]
    async fn a_ticket_is_as_old_as_the_store_says_and_not_the_clock() {
        let (_folder, store) = testing::store().await;
        let day = 24 * 60 * 60 * 1000;
        // The clock is in 1970, then right, then in 2038, all while the relay runs.
        for wall in [0, MADE + 30 * day, 2_145_916_800_000] {
            let (age, _) = store.look_at_clock(wall).await.unwrap();
            let mut new = ticket(u64::try_from(wall).unwrap());
            new.stored = wall;
            store.insert(new, str::to_owned).await.unwrap();
            assert_eq!(
                store
                    .erase_slice(age - 90 * day, age - 90 * day)
                    .await
                    .unwrap(),
                Erased::default(),
                "{wall}"
            );
        }
        assert_eq!(store.newest(9).await.unwrap().len(), 3);
    }
}
