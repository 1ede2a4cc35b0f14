//! What every request can use.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use firstline_diagnosis::checks::loss;
use tokio::sync::watch;

use crate::alerts::{Alerting, Notices, Teller};
use crate::config::{Config, ConfigProblems, HelpdeskConfig, Secret};
use crate::counting::Counting;
use crate::helpdesk::Helpdesk;
use crate::http::bodies::Bodies;
use crate::http::burst::Burst;
use crate::http::rate_limit::{Limiter, TIMES};
use crate::mail::Mailer;
use crate::operator::Provider;
use crate::outbox::{Asking, Courier, Delivering, Post, Tally};
use crate::people::appointments::Appointments;
use crate::people::queues::{Asked, Queues};
use crate::probe::echo::{PATH, Telling};
use crate::probe::traffic::Traffic;
use crate::probe::uploads::Uploads;
use crate::seal::{Links, Seal};
use crate::site::{Asset, Cache, Site};
use crate::status::poll::{Poller, Polling};
use crate::status::{Feed, FeedSetup};
use crate::store::packs::Packs;
use crate::store::{Earlier, Store};
use crate::tickets::in_flight::InFlight;

/// What every request can use. Reading the operator's files again makes another one, which shares
/// all that must go on.
#[derive(Debug)]
pub struct App {
    /// The operator's configuration.
    pub config: Config,
    /// The files of the website that are published.
    pub site: Arc<Site>,
    /// The provider whose customers are helped.
    pub provider: Provider,
    /// The store: all that outlives this process.
    pub store: Store,
    /// The guides of packs that were ever published.
    pub packs: Arc<Packs>,
    /// Assets of earlier versions.
    pub earlier: Arc<Earlier>,
    /// Known faults.
    pub feed: Arc<Feed>,
    /// The poller of their source; `None` if no source is polled.
    pub poller: Option<Arc<Poller>>,
    /// How many tickets an address may send before each must be worth some work.
    pub limiter: Arc<Limiter>,
    /// How much an address may send in all.
    pub ceiling: Arc<Limiter>,
    /// Whether more tickets come than on an ordinary day.
    pub burst: Arc<Burst>,
    /// Limits how many customers may ask for a message when a fault is over.
    pub wishes: Arc<Limiter>,
    /// How long customers wait for somebody.
    pub queues: Arc<Queues>,
    /// The source of waiting times; `None` if there is none.
    pub queues_asked: Option<Asked>,
    /// Where appointments are booked; `None` if there are none.
    pub appointments: Option<Appointments>,
    /// The counts of walks.
    pub insights: Arc<Counting>,
    /// How many batches of events an address may send.
    pub events_limiter: Arc<Limiter>,
    /// The bodies that are being sent.
    pub bodies: Arc<Bodies>,
    /// The bytes that speed tests move.
    pub traffic: Arc<Traffic>,
    /// The bytes of their uploads that have arrived.
    pub uploads: Arc<Uploads>,
    /// Everything that pages must know of the echo of datagrams; `None` if there is no echo.
    pub echo: Option<Telling>,
    /// Where tickets go; `None` if they stay in the store.
    pub helpdesk: Option<Helpdesk>,
    /// The counts of deliveries.
    pub tally: Arc<Tally>,
    /// Sends mail to customers; `None` if no mail is sent.
    pub mailer: Option<Mailer>,
    /// Tells customers that a fault is over; `None` if nobody is told.
    pub teller: Option<Teller>,
    /// Sends alarms and the report of the week to the provider's own people; `None` if nothing is sent.
    pub notices: Option<Notices>,
    /// The counts of mails to customers.
    pub mails: Arc<Tally>,
    /// Seals the tokens and links by which tickets are opened.
    pub seal: Seal,
    /// How many customers the helpdesk is asked for at once.
    pub asking: Arc<Asking>,
    /// The tickets that are being worked on.
    pub in_flight: InFlight,
    /// Whether the relay was told to stop.
    pub stopping: watch::Receiver<bool>,
    /// The index of each language as it was last made, and the minute of that.
    indexes: Mutex<HashMap<String, (i64, Asset)>>,
}

/// The operator's files, read and made into what the relay needs.
#[derive(Debug)]
pub struct Said {
    /// The configuration.
    pub config: Config,
    /// The files of the website that are published.
    pub site: Site,
    /// The provider whose customers are helped.
    pub provider: Provider,
    /// Where tickets go.
    pub helpdesk: Option<Helpdesk>,
    /// Sends mail to customers.
    pub mailer: Option<Mailer>,
    /// Tells customers that a fault is over.
    pub teller: Option<Teller>,
    /// Sends alarms and reports to the provider's own people.
    pub notices: Option<Notices>,
    /// The poller of the source of known faults.
    pub poller: Option<Poller>,
    /// The source of waiting times.
    pub queues: Option<Asked>,
    /// Where appointments are booked.
    pub appointments: Option<Appointments>,
}

