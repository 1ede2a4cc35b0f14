//! `bad-link`

use crate::diagnostic::{Example, Rule, Violation};
use std::net::Ipv4Addr;

use crate::diagnostic::Report;
use crate::dial;
use crate::json::Span;

crate::rule! {
    /// A link leads somewhere that a customer must not be sent to.
    ///
    /// Links are complete and begin with `https://`, `tel:` or `mailto:`, or are one of the provider's, such as
    /// `{provider.links.portal}`. What the provider tells may stand in them, such as
    /// `tel:{provider.support.phone}`; other facts may not, because what a customer typed would decide where
    /// the link leads. A script would run in the provider's page; an address without encryption can be
    /// forged on the way. The page of a router cannot be a link, because it has no `https`. A number is written in
    /// digits, and an address whole: a telephone does not dial `tel:CALL-US`.
    Error "bad-link",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Look here", "links": [
      { "label": "Your router", "href": "http://192.168.1.1" } ] }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Look here", "links": [
      { "label": "Your contract", "href": "https://my.isp.example/" } ] }"#,
    ),
}

/// A link that a customer may not be sent to.
pub struct BadLink<'a> {
    /// Where it leads.
    pub href: &'a str,
}

impl Violation for BadLink<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "a link must be complete and begin with https://, tel: or mailto:, or be one of the provider's, \
         such as {provider.links.portal}"
            .to_owned()
    }

    fn hint(&self) -> Option<String> {
        if let Some(rest) = self.href.strip_prefix("http://") {
            return Some(if is_at_home(rest) {
                "a box at home cannot be linked to: let an action say the address, with `copy` for it".to_owned()
            } else {
                format!("write `https://{rest}`, if the page opens so")
            });
        }
        if let Some(number) = self.href.strip_prefix("tel:") {
            let dialled = dial::address(number);
            return Some(if is_safe(&dialled) && !number.contains('{') {
                format!("write the number as it is dialled: `{dialled}`")
            } else {
                "write the number in digits, such as `tel:+44800123456`".to_owned()
            });
        }
        if self.href.starts_with("https://{provider.links.") {
            return Some(
                "a link of the provider is a whole address: write it without `https://` before it"
                    .to_owned(),
            );
        }
        if self.href.trim() != self.href || self.href.contains(char::is_whitespace) {
            return Some("take the blanks out of it: an address has none".to_owned());
        }
        if self.href.starts_with("mailto:") {
            return Some("write a whole address, such as `mailto:care@isp.example`".to_owned());
        }
        if self.href.starts_with("www.") {
            return Some(format!("write `https://{}`", self.href));
        }
        if self.href.starts_with("{provider.") {
            return Some(
                "of the provider, only `{provider.links.…}` can be a whole link; write \
                 `tel:{provider.support.phone}` or `mailto:{provider.support.email}`"
                    .to_owned(),
            );
        }
        if self.href.contains('{') {
            return Some("only facts of the provider can stand in a link".to_owned());
        }
        if self.href.contains('@') && !self.href.contains(':') {
            return Some(format!("write `mailto:{}`", self.href));
        }
        None
    }
}

/// Looks at where a link leads.
pub(crate) fn look(href: &str, span: Span, report: &mut Report) {
    if !(is_safe(href) && inserts_are_known(href)) && provider_link(href).is_none() {
        report.add(span, &BadLink { href });
    }
}

/// Whether an address that a provider wrote is whole, and safe to press.
pub fn leads_somewhere(href: &str) -> bool {
    !href.contains('{') && is_safe(href)
}

/// The beginnings of links that are safe to press.
pub const SCHEMES: &[&str] = &["https://", "tel:", "mailto:"];

/// Whether a customer may be sent there: by a scheme that is safe to press, to something that can be
/// reached by it, and without white space or control characters, which browsers drop and readers do
/// not see.
pub fn is_safe(href: &str) -> bool {
    let strange = |character: char| character.is_whitespace() || character.is_control();
    let Some(scheme) = SCHEMES.iter().find(|scheme| href.starts_with(**scheme)) else {
        return false;
    };
    let target = &href[scheme.len()..];
    !href.contains(strange)
        && match *scheme {
            "tel:" => is_number(target),
            "mailto:" => is_mailbox(target),
            _ => is_host(target),
        }
}

