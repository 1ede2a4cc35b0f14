//! Carries out the model's commands: one file an effect, and here one match from command to effect.
//!
//! What waits is a future, and what becomes of it is a message to the model. Whatever was started ends
//! when its [`Task`] is dropped, and all of it with the [`Runner`].

mod clipboard;
mod fetch;
pub mod later;
mod net;
mod outbox;
mod pictures;
mod probe;
mod second_part;
mod speed;
pub mod storage;
mod surroundings;
mod task;
mod tell;
mod timer;
mod walk;

use std::cell::RefCell;
use std::mem;
use std::rc::Rc;

use firstline_diagnosis::{Context, Finding, NotMeasured};
use firstline_guide::session::{Event, Run};
use futures_util::future::LocalBoxFuture;
use yew::Callback;

use crate::browser::host::{Host, Options};
use crate::browser::life::Life;
use crate::browser::root::Root;
use crate::browser::second_part::{Standing, standing};
use crate::model::{Command, Message};
use crate::screens;
use pictures::Pictures;
use task::Task;

/// Carries out a command that the core leaves to its second part.
pub type CarryOut = fn(&mut Runner, Command);

/// Carries commands out. Whatever it has started ends when it is dropped.
pub struct Runner {
    root: Root,
    host: Host,
    language: String,
    /// The context of checks, besides the network; it has the relay's root.
    context: Rc<Context>,
    /// What carries out the commands that are left to the second part; `None` while that is not here.
    later: fn() -> Option<CarryOut>,
    /// The commands that wait for it, in order.
    waiting: Vec<Command>,
    send: Callback<Message>,
    running: Rc<RefCell<Vec<(Slot, Task)>>>,
    pictures: Pictures,
    _life: Life,
}

/// The purpose of a task, which decides what stops it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Slot {
    /// A run of the engine.
    Engine(Run),
    /// A try to send the ticket of this key.
    Ticket(String),
    /// The time of the next try.
    Retry,
    /// The time that results are shown.
    Results,
    /// The drawing of a speed test that was made before: a new one is drawn in its place.
    Shown,
    /// The clock that reports each second.
    Tick,
    /// The watch of known faults.
    Faults,
    /// A request that only the end of the widget stops.
    Request,
}

impl Runner {
    /// A runner that sends its messages to `send`.
    pub fn new(
        root: &Root,
        host: &Host,
        options: &Options,
        later: fn() -> Option<CarryOut>,
        send: Callback<Message>,
    ) -> Runner {
        let running: Rc<RefCell<Vec<(Slot, Task)>>> = Rc::default();
        let told = send.reform(|is_back| match is_back {
            true => Message::RetryDue,
            false => Message::OutboxChanged,
        });
        let broken = Rc::clone(&running);
        let over = move || {
            // A trap may have left it borrowed.
            if let Ok(mut running) = broken.try_borrow_mut() {
                running.clear();
            }
        };
        Runner {
            root: root.clone(),
            host: host.clone(),
            language: options.language.clone(),
            context: Rc::new(Context {
                base: options.base.clone(),
                area: options.area.clone(),
                language: options.language.clone(),
                account: options.account.clone(),
                ..Context::default()
            }),
            later,
            waiting: Vec::new(),
            send,
            running,
            pictures: Pictures::default(),
            _life: Life::new(host, move |is_back| told.emit(is_back), over),
        }
    }

