//! What the model wants done, done: one match from command to order, and one from what was told back
//! to a message.

use firstline_diagnosis::{Change, CheckId, LineWatch};
use firstline_guide::json;
use firstline_guide::session::{Event, Run};

use crate::browser::shell::{Order, Shell, Told};
use crate::model::{Command, Delivery, Message};
use crate::{probes, screens};

/// Where the session is stored.
pub const SESSION: &str = "session";
/// Where tickets are stored and what is typed into the form, each by its key; `submit` in `shell.js` knows it as well.
const OUTBOX: &str = "outbox.";

/// How long the relay may take for index, pack or ticket, in milliseconds. Generous: a line that
/// carries 30 kB in this time is bad, but it is the customer's only one.
const DEADLINE: f64 = 30_000.0;

/// Carries commands out. Whatever it has started ends when it is dropped.
pub struct Runner {
    shell: Shell,
    language: String,
    /// What the probes need to know; the relay's root is in it.
    pub probes: probes::Context,
    /// The id of the last order.
    last: u32,
    /// What is awaited, by the order's id.
    awaited: Vec<(u32, Awaited)>,
}

/// What an order was given for.
#[derive(Debug)]
enum Awaited {
    Index,
    Pack { guide: String },
    Boxes,
    Issues,
    Check { run: Run, check: CheckId },
    Line { run: Run, watch: LineWatch },
    Timer { run: Run },
    Ticket { key: String },
    Retry,
    Read { key: String },
    Copied(String),
    Tick,
}

impl Awaited {
    /// What runs for the engine under this number, or whatever does where there is none.
    fn is_for(&self, wanted: Option<Run>) -> bool {
        match self {
            Awaited::Check { run, .. } | Awaited::Line { run, .. } | Awaited::Timer { run } => {
                wanted.is_none_or(|wanted| *run == wanted)
            }
            _ => false,
        }
    }
}

impl Runner {
    /// A runner that gives its orders to `shell`.
    pub fn new(shell: Shell, language: String, probes: probes::Context) -> Runner {
        Runner {
            shell,
            language,
            probes,
            last: 0,
            awaited: Vec::new(),
        }
    }

    /// Carries out one command.
    pub fn run(&mut self, command: Command) {
        match command {
            Command::LoadIndex => {
                let path = ["guides/index.", &self.language, ".json"].concat();
                self.load(&path, Awaited::Index);
            }
            Command::LoadPack { guide, path } => self.load(&path, Awaited::Pack { guide }),
            Command::LoadBoxes(path) => self.load(&path, Awaited::Boxes),
            Command::LoadPictures(paths) => {
                let base = &self.probes.base;
                let addresses: Vec<String> = paths.iter().map(|path| join(base, path)).collect();
                self.order("hold", &firstline_guide::join(&addresses, "\n"), "");
            }
            Command::LoadNotices => self.check(CheckId::Outage, Awaited::Issues),
            Command::SetTargets(targets) => self.probes.targets = targets,
            Command::RunChecks { run, checks } => {
                for check in checks {
                    self.check(check, Awaited::Check { run, check });
                }
            }
            Command::WatchLine { run, dropped } => {
                let asks = probes::asks(&self.probes, CheckId::Isp).unwrap_or_default();
                let watch = LineWatch::new(dropped);
                let order = Order {
                    what: "line",
                    one: &asks,
                    ..Order::default()
                };
                self.begin(order, Awaited::Line { run, watch });
            }
            Command::SetTimer { run, at } => self.time("at", at as f64, Awaited::Timer { run }),
            Command::Cancel { run } => self.stop(|awaited| awaited.is_for(Some(run))),
            Command::StopEngine => self.stop(|awaited| awaited.is_for(None)),
            Command::StoreSession(text) => self.order("store", SESSION, &text),
            Command::ForgetSession => self.order("forget", SESSION, ""),
            Command::StoreOutbox { key, text } => {
                self.order("store", &[OUTBOX, &key].concat(), &text);
            }
            Command::ForgetOutbox(gone) => {
                // What the customer deletes goes out no more, as far as it is not out yet.
                self.stop(|awaited| matches!(awaited, Awaited::Ticket { key } if *key == gone));
                self.order("forget", &[OUTBOX, &gone].concat(), "");
            }
            Command::Send { key, body } => {
                let to = [&self.probes.base, "api/v1/tickets\n", &key].concat();
                let order = Order {
                    what: "submit",
                    number: DEADLINE,
                    one: &to,
                    two: &body,
                    ..Order::default()
                };
                self.begin(order, Awaited::Ticket { key });
            }
            Command::RetryAt(at) => {
                self.stop(|awaited| matches!(awaited, Awaited::Retry));
                self.time("at", at as f64, Awaited::Retry);
            }
            Command::ShowResults { key, ms } => {
                self.stop(|awaited| matches!(awaited, Awaited::Read { .. }));
                self.time("after", f64::from(ms), Awaited::Read { key });
            }
            Command::Copy(text) => {
                let order = Order {
                    what: "copy",
                    one: &text.clone(),
                    ..Order::default()
                };
                self.begin(order, Awaited::Copied(text));
            }
            Command::Tick(true) => self.time("every", 1000.0, Awaited::Tick),
            Command::Tick(false) => self.stop(|awaited| matches!(awaited, Awaited::Tick)),
            Command::Focus(target) => self.order("focus", screens::id(target), ""),
            Command::Emit(event) => {
                let detail = event
                    .detail()
                    .map(|(key, value)| [key, "\n", value].concat());
                self.order("emit", event.name(), &detail.unwrap_or_default());
            }
            Command::Speak { language, resume } => {
                self.order("speak", &language, if resume { "resume" } else { "" });
            }
            Command::Close => self.order("close", "", ""),
        }
    }

