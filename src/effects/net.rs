//! The network as the checks see it, through the browser.

use std::convert::identity;

use firstline_diagnosis::Net;
use firstline_diagnosis::net::{self, Datagrams, Flight, Link, Milliseconds, Permission, Request};
use firstline_guide::json;
use futures_channel::mpsc;
use futures_util::{Stream, StreamExt};
use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use serde::de::DeserializeOwned;

use crate::browser::fetch::{Mode, Outcome, send};
use crate::browser::host::Host;
use crate::browser::{clock, device, random, stage};

/// The browser's network.
#[derive(Clone, Debug)]
pub(super) struct BrowserNet(pub Host);

impl Net for BrowserNet {
    async fn fetch(&self, request: Request<'_>) -> net::Outcome {
        let mode = match request.mode {
            net::Mode::Readable => Mode::Readable,
            net::Mode::Opaque => Mode::Opaque,
            net::Mode::Home => Mode::Home,
        };
        outcome(send(request.url, mode).await)
    }

    async fn sleep(&self, time: Milliseconds) {
        if time > 0.0 {
            TimeoutFuture::new(time.ceil() as u32).await;
        }
    }

    fn now(&self) -> Milliseconds {
        clock::ticks()
    }

    async fn link(&self) -> Link {
        let notices = device::notices_link();
        let addresses = match notices {
            true => None,
            false => device::has_addresses().await,
        };
        Link {
            online: device::is_online(),
            notices,
            addresses,
            had_addresses: device::had_addresses(),
        }
    }

    async fn datagrams(&self, flight: Flight<'_>) -> Datagrams {
        let numbers = [
            ("count", flight.count),
            ("pause", flight.pause),
            ("wait", flight.wait),
            ("own", flight.own.into()),
        ];
        let given = [("url", Some(flight.url)), ("witness", flight.witness)];
        let Some(done) = stage::datagrams(&self.0, given, numbers).await else {
            return Datagrams::Untried;
        };
        let number = |name| done.number(name).unwrap_or_default() as u32;
        match done.text("state").as_deref() {
            Some("sent") => Datagrams::Sent {
                sent: number("sent"),
                back: number("back"),
            },
            Some("disturbed") => Datagrams::Disturbed,
            Some("blocked") => Datagrams::BlockedByPage,
            Some("unsupported") => Datagrams::NotSupported,
            Some("none") => Datagrams::NoSession {
                witness: done.flag("witness"),
            },
            _ => Datagrams::Untried,
        }
    }

    fn link_changes(&self) -> impl Stream<Item = bool> {
        let (changed, changes) = mpsc::unbounded();
        let listeners = [("online", true), ("offline", false)].map(|(name, online)| {
            let changed = changed.clone();
            EventListener::new(&gloo_utils::window(), name, move |_| {
                // Nobody listens any more once the stream is dropped, and then this is, too.
                let _ = changed.unbounded_send(online);
            })
        });
        changes.map(move |online| {
            let _held = &listeners;
            identity(online)
        })
    }

    async fn local_network(&self) -> Permission {
        device::local_network().await
    }

    fn label(&self) -> String {
        random::label()
    }

    fn read_json<T: DeserializeOwned>(&self, text: &str) -> Option<T> {
        json::from_str(text)
    }
}

fn outcome(outcome: Outcome) -> net::Outcome {
    match outcome {
        Outcome::Answered(answer) => net::Outcome::Answered(net::Answer {
            status: answer.status,
            elapsed: answer.elapsed,
            is_noted: answer.is_noted,
            server_timing: answer.server_timing,
            lookup: answer.lookup,
            body: String::from_utf8(answer.body).unwrap_or_default(),
        }),
        Outcome::Opaque { elapsed } => net::Outcome::Opaque { elapsed },
        Outcome::Redirected { elapsed } => net::Outcome::Redirected { elapsed },
        Outcome::Failed { elapsed } => net::Outcome::Failed { elapsed },
        Outcome::BlockedByPage => net::Outcome::BlockedByPage,
        Outcome::AnsweredByPage => net::Outcome::AnsweredByPage,
        Outcome::NotSupported => net::Outcome::NotSupported,
    }
}
