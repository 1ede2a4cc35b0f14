//! Each topic that we ship, walked through the widget on a phone, to a good end and to a ticket. What is pressed is what
//! the guide's own walk answers; what its checks found is put into what the browser keeps, because a test's line is
//! never that broken. axe-core looks at each kind of screen once.

mod sheets;
mod walks;

use std::collections::BTreeSet;
use std::env;
use std::sync::Arc;

use firstline_guide::model::Library;
use firstline_guide::session::{
    Answer as Said, Body, Event, FIELD_END, FieldView, OptionView, Screen, Session, Stage, Trail,
    Verification, Visit, Waiting,
};
use firstline_widget::text::{Key, Words};
use serde_json::{Value, json};

use crate::harness::{Answer, Host, Page, Relay, axe, in_chromium, stage};
use walks::{End, Walk};

const LANGUAGES: &[&str] = &["en", "de"];

#[test]
fn topics_are_walked_on_a_phone_in_english() {
    walk_topics("en");
}

#[test]
fn topics_are_walked_on_a_phone_in_german() {
    walk_topics("de");
}

/// The ends that a topic is walked to in this language. In the suite each topic has its turn once, in one language and to
/// one end; with `FIRSTLINE_DEV_TOPICS=all`, as `cargo xtask topics` says, in both and to both.
fn ends(at: usize, language: &str) -> Vec<End> {
    if env::var("FIRSTLINE_DEV_TOPICS").is_ok_and(|which| which == "all") {
        return vec![End::Good, End::Ticket];
    }
    let turn = LANGUAGES[at % LANGUAGES.len()];
    let end = [End::Good, End::Ticket][at / LANGUAGES.len() % 2];
    Vec::from_iter((turn == language).then_some(end))
}

fn walk_topics(language: &'static str) {
    let folder = walks::folder();
    let edition = folder.edition(language);
    // A topic alone, for whoever writes it.
    let alone = env::var("FIRSTLINE_DEV_TOPIC").ok();
    let topics = walks::listed(&edition).into_iter().enumerate();
    let topics: Vec<(usize, String)> = topics
        .filter(|(_, guide)| alone.as_ref().is_none_or(|alone| alone == guide))
        .collect();
    in_chromium(async |page| {
        let (host, _relay) = site(language).await;
        // While a screen fades in, no contrast can be told.
        let still =
            json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
        let cdp = page.driver.cdp();
        cdp.send_raw("Emulation.setEmulatedMedia", still)
            .await
            .unwrap();
        let mut looked_at = BTreeSet::new();
        let mut walked = 0;
        for (at, guide) in &topics {
            let library = walks::library(&edition, guide);
            for end in ends(*at, language) {
                // Some only hand over, and have no form; some lead to the form alone.
                let Some(walk) = walks::to(&folder, &library, guide, end) else {
                    continue;
                };
                println!("{language} {guide}: {} ({})", walk.name, walk.visits.len());
                let mut walker = Walker {
                    page,
                    address: host.url("/"),
                    words: Words::of(language),
                    library: Arc::clone(&library),
                    looked_at: &mut looked_at,
                };
                walker.walk(guide, &walk).await;
                walked += 1;
            }
        }
        assert!(walked > 7 || alone.is_some(), "only {walked} walks");
    });
}

/// A page of a provider in this language.
async fn site(language: &str) -> (Host, Relay) {
    let body = "<main><h1>Host</h1></main>";
    let (host, relay) = stage::site_in(language, LANGUAGES, body).await;
    // A page of the same site without the widget, which would store its own walk once more.
    host.put("/other", Answer::page("", ""));
    (host, relay)
}

/// Goes through one guide after the other.
struct Walker<'a> {
    page: &'a Page,
    /// The page with the widget.
    address: String,
    words: Words,
    library: Arc<Library>,
    /// The kinds of screens that axe-core has looked at.
    looked_at: &'a mut BTreeSet<String>,
}

