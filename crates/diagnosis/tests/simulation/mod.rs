//! A simulated line: hosts that answer, refuse, redirect or stay silent, on a clock that only moves when
//! everything waits.

#![allow(clippy::expect_used, clippy::panic)]
#![allow(dead_code, reason = "each file of tests uses a part of it")]

pub mod finding;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use firstline_diagnosis::Net;
use firstline_diagnosis::net::{
    Answer, Datagrams, Flight, Link, Milliseconds, Mode, Outcome, Permission, Request,
};
use futures_core::Stream;
use serde::de::DeserializeOwned;

/// What a host does with a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// It answers with this status, after so long.
    Status(u16, Milliseconds),
    /// It answers with this body and status 200, after so long.
    Body(&'static str, Milliseconds),
    /// It answers as the relay's ping does, after so long, of which it spent some itself.
    Ping(Milliseconds, Milliseconds),
    /// It answers as the relay's ping does, after so long, of which its name took some.
    Named(Milliseconds, Milliseconds),
    /// It answers, without CORS headers.
    Unreadable(Milliseconds),
    /// It leads elsewhere, to a page that answers.
    Redirect(Milliseconds),
    /// The browser gives up after so long.
    Refuse(Milliseconds),
    /// Nothing ever comes.
    Silent,
    /// The page's policies forbid it.
    Forbidden,
    /// The page's service worker answers.
    ServiceWorker,
    /// The page's service worker answers out of its cache, with something that can always be read.
    OfflinePage,
}

struct Host {
    /// What its address contains.
    part: &'static str,
    /// What it does, one after the other; the last goes on.
    replies: VecDeque<Reply>,
}

struct Timer {
    due: Milliseconds,
    waker: Waker,
}

/// The line, and all that happened on it.
pub struct Line {
    now: Cell<Milliseconds>,
    timers: RefCell<Vec<Timer>>,
    hosts: RefCell<Vec<Host>>,
    asked: RefCell<Vec<(Milliseconds, String, Mode)>>,
    /// Requests that wait for an answer.
    open: Rc<Cell<u32>>,
    labels: Cell<u32>,
    link: Cell<Link>,
    /// What the browser says of the link later, and from when on.
    later: Cell<Option<(Milliseconds, Link)>>,
    permission: Cell<Permission>,
    /// What the customer says when the browser asks, and after how long.
    answers_question: Cell<Option<(Permission, Milliseconds)>>,
    datagrams: Cell<Datagrams>,
    changes: RefCell<VecDeque<(Milliseconds, bool)>>,
    /// When the device sleeps, and nothing of the page runs.
    sleeps: Cell<Option<(Milliseconds, Milliseconds)>>,
    /// How long each of the page's own tasks takes; zero if it has none.
    tasks: Cell<Milliseconds>,
    /// Whether the browser's network notes what an answer took.
    notes: Cell<bool>,
}

impl Line {
    /// A line on which nobody answers yet.
    pub fn new() -> Line {
        Line {
            now: Cell::new(0.0),
            timers: RefCell::default(),
            hosts: RefCell::default(),
            asked: RefCell::default(),
            open: Rc::default(),
            labels: Cell::new(0),
            link: Cell::new(Link {
                online: Some(true),
                notices: true,
                addresses: None,
                had_addresses: false,
            }),
            later: Cell::new(None),
            datagrams: Cell::new(Datagrams::NotSupported),
            answers_question: Cell::new(None),
            permission: Cell::new(Permission::Prompt),
            changes: RefCell::default(),
            sleeps: Cell::new(None),
            tasks: Cell::new(0.0),
            notes: Cell::new(false),
        }
    }

    /// Whatever is asked of an address with this part replies so, one after the other.
    pub fn host(self, part: &'static str, replies: &[Reply]) -> Line {
        let replies = replies.iter().cloned().collect();
        self.hosts.borrow_mut().push(Host { part, replies });
        self
    }

    /// With this permission for the home network.
    pub fn permission(self, permission: Permission) -> Line {
        self.permission.set(permission);
        self
    }

    /// The browser asks, and the customer says this after so long.
    pub fn answers_question(self, permission: Permission, after: Milliseconds) -> Line {
        self.answers_question.set(Some((permission, after)));
        self
    }

    /// With this fate of datagrams.
    pub fn datagrams(self, datagrams: Datagrams) -> Line {
        self.datagrams.set(datagrams);
        self
    }

    /// With this link.
    pub fn link(self, link: Link) -> Line {
        self.link.set(link);
        self
    }

