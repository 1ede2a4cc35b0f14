//! Whether the page itself forbade a request: by its content security policy, or because the page is
//! secure and the address is not. Neither says anything of the line.
//!
//! A request that `connect-src` forbids rejects exactly like one on a dead line, and the event
//! `securitypolicyviolation` comes after the rejection. So a listener is there before the request is
//! made, and a rejection is believed only after a task, and one more for browsers that queue the event
//! behind their timers.

use std::cell::Cell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use web_sys::{SecurityPolicyViolationEvent, SecurityPolicyViolationEventDisposition, Url};

/// Listens for violations that concern one address, until it is dropped.
pub(super) struct Watch {
    violated: Rc<Cell<bool>>,
    _listener: EventListener,
}

impl Watch {
    /// Begins to listen.
    pub fn new(url: String) -> Watch {
        let violated = Rc::new(Cell::new(false));
        let seen = Rc::clone(&violated);
        let document = gloo_utils::document();
        let listener = EventListener::new(&document, "securitypolicyviolation", move |event| {
            let event: &SecurityPolicyViolationEvent = event.unchecked_ref();
            if event.disposition() == SecurityPolicyViolationEventDisposition::Enforce
                && is_for_requests(&event.effective_directive())
                && concerns(&url, &event.blocked_uri())
            {
                seen.set(true);
            }
        });
        Watch {
            violated,
            _listener: listener,
        }
    }

    /// After a rejection: whether it was the page's policy.
    pub async fn violated(&self) -> bool {
        for _ in 0..2 {
            if !self.violated.get() {
                TimeoutFuture::new(0).await;
            }
        }
        self.violated.get()
    }
}

/// Whether the browser will refuse this request as mixed content. It makes no event.
pub(super) fn is_mixed(url: &Url) -> bool {
    let page = gloo_utils::window().location().protocol();
    page.is_ok_and(|page| page == "https:") && is_insecure(&url.protocol(), &url.hostname())
}

/// Whether the page's embedder policy may have forbidden a request that wants no CORS
/// (`Cross-Origin-Embedder-Policy: require-corp`): it rejects then as on a dead line.
pub(super) fn is_isolated() -> bool {
    // Not in web-sys.
    let isolated = super::property(&gloo_utils::window(), "crossOriginIsolated");
    isolated.is_some_and(|isolated| isolated.is_truthy())
}

/// Whether an address is plain http to another machine; to this one it is allowed (W3C Secure Contexts,
/// "potentially trustworthy origin").
fn is_insecure(protocol: &str, host: &str) -> bool {
    let local = host == "localhost"
        || host.ends_with(".localhost")
        || host.starts_with("127.")
        || host == "[::1]";
    protocol == "http:" && !local
}

/// Whether a directive of a content security policy is about requests.
fn is_for_requests(directive: &str) -> bool {
    let name = directive.split(' ').next();
    matches!(name, Some("connect-src" | "default-src"))
}

/// Whether a blocked address, as the event reports it, is this one. Browsers report all of it or its
/// origin only, and leave out the fragment.
fn concerns(url: &str, blocked: &str) -> bool {
    let (url, blocked) = (bare(url), bare(blocked));
    let Some(rest) = url.strip_prefix(blocked) else {
        return false;
    };
    let is_origin = blocked.matches('/').count() == 2;
    !blocked.is_empty() && (rest.is_empty() || (is_origin && rest.starts_with('/')))
}

fn bare(url: &str) -> &str {
    let url = url.split('#').next().unwrap_or_default();
    url.strip_suffix('/').unwrap_or(url)
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
            "https:",
            "https://help.isp.example.evil",
            "https://help.isp.exam",
            "https://help.isp.example/probe",
            "https://other.example/probe/ping?t=1",
        ] {
            assert!(!concerns(url, blocked), "{blocked}");
        }
        assert!(concerns("https://a.example/", "https://a.example"));
        assert!(concerns("https://a.example/x#part", "https://a.example/x"));
    }

    #[test]
    fn only_the_directives_for_requests_count() {
        for directive in ["connect-src", "connect-src 'self'", "default-src"] {
            assert!(is_for_requests(directive), "{directive}");
        }
        for directive in ["img-src", "connect-srcx", ""] {
            assert!(!is_for_requests(directive), "{directive}");
        }
    }

    #[test]
    fn plain_http_to_another_machine_is_insecure() {
        for host in ["192.0.2.1", "localhost.example", "x127.0"] {
            assert!(is_insecure("http:", host), "{host}");
            assert!(!is_insecure("https:", host), "{host}");
        }
        for host in ["localhost", "127.0.0.1", "[::1]", "a.localhost"] {
            assert!(!is_insecure("http:", host), "{host}");
        }
    }
}
