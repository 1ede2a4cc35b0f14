//! What fewer than five did is told nowhere: not in a sentence, a plot, a table or a file. Whether there were one, two, three or
//! four of them, all that can be had of the pages is the same.

use firstline_insights::helpful::Tries;
use firstline_relay::store::insights::{
    Added, CheckKey, EndKey, KanoKey, MinutesKey, PassageKey, RatingKey, SearchKey, SpeedKey,
    StepKey, Steps, Verdicts, Walks, WalksKey,
};
use firstline_relay::store::remarks::Remark;
use firstline_wire::kano::Feature;

use super::*;
use crate::support::{KEY, ticket, walked};

/// All counts of a week of one guide.
#[derive(Clone, Debug, Default)]
struct World {
    walks: Walks,
    /// From which step to which.
    passages: Vec<(&'static str, &'static str, u64)>,
    /// What came of the three remedies.
    tries: [Tries; 3],
    /// By classes of minutes.
    minutes: [u64; 3],
    helped: [u64; 2],
    easy: [u64; 5],
    verdicts: Verdicts,
    speeds: u64,
    /// How many are in the categories M, O, A, I, R, Q.
    kano: [u64; 6],
    searched: u64,
    marks: u64,
}

fn tries(tried: u64, verified: u64, claimed: u64) -> Tries {
    Tries {
        tried,
        verified,
        claimed,
        left: tried,
        seconds: tried * 120,
        ..Tries::default()
    }
}

/// A hundred walks, and as much of everything that all of it is told.
fn many() -> World {
    World {
        walks: Walks {
            begun: 100,
            verified: 20,
            claimed: 20,
            unresolved: 20,
            tickets: 15,
            known: 10,
            handed_over: 6,
            stopped: 6,
            returned: 8,
            returned_verified: 0,
            screens: 500,
            seconds: 60_000,
            waits: 30,
        },
        passages: vec![
            ("", "long", 100),
            ("long", "cables", 70),
            ("long", "fixed", 20),
            ("cables", "restart", 30),
            ("cables", "fixed", 20),
            ("restart", "fixed", 10),
            ("restart", "ticket", 15),
        ],
        tries: [tries(60, 20, 10), tries(60, 20, 10), tries(60, 20, 10)],
        minutes: [20, 10, 10],
        helped: [40, 10],
        easy: [10, 10, 10, 10, 10],
        verdicts: Verdicts {
            passed: 60,
            warned: 10,
            failed: 20,
            unknown: 10,
        },
        speeds: 40,
        kano: [20, 30, 15, 20, 0, 0],
        searched: 20,
        marks: 8,
    }
}

/// Makes few of one kind.
type Change = fn(&mut World, u64);

/// The same with few of one kind. What is missing in a whole is counted at the part that is hidden along with these: what all
/// others are stays the same.
const FEW: [(&str, Change); 27] = [
    ("verified", |world, few| {
        (world.walks.verified, world.walks.claimed) = (few, 40 - few);
    }),
    ("claimed", |world, few| {
        (world.walks.verified, world.walks.claimed) = (40 - few, few);
    }),
    ("solved", |world, few| {
        (world.walks.verified, world.walks.claimed) = (few, 0);
    }),
    ("unresolved", |world, few| {
        (world.walks.unresolved, world.walks.tickets) = (few, 0);
    }),
    ("known", |world, few| world.walks.known = few),
    ("handed over", |world, few| world.walks.handed_over = few),
    ("stopped", |world, few| world.walks.stopped = few),
    ("returned", |world, few| world.walks.returned = few),
    ("returned, measured", |world, few| {
        world.walks.returned_verified = few;
    }),
    ("left", |world, few| {
        (world.walks.known, world.walks.stopped) = (15, 15);
        world.walks.handed_over = 10 - few;
    }),
    ("tickets", |world, few| world.walks.tickets = few),
    ("waits", |world, few| world.walks.waits = few),
    ("a passage", |world, few| {
        world.passages[6].2 = 15 - few;
        world.passages.push(("cables", "ticket", few));
    }),
    ("lost at a step", |world, few| {
        world.passages[3].2 = 50;
        world.passages[4].2 = 20 - few;
        world.passages[5].2 = 10 + few;
    }),
    ("mended", |world, few| world.tries[0] = tries(60, few, 0)),
    ("not mended", |world, few| {
        world.tries[1] = tries(60, 60 - few, 0);
    }),
    ("mended, measured", |world, few| {
        world.tries[1] = tries(60, few, 30 - few);
    }),
    ("could not", |world, few| world.tries[2].could_not = few),
    ("unclear", |world, few| world.tries[2].unclear = few),
    ("quick", |world, few| {
        world.minutes = [few, 30, 10 - few];
    }),
    ("not helped", |world, few| world.helped = [50 - few, few]),
    ("hard", |world, few| {
        (world.easy[0], world.easy[1]) = (few, 10 - few);
    }),
    ("failed", |world, few| {
        (world.verdicts.failed, world.verdicts.passed) = (few, 80 - few);
    }),
    ("a must", |world, few| {
        world.kano = [few, 50 - few, 15 + few, 20 - few, 0, 0];
    }),
    ("contradictory", |world, few| world.kano[5] = few),
    ("searched", |world, few| world.searched = few),
    ("marked", |world, few| world.marks = few),
];

