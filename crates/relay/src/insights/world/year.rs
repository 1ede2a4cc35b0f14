//! A year of the invented world, counted into a store.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use fastrand::Rng;
use firstline_guide::Library;
use firstline_guide::model::StepKind;
use firstline_wire::events::{Event, Found, How, Numbered};
use firstline_wire::kano::Feature;

use super::minds::Mind;
use super::walk::{Truth, walk};
use crate::counting::{Names, Told, Walking};
use crate::insights::count::{Measured, Of, count};
use crate::insights::places;
use crate::store::insights::{Added, Comment, SearchKey, Spike, WalksKey, monday};
use crate::store::{Store, StoreError};

/// What was put into a store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// Invented walks.
    pub walks: u64,
    /// Days that they are spread over.
    pub days: i64,
}

/// How many walks there are on a day in a sample.
pub const A_DAY: u32 = 120;

const DAYS: i64 = 364;

const TECHNOLOGIES: [(&str, f64); 4] = [
    ("fibre", 0.45),
    ("dsl", 0.3),
    ("cable", 0.2),
    ("mobile", 0.05),
];

/// Boxes that customers have, by the technology of their line: names of the shipped catalogue.
const BOXES: [(&str, &[&str]); 4] = [
    (
        "fibre",
        &[
            "openreach-ont",
            "nokia-ont",
            "huawei-hg8010h",
            "nbn-fttp",
            "archer-ax50",
        ],
    ),
    (
        "dsl",
        &[
            "fritz-7590",
            "fritz-7530-ax",
            "bt-smart-hub-2",
            "speedport-smart-3",
            "sky-hub",
        ],
    ),
    (
        "cable",
        &[
            "fritz-6660",
            "fritz-6690",
            "vodafone-station",
            "virgin-hub-3",
            "xfinity-xb7",
        ],
    ),
    ("mobile", &["archer-mr600", "huawei-cpe-pro-2"]),
];

/// What share of walks told their box.
const TOLD_BOX: f64 = 0.6;

/// The areas that are there however few customers there are.
const AREAS: [&str; 6] = ["SW1", "E14", "N16", "SE5", "W12", "NW3"];

/// The most areas: about as many as a country has beginnings of postcodes, by which a provider counts.
const MOST_AREAS: usize = 650;

/// Invented words, which nothing was found for.
const WORDS: [(&str, &str, u64); 8] = [
    ("en", "doorbell", 41),
    ("en", "printer", 33),
    ("en", "vpn", 28),
    ("en", "satellite", 9),
    ("de", "drucker", 37),
    ("de", "umzug", 22),
    ("de", "kamera", 12),
    ("en", "refund", 7),
];

/// Invented comments.
const COMMENTS: [&str; 4] = [
    "Invented: the picture of the plug helped most.",
    "Invented: I did not know which of the two boxes is meant.",
    "Invented: quick, thank you. I would have waited on the phone otherwise.",
    "Invented: please tell me at once if there is a fault in my street.",
];

/// Counts a year of invented walks through these guides, up to a day (since 1970), and marks the store; `None` if the store has
/// numbers already, and nothing was added.
///
/// # Errors
///
/// If the store does not take it.
pub async fn fill(
    store: &Store,
    guides: &[(String, Arc<Library>)],
    features: &[Feature],
    today: i64,
    seed: u64,
    a_day: u32,
) -> Result<Option<Filled>, StoreError> {
    let mut random = Rng::with_seed(seed);
    if !store.begin_sample(i64::try_from(seed).unwrap_or(0)).await? {
        return Ok(None);
    }
    let mut filled = Filled {
        walks: 0,
        days: DAYS,
    };
    let truths: Vec<(Truth, Truth)> = guides
        .iter()
        .map(|(guide, library)| truths(guide, library))
        .collect();
    let areas = areas(a_day);
    let mut added = Added::default();
    for back in (1..=DAYS).rev() {
        let day = today - back;
        let passed = 1.0 - share(back, DAYS);
        for _ in 0..walks_of(day, passed, a_day, &mut random) {
            let at = popular(guides.len(), &mut random);
            let (Some((guide, library)), Some((before, now))) = (guides.get(at), truths.get(at))
            else {
                continue;
            };
            // Half a year ago the guides were mended.
            let is_new = passed > 0.5;
            let truth = if is_new { now } else { before };
            one(
                &Scene {
                    guide,
                    library,
                    truth,
                    is_new,
                    day,
                    features,
                    areas: &areas,
                    passed,
                },
                &mut random,
                &mut added,
            );
            filled.walks += 1;
        }
        if added.rows() > 20_000 {
            store.add_invented(&added).await?;
            added = Added::default();
        }
    }
    words_and_comments(today, guides, &mut added);
    store.add_invented(&added).await?;
    outages(store, today).await?;
    Ok(Some(filled))
}

