//! All attacks, one file each, and what several of them do.

mod clock;
mod corrupt;
mod database;
mod descriptors;
mod full_disk;
mod half_sent;
mod http2;
mod idle;
mod kills;
mod locked;
mod log;
mod pipelined;
mod read_only;
mod regional_fault;
mod slow;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use tokio::task::JoinSet;

use super::figures::Figures;
use super::meanwhile::Meanwhile;
use super::{Attack, Form, Outcome, Setting, block_on, figures, mounts};
use crate::relay::client::Customer;
use crate::relay::ground::Ground;
use crate::relay::ledger::Ledger;
use crate::relay::process::{Relay, Starting};
use crate::relay::ticket::Tickets;

/// All attacks. Those that wait the longest come first, so that the others can run beside them.
pub static ATTACKS: &[Attack] = &[
    Attack {
        name: "kills",
        about: kills::ABOUT,
        run: kills::run,
    },
    Attack {
        name: "regional-fault",
        about: regional_fault::ABOUT,
        run: regional_fault::run,
    },
    Attack {
        name: "database",
        about: database::ABOUT,
        run: database::run,
    },
    Attack {
        name: "slow",
        about: slow::ABOUT,
        run: slow::run,
    },
    Attack {
        name: "half-sent",
        about: half_sent::ABOUT,
        run: half_sent::run,
    },
    Attack {
        name: "idle",
        about: idle::ABOUT,
        run: idle::run,
    },
    Attack {
        name: "pipelined",
        about: pipelined::ABOUT,
        run: pipelined::run,
    },
    Attack {
        name: "http2",
        about: http2::ABOUT,
        run: http2::run,
    },
    Attack {
        name: "descriptors",
        about: descriptors::ABOUT,
        run: descriptors::run,
    },
    Attack {
        name: "full-disk",
        about: full_disk::ABOUT,
        run: full_disk::run,
    },
    Attack {
        name: "read-only",
        about: read_only::ABOUT,
        run: read_only::run,
    },
    Attack {
        name: "locked",
        about: locked::ABOUT,
        run: locked::run,
    },
    Attack {
        name: "corrupt",
        about: corrupt::ABOUT,
        run: corrupt::run,
    },
    Attack {
        name: "clock",
        about: clock::ABOUT,
        run: clock::run,
    },
    Attack {
        name: "log",
        about: log::ABOUT,
        run: log::run,
    },
];

/// The address that attacks come from.
const ATTACKER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 1);

/// A ground, tickets, and what customers were told about them.
struct Scene {
    ground: Ground,
    tickets: Tickets,
    ledger: Arc<Ledger>,
}

impl Scene {
    fn new() -> Result<Scene> {
        Ok(Scene {
            ground: Ground::new()?,
            tickets: Tickets::new()?,
            ledger: Arc::default(),
        })
    }

    /// The same with a large file to ask for.
    fn with_large_file(self) -> Result<Scene> {
        Ok(Scene {
            ground: self.ground.with_large_file()?,
            ..self
        })
    }

    /// A relay of this setting on this ground.
    fn relay(&self, setting: &Setting) -> Starting<'_> {
        Starting::new(&setting.binary, &self.ground)
    }

    /// Sends the ticket of this number once; its status, or `None` without an answer.
    async fn send(&self, to: SocketAddr, number: u64) -> Option<u16> {
        let (key, body) = self.tickets.ticket(number);
        let answer = Customer::new(ATTACKER, to).post(&key, body).await.ok()?;
        self.ledger.note(number, &answer);
        Some(answer.status)
    }

    /// Customers who send tickets with growing numbers, each again and again until it is accepted.
    fn crowd(&self, to: SocketAddr, size: u8, pause: Duration) -> Crowd {
        self.crowd_of(&[to], size, pause)
    }

    /// The same at several relays that share a store: whoever gets no answer asks the next one.
    fn crowd_of(&self, relays: &[SocketAddr], size: u8, pause: Duration) -> Crowd {
        let ending = Arc::new(AtomicBool::new(false));
        let next = Arc::new(AtomicU64::new(0));
        let mut members = JoinSet::new();
        for member in 0..size {
            let (ending, next) = (Arc::clone(&ending), Arc::clone(&next));
            let (tickets, ledger) = (self.tickets.clone(), Arc::clone(&self.ledger));
            let relays = relays.to_vec();
            members.spawn(async move {
                let mut at = usize::from(member) % relays.len();
                let mut customer = Customer::new(ATTACKER, relays[at]);
                while !ending.load(Ordering::Relaxed) {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let (key, body) = tickets.ticket(number);
                    loop {
                        let answer = customer.post(&key, body.clone()).await;
                        if answer.is_ok_and(|answer| ledger.note(number, &answer)) {
                            break;
                        }
                        if relays.len() > 1 {
                            at = (at + 1) % relays.len();
                            customer = Customer::new(ATTACKER, relays[at]);
                        }
                        tokio::time::sleep(Duration::from_millis(15)).await;
                    }
                    // Some browsers never learn that their ticket has arrived, and send it again.
                    if number % 16 == 0
                        && let Ok(again) = customer.post(&key, body).await
                    {
                        ledger.note(number, &again);
                    }
                    tokio::time::sleep(pause).await;
                }
            });
        }
        Crowd { ending, members }
    }
}