/// So many walks alone, with one thing of each kind in each.
fn alone(few: u64) -> World {
    World {
        walks: Walks {
            begun: few,
            verified: few,
            returned: few,
            returned_verified: few,
            tickets: few,
            screens: few * 7,
            seconds: few * few * 100,
            waits: few,
            ..Walks::default()
        },
        passages: vec![
            ("", "long", few),
            ("long", "cables", few),
            ("cables", "fixed", few),
        ],
        tries: [tries(few, few, 0), tries(few, 0, few), tries(few, 0, 0)],
        minutes: [few, 0, 0],
        helped: [few, 0],
        easy: [few, 0, 0, 0, 0],
        verdicts: Verdicts {
            failed: few,
            ..Verdicts::default()
        },
        speeds: few,
        kano: [0, few, 0, 0, 0, 0],
        searched: few,
        marks: few,
    }
}

/// How a customer of each category answers.
const ANSWERS: [(&str, &str); 6] = [
    ("must-be", "dislike"),
    ("like", "dislike"),
    ("like", "live-with"),
    ("neutral", "neutral"),
    ("dislike", "like"),
    ("like", "like"),
];

/// The counts of a world, on this day, over a technology of the line.
fn counted(world: &World, day: i64, technology: &str) -> Added {
    let monday = day - (day + 3).rem_euclid(7);
    let mut added = Added::default();
    let (guide, version) = ("remedies".to_owned(), "2026.1".to_owned());
    let step = |place: &str| StepKey {
        week: monday,
        guide: guide.clone(),
        version: version.clone(),
        place: place.to_owned(),
    };
    let key = WalksKey {
        day,
        guide: guide.clone(),
        version: version.clone(),
        language: "en".to_owned(),
        technology: technology.to_owned(),
        equipment: format!("a box of {technology}"),
    };
    let mut steps = Steps::default();
    let segment = key.segment();
    added.walks.insert(key, world.walks);
    for (from, to, walks) in &world.passages {
        let key = PassageKey {
            week: monday,
            guide: guide.clone(),
            version: version.clone(),
            from: (*from).to_owned(),
            to: (*to).to_owned(),
        };
        let seconds = walks * 30;
        let walks = i64::try_from(*walks).unwrap();
        steps.passages.insert(key, (walks, seconds));
    }
    for (place, kind) in [("fixed", "resolved"), ("ticket", "unresolved")] {
        let key = EndKey {
            guide: guide.clone(),
            version: version.clone(),
            place: place.to_owned(),
        };
        added.ends.insert(key, kind);
    }
    for (place, tries) in ["long", "cables", "restart"].iter().zip(world.tries) {
        steps.tries.insert(step(place), tries);
    }
    for (minutes, walks) in [1, 3, 50].into_iter().zip(world.minutes) {
        let key = MinutesKey {
            week: monday,
            guide: guide.clone(),
            version: version.clone(),
            minutes,
        };
        steps.minutes.insert(key, i64::try_from(walks).unwrap());
    }
    added.steps.insert(segment, steps);
    let answers = [("helped", "yes"), ("helped", "no")];
    let ease = ["1", "2", "3", "4", "5"].map(|answer| ("easy", answer));
    let times = world.helped.into_iter().chain(world.easy);
    for ((question, answer), times) in answers.into_iter().chain(ease).zip(times) {
        let key = RatingKey {
            step: step("fixed"),
            question,
            answer: answer.to_owned(),
        };
        added.ratings.insert(key, times);
    }
    let measured = CheckKey {
        week: monday,
        hour: 20,
        area: "SW1".to_owned(),
        technology: technology.to_owned(),
        link: "wifi".to_owned(),
        equipment: format!("a box of {technology}"),
        check: "isp".to_owned(),
    };
    added.checks.insert(measured.clone(), world.verdicts);
    let speed = SpeedKey {
        at: measured,
        tenths: 7,
    };
    added.speeds.insert(speed, world.speeds);
    for ((functional, dysfunctional), customers) in ANSWERS.into_iter().zip(world.kano) {
        let key = KanoKey {
            week: monday,
            feature: "report".to_owned(),
            technology: technology.to_owned(),
            years: "1-2",
            functional,
            dysfunctional,
        };
        added.kano.insert(key, customers);
    }
    let word = SearchKey {
        week: monday,
        language: "en".to_owned(),
        word: "doorbell".to_owned(),
    };
    added.searches.insert(word, world.searched);
    added
}