struct Scene<'a> {
    guide: &'a str,
    library: &'a Arc<Library>,
    truth: &'a Truth,
    is_new: bool,
    day: i64,
    features: &'a [Feature],
    areas: &'a [String],
    passed: f64,
}

fn one(scene: &Scene<'_>, random: &mut Rng, added: &mut Added) {
    let Some(guide) = scene.library.guide(scene.guide) else {
        return;
    };
    let Some(start) = places::start(scene.library, scene.guide) else {
        return;
    };
    let technology = drawn(&TECHNOLOGIES, random);
    let version = match scene.is_new {
        true => guide.version.clone(),
        false => format!("{}, before", guide.version),
    };
    let of = Of {
        library: scene.library,
        key: WalksKey {
            day: scene.day,
            guide: scene.guide.to_owned(),
            version,
            language: drawn(&[("en", 0.7), ("de", 0.25), ("ar", 0.05)], random).to_owned(),
            technology: technology.to_owned(),
            equipment: equipment(technology, random),
        },
        week: monday(scene.day),
        measured: Measured {
            week: monday(scene.day),
            hour: hour(random),
        },
        area: scene
            .areas
            .get(popular(scene.areas.len(), random))
            .cloned()
            .unwrap_or_default(),
        start: &start,
        features: scene.features,
    };
    let (mut told, mut names) = (Told::default(), Names::default());
    let walking = &mut Walking {
        told: &mut told,
        names: &mut names,
    };
    let mut good = false;
    for Numbered { event, .. } in walk(scene.library, scene.guide, scene.truth, random) {
        if let Some(end) = count(&of, &event, walking, added) {
            good = end.is_some();
        }
        if let Event::Left { to, how, .. } = &event {
            if random.f64() < 0.01 {
                count(&of, &Event::Unclear { at: to.clone() }, walking, added);
            }
            if matches!(how, How::Pass | How::Fail) {
                count(
                    &of,
                    &Event::Checked {
                        found: found(&of, *how, random),
                    },
                    walking,
                    added,
                );
            }
            if good && random.f64() < 0.25 {
                let helped = random.f64() < 0.9;
                let easy = if helped {
                    random.u8(3..=5)
                } else {
                    random.u8(1..=3)
                };
                count(
                    &of,
                    &Event::Rated {
                        helped: Some(helped),
                        easy: Some(easy),
                        at: to.clone(),
                    },
                    walking,
                    added,
                );
                asked(&of, scene, random, walking, added);
            }
        }
    }
    if good && random.f64() < 0.06 {
        added.walks.entry(of.key.clone()).or_default().returned += 1;
    }
}

/// Two features that the customer is asked about.
fn asked(
    of: &Of<'_>,
    scene: &Scene<'_>,
    random: &mut Rng,
    walking: &mut Walking<'_>,
    added: &mut Added,
) {
    for _ in 0..2.min(scene.features.len()) {
        let at = random.usize(0..scene.features.len());
        let (functional, dysfunctional) =
            Mind::of(&scene.features[at].id).answer(scene.passed, random);
        let event = Event::Kano {
            feature: scene.features[at].id.clone(),
            functional: functional.name().to_owned(),
            dysfunctional: dysfunctional.name().to_owned(),
            years: Some(random.u8(0..9)),
        };
        count(of, &event, walking, added);
    }
}

/// The findings of checks: slower over Wi-Fi and in the evening.
fn found(of: &Of<'_>, how: How, random: &mut Rng) -> Vec<Found> {
    let link = if random.f64() < 0.7 { "wifi" } else { "cable" };
    let evening = (18..23).contains(&of.measured.hour);
    let usual = match (link, evening) {
        ("cable", false) => 0.93,
        ("cable", true) => 0.8,
        (_, false) => 0.68,
        _ => 0.55,
    };
    let verdict = if how == How::Pass { "pass" } else { "fail" };
    let one = |check: &str, verdict: &str, of_plan| Found {
        check: check.to_owned(),
        verdict: verdict.to_owned(),
        of_plan,
        link: Some(link.to_owned()),
    };
    let speed = (usual + (random.f64() - 0.5) * 0.3).max(0.05);
    let slow = if speed < 0.5 { "warn" } else { "pass" };
    vec![
        one("isp", verdict, None),
        one("internet", verdict, None),
        one(
            "dns",
            if random.f64() < 0.97 { "pass" } else { verdict },
            None,
        ),
        one("speed", slow, Some(speed)),
    ]
}

fn words_and_comments(today: i64, guides: &[(String, Arc<Library>)], added: &mut Added) {
    for (language, word, times) in WORDS {
        let key = SearchKey {
            week: monday(today - 14),
            language: language.to_owned(),
            word: word.to_owned(),
        };
        added.searches.insert(key, times);
    }
    for (at, words) in COMMENTS.into_iter().enumerate() {
        let Some((guide, _)) = guides.get(at % guides.len().max(1)) else {
            return;
        };
        added.comments.push(Comment {
            id: uuid::Uuid::new_v4().to_string(),
            day: today - i64::try_from(at).unwrap_or(0) - 1,
            guide: guide.clone(),
            words: words.to_owned(),
        });
    }
}

