//! Customers whose mind is known, with noise: the method must find it again.

use firstline_kano::drift::{Drift, Period, drift, drifts};
use firstline_kano::{Answer, Category, Certainty, Counts, evaluate, judge};

/// How customers of a category answer.
fn typical(category: Category) -> (Answer, Answer) {
    match category {
        Category::MustBe => (Answer::MustBe, Answer::Dislike),
        Category::OneDimensional => (Answer::Like, Answer::Dislike),
        Category::Attractive => (Answer::Like, Answer::Neutral),
        Category::Indifferent => (Answer::Neutral, Answer::Neutral),
        Category::Reverse => (Answer::Dislike, Answer::Like),
        Category::Questionable => (Answer::Like, Answer::Like),
    }
}

/// So many customers of these shares; one in five answers anything.
fn ask(random: &mut fastrand::Rng, shares: &[(Category, f64)], customers: u32) -> Counts {
    let mut counts = Counts::default();
    for _ in 0..customers {
        let mut at = random.f64();
        let category = shares.iter().find(|(_, share)| {
            at -= share;
            at < 0.0
        });
        let (mut functional, mut dysfunctional) =
            typical(category.map_or(Category::Indifferent, |found| found.0));
        if random.f64() < 0.2 {
            functional = Answer::ALL[random.usize(0..5)];
            dysfunctional = Answer::ALL[random.usize(0..5)];
        }
        counts.add(functional, dysfunctional, 1);
    }
    counts
}

#[test]
fn the_category_of_most_is_found_through_the_noise() {
    let mut random = fastrand::Rng::with_seed(3);
    for category in [
        Category::MustBe,
        Category::OneDimensional,
        Category::Attractive,
        Category::Indifferent,
        Category::Reverse,
    ] {
        let (functional, dysfunctional) = typical(category);
        assert_eq!(evaluate(functional, dysfunctional), category);
        for _ in 0..50 {
            let counts = ask(&mut random, &[(category, 0.75)], 200);
            let judgement = judge(&counts).unwrap();
            assert_eq!(
                (judgement.category, judgement.certainty),
                (category, Certainty::Sure),
                "{counts:?}"
            );
        }
    }
}

#[test]
fn nineteen_of_twenty_intervals_hold_the_truth() {
    let mut random = fastrand::Rng::with_seed(5);
    let shares = [
        (Category::Attractive, 0.4),
        (Category::OneDimensional, 0.2),
        (Category::MustBe, 0.15),
    ];
    // With the noise of `ask`: of the 25 pairs of answers that are given at random, 9 are indifferent, 3 are
    // attractive, 3 a must and 1 is one-dimensional.
    let of = |share: f64, pairs: f64| 0.8 * share + 0.2 * pairs / 25.0;
    let four = of(0.4, 3.0) + of(0.2, 1.0) + of(0.15, 3.0) + of(0.25, 9.0);
    let better = (of(0.4, 3.0) + of(0.2, 1.0)) / four;
    let worse = -(of(0.2, 1.0) + of(0.15, 3.0)) / four;
    let (mut held, rounds) = (0, 1000);
    for _ in 0..rounds {
        let counts = ask(&mut random, &shares, 150);
        held += u32::from(counts.better().unwrap().interval.contains(better));
        held += u32::from(counts.worse().unwrap().interval.contains(worse));
    }
    let share = f64::from(held) / f64::from(2 * rounds);
    println!("{:.1} % of the intervals hold the truth", share * 100.0);
    assert!((0.935..=0.97).contains(&share), "{share}");
}