const PAGES: [&str; 9] = [
    "overview", "guide", "steps", "changes", "searches", "checks", "feedback", "kano", "report",
];

/// Those that are read from other counts where they are narrowed, and what of a world narrows them.
const PARTED: [(&str, &str); 3] = [
    ("guide", "&technology=fibre"),
    ("steps", "&technology=fibre"),
    ("checks", "&box=a%20box%20of%20fibre"),
];

/// A store that is filled with one world after the other.
struct Filled {
    relay: Running,
    ticket: String,
    today: i64,
}

impl Filled {
    async fn new() -> Filled {
        let relay = spawn_with(|config, site_| {
            *site_ = site(ORDER);
            publish(site_, "en", GUIDE);
            let text = |text: &str| BTreeMap::from([("en".to_owned(), text.to_owned())]);
            site_.features = vec![Feature {
                id: "report".to_owned(),
                name: text("A speed report"),
                functional: text("If it is there?"),
                dysfunctional: text("If it is not?"),
            }];
            config.insights.per_minute = 0;
            config.insights.secrets = vec![TOKEN.into()];
        })
        .await;
        assert_eq!(relay.post(KEY, ticket(&walked())).await.status(), 201);
        let ticket = relay.tickets().await[0].number.clone();
        let today = jiff::Timestamp::now().as_second() / 86_400;
        Filled {
            relay,
            ticket,
            today,
        }
    }

    /// All that can be had of the pages of this world, also where what happens at steps is narrowed.
    async fn told(&self, world: &World) -> BTreeMap<String, String> {
        self.fill(&[("fibre", world)]).await;
        let mut told = BTreeMap::new();
        for path in PAGES {
            self.read(path, "", &mut told).await;
        }
        for (path, narrowed) in PARTED {
            self.read(path, narrowed, &mut told).await;
        }
        told
    }

    /// Puts these worlds into the store in place of what is there, each over its technology.
    async fn fill(&self, worlds: &[(&str, &World)]) {
        let mut other = Other::of(&self.relay.data).await;
        for table in [
            "walks",
            "weeks",
            "box_weeks",
            "passages",
            "passage_parts",
            "ends",
            "steps",
            "step_parts",
            "minutes",
            "minute_parts",
            "checks",
            "check_weeks",
            "check_boxes",
            "speeds",
            "speed_weeks",
            "speed_area_weeks",
            "speed_boxes",
            "ratings",
            "searches",
            "kano",
        ] {
            other.execute(&format!("DELETE FROM insight_{table}")).await;
        }
        other.execute("DELETE FROM remarks").await;
        drop(other);
        let store = self.relay.store_to_change().await;
        let (_, hash) = library(ORDER);
        for (technology, world) in worlds {
            let added = counted(world, self.day(), technology);
            store.add_insights(&added).await.unwrap();
            for _ in 0..world.marks {
                let remark = Remark {
                    ticket: self.ticket.clone(),
                    guide: "remedies".to_owned(),
                    hash: hash.clone(),
                    place: "cables".to_owned(),
                    step: 2,
                    kind: "wrong".to_owned(),
                    text: String::new(),
                    at: self.day() * 86_400_000,
                };
                assert!(store.remark(&remark).await.unwrap());
            }
        }
    }

    /// Long enough ago that it is known who came back.
    fn day(&self) -> i64 {
        self.today - 21
    }

