//! The figures, against published examples and against worlds whose truth is known.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use firstline_insights::change::{Change, Verdict};
use firstline_insights::several::{by_chance, holm};
use firstline_insights::share::{Share, difference};
use firstline_insights::traffic::{Passage, Traffic};
use firstline_insights::walks::{Assumption, Walks};
use firstline_insights::{Interval, searched};

fn near(found: f64, expected: f64, by: f64) {
    assert!((found - expected).abs() < by, "{found} is not {expected}");
}

#[test]
fn wilsons_interval_is_that_of_newcombes_examples() {
    // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
    for (part, of, low, high) in [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ] {
        let interval = Share::new(part, of).interval().unwrap();
        near(interval.low, low, 5e-5);
        near(interval.high, high, 5e-5);
    }
    assert_eq!(Share::new(0, 0).interval(), None);
}

#[test]
fn the_difference_of_two_shares_is_that_of_newcombes_examples() {
    // Newcombe 1998, "Interval estimation for the difference between independent proportions", table II,
    // method 10: 56/70 − 48/80, 9/10 − 3/10, 5/56 − 0/29.
    for (first, second, low, high) in [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
    ] {
        let share = |(part, of)| Share::new(part, of);
        let (_, interval) = difference(share(second), share(first)).unwrap();
        near(interval.low, low, 6e-5);
        near(interval.high, high, 6e-5);
    }
}

#[test]
fn a_change_is_said_in_walks_out_of_a_hundred() {
    let sentence = |before: (u64, u64), after: (u64, u64)| {
        let change =
            Change::of(Share::new(before.0, before.1), Share::new(after.0, after.1)).unwrap();
        (change.verdict(), change.sentence())
    };
    let better = sentence((2000, 4000), (2260, 4000));
    assert_eq!(
        better,
        (
            Verdict::Better,
            "The new version helps 4 to 9 of 100 more.".to_owned()
        )
    );
    let worse = sentence((2260, 4000), (2000, 4000));
    assert_eq!(
        worse,
        (
            Verdict::Worse,
            "The new version helps 4 to 9 of 100 less.".to_owned()
        )
    );
    let (open, said) = sentence((20, 40), (22, 40));
    assert_eq!(open, Verdict::Open);
    assert!(said.starts_with("It cannot be told yet"), "{said}");
    assert_eq!(Change::of(Share::new(0, 0), Share::new(1, 2)), None);
}

#[test]
fn nothing_is_saved_that_was_not_measured() {
    let walks = Walks {
        begun: 100,
        verified: 30,
        claimed: 20,
        returned: 5,
        ..Walks::default()
    };
    for would_have_called in [0.0, 0.3, 1.0, 7.0] {
        let avoided = walks.avoided(&Assumption {
            would_have_called,
            cost: 0.0,
        });
        assert!(
            avoided.least <= avoided.most && avoided.most <= 45.0,
            "{avoided:?}"
        );
    }
    // Whoever comes back from an end that nobody measured takes nothing off those that were.
    let all = Assumption {
        would_have_called: 1.0,
        cost: 0.0,
    };
    near(walks.avoided(&all).least, 30.0, 1e-9);
    let some_measured = Walks {
        returned_verified: 2,
        ..walks
    };
    near(some_measured.avoided(&all).least, 28.0, 1e-9);
    near(some_measured.avoided(&all).most, 45.0, 1e-9);
    assert_eq!(walks.first_time_fix(), Share::new(45, 100));
    assert_eq!(walks.abandoned(), 50);
    // A fault that everybody could read about is no failure of the guide.
    let faults = Walks {
        begun: 100,
        known: 80,
        verified: 10,
        ..Walks::default()
    };
    assert_eq!(faults.first_time_fix(), Share::new(10, 20));
}

fn passage(from: &str, to: &str, count: u64) -> Passage {
    Passage {
        from: from.to_owned(),
        to: to.to_owned(),
        count,
        seconds: 60 * count,
    }
}

#[test]
fn whoever_neither_goes_on_nor_ends_is_lost_where_they_were_last() {
    let passages = vec![
        passage("", "outage", 100),
        passage("outage", "restart", 90),
        passage("restart", "fixed", 40),
        passage("restart", "tone", 30),
        passage("tone", "restart", 10),
        passage("tone", "ticket", 20),
    ];
    let ends = BTreeSet::from(["fixed".to_owned(), "ticket".to_owned()]);
    let traffic = Traffic::of(passages, &ends);
    let lost: Vec<(&str, u64)> = traffic
        .losses()
        .into_iter()
        .map(|(name, place)| (name, place.lost()))
        .collect();
    assert_eq!(lost, [("restart", 30), ("outage", 10)]);
    assert_eq!(traffic.places["restart"].minutes(), Some(1.0));
    let layers = ["outage", "restart", "tone", "ticket"].map(|place| traffic.places[place].layer);
    assert_eq!(layers, [0, 1, 2, 3]);
    assert_eq!(
        traffic.went_on(),
        90,
        "of the 100 at the first step, 10 are lost there"
    );
}

