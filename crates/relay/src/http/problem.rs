//! Every error answer of the relay: RFC 9457 problem details, one kind a line.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use firstline_wire::Problem;
use firstline_wire::problem::{MEDIA_TYPE, ORIGIN_NOT_LISTED};
use tokio::task::JoinHandle;

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $variant:ident = $id:expr, $status:literal, $title:literal;)*) => {
        /// A kind of problem. The doc comment of each is what its page says.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ProblemKind { $($(#[doc = $doc])* $variant),* }

        impl ProblemKind {
            /// All of them.
            pub const ALL: &[ProblemKind] = &[$(ProblemKind::$variant),*];

            /// The last part of its address, `/problems/<id>`.
            pub fn id(self) -> &'static str {
                match self { $(ProblemKind::$variant => $id),* }
            }

            /// The HTTP status.
            pub fn status(self) -> u16 {
                match self { $(ProblemKind::$variant => $status),* }
            }

            /// One line, the same each time.
            pub fn title(self) -> &'static str {
                match self { $(ProblemKind::$variant => $title),* }
            }

            /// What its page says.
            pub(super) fn page(self) -> &'static str {
                match self { $(ProblemKind::$variant => concat!($($doc, "\n"),*)),* }
            }
        }
    };
}

kinds! {
    /// A ticket needs the header `Idempotency-Key`. Mint a UUID when the customer presses Send,
    /// and send the same one with every retry: a retry then never makes a second ticket.
    KeyMissing = "idempotency-key-missing", 400, "The Idempotency-Key header is missing";
    /// `Idempotency-Key` is a quoted UUID: `Idempotency-Key: "8e03978e-40d5-43dd-bc93-6894a57f9324"`.
    KeyMalformed = "idempotency-key-malformed", 400, "The Idempotency-Key header is malformed";
    /// The request cannot be read as it stands. `pointer` names the place in its JSON, `detail`
    /// says what is wrong there and what to do. Sending it again unchanged does not help.
    Malformed = "malformed-request", 400, "The request is malformed";
    /// A ticket opens with the token that came with its number, as `Authorization: Bearer`. This one opens
    /// none: it is not whole, its time is over, or the ticket was erased.
    Token = "token-opens-nothing", 401, "This token opens no ticket";
    /// The token that says who the customer is cannot be believed. `detail` says why, for whoever makes it: docs/identity.md.
    /// The widget works without it.
    Identity = "identity-unproved", 401, "This token does not say who the customer is";
    /// This page may send no tickets: its origin is not among `origins` of the relay. Add it there,
    /// with scheme and without a path, such as `https://isp.example`.
    OriginNotListed = ORIGIN_NOT_LISTED, 403, "Pages of this origin may send no tickets";
    /// This address is for the provider's people. Sign in with the token of `insights.token` as the password, or
    /// send it as `Authorization: Bearer`.
    SignIn = "sign-in", 401, "Sign in to see this";
    /// There is nothing at this address.
    NotFound = "not-found", 404, "There is nothing at this address";
    /// The address is right, the method is not. The header `Allow` lists those that are.
    Method = "method-not-allowed", 405, "This address does not take that method";
    /// The request took too long to arrive or to be answered. Try again.
    Timeout = "timeout", 408, "The request took too long";
    /// A request with this key is being worked on right now. Wait a moment, then try again with
    /// the same key: the answer will be the same.
    InFlight = "request-in-flight", 409, "A request with this key is still being worked on";
    /// The numbers of this relay are invented (`firstline insights --sample`), and true ones are not added to them. Start it
    /// with another `--data` for customers.
    Sample = "sample-data", 409, "This relay shows invented numbers";
    /// The body is larger than the relay takes. `detail` names the limit.
    TooLarge = "body-too-large", 413, "The body is too large";
    /// Send JSON, with `Content-Type: application/json`.
    MediaType = "unsupported-media-type", 415, "The body must be JSON";
    /// A key stands for one body. This one was used with another. Use a new key for a new
    /// ticket, and the frozen body with the old key.
    KeyReused = "idempotency-key-reused", 422, "This key was used with another body";
    /// A ticket takes a limited number of notes. Call, or open a new ticket.
    TooManyNotes = "too-many-notes", 409, "This ticket takes no more notes";
    /// Somebody else was quicker. Ask for what is free, and choose again.
    SlotGone = "slot-gone", 409, "This appointment is not free any more";
    /// The system that keeps appointments does not answer, or does not take what it is sent; the relay's log says which. The
    /// ticket is not touched by that. Call, or try again later.
    NoAppointments = "no-appointments", 503, "No appointments can be had now";
    /// Too many tickets came from this address. Nothing is lost: try again after the seconds in
    /// the header `Retry-After`, with the same key.
    TooMany = "too-many-tickets", 429, "Too many tickets from this address";
    /// More tickets come than on an ordinary day. Nothing is lost: a ticket is taken once a second of work was done for it
    /// (`GET /api/v1/proof?key=` with its key says which), or when the burst is over.
    Work = "work-wanted", 429, "A ticket must be worth some work now";
    /// Too many speed tests came from this address. Try again after the seconds in the header `Retry-After`.
    TooManyTests = "too-many-tests", 429, "Too many speed tests from this address";
    /// This address speaks WebSocket: ask with the headers of its handshake (RFC 6455).
    WebSocketOnly = "websocket-only", 426, "This address speaks WebSocket";
    /// The head of the request, its headers together, is larger than the relay takes.
    HeadTooLarge = "head-too-large", 431, "The head of the request is too large";
    /// A fault in the relay. It is in the relay's log. Try again with the same key.
    Internal = "internal", 500, "The relay has a fault";
    /// Others measure their lines now, and one more would make all their numbers wrong. Try again after the
    /// seconds in the header `Retry-After`.
    TestsBusy = "tests-busy", 503, "Too many speed tests are under way";
    /// The relay cannot reach its store now. Nothing was stored. Try again with the same key.
    Store = "store-unavailable", 503, "The relay cannot store anything now";
}