/// Two outages.
async fn outages(store: &Store, today: i64) -> Result<(), StoreError> {
    const HOUR: i64 = 3_600_000;
    for (area, back, hours, households) in [("E14", 9, 3, 31), ("N16", 40, 1, 8)] {
        let began = (today - back) * 24 * HOUR + 19 * HOUR;
        let spike = Spike {
            id: uuid::Uuid::new_v4().to_string(),
            area: area.to_owned(),
            began,
            ended: Some(began + hours * HOUR),
            households,
            muted: None,
        };
        store.add_spike(&spike).await?;
    }
    Ok(())
}

/// What is true of a guide's steps before and after it was mended. It follows from the names, so that it is the
/// same each time.
fn truths(guide: &str, library: &Library) -> (Truth, Truth) {
    let mut before = Truth {
        else_helps: 0.34,
        else_leaves: 0.025,
        ..Truth::default()
    };
    let mut now = Truth {
        else_helps: 0.42,
        else_leaves: 0.02,
        ..Truth::default()
    };
    let Some(guide) = library.guide(guide) else {
        return (before, now);
    };
    let mut hard = BTreeMap::new();
    for step in &guide.steps {
        let drawn = Rng::with_seed(seed_of(&guide.id, &step.id)).f64();
        if matches!(step.kind, StepKind::Question(_) | StepKind::Instruction(_)) && drawn < 0.12 {
            hard.insert(step.id.clone(), 0.14);
        }
    }
    before.leaves = hard.clone();
    now.leaves = hard
        .into_iter()
        .map(|(place, leaves)| (place, leaves * 0.7))
        .collect();
    (before, now)
}

fn seed_of(guide: &str, step: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (guide, step).hash(&mut hasher);
    hasher.finish()
}

/// More on Mondays than on Sundays, more in winter, and more each month as customers learn of it.
fn walks_of(day: i64, passed: f64, a_day: u32, random: &mut Rng) -> u64 {
    let of_week = [1.25, 1.1, 1.0, 1.0, 1.05, 0.8, 0.8];
    let weekday = usize::try_from((day + 3).rem_euclid(7)).unwrap_or(0);
    let winter = 1.0 + 0.25 * (std::f64::consts::TAU * share(day.rem_euclid(365), 365)).cos();
    let mean = f64::from(a_day)
        * of_week[weekday]
        * winter
        * (0.7 + 0.6 * passed)
        * (0.9 + 0.2 * random.f64());
    // A whole number, without a cast: seconds of a duration are.
    Duration::from_secs_f64(mean).as_secs()
}

fn share(part: i64, of: i64) -> f64 {
    let number = |number: i64| f64::from(u32::try_from(number).unwrap_or(0));
    number(part) / number(of).max(1.0)
}

/// The first guides of a list are walked the most.
fn popular(guides: usize, random: &mut Rng) -> usize {
    let drawn = random.f64();
    let squeezed = drawn * drawn;
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    (0..guides)
        .find(|at| squeezed * number(guides) < number(at + 1))
        .unwrap_or(0)
}

/// The customer's box, if it was told.
fn equipment(technology: &str, random: &mut Rng) -> String {
    let boxes = BOXES.iter().find(|(of, _)| *of == technology);
    match boxes {
        Some((_, boxes)) if random.f64() < TOLD_BOX => {
            boxes[random.usize(0..boxes.len())].to_owned()
        }
        _ => String::new(),
    }
}

/// The more customers, the more areas.
fn areas(a_day: u32) -> Vec<String> {
    let count = usize::try_from(a_day / 4).unwrap_or(MOST_AREAS);
    let more =
        ('A'..='Z').flat_map(|letter| (0..25).map(move |number| format!("{letter}{number:02}")));
    let known = AREAS.into_iter().map(str::to_owned);
    let count = count.clamp(AREAS.len(), MOST_AREAS);
    known.chain(more).take(count).collect()
}

fn drawn<'a>(from: &[(&'a str, f64)], random: &mut Rng) -> &'a str {
    let mut at = random.f64();
    let found = from.iter().find(|(_, share)| {
        at -= share;
        at < 0.0
    });
    found.or(from.last()).map_or("", |(name, _)| name)
}

/// Few at night, many in the evening.
fn hour(random: &mut Rng) -> i64 {
    loop {
        let hour = random.u32(0..24);
        let weight = match hour {
            0..6 => 0.1,
            6..16 => 0.5,
            16..22 => 1.0,
            _ => 0.4,
        };
        if random.f64() < weight {
            return i64::from(hour);
        }
    }
}
