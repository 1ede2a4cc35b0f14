//! Requests with a deadline. What the page's policy forbade is never taken for a failure of the line.
//!
//! This is `window.fetch` and not `gloo-net`, whose requests rewrite the address (they end each query in
//! `&`) and are built twice.

use futures_util::future::{Either, LocalBoxFuture, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Date, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, Headers, RequestCache, RequestCredentials, RequestInit,
    RequestMode, RequestRedirect, Response, ResponseType, Url,
};

use super::{clock, device, policy};

/// How a request is made. None carries cookies.
#[derive(Clone, Copy, Debug)]
pub enum Mode<'a> {
    /// Past every cache, without following redirects: to be measured.
    Readable,
    /// Past every cache, without wanting to read the answer (no CORS). The Fetch standard follows
    /// redirects here.
    Opaque,
    /// As `Opaque`, of a box in the home network.
    Home,
    /// Posts JSON under an idempotency key.
    Post {
        /// The idempotency key: the same for each try of the same body.
        key: &'a str,
        /// The body, to the byte.
        body: &'a str,
        /// The token that proves who sends it, with `Bearer` before it; `None` without one.
        proof: Option<&'a str>,
    },
}

/// How a request ended. Times are milliseconds from the asking, by a clock that does not jump.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// There is an answer, and this page may read it.
    Answered(Answer),
    /// There is an answer, and this page may not read it.
    Opaque {
        /// After how long it came.
        elapsed: f64,
    },
    /// The answer leads elsewhere, and that was not followed.
    Redirected {
        /// After how long it came.
        elapsed: f64,
    },
    /// The browser gave up.
    Failed {
        /// After how long it gave up.
        elapsed: f64,
    },
    /// The page forbade it: its content security policy, the rule against mixed content, or its
    /// embedder policy.
    BlockedByPage,
    /// The page's own service worker answered in place of the network.
    AnsweredByPage,
    /// This browser lets no page ask that.
    NotSupported,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The HTTP status; 404 is an answer, too.
    pub status: u16,
    /// After how many milliseconds its head came.
    pub elapsed: f64,
    /// Whether the browser's network noted that time, and not this page.
    pub is_noted: bool,
    /// The header `Content-Type`; empty if there is none.
    pub media_type: String,
    /// The header `Server-Timing`; empty if there is none. Across origins it is there if the server
    /// exposes it.
    pub server_timing: String,
    /// How many milliseconds its name took to be resolved, where the browser says so.
    pub lookup: Option<f64>,
    /// After how many seconds the server wants to be asked again: `Retry-After`.
    pub retry_after: Option<u32>,
    /// The body, to the byte; empty if there is none.
    pub body: Vec<u8>,
}

impl Answer {
    /// Whether the status is 200–299.
    pub fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Sends a request; `None` if it takes longer than that many milliseconds, and then it is aborted.
pub async fn send_within(deadline: u32, address: &str, mode: Mode<'_>) -> Option<Outcome> {
    match select(send(address, mode), TimeoutFuture::new(deadline)).await {
        Either::Left((outcome, _)) => Some(outcome),
        Either::Right(_) => None,
    }
}

/// Sends a request, and waits for its end as long as the browser does. Dropping the future aborts it.
/// There is one such future for all requests, and it is boxed: each caller would otherwise carry a copy
/// of its states.
pub fn send(address: &str, mode: Mode<'_>) -> LocalBoxFuture<'static, Outcome> {
    let prepared = prepare(address, mode);
    let wanted = match mode {
        Mode::Post { .. } => Wanted::Content,
        Mode::Readable => Wanted::NetworksAnswer,
        Mode::Opaque | Mode::Home => Wanted::AnyAnswer,
    };
    let at_home = matches!(mode, Mode::Home);
    Box::pin(async move {
        let began = clock::ticks();
        let Ok((url, init, abort)) = prepared else {
            return Outcome::Failed { elapsed: 0.0 };
        };
        if policy::is_mixed(&url) {
            if !at_home {
                return Outcome::BlockedByPage;
            }
            if !device::knows_home().await {
                return Outcome::NotSupported;
            }
            // Then the rule against mixed content does not hold (Local Network Access, "mixed content").
            let _ = Reflect::set(&init, &"targetAddressSpace".into(), &"local".into());
        }
        init.set_signal(Some(&abort.signal()));
        let watch = policy::Watch::new(url.href());
        match exchange(&url, &init, wanted, began).await {
            Ok(outcome) => outcome,
            Err(_) => {
                // The time is read before the wait for the page's policy.
                let elapsed = clock::ticks() - began;
                if watch.violated().await || (wanted == Wanted::AnyAnswer && policy::is_isolated())
                {
                    Outcome::BlockedByPage
                } else {
                    Outcome::Failed { elapsed }
                }
            }
        }
    })
}

/// The kind of answer that is expected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Its content, wherever it comes from: a service worker may give it as well.
    Content,
    /// That the network gave it, and its content.
    NetworksAnswer,
    /// That the network gave it.
    AnyAnswer,
}

/// Aborts what still runs when it is dropped: the request of a future that nobody polls any more, or
/// the body of an answer that nobody reads. After the end it does nothing.
#[derive(Debug)]
pub(super) struct AbortOnDrop(AbortController);

impl AbortOnDrop {
    pub(super) fn new() -> Result<AbortOnDrop, JsValue> {
        Ok(AbortOnDrop(AbortController::new()?))
    }

