//! What keys can be, and how each kind of value is checked.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::str::FromStr;

use axum::http::Uri;

use firstline_diagnosis::Takes;
use firstline_guide::language::is_language;
use jiff::tz::TimeZone;

/// What kind of value a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Text.
    Text,
    /// A whole number that is not negative.
    Number,
    /// A list of texts; in the environment with commas, one comma alone for an empty list.
    List,
    /// Text, or text by language: `text = "…"`, or `text.en = "…"` and `text.de = "…"`.
    Words,
    /// Texts by name: `{ critical = "1" }`; in the environment `critical=1,major=2`.
    Pairs,
    /// Text that must stand in no file of settings: in the environment alone.
    Secret,
}

/// A value of the right kind, not yet checked.
#[derive(Clone, Debug)]
pub enum Given {
    /// Text.
    Text(String),
    /// A number.
    Number(u64),
    /// A list.
    List(Vec<String>),
    /// Text for one language, by its tag.
    InLanguage(String, String),
    /// Texts by name.
    Pairs(Vec<(String, String)>),
}

impl Given {
    pub(super) fn text(self) -> Result<String, String> {
        let Given::Text(text) = self else {
            return Err("This must be text.".to_owned());
        };
        if text.trim().is_empty() {
            return Err("This must not be empty. Leave the key out instead.".to_owned());
        }
        if text
            .chars()
            .any(|character| character.is_control() && character != '\n')
        {
            return Err("This must not contain control characters.".to_owned());
        }
        Ok(text)
    }

    /// What stands in the file that this names, from the folder of the configuration.
    pub(super) fn file(self, base: &Path) -> Result<String, String> {
        let file = base.join(self.text()?);
        std::fs::read_to_string(&file)
            .map_err(|error| format!("{} cannot be read: {error}.", file.display()))
    }

    pub(super) fn number(self, least: u64, most: u64) -> Result<u64, String> {
        match self {
            Given::Number(number) if (least..=most).contains(&number) => Ok(number),
            Given::Number(_) => Err(format!("This must be from {least} to {most}.")),
            _ => Err("This must be a number.".to_owned()),
        }
    }

    /// A time zone by its name.
    pub(super) fn zone(self) -> Result<TimeZone, String> {
        let name = self.text()?;
        TimeZone::get(&name).map_err(|_| {
            format!("“{name}” is not in the time zone database. Write Europe/Berlin, or UTC.")
        })
    }

    pub(super) fn list<T>(
        self,
        check: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Vec<T>, String> {
        match self {
            Given::List(items) => items.iter().map(|item| check(item)).collect(),
            _ => Err("This must be a list.".to_owned()),
        }
    }
}

impl Given {
    /// Texts by name; if `names` says so, by these names alone.
    pub(super) fn pairs(self, names: Option<&[&str]>) -> Result<BTreeMap<String, String>, String> {
        let Given::Pairs(pairs) = self else {
            return Err("This must be a table.".to_owned());
        };
        for (name, value) in &pairs {
            if let Some(names) = names
                && !names.contains(&&**name)
            {
                return Err(format!(
                    "There is no “{name}” here. The names are {}.",
                    names.join(", ")
                ));
            }
            if value.trim().is_empty() || value.chars().any(char::is_control) {
                return Err(format!("{name}: This must be text, on one line."));
            }
        }
        Ok(pairs.into_iter().collect())
    }
}

/// The whole address of something that the relay asks or tells, such as this example. `instead` says where a password
/// goes.
pub(super) fn asked(text: &str, example: &str, instead: &str) -> Result<String, String> {
    let bad = || format!("“{text}” is not an address. Write {example}.");
    let uri: Uri = text.parse().map_err(|_| bad())?;
    let is_web = matches!(uri.scheme_str(), Some("https" | "http"));
    match uri.authority().filter(|_| is_web) {
        None => Err(bad()),
        Some(authority) if authority.as_str().contains('@') => {
            Err(format!("A password does not belong here. {instead}"))
        }
        Some(_) => Ok(text.to_owned()),
    }
}

/// The address of a webhook of the operator's own.
pub(super) fn hook(text: &str) -> Result<String, String> {
    let instead = "What is sent is signed with the webhook's secret.";
    asked(text, "https://hooks.isp.example", instead)
}

/// An origin, as browsers send it: scheme, host and port, nothing else.
pub(super) fn origin(text: &str) -> Result<String, String> {
    if text == "*" {
        return Err(
            "“*” would let every page on the web send tickets. List the origins of your \
                    own pages."
                .to_owned(),
        );
    }
    let bad = || format!("“{text}” is not an origin. Write https://www.isp.example, with no path.");
    let uri: Uri = text.parse().map_err(|_| bad())?;
    let scheme = uri
        .scheme_str()
        .filter(|scheme| ["https", "http"].contains(scheme));
    let authority = uri
        .authority()
        .filter(|authority| !authority.as_str().contains('@'));
    let (Some(scheme), Some(authority)) = (scheme, authority) else {
        return Err(bad());
    };
    if authority.as_str().contains('*') {
        return Err(format!(
            "“{text}” would let every page under that name send tickets. List the origins of your own pages, one by one."
        ));
    }
    // `Uri` gives the path "/" where there is none, so the text itself is looked at.
    let origin = format!("{scheme}://{}", authority.as_str().to_lowercase());
    if text.to_lowercase() != origin {
        Err(bad())
    } else {
        Ok(origin)
    }
}

/// An address that a check asks, of those that its key takes.
pub(super) fn asked_by_check(takes: Takes, text: &str) -> Result<String, String> {
    let address = match takes {
        Takes::AtHome => at_home(text)?,
        Takes::Stun => stun(text)?,
        _ => target(text)?,
    };
    match takes.refuses(&address) {
        None => Ok(address),
        Some(why) => Err(format!("“{text}” {why}. Write {}.", takes.example())),
    }
}

/// The address of something that a check asks. Plain http only on this machine: a page on https
/// may not ask it elsewhere.
pub(super) fn target(text: &str) -> Result<String, String> {
    let uri = web_address(text)?;
    let host = uri.host().unwrap_or_default();
    let local = ["localhost", "127.0.0.1", "[::1]"].contains(&host)
        || host.ends_with(".localhost")
        || host.ends_with(".test");
    match uri.scheme_str() {
        Some("https") => Ok(text.to_owned()),
        Some("http") if local => Ok(text.to_owned()),
        _ => Err(format!(
            "“{text}” must begin with https://: browsers do not let an https page ask anything \
             else."
        )),
    }
}

/// The address of a box in customers' homes: browsers let an https page ask it over plain http, where the customer agrees.
fn at_home(text: &str) -> Result<String, String> {
    match web_address(text)?.scheme_str() {
        Some("http" | "https") => Ok(text.to_owned()),
        _ => Err(format!("“{text}” must begin with http:// or https://.")),
    }
}

/// A STUN server as browsers take it (RFC 7064), by its number: a name that does not resolve would look like UDP that does not
/// pass.
fn stun(text: &str) -> Result<String, String> {
    let server = text.strip_prefix("stun:");
    match server.map(str::parse::<SocketAddr>) {
        Some(Ok(_)) => Ok(text.to_owned()),
        _ => Err(format!(
            "“{text}” is no STUN server by its number. Write stun:address:port, such as stun:192.0.2.1:3478."
        )),
    }
}

fn web_address(text: &str) -> Result<Uri, String> {
    text.parse()
        .ok()
        .filter(|uri: &Uri| uri.scheme().is_some() && uri.host().is_some())
        .ok_or_else(|| format!("“{text}” is not a web address. Write https://host/path, in full."))
}

/// A language tag, such as `en` or `de-AT`.
pub(super) fn language(text: &str) -> Result<String, String> {
    if is_language(text) {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "“{text}” is not a language tag. Write en, or de-AT."
        ))
    }
}

