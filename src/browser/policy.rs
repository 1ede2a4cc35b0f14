//! Whether the page's content security policy forbade a request.
//!
//! A request that `connect-src` forbids rejects exactly like one on a dead line, and the event
//! `securitypolicyviolation` comes after the rejection. So a listener is there before the request
//! is made, and whoever sees a rejection waits one task before believing it.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{SecurityPolicyViolationEvent, SecurityPolicyViolationEventDisposition};

use super::timer;

/// Listens for violations that concern one address, until it is dropped.
pub(super) struct Watch {
    violated: Rc<Cell<bool>>,
    _listener: Option<EventListener>,
}

impl Watch {
    /// Begins to listen.
    pub fn new(url: &str) -> Watch {
        let violated = Rc::new(Cell::new(false));
        let seen = Rc::clone(&violated);
        let url = absolute(url).unwrap_or_else(|| url.to_owned());
        let listener = super::document().map(|document| {
            EventListener::new(&document, "securitypolicyviolation", move |event| {
                let Some(event) = event.dyn_ref::<SecurityPolicyViolationEvent>() else {
                    return;
                };
                let enforced =
                    event.disposition() == SecurityPolicyViolationEventDisposition::Enforce;
                if enforced
                    && forbids_asking(&event.effective_directive())
                    && concerns(&url, &event.blocked_uri())
                {
                    seen.set(true);
                }
            })
        });
        Watch {
            violated,
            _listener: listener,
        }
    }

    /// After a rejection: whether it was the page's policy. Waits one task for the event, and one
    /// more for browsers that queue it behind their timers.
    pub async fn violated(&self) -> bool {
        for _ in 0..2 {
            if self.violated.get() {
                break;
            }
            timer::sleep(0).await;
        }
        self.violated.get()
    }
}

/// Whether the browser will refuse this request because the page is secure and the address is
/// not (mixed content): that says nothing of the line either, and makes no event.
pub(super) fn is_mixed(url: &str) -> bool {
    let secure = super::window()
        .and_then(|window| window.location().protocol().ok())
        .is_some_and(|protocol| protocol == "https:");
    secure && absolute(url).is_some_and(|url| is_insecure(&url))
}

/// Whether an address is plain http to another machine; to this one it is allowed (W3C Secure
/// Contexts, "potentially trustworthy origin").
fn is_insecure(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => host.split(':').next().unwrap_or(host),
    };
    let local = name == "localhost"
        || name.ends_with(".localhost")
        || name.starts_with("127.")
        || name == "::1";
    !local
}

/// The address in full, as the browser writes it.
fn absolute(url: &str) -> Option<String> {
    let base = super::window()?.location().href().ok()?;
    Some(web_sys::Url::new_with_base(url, &base).ok()?.href())
}

fn forbids_asking(directive: &str) -> bool {
    let name = directive.split(' ').next().unwrap_or(directive);
    matches!(name, "connect-src" | "default-src")
}

/// Whether a blocked address, as the event tells it, is this one. Browsers tell all of it or its
/// origin only, and leave out the fragment.
fn concerns(url: &str, blocked: &str) -> bool {
    let without = |text: &str| {
        let text = text.split('#').next().unwrap_or(text);
        text.strip_suffix('/').unwrap_or(text).to_owned()
    };
    let (url, blocked) = (without(url), without(blocked));
    let Some(rest) = url.strip_prefix(blocked.as_str()) else {
        return false;
    };
    !blocked.is_empty()
        && (rest.is_empty() || (blocked.matches('/').count() == 2 && rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_violation_concerns_its_address_and_its_origin_and_no_other() {
        let url = "https://help.isp.example/probe/ping?t=1";
        for blocked in [url, "https://help.isp.example", "https://help.isp.example/"] {
            assert!(concerns(url, blocked), "{blocked}");
        }
        for blocked in [
            "",
            "inline",
            "https",
            "https://help.isp.example.evil",
            "https://help.isp.exam",
            "https://help.isp.example/probe",
            "https://other.example/probe/ping?t=1",
        ] {
            assert!(!concerns(url, blocked), "{blocked}");
        }
        assert!(concerns("https://a.example/", "https://a.example"));
    }

    #[test]
    fn only_the_directives_for_requests_count() {
        assert!(forbids_asking("connect-src"));
        assert!(forbids_asking("connect-src 'self'"));
        assert!(forbids_asking("default-src"));
        assert!(!forbids_asking("img-src"));
    }

    #[test]
    fn plain_http_to_another_machine_is_insecure() {
        assert!(is_insecure("http://192.0.2.1/"));
        assert!(is_insecure("http://localhost.example/"));
        for url in [
            "https://192.0.2.1/",
            "http://localhost:8080/x",
            "http://127.0.0.1:1/",
            "http://[::1]:8080/",
            "http://a.localhost/",
        ] {
            assert!(!is_insecure(url), "{url}");
        }
    }
}