    /// Gives an order of which nothing is told.
    pub fn order(&self, what: &'static str, one: &str, two: &str) {
        self.shell.order(Order {
            what,
            one,
            two,
            ..Order::default()
        });
    }

    /// What came of an order, as a message. What is not awaited any more is none.
    pub fn told(&mut self, told: &Told) -> Option<Message> {
        if told.id == 0 {
            return Some(Message::RetryDue);
        }
        let at = self.awaited.iter().position(|(id, _)| *id == told.id)?;
        match self.awaited.get_mut(at) {
            Some((_, Awaited::Tick)) => Some(Message::Ticked),
            Some((_, Awaited::Line { run, watch })) => {
                let run = *run;
                Some(Message::Event(
                    match watch.observe(probes::observed(told))? {
                        Change::Dropped => Event::LineDropped { run },
                        Change::Returned => Event::LineReturned { run },
                    },
                ))
            }
            _ => {
                let (_, awaited) = self.awaited.swap_remove(at);
                message(awaited, told, &self.probes)
            }
        }
    }

    /// Begins a check. One without a probe comes back at once.
    fn check(&mut self, check: CheckId, awaited: Awaited) {
        match probes::asks(&self.probes, check) {
            Some(asks) => {
                let area = self.probes.area.clone();
                self.begin(probes::order(check, &asks, &area), awaited);
            }
            None => self.time("after", 0.0, awaited),
        }
    }

    fn load(&mut self, path: &str, awaited: Awaited) {
        let url = join(&self.probes.base, path);
        let order = Order {
            what: "load",
            number: DEADLINE,
            one: &url,
            ..Order::default()
        };
        self.begin(order, awaited);
    }

    fn time(&mut self, what: &'static str, number: f64, awaited: Awaited) {
        let order = Order {
            what,
            number,
            ..Order::default()
        };
        self.begin(order, awaited);
    }

    fn begin(&mut self, order: Order<'_>, awaited: Awaited) {
        self.last += 1;
        self.awaited.push((self.last, awaited));
        self.shell.order(Order {
            id: self.last,
            ..order
        });
    }

    fn stop(&mut self, unwanted: impl Fn(&Awaited) -> bool) {
        let shell = &self.shell;
        self.awaited.retain(|(id, awaited)| {
            let stops = unwanted(awaited);
            if stops {
                shell.stop(*id);
            }
            !stops
        });
    }
}