/// A network of proxies.
pub(super) fn proxy(text: &str) -> Result<Network, String> {
    let network: Network = text.parse()?;
    if network.bits == 0 {
        return Err(format!(
            "“{text}” is every address, so that anybody could say who asks. Write the network of your \
             own proxies, such as 10.0.0.0/8."
        ));
    }
    Ok(network)
}

/// A network, such as `10.0.0.0/8`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    /// Whether this address is in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(net), IpAddr::V4(address)) => {
                let shift = 32 - self.bits;
                (net.to_bits() ^ address.to_bits())
                    .checked_shr(shift)
                    .unwrap_or(0)
                    == 0
            }
            (IpAddr::V6(net), IpAddr::V6(address)) => {
                let shift = 128 - self.bits;
                (net.to_bits() ^ address.to_bits())
                    .checked_shr(shift)
                    .unwrap_or(0)
                    == 0
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Network, String> {
        let bad = || format!("“{text}” is not a network. Write 10.0.0.0/8, or an address.");
        let (address, bits) = match text.split_once('/') {
            None => (text, None),
            Some((address, bits)) => (address, Some(bits.parse::<u32>().map_err(|_| bad())?)),
        };
        let address: IpAddr = address.parse().map_err(|_| bad())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(most);
        if bits > most {
            return Err(bad());
        }
        Ok(Network { address, bits })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_network_of_proxies_is_everybody() {
        for everybody in ["0.0.0.0/0", "::/0", "10.0.0.0/0"] {
            let why = proxy(everybody).unwrap_err();
            assert!(why.contains("every address"), "{everybody}: {why}");
        }
        for some in ["10.0.0.0/8", "127.0.0.1", "2001:db8::/32"] {
            assert!(proxy(some).is_ok(), "{some}");
        }
    }

    #[test]
    fn networks_contain_what_they_should() {
        for (network, address, contained) in [
            ("10.0.0.0/8", "10.255.1.2", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.8", false),
            ("0.0.0.0/0", "203.0.113.9", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
            ("::/0", "2001:db9::1", true),
            ("127.0.0.1", "::ffff:127.0.0.1", true),
        ] {
            let parsed: Network = network.parse().unwrap();
            assert_eq!(
                parsed.contains(address.parse().unwrap()),
                contained,
                "{network} {address}"
            );
        }
        for bad in [
            "",
            "10.0.0.0/33",
            "10.0.0/8",
            "host",
            "::/129",
            "10.0.0.0/x",
        ] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
    }
}
