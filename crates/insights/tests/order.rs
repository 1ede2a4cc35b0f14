//! The proposed order of steps, against worlds whose truth is known.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use firstline_insights::helpful::Tries;
use firstline_insights::order::{Remedy, propose};

fn near(found: f64, expected: f64, by: f64) {
    assert!((found - expected).abs() < by, "{found} is not {expected}");
}

fn remedy(place: &str, probability: f64, minutes: f64, after: &[&str]) -> Remedy {
    // Tried on 1000 walks each; the probability is that of a try here.
    let fixed = (probability * 1000.0).round();
    let fixed = (0..=1000)
        .find(|count: &u32| f64::from(*count) >= fixed)
        .unwrap();
    let seconds = (0..100_000_u32)
        .find(|seconds| f64::from(*seconds) >= minutes * 60.0)
        .unwrap();
    Remedy {
        place: place.to_owned(),
        tries: Tries {
            tried: 1000,
            verified: u64::from(fixed),
            left: 1000,
            seconds: u64::from(seconds) * 1000,
            ..Tries::default()
        },
        after: after.iter().map(|place| (*place).to_owned()).collect(),
        fixed: false,
        follows: false,
    }
}

fn order(remedies: &[Remedy]) -> Vec<String> {
    let proposal = propose(remedies).unwrap();
    assert!(
        proposal.proposed_minutes <= proposal.written_minutes + 1e-9,
        "{proposal:?}"
    );
    proposal
        .order
        .into_iter()
        .map(|placed| placed.place)
        .collect()
}

#[test]
fn what_helps_much_for_little_comes_first_and_what_must_come_before_stays_before() {
    let remedies = [
        remedy("reset", 0.2, 12.0, &[]),
        remedy("cables", 0.3, 2.0, &[]),
        remedy("restart", 0.5, 4.0, &[]),
    ];
    assert_eq!(order(&remedies), ["cables", "restart", "reset"]);
    let mut kept = remedies.clone();
    kept[1].after = BTreeSet::from(["reset".to_owned()]);
    assert_eq!(order(&kept), ["restart", "reset", "cables"]);
    let mut held = remedies.clone();
    held[0].fixed = true;
    assert_eq!(order(&held), ["reset", "cables", "restart"]);
    // Constraints in a circle lose nothing.
    let mut circle = remedies;
    circle[0].after = BTreeSet::from(["cables".to_owned()]);
    circle[1].after = BTreeSet::from(["reset".to_owned()]);
    assert_eq!(order(&circle).len(), 3);
    assert_eq!(propose(&circle[..1]), None);
}

#[test]
fn what_belongs_together_stays_together() {
    let mut row = [
        remedy("long", 0.1, 12.0, &[]),
        remedy("restart", 0.2, 4.0, &[]),
        remedy("settle", 0.3, 1.0, &[]),
        remedy("cables", 0.3, 2.0, &[]),
    ];
    assert_eq!(order(&row), ["settle", "cables", "restart", "long"]);
    row[2].follows = true;
    assert_eq!(order(&row), ["restart", "settle", "cables", "long"]);
    row[1].follows = true;
    assert_eq!(order(&row), ["cables", "long", "restart", "settle"]);
    // Behind one that was not tried enough it has no place either.
    row[1].follows = false;
    (row[1].tries.tried, row[1].tries.verified) = (7, 2);
    assert_eq!(order(&row), ["cables", "long"]);
}

#[test]
fn no_other_order_takes_less_time_where_nothing_is_constrained() {
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..200 {
        let remedies: Vec<Remedy> = ["a", "b", "c", "d"]
            .iter()
            .map(|place| {
                remedy(
                    place,
                    0.05 + 0.4 * random.f64(),
                    0.5 + 10.0 * random.f64(),
                    &[],
                )
            })
            .collect();
        let proposal = propose(&remedies).unwrap();
        let mut best = f64::INFINITY;
        permutations(&mut proposal.order.clone(), 0, &mut |order| {
            best = best.min(firstline_insights::order::expected_minutes(order));
        });
        near(proposal.proposed_minutes, best, 1e-9);
    }
}

fn permutations<T: Clone>(items: &mut Vec<T>, from: usize, see: &mut impl FnMut(&[T])) {
    if from == items.len() {
        return see(items);
    }
    for at in from..items.len() {
        items.swap(from, at);
        permutations(items, from + 1, see);
        items.swap(from, at);
    }
}

