//! Tickets as their customers follow them up: how far they are, and what was said of them since.

use firstline_compress::hex;
use firstline_wire::follow::{Said, Speaker, Stage};
use firstline_wire::photo;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::db::{Work, query};
use super::deliveries::{open_again, tell_solved};
use super::error::StoreError;
use super::family;
use super::handle::Store;
use super::number::Number;
use super::rows::promises;

/// How much a customer can say of one ticket.
const MOST_NOTES: i64 = 50;

/// A ticket that its customer opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its number.
    pub number: String,
    /// When it was stored, milliseconds since 1970.
    pub stored: i64,
    /// The id of its guide.
    pub guide: String,
    /// The helpdesk's category.
    pub category: Option<String>,
    /// Since when it is kept, by the clock of [`keeping`](super::keeping).
    pub kept_from: i64,
    /// How far it is.
    pub stage: Stage,
    /// When the helpdesk was last asked, milliseconds since 1970.
    pub asked: Option<i64>,
    /// The promises to its customer, one paragraph each.
    pub promises: Vec<String>,
}

/// A note of a customer's, to be stored.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// The UUID of `Idempotency-Key`.
    pub key: String,
    /// SHA-256 of the body, in hex.
    pub fingerprint: String,
    /// When, milliseconds since 1970.
    pub said: i64,
    /// The text.
    pub text: String,
    /// Whether it works again.
    pub solved: bool,
    /// A photo: JPEG, as [`photo`](crate::tickets::photo) has made it.
    pub photo: Option<Vec<u8>>,
}

impl NewMessage {
    /// What a customer says now under this key; `came` is what was sent for it, by which a key for two things is noticed.
    pub fn now(key: String, came: impl AsRef<[u8]>, text: String) -> NewMessage {
        NewMessage {
            key,
            fingerprint: hex(&Sha256::digest(came)),
            said: Timestamp::now().as_millisecond(),
            text,
            solved: false,
            photo: None,
        }
    }
}

/// The result of storing a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// It is on disk.
    Stored,
    /// It was there already.
    Known,
    /// Its key stands for another body.
    KeyReused,
    /// The ticket has as many notes, or photos, as it can have.
    TooMany,
}

/// A message of an agent about a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The helpdesk's id of the message.
    pub name: String,
    /// When, milliseconds since 1970.
    pub said: i64,
    /// The text.
    pub text: String,
}

impl Store {
    /// The ticket that this token opens; `None` if it opens none. `hash` is what [`seal`](crate::seal) makes of it.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn opened(&self, hash: &str) -> Result<Option<Opened>, StoreError> {
        let opened = format!(
            "SELECT t.number, t.stored, t.guide, t.category, coalesce(t.kept_from, t.stored), \
             d.stage, d.closed, d.looked_at, {}, t.answer, \
             (SELECT count(*) FROM messages m WHERE m.ticket IN {} AND m.speaker = 'provider') \
             FROM tickets t LEFT JOIN deliveries d ON d.seq = {} WHERE t.token = $1",
            family::is_mended("t.number"),
            family::of("t.number"),
            family::head("t.number"),
        );
        let row = query(sqlx::AssertSqlSafe(opened))
            .bind(hash)
            .fetch_optional(&self.reader()?)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let stage: Option<String> = row.try_get(5)?;
        let is_mended: bool = row.try_get(8)?;
        let is_answered = row.try_get::<i64, _>(10)? > 0;
        let stage = match stage.as_deref().and_then(Stage::from_name) {
            // Whoever has the problem knows best, and then whoever mended it by hand; what was said last counts.
            _ if is_mended => Stage::Solved,
            // Who answered works on it.
            None | Some(Stage::Received) if is_answered => Stage::Working,
            Some(stage) => stage,
            None => Stage::Received,
        };
        Ok(Some(Opened {
            number: row.try_get(0)?,
            stored: row.try_get(1)?,
            guide: row.try_get(2)?,
            category: row.try_get(3)?,
            kept_from: row.try_get(4)?,
            stage,
            asked: row.try_get(7)?,
            promises: promises(&row.try_get::<String, _>(9)?),
        }))
    }

    /// What was said since a ticket was sent, of it and of those that came later of the same problem, the oldest first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn said(&self, number: &str) -> Result<Vec<Said>, StoreError> {
        let all = format!(
            "SELECT speaker, said, text FROM messages WHERE ticket IN {} ORDER BY said, seq",
            family::of("$1")
        );
        let rows = query(sqlx::AssertSqlSafe(all))
            .bind(number)
            .fetch_all(&self.reader()?)
            .await?;
        let said = rows.iter().map(|row| {
            let speaker: String = row.try_get(0)?;
            Ok(Said {
                by: match &*speaker {
                    "customer" => Speaker::Customer,
                    _ => Speaker::Provider,
                },
                at: u64::try_from(row.try_get::<i64, _>(1)?).unwrap_or(0),
                text: row.try_get(2)?,
            })
        });
        said.collect()
    }

    /// Stores what the helpdesk says of a ticket; what is known already stays as it is.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn hear(&self, number: &str, heard: &[Heard]) -> Result<(), StoreError> {
        for one in heard {
            query(
                "INSERT INTO messages (ticket, speaker, name, said, text) \
                 VALUES ($1, 'provider', $2, $3, $4) ON CONFLICT DO NOTHING",
            )
            .bind(number)
            .bind(&one.name)
            .bind(one.said)
            .bind(&one.text)
            .execute(&self.writer()?)
            .await?;
        }
        Ok(())
    }

    /// Stores what an operator says to the customer of a ticket, where no helpdesk says it; and, if so, that it is solved. `None`
    /// if there is no such ticket; else whether its customer can open it.
    ///
    /// # Errors
    ///
    /// If the store does not take it.
    pub async fn answer(
        &self,
        number: Number,
        text: &str,
        solved: bool,
        wall: i64,
    ) -> Result<Option<bool>, StoreError> {
        let number = number.to_string();
        let mut work = self.writer()?.begin().await?;
        // Of one that came later, the customer has the token of the first.
        let ticket = query(
            "SELECT o.token FROM tickets t JOIN tickets o ON o.number = coalesce(t.same_as, t.number) \
             WHERE t.number = $1",
        )
            .bind(&number)
            .fetch_optional(&mut work)
            .await?;
        let Some(ticket) = ticket else {
            return Ok(None);
        };
        query(
            "INSERT INTO messages (ticket, speaker, name, said, text, solved) \
             VALUES ($1, 'provider', $2, $3, $4, $5)",
        )
        .bind(&number)
        // No helpdesk calls a message so.
        .bind(format!("operator {}", uuid::Uuid::new_v4()))
        .bind(wall)
        .bind(text)
        .bind(solved)
        .execute(&mut work)
        .await?;
        if solved && self.tells_solved() {
            tell_solved(&mut work, &number, None, self.age()).await?;
        }
        work.finish().await?;
        let token: Option<String> = ticket.try_get(0)?;
        Ok(Some(token.is_some()))
    }

    /// The names of the photos of a ticket, the oldest first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn photos(&self, number: &str) -> Result<Vec<String>, StoreError> {
        let rows = query(
            "SELECT m.name FROM photos p JOIN messages m ON m.seq = p.message \
             WHERE m.ticket = $1 ORDER BY m.seq",
        )
        .bind(number)
        .fetch_all(&self.reader()?)
        .await?;
        rows.iter().map(|row| row.try_get(0)).collect()
    }

    /// A photo of a ticket by its name, JPEG.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn photo(&self, number: &str, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let row = query(
            "SELECT p.data FROM photos p JOIN messages m ON m.seq = p.message \
             WHERE m.ticket = $1 AND m.speaker = 'customer' AND m.name = $2",
        )
        .bind(number)
        .bind(name)
        .fetch_optional(&self.reader()?)
        .await?;
        row.map(|row| row.try_get(0)).transpose()
    }

    /// Stores what a customer adds to a ticket, and puts it into the outbox if there is a helpdesk that
    /// takes notes. When it returns, it is on disk.
    ///
    /// # Errors
    ///
    /// If the store does not take it.
    pub async fn note(
        &self,
        number: &str,
        message: &NewMessage,
        deliver: bool,
    ) -> Result<Noted, StoreError> {
        let now = self.age();
        let mut work = self.writer()?.begin().await?;
        let noted = note(&mut work, number, message, deliver.then_some(now)).await?;
        if noted == Noted::Stored && !message.solved && message.photo.is_none() {
            open_again(&mut work, number, now).await?;
        }
        work.finish().await?;
        Ok(noted)
    }
}