impl Walker<'_> {
    async fn walk(&mut self, guide: &str, walk: &Walk) {
        let page = self.page;
        page.goto(&format!("{}other", self.address)).await;
        page.ask("localStorage.clear();").await;
        self.arrive().await;
        page.ask_with(
            "Firstline.open({ guide: arguments[0] });",
            vec![json!(guide)],
        )
        .await;
        let kept = "return JSON.parse(localStorage['firstline.session'] || '{}')
            .trail?.guide === arguments[0];";
        page.wait_with("the guide", kept, vec![json!(guide)]).await;
        let mut stored = self.stored().await;
        let mut trail = Trail::from_json(&stored["trail"].to_string()).unwrap();
        trail
            .facts
            .retain(|(name, _)| walk.facts.iter().all(|(known, _)| known != name));
        trail.facts.extend(walk.facts.clone());
        let began = trail.began;
        let later = |visit: &Visit| Visit {
            at: began + visit.at % 1_000,
            ..visit.clone()
        };
        let visits: Vec<Visit> = walk.visits.iter().map(later).collect();
        // Known facts are in what is kept, not on the page.
        self.put(&mut stored, &trail, &[]).await;
        for (at, visit) in visits.iter().enumerate() {
            let session = self.at(&trail, &visits[..at]);
            let screen = session.screen();
            self.look(&screen).await;
            if !self.press(&session, &screen, visit).await {
                self.put(&mut stored, &trail, &visits[..=at]).await;
            }
        }
        let screen = self.at(&trail, &visits).screen();
        self.look(&screen).await;
    }

    /// Opens the page, with the widget's own functions there.
    async fn arrive(&self) {
        let page = self.page;
        page.goto(&self.address).await;
        page.wait_until("the loader", "return Boolean(window.Firstline?.open);")
            .await;
        axe::prepare(page).await;
    }

    async fn stored(&self) -> Value {
        let stored = self
            .page
            .ask("return localStorage['firstline.session'];")
            .await;
        serde_json::from_str(stored.as_str().unwrap()).unwrap()
    }

    /// The session behind these answers.
    fn at(&self, trail: &Trail, visits: &[Visit]) -> Session {
        let trail = Trail {
            visits: visits.to_vec(),
            stage: Stage::Open,
            ..trail.clone()
        };
        let at = trail.began;
        let resumed = Session::resume(Arc::clone(&self.library), trail, "", at).unwrap();
        assert_eq!(resumed.misfit, None, "{visits:?}");
        resumed.session
    }

    /// Puts a walk into what the browser keeps, and goes on with it.
    async fn put(&self, stored: &mut Value, trail: &Trail, visits: &[Visit]) {
        let trail = Trail {
            visits: visits.to_vec(),
            stage: Stage::Open,
            ..trail.clone()
        };
        stored["trail"] = serde_json::from_str(&trail.to_json()).unwrap();
        let page = self.page;
        page.goto(&format!("{}other", self.address)).await;
        let script = "localStorage['firstline.session'] = arguments[0];";
        page.ask_with(script, vec![json!(stored.to_string())]).await;
        self.arrive().await;
        page.ask("Firstline.open();").await;
        page.click(&self.word(Key::Resume)).await;
    }

    fn word(&self, key: Key) -> String {
        plain(&self.words.get(key))
    }

    /// Waits for the screen, and has axe-core look at it if it is the first of its kind.
    async fn look(&mut self, screen: &Screen) {
        let kind = match &screen.body {
            Body::Checking { .. } => return,
            Body::Question { many: true, .. } => "several",
            Body::Question { options, .. } if options.iter().any(|one| one.picture.is_some()) => {
                "pictures"
            }
            Body::Question { .. } => "question",
            Body::Input {
                field: FieldView::Form(_),
                ..
            } => "form",
            Body::Input { .. } => "input",
            // The customer's own box is asked for first.
            Body::Lights { .. } => return,
            Body::Instruction { .. } if !screen.values.is_empty() => "values",
            Body::Instruction { .. } => "instruction",
            Body::AskHelp { .. } => "help",
            Body::Resolved { .. } => "resolved",
            Body::Ticket { danger: true, .. } => "danger",
            Body::Ticket { .. } => "ticket",
            Body::KnownIssue { .. } => return,
            Body::HandOver { .. } => "hand-over",
            Body::Stop => "stop",
            Body::Broken => panic!("{screen:?}"),
        };
        self.page.wait_heading(&plain(&screen.title)).await;
        if self.looked_at.insert(kind.to_owned()) {
            axe::must_be_clean(self.page, &format!("{kind}, {}", screen.title)).await;
        }
    }

    /// Does what the walk does at this screen; false where a check's result is needed, or what only time brings.
    async fn press(&self, session: &Session, screen: &Screen, visit: &Visit) -> bool {
        let page = self.page;
        match (&visit.answer, &screen.body) {
            (Said::Options(ids), Body::Question { options, many }) => {
                for id in ids {
                    page.click(&self.label(options, id)).await;
                }
                if *many {
                    page.click(&self.word(Key::Next)).await;
                }
            }
            (Said::Input(value), Body::Input { field, .. }) => {
                let Some(typed) = typed(value) else {
                    return false;
                };
                self.enter(field, &typed).await;
                page.click(&self.word(Key::Next)).await;
            }
            (Said::Cannot, Body::Instruction { cannot, .. }) => {
                let own = cannot.as_deref().map(plain);
                page.click(&own.unwrap_or_else(|| self.word(Key::Cannot)))
                    .await;
            }
            (Said::Stuck { findings }, body)
                if findings.is_empty() && !matches!(body, Body::Checking { .. }) =>
            {
                page.click(&self.word(Key::GiveUp)).await;
            }
            (Said::Done(done), Body::Instruction { .. }) => {
                if matches!(done, Verification::Checked(_)) || !self.do_it(session, screen).await {
                    return false;
                }
                if let Verification::Asked(reply) = done {
                    let mut session = session.clone();
                    session.update(1, Event::InstructionDone);
                    session.update(2, Event::Continued);
                    let asked = session.screen();
                    let Body::AskHelp { options } = &asked.body else {
                        return false;
                    };
                    page.wait_heading(&plain(&asked.title)).await;
                    page.click(&self.label(options, reply)).await;
                }
            }
            _ => return false,
        }
        true
    }

    /// Presses "Done", and does not wait.
    async fn do_it(&self, session: &Session, screen: &Screen) -> bool {
        let Body::Instruction { done, actions, .. } = &screen.body else {
            return false;
        };
        let ours = if actions.is_empty() {
            Key::TimerStart
        } else {
            Key::Done
        };
        let own = done.as_deref().map(plain);
        self.page
            .click(&own.unwrap_or_else(|| self.word(ours)))
            .await;
        let mut session = session.clone();
        session.update(1, Event::InstructionDone);
        match session.screen().body {
            Body::Instruction {
                waiting: Waiting::Until { .. },
                ..
            } => self.page.click(&self.word(Key::WaitEarly)).await,
            // Hours later.
            Body::Instruction {
                waiting: Waiting::Later { .. },
                ..
            } => return false,
            _ => {}
        }
        true
    }

    async fn enter(&self, field: &FieldView, typed: &str) {
        match field {
            FieldView::Form(parts) => {
                for (at, (part, typed)) in parts.iter().zip(typed.split(FIELD_END)).enumerate() {
                    self.type_into(&format!("asked-{at}"), &part.field, typed)
                        .await;
                }
            }
            field => self.type_into("fl-input", field, typed).await,
        }
    }

    async fn type_into(&self, id: &str, field: &FieldView, typed: &str) {
        let control = self
            .page
            .find("return inWidget(arguments[0]);", vec![json!(id)])
            .await
            .unwrap_or_else(|| panic!("no field {id}"));
        if let (FieldView::Choice(_), false) = (field, typed.is_empty()) {
            let script = "const field = inWidget(arguments[0]);
                field.value = arguments[1];
                field.dispatchEvent(new InputEvent('input', { bubbles: true }));";
            self.page
                .ask_with(script, vec![json!(id), json!(typed)])
                .await;
        } else {
            control.send_keys(typed).await.unwrap();
        }
    }

    /// What an option says.
    fn label(&self, options: &[OptionView], id: &str) -> String {
        let option = options.iter().find(|option| option.id == id);
        let own = option.and_then(|option| option.label.as_deref());
        own.map(plain).unwrap_or_else(|| {
            self.word(match id {
                "yes" => Key::Yes,
                "no" => Key::No,
                "better" => Key::Better,
                "a-little" => Key::ALittle,
                "worse" => Key::Worse,
                _ => Key::Unsure,
            })
        })
    }
}

/// What was typed, as it is typed again; `None` for what nobody types.
fn typed(value: &Option<firstline_guide::model::Value>) -> Option<String> {
    use firstline_guide::model::Value;
    Some(match value {
        None => String::new(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::List(parts)) => parts.join("\u{1f}"),
        Some(Value::Flag(_)) => return None,
    })
}

/// Words as `page.js` gives them.
fn plain(words: &str) -> String {
    let words: String = words
        .chars()
        .map(|letter| match letter {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            '\u{2011}' => '-',
            other => other,
        })
        .collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
