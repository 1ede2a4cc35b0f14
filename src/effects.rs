//! What the model wants done, done: one match from command to adapter, and back to a message.

use std::rc::Rc;

use firstline_diagnosis::Change;
use firstline_guide::Effect;
use firstline_guide::json;
use firstline_guide::session::{Happened, Run};
use yew::Callback;

use crate::browser::fetch::{self, Outcome};
use crate::browser::host::{Host, Root};
use crate::browser::pictures::Ready;
use crate::browser::task::{Task, spawn};
use crate::browser::timer::{self, Timer};
use crate::browser::{clipboard, locks, storage};
use crate::model::{Command, Delivery, Message};
use crate::probes::{self, LineWatching, Targets};

/// Where the session is stored.
pub const SESSION: &str = "session";
/// Where the outbox is stored.
pub const OUTBOX: &str = "outbox";

/// How long the relay may take for index, pack or ticket, in milliseconds. Generous: a line that
/// carries 30 kB in this time is bad, but it is the customer's only one.
const DEADLINE: u32 = 30_000;

/// Carries commands out. Whatever it has started ends when it is dropped.
pub struct Runner {
    base: Rc<str>,
    host: Host,
    root: Root,
    probes: probes::Context,
    language: String,
    send: Callback<Message>,
    /// What runs for the engine, by its number.
    running: Vec<(Run, Guard)>,
    /// Requests that need no cancelling; those that are finished are dropped with the next.
    requests: Vec<Task>,
    retry: Option<Timer>,
    reading: Option<Timer>,
    pictures: Ready,
}

/// Stops what it guards when it is dropped.
enum Guard {
    Tasks { _tasks: Vec<Task> },
    Watch { _watch: LineWatching },
    Timer { _timer: Timer },
}

impl Runner {
    /// A runner that reports to `send`.
    pub fn new(
        base: &str,
        host: Host,
        root: Root,
        probes: probes::Context,
        language: String,
        send: Callback<Message>,
    ) -> Runner {
        Runner {
            base: base.into(),
            host,
            root,
            probes,
            language,
            send,
            running: Vec::new(),
            requests: Vec::new(),
            retry: None,
            reading: None,
            pictures: Ready::default(),
        }
    }

    /// The targets of the probes, once the index has told them.
    pub fn set_targets(&mut self, targets: Targets) {
        self.probes.targets = Rc::new(targets);
    }

    /// Carries out one command.
    pub fn run(&mut self, command: Command) {
        match command {
            Command::LoadIndex => {
                let path = ["guides/index.", &self.language, ".json"].concat();
                self.load(&path, Message::IndexArrived);
            }
            Command::LoadPack { guide, path } => {
                self.load(&path, move |text| Message::PackArrived { guide, text });
            }
            Command::LoadPictures(paths) => {
                let base = Rc::clone(&self.base);
                self.pictures = Ready::fetch(paths.iter().map(|path| join(&base, path)));
            }
            Command::LoadNotices => {
                let (probes, send) = (self.probes.clone(), self.send.clone());
                self.request(async move {
                    if let Some(issues) = probes::known_issues(&probes).await {
                        send.emit(Message::IssuesArrived(issues));
                    }
                });
            }
            Command::Engine(effect) => self.engine(effect),
            Command::StopEngine => self.running.clear(),
            Command::StoreSession(text) => store(SESSION, &text),
            Command::ForgetSession => forget(SESSION),
            Command::StoreOutbox(text) => store(OUTBOX, &text),
            Command::ForgetOutbox => {
                self.retry = None;
                forget(OUTBOX);
            }
            Command::Send { key, body } => self.send_ticket(key, body),
            Command::RetryAt(at) => {
                let send = self.send.clone();
                self.retry = Some(timer::at(at, move || send.emit(Message::RetryDue)));
            }
            Command::ShowResults { key, ms } => {
                let send = self.send.clone();
                let seen = move || send.emit(Message::ResultsSeen { key });
                self.reading = Some(timer::after(ms, seen));
            }
            Command::Copy(text) => {
                let (root, send) = (self.root.clone(), self.send.clone());
                self.request(async move {
                    if clipboard::copy(&root, &text).await {
                        send.emit(Message::Copied(text));
                    }
                });
            }
            Command::Emit(name, detail) => self.host.emit(name, &[(detail_key(name), &detail)]),
            Command::Close => self.host.close(),
        }
    }

