//! Addresses of targets: named or by number, made fresh, encoded.

/// How a target is named. An address by number needs no resolver, so the two fail for different reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// By a host name, which must be resolved first.
    Name,
    /// By an IP address, such as `https://192.0.2.1/`.
    Literal,
}

impl TargetKind {
    /// How the target at this address is named. One without a scheme is relative to the page, whose host
    /// is not known here: it counts as a name.
    pub fn of(url: &str) -> TargetKind {
        match host(url) {
            Some(host) if is_number(host) => TargetKind::Literal,
            _ => TargetKind::Name,
        }
    }
}

/// The host of an address, without its port; an IPv6 address with its brackets.
pub fn host(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once(':')?;
    let rest = rest.strip_prefix("//")?;
    if scheme.contains(['/', '?', '#']) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    match host.find(']') {
        Some(end) if host.starts_with('[') => host.get(..=end),
        _ => host.split(':').next(),
    }
}

/// A top-level domain has letters (RFC 3696, 2), so digits and dots alone are an address.
fn is_number(host: &str) -> bool {
    let digit_or_dot = |byte: u8| byte.is_ascii_digit() || byte == b'.';
    host.starts_with('[') || (!host.is_empty() && host.bytes().all(digit_or_dot))
}

/// Whether the address is for sure one of the home network, of this machine, or of the carrier's
/// translation (100.64.0.0/10, RFC 6598), for all of which Chromium asks the customer's permission first
/// (Local Network Access). A name may lead there as well; that is not known before it is asked.
pub fn is_local(url: &str) -> bool {
    let Some(host) = host(url) else {
        return false;
    };
    let name = host.to_ascii_lowercase();
    if name == "localhost" || name.ends_with(".localhost") || name.ends_with(".local") {
        return true;
    }
    if let Some(address) = name.strip_prefix('[') {
        // ::1, fc00::/7 and fe80::/10.
        let unique = ["fc", "fd", "fe8", "fe9", "fea", "feb"];
        return address == "::1]" || unique.iter().any(|start| address.starts_with(start));
    }
    let mut numbers = host.split('.').map(|part| part.parse::<u8>().ok());
    match (numbers.next().flatten(), numbers.next().flatten()) {
        (Some(127 | 10), _) | (Some(192), Some(168)) | (Some(169), Some(254)) => is_number(host),
        (Some(172), Some(16..=31)) | (Some(100), Some(64..=127)) => is_number(host),
        _ => false,
    }
}

/// The address with a fresh label in place of a leading `*.`, and with a fresh query, which keeps caches
/// and the page's service worker from answering for the network.
pub fn fresh(url: &str, label: &str) -> String {
    marked(url, "fresh=", label)
}

/// The same, asking a relay to close the connection after its answer. A browser keeps connections for later, and one whose
/// line has gone since is silent where a new one is refused at once: so none must be kept to what is asked whether it answers.
pub fn once(url: &str, label: &str) -> String {
    marked(url, "once=", label)
}

fn marked(url: &str, name: &str, label: &str) -> String {
    let start = ["://", label, "."].concat();
    let url = url.replacen("://*.", &start, 1);
    let mark = if url.contains('?') { "&" } else { "?" };
    [&url, mark, name, label].concat()
}

/// A text as a value in a query: all but the unreserved characters of RFC 3986, 2.3 is encoded.
pub fn encoded(text: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.push(char::from(DIGITS[usize::from(digit)]));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_by_number_are_told_from_names() {
        for (url, kind) in [
            ("https://192.0.2.1/", TargetKind::Literal),
            ("https://192.0.2.1:8443", TargetKind::Literal),
            ("https://192.0.2.1?x", TargetKind::Literal),
            ("https://[2001:db8::1]:8443/a", TargetKind::Literal),
            ("https://edge.example/", TargetKind::Name),
            ("https://4.example/", TargetKind::Name),
            ("https://*.edge.example/", TargetKind::Name),
            ("/probe/ping", TargetKind::Name),
            ("/probe?to=https://192.0.2.1/", TargetKind::Name),
            ("", TargetKind::Name),
        ] {
            assert_eq!(TargetKind::of(url), kind, "{url}");
        }
    }

    #[test]
    fn only_what_is_local_for_sure_counts_as_local() {
        for url in [
            "http://127.0.0.1:8080/",
            "https://10.1.2.3/",
            "https://172.16.0.1/",
            "https://172.31.255.1/",
            "http://192.168.1.1",
            "https://169.254.1.1/",
            "https://100.64.0.1/",
            "https://100.127.9.9/",
            "https://[::1]/",
            "https://[fd00::1]:8443/",
            "https://[fe80::1]/",
            "http://localhost:3000/",
            "http://box.local/",
        ] {
            assert!(is_local(url), "{url}");
        }
        for url in [
            "https://192.0.2.1/",
            "https://172.32.0.1/",
            "https://100.63.0.1/",
            "https://100.128.0.1/",
            "https://[2001:db8::1]/",
            "https://10.example/",
            "https://edge.example/?10.0.0.1",
            "/probe/ping",
        ] {
            assert!(!is_local(url), "{url}");
        }
    }

    #[test]
    fn a_fresh_address_has_the_label_in_host_and_query() {
        for (url, expected) in [
            (
                "https://*.edge.example/",
                "https://l4.edge.example/?fresh=l4",
            ),
            (
                "https://edge.example/a?b=c",
                "https://edge.example/a?b=c&fresh=l4",
            ),
            ("/probe/ping", "/probe/ping?fresh=l4"),
        ] {
            assert_eq!(fresh(url, "l4"), expected);
            assert_eq!(once(url, "l4"), expected.replace("fresh=", "once="));
        }
    }

    #[test]
    fn a_text_goes_into_a_query_without_becoming_part_of_it() {
        assert_eq!(encoded("SW1A 1AA"), "SW1A%201AA");
        assert_eq!(encoded("a&b=c?#é"), "a%26b%3Dc%3F%23%C3%A9");
    }
}
