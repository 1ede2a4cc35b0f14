//! Where tickets go: one adapter a kind of helpdesk, one file each, and one line in [`KINDS`].
//!
//! An adapter says how a ticket is written for its helpdesk and how the answer reads. It never
//! retries and keeps nothing: when and how often is the outbox's to say. The ways to the network,
//! [`Http`] and the guard of addresses, are the same for all.

mod answer;
mod api;
mod delivery;
mod failure;
mod freshdesk;
mod glpi;
mod guard;
pub(crate) mod http;
mod jira;
mod mail_server;
mod multipart;
mod note;
mod osticket;
mod progress;
mod request_tracker;
mod setup;
mod smtp;
mod template;
mod tmf621;
pub(crate) mod webhook;
mod zammad;
mod zendesk;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::config::{Config, ConfigProblem, ConfigProblems};
use crate::store::deliveries::Receipt;

pub use delivery::Delivery;
pub use failure::{Failure, FailureKind};
pub use guard::is_public;
pub(crate) use http::Http;
pub(crate) use mail_server::{MailServer, OF_CUSTOMERS};
pub use note::Note;
pub use progress::Progress;
pub(crate) use setup::Setup;
pub use setup::Wrong;

/// All kinds of helpdesk.
pub const KINDS: &[&Kind] = &[
    &webhook::KIND,
    &template::KIND,
    &request_tracker::KIND,
    &smtp::KIND,
    &zammad::KIND,
    &zendesk::KIND,
    &tmf621::KIND_5,
    &tmf621::KIND_4,
    &freshdesk::KIND,
    &osticket::KIND,
    &jira::KIND,
    &glpi::KIND,
];

/// How long to wait until what follows a ticket is sent once more.
const BETWEEN: Duration = Duration::from_secs(1);

/// A kind of helpdesk.
#[derive(Debug)]
pub struct Kind {
    /// As `helpdesk.kind` names it.
    pub name: &'static str,
    /// The name that people know it by.
    pub title: &'static str,
    make: fn(&Setup) -> Result<Box<dyn Adapter>, Wrong>,
}

impl Kind {
    const fn new(
        name: &'static str,
        title: &'static str,
        make: fn(&Setup) -> Result<Box<dyn Adapter>, Wrong>,
    ) -> Kind {
        Kind { name, title, make }
    }
}

/// The result of an adapter's work, to be awaited.
type Doing<'a, T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send + 'a>>;

/// Work that only some helpdesks can do; `None` if this one cannot. Nothing is sent until it is awaited.
type Offer<'a, T> = Option<Doing<'a, T>>;

/// A ticket that is there, but may lack what goes in requests of its own.
#[derive(Clone, Copy, Debug)]
struct Created<'a> {
    receipt: &'a Receipt,
    delivery: &'a Delivery,
    /// Whether an earlier try may have sent the rest.
    unsure: bool,
}

/// How a ticket is written for one kind of helpdesk, and how its answers read.
trait Adapter: Send + Sync + fmt::Debug {
    /// Creates the ticket.
    fn create<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Doing<'a, Receipt>;

    /// Looks for the ticket, after a try whose answer was lost. `None` if this helpdesk cannot be
    /// searched, or knows by the key that it has the ticket; then creating it again is what there is.
    fn find<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Offer<'a, Option<Receipt>> {
        let _ = (http, delivery);
        None
    }

    /// Sends what of a ticket goes in requests of its own, such as its file; if an earlier try may have sent it, looks
    /// for it first. `None` where a ticket goes in one request.
    fn complete<'a>(&'a self, http: &'a Http, created: Created<'a>) -> Offer<'a, ()> {
        let _ = (http, created);
        None
    }

    /// Asks how far the ticket of this receipt is, and what agents said to the customer. `None` if this
    /// helpdesk cannot be asked.
    fn progress<'a>(&'a self, http: &'a Http, receipt: &'a Receipt) -> Offer<'a, Progress> {
        let _ = (http, receipt);
        None
    }

    /// Adds a note to the ticket of this receipt, and closes it if the customer says that it works again
    /// and the helpdesk lets others close. If an earlier try may have arrived, looks for it first. `None` if
    /// this helpdesk takes no notes on tickets that it has.
    fn note<'a>(&'a self, http: &'a Http, receipt: &'a Receipt, note: &'a Note) -> Offer<'a, ()> {
        let _ = (http, receipt, note);
        None
    }
}

/// The operator's helpdesk.
#[derive(Clone, Debug)]
pub struct Helpdesk {
    kind: &'static Kind,
    adapter: Arc<dyn Adapter>,
    http: Http,
}

impl Helpdesk {
    /// The one that the configuration names; `None` if it names none.
    ///
    /// # Errors
    ///
    /// What is wrong or missing in the configuration, each with its place and what to write.
    pub fn of(config: &Config) -> Result<Option<Helpdesk>, ConfigProblems> {
        let Some(name) = &config.helpdesk.kind else {
            return Ok(None);
        };
        let problem = |wrong: Wrong| ConfigProblems(vec![placed(config, wrong)]);
        let kind = KINDS.iter().find(|kind| kind.name == name).ok_or_else(|| {
            let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
            let message = format!(
                "There is no kind “{name}”. Write one of {}.",
                names.join(", ")
            );
            problem(Wrong::new("helpdesk.kind", message))
        })?;
        let setup = Setup::new(Arc::new(config.helpdesk.clone()));
        let adapter = (kind.make)(&setup).map_err(problem)?;
        let http = Http::new(&config.helpdesk).map_err(problem)?;
        Ok(Some(Helpdesk {
            kind,
            adapter: adapter.into(),
            http,
        }))
    }

