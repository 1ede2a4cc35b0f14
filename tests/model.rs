//! The widget without a browser: messages in, commands and views out, over the shipped guides.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says where it stopped"
)]

#[path = "model/again.rs"]
mod again;
#[path = "model/outbox.rs"]
mod outbox;

use std::cell::Cell;
use std::collections::BTreeMap;

use firstline_diagnosis::{CheckId, Confidence, Finding, Verdict};
use firstline_guide::Effect;
use firstline_guide::model::{ContactField, Value};
use firstline_guide::session::{Body, Event, Recheck};
use firstline_widget::action::Action;
use firstline_widget::model::{Command, Delivery, Message, Model, Outside, Setup};
use firstline_widget::view::{FieldProblem, Page, SentState, Welcome};
use firstline_wire::TicketRequest;

const MINUTE: u64 = 60_000;
const KEY: &str = "6f1c0f2e-0d7b-4a55-9f0e-2f1d8f2b7c11";
/// The key of a second ticket.
const KEY_2: &str = "6f1c0f2e-0d7b-4a55-9f0e-2f1d8f2b7c12";
const LATER: Delivery = Delivery::Later {
    after: None,
    kept: true,
};

thread_local! {
    static TICKETS: Cell<usize> = const { Cell::new(0) };
}

/// A widget with a clock, and what it has stored in the browser.
struct Widget {
    model: Model,
    now: u64,
    session: Option<String>,
    draft: Option<String>,
    outbox: BTreeMap<String, String>,
    /// What was to be sent, oldest first.
    sent: Vec<(String, String)>,
    retry_at: Option<u64>,
    emitted: Vec<(&'static str, String)>,
    spoken: Vec<(String, bool)>,
    checks: Option<(u32, Vec<CheckId>)>,
    /// The key of the screen whose results are shown for a moment.
    reading: Option<String>,
    verdict: Verdict,
}

fn outside() -> Outside {
    Outside {
        uuid: || {
            let made = TICKETS.replace(TICKETS.get() + 1);
            Some([KEY, KEY_2][made].to_owned())
        },
        time_in_words: |time, _| Some(time.to_owned()),
        write_value: firstline_widget::text::value,
        fold: str::to_lowercase,
    }
}

fn source(id: &str) -> Option<String> {
    std::fs::read_to_string(format!("{}/guides/{id}.json", env!("CARGO_MANIFEST_DIR"))).ok()
}

/// The pack of the shipped guide.
fn pack() -> Vec<u8> {
    let sources: Vec<(String, String)> = [
        "no-internet",
        "check-cables",
        "restart-router",
        "check-power",
    ]
    .into_iter()
    .map(|id| (id.to_owned(), source(id).unwrap()))
    .collect();
    let find = |id: &str| {
        sources
            .iter()
            .find(|(known, _)| known == id)
            .map(|(_, source)| source.as_str())
    };
    firstline_author::pack::pack("no-internet", find)
        .unwrap()
        .bytes
}

const INDEX: &str = r#"{
    "format": 1, "language": "en",
    "provider": { "name": "Brightwater", "phone": "0808 157 0123", "hours": "every day" },
    "guides": [ { "id": "no-internet", "title": "No internet", "summary": "Nothing loads.",
        "searchWords": [], "pack": "guides/no-internet.en.0.txt", "hash": "0123456789abcdef",
        "pictures": ["pictures/plug.svg"] } ],
    "checks": { "isp": [], "internet": [], "latency": null },
    "consent": { "id": "support", "version": "3", "text": "I agree." },
    "facts": [["provider.support.open", true]]
}"#;

impl Widget {
    fn new(session: Option<String>, now: u64, setup: Setup) -> Widget {
        Widget::with(session, None, BTreeMap::new(), now, setup)
    }

    /// A widget that finds all this in the browser.
    fn with(
        session: Option<String>,
        draft: Option<String>,
        outbox: BTreeMap<String, String>,
        now: u64,
        setup: Setup,
    ) -> Widget {
        let draft_too = draft.clone().map(|draft| ("draft".to_owned(), draft));
        let kept = outbox.clone().into_iter().chain(draft_too);
        let tickets: Vec<_> = kept.map(|(key, text)| (key, Value::Text(text))).collect();
        let (model, commands) = Model::new(outside(), setup, session.as_deref(), &tickets, now);
        let mut widget = Widget {
            model,
            now,
            session,
            draft,
            outbox,
            sent: Vec::new(),
            retry_at: None,
            emitted: Vec::new(),
            spoken: Vec::new(),
            checks: None,
            reading: None,
            verdict: Verdict::Fail,
        };
        widget.carry_out(commands);
        widget
    }