    fn engine(&mut self, effect: Effect) {
        match effect {
            // Saving is a command of its own.
            Effect::Save => {}
            Effect::RunChecks { run, checks } => {
                let start = |check| {
                    let (probes, send) = (self.probes.clone(), self.send.clone());
                    spawn(async move {
                        let finding = probes::run(check, &probes).await;
                        send.emit(Message::Engine(Happened::CheckFinished { run, finding }));
                    })
                };
                let tasks = checks.into_iter().map(start).collect();
                self.running.push((run, Guard::Tasks { _tasks: tasks }));
            }
            Effect::WatchLine { run, dropped } => {
                let send = self.send.clone();
                let watch = probes::watch_line(&self.probes, dropped, move |change| {
                    send.emit(Message::Engine(match change {
                        Change::Dropped => Happened::LineDropped { run },
                        Change::Returned => Happened::LineReturned { run },
                    }));
                });
                self.running.push((run, Guard::Watch { _watch: watch }));
            }
            Effect::SetTimer { run, at } => {
                let send = self.send.clone();
                let elapsed = Message::Engine(Happened::TimerElapsed { run });
                let timer = timer::at(at, move || send.emit(elapsed));
                self.running.push((run, Guard::Timer { _timer: timer }));
            }
            Effect::Cancel { run } => self.running.retain(|(known, _)| *known != run),
        }
    }

    fn load(&mut self, path: &str, message: impl FnOnce(Option<String>) -> Message + 'static) {
        let (url, send) = (join(&self.base, path), self.send.clone());
        self.request(async move {
            let text = fetch::get(&url, DEADLINE).await.text();
            send.emit(message(text));
        });
    }

    fn send_ticket(&mut self, key: String, body: String) {
        let (url, send) = (join(&self.base, "api/v1/tickets"), self.send.clone());
        self.request(async move {
            // Another tab that sends the same ticket gets the same answer; but one is enough.
            let outcome = match locks::take(OUTBOX).await {
                Some(_lock) => {
                    let quoted = ["\"", &key, "\""].concat();
                    let headers = [(firstline_wire::ticket::IDEMPOTENCY_KEY, quoted.as_str())];
                    fetch::post(&url, "application/json", &headers, &body, DEADLINE).await
                }
                None => Outcome::TimedOut,
            };
            send.emit(Message::Delivered {
                key,
                outcome: delivery(outcome),
            });
        });
    }

    fn request(&mut self, work: impl Future<Output = ()> + 'static) {
        self.requests.retain(|task| !task.is_finished());
        self.requests.push(spawn(work));
    }
}

/// What came of a try to send. Refused for good is only what the same body would be refused for
/// again; everything else is tried again.
fn delivery(outcome: Outcome) -> Delivery {
    let Outcome::Answered(answer) = outcome else {
        return Delivery::Later { after: None };
    };
    let number = || {
        let root = json::parse(&answer.body).ok()?.root;
        Some(root.get("number")?.as_str()?.to_owned())
    };
    match answer.status {
        200..=299 => match number() {
            Some(number) => Delivery::Stored { number },
            // Something between us and the relay answered in its place.
            None => Delivery::Later { after: None },
        },
        408 | 409 | 425 | 429 => Delivery::Later {
            after: answer.retry_after,
        },
        400..=499 => Delivery::Refused,
        _ => Delivery::Later {
            after: answer.retry_after,
        },
    }
}

/// What the detail of an event is called.
fn detail_key(name: &str) -> &'static str {
    match name {
        "open" => "guide",
        "ticket" => "state",
        "error" => "reason",
        _ => "place",
    }
}

fn join(base: &str, path: &str) -> String {
    [base, path.strip_prefix('/').unwrap_or(path)].concat()
}

/// Where nothing can be stored (private mode, a full disk), the widget still works until the page
/// is left; there is nothing that the customer could do about it.
fn store(key: &str, text: &str) {
    let _ = storage::set(key, text);
}

fn forget(key: &str) {
    let _ = storage::remove(key);
}
