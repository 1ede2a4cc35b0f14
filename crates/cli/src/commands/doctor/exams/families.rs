//! Which families of addresses this machine reaches at all: a name that has IPv6 alone is not wrong because the doctor's
//! machine has none.

use std::net::{IpAddr, SocketAddr, UdpSocket};

/// Why nothing can be said of these addresses from here; `None` if this machine has a way to one of them.
pub fn none_reached(found: &[IpAddr]) -> Option<&'static str> {
    without_way(found, has_way)
}

fn without_way(found: &[IpAddr], has_way: impl Fn(IpAddr) -> bool) -> Option<&'static str> {
    if found.iter().any(|&address| has_way(address)) {
        return None;
    }
    match found.first()? {
        IpAddr::V4(_) => Some("this machine has no IPv4"),
        IpAddr::V6(_) => Some("this machine has no IPv6"),
    }
}

/// Whether the system knows a way there. Connecting a socket of UDP looks the way up and sends nothing.
fn has_way(address: IpAddr) -> bool {
    let own: SocketAddr = match address {
        IpAddr::V4(_) => ([0, 0, 0, 0], 0).into(),
        IpAddr::V6(_) => ([0_u16; 8], 0).into(),
    };
    let socket = UdpSocket::bind(own);
    socket.is_ok_and(|socket| socket.connect((address, 443)).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_this_machine_has_no_way_to_is_not_judged() {
        let four: IpAddr = "192.0.2.1".parse().unwrap();
        let six: IpAddr = "2001:db8::1".parse().unwrap();
        let only_four = |address: IpAddr| address.is_ipv4();
        let only_six = |address: IpAddr| address.is_ipv6();
        let six_lacks = Some("this machine has no IPv6");
        let four_lacks = Some("this machine has no IPv4");
        assert_eq!(without_way(&[six], only_four), six_lacks);
        assert_eq!(without_way(&[six, four], only_four), None);
        assert_eq!(without_way(&[four], only_six), four_lacks);
        assert_eq!(without_way(&[], only_six), None);
        assert!(has_way([127, 0, 0, 1].into()));
    }
}
