//! `/insights`: the pages for authors and operators, and each figure as CSV and JSON.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::app::{App, Shared};
use crate::http::extract::{Form, Path, Query};
use crate::http::headers::Policy;
use crate::http::problem::{ProblemKind, Refusal};
use crate::http::rate_limit;
use crate::insights::form::{Act, Sent};
use crate::insights::{Asked, layout, show};

/// Nothing but our own style sheet, and forms that lead to ourselves.
const POLICY: Policy = Policy(
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
);

/// The routes.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route(
            "/insights",
            get(|| async { Redirect::temporary("/insights/overview") }),
        )
        .route(layout::STYLE_AT, get(style))
        .route(
            Act::Mute.address(),
            post(|app, peer, headers, form| act(app, peer, headers, form, Act::Mute)),
        )
        .route(
            Act::Erase.address(),
            post(|app, peer, headers, form| act(app, peer, headers, form, Act::Erase)),
        )
        .route("/insights/{page}", get(page))
        .route("/insights/{page}/{file}", get(file))
}

async fn style() -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "text/css; charset=utf-8"),
            (header::CACHE_CONTROL, "no-cache"),
        ],
        layout::STYLE,
    )
}

async fn page(
    State(app): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Path(page): Path<String>,
    asked: Result<Query<Asked>, Refusal>,
) -> Response {
    let answer = async {
        may(&app, peer, &headers)?;
        let Query(asked) = asked?;
        let shown = show::read(&app, &page, &asked).await?;
        Ok(show::html(&app, &shown))
    };
    let html: Result<String, Refusal> = answer.await;
    finished(html.map(|html| (html, "text/html; charset=utf-8")))
}

async fn file(
    State(app): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Path((page, file)): Path<(String, String)>,
    asked: Result<Query<Asked>, Refusal>,
) -> Response {
    let answer = async {
        may(&app, peer, &headers)?;
        let Query(asked) = asked?;
        let (id, form) = file
            .rsplit_once('.')
            .ok_or_else(|| Refusal::new(ProblemKind::NotFound))?;
        let shown = show::read(&app, &page, &asked).await?;
        let figure = shown
            .figure(id)
            .ok_or_else(|| Refusal::new(ProblemKind::NotFound))?;
        match form {
            "csv" => Ok((figure.csv(shown.is_sample), "text/csv; charset=utf-8")),
            "json" => {
                let mut json = figure.json();
                if let Some(members) = json.as_object_mut() {
                    members.insert("invented".to_owned(), shown.is_sample.into());
                    members.insert("notes".to_owned(), shown.notes().into());
                }
                Ok((json.to_string(), "application/json"))
            }
            _ => Err(Refusal::with(
                ProblemKind::NotFound,
                "A figure is there as .csv and as .json.",
            )),
        }
    };
    finished(answer.await)
}

/// Does what a form of ours asks, and shows its page again.
async fn act(
    State(app): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    sent: Result<Form<Sent>, Refusal>,
    act: Act,
) -> Response {
    let doing = async {
        may(&app, peer, &headers)?;
        let Form(sent) = sent?;
        if !sent.is_ours(&app.seal, act) {
            let detail = "This form is of another page, or too old. Open its page again.";
            return Err(Refusal::with(ProblemKind::Malformed, detail));
        }
        let done = match act {
            Act::Mute => {
                let now = Timestamp::now().as_millisecond();
                app.store.mute_spike(&sent.id, now).await
            }
            Act::Erase => app.store.forget_comment(&sent.id).await,
        };
        done.map_err(|error| {
            tracing::error!(%error, "cannot do what a form of insights asks");
            Refusal::new(ProblemKind::Store).retry_after(5)
        })
    };
    match doing.await {
        Ok(_) => Redirect::to(act.page()).into_response(),
        Err(refusal) => refused(refusal),
    }
}

fn finished(answer: Result<(String, &'static str), Refusal>) -> Response {
    let (body, kind) = match answer {
        Ok(answer) => answer,
        Err(refusal) => return refused(refusal),
    };
    let mut response = ([(header::CONTENT_TYPE, kind)], body).into_response();
    response.extensions_mut().insert(POLICY);
    response
}

fn refused(refusal: Refusal) -> Response {
    let mut response = refusal.into_response();
    if response.status() == StatusCode::UNAUTHORIZED {
        let challenge =
            HeaderValue::from_static("Basic realm=\"Firstline insights\", charset=\"UTF-8\"");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

/// Whether this request may see insights: it brings the token (as the password of any user, or as a bearer), or
/// comes through a trusted proxy that says who signed in.
fn may(app: &App, peer: SocketAddr, headers: &HeaderMap) -> Result<(), Refusal> {
    let config = &app.config.insights;
    if let Some(name) = &config.user_header
        && rate_limit::is_trusted(peer.ip(), &app.config.trusted_proxies)
        && headers.get(name).is_some_and(|user| !user.is_empty())
    {
        return Ok(());
    }
    if config.secrets.is_empty() && config.user_header.is_none() {
        let detail = "Insights are closed: set FIRSTLINE_INSIGHTS_TOKEN, or `insights.user_header` behind a proxy that \
                      signs people in.";
        return Err(Refusal::with(ProblemKind::NotFound, detail));
    }
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(token);
    // Compared by their hashes, so that the time it takes tells nothing of the token.
    let hash = |text: &str| Sha256::digest(text.as_bytes());
    let known = given.is_some_and(|given| {
        let given = hash(&given);
        config
            .secrets
            .iter()
            .any(|secret| hash(secret.reveal()) == given)
    });
    known
        .then_some(())
        .ok_or_else(|| Refusal::new(ProblemKind::SignIn))
}

/// The token in an `Authorization` header.
fn token(header: &str) -> Option<String> {
    let (scheme, rest) = header.split_once(' ')?;
    match scheme.to_ascii_lowercase().as_str() {
        "bearer" => Some(rest.trim().to_owned()),
        "basic" => {
            let decoded = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
            decoded
                .split_once(':')
                .map(|(_, password)| password.to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::token;

    #[test]
    fn the_token_is_a_password_or_a_bearer() {
        assert_eq!(
            token("Basic YW55Ym9keTpzZWNyZXQ=").as_deref(),
            Some("secret")
        );
        assert_eq!(token("bearer secret").as_deref(), Some("secret"));
        for bad in ["", "Basic", "Basic !", "Digest secret"] {
            assert_eq!(token(bad), None, "{bad}");
        }
    }
}
