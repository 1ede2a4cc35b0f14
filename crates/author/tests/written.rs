//! Walks that are written down as scenarios take the same way again.

// Helpers of tests may fail as tests do.
#![allow(clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use firstline_author::pack;
use firstline_author::scenario::{self, NotWritten, found};
use firstline_diagnosis::Verdict;
use firstline_guide::model::{Library, OutcomeKind, Value};
use firstline_guide::session::{
    Answer, Awaited, Body, Event, FIELD_END_TEXT, FieldView, Session, Start, Verification, Visit,
    Waiting,
};

/// Every guide that we ship, packed on its own.
fn shipped() -> Vec<(String, Arc<Library>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guides");
    let texts: BTreeMap<String, String> = fs::read_dir(folder)
        .expect("the guides are there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .map(|path| {
            let id = path.file_stem().expect("a name").to_string_lossy();
            let text = fs::read_to_string(&path).expect("a guide is text");
            (id.into_owned(), text)
        })
        .collect();
    let packed = |id: &String| {
        let pack = pack::pack(id, |id| texts.get(id).map(String::as_str)).expect("a sound guide");
        let library = firstline_guide::pack::read(&pack.bytes).expect("a pack");
        (id.clone(), Arc::new(library))
    };
    texts.keys().map(packed).collect()
}

/// A guide that has what none of ours has: inputs, several answers, ends that are left again.
const EVERYTHING: &str = include_str!("fixtures/everything.json");

fn everything() -> Arc<Library> {
    let pack = pack::pack("everything", |_| Some(EVERYTHING));
    let pack = pack.unwrap_or_else(|error| panic!("{error}: {error:?}"));
    Arc::new(firstline_guide::pack::read(&pack.bytes).expect("a pack"))
}

/// Knuth's generator: the same walks each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

/// A customer who answers at random.
struct Customer {
    session: Session,
    chance: Chance,
    now: u64,
    awaited: Awaited,
}

impl Customer {
    fn of(library: &Arc<Library>, guide: &str, facts: &[(String, Value)], seed: u64) -> Customer {
        let start = Start {
            facts: facts.to_vec(),
            ..Start::default()
        };
        let (session, effects) =
            Session::start(Arc::clone(library), guide, start).expect("a guide that starts");
        let mut customer = Customer {
            session,
            chance: Chance(seed),
            now: 0,
            awaited: Awaited::default(),
        };
        customer.awaited.note(effects);
        customer
    }

    fn happen(&mut self, event: Event) {
        self.now += 1_000;
        let effects = self.session.update(self.now, event);
        self.awaited.note(effects);
    }

    /// Walks to an end where nothing more is said; false where patience runs out before.
    fn walk(&mut self) -> bool {
        for _ in 0..120 {
            let screen = self.session.screen();
            if let Some((_, _, outcome)) = self.session.outcome() {
                let left = matches!(
                    outcome.kind,
                    OutcomeKind::Resolved | OutcomeKind::KnownIssue
                );
                match self.chance.below(4) {
                    0 if left && screen.can_give_up => self.happen(Event::StillBroken),
                    1 if left && screen.can_give_up => self.happen(Event::SomethingElse),
                    _ => return true,
                }
                continue;
            }
            if screen.can_give_up && self.chance.below(14) == 0 {
                self.happen(Event::NothingHelped);
                continue;
            }
            if screen.can_go_back && self.chance.below(8) == 0 {
                self.happen(Event::WentBack);
                continue;
            }
            self.answer(&screen.body);
        }
        false
    }

    fn answer(&mut self, body: &Body) {
        match body {
            Body::Question { options, many } => {
                let mut ids = vec![self.chance.one(options).id];
                if *many && self.chance.below(2) == 0 {
                    ids = options.iter().map(|option| option.id.clone()).collect();
                }
                self.happen(Event::OptionsChosen(ids));
            }
            Body::Input { field, .. } => {
                let typed = match field {
                    FieldView::Number { .. } => self.chance.one(&["35,5", "7", "", "0"]),
                    FieldView::Date => "2026-11-22",
                    FieldView::Choice(choices) => {
                        let (id, _) = self.chance.one(choices);
                        return self.happen(Event::InputEntered(id));
                    }
                    FieldView::Form(parts) => {
                        let mut typed = Vec::new();
                        for part in parts {
                            typed.push(match &part.field {
                                FieldView::Number { .. } => self.chance.one(&["7", "x"]).to_owned(),
                                FieldView::Date => "2026-11-22".to_owned(),
                                FieldView::Choice(choices) => self.chance.one(choices).0,
                                _ => self.chance.one(&["Sam \"S\"", ""]).to_owned(),
                            });
                        }
                        return self.happen(Event::InputEntered(typed.join(FIELD_END_TEXT)));
                    }
                    FieldView::Text | FieldView::Lines => {
                        self.chance.one(&["Sam \"S\" Example", "Zoë\\", "{x}"])
                    }
                };
                self.happen(Event::InputEntered(typed.to_owned()));
            }
            Body::Lights { meanings, .. } => {
                let meaning = self.chance.one(meanings);
                self.happen(Event::LightsRead {
                    meaning,
                    seen: None,
                });
            }
            Body::Instruction { waiting, .. } => match waiting {
                Waiting::ForCustomer { .. } if self.chance.below(5) == 0 => {
                    self.happen(Event::InstructionImpossible);
                }
                Waiting::ForCustomer { .. } => {
                    if let Some(run) = self.awaited.line {
                        self.happen(Event::LineDropped { run, ago: 0 });
                    }
                    self.happen(Event::InstructionDone);
                }
                Waiting::Until { .. } | Waiting::Later { .. } => self.happen(Event::Continued),
            },
            Body::Checking { done: true, .. } => self.happen(Event::Continued),
            Body::Checking { .. } => {
                let (run, checks) = self.awaited.checks.take().expect("checks that run");
                if self.chance.below(8) == 0 {
                    return self.happen(Event::ChecksSkipped);
                }
                for check in checks {
                    let verdict = self.chance.one(&Verdict::ALL);
                    let mut finding = found(check, verdict);
                    if verdict != Verdict::Unknown {
                        for metric in check.check().metrics {
                            let number = [80.0, 120.125][self.chance.below(2)];
                            finding = finding.with(metric.name, Some(number));
                        }
                        for text in check.check().texts {
                            finding.texts.push((text, "Ä \"cut\" cable".to_owned()));
                        }
                    }
                    self.happen(Event::CheckFinished { run, finding });
                }
            }
            Body::AskHelp { options } => {
                let reply = self.chance.one(options).id.clone();
                self.happen(Event::HelpJudged(reply));
            }
            other => panic!("a customer cannot answer {other:?}"),
        }
    }
}

