//! Requests with a deadline. How one ended is a plain value, and what the page's policy forbade is
//! never taken for a failure of the line.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, RequestCache, RequestCredentials, RequestInit, RequestMode,
    RequestRedirect, Response, ResponseType,
};

use super::task::Work;
use super::{clock, policy, timer, window};

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
        read: true,
        fresh: false,
        ..Request::new(url, deadline_ms)
    })
}

/// Fetches a text anew, past every cache.
pub fn get_fresh(url: &str, deadline_ms: u32) -> Work<Outcome> {
    send(Request {
        read: true,
        ..Request::new(url, deadline_ms)
    })
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
        read: true,
        post: Some(body),
        headers: &all,
        ..request
    })
}

/// Asks a probe target that allows any page to read it: no cache, no cookies, no redirect. The
/// body is read to its end, because the connection can be used again only then.
pub fn probe(url: &str, deadline_ms: u32) -> Work<Outcome> {
    send(Request {
        read: true,
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
    js_sys::encode_uri_component(text).into()
}

struct Request<'a> {
    url: &'a str,
    deadline_ms: u32,
    cors: bool,
    fresh: bool,
    redirects: bool,
    read: bool,
    post: Option<&'a str>,
    headers: &'a [(&'a str, &'a str)],
}

impl<'a> Request<'a> {
    fn new(url: &'a str, deadline_ms: u32) -> Request<'a> {
        Request {
            url,
            deadline_ms,
            cors: true,
            fresh: true,
            redirects: true,
            read: false,
            post: None,
            headers: &[],
        }
    }

    fn init(&self, controller: &AbortController) -> Result<RequestInit, JsValue> {
        let init = RequestInit::new();
        init.set_mode(if self.cors {
            RequestMode::Cors
        } else {
            RequestMode::NoCors
        });
        init.set_credentials(RequestCredentials::Omit);
        init.set_signal(Some(&controller.signal()));
        if self.fresh {
            init.set_cache(RequestCache::NoStore);
        }
        if !self.redirects {
            init.set_redirect(RequestRedirect::Error);
        }
        if let Some(body) = self.post {
            init.set_method("POST");
            init.set_body(&body.into());
        }
        if !self.headers.is_empty() {
            let headers = Headers::new()?;
            for (name, value) in self.headers {
                headers.set(name, value)?;
            }
            init.set_headers_headers(&headers);
        }
        Ok(init)
    }
}

/// Aborts what still runs when it is dropped: the request of a future that is no longer polled,
/// or the body of an answer that nobody reads. After the end it does nothing.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Sends a request. The future is boxed here, once: each caller would otherwise carry a copy of its
/// states and of what undoes them.
fn send(request: Request<'_>) -> Work<Outcome> {
    let url = request.url.to_owned();
    let (read, deadline_ms) = (request.read, request.deadline_ms);
    let prepared = AbortController::new().and_then(|controller| {
        let init = request.init(&controller)?;
        Ok((controller, init))
    });
    Box::pin(async move {
        let began = clock::ticks();
        let failed = || Outcome::Failed {
            elapsed: clock::ticks() - began,
        };
        if policy::is_mixed(&url) {
            return Outcome::BlockedByPage;
        }
        let (Some(window), Ok((controller, init))) = (window(), prepared) else {
            return failed();
        };
        let policy = policy::Watch::new(&url);
        let late = Rc::new(Cell::new(false));
        let abort = Abort(controller.clone());
        let deadline = {
            let late = Rc::clone(&late);
            timer::after(deadline_ms, move || {
                late.set(true);
                controller.abort();
            })
        };
        let fetched = window.fetch_with_str_and_init(&url, &init);
        let result = exchange(fetched, read, began).await;
        drop(deadline);
        drop(abort);
        match result {
            Ok(outcome) => outcome,
            Err(_) if late.get() => Outcome::TimedOut,
            Err(_) => {
                // The time is read before the wait for the page's policy.
                let failed = failed();
                if policy.violated().await {
                    Outcome::BlockedByPage
                } else {
                    failed
                }
            }
        }
    })
}

async fn exchange(fetched: Promise, read: bool, began: f64) -> Result<Outcome, JsValue> {
    let response: Response = JsFuture::from(fetched).await?.dyn_into()?;
    let elapsed = clock::ticks() - began;
    if response.type_() == ResponseType::Opaque {
        return Ok(Outcome::Opaque { elapsed });
    }
    let header = |name| response.headers().get(name).ok().flatten();
    let server = header("server-timing")
        .as_deref()
        .and_then(app_duration)
        .and_then(number);
    let retry_after = header("retry-after").as_deref().and_then(seconds);
    let body = if read {
        JsFuture::from(response.text()?)
            .await?
            .as_string()
            .unwrap_or_default()
    } else {
        String::new()
    };
    let status = response.status();
    Ok(Outcome::Answered(Answer {
        status,
        elapsed,
        server,
        retry_after,
        body,
    }))
}

/// The browser reads numbers; a reader of our own would cost 17 kB of WebAssembly.
fn number(text: &str) -> Option<f64> {
    let number = js_sys::parse_float(text);
    number.is_finite().then_some(number)
}

/// `Retry-After` is a number of seconds or a date (RFC 9110, 10.2.3).
fn seconds(value: &str) -> Option<u32> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(seconds);
    }
    let at = clock::read(value)?;
    Some(u32::try_from(at.saturating_sub(clock::now()).div_ceil(1000)).unwrap_or(u32::MAX))
}

/// The `dur` of the metric `app` in a `Server-Timing` header, as it stands there.
fn app_duration(header: &str) -> Option<&str> {
    let metric = header.split(',').find(|metric| {
        metric
            .split(';')
            .next()
            .is_some_and(|name| name.trim().eq_ignore_ascii_case("app"))
    })?;
    metric.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("dur")
            .then(|| value.trim().trim_matches('"'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_own_time_is_found_among_other_metrics() {
        for (header, duration) in [
            ("app;dur=0.25", Some("0.25")),
            ("rtt;dur=18.2, app;dur=0.25, mss;desc=1448", Some("0.25")),
            ("app;desc=\"x\";dur=\"1.5\"", Some("1.5")),
            (" APP ; DUR = 3 ", Some("3")),
            ("app", None),
            ("app;desc=x", None),
            ("apple;dur=3", None),
            ("", None),
        ] {
            assert_eq!(app_duration(header), duration, "{header}");
        }
    }

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
