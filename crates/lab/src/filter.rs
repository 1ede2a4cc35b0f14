//! Which frames the shaper lets through.

use std::net::IpAddr;

/// Which packets are let through. What finds a neighbour (ARP, ND) always is: without it the router would learn that
/// nobody is there, and say so.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Filter {
    /// All.
    #[default]
    All,
    /// None.
    Nothing,
    /// Those from or to one of these addresses.
    Only(Vec<IpAddr>),
    /// All but those from or to one of these addresses.
    Except(Vec<IpAddr>),
    /// All but datagrams (UDP), except questions for names and their answers: as firewalls have it.
    NoDatagrams,
}

/// Bytes of the head of an Ethernet frame.
pub const ETHERNET: usize = 14;

impl Filter {
    /// Whether this Ethernet frame is let through.
    pub fn lets_through(&self, frame: &[u8]) -> bool {
        if *self == Filter::All || finds_neighbours(frame) {
            return true;
        }
        let ends = ends(frame);
        let is_of = |list: &[IpAddr]| ends.iter().flatten().any(|end| list.contains(end));
        match self {
            Filter::All => true,
            Filter::Nothing => false,
            Filter::Only(list) => is_of(list),
            Filter::Except(list) => !is_of(list),
            Filter::NoDatagrams => match ports_of_datagram(frame) {
                Some(ports) => ports.contains(&NAMES),
                None => true,
            },
        }
    }
}

fn kind(frame: &[u8]) -> u16 {
    match frame.get(12..14) {
        Some(&[high, low]) => u16::from_be_bytes([high, low]),
        _ => 0,
    }
}

const ARP: u16 = 0x0806;
const IPV4: u16 = 0x0800;
const IPV6: u16 = 0x86dd;

fn finds_neighbours(frame: &[u8]) -> bool {
    const ICMP6: u8 = 58;
    match kind(frame) {
        ARP => true,
        IPV6 => {
            let is_icmp = frame.get(ETHERNET + 6) == Some(&ICMP6);
            // Solicitations and advertisements of routers and neighbours (RFC 4861).
            is_icmp && matches!(frame.get(ETHERNET + 40), Some(133..=137))
        }
        _ => false,
    }
}

/// The port of name servers.
const NAMES: u16 = 53;

/// From which port a datagram is, and to which it goes; `None` for all else.
fn ports_of_datagram(frame: &[u8]) -> Option<[u16; 2]> {
    const UDP: u8 = 17;
    let at = |place: usize| frame.get(ETHERNET + place).copied();
    let (protocol, head) = match kind(frame) {
        // The length of the head is in words of four bytes.
        IPV4 => (at(9)?, usize::from(at(0)? & 15) * 4),
        IPV6 => (at(6)?, 40),
        _ => return None,
    };
    // What is cut off has no port.
    let port = |place| [0, 1].map(|byte| at(head + place + byte).unwrap_or_default());
    (protocol == UDP).then(|| [0, 2].map(|place| u16::from_be_bytes(port(place))))
}

/// Where a packet is from, and where it goes to.
fn ends(frame: &[u8]) -> [Option<IpAddr>; 2] {
    let at = |from: usize, bytes: usize| frame.get(ETHERNET + from..ETHERNET + from + bytes);
    let of = |bytes: Option<&[u8]>| -> Option<IpAddr> {
        let bytes = bytes?;
        let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
        let six = || <[u8; 16]>::try_from(bytes).map(IpAddr::from);
        four.or_else(|_| six()).ok()
    };
    match kind(frame) {
        IPV4 => [of(at(12, 4)), of(at(16, 4))],
        IPV6 => [of(at(8, 16)), of(at(24, 16))],
        _ => [None, None],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(kind: u16, packet: &[u8]) -> Vec<u8> {
        let mut frame = vec![0; 12];
        frame.extend(kind.to_be_bytes());
        frame.extend(packet);
        frame
    }

    fn four(from: [u8; 4], to: [u8; 4]) -> Vec<u8> {
        let mut packet = vec![0; 12];
        packet.extend(from);
        packet.extend(to);
        frame(IPV4, &packet)
    }

    #[test]
    fn packets_are_told_by_where_they_are_from_and_go_to() {
        let [a, b, c] = [[192, 0, 2, 1], [192, 0, 2, 2], [192, 0, 2, 3]];
        let only = Filter::Only(vec![b.into()]);
        let except = Filter::Except(vec![b.into()]);
        for (packet, by_only, by_except) in [
            (four(a, b), true, false),
            (four(b, c), true, false),
            (four(a, c), false, true),
            (frame(ARP, &[0; 28]), true, true),
            (frame(IPV4, &[0; 3]), false, true),
            (vec![1, 2], false, true),
        ] {
            assert!(Filter::All.lets_through(&packet));
            assert_eq!(only.lets_through(&packet), by_only, "{packet:?}");
            assert_eq!(except.lets_through(&packet), by_except, "{packet:?}");
        }
        assert!(!Filter::Nothing.lets_through(&four(a, b)));
    }

    #[test]
    fn datagrams_are_told_from_all_else_and_names_still_resolve() {
        for (protocol, port, through) in [(17, 443, false), (17, 53, true), (6, 443, true)] {
            let mut packet = vec![0; 24];
            packet[0] = 0x45;
            packet[9] = protocol;
            packet[20..22].copy_from_slice(&40_000_u16.to_be_bytes());
            packet[22..].copy_from_slice(&u16::to_be_bytes(port));
            let frame = frame(IPV4, &packet);
            assert_eq!(
                Filter::NoDatagrams.lets_through(&frame),
                through,
                "{protocol} {port}"
            );
            assert_eq!(
                Filter::NoDatagrams.lets_through(&frame[..30]),
                protocol == 6
            );
        }
    }

    #[test]
    fn neighbours_are_found_whatever_is_let_through() {
        for (next, kind, through) in [(58, 135, true), (58, 128, false), (17, 135, false)] {
            let mut packet = vec![0; 41];
            packet[6] = next;
            packet[40] = kind;
            let frame = frame(IPV6, &packet);
            assert_eq!(Filter::Nothing.lets_through(&frame), through);
        }
    }
}