impl Said {
    /// Makes what the configuration names.
    ///
    /// # Errors
    ///
    /// What is wrong or missing in it.
    pub fn new(mut config: Config, site: Site, provider: Provider) -> Result<Said, ConfigProblems> {
        // Whoever sets up the relay's own echo means it to be asked.
        if config.probe.echo.is_some() && config.checks.get(&loss::ECHO).is_empty() {
            config.checks.set(loss::ECHO.key, vec![PATH.to_owned()]);
        }
        secret_of_all(&config)?;
        let mailer = Mailer::of(&config, &provider)?;
        Ok(Said {
            helpdesk: Helpdesk::of(&config)?,
            teller: Teller::of(&config, mailer.as_ref())?,
            notices: Notices::of(&config, mailer.as_ref())?,
            mailer,
            poller: Poller::of(&config)?,
            queues: Asked::of(&config)?,
            appointments: Appointments::of(&config)?,
            config,
            site,
            provider,
        })
    }
}

/// Relays that share a store must make the same links and tokens: with a secret of its own each, none opens
/// what another one made.
fn secret_of_all(config: &Config) -> Result<(), ConfigProblems> {
    if config.database.url.is_none() || config.follow.secret.is_some() {
        return Ok(());
    }
    let message = "Relays on one database need one secret: set FIRSTLINE_FOLLOW_SECRET, or name a file by \
                   `follow.secret_file`, the same for all. `openssl rand -hex 32` makes one.";
    Err(ConfigProblems(vec![
        config.problem("follow.secret", message),
    ]))
}

/// The one [`App`] of a request.
pub type Shared = Arc<App>;

impl App {
    /// A relay with this store.
    pub fn new(
        said: Said,
        store: Store,
        echo: Option<Telling>,
        stopping: watch::Receiver<bool>,
    ) -> App {
        store.limit(said.config.tickets_most_megabytes.saturating_mul(1_000_000));
        deliver(&store, &said.config, said.helpdesk.as_ref());
        let feed = Feed::new(FeedSetup::of(&said.config));
        App {
            feed: Arc::new(feed),
            poller: said.poller.map(Arc::new),
            limiter: Arc::new(Limiter::new(said.config.tickets_per_minute)),
            ceiling: Arc::new(ceiling(&said.config)),
            burst: Arc::new(burst(&said.config)),
            wishes: Arc::new(ceiling(&said.config)),
            queues: Arc::default(),
            queues_asked: said.queues,
            appointments: said.appointments,
            insights: Arc::new(Counting::new()),
            events_limiter: Arc::new(Limiter::new(said.config.insights.per_minute)),
            bodies: Arc::default(),
            traffic: Arc::default(),
            uploads: Arc::default(),
            echo,
            helpdesk: said.helpdesk,
            tally: Arc::default(),
            mailer: said.mailer,
            teller: said.teller,
            notices: said.notices,
            mails: Arc::default(),
            seal: seal(&said.config),
            asking: Arc::default(),
            in_flight: InFlight::default(),
            packs: Arc::new(Packs::new(store.clone())),
            earlier: Arc::default(),
            indexes: Mutex::default(),
            stopping,
            config: said.config,
            site: Arc::new(said.site),
            provider: said.provider,
            store,
        }
    }

    /// The same relay with what the operator's files say now. Where it listens, its store and its
    /// log stay as they are.
    pub fn reloaded(&self, said: Said) -> App {
        deliver(&self.store, &said.config, said.helpdesk.as_ref());
        let same_feed = said.config.status == self.config.status
            && FeedSetup::of(&said.config) == *self.feed.setup();
        let same_burst = said.config.tickets_work_from_per_minute
            == self.config.tickets_work_from_per_minute
            && said.config.tickets_per_minute == self.config.tickets_per_minute;
        let same_limit = said.config.tickets_per_minute == self.config.tickets_per_minute;
        let feed = || Arc::new(Feed::new(FeedSetup::of(&said.config)));
        App {
            poller: if same_feed {
                self.poller.clone()
            } else {
                said.poller.map(Arc::new)
            },
            feed: if same_feed {
                Arc::clone(&self.feed)
            } else {
                feed()
            },
            burst: if same_burst {
                Arc::clone(&self.burst)
            } else {
                Arc::new(burst(&said.config))
            },
            wishes: if same_limit {
                Arc::clone(&self.wishes)
            } else {
                Arc::new(ceiling(&said.config))
            },
            ceiling: if same_limit {
                Arc::clone(&self.ceiling)
            } else {
                Arc::new(ceiling(&said.config))
            },
            limiter: if same_limit {
                Arc::clone(&self.limiter)
            } else {
                Arc::new(Limiter::new(said.config.tickets_per_minute))
            },
            queues: Arc::clone(&self.queues),
            queues_asked: said.queues,
            appointments: said.appointments,
            insights: Arc::clone(&self.insights),
            events_limiter: Arc::new(Limiter::new(said.config.insights.per_minute)),
            bodies: Arc::clone(&self.bodies),
            traffic: Arc::clone(&self.traffic),
            uploads: Arc::clone(&self.uploads),
            echo: self.echo.clone(),
            helpdesk: said.helpdesk,
            tally: Arc::clone(&self.tally),
            mailer: said.mailer,
            teller: said.teller,
            notices: said.notices,
            mails: Arc::clone(&self.mails),
            seal: seal(&said.config),
            asking: Arc::clone(&self.asking),
            in_flight: self.in_flight.clone(),
            packs: Arc::clone(&self.packs),
            earlier: Arc::clone(&self.earlier),
            indexes: Mutex::default(),
            stopping: self.stopping.clone(),
            config: said.config,
            site: Arc::new(said.site),
            provider: said.provider,
            store: self.store.clone(),
        }
    }

