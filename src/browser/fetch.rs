//! Requests with a deadline. How one ended is a plain value, and what the page's policy forbade is
//! never taken for a failure of the line.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::call;
use super::task::Work;

#[wasm_bindgen(module = "/src/browser/fetch.js")]
extern "C" {
    #[wasm_bindgen(js_name = encoded)]
    fn encode(text: &str) -> String;
    #[wasm_bindgen(js_name = send)]
    fn begin(
        url: &str,
        deadline_ms: u32,
        cors: bool,
        fresh: bool,
        redirects: bool,
        headers: &str,
        body: &str,
        told: &JsValue,
    ) -> JsValue;
}

/// How a request ended. Times are milliseconds from the asking.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// There is an answer, and it may be read.
    Answered(Answer),
    /// There is an answer, but this page may not read it (no CORS).
    Opaque {
        /// After how long it came.
        elapsed: f64,
    },
    /// The browser gave up.
    Failed {
        /// After how long.
        elapsed: f64,
    },
    /// Our own deadline passed first.
    TimedOut,
    /// The page's content security policy or the rule against mixed content forbade it.
    BlockedByPage,
}

impl Outcome {
    /// The body of a good answer (200–299), and nothing of any other outcome.
    pub fn text(self) -> Option<String> {
        match self {
            Outcome::Answered(answer) if answer.is_good() => Some(answer.body),
            _ => None,
        }
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// After how many milliseconds its head came.
    pub elapsed: f64,
    /// What the server says that it spent itself, in milliseconds: `dur` of the metric `app` in
    /// `Server-Timing`. Across origins it is read where the server exposes that header.
    pub server: Option<f64>,
    /// After how many seconds the server wants to be asked again: `Retry-After`.
    pub retry_after: Option<u32>,
    /// The body; empty unless it was asked for.
    pub body: String,
}

impl Answer {
    /// Whether the status is 200–299.
    pub fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Fetches a text, as a page would: from the browser's cache where that is allowed.
pub fn get(url: &str, deadline_ms: u32) -> Work<Outcome> {
    send(Request {
        fresh: false,
        ..Request::new(url, deadline_ms)
    })
}

/// Fetches a text anew, past every cache.
pub fn get_fresh(url: &str, deadline_ms: u32) -> Work<Outcome> {
    send(Request::new(url, deadline_ms))
}

/// Posts a body of this type, with these further headers.
pub fn post(
    url: &str,
    content_type: &str,
    headers: &[(&str, &str)],
    body: &str,
    deadline_ms: u32,
) -> Work<Outcome> {
    let mut all = vec![("content-type", content_type)];
    all.extend_from_slice(headers);
    let request = Request::new(url, deadline_ms);
    send(Request {
        body,
        headers: &call::flat(&all),
        ..request
    })
}

/// Asks a probe target that allows any page to read it: no cache, no cookies, no redirect. The
/// body is read to its end, because the connection can be used again only then.
pub fn probe(url: &str, deadline_ms: u32) -> Work<Outcome> {
    send(Request {
        redirects: false,
        ..Request::new(url, deadline_ms)
    })
}

/// Asks a target that need not know of us: any answer is [`Outcome::Opaque`]. Redirects are
/// followed, because the Fetch standard allows nothing else here; the body is not fetched.
pub fn knock(url: &str, deadline_ms: u32) -> Work<Outcome> {
    send(Request {
        cors: false,
        ..Request::new(url, deadline_ms)
    })
}

/// Text made fit for a part of an address.
pub fn encoded(text: &str) -> String {
    encode(text)
}

struct Request<'a> {
    url: &'a str,
    deadline_ms: u32,
    cors: bool,
    fresh: bool,
    redirects: bool,
    /// Names and values as [`call::flat`] writes them. A request with headers posts its body.
    headers: &'a str,
    body: &'a str,
}

impl<'a> Request<'a> {
    fn new(url: &'a str, deadline_ms: u32) -> Request<'a> {
        Request {
            url,
            deadline_ms,
            cors: true,
            fresh: true,
            redirects: true,
            headers: "",
            body: "",
        }
    }
}

/// Sends a request, at once. Dropping the future aborts it. The future is boxed here, once: each
/// caller would otherwise carry a copy of its states and of what undoes them.
fn send(request: Request<'_>) -> Work<Outcome> {
    let told = call::ask(|told| {
        begin(
            request.url,
            request.deadline_ms,
            request.cors,
            request.fresh,
            request.redirects,
            request.headers,
            request.body,
            told,
        )
    });
    Box::pin(async move { read(&call::values(told.await)) })
}

/// Reads what fetch.js tells: `[kind, elapsed, status, server, retryAfter, body]`.
fn read(told: &[JsValue]) -> Outcome {
    let number = |at: usize| told.get(at).and_then(JsValue::as_f64);
    let elapsed = number(1).unwrap_or_default();
    match number(0).unwrap_or(2.0) as u8 {
        0 => Outcome::Answered(Answer {
            status: number(2).unwrap_or_default() as u16,
            elapsed,
            server: number(3),
            retry_after: number(4).map(|seconds| seconds as u32),
            body: told.get(5).and_then(JsValue::as_string).unwrap_or_default(),
        }),
        1 => Outcome::Opaque { elapsed },
        3 => Outcome::TimedOut,
        4 => Outcome::BlockedByPage,
        _ => Outcome::Failed { elapsed },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_good_answers_have_a_text() {
        let answer = |status| {
            Outcome::Answered(Answer {
                status,
                elapsed: 1.0,
                server: None,
                retry_after: None,
                body: "x".into(),
            })
        };
        assert_eq!(answer(200).text().as_deref(), Some("x"));
        for outcome in [answer(304), answer(404), answer(503), Outcome::TimedOut] {
            assert_eq!(outcome.text(), None);
        }
    }
}
