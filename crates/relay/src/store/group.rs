//! Many tickets, one commit.
//!
//! A commit waits for the disk, and it takes as long for one ticket as for a hundred. So tickets
//! that come while one commit is under way wait for the next one together. Each is answered after
//! the commit that it is in.
//!
//! One that finds nothing under way is committed where it is: another task would only cost the way
//! there and back.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};

use tokio::sync::{Mutex, mpsc, oneshot};

use super::db::{Work, query};
use super::error::StoreError;
use super::inner::Inner;
use super::number::Number;
use super::rows::{NewDuty, NewTicket, answer_of};

/// How many tickets wait at most; more are refused until there is room.
const WAITING: usize = 1024;

/// How many tickets are in one commit at most: with the largest that are taken, 30 MB.
const MOST: usize = 128;

/// What becomes of a ticket: its number and the body of its answer, or `None` if its key has one
/// already.
pub type Stored = Result<Option<(String, String)>, StoreError>;

/// Makes the body of an answer from a number.
pub type Answer = Box<dyn Fn(&str) -> String + Send + Sync>;

struct Waiting {
    ticket: NewTicket,
    answer: Answer,
    done: oneshot::Sender<Stored>,
}

/// Where tickets wait for the next commit.
#[derive(Debug)]
pub struct Group {
    inner: Weak<Inner>,
    waiting: mpsc::Sender<Waiting>,
    /// Held by whoever commits.
    turn: Arc<Mutex<()>>,
}

impl Group {
    /// Starts the task that commits.
    pub fn start(inner: &Arc<Inner>) -> Group {
        let (waiting, receiver) = mpsc::channel(WAITING);
        let turn = Arc::default();
        tokio::spawn(commit_all(
            Arc::downgrade(inner),
            receiver,
            Arc::clone(&turn),
        ));
        let inner = Arc::downgrade(inner);
        Group {
            inner,
            waiting,
            turn,
        }
    }

    /// Stores a ticket, together with those that come at the same time.
    ///
    /// Whoever asks must ask to the end, as a task of its own does: a transaction may be open between.
    pub async fn store(&self, ticket: NewTicket, answer: Answer) -> Stored {
        let (done, stored) = oneshot::channel();
        let waiting = Waiting {
            ticket,
            answer,
            done,
        };
        if let (Ok(_turn), Some(inner)) = (self.turn.try_lock(), self.inner.upgrade()) {
            let mut alone = commit(&inner, std::slice::from_ref(&waiting)).await?;
            return Ok(alone.pop().flatten());
        }
        self.waiting
            .try_send(waiting)
            .map_err(|_| StoreError::new("too many tickets wait to be stored".to_owned()))?;
        stored
            .await
            .unwrap_or_else(|_| Err(StoreError::new("the store was closed".to_owned())))
    }
}

async fn commit_all(
    inner: Weak<Inner>,
    mut receiver: mpsc::Receiver<Waiting>,
    turn: Arc<Mutex<()>>,
) {
    let mut group = Vec::new();
    while receiver.recv_many(&mut group, MOST).await > 0 {
        let _turn = turn.lock().await;
        while group.len() < MOST
            && let Ok(waiting) = receiver.try_recv()
        {
            group.push(waiting);
        }
        let Some(inner) = inner.upgrade() else {
            return;
        };
        let mut stored = commit(&inner, &group).await;
        if let (Err(_), 2..) = (&stored, group.len()) {
            // One of them may be the reason, and the others have nothing to do with it.
            let mut apart = Vec::with_capacity(group.len());
            for waiting in &group {
                let alone = commit(&inner, std::slice::from_ref(waiting)).await;
                apart.push(alone.map(|mut one| one.pop().flatten()));
            }
            for (waiting, stored) in group.drain(..).zip(apart) {
                let _ = waiting.done.send(stored);
            }
            continue;
        }
        match &mut stored {
            Ok(stored) => {
                for (waiting, stored) in group.drain(..).zip(stored.drain(..)) {
                    let _ = waiting.done.send(Ok(stored));
                }
            }
            Err(error) => {
                for waiting in group.drain(..) {
                    let _ = waiting.done.send(Err(error.clone()));
                }
            }
        }
    }
}

/// Stores these tickets in one transaction. When it returns, they are on disk, in the store that was
/// opened: a file that still has the store's name, or a server that said so.
async fn commit(
    inner: &Inner,
    group: &[Waiting],
) -> Result<Vec<Option<(String, String)>>, StoreError> {
    let open = inner.connections()?;
    let bytes = open.check()?;
    if let Some(most) = inner.most_bytes.get()
        && bytes > *most
    {
        return Err(StoreError::new(format!(
            "{} has more than the {} MB that the key `tickets.most_megabytes` allows",
            inner.place,
            most / 1_000_000
        )));
    }
    let stored = insert_all(open.writer.acquire().await?, inner, group).await;
    inner.note(stored.is_ok());
    open.check()?;
    stored
}