/// What a remedy mends of all walks is a product of what it mends and of what each before it left: all of them are measured.
#[test]
fn the_interval_of_each_remedy_holds_what_is_true_in_95_of_100_worlds() {
    const WORLDS: u32 = 2000;
    let mut random = fastrand::Rng::with_seed(11);
    for (causes, walks) in [
        ([0.3, 0.2, 0.1, 0.1], 200_u64),
        ([0.3, 0.2, 0.1, 0.1], 100),
        ([0.5, 0.2, 0.1, 0.1], 300),
    ] {
        let mut held = [(0_u32, 0_u32); 4];
        for _ in 0..WORLDS {
            let (mut left, mut here) = (1.0, walks);
            let remedies: Vec<Remedy> = causes
                .iter()
                .map(|cause| {
                    let fixes = (0..here).filter(|_| random.f64() < cause / left).count();
                    let tries = Tries {
                        tried: here,
                        verified: u64::try_from(fixes).unwrap(),
                        left: here,
                        seconds: here * 60,
                        ..Tries::default()
                    };
                    here -= tries.verified;
                    left -= cause;
                    Remedy {
                        place: cause.to_string(),
                        tries,
                        after: BTreeSet::new(),
                        fixed: false,
                        follows: false,
                    }
                })
                .collect();
            for placed in propose(&remedies).unwrap().order {
                let (all, in_it) = &mut held[placed.written];
                *all += 1;
                *in_it += u32::from(placed.interval.contains(causes[placed.written]));
            }
        }
        for (at, (all, in_it)) in held.into_iter().enumerate() {
            let coverage = f64::from(in_it) / f64::from(all.max(1));
            assert!(
                all < WORLDS / 4 || (0.925..0.98).contains(&coverage),
                "{walks} walks, remedy {at}: {coverage}"
            );
        }
    }
}

#[test]
fn minutes_that_lie_far_apart_carry_no_order() {
    let remedy = |place: &str, verified, minutes: u64, squares: u64| Remedy {
        place: place.to_owned(),
        tries: Tries {
            tried: 100,
            verified,
            left: 100,
            seconds: 100 * minutes * 60,
            squares,
            squared: 100,
            ..Tries::default()
        },
        after: BTreeSet::new(),
        fixed: false,
        follows: false,
    };
    let of = |squares: &dyn Fn(u64) -> u64| {
        let row = [
            remedy("a", 45, 10, squares(10)),
            remedy("b", 45, 3, squares(3)),
        ];
        propose(&row).unwrap()
    };
    // All the same, then one of ten as long as all of them together.
    let close = of(&|minutes| 100 * (minutes * 60).pow(2));
    assert!(close.is_sure && !close.is_as_written());
    let apart = of(&|minutes| 10 * (minutes * 600).pow(2));
    assert!(!apart.is_sure && !apart.is_as_written());
    assert_eq!(remedy("a", 1, 1, 0).tries.error_of_minutes(), Some(0.0));
}

#[test]
fn few_numbers_are_not_called_sure() {
    let few = |tried, verified, minutes| Tries {
        tried,
        verified,
        left: tried,
        seconds: tried * 60 * minutes,
        ..Tries::default()
    };
    let remedy = |place: &str, tries| Remedy {
        place: place.to_owned(),
        tries,
        after: BTreeSet::new(),
        fixed: false,
        follows: false,
    };
    let unsure = [remedy("a", few(42, 7, 3)), remedy("b", few(35, 10, 2))];
    assert!(!propose(&unsure).unwrap().is_sure);
    let sure = [
        remedy("a", few(1200, 100, 9)),
        remedy("b", few(1000, 500, 2)),
    ];
    assert!(propose(&sure).unwrap().is_sure);
    // B passes A by few numbers, and C stands between them, so that no two neighbours are unsure.
    let tries = |tried, verified, seconds| Tries {
        tried,
        verified,
        left: tried,
        seconds: tried * seconds,
        ..Tries::default()
    };
    let apart = [
        remedy("a", tries(1000, 300, 600)),
        remedy("b", tries(30, 4, 72)),
        remedy("c", tries(700, 300, 240)),
    ];
    assert_eq!(order(&apart), ["b", "c", "a"]);
    assert!(!propose(&apart).unwrap().is_sure);
}

#[test]
fn what_was_tried_by_few_mends_what_it_mends_before_those_after_it() {
    let mut row = [
        remedy("a", 0.2, 9.0, &[]),
        remedy("b", 0.5, 1.0, &[]),
        remedy("c", 0.4, 2.0, &[]),
    ];
    row[1].tries = Tries {
        tried: 20,
        verified: 10,
        left: 20,
        seconds: 20 * 60,
        ..Tries::default()
    };
    let proposal = propose(&row).unwrap();
    let found: Vec<(&str, usize)> = proposal
        .order
        .iter()
        .map(|placed| (placed.place.as_str(), placed.written))
        .collect();
    assert_eq!(found, [("c", 2), ("a", 0)]);
    // Of what a and b leave.
    near(proposal.order[0].probability, 0.8 * 0.5 * 0.4, 1e-9);
    row[1].tries = Tries::default();
    let proposal = propose(&row).unwrap();
    near(proposal.order[0].probability, 0.8 * 0.4, 1e-9);
    assert!(!proposal.is_as_written());
    row[2].tries.tried = 29;
    assert_eq!(propose(&row), None);
}
