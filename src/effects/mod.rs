//! Carries out the model's commands: one file an effect, and here one match from command to effect.
//!
//! What waits is a future, and what becomes of it is a message to the model. Whatever was started ends
//! when its [`Task`] is dropped, and all of it with the [`Runner`].

mod clipboard;
mod fetch;
mod net;
mod outbox;
mod pictures;
pub(crate) mod probe;
mod second_part;
pub(crate) mod speed;
pub mod storage;
mod task;
mod tell;
mod timer;
pub(crate) mod walk;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use firstline_diagnosis::{CheckId, Context, Finding, NotMeasured};
use firstline_guide::session::{Event, Run};
use firstline_wire::alert::AlertRequest;
use futures_util::future::LocalBoxFuture;
use yew::Callback;

use crate::browser::device;
use crate::browser::host::{Host, Options};
use crate::browser::life::Life;
use crate::browser::root::Root;
use crate::model::{Command, Message, Watch};
use crate::screens;
use pictures::Pictures;
pub use second_part::Measures;
use second_part::{Surroundings, Work};
use task::Task;

/// Carries commands out. Whatever it has started ends when it is dropped.
pub struct Runner {
    root: Root,
    host: Host,
    language: String,
    /// The context of checks, besides the network; it has the relay's root.
    context: Rc<Context>,
    /// The measuring functions, once the second part is here.
    measures: fn() -> Option<&'static Measures>,
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
        measures: fn() -> Option<&'static Measures>,
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
            measures,
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
            Command::LoadNotices => {
                let work = self.notices(Rc::clone(&self.context), false);
                self.start(Slot::Request, work);
            }
            Command::WatchFaults(Watch::Nothing) => self.stop(|slot| *slot == Slot::Faults),
            Command::WatchFaults(watch) => {
                let mut context = Context::clone(&self.context);
                if let Watch::Area(area) = watch {
                    context.area = area;
                }
                let work = self.notices(Rc::new(context), true);
                self.replace(Slot::Faults, work);
            }
            Command::Tell {
                key,
                item,
                area,
                email,
            } => {
                let wish = AlertRequest {
                    item,
                    area: area.unwrap_or_else(|| self.context.area.clone()),
                    language: self.language.clone(),
                    email,
                };
                let work = tell::tell(self.address(""), key, tell::body(&wish));
                let send = self.send.clone();
                self.request(async move { send.emit(Message::TellAnswered(work.await)) });
            }
            Command::TellNot(token) => self.request(tell::tell_not(self.address(""), token)),
            Command::SetTargets(targets) => Rc::make_mut(&mut self.context).targets = targets,
            Command::RunChecks {
                run,
                checks,
                area,
                service,
                minutes,
                plan,
                loss,
            } => {
                let mut context = Context::clone(&self.context);
                if let Some(area) = area {
                    context.area = area;
                }
                context.service = service;
                // A customer who walks away from the Wi-Fi is on mobile data from then on.
                context.mobile_data = device::is_on_mobile_data();
                context.minutes = minutes;
                let context = Rc::new(context);
                let beside = Rc::new(Cell::new(loss));
                self.stop(|slot| *slot == Slot::Shown);
                // The customer has agreed to one question, not to every later one.
                Rc::make_mut(&mut self.context).may_ask = false;
                for check in checks {
                    let (given, beside) = (self.surroundings(&context), Rc::clone(&beside));
                    let work = self.measure(Some((run, check)), move |measures| match check {
                        CheckId::Speed => (measures.speed)(run, plan, beside, given),
                        CheckId::Wifi => (measures.walk)(run, given),
                        _ => (measures.check)(check, run, beside, given),
                    });
                    self.start(Slot::Engine(run), work);
                }
            }
            Command::ShowSpeed { finding, plan } => {
                let given = self.surroundings(&self.context);
                let work =
                    self.measure(None, move |measures| (measures.show)(finding, plan, given));
                self.replace(Slot::Shown, work);
            }
            Command::AllowHome => Rc::make_mut(&mut self.context).may_ask = true,
            Command::WatchLine { run, dropped } => {
                let given = self.surroundings(&self.context);
                let work = self.measure(None, move |measures| (measures.line)(run, dropped, given));
                self.start(Slot::Engine(run), work);
            }
            Command::SetTimer { run, at } => {
                let elapsed = Message::Event(Event::TimerElapsed { run });
                self.start(Slot::Engine(run), timer::at(at, elapsed, self.send.clone()));
            }
            Command::Cancel { run } => self.stop(|slot| *slot == Slot::Engine(run)),
            Command::StopEngine => self.stop(|slot| matches!(slot, Slot::Engine(_) | Slot::Shown)),
            Command::StoreSession(text) => storage::store_session(&text),
            Command::ForgetSession => storage::forget_session(),
            Command::StoreOutbox { key, text } => storage::store_outbox(&key, &text),
            Command::ForgetOutbox(key) => {
                storage::forget_outbox(&key);
                // A ticket that the customer deletes is not sent any more, unless it is out already.
                self.stop(|slot| *slot == Slot::Ticket(key.clone()));
            }
            Command::Send { key, body } => {
                let work = outbox::send(self.address(""), key.clone(), body);
                let (slot, send) = (Slot::Ticket(key.clone()), self.send.clone());
                self.start(
                    slot,
                    Box::pin(async move {
                        let outcome = work.await;
                        send.emit(Message::Delivered { key, outcome });
                    }),
                );
            }
            Command::RetryAt(at) => {
                let work = timer::at(at, Message::RetryDue, self.send.clone());
                self.replace(Slot::Retry, work);
            }
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
        }
    }

    fn load(&mut self, path: &str, message: impl FnOnce(Option<Vec<u8>>) -> Message + 'static) {
        let file = fetch::file(self.address(path), self.host.early(path));
        let send = self.send.clone();
        self.request(async move { send.emit(message(file.await)) });
    }

    /// Fetches the second part of the core, which measures and draws what comes later.
    pub fn bring_second_part(&mut self) {
        let address = self.address(&[&self.host.assets(), "second.wasm"].concat());
        self.start(
            Slot::Request,
            second_part::bring(address, self.send.clone()),
        );
    }

    fn notices(&self, context: Rc<Context>, watch: bool) -> Work {
        let given = self.surroundings(&context);
        self.measure(None, move |measures| (measures.notices)(watch, given))
    }

    fn surroundings(&self, context: &Rc<Context>) -> Surroundings {
        Surroundings {
            host: self.host.clone(),
            root: self.root.clone(),
            context: Rc::clone(context),
            send: self.send.clone(),
        }
    }

    /// Begins to measure once what does that is here. A check that somebody awaits does not wait for ever: it is then not
    /// measured, and the walk goes on.
    fn measure(
        &self,
        awaited: Option<(Run, CheckId)>,
        begin: impl FnOnce(&'static Measures) -> Work + 'static,
    ) -> Work {
        let (measures, send) = (self.measures, self.send.clone());
        let begin: Box<dyn FnOnce(&'static Measures) -> Work> = Box::new(begin);
        Box::pin(async move {
            second_part::here(awaited.is_none()).await;
            match (measures(), awaited) {
                (Some(measures), _) => begin(measures).await,
                (None, Some((run, check))) => {
                    let finding = Finding::not_measured(check, NotMeasured::NotFetched);
                    send.emit(Message::Event(Event::CheckFinished { run, finding }));
                }
                (None, None) => {}
            }
        })
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