    /// Which kind it is.
    pub fn kind(&self) -> &'static Kind {
        self.kind
    }

    /// Creates the ticket. If an earlier try may have arrived, looks for it first, where that can be
    /// done.
    ///
    /// # Errors
    ///
    /// Why it did not work, and whether the helpdesk may have the ticket all the same.
    pub async fn deliver(&self, delivery: &Delivery, unsure: bool) -> Result<Receipt, Failure> {
        if unsure && let Some(finding) = self.adapter.find(&self.http, delivery) {
            // Until the search answers, nobody knows more than before.
            let found = finding.await.map_err(Failure::as_unsure)?;
            if let Some(receipt) = found {
                return Ok(self.completed(receipt, delivery, true).await);
            }
        }
        let receipt = self.adapter.create(&self.http, delivery).await?;
        Ok(self.completed(receipt, delivery, false).await)
    }

    /// The receipt of a ticket that is there, once what follows the ticket was sent, too: twice, if it does not arrive.
    /// That it lacks its file is no reason to make another.
    async fn completed(&self, mut receipt: Receipt, delivery: &Delivery, unsure: bool) -> Receipt {
        let (mut unsure, mut tried_again) = (unsure, false);
        let failure = loop {
            let created = Created {
                receipt: &receipt,
                delivery,
                unsure,
            };
            let failed = match self.adapter.complete(&self.http, created) {
                Some(completing) => completing.await.err(),
                None => None,
            };
            let Some(failure) = failed else {
                return receipt;
            };
            let may_help = matches!(failure.kind, FailureKind::Later | FailureKind::Unsure);
            if !may_help || tried_again {
                break failure;
            }
            tokio::time::sleep(BETWEEN).await;
            (unsure, tried_again) = (true, true);
        };
        let title = self.kind.title;
        tracing::warn!(said = failure.said, "{title} did not take a ticket's file");
        receipt.note = Some(match receipt.note.take() {
            Some(note) => format!("{note}, the file"),
            None => format!("{title} did not store: the file"),
        });
        receipt
    }

    /// Whether it is searched for a ticket that an earlier try may have brought. One that is not knows the ticket's key, or
    /// there is nothing to be done.
    pub fn is_searched(&self, delivery: &Delivery) -> bool {
        // Nothing is asked until somebody waits for the answer.
        self.adapter.find(&self.http, delivery).is_some()
    }

    /// Whether it takes notes on tickets that it has.
    pub fn takes_notes(&self) -> bool {
        // Nothing is sent until somebody waits for the answer.
        let (receipt, note) = (Receipt::default(), Note::default());
        self.adapter.note(&self.http, &receipt, &note).is_some()
    }

    /// Whether it can be asked how far a ticket is, and what its agents said.
    pub fn can_be_asked(&self) -> bool {
        // Nothing is asked until somebody waits for the answer.
        let receipt = Receipt::default();
        self.adapter.progress(&self.http, &receipt).is_some()
    }

    /// Creates a ticket that follows up another one: what this helpdesk takes as a note, or a note that it did
    /// not take. It bears the other one's number, so that it cannot be searched for.
    ///
    /// # Errors
    ///
    /// Why it did not work, and whether the helpdesk may have it all the same.
    pub async fn follow_up(&self, delivery: &Delivery) -> Result<Receipt, Failure> {
        let receipt = self.adapter.create(&self.http, delivery).await?;
        Ok(self.completed(receipt, delivery, false).await)
    }

    /// Adds a note to a ticket that it has.
    ///
    /// # Errors
    ///
    /// Why it did not work, and whether the helpdesk may have the note all the same.
    pub async fn note(&self, receipt: &Receipt, note: &Note) -> Result<(), Failure> {
        match self.adapter.note(&self.http, receipt, note) {
            None => Ok(()),
            Some(noting) => noting.await,
        }
    }

    /// Asks how far a ticket is; `None` if this helpdesk cannot be asked.
    ///
    /// # Errors
    ///
    /// Why it did not say.
    pub async fn progress(&self, receipt: &Receipt) -> Result<Option<Progress>, Failure> {
        match self.adapter.progress(&self.http, receipt) {
            None => Ok(None),
            Some(asking) => asking.await.map(Some),
        }
    }
}

/// The problem where the key was set, or where the helpdesk was chosen.
pub(crate) fn placed(config: &Config, wrong: Wrong) -> ConfigProblem {
    if config.places.contains_key(wrong.key) {
        return config.problem(wrong.key, wrong.message);
    }
    let message = format!("`{}`: {}", wrong.key, wrong.message);
    config.problem("helpdesk.kind", message)
}
