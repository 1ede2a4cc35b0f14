//! How many sessions the echo has at once.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::http::rate_limit::group;

/// Sessions at once, in all: each is some fifty small datagrams a second.
const MOST: usize = 256;

/// And of one address or IPv6 /64, behind which there may be a family.
const MOST_OF_ONE: usize = 8;

/// How many sessions each address has now.
#[derive(Clone, Debug, Default)]
pub struct Limits(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// The place of a session; free again when dropped.
#[derive(Debug)]
pub struct Place {
    limits: Limits,
    of: IpAddr,
}

impl Limits {
    /// A place for a session; `None` if there is none.
    pub fn take(&self, of: IpAddr) -> Option<Place> {
        let of = group(of);
        let mut taken = self.taken();
        if taken.values().sum::<usize>() >= MOST {
            return None;
        }
        let own = taken.entry(of).or_default();
        if *own >= MOST_OF_ONE {
            return None;
        }
        *own += 1;
        Some(Place {
            limits: self.clone(),
            of,
        })
    }

    /// Whether half of the places are taken.
    pub fn are_near(&self) -> bool {
        self.taken().values().sum::<usize>() >= MOST / 2
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.limits.taken();
        if let Some(own) = taken.get_mut(&self.of) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.of);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_has_all_places_and_places_come_back() {
        let limits = Limits::default();
        let one: IpAddr = "192.0.2.1".parse().unwrap();
        let own: Vec<Option<Place>> = (0..=MOST_OF_ONE).map(|_| limits.take(one)).collect();
        assert_eq!(own.iter().flatten().count(), MOST_OF_ONE);
        assert!(limits.take("192.0.2.2".parse().unwrap()).is_some());
        drop(own);
        assert!(limits.take(one).is_some());
        let others = (0..).map(|number| IpAddr::from([10, 0, 0, number]));
        let all: Vec<Option<Place>> = others
            .take(MOST / MOST_OF_ONE)
            .flat_map(|other| (0..MOST_OF_ONE).map(move |_| other))
            .map(|other| limits.take(other))
            .collect();
        assert!(all.iter().all(Option::is_some) && limits.are_near());
        assert!(limits.take(one).is_none());
    }

    #[test]
    fn a_customer_with_many_addresses_has_no_more_places() {
        let limits = Limits::default();
        let own = |number: usize| limits.take(format!("2001:db8::{number}").parse().unwrap());
        let held: Vec<Option<Place>> = (0..20).map(own).collect();
        assert_eq!(held.iter().flatten().count(), MOST_OF_ONE);
        let neighbour = limits.take("2001:db8:0:1::1".parse().unwrap());
        assert!(neighbour.is_some());
        // The same address, as a socket for both families says it.
        let mapped = |_| limits.take("::ffff:192.0.2.1".parse().unwrap());
        let held: Vec<Option<Place>> = (0..MOST_OF_ONE).map(mapped).collect();
        assert!(held.iter().all(Option::is_some));
        assert!(limits.take("192.0.2.1".parse().unwrap()).is_none());
    }
}
