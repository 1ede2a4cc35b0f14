//! Messages that are to go once each: to customers who want to be told when a fault is over, and to the provider's own
//! people.

mod given_up;
mod moved;

use firstline_compress::hash;

use super::db::{Work, query};
use super::error::StoreError;
use super::handle::Store;

/// How many faults one address can wait for.
const MOST_OF_ONE: i64 = 20;

/// A wish to be told.
#[derive(Clone, Debug)]
pub struct NewAlert {
    /// By which the message will be known.
    pub id: String,
    /// SHA-256 of what takes it back.
    pub token: String,
    /// The fault's id.
    pub item: String,
    /// What it is called.
    pub title: String,
    /// What it touches by its source's own names.
    pub components: Vec<String>,
    /// Where the customer is; empty if nobody knows.
    pub area: String,
    /// The language to write in.
    pub language: String,
    /// Where to write.
    pub email: String,
}

/// Wishes that end together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Waiting {
    /// The fault's id.
    pub item: String,
    /// Where.
    pub area: String,
    /// In which language.
    pub language: String,
    /// What the fault touched by its source's own names, when somebody asked to be told.
    pub components: Vec<String>,
}

/// What customers' messages are about; anything else is a notice.
pub const FAULT: &str = "fault";

/// A message to the provider's own people.
#[derive(Clone, Debug)]
pub struct Notice {
    /// What happened: the same never goes twice to the same address.
    pub item: String,
    /// What it is about: `alarm.began`, `alarm.over`, `report`.
    pub about: &'static str,
    /// One line.
    pub title: String,
    /// The text of a mail, or the JSON of a webhook.
    pub text: String,
    /// The language that it is in.
    pub language: String,
    /// The address; empty for the webhook.
    pub to: String,
}

/// To whom messages go, and by what. What is stuck on one way holds up no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To customers.
    Customers,
    /// To the provider's own people by mail.
    Mail,
    /// To the provider's own people by their webhook.
    Webhook,
}

impl Way {
    /// All of them.
    pub const ALL: [Way; 3] = [Way::Customers, Way::Mail, Way::Webhook];

    /// Which rows go by it. An address that is erased is of a message that is due no more.
    fn sql(self) -> &'static str {
        match self {
            Way::Customers => "about = 'fault'",
            Way::Mail => "about <> 'fault' AND email <> ''",
            Way::Webhook => "about <> 'fault' AND email = ''",
        }
    }
}

/// A message that somebody has claimed, to send it.
#[derive(Clone, Debug)]
pub struct DueAlert {
    /// By which it is known.
    pub id: String,
    /// What it is about.
    pub about: String,
    /// What the fault was called.
    pub title: String,
    /// What to do now.
    pub afterwards: String,
    /// The language to write in.
    pub language: String,
    /// Where to write.
    pub email: String,
    /// Which try this is, counted from 1.
    pub tries: u32,
}

/// How many wishes there are of an address. What lets an index be used stands there although it follows from the rest.
pub(super) const OF_ONE: &str =
    "SELECT count(*) FROM alerts WHERE email IS NOT NULL AND lower(email) = lower($1)";

/// The wish of an address for a fault.
pub(super) const OF_ONE_AND_ITEM: &str =
    "SELECT id FROM alerts WHERE email IS NOT NULL AND item = $1 AND lower(email) = lower($2)";

/// Names of components as they are stored.
fn listed(components: &[String]) -> String {
    serde_json::to_string(components).unwrap_or_default()
}

