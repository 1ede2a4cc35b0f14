//! Addresses and names, all of those that are kept for documentation (RFC 2606, 3849, 5737).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The customer's device.
pub const CUSTOMER: Ipv4Addr = Ipv4Addr::new(192, 168, 1, 10);
/// The home router, on the customer's side. It passes questions for names on.
pub const ROUTER: Ipv4Addr = Ipv4Addr::new(192, 168, 1, 1);
/// The provider's servers: the relay, an echo, STUN.
pub const HELP: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 10);
/// The same over IPv6.
pub const HELP_6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 3, 0, 0, 0, 0, 0x10);
/// The provider's name server.
pub const NAMES: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 53);
/// The captive portal.
pub const PORTAL: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 80);
/// Sites beyond the provider, each with an echo and STUN.
pub const SITES: [Ipv4Addr; 3] = [
    Ipv4Addr::new(198, 51, 100, 10),
    Ipv4Addr::new(198, 51, 100, 11),
    Ipv4Addr::new(198, 51, 100, 12),
];

/// The ports of the relay's listeners, and those of the TLS in front of each.
pub const RELAY_PORTS: [(u16, u16); 4] = [(8080, 443), (8081, 8443), (8082, 8444), (8083, 8445)];
/// The port of the echo over UDP.
pub const ECHO: u16 = 7;
/// The port of STUN.
pub const STUN: u16 = 3478;

/// The names that certificates are for.
pub const NAMED: [&str; 10] = [
    "isp.example",
    "*.isp.example",
    "*.dns.isp.example",
    "site-a.example",
    "*.site-a.example",
    "site-b.example",
    "*.site-b.example",
    "site-c.example",
    "*.site-c.example",
    "router.example",
];

/// The addresses of a name, as its zone has them: any label below these zones, so that a name can be fresh. `None` if there is
/// no such name.
pub fn resolve(name: &str) -> Option<Vec<IpAddr>> {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let is_in = |zone: &str| name == zone || name.ends_with(&format!(".{zone}"));
    let addresses: &[IpAddr] = match () {
        () if is_in("v6.isp.example") => &[IpAddr::V6(HELP_6)],
        // `v4.isp.example`, `*.dns.isp.example` and whatever a test invents.
        () if is_in("isp.example") => &[IpAddr::V4(HELP)],
        () if is_in("site-a.example") => &[IpAddr::V4(SITES[0])],
        () if is_in("site-b.example") => &[IpAddr::V4(SITES[1])],
        () if is_in("site-c.example") => &[IpAddr::V4(SITES[2])],
        () if is_in("router.example") => &[IpAddr::V4(ROUTER)],
        () => return None,
    };
    Some(addresses.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_below_a_zone_is_a_name_and_others_are_not() {
        for (name, address) in [
            ("help.isp.example", Some("192.0.2.10")),
            ("X7.dns.ISP.example.", Some("192.0.2.10")),
            ("v6.isp.example", Some("2001:db8:3::10")),
            ("fresh1.site-b.example", Some("198.51.100.11")),
            ("notisp.example", None),
            ("www.google.example", None),
            ("", None),
        ] {
            let address = address.map(|text| vec![text.parse::<IpAddr>().unwrap()]);
            assert_eq!(resolve(name), address, "{name}");
        }
    }
}