/// What of a visit a scenario tells: not when it was, nor why nothing was measured, nor what was
/// measured before somebody said that nothing helps.
fn told(visits: &[Visit]) -> Vec<(String, Answer)> {
    let found_again = |findings: &mut Vec<firstline_diagnosis::Finding>| {
        for finding in findings {
            if finding.verdict == Verdict::Unknown {
                *finding = found(finding.check, Verdict::Unknown);
            }
        }
    };
    let told = |visit: &Visit| {
        let mut answer = visit.answer.clone();
        if let Answer::Checked(findings) | Answer::Done(Verification::Checked(findings)) =
            &mut answer
        {
            found_again(findings);
        }
        if let Answer::Stuck { findings } = &mut answer {
            findings.clear();
        }
        (visit.place.clone(), answer)
    };
    visits.iter().map(told).collect()
}

#[test]
fn a_walk_that_is_written_down_is_walked_again_answer_by_answer() {
    let plan = [("plan".to_owned(), Value::Text("large".to_owned()))];
    let mut all = shipped();
    all.push(("everything".to_owned(), everything()));
    let mut ended = 0;
    for (guide, library) in &all {
        for seed in 0..150 {
            let facts: &[_] = if guide == "everything" && seed % 2 == 0 {
                &plan
            } else {
                &[]
            };
            let mut customer = Customer::of(library, guide, facts, seed);
            if !customer.walk() {
                continue;
            }
            ended += 1;
            let lived = customer.session.trail();
            let given: Vec<String> = facts.iter().map(|(name, _)| name.clone()).collect();
            let name = "it \"works\"";
            let text = scenario::write(library, &customer.session, &given, name)
                .unwrap_or_else(|why| panic!("{guide}, walk {seed}: {why}\n{:#?}", lived.visits));
            let (scenarios, malformed) = scenario::read(&format!("{{ \"scenarios\": [{text}] }}"));
            assert_eq!(malformed, [], "{text}");
            assert_eq!(scenarios[0].name, name);
            let walked = scenario::run(library, guide, &scenarios[0])
                .unwrap_or_else(|failure| panic!("{failure}\n{text}"));
            assert_eq!(
                told(&walked.session.trail().visits),
                told(&lived.visits),
                "{guide}, walk {seed}:\n{text}"
            );
            assert_eq!(walked.session.place(), customer.session.place());
        }
    }
    assert!(ended > all.len() * 100, "only {ended} walks came to an end");
}

#[test]
fn what_is_known_is_written_only_where_it_was_given_or_decides() {
    let library = everything();
    let facts = [("plan", "large"), ("provider.name", "Example")]
        .map(|(name, value)| (name.to_owned(), Value::Text(value.to_owned())));
    // Eight answers to the branch on the plan: the median is low there, so the plan decides.
    let to_the_shop = (0..2_000).find_map(|seed| {
        let mut customer = Customer::of(&library, "everything", &facts, seed);
        (customer.walk() && customer.session.place() == "shop").then_some(customer)
    });
    let customer = to_the_shop.expect("a walk to the shop");
    let decided = scenario::write(&library, &customer.session, &[], "shop").expect("a scenario");
    assert!(decided.contains("\"plan\": \"large\""), "{decided}");
    let given = ["plan".to_owned()];
    let given = scenario::write(&library, &customer.session, &given, "shop").expect("a scenario");
    assert!(given.contains("\"plan\": \"large\""), "{given}");
    assert!(!given.contains("provider.name"), "{given}");
}

#[test]
fn a_walk_without_an_end_is_no_scenario() {
    let library = everything();
    let customer = Customer::of(&library, "everything", &[], 0);
    assert_eq!(
        scenario::write(&library, &customer.session, &[], "nothing yet"),
        Err(NotWritten::NoEnd("speed".to_owned()))
    );
}