    /// With this link from then on.
    pub fn link_from(self, at: Milliseconds, link: Link) -> Line {
        self.later.set(Some((at, link)));
        self
    }

    /// With changes of the link at these times.
    pub fn changes(self, changes: &[(Milliseconds, bool)]) -> Line {
        self.changes.borrow_mut().extend(changes);
        self
    }

    /// The device sleeps from one time to another.
    pub fn sleeps(self, from: Milliseconds, to: Milliseconds) -> Line {
        self.sleeps.set(Some((from, to)));
        self
    }

    /// The page is busy: it looks up only every so many milliseconds.
    pub fn busy(self, tasks: Milliseconds) -> Line {
        self.tasks.set(tasks);
        self
    }

    /// The browser's network notes what an answer took.
    pub fn notes(self) -> Line {
        self.notes.set(true);
        self
    }

    /// The time.
    pub fn time(&self) -> Milliseconds {
        self.now.get()
    }

    /// The addresses that were asked.
    pub fn asked(&self) -> Vec<String> {
        self.asked
            .borrow()
            .iter()
            .map(|(_, url, _)| url.clone())
            .collect()
    }

    /// When something was asked.
    pub fn times(&self) -> Vec<Milliseconds> {
        self.asked.borrow().iter().map(|(at, _, _)| *at).collect()
    }

    /// How it was asked.
    pub fn modes(&self) -> Vec<Mode> {
        self.asked
            .borrow()
            .iter()
            .map(|(_, _, mode)| *mode)
            .collect()
    }

    /// How many requests wait for an answer.
    pub fn open(&self) -> u32 {
        self.open.get()
    }

    /// Runs to the end.
    pub fn run<T>(&self, future: impl Future<Output = T>) -> T {
        self.run_until(f64::INFINITY, future)
            .expect("nothing is waited for any more, and it has not ended")
    }

    /// Runs until that time at the latest, and drops what has not ended then.
    pub fn run_until<T>(&self, end: Milliseconds, future: impl Future<Output = T>) -> Option<T> {
        let mut future = pin!(future);
        let waker = Waker::from(Arc::new(NoWake));
        let mut context = Context::from_waker(&waker);
        loop {
            if let Poll::Ready(result) = future.as_mut().poll(&mut context) {
                return Some(result);
            }
            let next = self
                .timers
                .borrow()
                .iter()
                .map(|timer| timer.due)
                .min_by(f64::total_cmp)?;
            if next > end {
                self.now.set(end);
                return None;
            }
            let next = match self.sleeps.get() {
                Some((from, to)) if from <= next && next < to => to,
                _ => next,
            };
            let next = match self.tasks.get() {
                tasks if tasks > 0.0 => (next / tasks).ceil() * tasks,
                _ => next,
            };
            self.now.set(next.max(self.now.get()));
            let (due, later): (Vec<Timer>, Vec<Timer>) = {
                let timers = self.timers.take();
                timers.into_iter().partition(|timer| timer.due <= next)
            };
            self.timers.replace(later);
            for timer in due {
                timer.waker.wake();
            }
        }
    }

    fn reply(&self, url: &str) -> Reply {
        let mut hosts = self.hosts.borrow_mut();
        let host = hosts.iter_mut().find(|host| url.contains(host.part));
        let host = host.unwrap_or_else(|| panic!("nobody answers at {url}"));
        if host.replies.len() > 1 {
            host.replies.pop_front().expect("one")
        } else {
            host.replies[0].clone()
        }
    }
}

struct NoWake;

impl Wake for NoWake {
    fn wake(self: Arc<Self>) {}
}

/// A time that passes.
struct Sleep<'a> {
    line: &'a Line,
    due: Milliseconds,
}

impl Future for Sleep<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.line.now.get() >= self.due {
            return Poll::Ready(());
        }
        let waker = context.waker().clone();
        let due = self.due;
        self.line.timers.borrow_mut().push(Timer { due, waker });
        Poll::Pending
    }
}

/// Counts a request for as long as it waits.
struct Open(Rc<Cell<u32>>);

