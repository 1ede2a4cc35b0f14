//! A web site that is not the relay: a provider's page that embeds the widget, and the other
//! websites that the check of the internet asks.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use firstline_wire::bundle;
use serde_json::Value;

use super::paths;

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
            body,
        }
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

    /// Puts the built widget here, in all its languages.
    pub fn put_widget(&self) {
        for dir in ["", "assets/"] {
            for entry in std::fs::read_dir(paths::widget().join(dir)).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                let content_type = match name.rsplit_once('.') {
                    Some((_, "js")) => "text/javascript",
                    Some((_, "css")) => "text/css",
                    Some((_, "json")) => "application/json",
                    Some((_, "wasm")) => "application/wasm",
                    _ => continue,
                };
                let body = match format!("{dir}{name}").as_str() {
                    bundle::LOADER => filled(bundle::LOADER).into_bytes(),
                    bundle::PANEL => filled(bundle::PANEL).into_bytes(),
                    _ => std::fs::read(&path).unwrap(),
                };
                self.put(&format!("/{dir}{name}"), Answer::of(content_type, body));
            }
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
    let mut response = (answer.status, answer.body).into_response();
    let headers = response.headers_mut();
    let content_type = HeaderValue::from_static(answer.content_type);
    headers.insert(header::CONTENT_TYPE, content_type);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        HeaderName::from_static("access-control-allow-origin"),
        HeaderValue::from_static("*"),
    );
    if !answer.policy.is_empty() {
        let policy = HeaderValue::from_str(&answer.policy).unwrap();
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Loader or panel with its placeholders filled, in all languages with English first.
fn filled(script: &str) -> String {
    let read = |path: &str| std::fs::read_to_string(paths::widget().join(path)).unwrap();
    let json = |path: &str| -> Value { serde_json::from_str(&read(path)).unwrap() };
    let words = &json(bundle::WORDS)[script];
    let words = words.as_object().unwrap();
    let mut languages: Vec<String> = words.keys().cloned().collect();
    languages.sort_by_key(|tag| tag != "en");
    let words = bundle::words(words, &languages);
    let text = bundle::fill(&read(script), bundle::WORDS_PLACE, &words).unwrap();
    let (place, value) = match script {
        bundle::LOADER => (bundle::PANEL_PLACE, bundle::PANEL.into()),
        _ => (bundle::MANIFEST_PLACE, json(bundle::MANIFEST)),
    };
    bundle::fill(&text, place, &value).unwrap()
}