#[test]
fn an_outline_puts_the_steps_of_a_called_guide_together() {
    let passages = vec![
        passage("", "cables/look", 100),
        passage("cables/look", "cables/press", 80),
        passage("cables/press", "fixed", 30),
        passage("cables/press", "restart", 40),
        passage("restart", "power/ticket", 35),
    ];
    let ends = BTreeSet::from(["fixed".to_owned(), "power/ticket".to_owned()]);
    let outline = Traffic::of(passages, &ends).outline();
    let names: Vec<&str> = outline.places.keys().map(String::as_str).collect();
    assert_eq!(names, ["cables", "fixed", "power/ticket", "restart"]);
    assert_eq!(
        (
            outline.places["cables"].reached,
            outline.places["cables"].lost()
        ),
        (100, 30)
    );
    assert_eq!(outline.places["power/ticket"].lost(), 0);
}

#[test]
fn of_many_comparisons_each_must_be_surer_than_one_alone() {
    // Agresti 2013, table 3.1: aspirin and heart attacks, z = 5.00 pooled.
    let aspirin = by_chance(Share::new(189, 11_034), Share::new(104, 11_037));
    assert!((4e-7..7e-7).contains(&aspirin), "{aspirin}");
    // z = 0.1 / √(0.45 · 0.55 · 2 / 100) = 1.421.
    near(
        by_chance(Share::new(40, 100), Share::new(50, 100)),
        0.155_3,
        5e-4,
    );
    near(by_chance(Share::new(4, 10), Share::new(4, 10)), 1.0, 1e-6);
    near(by_chance(Share::new(0, 0), Share::new(4, 10)), 1.0, 1e-9);
    near(by_chance(Share::new(0, 9), Share::new(0, 9)), 1.0, 1e-9);
    // The same four that each text on it has: 0.05 / 4 and 0.05 / 3 are enough for two, 0.05 / 2 for none.
    assert_eq!(holm(&[0.01, 0.04, 0.03, 0.005]), [true, false, false, true]);
    assert_eq!(holm(&[]), [false; 0]);
}

/// The widget splits by the same rule, so that nothing else leaves the browser: `tests/embed/searched.test.mjs`.
#[test]
fn what_is_no_word_is_never_counted() {
    let examples = include_str!("../../../tests/searched.json");
    let examples: Vec<(String, Vec<String>)> = serde_json::from_str(examples).unwrap();
    for (typed, words) in examples {
        assert_eq!(searched::words(&typed), words, "{typed}");
    }
}

#[test]
fn a_word_is_given_out_when_the_fifth_network_types_it() {
    let mut held = searched::Held::default();
    for network in 0..4 {
        for _ in 0..10 {
            assert_eq!(held.count(&"fernseher", &network), 0, "{network}");
        }
    }
    // All five at once, and from then on each network once.
    assert_eq!(held.count(&"fernseher", &4), 5);
    for _ in 0..10 {
        assert_eq!(held.count(&"fernseher", &4), 0);
        assert_eq!(held.count(&"fernseher", &0), 0);
    }
    assert_eq!(held.count(&"fernseher", &5), 1);
    assert_eq!(held.count(&"telephone", &4), 0);
    // A week later they count again.
    held.forget();
    assert_eq!(held.count(&"fernseher", &5), 0);
}

#[test]
fn no_network_can_fill_the_room_for_words() {
    let mut held = searched::Held::default();
    for number in 0..1000 {
        held.count(&format!("own{number}"), &7);
    }
    // It brought two hundred: what others type after it, it may type too.
    for network in 0..4 {
        assert_eq!(held.count(&"own900", &network), 0);
    }
    assert_eq!(held.count(&"own900", &7), 5);
    // Many networks do fill it: what was typed of late stays.
    for number in 0..50_000 {
        held.count(&format!("new{number}"), &(100 + number / 100));
    }
    for network in 0..4 {
        assert_eq!(held.count(&"fernseher", &network), 0);
    }
    assert_eq!(held.count(&"fernseher", &4), 5);
}

#[test]
fn an_interval_knows_its_direction() {
    let interval = |low, high| Interval { low, high };
    assert!(interval(0.1, 0.2).has_direction() && interval(-0.2, -0.1).has_direction());
    assert!(!interval(-0.1, 0.2).has_direction());
}