impl Open {
    fn new(count: &Rc<Cell<u32>>) -> Open {
        count.set(count.get() + 1);
        Open(count.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

/// Changes of the link, when they are due.
struct Changes<'a>(&'a Line);

impl Stream for Changes<'_> {
    type Item = bool;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<bool>> {
        let line = self.0;
        let next = line.changes.borrow().front().copied();
        match next {
            Some((at, online)) if at <= line.now.get() => {
                line.changes.borrow_mut().pop_front();
                Poll::Ready(Some(online))
            }
            Some((due, _)) => {
                let waker = context.waker().clone();
                line.timers.borrow_mut().push(Timer { due, waker });
                Poll::Pending
            }
            None => Poll::Pending,
        }
    }
}

impl Net for Line {
    async fn fetch(&self, request: Request<'_>) -> Outcome {
        let _open = Open::new(&self.open);
        let asked = (self.now.get(), request.url.to_owned(), request.mode);
        self.asked.borrow_mut().push(asked);
        if request.mode == Mode::Home && self.permission.get() == Permission::Prompt {
            let (answer, after) = self.answers_question.get().expect("nobody was to be asked");
            self.sleep(after).await;
            self.permission.set(answer);
        }
        let reply = self.reply(request.url);
        let began = self.now.get();
        match &reply {
            Reply::Silent => self.sleep(f64::INFINITY).await,
            Reply::Status(_, ms)
            | Reply::Body(_, ms)
            | Reply::Ping(ms, _)
            | Reply::Named(ms, _)
            | Reply::Unreadable(ms)
            | Reply::Redirect(ms)
            | Reply::Refuse(ms) => self.sleep(*ms).await,
            Reply::Forbidden | Reply::ServiceWorker | Reply::OfflinePage => {}
        }
        // By the page's clock, unless the browser's network notes what it took.
        let took = self.now.get() - began;
        let is_noted = self.notes.get();
        let answer = |status, elapsed: Milliseconds, body: &str, server_timing: &str| Answer {
            status,
            elapsed: if is_noted { elapsed } else { took },
            is_noted,
            server_timing: server_timing.to_owned(),
            body: body.to_owned(),
            lookup: None,
        };
        match (reply, request.mode) {
            (Reply::Forbidden, _) => Outcome::BlockedByPage,
            (Reply::ServiceWorker, _) => Outcome::AnsweredByPage,
            (Reply::OfflinePage, _) => Outcome::Answered(answer(200, 1.0, "Offline", "")),
            (Reply::Refuse(_), _) | (Reply::Unreadable(_), Mode::Readable) => {
                Outcome::Failed { elapsed: took }
            }
            (Reply::Redirect(_), Mode::Readable) => Outcome::Redirected { elapsed: took },
            (Reply::Status(status, elapsed), Mode::Readable) => {
                Outcome::Answered(answer(status, elapsed, "", ""))
            }
            (Reply::Body(body, elapsed), Mode::Readable) => {
                Outcome::Answered(answer(200, elapsed, body, ""))
            }
            (Reply::Named(elapsed, lookup), Mode::Readable) => {
                let mut answer = answer(204, elapsed, "", "app;dur=0");
                answer.lookup = Some(lookup);
                Outcome::Answered(answer)
            }
            (Reply::Ping(elapsed, own), Mode::Readable) => {
                let timing = format!("app;dur={own}");
                Outcome::Answered(answer(204, elapsed, "", &timing))
            }
            (
                Reply::Status(..)
                | Reply::Body(..)
                | Reply::Ping(..)
                | Reply::Named(..)
                | Reply::Unreadable(_)
                | Reply::Redirect(_),
                Mode::Opaque | Mode::Home,
            ) => Outcome::Opaque { elapsed: took },
            (Reply::Silent, _) => unreachable!("silence has no end"),
        }
    }

    async fn sleep(&self, time: Milliseconds) {
        let due = self.now.get() + time;
        Sleep { line: self, due }.await;
    }

    fn now(&self) -> Milliseconds {
        self.now.get()
    }

    async fn link(&self) -> Link {
        match self.later.get() {
            Some((at, link)) if self.now.get() >= at => link,
            _ => self.link.get(),
        }
    }

    async fn datagrams(&self, flight: Flight<'_>) -> Datagrams {
        self.asked
            .borrow_mut()
            .push((self.now.get(), flight.url.to_owned(), Mode::Readable));
        self.datagrams.get()
    }

    fn link_changes(&self) -> impl Stream<Item = bool> {
        Changes(self)
    }

    async fn local_network(&self) -> Permission {
        self.permission.get()
    }

    fn label(&self) -> String {
        self.labels.set(self.labels.get() + 1);
        format!("label{:04}", self.labels.get())
    }

    fn read_json<T: DeserializeOwned>(&self, json: &str) -> Option<T> {
        serde_json::from_str(json).ok()
    }
}
