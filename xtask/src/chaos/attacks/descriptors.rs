use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::task::JoinSet;

use super::figures::Figures;
use super::{Outcome, Scene, Setting, block_on, stop};
use crate::relay::client::{Customer, connect};

pub(super) const ABOUT: &str = "a relay that may open 64 files: 45 customers send a ticket at once, beside 100 idle connections";

/// How many customers.
const CUSTOMERS: u8 = 45;

pub(super) fn run(setting: &Setting) -> Result<Outcome> {
    block_on(async {
        let scene = Scene::new()?;
        let mut figures = Figures::default();
        // The hard limit too: the relay raises the soft one by itself.
        let relay = scene
            .relay(setting)
            .under(&["sh", "-c", "ulimit -n 64 && exec \"$@\"", "sh"])
            .start()?;
        let before = relay.memory();
        let mut idle = Vec::new();
        for _ in 0..100 {
            idle.push(connect(Ipv4Addr::new(127, 0, 11, 1), relay.address).await?);
        }
        let refused = Arc::new(Mutex::new(BTreeMap::<u16, u32>::new()));
        let began = Instant::now();
        let mut sending = JoinSet::new();
        for number in 0..CUSTOMERS {
            let (tickets, ledger) = (scene.tickets.clone(), Arc::clone(&scene.ledger));
            let (address, refused) = (relay.address, Arc::clone(&refused));
            sending.spawn(async move {
                let from = Ipv4Addr::new(127, 0, 12, 1 + number);
                let (key, body) = tickets.ticket(number.into());
                let mut customer = Customer::new(from, address);
                loop {
                    match customer.post(&key, body.clone()).await {
                        Ok(answer) if ledger.note(number.into(), &answer) => return,
                        Ok(answer) => {
                            let mut refused =
                                refused.lock().unwrap_or_else(PoisonError::into_inner);
                            *refused.entry(answer.status).or_default() += 1;
                        }
                        Err(_) => {}
                    }
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            });
        }
        let all = tokio::time::timeout(Duration::from_secs(40), sending.join_all()).await;
        figures.claim(all.is_ok(), "not every customer got through within 40 s");
        let took = began.elapsed();
        let refused = {
            let refused = refused.lock().unwrap_or_else(PoisonError::into_inner);
            refused.clone()
        };
        figures.claim(refused.is_empty(), format!("refused: {refused:?}"));
        figures.note(format!(
            "all 45 had a number after {} ms, and none was refused before",
            took.as_millis()
        ));
        drop(idle);
        figures.before_and_after = before.zip(relay.memory());
        stop(&mut figures, relay)?;
        figures.hold_to(scene.ledger.audit(&scene.ground.data()).await?);
        Ok(Outcome::Made(figures))
    })
}