    /// Carries out one command.
    pub fn run(&mut self, command: Command) {
        match command {
            Command::LoadIndex => {
                let path = ["guides/index.", &self.language, ".json"].concat();
                self.load(&path, |bytes| Message::IndexArrived(fetch::text(bytes)));
            }
            Command::LoadPack { guide, path } => {
                self.load(&path, |bytes| Message::PackArrived { guide, bytes });
            }
            Command::LoadBoxes(path) => {
                self.load(&path, |bytes| Message::BoxesArrived(fetch::text(bytes)));
            }
            Command::LoadPictures(paths) => {
                let addresses = paths.iter().map(|path| self.address(path));
                self.pictures = Pictures::fetch(addresses);
            }
            Command::SetTimer { run, at } => {
                let elapsed = Message::Event(Event::TimerElapsed { run });
                self.start(Slot::Engine(run), timer::at(at, elapsed, self.send.clone()));
            }
            Command::Cancel { run } => {
                self.waiting.retain(|waiting| waiting.run() != Some(run));
                self.stop(|slot| *slot == Slot::Engine(run));
            }
            Command::StopEngine => {
                self.waiting.retain(|waiting| waiting.run().is_none());
                self.stop(|slot| matches!(slot, Slot::Engine(_) | Slot::Shown));
            }
            Command::StoreSession(text) => storage::store_session(&text),
            Command::ForgetSession => storage::forget_session(),
            Command::ShowResults { key, ms } => {
                let work = timer::after(ms, Message::ResultsSeen { key }, self.send.clone());
                self.replace(Slot::Results, work);
            }
            Command::Tick(true) => self.replace(Slot::Tick, timer::each_second(self.send.clone())),
            Command::Tick(false) => self.stop(|slot| *slot == Slot::Tick),
            Command::Copy(text) => {
                let (root, send) = (self.root.clone(), self.send.clone());
                // Begun here, because browsers allow it only within the click.
                let copied = clipboard::copy(root, text.clone());
                self.request(async move {
                    if copied.await {
                        send.emit(Message::Copied(text));
                    }
                });
            }
            Command::Focus(target) => self.root.focus(&screens::id(target)),
            Command::Emit(event) => self.host.emit(event.name(), event.detail()),
            Command::Speak { language, resume } => self.host.speak(&language, resume),
            Command::Close => self.host.close(),
            later => self.leave(later),
        }
    }

    fn load(&mut self, path: &str, message: impl FnOnce(Option<Vec<u8>>) -> Message + 'static) {
        let file = fetch::file(self.address(path), self.host.early(path), fetch::DEADLINE);
        let send = self.send.clone();
        self.request(async move { send.emit(message(file.await)) });
    }

    /// Fetches the second part of the core, which carries out what is left to it.
    pub fn bring_second_part(&mut self) {
        let path = [&self.host.assets(), "second.wasm"].concat();
        let (address, early) = (self.address(&path), self.host.early(&path));
        self.start(
            Slot::Request,
            second_part::bring(address, early, self.send.clone()),
        );
        let long = Message::SecondPartStands;
        self.start(
            Slot::Request,
            timer::after(second_part::LONG, long, self.send.clone()),
        );
    }

    /// Leaves a command to the second part. What comes too early for that waits for it.
    fn leave(&mut self, command: Command) {
        match (self.later)() {
            Some(carry_out) => {
                // What waits goes first, also before the news that the second part came.
                self.second_part_stands();
                carry_out(self, command);
            }
            None => {
                // The last of a kind counts, in the place of the first, but for those that a run of the engine awaits.
                let is_alike = |waiting: &&mut Command| {
                    waiting.run().is_none()
                        && mem::discriminant(*waiting) == mem::discriminant(&command)
                };
                match self.waiting.iter_mut().find(is_alike) {
                    Some(waiting) => *waiting = command,
                    None => self.waiting.push(command),
                }
                if standing() == Standing::Missed {
                    self.second_part_stands();
                }
            }
        }
    }

    /// The second part came, or could not be fetched. What waits for it is carried out; checks do not wait beyond a try that failed:
    /// they are then not measured, and the walk goes on.
    pub fn second_part_stands(&mut self) {
        if standing() == Standing::Coming {
            return;
        }
        for command in mem::take(&mut self.waiting) {
            match ((self.later)(), command) {
                (Some(carry_out), command) => carry_out(self, command),
                (None, Command::RunChecks { run, checks, .. }) => {
                    for check in checks {
                        let finding = Finding::not_measured(check, NotMeasured::NotFetched);
                        let finished = Event::CheckFinished { run, finding };
                        self.send.emit(Message::Event(finished));
                    }
                }
                (None, command) => self.waiting.push(command),
            }
        }
    }

    /// An address of the relay.
    fn address(&self, path: &str) -> String {
        let path = path.strip_prefix('/').unwrap_or(path);
        [&self.context.base, path].concat()
    }

    fn request(&mut self, work: impl Future<Output = ()> + 'static) {
        self.start(Slot::Request, Box::pin(work));
    }

    fn replace(&mut self, slot: Slot, work: LocalBoxFuture<'static, ()>) {
        self.stop(|known| *known == slot);
        self.start(slot, work);
    }

    fn start(&mut self, slot: Slot, work: LocalBoxFuture<'static, ()>) {
        let mut running = self.running.borrow_mut();
        running.retain(|(_, task)| !task.is_over());
        running.push((slot, Task::start(work)));
    }

    fn stop(&mut self, unwanted: impl Fn(&Slot) -> bool) {
        self.running
            .borrow_mut()
            .retain(|(slot, _)| !unwanted(slot));
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.running.borrow_mut().clear();
    }
}