/// An error answer on its way out.
#[derive(Clone, Debug)]
pub struct Refusal {
    kind: ProblemKind,
    detail: Option<String>,
    pointer: Option<String>,
    retry_after: Option<u64>,
    allow_get: bool,
}

impl Refusal {
    /// With nothing to add to its kind.
    pub fn new(kind: ProblemKind) -> Refusal {
        Refusal {
            kind,
            detail: None,
            pointer: None,
            retry_after: None,
            allow_get: false,
        }
    }

    /// With what is wrong this time and what to do. Must not repeat what a customer wrote: it
    /// may be logged by whoever asked.
    pub fn with(kind: ProblemKind, detail: impl Into<String>) -> Refusal {
        Refusal {
            detail: Some(detail.into()),
            ..Refusal::new(kind)
        }
    }

    /// A malformed place of a JSON body. `pointer` is a JSON pointer (RFC 6901).
    pub fn at(pointer: impl Into<String>, detail: impl Into<String>) -> Refusal {
        Refusal {
            pointer: Some(pointer.into()),
            ..Refusal::with(ProblemKind::Malformed, detail)
        }
    }

    /// Its kind.
    #[cfg(test)]
    pub fn kind(&self) -> ProblemKind {
        self.kind
    }

    /// With the number of seconds after which a retry makes sense.
    pub fn retry_after(self, seconds: u64) -> Refusal {
        Refusal {
            retry_after: Some(seconds),
            ..self
        }
    }

    /// The address of a file: it can be read, nothing else.
    pub fn only_get() -> Refusal {
        let detail = "This address takes GET and HEAD.";
        Refusal {
            allow_get: true,
            ..Refusal::with(ProblemKind::Method, detail)
        }
    }
}

impl Refusal {
    /// The body of the answer.
    pub fn json(&self) -> Vec<u8> {
        let problem = Problem {
            kind: format!("/problems/{}", self.kind.id()),
            title: self.kind.title().to_owned(),
            status: self.kind.status(),
            detail: self.detail.clone(),
            pointer: self.pointer.clone(),
        };
        // A `Problem` is made of strings and a number: it always becomes JSON.
        serde_json::to_vec(&problem).unwrap_or_default()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = self.json();
        let status =
            StatusCode::from_u16(self.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static("en"));
        if self.allow_get {
            headers.insert(header::ALLOW, HeaderValue::from_static("GET,HEAD"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// The result of a task.
///
/// # Errors
///
/// If the task panicked or was stopped.
pub async fn finished<T>(task: JoinHandle<T>) -> Result<T, Refusal> {
    task.await.map_err(|error| broke_off(error.is_panic()))
}

/// The answer if a handler panicked or was stopped.
pub fn broke_off(panicked: bool) -> Refusal {
    // Only our own words: what the panic says may hold what a customer wrote.
    tracing::error!(panicked, "a task broke off");
    Refusal::new(ProblemKind::Internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_an_id_and_a_page_of_its_own() {
        for (position, kind) in ProblemKind::ALL.iter().enumerate() {
            assert!(kind.page().trim().len() > 20, "{kind:?} has no page");
            assert!(
                ProblemKind::ALL[position + 1..]
                    .iter()
                    .all(|other| other.id() != kind.id())
            );
        }
    }
}

#[cfg(test)]
mod final_tests {
    use firstline_wire::problem::FINAL;

    use super::*;

    #[test]
    fn what_ends_a_ticket_is_what_is_said_of_its_key_and_body() {
        for id in FINAL {
            let kind = ProblemKind::ALL.iter().find(|kind| kind.id() == id);
            let status = kind.map(|kind| kind.status());
            assert!(
                status.is_some_and(|status| (400..500).contains(&status)),
                "{id}"
            );
        }
    }
}
