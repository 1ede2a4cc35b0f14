//! How many tickets one address may send. Generous: thousands of customers share an address
//! behind a carrier's NAT, and an area comes back at once. So an address that sends much is asked for work
//! first, and refused only at [`TIMES`] as much. A ticket is never dropped; the answer says when to send it again.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::HeaderMap;

use crate::config::Network;

/// How many minutes' worth may come at once.
const BURST_MINUTES: f64 = 2.0;

/// How many times as much as makes an address suspicious is refused: what a few hundred customers send in a fault of their
/// region, and less than one machine that does the work for each.
pub const TIMES: u64 = 10;

/// How many addresses are remembered before idle ones are forgotten.
const REMEMBERED: usize = 50_000;

/// A token bucket for each address.
#[derive(Debug)]
pub struct Limiter {
    per_minute: f64,
    buckets: Mutex<HashMap<IpAddr, Bucket>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

impl Limiter {
    /// So many a minute on average, twice as many at once; 0 for any number.
    pub fn new(per_minute: u64) -> Limiter {
        Limiter {
            per_minute: per_minute as f64,
            buckets: Mutex::default(),
        }
    }

    /// Takes one for this address.
    ///
    /// # Errors
    ///
    /// If it has none left: how long until it has.
    pub fn take(&self, address: IpAddr, now: Instant) -> Result<(), Duration> {
        if self.per_minute == 0.0 {
            return Ok(());
        }
        let most = self.most();
        let filled = |bucket: &Bucket| self.filled(bucket, now);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= REMEMBERED {
            buckets.retain(|_, bucket| filled(bucket) < most);
        }
        let bucket = buckets.entry(group(address)).or_insert(Bucket {
            tokens: most,
            at: now,
        });
        let tokens = filled(bucket);
        if tokens < 1.0 {
            return Err(Duration::from_secs_f64(
                (1.0 - tokens) * 60.0 / self.per_minute,
            ));
        }
        *bucket = Bucket {
            tokens: tokens - 1.0,
            at: now,
        };
        Ok(())
    }

    /// Whether this address has used up more than half of what may come at once.
    pub fn is_low(&self, address: IpAddr, now: Instant) -> bool {
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.get(&group(address));
        bucket.is_some_and(|bucket| self.filled(bucket, now) < self.most() / 2.0)
    }

    /// What may come at once.
    fn most(&self) -> f64 {
        self.per_minute * BURST_MINUTES
    }

    /// What is in a bucket by now.
    fn filled(&self, bucket: &Bucket, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(bucket.at).as_secs_f64();
        (bucket.tokens + passed * self.per_minute / 60.0).min(self.most())
    }
}

/// The header in which proxies say for whom they ask.
pub const FORWARDED_FOR: &str = "x-forwarded-for";

/// What counts as one address: a customer has a whole /64 of IPv6.
pub fn group(address: IpAddr) -> IpAddr {
    network(address, 64)
}

/// What counts as one household: providers give each customer a /56 of IPv6 (RIPE-690, 4.2), whose 256 networks are the
/// guests', the children's and so on.
pub fn household(address: IpAddr) -> IpAddr {
    network(address, 56)
}

/// What one customer may have altogether: a business gets a /48 of IPv6 (RIPE-690, 4.2), which looks like 256 households.
pub fn site(address: IpAddr) -> IpAddr {
    network(address, 48)
}

/// The address of IPv4, or so many first bits of that of IPv6.
fn network(address: IpAddr, bits: u32) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let mask = u128::MAX << (u128::BITS - bits);
            IpAddr::V6((address.to_bits() & mask).into())
        }
        address => address,
    }
}

/// Whether this address is a proxy that is believed.
pub fn is_trusted(address: IpAddr, trusted: &[Network]) -> bool {
    trusted.iter().any(|network| network.contains(address))
}

/// The customer's address: the peer's, or what trusted proxies say in `X-Forwarded-For`. Read
/// from the right, because only what a trusted proxy added can be believed.
pub fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let mut client = peer;
    let hops: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in hops.into_iter().rev() {
        if !is_trusted(client, trusted) {
            break;
        }
        let Some(hop) = address(hop.trim()) else {
            break;
        };
        client = hop;
    }
    client
}