/// Whether a telephone dials this (RFC 3966): digits, what people put between them, and parameters. What
/// the provider tells may be all of it.
fn is_number(target: &str) -> bool {
    let number = target.split(';').next().unwrap_or_default();
    // As the key `#` is written in an address.
    let typed = without_inserts(number).replace("%23", "#");
    let signs = |sign: char| sign.is_ascii_digit() || "+-.()*#".contains(sign);
    let digits = typed.bytes().filter(u8::is_ascii_digit).count();
    let told: Vec<&str> = inserts(number);
    // The 0 in brackets is dialled within a country alone, where the number before it is not. The shortest numbers
    // are those of emergency services: 15 in France.
    typed.chars().all(signs)
        && !typed.contains("(0)")
        && told.iter().all(|fact| may_be(fact, &["phone"]))
        && (digits >= 2 || !told.is_empty())
}

/// Whether mail can be sent there.
fn is_mailbox(target: &str) -> bool {
    let address = target.split('?').next().unwrap_or_default();
    let typed = without_inserts(address);
    let told = inserts(address);
    if let ([fact], true) = (&told[..], typed.is_empty()) {
        return may_be(fact, &["email"]);
    }
    let parts = address.split_once('@');
    let Some((name, domain)) = parts.filter(|_| typed.matches('@').count() == 1) else {
        return false;
    };
    // Part of it, such as the country, stands between what the author wrote.
    let is_found = match told.is_empty() {
        true => is_domain(domain),
        false => !domain.is_empty() && !typed.contains(['/', ':']),
    };
    !name.is_empty() && is_found
}

/// Whether an address of the web begins with a host that others than this machine can find. What stands
/// before `@` is no host, but looks like one.
fn is_host(target: &str) -> bool {
    let host = target.split(['/', '?', '#']).next().unwrap_or_default();
    let typed = without_inserts(host);
    let name = typed.split(':').next().unwrap_or_default();
    let told = inserts(host);
    !typed.contains('@')
        && match typed.is_empty() {
            true => !told.is_empty() && told.iter().all(|fact| may_be(fact, &[])),
            // Part of a name, such as the country, stands between what the author wrote.
            false => !told.is_empty() || is_domain(name),
        }
}

/// Whether this is a name with a dot within, of whole labels.
fn is_domain(name: &str) -> bool {
    let strange = |sign: char| sign.is_ascii() && !sign.is_ascii_alphanumeric() && sign != '-';
    let is_label = |label: &str| !label.is_empty() && !label.contains(strange);
    name.contains('.') && name.split('.').all(is_label)
}

/// What the author wrote of an address, without what the provider tells in it.
fn without_inserts(address: &str) -> String {
    let Some(pieces) = pieces(address) else {
        return address.to_owned();
    };
    pieces.map(|(words, _)| words).collect()
}

/// What of the provider stands in an address.
fn inserts(address: &str) -> Vec<&str> {
    let pieces = pieces(address).into_iter().flatten();
    pieces.filter_map(|(_, fact)| fact).collect()
}

/// Whether what the provider tells by this name can be the heart of an address: one of these parts of a contact, or a
/// value that the provider chose itself.
fn may_be(fact: &str, parts: &[&str]) -> bool {
    let Some(name) = fact.strip_prefix("provider.") else {
        return true;
    };
    match name.rsplit_once('.') {
        Some((_, part)) => parts.contains(&part),
        None => !["name", "country", "services", "technologies"].contains(&name),
    }
}

/// Whether nothing is inserted in an address but what the provider tells.
fn inserts_are_known(href: &str) -> bool {
    let pieces = pieces(href);
    pieces.is_some_and(|mut pieces| {
        pieces.all(|(_, fact)| fact.is_none_or(|fact| fact.starts_with("provider.")))
    })
}

/// An address taken apart: words as they are, each with the name of the fact that is inserted behind
/// them. `None` if a brace has no name and no other brace.
pub fn pieces(href: &str) -> Option<impl Iterator<Item = (&str, Option<&str>)>> {
    let mut pieces = Vec::new();
    let mut rest = href;
    while let Some((words, behind)) = rest.split_once('{') {
        let (name, behind) = behind.split_once('}')?;
        if name.is_empty() || name.contains('{') {
            return None;
        }
        pieces.push((words, Some(name)));
        rest = behind;
    }
    pieces.push((rest, None));
    let closed = pieces.iter().all(|(words, _)| !words.contains('}'));
    closed.then(|| pieces.into_iter())
}