    /// For how long a ticket opens to its customer, in milliseconds; 0 if it never does.
    pub fn opens_for(&self) -> i64 {
        days(self.config.follow.days)
    }

    /// Links for agents to the walks of tickets; `None` if nobody said where the relay is.
    fn links(&self) -> Option<Links> {
        Some(Links {
            seal: self.seal.clone(),
            relay: self.config.follow.relay.clone()?,
            open_for: days(self.config.follow.days.max(1)),
        })
    }

    /// The token by which a customer opens the ticket of this `Idempotency-Key`; `None` if customers cannot open tickets.
    pub fn token(&self, key: &str) -> Option<String> {
        (self.opens_for() > 0).then(|| self.seal.token(key))
    }

    /// Everything that delivering needs; `None` if tickets stay in the store.
    pub fn delivering(&self) -> Option<Delivering> {
        Some(Delivering {
            store: self.store.clone(),
            courier: Courier::Helpdesk(Box::new(self.helpdesk.clone()?), self.links()),
            config: Arc::new(self.config.helpdesk.clone()),
            tally: Arc::clone(&self.tally),
        })
    }

    /// Everything that mail to customers needs; `None` if no mail is sent.
    pub fn mailing(&self) -> Option<Delivering> {
        let opens_for = self.opens_for();
        Some(Delivering {
            store: self.store.clone(),
            courier: Courier::Mail(Box::new(Post {
                mailer: self.mailer.clone()?,
                seal: (opens_for > 0).then(|| self.seal.clone()),
                opens_for,
            })),
            config: Arc::new(self.config.mail.as_helpdesk()),
            tally: Arc::clone(&self.mails),
        })
    }

    /// Everything that messages about the end of a fault need; `None` if nobody is told.
    pub fn alerting(&self) -> Option<Alerting> {
        let teller = self.teller.clone().filter(|_| self.feed.setup().tells);
        let notices = self.notices.clone();
        if teller.is_none() && notices.is_none() {
            return None;
        }
        Some(Alerting {
            store: self.store.clone(),
            feed: Arc::clone(&self.feed),
            teller,
            notices,
            seal: self.seal.clone(),
            // A region is told at once, and the mail server is the provider's own.
            config: Arc::new(HelpdeskConfig {
                per_minute: 6000,
                at_once: 8,
                ..self.config.mail.as_helpdesk()
            }),
            address: self.config.status.address.clone(),
            page: self.config.follow.page.clone(),
        })
    }

    /// Everything that polling needs; `None` if no source is polled.
    pub fn polling(&self) -> Option<Polling> {
        Some(Polling {
            feed: Arc::clone(&self.feed),
            poller: self.poller.clone()?,
        })
    }

    /// The index of a language, made once a minute at most: opening hours are told to the minute.
    /// It is compressed only if its text has changed.
    ///
    /// # Errors
    ///
    /// As `write` fails.
    pub fn index<E>(
        &self,
        language: &str,
        minute: i64,
        write: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Asset, E> {
        let mut made = self.indexes.lock().unwrap_or_else(PoisonError::into_inner);
        let known = made.get(language);
        if let Some((_, asset)) = known.filter(|(of, _)| *of == minute) {
            return Ok(asset.clone());
        }
        let text = write()?;
        let asset = match known {
            Some((_, asset)) if asset.bytes == text => asset.clone(),
            _ => Asset::new("index.json", text, Cache::Revalidate).compressed_now(),
        };
        made.insert(language.to_owned(), (minute, asset.clone()));
        Ok(asset)
    }
}

/// Tells the store which deliveries a ticket needs that is stored from now on.
fn deliver(store: &Store, config: &Config, helpdesk: Option<&Helpdesk>) {
    store.deliver(helpdesk.is_some());
    store.tell(config.mail.tells("received"), config.mail.tells("solved"));
}

/// How much one address may send in all.
fn ceiling(config: &Config) -> Limiter {
    Limiter::new(config.tickets_per_minute.saturating_mul(TIMES))
}

/// The number of tickets from which a burst begins; none if any number may come.
fn burst(config: &Config) -> Burst {
    Burst::new(match config.tickets_per_minute {
        0 => 0,
        _ => config.tickets_work_from_per_minute,
    })
}

fn days(days: u64) -> i64 {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    i64::try_from(days).map_or(i64::MAX, |days| days.saturating_mul(DAY))
}

fn seal(config: &Config) -> Seal {
    let configured = config.follow.secret.as_ref();
    Seal::open(&config.data, configured.map(Secret::reveal))
}
