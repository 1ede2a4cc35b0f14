//! A courier carries a delivery from the outbox to its destination.

use crate::helpdesk::{Delivery, Failure, FailureKind, Helpdesk, Note};
use crate::mail::{Letter, Mailer};
use crate::seal::{Links, Seal};
use crate::store::Ticket;
use crate::store::deliveries::{Claimed, Errand, Lane, Receipt};

/// A courier carries a delivery from the outbox to its destination.
#[derive(Clone, Debug)]
pub enum Courier {
    /// To the helpdesk, with links for its agents.
    Helpdesk(Box<Helpdesk>, Option<Links>),
    /// To customers.
    Mail(Box<Post>),
}

/// Everything that mail to customers needs.
#[derive(Clone, Debug)]
pub struct Post {
    /// Sends the mail.
    pub mailer: Mailer,
    /// Makes the tokens that open tickets; `None` if customers cannot open tickets.
    pub seal: Option<Seal>,
    /// For how long it opens, in milliseconds.
    pub opens_for: i64,
}

impl Courier {
    /// The destination that it serves.
    pub fn lane(&self) -> Lane {
        match self {
            Courier::Helpdesk(..) => Lane::Helpdesk,
            Courier::Mail(_) => Lane::Mail,
        }
    }

    /// Whether it looks for what may have arrived before it delivers it again.
    pub fn searches(&self, claimed: &Claimed) -> bool {
        match self {
            Courier::Helpdesk(helpdesk, _) => {
                helpdesk.is_searched(&Delivery::of(&claimed.ticket, &claimed.key))
            }
            Courier::Mail(_) => false,
        }
    }

    /// Delivers what was claimed.
    ///
    /// # Errors
    ///
    /// Why it did not work, and whether it may have arrived all the same.
    pub async fn deliver(&self, claimed: &Claimed) -> Result<Receipt, Failure> {
        match self {
            Courier::Helpdesk(helpdesk, links) => {
                to_helpdesk(helpdesk, links.as_ref(), claimed).await
            }
            Courier::Mail(post) => post.send(claimed).await.map(|()| Receipt::default()),
        }
    }
}

async fn to_helpdesk(
    helpdesk: &Helpdesk,
    links: Option<&Links>,
    claimed: &Claimed,
) -> Result<Receipt, Failure> {
    let Claimed {
        ticket,
        key,
        unsure,
        ..
    } = claimed;
    match &claimed.errand {
        Errand::Again(number, receipt) if helpdesk.takes_notes() => {
            let own = linked(ticket, key, links);
            let note = Note::again(number, &own, *unsure);
            match helpdesk.note(receipt, &note).await {
                // Not to be asked about: the earlier ticket is.
                Ok(()) => Ok(Receipt {
                    id: String::new(),
                    ..receipt.clone()
                }),
                // The earlier one is over there: then the later one stands for itself.
                Err(failure) if failure.is_of_the_ticket() => helpdesk.deliver(&own, *unsure).await,
                Err(failure) => Err(failure),
            }
        }
        Errand::Note(message, Some(receipt)) => {
            let note = Note::of(ticket, key, message, *unsure);
            if helpdesk.takes_notes() {
                match helpdesk.note(receipt, &note).await {
                    Err(failure) if failure.is_of_the_ticket() => {}
                    done => return done.map(|()| Receipt::default()),
                }
            }
            // Somebody must read it: a ticket of its own is worse than a note, and better than none.
            let own = with_link(note.as_ticket(ticket), ticket, links);
            helpdesk.follow_up(&own).await
        }
        Errand::Note(_, None) => Err(Failure::new(
            FailureKind::Refused,
            "The helpdesk does not have the ticket that this is a note on.",
        )),
        _ => helpdesk.deliver(&linked(ticket, key, links), *unsure).await,
    }
}

/// The ticket, with the link to its walk below the line that says what is wrong.
fn linked(ticket: &Ticket, key: &str, links: Option<&Links>) -> Delivery {
    with_link(Delivery::of(ticket, key), ticket, links)
}

fn with_link(mut delivery: Delivery, ticket: &Ticket, links: Option<&Links>) -> Delivery {
    if let Some(links) = links {
        let (link, _) = links.to_walk(&ticket.number, ticket.stored);
        let line = format!("Step by step, as the customer saw it: {link}\n");
        let end = delivery.text.match_indices('\n').nth(1);
        delivery
            .text
            .insert_str(end.map_or(0, |(end, _)| end + 1), &line);
    }
    delivery
}

impl Post {
    async fn send(&self, claimed: &Claimed) -> Result<(), Failure> {
        let contact = Delivery::of(&claimed.ticket, &claimed.key).contact;
        let Some(to) = contact.email else {
            return Err(Failure::new(
                FailureKind::Refused,
                "The ticket names no address for mail.",
            ));
        };
        let solved = matches!(claimed.errand, Errand::Solved);
        let what = if solved { "solved" } else { "received" };
        let until = claimed.ticket.stored.saturating_add(self.opens_for);
        let token = |seal: &Seal| (seal.token(&claimed.key), until);
        let letter = Letter {
            id: format!("{}.{what}", claimed.key),
            to: &to,
            number: &claimed.ticket.number,
            language: &claimed.language,
            solved,
            token: self.seal.as_ref().map(token),
            promises: match solved {
                true => Vec::new(),
                false => claimed.ticket.promises.clone(),
            },
        };
        self.mailer.send(&letter).await
    }
}