impl Store {
    /// Stores a wish, and gives the id of the one that counts: of two for the same fault and address,
    /// the first. `None` if this address has too many.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn add_alert(
        &self,
        alert: &NewAlert,
        now: i64,
    ) -> Result<Option<String>, StoreError> {
        let writer = self.writer()?;
        let of_one: i64 = query(OF_ONE)
            .bind(&alert.email)
            .fetch_one(&writer)
            .await?
            .try_get(0)?;
        if of_one >= MOST_OF_ONE {
            return Ok(None);
        }
        query(
            "INSERT INTO alerts (id, token, item, title, area, language, email, created, components) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        )
        .bind(&alert.id)
        .bind(&alert.token)
        .bind(&alert.item)
        .bind(&alert.title)
        .bind(&alert.area)
        .bind(&alert.language)
        .bind(&alert.email)
        .bind(now)
        .bind(listed(&alert.components))
        .execute(&writer)
        .await?;
        let row = query(OF_ONE_AND_ITEM)
            .bind(&alert.item)
            .bind(&alert.email)
            .fetch_optional(&writer)
            .await?;
        row.map(|row| row.try_get("id")).transpose()
    }

    /// Stores messages to the provider's own people, to go at once: all of them or none. Gives how many were not there
    /// already, sent or not: also if another relay has stored them.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn add_notices(&self, notices: &[Notice], now: i64) -> Result<usize, StoreError> {
        let mut work = self.writer()?.begin().await?;
        let mut count = 0;
        for notice in notices {
            count += usize::from(add(&mut work, notice, now).await?);
        }
        work.finish().await?;
        Ok(count)
    }

    /// Whether anybody was told this already, or is to be.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn has_notice(&self, item: &str) -> Result<bool, StoreError> {
        let found = query("SELECT 1 FROM alerts WHERE item = $1 LIMIT 1")
            .bind(item)
            .fetch_optional(&self.reader()?)
            .await?;
        Ok(found.is_some())
    }

    /// What is waited for.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn alerts_waiting(&self) -> Result<Vec<Waiting>, StoreError> {
        let rows = query(
            "SELECT DISTINCT item, area, language, components FROM alerts WHERE state = 'waiting'",
        )
        .fetch_all(&self.reader()?)
        .await?;
        rows.iter()
            .map(|row| {
                let components: String = row.try_get("components")?;
                Ok(Waiting {
                    item: row.try_get("item")?,
                    area: row.try_get("area")?,
                    language: row.try_get("language")?,
                    components: serde_json::from_str(&components).unwrap_or_default(),
                })
            })
            .collect()
    }

    /// These wishes are due from now on: the fault is over. Gives how many.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn alerts_due(&self, waiting: &Waiting, afterwards: &str) -> Result<u64, StoreError> {
        let done = query(
            "UPDATE alerts SET state = 'due', afterwards = $1 \
             WHERE state = 'waiting' AND item = $2 AND area = $3 AND language = $4",
        )
        .bind(afterwards)
        .bind(&waiting.item)
        .bind(&waiting.area)
        .bind(&waiting.language)
        .execute(&self.writer()?)
        .await?;
        Ok(done)
    }

    /// Claims the next message that is due on this way, until this time; `None` if there is none.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn claim_alert(
        &self,
        holder: &str,
        now: i64,
        lease: i64,
        way: Way,
    ) -> Result<Option<DueAlert>, StoreError> {
        let of = way.sql();
        // Most looks find nothing, and need not wait for whoever writes.
        let any =
            format!("SELECT 1 FROM alerts WHERE state = 'due' AND due <= $1 AND {of} LIMIT 1");
        let any = query(sqlx::AssertSqlSafe(any))
            .bind(now)
            .fetch_optional(&self.reader()?)
            .await?;
        if any.is_none() {
            return Ok(None);
        }
        let writer = self.writer()?;
        let claim = format!(
            "UPDATE alerts SET lease = $1, holder = $2, tries = tries + 1 WHERE id = ( \
             SELECT a.id FROM alerts a WHERE a.state = 'due' AND a.due <= $3 AND {of} \
             AND (a.lease IS NULL OR a.lease <= $3) ORDER BY a.due, a.created LIMIT 1 {}) \
             RETURNING id, about, title, afterwards, language, email, tries",
            writer.dialect().skipping_taken("a")
        );
        let row = query(sqlx::AssertSqlSafe(claim))
            .bind(now.saturating_add(lease))
            .bind(holder)
            .bind(now)
            .fetch_optional(&writer)
            .await?;
        let claimed = row.map(|row| -> Result<DueAlert, StoreError> {
            Ok(DueAlert {
                id: row.try_get("id")?,
                about: row.try_get("about")?,
                title: row.try_get("title")?,
                afterwards: row.try_get("afterwards")?,
                language: row.try_get("language")?,
                email: row
                    .try_get::<Option<String>, _>("email")?
                    .unwrap_or_default(),
                tries: u32::try_from(row.try_get::<i64, _>("tries")?).unwrap_or(u32::MAX),
            })
        });
        claimed.transpose()
    }

    /// Claims it anew until this time, if the claim was not lost.
    ///
    /// # Errors
    ///
    /// If the store does not answer; then the lease runs out.
    pub async fn hold_alert(&self, id: &str, holder: &str, until: i64) -> Result<(), StoreError> {
        query("UPDATE alerts SET lease = $1 WHERE id = $2 AND holder = $3 AND state = 'due'")
            .bind(until)
            .bind(id)
            .bind(holder)
            .execute(&self.writer()?)
            .await?;
        Ok(())
    }

    /// It was told, and the address is erased.
    ///
    /// # Errors
    ///
    /// If the store does not answer; then the lease runs out and the message goes again.
    pub async fn alert_told(&self, id: &str) -> Result<(), StoreError> {
        query(
            "UPDATE alerts SET state = 'told', said = NULL, email = NULL, title = '', afterwards = '', \
             area = '', lease = NULL, holder = NULL WHERE id = $1",
        )
        .bind(id)
        .execute(&self.writer()?)
        .await?;
        Ok(())
    }

    /// It is tried again at this time; `counts` says whether this try does. Says nothing if the claim was lost meanwhile.
    ///
    /// # Errors
    ///
    /// If the store does not answer; then the lease runs out.
    pub async fn alert_again(
        &self,
        id: &str,
        holder: &str,
        due: i64,
        said: &str,
        counts: bool,
    ) -> Result<(), StoreError> {
        query(
            "UPDATE alerts SET lease = NULL, holder = NULL, due = $1, said = $2, tries = tries - $5 \
             WHERE id = $3 AND holder = $4 AND state = 'due'",
        )
        .bind(due)
        .bind(said)
        .bind(id)
        .bind(holder)
        .bind(i64::from(!counts))
        .execute(&self.writer()?)
        .await?;
        Ok(())
    }

    /// Takes a wish back, by the hash of its token, and erases its address. Says whether there was one.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn stop_alert(&self, token: &str) -> Result<bool, StoreError> {
        let done = query(
            "UPDATE alerts SET state = 'stopped', email = NULL, title = '', afterwards = '', \
             area = '', lease = NULL, holder = NULL \
             WHERE token = $1 AND state IN ('waiting', 'due', 'dead')",
        )
        .bind(token)
        .execute(&self.writer()?)
        .await?;
        Ok(done > 0)
    }

    /// Takes back the wishes that wait for the end of an alarm that was muted, and erases their addresses: of what is told
    /// to nobody, nobody is told that it is over.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn stop_muted(&self) -> Result<u64, StoreError> {
        const OF_MUTED: &str = "state = 'waiting' AND about = 'fault' AND item IN \
             (SELECT 'near-' || id FROM insight_spikes WHERE muted IS NOT NULL)";
        let any = format!("SELECT 1 FROM alerts WHERE {OF_MUTED} LIMIT 1");
        let any = query(sqlx::AssertSqlSafe(any))
            .fetch_optional(&self.reader()?)
            .await?;
        if any.is_none() {
            return Ok(0);
        }
        let stop = format!(
            "UPDATE alerts SET state = 'stopped', email = NULL, title = '', area = '' WHERE {OF_MUTED}"
        );
        query(sqlx::AssertSqlSafe(stop))
            .execute(&self.writer()?)
            .await
    }

    /// How many wait, are due, were told, and were given up, of those that are still kept.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn count_alerts(&self) -> Result<[u64; 4], StoreError> {
        let rows = query(
            "SELECT state, count(*) AS many FROM alerts WHERE about = 'fault' GROUP BY state",
        )
        .fetch_all(&self.reader()?)
        .await?;
        let mut counts = [0; 4];
        for row in &rows {
            let state: String = row.try_get("state")?;
            let many = u64::try_from(row.try_get::<i64, _>("many")?).unwrap_or(0);
            let states = ["waiting", "due", "told", "dead"];
            if let Some(at) = states.iter().position(|known| *known == state) {
                counts[at] = many;
            }
        }
        Ok(counts)
    }

    /// Erases what customers were told before `done`, what was given up before `dead`, and what came before `all`, by the clock of
    /// [`keeping`](super::keeping). A notice stays until then without its text, so that it does not go again.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn erase_alerts(&self, done: i64, dead: i64, all: i64) -> Result<(), StoreError> {
        query(
            "DELETE FROM alerts WHERE created < $2 \
             OR (created < $1 AND about = 'fault' AND state IN ('told', 'stopped')) \
             OR (due < $3 AND about = 'fault' AND state = 'dead')",
        )
        .bind(done)
        .bind(all)
        .bind(dead)
        .execute(&self.writer()?)
        .await?;
        Ok(())
    }
}

/// Stores a message to the provider's own people, with whatever else is done. `false` if the same is there already.
pub(super) async fn add(work: &mut Work, notice: &Notice, now: i64) -> Result<bool, StoreError> {
    // Made of what it is, so that it stays known when the address is erased.
    let id = hash(format!("{}\n{}", notice.item, notice.to).as_bytes());
    let done = query(
        "INSERT INTO alerts (id, token, item, title, area, language, email, created, state, afterwards, about) \
         VALUES ($1, $1, $2, $3, '', $4, $5, $6, 'due', $7, $8) ON CONFLICT DO NOTHING",
    )
    .bind(&id)
    .bind(&notice.item)
    .bind(&notice.title)
    .bind(&notice.language)
    .bind(&notice.to)
    .bind(now)
    .bind(&notice.text)
    .bind(notice.about)
    .execute(work)
    .await?;
    Ok(done > 0)
}

#[cfg(test)]
mod tests;