async fn note(
    work: &mut Work,
    number: &str,
    message: &NewMessage,
    deliver: Option<Option<i64>>,
) -> Result<Noted, StoreError> {
    // The same note may come to two relays at once.
    let holding = work.dialect().holding();
    let of_ticket = format!("SELECT number FROM tickets WHERE number = $1 {holding}");
    query(sqlx::AssertSqlSafe(of_ticket))
        .bind(number)
        .fetch_optional(&mut *work)
        .await?;
    let known = query(
        "SELECT fingerprint FROM messages WHERE ticket = $1 AND speaker = 'customer' AND name = $2",
    )
    .bind(number)
    .bind(&message.key)
    .fetch_optional(&mut *work)
    .await?;
    if let Some(known) = known {
        let fingerprint: Option<String> = known.try_get(0)?;
        return Ok(
            match fingerprint.as_deref() == Some(&*message.fingerprint) {
                true => Noted::Known,
                false => Noted::KeyReused,
            },
        );
    }
    let count: i64 =
        query("SELECT count(*) FROM messages WHERE ticket = $1 AND speaker = 'customer'")
            .bind(number)
            .fetch_one(&mut *work)
            .await?
            .try_get(0)?;
    if count >= MOST_NOTES {
        return Ok(Noted::TooMany);
    }
    if message.photo.is_some() {
        let photos: i64 = query(
            "SELECT count(*) FROM photos p JOIN messages m ON m.seq = p.message WHERE m.ticket = $1",
        )
        .bind(number)
        .fetch_one(&mut *work)
        .await?
        .try_get(0)?;
        if photos >= photo::MOST {
            return Ok(Noted::TooMany);
        }
    }
    let seq: i64 = query(
        "INSERT INTO messages (ticket, speaker, name, fingerprint, said, text, solved) \
         VALUES ($1, 'customer', $2, $3, $4, $5, $6) RETURNING seq",
    )
    .bind(number)
    .bind(&message.key)
    .bind(&message.fingerprint)
    .bind(message.said)
    .bind(&message.text)
    .bind(message.solved)
    .fetch_one(&mut *work)
    .await?
    .try_get(0)?;
    if let Some(photo) = &message.photo {
        query("INSERT INTO photos (message, data) VALUES ($1, $2)")
            .bind(seq)
            .bind(&**photo)
            .execute(&mut *work)
            .await?;
    }
    if let Some(now) = deliver {
        query(
            "INSERT INTO deliveries (ticket, kind, message, customer, since) \
             SELECT number, 'note', $1, customer, $2 FROM tickets WHERE number = $3",
        )
        .bind(seq)
        .bind(now)
        .bind(number)
        .execute(work)
        .await?;
    }
    Ok(Noted::Stored)
}