/// As proxies write it: some put IPv6 in brackets, some add the port.
fn address(hop: &str) -> Option<IpAddr> {
    let alone = hop.trim_matches(['[', ']']).parse().ok();
    let with_port = || hop.parse::<SocketAddr>().ok().map(|hop| hop.ip());
    alone.or_else(with_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_sends_too_much_waits_and_others_do_not() {
        let limiter = Limiter::new(6);
        let start = Instant::now();
        let (one, other): (IpAddr, IpAddr) =
            ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        for _ in 0..12 {
            limiter.take(one, start).unwrap();
        }
        let wait = limiter.take(one, start).unwrap_err();
        assert_eq!(wait, Duration::from_secs(10));
        limiter.take(other, start).unwrap();
        assert!(
            limiter
                .take(one, start + wait - Duration::from_millis(10))
                .is_err()
        );
        limiter.take(one, start + wait).unwrap();
    }

    #[test]
    fn ipv6_counts_by_64_and_zero_means_no_limit() {
        let limiter = Limiter::new(1);
        let now = Instant::now();
        limiter.take("2001:db8::1".parse().unwrap(), now).unwrap();
        limiter.take("2001:db8::2".parse().unwrap(), now).unwrap();
        assert!(
            limiter
                .take("2001:db8::ffff:3".parse().unwrap(), now)
                .is_err()
        );
        limiter
            .take("2001:db8:0:1::1".parse().unwrap(), now)
            .unwrap();
        let open = Limiter::new(0);
        assert!((0..1000).all(|_| open.take("192.0.2.1".parse().unwrap(), now).is_ok()));
    }

    #[test]
    fn a_household_is_an_address_or_a_56_of_ipv6() {
        for (one, other, same) in [
            ("2001:db8:0:1::1", "2001:db8:0:ff::2", true),
            ("2001:db8:0:1::1", "2001:db8:0:100::1", false),
            ("192.0.2.1", "::ffff:192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
        ] {
            let [a, b] = [one, other].map(|address| household(address.parse().unwrap()));
            assert_eq!(a == b, same, "{one} {other}");
        }
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        for (peer, forwarded, trusted, client_is, why) in [
            (
                "203.0.113.1",
                "198.51.100.9",
                "",
                "203.0.113.1",
                "no proxy is trusted",
            ),
            (
                "10.0.0.1",
                "198.51.100.9",
                "10.0.0.0/8",
                "198.51.100.9",
                "one proxy",
            ),
            (
                "10.0.0.1",
                "198.51.100.9, 10.0.0.2",
                "10.0.0.0/8",
                "198.51.100.9",
                "two",
            ),
            (
                "10.0.0.1",
                "1.2.3.4, 198.51.100.9",
                "10.0.0.0/8",
                "198.51.100.9",
                "what the client itself sent is not believed",
            ),
            (
                "203.0.113.1",
                "198.51.100.9",
                "10.0.0.0/8",
                "203.0.113.1",
                "past the proxy",
            ),
            ("10.0.0.1", "rubbish", "10.0.0.0/8", "10.0.0.1", "rubbish"),
            ("10.0.0.1", "", "10.0.0.0/8", "10.0.0.1", "nothing"),
            ("::1", "2001:db8::7", "::1", "2001:db8::7", "IPv6"),
            ("::1", "[2001:db8::7]", "::1", "2001:db8::7", "in brackets"),
            (
                "10.0.0.1",
                "198.51.100.9:50123, [2001:db8::7]:443",
                "10.0.0.0/8 2001:db8::/32",
                "198.51.100.9",
                "with their ports",
            ),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            let trusted: Vec<Network> = trusted
                .split_whitespace()
                .map(|n| n.parse().unwrap())
                .collect();
            assert_eq!(
                client(peer.parse().unwrap(), &headers, &trusted).to_string(),
                client_is,
                "{why}"
            );
        }
    }
}
