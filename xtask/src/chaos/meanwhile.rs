//! Others who want help during an attack, from an address of their own.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::task::JoinHandle;

use super::figures::Served;
use crate::relay::client::Customer;
use crate::relay::ledger::Ledger;
use crate::relay::ticket::Tickets;

/// The address that they come from.
const ADDRESS: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

/// The paths that they ask for: a customer's first requests.
const PATHS: [&str; 3] = ["/firstline.js", "/guides/index.en.json", "/probe/ping"];

/// The number of their first ticket: attacks have smaller ones.
const FIRST: u64 = 900_000_000_000;

/// Others who ask, until they are told to end.
pub struct Meanwhile {
    ending: Arc<AtomicBool>,
    task: JoinHandle<Served>,
}

impl Meanwhile {
    /// New customers, ten a second; every fifth sends a ticket if there is a ledger for it.
    pub fn begin(to: SocketAddr, tickets: Option<(Tickets, Arc<Ledger>)>) -> Meanwhile {
        let ending = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&ending);
        let task = tokio::spawn(async move {
            let mut served = Served::default();
            while !told.load(Ordering::Relaxed) {
                let mut customer = Customer::new(ADDRESS, to).patient_for(Duration::from_secs(15));
                let began = Instant::now();
                let answered = match &tickets {
                    Some((tickets, ledger)) if served.asked % 5 == 1 => {
                        let number = FIRST + served.asked;
                        let (key, body) = tickets.ticket(number);
                        let answer = customer.post(&key, body).await;
                        answer.is_ok_and(|answer| ledger.note(number, &answer))
                    }
                    _ => {
                        let path = PATHS[usize::try_from(served.asked % 3).unwrap_or(0)];
                        let answer = customer.get(path).await;
                        answer.is_ok_and(|answer| matches!(answer.status, 200 | 204))
                    }
                };
                served.asked += 1;
                served.answered += u64::from(answered);
                served.slowest = served.slowest.max(began.elapsed());
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            served
        });
        Meanwhile { ending, task }
    }

    /// How they were served.
    pub async fn end(self) -> Result<Served> {
        self.ending.store(true, Ordering::Relaxed);
        Ok(self.task.await?)
    }
}