/// What was told of something that is told once.
fn message(awaited: Awaited, told: &Told, context: &probes::Context) -> Option<Message> {
    let text = || told.is_good().then(|| told.text.clone());
    Some(match awaited {
        Awaited::Index => Message::IndexArrived(text()),
        Awaited::Pack { guide } => Message::PackArrived {
            guide,
            // A character stands for a byte: see `binary` in fetch.js.
            bytes: text().map(|text| text.chars().map(|byte| byte as u8).collect()),
        },
        Awaited::Boxes => Message::BoxesArrived(text()),
        Awaited::Issues => Message::IssuesArrived(probes::known_issues(context, told)?),
        Awaited::Check { run, check } => {
            let measured = probes::asks(context, check).map(|_| told);
            let finding = probes::finding(context, check, measured);
            Message::Event(Event::CheckFinished { run, finding })
        }
        Awaited::Timer { run } => Message::Event(Event::TimerElapsed { run }),
        Awaited::Ticket { key } => Message::Delivered {
            key,
            outcome: delivery(told),
        },
        Awaited::Retry => Message::RetryDue,
        Awaited::Read { key } => Message::ResultsSeen { key },
        Awaited::Copied(text) => {
            told.number(0).filter(|copied| *copied > 0.0)?;
            Message::Copied(text)
        }
        Awaited::Line { .. } | Awaited::Tick => return None,
    })
}

/// What came of a try to send. Refused for good is only what the same body would be refused for
/// again; everything else is tried again.
fn delivery(told: &Told) -> Delivery {
    let number = || {
        let root = json::parse(&told.text).ok()?.root;
        Some(root.get("number")?.as_str()?.to_owned())
    };
    let later = Delivery::Later {
        after: told.retry_after(),
        kept: told.number(5) == Some(1.0),
    };
    match told.status() {
        // Without a number something between us and the relay answered in its place.
        Some(200..=299) => number().map_or(later, |number| Delivery::Stored { number }),
        Some(408 | 409 | 425 | 429) => later,
        Some(400..=499) => Delivery::Refused,
        _ => later,
    }
}

fn join(base: &str, path: &str) -> String {
    [base, path.strip_prefix('/').unwrap_or(path)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: f64, retry_after: f64, text: &str) -> Told {
        Told {
            id: 1,
            numbers: vec![0.0, 9.0, status, f64::NAN, retry_after, 1.0],
            text: text.to_owned(),
        }
    }

    #[test]
    fn only_what_would_be_refused_again_is_refused() {
        let later = |after| Delivery::Later { after, kept: true };
        let number = Delivery::Stored {
            number: "FL-7".to_owned(),
        };
        for (told, expected) in [
            (answer(201.0, f64::NAN, r#"{"number":"FL-7"}"#), number),
            (answer(200.0, f64::NAN, "<!doctype html>"), later(None)),
            (answer(429.0, 30.0, ""), later(Some(30))),
            (answer(409.0, f64::NAN, ""), later(None)),
            (answer(422.0, f64::NAN, ""), Delivery::Refused),
            (answer(503.0, 5.0, ""), later(Some(5))),
        ] {
            assert_eq!(delivery(&told), expected, "{told:?}");
        }
        let silent = Told {
            id: 1,
            numbers: vec![3.0],
            text: String::new(),
        };
        let lost = Delivery::Later {
            after: None,
            kept: false,
        };
        assert_eq!(delivery(&silent), lost, "nothing says that it is kept");
    }

    #[test]
    fn a_check_without_a_probe_says_so() {
        let awaited = Awaited::Check {
            run: 3,
            check: CheckId::Speed,
        };
        let told = Told {
            id: 1,
            numbers: Vec::new(),
            text: String::new(),
        };
        let message = message(awaited, &told, &probes::Context::default());
        let Some(Message::Event(Event::CheckFinished { run: 3, finding })) = message else {
            panic!("{message:?}");
        };
        assert!(!finding.measured());
    }
}
