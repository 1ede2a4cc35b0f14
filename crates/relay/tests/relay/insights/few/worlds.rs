//! Worlds of one guide, in which few of one kind did something.

use firstline_insights::helpful::Tries;
use firstline_relay::store::insights::{
    Added, CheckKey, EndKey, KanoKey, MinutesKey, PassageKey, RatingKey, SearchKey, SpeedKey,
    StepKey, Steps, Verdicts, Walks, WalksKey,
};

/// All counts of a week of one guide.
#[derive(Clone, Debug, Default)]
pub struct World {
    pub walks: Walks,
    /// From which step to which.
    pub passages: Vec<(&'static str, &'static str, u64)>,
    /// What came of the three remedies.
    pub tries: [Tries; 3],
    /// By classes of minutes.
    pub minutes: [u64; 3],
    pub helped: [u64; 2],
    pub easy: [u64; 5],
    pub verdicts: Verdicts,
    pub speeds: u64,
    /// How many are in the categories M, O, A, I, R, Q.
    pub kano: [u64; 6],
    pub searched: u64,
    pub marks: u64,
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
pub fn many() -> World {
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
pub type Change = fn(&mut World, u64);

/// The same with few of one kind. What is missing in a whole is counted at the part that is hidden along with these: what all
/// others are stays the same.
pub const FEW: [(&str, Change); 27] = [
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
pub fn alone(few: u64) -> World {
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
pub fn counted(world: &World, day: i64, technology: &str) -> Added {
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
