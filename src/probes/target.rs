//! Asking one target.

use firstline_diagnosis::{Came, Reply, Target};

use crate::browser::fetch::{self, Outcome};
use crate::browser::{clock, random};

/// The status of a network that wants a login first (RFC 6585, 6).
const LOGIN_REQUIRED: u16 = 511;

/// Asks a target that lets any page read it. Where the browser gives up before the deadline, it
/// asks once more without wanting to read: a target whose CORS headers are missing answers then,
/// and a mistake in the provider's configuration does not become a dead line.
pub(super) async fn ask_readable(url: String, deadline: u32) -> Reply {
    let began = clock::ticks();
    let outcome = fetch::probe(&fresh(&url, &random::label()), deadline).await;
    let outcome = match outcome {
        Outcome::Failed { elapsed } => {
            let spent = clock::ticks() - began;
            let rest = (f64::from(deadline) - spent).max(0.0) as u32;
            match fetch::knock(&fresh(&url, &random::label()), rest).await {
                Outcome::Opaque { elapsed } => Outcome::Opaque { elapsed },
                _ => Outcome::Failed { elapsed },
            }
        }
        other => other,
    };
    Reply {
        target: kind(&url),
        came: came(&outcome),
    }
}

/// Asks a target that need not know of us.
pub(super) async fn ask_any(url: String, deadline: u32) -> Reply {
    let outcome = fetch::knock(&fresh(&url, &random::label()), deadline).await;
    Reply {
        target: kind(&url),
        came: came(&outcome),
    }
}

fn came(outcome: &Outcome) -> Came {
    match outcome {
        Outcome::Answered(answer) if answer.status == LOGIN_REQUIRED => Came::LoginPage,
        Outcome::Answered(answer) => Came::Answered { ms: answer.elapsed },
        Outcome::Opaque { elapsed } => Came::Answered { ms: *elapsed },
        Outcome::Failed { elapsed } => Came::Failed { ms: *elapsed },
        Outcome::TimedOut => Came::TimedOut,
        Outcome::BlockedByPage => Came::BlockedByPage,
    }
}

/// The address with a fresh label in place of a leading `*.`, and with a fresh query, which keeps
/// caches and the page's service worker from answering for the network.
pub(super) fn fresh(url: &str, label: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let mut fresh = String::with_capacity(url.len() + 2 * label.len() + 3);
    if !scheme.is_empty() {
        fresh.push_str(scheme);
        fresh.push_str("://");
    }
    match rest.strip_prefix("*.") {
        Some(zone) => {
            fresh.push_str(label);
            fresh.push('.');
            fresh.push_str(zone);
        }
        None => fresh.push_str(rest),
    }
    fresh.push_str(if rest.contains('?') {
        "&fresh="
    } else {
        "?fresh="
    });
    fresh.push_str(label);
    fresh
}

/// Whether a target is named or addressed. One without a scheme is relative to the page, whose
/// host we do not look at: it counts as a name.
fn kind(url: &str) -> Target {
    let host = url.split_once("://").map_or("", |(_, rest)| rest);
    let host = host.split(['/', '?', '#']).next().unwrap_or(host);
    let name = host.split(':').next().unwrap_or(host);
    // A top-level domain has letters (RFC 3696, 2), so digits and dots alone are an address.
    let digits = name
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if host.starts_with('[') || (digits && !name.is_empty()) {
        Target::Literal
    } else {
        Target::Name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browser::fetch::Answer;

    #[test]
    fn every_asking_is_fresh() {
        for (url, expected) in [
            ("https://a.example/x", "https://a.example/x?fresh=f1"),
            (
                "https://a.example/x?y=1",
                "https://a.example/x?y=1&fresh=f1",
            ),
            (
                "https://*.probe.example/x",
                "https://f1.probe.example/x?fresh=f1",
            ),
            ("https://192.0.2.1", "https://192.0.2.1?fresh=f1"),
            ("/probe/ping", "/probe/ping?fresh=f1"),
        ] {
            assert_eq!(fresh(url, "f1"), expected);
        }
    }

    #[test]
    fn names_and_literals_are_told_apart() {
        for url in [
            "https://192.0.2.1/x",
            "http://127.0.0.1:8080/",
            "https://[2001:db8::1]:443/",
        ] {
            assert_eq!(kind(url), Target::Literal, "{url}");
        }
        for url in [
            "https://a.example/192.0.2.1",
            "https://1.example/",
            "/probe/ping",
            "https://*.a",
        ] {
            assert_eq!(kind(url), Target::Name, "{url}");
        }
    }

    #[test]
    fn a_login_page_is_not_the_target() {
        let answer = |status| {
            Outcome::Answered(Answer {
                status,
                elapsed: 3.0,
                server: None,
                retry_after: None,
                body: String::new(),
            })
        };
        assert_eq!(came(&answer(204)), Came::Answered { ms: 3.0 });
        assert_eq!(came(&answer(503)), Came::Answered { ms: 3.0 });
        assert_eq!(came(&answer(511)), Came::LoginPage);
    }
}