    fn fresh() -> Widget {
        TICKETS.set(0);
        let setup = Setup {
            user_agent: "Browser/1".to_owned(),
            ..Setup::default()
        };
        Widget::new(None, 1_800_000_000_000, setup)
    }

    /// The same browser after a reload, some time later.
    fn reload(self, later: u64) -> Widget {
        let now = self.now + later;
        Widget::with(self.session, self.draft, self.outbox, now, Setup::default())
    }

    fn tell(&mut self, message: Message) -> &mut Widget {
        self.now += 1000;
        let commands = self.model.update(self.now, message);
        self.carry_out(commands);
        self
    }

    fn does(&mut self, action: Action) -> &mut Widget {
        self.tell(Message::Did(action))
    }

    fn carry_out(&mut self, commands: Vec<Command>) {
        let mut messages = Vec::new();
        for command in commands {
            match command {
                Command::LoadIndex => messages.push(Message::IndexArrived(Some(INDEX.to_owned()))),
                Command::LoadPack { guide, .. } => {
                    messages.push(Message::PackArrived {
                        guide,
                        bytes: Some(pack()),
                    });
                }
                Command::StoreSession(text) => self.session = Some(text),
                Command::ForgetSession => self.session = None,
                Command::StoreOutbox { key, text } if key == "draft" => {
                    self.draft = Some(text);
                }
                Command::ForgetOutbox(key) if key == "draft" => self.draft = None,
                Command::StoreOutbox { key, text } => {
                    self.outbox.insert(key, text);
                }
                Command::ForgetOutbox(key) => {
                    self.outbox.remove(&key);
                }
                Command::Send { key, body } => {
                    // Before the first try it is on disk.
                    assert!(self.outbox.contains_key(&key));
                    self.sent.push((key, body));
                }
                Command::ShowResults { key, .. } => self.reading = Some(key),
                Command::RetryAt(at) => self.retry_at = Some(at),
                Command::Emit(name, detail) => self.emitted.push((name, detail)),
                Command::Speak(language, resume) => self.spoken.push((language, resume)),
                Command::Engine(Effect::RunChecks { run, checks }) => {
                    self.checks = Some((run, checks));
                }
                _ => {}
            }
        }
        for message in messages {
            self.tell(message);
        }
    }

    fn finish_checks(&mut self) {
        let Some((run, checks)) = self.checks.take() else {
            return;
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
            self.tell(Message::Engine(Event::CheckFinished { run, finding }));
        }
        self.does(Action::Step(Event::Continued));
    }

    fn page(&self) -> Page {
        self.model.view(self.now).page
    }

    /// Opens the guide and gives up after its first checks: the shortest way to a ticket.
    fn reach_ticket(&mut self) -> &mut Widget {
        self.does(Action::GuideChosen("no-internet".to_owned()));
        self.finish_checks();
        self.finish_checks();
        self.does(Action::Step(Event::NothingHelped));
        for _ in 0..10 {
            match self.page() {
                Page::Ticket(_) => return self,
                // What "nothing helps" still asks before the ticket.
                Page::Step(_) => self.does(Action::Step(Event::NothingHelped)),
                other => panic!("{other:?}"),
            };
        }
        panic!("no ticket")
    }

    fn fill(&mut self) -> &mut Widget {
        self.does(Action::ContactTyped(
            ContactField::Name,
            "Sam Example".to_owned(),
        ));
        self.does(Action::ContactTyped(
            ContactField::Phone,
            "01632 960001".to_owned(),
        ));
        self.does(Action::ContactTyped(
            ContactField::Email,
            "sam@mail.example".to_owned(),
        ));
        self.does(Action::NoteTyped("The dog bit the cable.".to_owned()));
        self.does(Action::ConsentToggled)
    }

    fn send(&mut self) -> &mut Widget {
        self.does(Action::SendChosen)
    }