    /// What a request takes that this aborts.
    pub(super) fn signal(&self) -> AbortSignal {
        self.0.signal()
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn prepare(address: &str, mode: Mode<'_>) -> Result<(Url, RequestInit, AbortOnDrop), JsValue> {
    let page = gloo_utils::window().location().href()?;
    let url = Url::new_with_base(address, &page)?;
    let init = RequestInit::new();
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(RequestCache::NoStore);
    match mode {
        Mode::Readable => init.set_redirect(RequestRedirect::Manual),
        Mode::Opaque | Mode::Home => init.set_mode(RequestMode::NoCors),
        Mode::Post { key, body, proof } => {
            let headers = Headers::new()?;
            headers.set("content-type", "application/json")?;
            headers.set("idempotency-key", &["\"", key, "\""].concat())?;
            if let Some(proof) = proof {
                headers.set("authorization", proof)?;
            }
            init.set_headers(&headers);
            init.set_method("POST");
            init.set_body(&body.into());
        }
    }
    Ok((url, init, AbortOnDrop::new()?))
}

async fn exchange(
    url: &Url,
    init: &RequestInit,
    wanted: Wanted,
    began: f64,
) -> Result<Outcome, JsValue> {
    let window = gloo_utils::window();
    let asked = window.fetch_with_str_and_init(&url.href(), init);
    let response: Response = JsFuture::from(asked).await?.unchecked_into();
    let elapsed = clock::ticks() - began;
    let own = || window.location().origin() == Ok(url.origin());
    match (response.type_(), wanted) {
        (_, Wanted::Content) => {}
        (ResponseType::Cors, Wanted::NetworksAnswer) => {}
        (ResponseType::Basic, Wanted::NetworksAnswer) if own() => {}
        (ResponseType::Opaque, _) => return Ok(Outcome::Opaque { elapsed }),
        // The page's own origin can be read even if nobody asked for that.
        (ResponseType::Basic, Wanted::AnyAnswer) if own() => {
            return Ok(Outcome::Opaque { elapsed });
        }
        (ResponseType::Opaqueredirect, _) => return Ok(Outcome::Redirected { elapsed }),
        _ => return Ok(Outcome::AnsweredByPage),
    }
    let header = |name| response.headers().get(name).ok().flatten();
    // To its end, because the connection can be used again only then.
    let body = JsFuture::from(response.array_buffer()?).await?;
    let measured = wanted == Wanted::NetworksAnswer;
    let timed =
        |timing: fn(&str, f64) -> Option<f64>| timing(&url.href(), began).filter(|_| measured);
    let noted = timed(clock::duration);
    Ok(Outcome::Answered(Answer {
        status: response.status(),
        // The page may have been busy when the answer came.
        elapsed: noted.map_or(elapsed, |took| took.min(elapsed)),
        is_noted: noted.is_some(),
        media_type: header("content-type").unwrap_or_default(),
        server_timing: header("server-timing").unwrap_or_default(),
        lookup: timed(clock::lookup),
        retry_after: header("retry-after")
            .and_then(|header| seconds(&header, Date::now(), Date::parse)),
        body: Uint8Array::new(&body).to_vec(),
    }))
}

/// `Retry-After` in seconds: it is a number of seconds or a date (RFC 9110, 10.2.3). `now` and what
/// `read` gives are milliseconds since 1970.
fn seconds(header: &str, now: f64, read: fn(&str) -> f64) -> Option<u32> {
    let header = header.trim();
    if let Ok(seconds) = header.parse() {
        return Some(seconds);
    }
    let left = ((read(header) - now) / 1000.0).ceil();
    left.is_finite().then_some(left.max(0.0) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_a_number_of_seconds_or_a_date() {
        let read = |text: &str| match text {
            "Sun, 06 Nov 1994 08:49:37 GMT" => 784_111_777_000.0,
            "Sun, 06 Nov 1994 08:49:00 GMT" => 784_111_740_000.0,
            _ => f64::NAN,
        };
        for (header, expected) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(7)),
            ("Sun, 06 Nov 1994 08:49:00 GMT", Some(0)),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(
                seconds(header, 784_111_770_500.0, read),
                expected,
                "{header}"
            );
        }
    }

    #[test]
    fn only_answers_from_200_to_299_are_good() {
        for (status, good) in [
            (200, true),
            (299, true),
            (199, false),
            (304, false),
            (503, false),
        ] {
            let answer = Answer {
                status,
                ..Answer::default()
            };
            assert_eq!(answer.is_good(), good, "{status}");
        }
    }
}