/// An attack on one relay, during which others want help.
struct Siege<'s> {
    setting: &'s Setting,
    scene: Scene,
    relay: Relay,
    figures: Figures,
    /// The memory of the relay before, in megabytes.
    before: Option<u64>,
    others: Meanwhile,
}

impl<'s> Siege<'s> {
    /// Starts a relay on this scene, and others who ask it.
    fn begin(scene: Scene, setting: &'s Setting) -> Result<Siege<'s>> {
        let relay = scene.relay(setting).start()?;
        let before = relay.memory();
        let others = Meanwhile::begin(
            relay.address,
            Some((scene.tickets.clone(), scene.ledger.clone())),
        );
        Ok(Siege {
            setting,
            scene,
            relay,
            figures: Figures::default(),
            before,
            others,
        })
    }

    /// Looks at the memory of the relay.
    fn look_at(&mut self) {
        self.figures.look_at(&self.relay);
    }

    /// Waits so long, and looks at the relay meanwhile.
    async fn hold(&mut self, wait: Duration) {
        let began = Instant::now();
        while began.elapsed() < wait {
            self.look_at();
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Claims that others were served, takes the memory after this pause, stops the relay, and claims that each answer to a
    /// customer is stored.
    async fn end(mut self, pause: Duration) -> Result<Outcome> {
        let served = self.others.end().await?;
        self.figures.serve(served, self.setting.patience());
        tokio::time::sleep(pause).await;
        self.figures.before_and_after = self.before.zip(self.relay.memory());
        stop(&mut self.figures, self.relay)?;
        let audit = self.scene.ledger.audit(&self.scene.ground.data()).await?;
        self.figures.hold_to(audit);
        Ok(Outcome::Made(self.figures))
    }
}

/// Customers who send tickets.
struct Crowd {
    ending: Arc<AtomicBool>,
    members: JoinSet<()>,
}

impl Crowd {
    /// Waits until each has got through the ticket that it is at.
    async fn end(self, within: Duration) -> Result<()> {
        self.ending.store(true, Ordering::Relaxed);
        if tokio::time::timeout(within, self.members.join_all())
            .await
            .is_err()
        {
            bail!(
                "customers cannot get rid of their tickets within {} s",
                within.as_secs()
            );
        }
        Ok(())
    }
}

/// Answers by how often they came, in words.
fn listed(answers: &BTreeMap<String, u32>) -> String {
    let answers: Vec<String> = answers
        .iter()
        .map(|(answer, times)| format!("{times} × {answer}"))
        .collect();
    answers.join(", ")
}

/// Whether help is given: loader, index, ping, status.
async fn helps(to: SocketAddr) -> bool {
    let mut customer = Customer::new(ATTACKER, to).patient_for(Duration::from_secs(5));
    for path in [
        "/firstline.js",
        "/guides/index.en.json",
        "/probe/ping",
        "/api/v1/status",
    ] {
        let answer = customer.get(path).await;
        if !answer.is_ok_and(|answer| matches!(answer.status, 200 | 204)) {
            return false;
        }
    }
    true
}

/// Whether `/readyz` comes to have this status within half a minute.
async fn becomes(to: SocketAddr, status: u16) -> bool {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(30) {
        let answer = Customer::new(ATTACKER, to).get("/readyz").await;
        if answer.is_ok_and(|answer| answer.status == status) {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    false
}

/// Stops the relay and claims that it ends well and soon.
fn stop(figures: &mut Figures, relay: Relay) -> Result<()> {
    figures.look_at(&relay);
    let (code, took) = relay.stop()?;
    figures.claim(code == Some(0), format!("SIGTERM ends it with {code:?}"));
    let soon = Duration::from_secs(25);
    figures.claim(
        took < soon,
        format!("SIGTERM takes {} s", took.as_secs_f32()),
    );
    Ok(())
}
