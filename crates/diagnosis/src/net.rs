//! The network as a probe sees it: what the widget implements with a browser, and tests with a
//! simulated line.

use futures_core::Stream;
use serde::de::DeserializeOwned;

/// Milliseconds, with fractions.
pub type Milliseconds = f64;

/// A network to measure.
///
/// A probe decides what to ask, how long to wait and what an answer means; an implementation only
/// carries out. All futures end when they are dropped: dropping a [`fetch`](Net::fetch) aborts the
/// request, which is how a probe keeps its deadlines and how a check is cancelled.
///
/// # What an implementation must tell apart
///
/// A wrong [`Outcome`] becomes a wrong diagnosis, so these must not be mixed up. In a browser:
///
/// | what happened | outcome | how it is known |
/// |---|---|---|
/// | an answer that can be read | [`Answered`](Outcome::Answered) | `type` is `cors`, or `basic` for an address of the page's own origin |
/// | an answer that cannot be read | [`Opaque`](Outcome::Opaque) | `type` is `opaque` |
/// | a redirect, which is not followed | [`Redirected`](Outcome::Redirected) | `redirect: "manual"` in mode [`Readable`](Mode::Readable), `type` is `opaqueredirect` |
/// | the page's service worker answered | [`AnsweredByPage`](Outcome::AnsweredByPage) | any other `type`: `default`, or `cors` or `basic` in mode [`Opaque`](Mode::Opaque) of an address elsewhere |
/// | the content security policy forbade it | [`BlockedByPage`](Outcome::BlockedByPage) | a `securitypolicyviolation` of `connect-src` or `default-src` for this address with the `disposition` `enforce`. It fires *after* the rejection: wait two tasks before a rejection is believed. One with the `disposition` `report` blocks nothing |
/// | mixed content | [`BlockedByPage`](Outcome::BlockedByPage) | plain http to another machine from an https page |
/// | the embedder policy forbade it (`require-corp`) | [`BlockedByPage`](Outcome::BlockedByPage) | a rejection in mode [`Opaque`](Mode::Opaque) while `crossOriginIsolated` is true, or with a `coep` report |
/// | anything else that rejects | [`Failed`](Outcome::Failed) | |
pub trait Net {
    /// Sends a `GET` without credentials and past every cache, and reads the answer to its end, because
    /// only then its connection can be used again. It never gives up by itself: deadlines are the
    /// probe's.
    fn fetch(&self, request: Request<'_>) -> impl Future<Output = Outcome>;

    /// Ends after so long; at once if that is not above zero.
    fn sleep(&self, time: Milliseconds) -> impl Future<Output = ()>;

    /// A clock that never goes back, from any moment on.
    fn now(&self) -> Milliseconds;

    /// What is known of the device's own link.
    fn link(&self) -> impl Future<Output = Link>;

    /// `true` each time that the device gets a link again, `false` when it loses it. Changes between two
    /// polls are kept.
    fn link_changes(&self) -> impl Stream<Item = bool>;

    /// Whether this page may ask addresses of the home network. It never makes the browser ask.
    fn local_network(&self) -> impl Future<Output = Permission>;

    /// Sends datagrams over WebTransport, and waits for their echoes.
    fn datagrams(&self, flight: Flight<'_>) -> impl Future<Output = Datagrams>;

    /// A new random label of a host name: letters and digits, at least eight.
    fn label(&self) -> String;

    /// Reads JSON; `None` if it is not of that form. The reader is the implementation's, so that the
    /// widget carries only one.
    fn read_json<T: DeserializeOwned>(&self, json: &str) -> Option<T>;
}

/// A request of a probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request<'a> {
    /// The address, with any fresh label in it.
    pub url: &'a str,
    /// Whether the answer is to be read, which needs CORS, or only to arrive.
    pub mode: Mode,
}

/// How a target is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// With CORS: the target must allow it, and the answer can be read. Redirects are not followed.
    Readable,
    /// Without CORS: any target can be asked, and only that it answered is learned. The Fetch standard
    /// follows redirects in this mode.
    Opaque,
    /// As [`Opaque`](Mode::Opaque), of a box in the home network: the browser may ask the customer first, and holds
    /// the request back until then.
    Home,
}