async fn insert_all(
    mut work: Work,
    inner: &Inner,
    group: &[Waiting],
) -> Result<Vec<Option<(String, String)>>, StoreError> {
    let mut stored = Vec::with_capacity(group.len());
    let to = Destinations {
        helpdesk: inner.delivers.load(Ordering::Relaxed),
        mail: inner.confirms.load(Ordering::Relaxed),
    };
    // One statement is a transaction already, and each more is a way to the store and back.
    let owes = group
        .iter()
        .any(|waiting| !waiting.ticket.duties.is_empty());
    if group.len() > 1 || to.helpdesk || to.mail || owes {
        work.begin().await?;
    }
    for Waiting { ticket, answer, .. } in group {
        let kept_from = inner.age().unwrap_or(ticket.stored);
        stored.push(insert(&mut work, ticket, answer, kept_from, to).await?);
    }
    work.finish().await?;
    Ok(stored)
}

/// Where tickets go from here.
#[derive(Clone, Copy)]
struct Destinations {
    helpdesk: bool,
    mail: bool,
}

async fn insert(
    work: &mut Work,
    ticket: &NewTicket,
    answer: &Answer,
    kept_from: i64,
    to: Destinations,
) -> Result<Option<(String, String)>, StoreError> {
    // Nine million numbers: a number that is taken is met now and then, twenty in a row never.
    for _ in 0..20 {
        let number = Number::random().to_string();
        let answer = answer(&number);
        let inserted = query(
            "INSERT INTO tickets (number, idempotency_key, fingerprint, stored, answer, \
             guide, category, severity, unverified, summary, text, request, kept_from, customer, \
             language, token, same_as) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
             (SELECT number FROM tickets WHERE number = $17)) ON CONFLICT DO NOTHING",
        )
        .bind(&number)
        .bind(&ticket.key)
        .bind(&ticket.fingerprint)
        .bind(ticket.stored)
        .bind(&answer)
        .bind(&ticket.guide)
        .bind(&ticket.category)
        .bind(&ticket.severity)
        .bind(&ticket.unverified)
        .bind(&ticket.summary)
        .bind(format!("Ticket {number}\n{}", ticket.text))
        .bind(&ticket.request)
        .bind(kept_from)
        .bind(&ticket.customer)
        .bind(&ticket.language)
        .bind(&ticket.token)
        .bind(&ticket.same_as)
        .execute(&mut *work)
        .await?;
        if inserted > 0 {
            owe(&mut *work, &number, &ticket.duties).await?;
            if to.helpdesk {
                // One of the same problem comes behind the first, whatever was typed into its form.
                query(
                    "INSERT INTO deliveries (ticket, customer, since) SELECT t.number, \
                     coalesce((SELECT o.customer FROM tickets o WHERE o.number = t.same_as), t.customer), $1 \
                     FROM tickets t WHERE t.number = $2",
                )
                .bind(kept_from)
                .bind(&number)
                .execute(&mut *work)
                .await?;
            }
            if to.mail
                && let Some(address) = ticket.mail.as_deref().filter(|_| ticket.same_as.is_none())
            {
                confirm(&mut *work, &number, address, kept_from).await?;
            }
            return Ok(Some((number, answer)));
        }
        if answer_of(&mut *work, &ticket.key).await?.is_some() {
            return Ok(None);
        }
    }
    Err(StoreError::new(
        "no free ticket number was found".to_owned(),
    ))
}

/// Stores what is owed on a ticket, in the transaction that stores the ticket.
async fn owe(work: &mut Work, ticket: &str, duties: &[NewDuty]) -> Result<(), StoreError> {
    for duty in duties {
        query("INSERT INTO duties (ticket, duty, due, met) VALUES ($1, $2, $3, $4)")
            .bind(ticket)
            .bind(&duty.duty)
            .bind(duty.due)
            .bind(duty.met)
            .execute(&mut *work)
            .await?;
    }
    Ok(())
}

/// Says by mail that the ticket was received. Anybody can type anybody's address, so that one address
/// gets a few such mails a day at most.
async fn confirm(work: &mut Work, number: &str, address: &str, now: i64) -> Result<(), StoreError> {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    const MOST: i64 = 5;
    query(
        "INSERT INTO deliveries (ticket, lane, kind, customer, since) \
         SELECT $1, 'mail', 'received', $2, $3 WHERE (SELECT count(*) FROM deliveries \
         WHERE lane = 'mail' AND customer = $2 AND since > $3 - $4) < $5",
    )
    .bind(number)
    .bind(address)
    .bind(now)
    .bind(DAY)
    .bind(MOST)
    .execute(work)
    .await?;
    Ok(())
}
