//! How many connections there may be, and who makes room.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::metered::Meter;
use super::rate_limit::group;
use crate::memory::TIDE;

/// File descriptors that are not for connections: the store, the log, files that are read.
const RESERVED: u64 = 40;

/// More connections than this need more memory than a relay should take.
const MOST: u64 = 4096;

/// What a connection that does nothing takes, in bytes: 2,000 of them take 30 MB.
const BYTES: usize = 15_000;

/// For how long a connection that has done nothing yet is left alone when all places are taken: a
/// customer whose request is on its way is not sent away for the next one.
const GRACE: Duration = Duration::from_millis(300);

/// How many connections there may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// In all.
    pub all: usize,
    /// From one address that is not a trusted proxy.
    pub of_one: usize,
}

impl Limits {
    /// As many as this process has file descriptors for; it asks for as many as it may have.
    pub fn of_this_process() -> Limits {
        let descriptors = descriptors();
        let all = descriptors.saturating_sub(RESERVED).clamp(8, MOST);
        let all = usize::try_from(all).unwrap_or(8);
        if all < 200 {
            tracing::warn!(
                descriptors,
                connections = all,
                "this process may open few files, so few customers are served at once; raise the limit (ulimit -n)"
            );
        }
        Limits {
            all,
            of_one: (all / 4).max(4),
        }
    }
}

/// How many file descriptors this process may have, after the soft limit was raised to the hard one.
#[cfg(unix)]
fn descriptors() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limits = getrlimit(Resource::Nofile);
    // More is of no use here, and some systems have millions, which some libraries walk through.
    let wanted = (MOST + RESERVED).min(limits.maximum.unwrap_or(u64::MAX));
    let current = limits.current.unwrap_or(u64::MAX);
    if current >= wanted {
        return current;
    }
    let raised = Rlimit {
        current: Some(wanted),
        maximum: limits.maximum,
    };
    match setrlimit(Resource::Nofile, raised) {
        Ok(()) => wanted,
        Err(_) => current,
    }
}

#[cfg(not(unix))]
fn descriptors() -> u64 {
    MOST + RESERVED
}

/// The connections that are open.
#[derive(Debug)]
pub struct Open {
    limits: Limits,
    all: Mutex<All>,
    /// Tells that one has left.
    pub left: Notify,
}

#[derive(Debug, Default)]
struct All {
    next: u64,
    places: HashMap<u64, (IpAddr, Arc<Meter>, Arc<Notify>)>,
    of_one: HashMap<IpAddr, usize>,
}

/// The place of a connection; free again when dropped.
#[derive(Debug)]
pub struct Place {
    open: Arc<Open>,
    number: u64,
    /// Its activity.
    pub meter: Arc<Meter>,
    /// Tells that it must go.
    pub leave: Arc<Notify>,
}

impl Open {
    /// None yet.
    pub fn new(limits: Limits) -> Open {
        Open {
            limits,
            all: Mutex::default(),
            left: Notify::new(),
        }
    }

    fn all(&self) -> MutexGuard<'_, All> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there is no place left.
    pub fn is_full(&self) -> bool {
        self.all().places.len() >= self.limits.all
    }

    /// Takes a place; `None` if this address has all that it may have and does something with each.
    pub fn take(self: &Arc<Open>, address: IpAddr, is_proxy: bool) -> Option<Place> {
        let address = group(address);
        let mut all = self.all();
        let count = all.of_one.get(&address).copied().unwrap_or(0);
        if !is_proxy
            && count >= self.limits.of_one
            && !all.close_idle(Duration::ZERO, |of| *of == address)
        {
            return None;
        }
        let number = all.next;
        all.next += 1;
        let (meter, leave) = (
            Arc::new(Meter::new(Instant::now())),
            Arc::new(Notify::new()),
        );
        all.places
            .insert(number, (address, Arc::clone(&meter), Arc::clone(&leave)));
        TIDE.rise(BYTES);
        *all.of_one.entry(address).or_default() += 1;
        drop(all);
        Some(Place {
            open: Arc::clone(self),
            number,
            meter,
            leave,
        })
    }

    /// Closes the connection that has been idle for the longest; `false` if none is idle, or only those
    /// that have just come.
    pub fn make_room(&self) -> bool {
        self.all().close_idle(GRACE, |_| true)
    }

    /// The relay stops.
    pub fn stop(&self) {
        for (_, meter, _) in self.all().places.values() {
            meter.stop();
        }
    }
}

impl All {
    fn close_idle(&mut self, at_least: Duration, of: impl Fn(&IpAddr) -> bool) -> bool {
        let now = Instant::now();
        loop {
            let idle = self
                .places
                .iter()
                .filter(|(_, (address, ..))| of(address))
                .filter_map(|(number, (_, meter, _))| Some((meter.idle_since()?, *number)))
                .min();
            let Some((since, number)) = idle else {
                return false;
            };
            if now.saturating_duration_since(since) < at_least {
                return false;
            }
            // A request may have come since it was looked at.
            let meter = self.places.get(&number).map(|(_, meter, _)| meter);
            if meter.is_some_and(|meter| meter.leave()) {
                return self.remove(number);
            }
        }
    }

    fn remove(&mut self, number: u64) -> bool {
        let Some((address, _, leave)) = self.places.remove(&number) else {
            return false;
        };
        TIDE.fall(BYTES);
        if let Some(count) = self.of_one.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                self.of_one.remove(&address);
            }
        }
        leave.notify_one();
        true
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.open.all().remove(self.number);
        self.open.left.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_may_open_as_many_files_as_it_is_allowed_to() {
        let limits = Limits::of_this_process();
        assert!(limits.all >= 8 && limits.of_one >= 4, "{limits:?}");
        assert!(limits.of_one < limits.all);
    }
}