    fn answered(&mut self, outcome: Delivery) -> &mut Widget {
        self.tell(Message::Delivered {
            key: KEY.to_owned(),
            outcome,
        })
    }

    /// Whether nothing is kept of how to reach the customer.
    fn keeps_nobody(&self) -> bool {
        self.draft.is_none() && self.outbox.is_empty()
    }

    fn sent_state(&self) -> SentState {
        match self.page() {
            Page::Sent(sent) => sent.state,
            other => panic!("{other:?}"),
        }
    }
}

fn stored() -> Delivery {
    Delivery::Stored {
        number: "F-1".to_owned(),
    }
}

#[test]
fn the_body_is_what_the_relay_reads() {
    let mut widget = Widget::fresh();
    widget.reach_ticket().fill();
    widget
        .does(Action::DiagnosticToggled("isp".to_owned()))
        .send();
    let (key, body) = widget.sent[0].clone();
    assert_eq!(key, KEY);
    let read: TicketRequest = serde_json::from_str(&body).unwrap();
    assert_eq!(read.contact.phone.as_deref(), Some("01632 960001"));
    assert_eq!(read.note.as_deref(), Some("The dog bit the cable."));
    assert_eq!(
        (read.consent.id.as_str(), read.consent.version.as_str()),
        ("support", "3")
    );
    assert_eq!(read.removed, ["isp"]);
    assert_eq!(read.environment.unwrap().user_agent, "Browser/1");
    let trail = firstline_guide::Trail::from_json(read.trail.get()).unwrap();
    assert_eq!(trail.guide, "no-internet");
    assert_eq!(trail.hash, "0123456789abcdef");
    assert_eq!(trail.kept, [], "what was undone is not sent");
    let findings: Vec<&Finding> = trail
        .visits
        .iter()
        .flat_map(|visit| visit.answer.findings())
        .collect();
    let of = |check| {
        findings
            .iter()
            .find(|finding| finding.check == check)
            .unwrap()
    };
    assert_eq!(of(CheckId::Isp).metrics, [], "what was removed is not sent");
    assert_eq!(
        of(CheckId::Isp).verdict,
        Verdict::Fail,
        "the path depends on it"
    );
    assert_eq!(of(CheckId::Internet).metrics.len(), 1);
}

#[test]
fn what_the_customer_sees_is_what_is_sent() {
    let mut widget = Widget::fresh();
    widget.reach_ticket();
    let Page::Ticket(form) = widget.page() else {
        panic!()
    };
    let shown: Vec<&str> = form
        .diagnostics
        .iter()
        .map(|known| known.id.as_str())
        .collect();
    widget.fill().send();
    let read: TicketRequest = serde_json::from_str(&widget.sent[0].1).unwrap();
    let trail = firstline_guide::Trail::from_json(read.trail.get()).unwrap();
    assert_eq!(trail.visits.len(), form.entries.len());
    for finding in trail
        .visits
        .iter()
        .flat_map(|visit| visit.answer.findings())
    {
        assert!(shown.contains(&finding.check.name()), "{finding:?}");
    }
    assert!(shown.contains(&"environment"));
}

#[test]
fn nothing_is_sent_before_the_form_is_in_order() {
    let mut widget = Widget::fresh();
    widget.reach_ticket().send();
    assert_eq!(widget.sent, []);
    let Page::Ticket(form) = widget.page() else {
        panic!()
    };
    assert!(form.consent_missing);
    assert!(
        form.fields
            .iter()
            .any(|field| field.problem == Some(FieldProblem::Missing))
    );
    widget.fill().does(Action::ConsentToggled).send();
    assert_eq!(widget.sent, [], "without consent");
    widget.does(Action::ConsentToggled).send();
    assert_eq!(widget.sent.len(), 1);
}

#[test]
fn a_ticket_that_cannot_be_sent_waits_and_goes_out_with_the_same_key_and_body() {
    let mut widget = Widget::fresh();
    widget.reach_ticket().fill().send();
    assert!(matches!(widget.page(), Page::Ticket(form) if form.sending));
    widget.answered(LATER);
    assert!(matches!(
        widget.sent_state(),
        SentState::Waiting { trying: false, .. }
    ));
    let retry = widget.retry_at.unwrap();
    assert!(retry > widget.now && retry < widget.now + MINUTE);
    widget.tell(Message::RetryDue);
    widget.tell(Message::RetryDue);
    assert_eq!(widget.sent.len(), 2, "one try at a time");
    assert_eq!(widget.sent[0], widget.sent[1]);
    // The page is closed and opened again on the next day.
    let mut widget = widget.reload(24 * 60 * MINUTE);
    assert_eq!(widget.sent.len(), 1, "it goes out by itself");
    widget.answered(stored());
    assert_eq!(
        widget.sent_state(),
        SentState::Stored {
            number: "F-1".to_owned()
        }
    );
    assert!(widget.keeps_nobody(), "contact details are erased");
}

