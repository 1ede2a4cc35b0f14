//! A web site that is not the relay: a provider's page that embeds the widget, and the other
//! websites that the check of the internet asks.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use serde_json::Value;

use super::Relay;

/// A script for the page itself, before ours: it collects what the page's policy forbade and what
/// went wrong, as the owner of the page would.
pub const OWN_SCRIPTS: &str = r#"<script src="/own.js"></script>"#;

const OWN: &str = r#"
window.violations = [];
window.complaints = [];
window.heard = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
for (const level of ["warn", "error"]) {
  const said = console[level];
  console[level] = (...words) => {
    window.complaints.push(words.map(String).join(" "));
    said.apply(console, words);
  };
}
for (const name of ["ready", "open", "step", "check", "outcome", "ticket", "fact", "error"]) {
  document.addEventListener(`firstline:${name}`, (event) => {
    window.heard.push(`${name} ${JSON.stringify(event.detail ?? null)}`);
  });
}
"#;

/// What the site answers at a path.
#[derive(Clone, Debug)]
pub struct Answer {
    status: StatusCode,
    content_type: &'static str,
    policy: String,
    /// Headers besides.
    headers: Vec<(&'static str, String)>,
    /// Whether the body is compressed by Brotli.
    compressed: bool,
    body: Vec<u8>,
}

impl Answer {
    /// A page, from what stands in its head and in its body.
    pub fn page(head: &str, body: &str) -> Answer {
        Answer::of(
            "text/html",
            format!(
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>Host</title>{head}</head><body>{body}</body></html>"
            ),
        )
    }

    /// A file.
    pub fn of(content_type: &'static str, body: impl Into<Vec<u8>>) -> Answer {
        let body = body.into();
        Answer {
            status: StatusCode::OK,
            content_type,
            policy: String::new(),
            headers: Vec::new(),
            compressed: false,
            body,
        }
    }

    /// The same, compressed as a web server that cares would.
    pub fn compressed(self) -> Answer {
        Answer {
            body: firstline_compress::brotli(&self.body, firstline_compress::BEST).unwrap(),
            compressed: true,
            ..self
        }
    }

    /// The same under a policy that forbids nothing and reports what it would forbid.
    pub fn reporting(mut self, policy: &str) -> Answer {
        let name = "content-security-policy-report-only";
        self.headers.push((name, policy.to_owned()));
        self
    }

    /// The same, isolated from other origins (COOP and COEP).
    pub fn isolated(mut self) -> Answer {
        for (name, value) in [
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
        ] {
            self.headers.push((name, value.to_owned()));
        }
        self
    }

    /// The same page in a language, as pages write it.
    pub fn spoken(mut self, language: &str) -> Answer {
        let page = String::from_utf8(self.body).unwrap();
        let html = format!("<html lang=\"{language}\">");
        self.body = page.replace("<html lang=\"en\">", &html).into_bytes();
        self
    }

    /// The same under a content security policy.
    pub fn under(self, policy: &str) -> Answer {
        Answer {
            policy: policy.to_owned(),
            ..self
        }
    }
}

#[derive(Debug, Default)]
struct Content {
    answers: Mutex<HashMap<String, Answer>>,
    silent: AtomicBool,
    sent: AtomicU64,
}

/// The site.
pub struct Host {
    origin: String,
    content: Arc<Content>,
    serving: JoinHandle<()>,
}

impl Host {
    /// Starts it.
    pub async fn start() -> Host {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let content = Arc::<Content>::default();
        let router = Router::new()
            .fallback(answer)
            .with_state(Arc::clone(&content));
        let serving = tokio::spawn(async move {
            axum::serve(listener, router).await.unwrap();
        });
        let host = Host {
            origin: format!("http://127.0.0.1:{port}"),
            content,
            serving,
        };
        host.put("/own.js", Answer::of("text/javascript", OWN));
        host
    }

    /// Puts something at a path.
    pub fn put(&self, path: &str, answer: Answer) {
        self.content
            .answers
            .lock()
            .unwrap()
            .insert(path.to_owned(), answer);
    }

    /// Puts the widget here as a relay serves it, as a provider does that hosts it itself.
    pub async fn put_widget(&self, relay: &Relay) {
        let manifest = relay.get("/assets/manifest.json").await;
        let read: Value = serde_json::from_slice(&manifest).unwrap();
        let folder = format!("/assets/{}", read["build"].as_str().unwrap());
        for path in [
            "/firstline.js".to_owned(),
            "/assets/manifest.json".to_owned(),
            format!("{folder}/panel.js"),
            format!("{folder}/glue.js"),
            format!("{folder}/core.wasm"),
            format!("{folder}/widget.css"),
            format!("{folder}/send.js"),
            format!("{folder}/why.js"),
            format!("{folder}/words-en.json"),
            format!("{folder}/speed.js"),
            format!("{folder}/speed-en.json"),
        ] {
            let content_type = match path.rsplit_once('.').unwrap().1 {
                "js" => "text/javascript",
                "css" => "text/css",
                "json" => "application/json",
                _ => "application/wasm",
            };
            let body = relay.get(&path).await;
            self.put(&path, Answer::of(content_type, body));
        }
    }

    /// Takes away what ends so.
    pub fn remove(&self, end: &str) {
        self.content
            .answers
            .lock()
            .unwrap()
            .retain(|path, _| !path.ends_with(end));
    }

    pub fn origin(&self) -> String {
        self.origin.clone()
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// From now on the other websites take every request, and answer none.
    pub fn keep_waiting(&self) {
        self.content.silent.store(true, Ordering::SeqCst);
    }

    /// How many bytes of bodies were sent so far.
    pub fn sent(&self) -> u64 {
        self.content.sent.load(Ordering::SeqCst)
    }

    /// Other websites that answer.
    pub fn websites(&self) -> Vec<String> {
        vec![self.url("/website/1"), self.url("/website/2")]
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn answer(State(content): State<Arc<Content>>, request: Request) -> Response {
    let path = request.uri().path();
    if path.starts_with("/website/") {
        if content.silent.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        return StatusCode::NO_CONTENT.into_response();
    }
    let Some(answer) = content.answers.lock().unwrap().get(path).cloned() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let sent = answer.body.len() as u64;
    content.sent.fetch_add(sent, Ordering::SeqCst);
    let mut response = (answer.status, answer.body).into_response();
    let headers = response.headers_mut();
    if answer.compressed {
        let brotli = HeaderValue::from_static("br");
        headers.insert(header::CONTENT_ENCODING, brotli);
    }
    let content_type = HeaderValue::from_static(answer.content_type);
    headers.insert(header::CONTENT_TYPE, content_type);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        HeaderName::from_static("access-control-allow-origin"),
        HeaderValue::from_static("*"),
    );
    for (name, value) in answer.headers {
        let value = HeaderValue::from_str(&value).unwrap();
        headers.insert(HeaderName::from_static(name), value);
    }
    if !answer.policy.is_empty() {
        let policy = HeaderValue::from_str(&answer.policy).unwrap();
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
