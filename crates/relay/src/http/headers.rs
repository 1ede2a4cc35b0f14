//! Headers that are the same for every answer, and the policies of cross-origin use.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use firstline_diagnosis::Targets;
use firstline_diagnosis::checks::speed;
use tower_http::cors::{AllowHeaders, AllowOrigin, CorsLayer};

/// Marks an answer as a page for people, which gets a policy that lets the widget run.
#[derive(Clone, Copy, Debug)]
pub struct Page;

/// An answer's own policy: a page of ours for people who signed in, which nobody else may load.
#[derive(Clone, Copy, Debug)]
pub struct Policy(pub &'static str);

/// The mark.
pub const PAGE: Page = Page;

/// Marks an answer as a page for people that runs nothing: it has a style sheet of ours and forms that
/// go to us.
#[derive(Clone, Copy, Debug)]
pub struct PlainPage;

/// The mark.
pub const PLAIN_PAGE: PlainPage = PlainPage;

/// What such a page may do.
const PLAIN: &str = "default-src 'none'; style-src 'self'; form-action 'self'; img-src 'self'; base-uri 'none'; \
                     frame-ancestors 'none'";

/// What any answer may do when a browser takes it for a page: nothing.
pub const NOTHING: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The headers of every answer, besides a policy.
pub const ALWAYS: [(&str, &str); 3] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "cross-origin"),
];

/// The policy of the sample page: as strict as a provider's page can be with the widget on it.
/// `targets` are what the connection checks ask from it, and `echo` is the port of the relay's own echo of datagrams.
pub fn page_policy(targets: &Targets, echo: Option<u16>) -> String {
    let mut connect = vec!["'self'".to_owned()];
    let mut allow = |address: &str| {
        if let Some(origin) = origin(address)
            && !connect.contains(&origin)
        {
            connect.push(origin);
        }
    };
    targets.addresses().for_each(&mut allow);
    // An upload is counted over WebSockets, which are of a scheme of their own.
    for root in targets.get(&speed::TARGETS) {
        allow(&root.replacen("http", "ws", 1));
    }
    // The relay does not know its own name, and another port is another origin.
    if let Some(port) = echo {
        allow(&format!("https://*:{port}"));
    }
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self'; font-src 'self'; connect-src {}; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        connect.join(" ")
    )
}

/// Scheme, host and port of an address.
fn origin(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    Some(format!("{scheme}://{authority}"))
}

/// Adds what every answer has.
pub async fn add(State(page_policy): State<Arc<str>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let own = response.extensions().get::<Policy>().copied();
    let policy = match own {
        Some(Policy(own)) => own,
        None if response.extensions().get::<Page>().is_some() => &*page_policy,
        None if response.extensions().get::<PlainPage>().is_some() => PLAIN,
        None => NOTHING,
    };
    let policy = HeaderValue::from_str(policy).unwrap_or(HeaderValue::from_static(NOTHING));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    for (name, value) in ALWAYS {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    if own.is_some() {
        let same = HeaderValue::from_static("same-origin");
        headers.insert(
            HeaderName::from_static("cross-origin-resource-policy"),
            same,
        );
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// For files and probes: any page may read them, and no credentials go along. Any header may come
/// with the request: pages replace `fetch` by one that adds some to every request (`baggage`,
/// `Authorization`), and with one refused header nothing of the help would load.
pub fn open_to_all() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(tower_http::cors::Any)
        .allow_methods([Method::GET, Method::HEAD])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([HeaderName::from_static("server-timing"), header::ETAG])
        .max_age(Duration::from_secs(7200))
}

/// For the probes: any page, and uploads too.
pub fn open_to_probes() -> CorsLayer {
    open_to_all()
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .expose_headers([
            HeaderName::from_static("server-timing"),
            header::RETRY_AFTER,
        ])
}

/// Adds what every answer of a probe has, refusals too: nobody on the way keeps or changes it, and pages learn its
/// times and sizes.
pub async fn add_to_probes(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in [
        ("cache-control", "no-store, no-transform"),
        ("timing-allow-origin", "*"),
        // nginx would collect what must come as it is written.
        ("x-accel-buffering", "no"),
    ] {
        response.headers_mut().insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    response
}

/// For the API: pages of these origins only, with any header.
pub fn open_to(origins: &[String]) -> CorsLayer {
    let origins = origins
        .iter()
        .filter_map(|origin| HeaderValue::from_str(origin).ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([header::RETRY_AFTER, header::AGE])
        .max_age(Duration::from_secs(600))
}