#[test]
fn once_the_provider_has_it_nothing_is_left_in_the_browser() {
    let mut widget = Widget::fresh();
    widget.reach_ticket().fill().send().answered(stored());
    assert_eq!(widget.session, None);
    assert!(widget.keeps_nobody());
    let Page::Sent(sent) = widget.page() else {
        panic!()
    };
    assert!(sent.receipt.starts_with("F-1\n"));
    widget.does(Action::GuideLeft);
    let Page::Welcome(welcome) = widget.page() else {
        panic!()
    };
    assert_eq!(welcome.resume, None);
}

#[test]
fn a_ticket_that_waits_is_deleted_when_the_customer_says_so() {
    let mut widget = Widget::fresh();
    widget.reach_ticket().fill().send().answered(LATER);
    widget.does(Action::DeleteChosen);
    assert!(widget.keeps_nobody());
    // The answer that comes after all tells of nothing.
    widget.answered(stored());
    assert!(!matches!(widget.page(), Page::Sent(_)));
}

#[test]
fn a_walk_whose_ticket_arrived_is_not_offered_again_wherever_the_customer_is() {
    let mut widget = Widget::fresh();
    widget.reach_ticket().fill().send().answered(LATER);
    let (session, draft) = (widget.session.clone(), widget.draft.clone());
    let (outbox, later) = (widget.outbox.clone(), widget.now + MINUTE);
    // Left for the welcome screen, or reloaded: the answer finds it there.
    let mut reloaded = Widget::with(session, draft, outbox, later, Setup::default());
    widget.does(Action::GuideLeft);
    for widget in [&mut widget, &mut reloaded] {
        widget.answered(stored());
        assert_eq!(widget.session, None);
        widget.does(Action::GuideLeft);
        let Page::Welcome(welcome) = widget.page() else {
            panic!()
        };
        assert_eq!(welcome.resume, None, "it would make a second ticket");
    }
}

#[test]
fn a_ticket_that_arrives_leaves_a_walk_that_began_after_it() {
    let mut widget = Widget::fresh();
    widget.reach_ticket().fill().send().answered(LATER);
    widget.does(Action::GuideLeft);
    widget.reach_ticket();
    widget.answered(stored());
    assert!(matches!(widget.page(), Page::Ticket(_)));
    // Its number is told as soon as the customer leaves this one.
    widget.does(Action::GuideLeft);
    assert!(matches!(widget.sent_state(), SentState::Stored { .. }));
    widget.does(Action::GuideLeft);
    let Page::Welcome(welcome) = widget.page() else {
        panic!()
    };
    assert!(welcome.resume.is_some(), "nobody was told of this one yet");
    widget.does(Action::ResumeChosen);
    assert!(matches!(widget.page(), Page::Ticket(_)));
}

#[test]
fn a_refused_ticket_is_kept_for_the_customer_and_not_sent_again() {
    let mut widget = Widget::fresh();
    widget
        .reach_ticket()
        .fill()
        .send()
        .answered(Delivery::Refused);
    assert_eq!(widget.sent_state(), SentState::Refused);
    widget.tell(Message::RetryDue);
    assert_eq!(widget.sent.len(), 1);
    assert!(widget.outbox.contains_key(KEY));
}

#[test]
fn the_relay_says_when_to_come_again() {
    let mut widget = Widget::fresh();
    widget
        .reach_ticket()
        .fill()
        .send()
        .answered(Delivery::Later {
            after: Some(120),
            kept: true,
        });
    assert!(widget.retry_at.unwrap() >= widget.now + 2 * MINUTE);
}