    /// Reads a page that is narrowed by something, with all of its files.
    async fn read(&self, path: &str, narrowed: &str, told: &mut BTreeMap<String, String>) {
        let html = self.text(path, narrowed).await;
        let figures = html.split("/insights/").filter_map(|part| {
            let (file, _) = part.split_once('?')?;
            (file.ends_with(".csv") || file.ends_with(".json")).then(|| file.to_owned())
        });
        for file in figures.collect::<Vec<_>>() {
            let text = self.text(&file, narrowed).await;
            told.insert(format!("{file}{narrowed}"), text);
        }
        told.insert(format!("{path}{narrowed}"), html);
    }

    /// A page or a file of the week of the worlds, narrowed by something.
    async fn text(&self, path: &str, narrowed: &str) -> String {
        let day = self.day();
        let monday = day - (day + 3).rem_euclid(7);
        let date = |day: i64| {
            let at = jiff::Timestamp::from_second(day * 86_400).unwrap();
            at.to_string()[..10].to_owned()
        };
        let (from, to) = (date(monday), date(monday + 6));
        let address = format!("/insights/{path}?from={from}&to={to}&guide=remedies{narrowed}");
        page(&self.relay, &address).await.text().await.unwrap()
    }
}

fn assert_same(what: &str, one: &BTreeMap<String, String>, other: &BTreeMap<String, String>) {
    let differ: Vec<&String> = one
        .keys()
        .filter(|name| one.get(*name) != other.get(*name))
        .collect();
    let named = differ
        .iter()
        .find(|name| name.contains(".json"))
        .or(differ.first());
    if let Some(name) = named {
        let (one, other) = (&one[*name], other.get(*name));
        panic!("{what}: {differ:?} differ: {one} is not {other:?}");
    }
    assert_eq!(one.len(), other.len(), "{what}");
}

#[tokio::test]
async fn a_few_alone_look_the_same_however_many_they_are() {
    let filled = Filled::new().await;
    let one = filled.told(&alone(1)).await;
    assert!(one.len() > 30, "{:?}", one.keys());
    for few in 2..5 {
        assert_same("alone", &one, &filled.told(&alone(few)).await);
    }
}

#[tokio::test]
async fn a_few_among_many_look_the_same_however_many_they_are() {
    let filled = Filled::new().await;
    let all = filled.told(&many()).await;
    assert!(
        !all["overview/ends.json"].contains("null"),
        "{}",
        all["overview/ends.json"]
    );
    for (what, change) in FEW {
        let world = |few: u64| {
            let mut world = many();
            change(&mut world, few);
            world
        };
        let one = filled.told(&world(1)).await;
        for few in [2, 4] {
            assert_same(what, &one, &filled.told(&world(few)).await);
        }
    }
}

#[tokio::test]
async fn a_few_of_a_part_look_the_same_however_many_they_are() {
    let filled = Filled::new().await;
    let told = async |few: u64| {
        filled
            .fill(&[("fibre", &many()), ("dsl", &alone(few))])
            .await;
        let mut told = BTreeMap::new();
        let of_box = "&box=a%20box%20of%20dsl";
        for (path, narrowed) in [
            ("guide", "&technology=dsl"),
            ("guide", of_box),
            ("steps", "&technology=dsl"),
            ("steps", of_box),
        ] {
            filled.read(path, narrowed, &mut told).await;
        }
        // What is told of areas is of all boxes.
        for figure in ["failing", "hours", "by-link"] {
            let file = format!("checks/{figure}.json");
            let text = filled.text(&file, of_box).await;
            told.insert(file, text);
        }
        told
    };
    let one = told(1).await;
    assert!(one.len() > 20, "{:?}", one.keys());
    for few in 2..5 {
        assert_same("a part", &one, &told(few).await);
    }
    assert_ne!(one, told(40).await);
}

#[tokio::test]
async fn five_walks_of_which_one_is_solved_say_nothing_of_that_one() {
    let filled = Filled::new().await;
    let mut world = World::default();
    world.walks.begun = 5;
    world.walks.verified = 1;
    world.kano = [0, 4, 0, 0, 1, 0];
    let told = filled.told(&world).await;
    for (name, text) in &told {
        for leak in ["20 %", "80 %", "0.2,", "0.8", "\"value\":0.2"] {
            assert!(!text.contains(leak), "{leak} in {name}: {text}");
        }
    }
}