/// The name of a provider's link, if an address is one: `{provider.links.portal}`. Whoever packs
/// the guide for a provider puts the address there.
pub fn provider_link(href: &str) -> Option<&str> {
    let name = href.strip_prefix("{provider.links.")?.strip_suffix('}')?;
    (!name.is_empty() && !name.contains(['{', '}', '.'])).then_some(name)
}

/// Whether an address is that of a box in the customer's home.
fn is_at_home(rest: &str) -> bool {
    let host = rest.split(['/', ':', '?', '#']).next().unwrap_or_default();
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return address.is_private() || address.is_link_local() || address.is_loopback();
    }
    let ends = [".box", ".local", ".lan", ".home", ".arpa", ".internal"];
    !host.contains('.') || ends.iter().any(|end| host.ends_with(end)) || host == "speedport.ip"
}

#[cfg(test)]
mod tests {
    use super::{BadLink, is_safe};
    use crate::diagnostic::Violation as _;

    #[test]
    fn a_link_leads_to_what_can_be_reached_by_it() {
        for href in [
            "https://isp.example",
            "https://isp.example:8443/a?b#c@d",
            "https://münchen.example/",
            "https://{provider.host}/a",
            "https://isp.example/?from={provider.name}",
            "https://help.{provider.domain}/a",
            "https://help-{provider.country}.isp.example/",
            "mailto:care@{provider.country}.isp.example",
            "tel:112",
            "tel:+44-800.123",
            "tel:*100#",
            "tel:*100%23",
            "tel:15",
            "tel:{provider.emergency}",
            "tel:+4930123;ext=7",
            "tel:{provider.support.phone}",
            "mailto:care@isp.example",
            "mailto:care@isp.example?subject=Fault",
            "mailto:{provider.support.email}",
            "mailto:{provider.name}@isp.example",
            "mailto:care@{provider.domain}",
            "mailto:{provider.mailbox}@{provider.domain}",
        ] {
            assert!(is_safe(href), "{href}");
        }
        for href in [
            "https://",
            "https:///a",
            "https://localhost/a",
            "https://isp..example",
            "https://isp.example@other.example/",
            "https://{provider.name}@other.example/",
            "https://isp.example/a b",
            "https://is_p.example",
            "tel:",
            "tel:CALL-US",
            "tel:0800-FIBRE",
            "tel:1",
            "tel:+44-(0)800.123",
            "tel:{provider.name}",
            "tel:{provider.support.email}",
            "mailto:{provider.support.phone}",
            "mailto:care{provider.name}",
            "mailto:{provider.mailbox}{provider.domain}",
            "mailto:{provider.name}@",
            "mailto:@{provider.domain}",
            "mailto:care@a@{provider.domain}",
            "https://{provider.links.portal}",
            "https://{provider.links.portal}/a",
            "https://{provider.name}/a",
            "tel:+",
            "mailto:",
            "mailto:care",
            "mailto:@isp.example",
            "mailto:care@isp",
            "mailto:a@b@c.example",
            "mailto:https://isp.example",
            "javascript:alert(1)",
            "HTTPS://isp.example",
            "http://isp.example",
        ] {
            assert!(!is_safe(href), "{href}");
        }
    }

    #[test]
    fn the_page_of_a_router_is_not_said_to_have_https() {
        let cases = [
            ("http://fritz.box", "a box at home"),
            ("http://192.168.1.1/admin", "a box at home"),
            ("http://router", "a box at home"),
            (
                "http://isp.example/help",
                "write `https://isp.example/help`, if",
            ),
            ("www.isp.example", "write `https://www.isp.example`"),
            ("care@isp.example", "write `mailto:care@isp.example`"),
            ("{provider.portal}", "of the provider, only"),
            ("tel:CALL-US", "write the number in digits"),
            (
                "tel:+44-(0)800.123",
                "write the number as it is dialled: `tel:+44800123`",
            ),
            (
                "https://{provider.links.portal}",
                "a link of the provider is",
            ),
            ("https://isp.example/a b", "take the blanks"),
            (" https://isp.example/", "take the blanks"),
            ("mailto:care", "write a whole address"),
        ];
        for (href, hint) in cases {
            let said = BadLink { href }.hint().unwrap_or_default();
            assert!(said.starts_with(hint), "{href}: {said}");
        }
    }
}
