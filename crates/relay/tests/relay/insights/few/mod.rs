//! What fewer than five did is told nowhere: not in a sentence, a plot, a table or a file. Whether there were one, two, three or
//! four of them, all that can be had of the pages is the same.

mod worlds;

use firstline_relay::store::remarks::Remark;
use firstline_wire::kano::Feature;

use worlds::{FEW, World, alone, counted, many};

use super::*;
use crate::support::{KEY, ticket, walked};

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
        // Figures of areas are of all boxes.
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