#[test]
fn a_delight_that_becomes_a_must_is_seen_and_one_that_stays_is_not() {
    let mut random = fastrand::Rng::with_seed(9);
    let mut series = |from: f64, to: f64| -> Vec<Period> {
        (0..8)
            .map(|quarter| {
                let must = from + (to - from) * f64::from(quarter) / 7.0;
                let shares = [(Category::MustBe, must), (Category::Attractive, 0.8 - must)];
                Period {
                    at: i64::from(quarter),
                    counts: ask(&mut random, &shares, 120),
                }
            })
            .collect()
    };
    let (mut seen, mut wrong) = (0, 0);
    for _ in 0..100 {
        seen += u32::from(drift(&series(0.1, 0.5)) == Drift::TowardsMust);
        wrong += u32::from(drift(&series(0.3, 0.3)) != Drift::Steady);
    }
    assert!(seen >= 99, "{seen}");
    // One in twenty, and what chance makes of that in a hundred.
    assert!(wrong <= 11, "{wrong}");
    assert_eq!(drift(&[]), Drift::Unknown);
    assert_eq!(drift(&series(0.1, 0.5)[..1]), Drift::Unknown);
}

#[test]
fn of_fifteen_features_on_a_page_none_is_said_to_change_by_chance() {
    let mut random = fastrand::Rng::with_seed(17);
    let shares = [
        (Category::MustBe, 0.3),
        (Category::OneDimensional, 0.2),
        (Category::Attractive, 0.3),
    ];
    let steady = |random: &mut fastrand::Rng| -> Vec<Period> {
        [0, 1]
            .map(|at| Period {
                at,
                counts: ask(random, &shares, 150),
            })
            .to_vec()
    };
    let (mut pages, mut found) = (0, 0);
    for _ in 0..400 {
        let mut features: Vec<Vec<Period>> = (0..15).map(|_| steady(&mut random)).collect();
        let said = |features: &[Vec<Period>]| {
            let features: Vec<&[Period]> = features.iter().map(Vec::as_slice).collect();
            drifts(&features)
        };
        let wrong = said(&features).iter().any(|drift| *drift != Drift::Steady);
        pages += u32::from(wrong);
        // What did change is still found among them.
        let counts = ask(&mut random, &[(Category::MustBe, 0.8)], 150);
        features[7][1].counts = counts;
        found += u32::from(said(&features)[7] == Drift::TowardsMust);
    }
    println!("on {pages} of 400 pages chance is called a change");
    // One in twenty, and three standard errors above it.
    assert!(pages <= 33, "{pages}");
    assert!(found >= 350, "{found}");
}

#[test]
fn each_way_that_a_feature_goes_has_its_own_sentence() {
    use Category::{Attractive, Indifferent, MustBe, OneDimensional};
    let mut random = fastrand::Rng::with_seed(19);
    let mut goes = |from, to| {
        let [before, after] = [from, to].map(|category| ask(&mut random, &[(category, 0.9)], 300));
        let period = |at, counts| Period { at, counts };
        drift(&[period(0, before), period(1, after)])
    };
    for (from, to, expected) in [
        (MustBe, Indifferent, Drift::MissedLess),
        (Attractive, Indifferent, Drift::DelightsLess),
        (OneDimensional, Indifferent, Drift::TowardsIndifference),
        (OneDimensional, Attractive, Drift::MissedLess),
        (OneDimensional, MustBe, Drift::DelightsLess),
        (MustBe, Attractive, Drift::TowardsDelight),
        (Indifferent, Attractive, Drift::TowardsDelight),
        (MustBe, OneDimensional, Drift::TowardsDelight),
        (Attractive, MustBe, Drift::TowardsMust),
        (Attractive, OneDimensional, Drift::TowardsMust),
        (Indifferent, MustBe, Drift::TowardsMust),
    ] {
        let found = goes(from, to);
        assert_eq!(found, expected, "{from:?} {to:?}");
        assert!(found.sentence().ends_with('.'));
    }
}

#[test]
fn what_nobody_speaks_of_any_more_is_used_up() {
    let mut random = fastrand::Rng::with_seed(13);
    let period = |at, counts| Period { at, counts };
    let before = ask(
        &mut random,
        &[(Category::MustBe, 0.5), (Category::OneDimensional, 0.3)],
        300,
    );
    let after = ask(&mut random, &[(Category::Indifferent, 0.8)], 300);
    assert_eq!(
        drift(&[period(0, before), period(1, after)]),
        Drift::TowardsIndifference
    );
    assert_eq!(
        drift(&[period(0, after), period(1, before)]),
        Drift::TowardsMust
    );
}
