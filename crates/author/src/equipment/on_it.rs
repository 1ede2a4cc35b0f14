//! What is on a box besides its lamps: sockets, its page, its button, its label, how long it takes to
//! start. Texts insert it, so that customers read the very word that is printed on theirs.

use firstline_guide::json::Node;
use firstline_guide::model::{LABEL_PLACES, Value};
use firstline_guide::rules::too_long::TooLong;
use firstline_guide::rules::wrong_type::Expected;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::problem::Problem;
use crate::reader::Reader;

/// The sockets that guides speak of: the one towards the street, the one towards a fibre box or modem, the
/// one towards a computer, the one for a telephone.
const PORTS: &[&str] = &["line", "wan", "lan", "phone"];

/// The keys that a source can be given for.
const SOURCED: &[&str] = &["lights", "ports", "admin", "wifiButton", "label", "restart"];

impl<'n> Reader<'n> {
    /// What texts may say of a box, in the order of [`firstline_guide::model::BOX_PARTS`].
    pub(super) fn facts(&mut self, node: &'n Node, name: Option<&str>) -> Vec<(String, Value)> {
        let mut facts = Vec::new();
        let mut add = |part: &str, value: Option<Value>| {
            facts.extend(value.map(|value| (part.to_owned(), value)));
        };
        add("name", name.map(Value::from));
        add(
            "admin",
            self.admin(node).map(|page| Value::from(page.as_str())),
        );
        if let Some(ports) = node.get("ports")
            && self.object(ports, PORTS)
        {
            for port in PORTS {
                add(
                    port,
                    self.text(ports, port)
                        .map(|label| Value::from(label.as_str())),
                );
            }
        }
        let button = self.text(node, "wifiButton");
        add(
            "wifi-button",
            button.map(|label| Value::from(label.as_str())),
        );
        if node.get("label").is_some() {
            let place = self.word(node, "label", LABEL_PLACES);
            add("label", place.map(|place| Value::from(place.as_str())));
        }
        if let Some(restart) = node.get("restart")
            && self.object(restart, &["off", "back"])
        {
            add(
                "restart-off",
                self.seconds(restart, "off").map(Value::Number),
            );
            let back = self.seconds(restart, "back");
            if let (Some(off), Some(back)) = (written_seconds(restart, "off"), back)
                && off > back.max(LONG_OFF_SECONDS)
                && let Some(node) = restart.get("off")
            {
                self.add(node.span, &Problem::SwappedRestart);
            }
            add(
                "restart-back",
                back.map(|seconds| Value::Number((seconds / 60.0).ceil())),
            );
        }
        facts
    }

    /// The sources of these keys.
    pub(super) fn sources(&mut self, node: &'n Node) -> Vec<(String, String)> {
        let Some(sources) = node.get("sources") else {
            return Vec::new();
        };
        if !self.object(sources, SOURCED) {
            return Vec::new();
        }
        let members = sources.as_object().unwrap_or_default();
        let source = |member: &'n firstline_guide::json::Member| {
            Some((member.key.clone(), self.some_text(&member.value)?))
        };
        members.iter().filter_map(source).collect()
    }

    /// The address of its page, which stands in the home and therefore has no certificate.
    fn admin(&mut self, node: &'n Node) -> Option<String> {
        let node = node.get("admin")?;
        let page = self.some_text(node)?;
        if !is_page(&page) {
            self.add(node.span, &Problem::NoPage);
            return None;
        }
        Some(page)
    }

    fn seconds(&mut self, node: &'n Node, key: &str) -> Option<f64> {
        let seconds = written_seconds(node, key);
        let node = node.get(key)?;
        match seconds {
            None => self.wrong(node, Expected::Whole),
            Some(seconds) if seconds > f64::from(MOST_SECONDS) => {
                let (most, is_time) = (MOST_SECONDS, true);
                self.add(node.span, &TooLong { most, is_time });
                return None;
            }
            Some(_) => {}
        }
        seconds
    }
}

/// No box is off, or takes to start, for longer than an hour.
const MOST_SECONDS: u32 = 60 * 60;

/// An `off` above this that is longer than `back` was most likely swapped with it. Makers and providers ask for a minute
/// at most, and some boxes start in less.
const LONG_OFF_SECONDS: f64 = 120.0;

fn written_seconds(node: &Node, key: &str) -> Option<f64> {
    node.get(key)?.as_f64().filter(|seconds| *seconds > 0.0)
}

/// Whether a browser opens the page of a box by this, and shows nobody a password. The names of boxes in a home are not
/// held to what the names of the Internet are: some have an underscore.
fn is_page(page: &str) -> bool {
    let scheme = ["http://", "https://"].into_iter();
    let Some(rest) = scheme.filter_map(|scheme| page.strip_prefix(scheme)).next() else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // An address of IPv6 stands in brackets, because it has colons itself.
    if let Some(rest) = host.strip_prefix('[') {
        let is_whole = |(address, port): (&str, &str)| {
            let port = if port.is_empty() {
                Some("80")
            } else {
                port.strip_prefix(':')
            };
            address.parse::<Ipv6Addr>().is_ok()
                && port.is_some_and(|port| port.parse::<u16>().is_ok())
        };
        return !page.contains(char::is_whitespace) && rest.split_once(']').is_some_and(is_whole);
    }
    let (name, port) = host.split_once(':').unwrap_or((host, "80"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // Four numbers are an address, and must be one.
    let is_address = name.split('.').all(is_number);
    let is_label = |label: &str| {
        let strange =
            |sign: char| sign.is_ascii() && !sign.is_ascii_alphanumeric() && !"-_".contains(sign);
        !label.is_empty() && !label.contains(strange)
    };
    !page.contains(char::is_whitespace)
        && port.parse::<u16>().is_ok()
        && match is_address {
            true => name.parse::<Ipv4Addr>().is_ok(),
            false => name.split('.').all(is_label),
        }
}

#[cfg(test)]
mod tests {
    use super::is_page;

    #[test]
    fn the_page_of_a_box_is_what_a_browser_opens() {
        for page in [
            "http://192.168.1.1",
            "http://fritz.box",
            "http://router",
            "https://speedport.ip/html/login",
            "http://10.0.0.1:8080/",
            "http://[fd00::1]/",
            "http://[fe80::1]:8080",
            "http://my_router/",
        ] {
            assert!(is_page(page), "{page}");
        }
        for page in [
            "192.168.1.1",
            "http://",
            "http://192.168.1. 1",
            "http://admin:admin@192.168.1.1",
            "http://192.168.1.300",
            "http://192.168.1",
            "http://fritz..box",
            "http://[fd00::1",
            "http://[fd00::1]8080",
            "http://[192.168.1.1]/",
            "http://fd00::1/",
            "ftp://fritz.box",
        ] {
            assert!(!is_page(page), "{page}");
        }
    }
}
