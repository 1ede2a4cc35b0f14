//! Which addresses a helpdesk, or whatever else an operator names, may have.
//!
//! A name in the configuration can lead anywhere, and somebody else may say where: to a database in
//! the provider's network, or to the service of a cloud that gives out keys. So a name is resolved
//! here, each of its addresses is looked at, and exactly those are connected to. Addresses that are
//! not public need a network in `helpdesk.networks`.

use std::fmt;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::dns::Name;
use tower::Service;

use super::failure::{Failure, FailureKind};
use crate::config::Network;

/// Which addresses may be connected to.
#[derive(Clone, Debug)]
pub struct Guard {
    networks: Arc<[Network]>,
    /// Whether public ones may: not where nothing is encrypted.
    public: bool,
    /// The section of the configuration that names what is connected to.
    section: &'static str,
}

/// An address that may not be connected to.
#[derive(Clone, Debug)]
pub struct Forbidden(String);

impl fmt::Display for Forbidden {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Forbidden {}

impl Guard {
    /// These networks, and, if `public` says so, the public Internet.
    pub fn new(networks: &[Network], public: bool) -> Guard {
        Guard {
            networks: networks.into(),
            public,
            section: "helpdesk",
        }
    }

    /// The same, which speaks of another section of the configuration.
    pub fn named(self, section: &'static str) -> Guard {
        Guard { section, ..self }
    }

    /// That this address may be connected to.
    pub fn check(&self, address: IpAddr) -> Result<(), Forbidden> {
        let address = address.to_canonical();
        let named = self
            .networks
            .iter()
            .any(|network| network.contains(address));
        if named || self.public && is_public(address) {
            return Ok(());
        }
        let section = self.section;
        Err(Forbidden(match is_public(address) {
            true => format!(
                "{address} is on the public Internet, where a password must not go unencrypted. Write \
                 https:// in `{section}.url`."
            ),
            false => format!(
                "{address} is not on the public Internet, so it may be anything inside your network. If it \
                 is yours, write {section}.networks = [\"{address}\"]."
            ),
        }))
    }

    /// The addresses of a host, each of them checked.
    pub async fn resolve(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, ResolveError> {
        let literal = host.trim_matches(['[', ']']).parse::<IpAddr>();
        let found: Vec<SocketAddr> = match literal {
            Ok(address) => vec![SocketAddr::new(address, port)],
            Err(_) => tokio::net::lookup_host((host, port))
                .await
                .map_err(|_| ResolveError::Unknown(host.to_owned()))?
                .collect(),
        };
        for address in &found {
            self.check(address.ip())?;
        }
        if found.is_empty() {
            return Err(ResolveError::Unknown(host.to_owned()));
        }
        Ok(found)
    }
}

/// Why a host cannot be connected to.
#[derive(Clone, Debug)]
pub enum ResolveError {
    /// The name service does not know it, or does not answer.
    Unknown(String),
    /// It may not be.
    Forbidden(Forbidden),
}

impl From<Forbidden> for ResolveError {
    fn from(forbidden: Forbidden) -> ResolveError {
        ResolveError::Forbidden(forbidden)
    }
}

impl fmt::Display for ResolveError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ResolveError::Unknown(host) => write!(out, "the name {host} leads to no address"),
            ResolveError::Forbidden(forbidden) => write!(out, "{forbidden}"),
        }
    }
}

impl std::error::Error for ResolveError {}

impl ResolveError {
    /// What it means for a ticket.
    pub fn failure(&self, host: &str) -> Failure {
        let kind = match self {
            ResolveError::Unknown(_) => FailureKind::Later,
            ResolveError::Forbidden(_) => FailureKind::Setup,
        };
        let said = self.to_string();
        let said = said.trim_end_matches('.');
        Failure::new(kind, format!("{host} cannot be reached: {said}."))
    }
}

impl Service<Name> for Guard {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = ResolveError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, ResolveError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ResolveError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let guard = self.clone();
        Box::pin(async move { Ok(guard.resolve(name.as_str(), 0).await?.into_iter()) })
    }
}

/// Whether an address is on the public Internet, by IANA's registries of special-purpose addresses.
/// Those that carry an IPv4 address inside (6to4, Teredo, NAT64) are not: they may lead anywhere.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b));
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    let is_global = first & 0xe000 == 0x2000;
    let is_special = first == 0x2002
        || (first == 0x2001 && second < 0x200)
        || (first == 0x2001 && second == 0xdb8)
        || (first == 0x3fff && second < 0x1000);
    is_global && !is_special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_public_needs_a_network_of_the_operators() {
        let guard = Guard::new(&["10.1.0.0/16".parse().unwrap()], true);
        for (address, allowed) in [
            ("93.184.216.34", true),
            ("2606:4700::1111", true),
            ("10.1.2.3", true),
            ("::ffff:10.1.2.3", true),
            ("10.2.2.3", false),
            ("127.0.0.1", false),
            ("::1", false),
            ("0.0.0.0", false),
            ("169.254.169.254", false),
            ("::ffff:169.254.169.254", false),
            ("fd00:ec2::254", false),
            ("fe80::1", false),
            ("100.100.100.200", false),
            ("192.168.1.1", false),
            ("172.31.0.1", false),
            ("64:ff9b::a9fe:a9fe", false),
            ("2002:7f00:1::", false),
            ("2001:0:7f00:1::", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
        ] {
            let checked = guard.check(address.parse().unwrap());
            assert_eq!(checked.is_ok(), allowed, "{address}");
        }
        let plain = Guard::new(&["10.1.0.0/16".parse().unwrap()], false);
        assert!(plain.check("10.1.2.3".parse().unwrap()).is_ok());
        let refused = plain.check("93.184.216.34".parse().unwrap()).unwrap_err();
        assert!(refused.to_string().contains("https://"), "{refused}");
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_refused_by_its_addresses() {
        let guard = Guard::new(&[], true);
        let refused = guard.resolve("localhost", 80).await.unwrap_err();
        assert!(matches!(refused, ResolveError::Forbidden(_)), "{refused}");
        let refused = guard.resolve("[::1]", 80).await.unwrap_err();
        assert!(matches!(refused, ResolveError::Forbidden(_)), "{refused}");
    }
}
