//! The widget without a browser: a clock, a relay that answers, and what the browser stores.

use std::collections::BTreeMap;

use firstline_diagnosis::{CheckId, Confidence, Finding, Verdict};
use firstline_guide::model::ContactField;
use firstline_guide::session::Event;
use firstline_widget::action::Action;
use firstline_widget::model::{Command, Delivery, Message, Model, PageEvent, Ports, Setup};
use firstline_widget::view::{Page, SentState, Step, Target, Ticket, View, Welcome};
use serde_json::json;

pub use super::browser::{HERE, KEY, KEY_2, LATER_PORTS, Storage, ports, tickets_made};

pub const START: u64 = 1_800_000_000_000;
pub const MINUTE: u64 = 60_000;
pub const HOUR: u64 = 60 * MINUTE;

pub const LATER: Delivery = Delivery::Later {
    after: None,
    kept: true,
};

/// What the relay answers; `None` if it does not.
#[derive(Clone)]
pub struct Relay {
    pub index: Option<String>,
    /// A guide's pack, by its id.
    pub packs: BTreeMap<String, Option<Vec<u8>>>,
    pub boxes: Option<String>,
}

impl Relay {
    /// A relay that publishes this guide.
    pub fn of(id: &str, source: &str) -> Relay {
        Relay::of_pack(id, |known| (known == id).then_some(source))
    }

    /// A relay that publishes the shipped guide `no-internet`, with whatever it calls.
    pub fn shipped() -> Relay {
        let folder = format!("{}/guides", env!("CARGO_MANIFEST_DIR"));
        let mut sources = BTreeMap::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "json") {
                let id = path.file_stem().unwrap().to_string_lossy().into_owned();
                sources.insert(id, std::fs::read_to_string(&path).unwrap());
            }
        }
        Relay::of_pack("no-internet", |id| sources.get(id).map(String::as_str))
    }

    fn of_pack<'a>(id: &str, find: impl Fn(&str) -> Option<&'a str>) -> Relay {
        let source: serde_json::Value = serde_json::from_str(find(id).unwrap()).unwrap();
        let pack = firstline_author::pack::pack(id, find).unwrap().bytes;
        let index = json!({
            "format": 1, "language": "en", "languages": [],
            "provider": { "name": "Brightwater", "phone": "0808 157 0123", "hours": "every day" },
            "guides": [ { "id": id, "title": source["title"], "summary": source["summary"],
                "searchWords": [], "pack": format!("guides/{id}.en.0.pack"),
                "hash": "0123456789abcdef", "pictures": ["pictures/plug.svg"] } ],
            "equipment": "guides/equipment.0.json",
            "checks": [],
            "consent": { "id": "support", "version": "3", "text": "I agree." },
            "facts": [["provider.support.open", true]]
        });
        Relay {
            index: Some(index.to_string()),
            packs: BTreeMap::from([(id.to_owned(), Some(pack))]),
            boxes: None,
        }
    }
}

/// A widget, its relay, and what it has stored and asked for.
pub struct Widget {
    pub model: Model,
    pub relay: Relay,
    pub now: u64,
    pub session: Option<String>,
    pub draft: Option<String>,
    pub outbox: BTreeMap<String, String>,
    /// What was to be sent, oldest first.
    pub sent: Vec<(String, String)>,
    pub retry_at: Option<u64>,
    pub emitted: Vec<PageEvent>,
    pub focused: Vec<Target>,
    /// Whether it gets an event each second.
    pub ticks: bool,
    pub spoken: Vec<(String, bool)>,
    pub checks: Option<(u32, Vec<CheckId>)>,
    /// How many of a hundred packets get lost, as the checks are told that run.
    pub loss: Option<f64>,
    /// The results of speed tests that were drawn anew.
    pub drawn: Vec<Finding>,
    /// The run and time of the engine's timer that was set last.
    pub timer: Option<(u32, u64)>,
    pub pictures: Vec<String>,
    /// How often it asked for the boxes.
    pub asked_for_boxes: usize,
    /// The key of the screen whose results are shown for a moment.
    pub reading: Option<String>,
    /// What checks find, except that no fault is known.
    pub verdict: Verdict,
    /// What was asked of the relay and is not answered yet, because a test answers itself.
    pub silent: bool,
}

impl Widget {
    /// A widget that finds this in the browser, before anything has arrived.
    pub fn mounted(relay: Relay, storage: Storage, now: u64, setup: Setup) -> Widget {
        Widget::mounted_on(ports(), relay, storage, now, setup)
    }

    /// A widget with these ports in a browser that has stored nothing.
    pub fn on(ports: Ports, relay: Relay) -> Widget {
        let storage = Storage::default();
        let mut widget = Widget::mounted_on(ports, relay, storage, START, Setup::default());
        widget.index_arrives();
        widget
    }