/// How a request ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The target answered, and the answer can be read.
    Answered(Answer),
    /// Something answered; what, cannot be read.
    Opaque {
        /// From asking until the answer came.
        elapsed: Milliseconds,
    },
    /// The answer leads to another address.
    Redirected {
        /// From asking until the answer came.
        elapsed: Milliseconds,
    },
    /// The browser gave up: no address, no route, refused, reset, or an answer without CORS headers.
    Failed {
        /// From asking until the browser gave up.
        elapsed: Milliseconds,
    },
    /// The page's own policies forbade the request; it says nothing of the line.
    BlockedByPage,
    /// The page's own service worker answered in place of the network.
    AnsweredByPage,
    /// The browser has not asked the customer yet whether the page may reach the home network, or the
    /// customer refused.
    NeedsPermission,
    /// This browser lets no page ask that.
    NotSupported,
}

/// An answer that can be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The HTTP status; 404 is an answer, too.
    pub status: u16,
    /// From asking until the headers were there.
    pub elapsed: Milliseconds,
    /// Whether the browser's network noted that time: then it holds also where the page was busy.
    pub is_noted: bool,
    /// The header `Server-Timing` as it came; empty if there is none.
    pub server_timing: String,
    /// How long its name took to be resolved, where the browser says so (Resource Timing, for which the target
    /// sends `Timing-Allow-Origin`).
    pub lookup: Option<Milliseconds>,
    /// The body as text; empty if there is none.
    pub body: String,
}

/// Datagrams to be sent: numbered, evenly spaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flight<'a> {
    /// The echo: an https address.
    pub url: &'a str,
    /// Whether the echo is the relay's own: then this address says where it is, and by what its certificate is known.
    pub own: bool,
    /// Another server that answers over UDP, `stun:address:port`: it is asked where no session comes about.
    pub witness: Option<&'a str>,
    /// How many datagrams are sent.
    pub count: u32,
    /// Milliseconds from one to the next.
    pub pause: u32,
    /// How many milliseconds are waited for the session, and for echoes after the last was sent.
    pub wait: u32,
}

/// What came of datagrams.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Datagrams {
    /// The session came about.
    Sent {
        /// How many were sent.
        sent: u32,
        /// How many came back, each counted once.
        back: u32,
    },
    /// The session did not come about: no UDP passes, or the target does not answer.
    NoSession {
        /// Whether the witness answered over UDP; `None` if there is none, or if this browser asks none.
        witness: Option<bool>,
    },
    /// None was tried, because what sends them did not come; or the session broke. Neither says anything of UDP.
    Untried,
    /// The page was in the background meanwhile, or the device busy or asleep: what got lost it may have lost itself.
    Disturbed,
    /// The page's own policies forbade it.
    BlockedByPage,
    /// This browser has no WebTransport.
    NotSupported,
}

/// What the browser says of the device's own link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// `navigator.onLine`; `None` if the browser does not have it.
    pub online: Option<bool>,
    /// Whether this browser is known to notice when the link goes. Measured with the link of the
    /// device down and with the router off: Chromium said `false`, Firefox went on saying `true`.
    pub notices: bool,
    /// Whether WebRTC found an address of this device; `None` if nobody asked, or if this browser tells none even over a line
    /// that works, as one does whose owner or whose extension hides them. Measured with the link of the device down: Firefox,
    /// which does not notice, found none.
    pub addresses: Option<bool>,
    /// Whether it found one on this page before. Only then that it finds none is sure.
    pub had_addresses: bool,
}

/// Whether the page may ask addresses of the home network (`local-network` of the Permissions
/// API).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// It may, or this browser has no such permission.
    Granted,
    /// The browser would ask the customer first, and hold the request back until then.
    Prompt,
    /// The customer refused.
    Denied,
}

/// How far a probe has come, for whoever shows it while it runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// The share of the work that is done, from zero to one.
    pub done: f64,
    /// The metric that was just measured, by its name in the catalogue, and its value in that unit.
    pub reading: Option<(&'static str, f64)>,
}