#[test]
fn no_event_and_no_stored_session_tells_who_the_customer_is() {
    let mut widget = Widget::fresh();
    widget.reach_ticket().fill().send();
    for secret in ["Sam", "01632", "sam@mail", "dog"] {
        assert!(!widget.session.as_ref().unwrap().contains(secret));
        assert!(
            widget
                .emitted
                .iter()
                .all(|(_, detail)| !detail.contains(secret))
        );
    }
}

#[test]
fn a_guide_that_is_on_its_way_is_said_to_come() {
    let mut widget = Widget::fresh();
    let opening =
        |widget: &Widget| matches!(widget.page(), Page::Welcome(Welcome { opening: true, .. }));
    assert!(!opening(&widget));
    let chosen = Action::GuideChosen("no-internet".to_owned());
    // Its pack is asked for, and not here yet.
    drop(widget.model.update(widget.now, Message::Did(chosen)));
    assert!(opening(&widget));
    let guide = "no-internet".to_owned();
    widget.tell(Message::PackArrived { guide, bytes: None });
    assert!(!opening(&widget));
}

#[test]
fn what_passed_goes_on_by_itself_and_what_did_not_waits_for_the_customer() {
    let mut widget = Widget::fresh();
    widget.does(Action::GuideChosen("no-internet".to_owned()));
    let (run, checks) = widget.checks.take().unwrap();
    assert_eq!(checks, [CheckId::Outage]);
    let finding = |verdict| {
        let alias = if verdict == Verdict::Pass {
            "none"
        } else {
            "fault"
        };
        Finding {
            verdict,
            alias: Some(alias),
            ..Finding::new(CheckId::Outage, verdict, Confidence::High)
        }
    };
    widget.tell(Message::Engine(Event::CheckFinished {
        run,
        finding: finding(Verdict::Pass),
    }));
    let key = widget.reading.take().unwrap();
    widget.tell(Message::ResultsSeen { key: key.clone() });
    assert!(widget.checks.is_some(), "the next checks run");
    let Page::Step(before) = widget.page() else {
        panic!()
    };
    assert_eq!(
        before.passed,
        [finding(Verdict::Pass)],
        "it is said once more"
    );
    widget.tell(Message::ResultsSeen { key });
    let Page::Step(after) = widget.page() else {
        panic!()
    };
    assert_eq!(
        after.screen.key, before.screen.key,
        "a late timer moves nothing"
    );
    widget.finish_checks();
    assert_eq!(widget.reading, None, "a fault is read, not passed over");
}

#[test]
fn the_time_until_the_second_look_counts_down() {
    let mut widget = Widget::fresh();
    widget.verdict = Verdict::Pass;
    widget.does(Action::GuideChosen("no-internet".to_owned()));
    widget.finish_checks();
    widget.finish_checks();
    assert!(!widget.model.counts(), "a question stands still");
    for answer in ["home", "back"] {
        let chosen = Event::OptionsChosen(vec![answer.to_owned()]);
        widget.does(Action::Step(chosen));
    }
    let Page::Step(step) = widget.page() else {
        panic!()
    };
    assert!(matches!(
        step.screen.body,
        Body::Resolved {
            recheck: Recheck::Planned { .. }
        }
    ));
    assert!(widget.model.counts());
}

#[test]
fn what_device_and_page_told_is_shown_and_goes_with_the_environment() {
    let setup = Setup {
        user_agent: "Browser/1".to_owned(),
        facts: vec![(
            "device.platform".to_owned(),
            Value::Text("linux".to_owned()),
        )],
        ..Setup::default()
    };
    let mut widget = Widget::new(None, 1_800_000_000_000, setup);
    widget.reach_ticket();
    let Page::Ticket(form) = widget.page() else {
        panic!()
    };
    let environment = form
        .diagnostics
        .iter()
        .find(|known| known.id == "environment");
    let known = &environment.unwrap().environment;
    for (name, value) in [("userAgent", "Browser/1"), ("device.platform", "linux")] {
        let fact = (name.to_owned(), Value::Text(value.to_owned()));
        assert!(known.contains(&fact), "{known:?}");
    }
    widget
        .fill()
        .does(Action::DiagnosticToggled("environment".to_owned()))
        .send();
    let body = &widget.sent[0].1;
    assert!(
        !body.contains("linux") && !body.contains("Browser/1"),
        "{body}"
    );
    assert!(
        body.contains("provider.support.open"),
        "the provider's own facts stay"
    );
}