    pub fn mounted_on(
        ports: Ports,
        relay: Relay,
        storage: Storage,
        now: u64,
        setup: Setup,
    ) -> Widget {
        storage.is_read();
        let setup = Setup {
            has_session: storage.session.is_some(),
            has_outbox: storage.draft.is_some() || !storage.outbox.is_empty(),
            ..setup
        };
        let (model, commands) = Model::new(ports, setup, now);
        let mut widget = Widget {
            model,
            relay,
            now,
            session: storage.session,
            draft: storage.draft,
            outbox: storage.outbox,
            sent: Vec::new(),
            retry_at: None,
            emitted: Vec::new(),
            focused: Vec::new(),
            ticks: false,
            spoken: Vec::new(),
            loss: None,
            drawn: Vec::new(),
            checks: None,
            timer: None,
            pictures: Vec::new(),
            asked_for_boxes: 0,
            reading: None,
            verdict: Verdict::Fail,
            silent: true,
        };
        widget.carry_out(commands);
        widget.silent = false;
        widget
    }

    /// The same, when the index has arrived.
    pub fn with(relay: Relay, storage: Storage, now: u64, setup: Setup) -> Widget {
        let mut widget = Widget::mounted(relay, storage, now, setup);
        widget.index_arrives();
        widget
    }

    /// A widget of the shipped guide in a browser that has stored nothing.
    pub fn fresh() -> Widget {
        tickets_made(0);
        Widget::set_up(Relay::shipped(), Setup::default())
    }

    pub fn set_up(relay: Relay, setup: Setup) -> Widget {
        let setup = Setup {
            user_agent: "Browser/1".to_owned(),
            language: "en".to_owned(),
            ..setup
        };
        Widget::with(relay, Storage::default(), START, setup)
    }

    /// The same browser after a reload, some time later.
    pub fn reload(self, later: u64) -> Widget {
        let storage = self.storage();
        Widget::with(self.relay, storage, self.now + later, Setup::default())
    }

    /// What the browser has stored.
    pub fn storage(&self) -> Storage {
        Storage {
            session: self.session.clone(),
            draft: self.draft.clone(),
            outbox: self.outbox.clone(),
        }
    }

    pub fn index_arrives(&mut self) -> &mut Widget {
        self.tell(Message::IndexArrived(self.relay.index.clone()))
    }

    pub fn pack_arrives(&mut self, guide: &str) -> &mut Widget {
        let bytes = self.relay.packs.get(guide).cloned().flatten();
        let guide = guide.to_owned();
        self.tell(Message::PackArrived { guide, bytes })
    }

    pub fn tell(&mut self, message: Message) -> &mut Widget {
        self.now += 1000;
        self.storage().is_read();
        let commands = self.model.update(self.now, message);
        self.carry_out(commands);
        self
    }

    pub fn does(&mut self, action: Action) -> &mut Widget {
        self.tell(Message::Action(action))
    }

    pub fn happens(&mut self, event: Event) -> &mut Widget {
        self.tell(Message::Event(event))
    }

    /// Does something at the step.
    pub fn step_does(&mut self, event: Event) -> &mut Widget {
        self.does(Action::Step(event))
    }

    /// Chooses the relay's only guide.
    pub fn open(&mut self) -> &mut Widget {
        let guide = self.relay.packs.keys().next().unwrap().clone();
        self.does(Action::GuideChosen(guide))
    }

    fn carry_out(&mut self, commands: Vec<Command>) {
        let mut answers = Vec::new();
        for command in commands {
            match command {
                Command::LoadIndex => {
                    answers.push(Message::IndexArrived(self.relay.index.clone()));
                }
                Command::LoadPack { guide, .. } => answers.push(Message::PackArrived {
                    bytes: self.relay.packs[&guide].clone(),
                    guide,
                }),
                Command::LoadBoxes(path) => {
                    assert_eq!(path, "guides/equipment.0.json");
                    self.asked_for_boxes += 1;
                    answers.push(Message::BoxesArrived(self.relay.boxes.clone()));
                }
                Command::LoadPictures(pictures) => self.pictures = pictures,
                Command::StoreSession(text) => self.session = Some(text),
                Command::ForgetSession => self.session = None,
                Command::StoreOutbox { key, text } if key == "draft" => self.draft = Some(text),
                Command::ForgetOutbox(key) if key == "draft" => self.draft = None,
                Command::StoreOutbox { key, text } => {
                    self.outbox.insert(key, text);
                }
                Command::ForgetOutbox(key) => {
                    self.outbox.remove(&key);
                }
                Command::Send { key, body } => {
                    assert!(
                        self.outbox.contains_key(&key),
                        "it is stored before it is sent"
                    );
                    self.sent.push((key, body));
                }
                Command::ShowResults { key, .. } => self.reading = Some(key),
                Command::RetryAt(at) => self.retry_at = Some(at),
                Command::Emit(event) => self.emitted.push(event),
                Command::Focus(target) => self.focused.push(target),
                Command::Tick(on) => self.ticks = on,
                Command::Speak { language, resume } => self.spoken.push((language, resume)),
                Command::RunChecks {
                    run, checks, loss, ..
                } => {
                    self.checks = Some((run, checks));
                    self.loss = loss;
                }
                Command::ShowSpeed { finding, .. } => self.drawn.push(finding),
                Command::SetTimer { run, at } => self.timer = Some((run, at)),
                _ => {}
            }
        }
        if self.silent {
            return;
        }
        for answer in answers {
            self.tell(answer);
        }
    }

    /// Lets the checks that run find what they find, and goes on.
    pub fn finish_checks(&mut self) -> &mut Widget {
        let Some((run, checks)) = self.checks.take() else {
            return self;
        };
        for check in checks {
            let metric = check.check().metrics.first();
            let finding = Finding {
                check,
                verdict: if check == CheckId::Outage {
                    Verdict::Pass
                } else {
                    self.verdict
                },
                confidence: Confidence::High,
                not_measured: None,
                alias: (check == CheckId::Outage).then_some("none"),
                metrics: metric
                    .map(|metric| (metric.name, 12.5))
                    .into_iter()
                    .collect(),
                texts: Vec::new(),
            };
            self.happens(Event::CheckFinished { run, finding });
        }
        self.step_does(Event::Continued)
    }

    pub fn view(&self) -> &View {
        self.model.view().expect("something is shown")
    }

    pub fn page(&self) -> Page {
        self.view().page.clone()
    }

    pub fn step(&self) -> Step {
        match self.page() {
            Page::Step(step) => step,
            other => panic!("no step is shown, but {other:?}"),
        }
    }

    pub fn title(&self) -> String {
        self.step().screen.title
    }

    pub fn welcome(&self) -> Welcome {
        match self.page() {
            Page::Welcome(welcome) => welcome,
            other => panic!("no welcome screen is shown, but {other:?}"),
        }
    }

    pub fn form(&self) -> Ticket {
        match self.page() {
            Page::Ticket(form) => form,
            other => panic!("no form is shown, but {other:?}"),
        }
    }

    pub fn sent_state(&self) -> SentState {
        match self.page() {
            Page::Sent(sent) => sent.state,
            other => panic!("no ticket is shown, but {other:?}"),
        }
    }

    /// Opens the shipped guide and stands at its first question, after its checks.
    pub fn at_question(&mut self) -> &mut Widget {
        self.open().finish_checks().finish_checks()
    }

    /// Opens the shipped guide and gives up after its first checks: the shortest way to a ticket.
    pub fn reach_ticket(&mut self) -> &mut Widget {
        self.at_question();
        for _ in 0..10 {
            match self.page() {
                Page::Ticket(_) => return self,
                // Giving up asks a few things before the ticket.
                Page::Step(_) => self.step_does(Event::NothingHelped),
                other => panic!("{other:?}"),
            };
        }
        panic!("no ticket")
    }

    pub fn fill(&mut self) -> &mut Widget {
        for (field, typed) in [
            (ContactField::Name, "Sam Example"),
            (ContactField::Phone, "01632 960001"),
            (ContactField::Email, "sam@mail.example"),
        ] {
            self.does(Action::ContactTyped(field, typed.to_owned()));
        }
        self.does(Action::NoteTyped("The dog bit the cable.".to_owned()))
            .does(Action::ConsentToggled)
    }

    pub fn send(&mut self) -> &mut Widget {
        self.does(Action::SendChosen)
    }

    /// The relay answers to the first ticket.
    pub fn answered(&mut self, outcome: Delivery) -> &mut Widget {
        self.tell(Message::Delivered {
            key: KEY.to_owned(),
            outcome,
        })
    }

    /// The relay takes the ticket with this key under this number.
    pub fn delivered(&mut self, key: &str, number: &str) -> &mut Widget {
        self.tell(Message::Delivered {
            key: key.to_owned(),
            outcome: Delivery::Stored {
                promises: Vec::new(),
                number: number.to_owned(),
            },
        })
    }

    /// Whether nothing is stored of how to reach the customer.
    pub fn keeps_nobody(&self) -> bool {
        let is_told = |(key, text): (&String, &String)| {
            let is_personal = ["\"contact\"", "\"body\"", "Sam Example"];
            key.starts_with("told.") && !is_personal.iter().any(|part| text.contains(part))
        };
        self.draft.is_none() && self.outbox.iter().all(is_told)
    }

    /// The keys of the tickets that are stored.
    pub fn waiting_keys(&self) -> Vec<&str> {
        let keys = self.outbox.keys().map(String::as_str);
        keys.filter(|key| !key.starts_with("told.")).collect()
    }

    /// Another page of this browser has stored what `other` has, and the browser says so.
    pub fn shares(&mut self, other: &Widget) -> &mut Widget {
        self.outbox.clone_from(&other.outbox);
        self.tell(Message::OutboxChanged)
    }
}
