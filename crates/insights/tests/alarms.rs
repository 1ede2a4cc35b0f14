//! The alarm, in simulated towns: how late it comes, and how often for nothing.

use firstline_insights::spike::{Reporter, Rule, Turn, Watch, tail};

/// A household that walks once.
fn home(number: u64) -> Reporter {
    Reporter {
        network: number,
        site: number,
        walk: number,
    }
}

#[test]
fn the_tail_of_poissons_distribution_is_that_of_the_tables() {
    // Abramowitz and Stegun, table 26.7: Q(5|1) = 1 − 0.99634, Q(10|4) = 1 − 0.99187.
    for (count, mean, expected) in [(5, 1.0, 0.003_66), (10, 4.0, 0.008_13), (0, 3.0, 1.0)] {
        let found = tail(count, mean);
        assert!((found - expected).abs() < 1e-5, "{found} is not {expected}");
    }
}

/// Minutes of failures in a town: at each minute, households of `usual` fail by chance, and from `outage`
/// on those of one street as they notice.
fn minutes_to_alarm(random: &mut fastrand::Rng, usual: f64, noticing: f64) -> Option<u64> {
    let mut watch = Watch::new(Rule::default());
    let mut household = 0;
    for minute in 0..3 * 24 * 60 {
        if random.f64() < usual {
            household += 1;
            let turn = watch.failed("1010", home(household), minute);
            assert_eq!(turn, Turn::None, "a false alarm at {minute}");
        }
    }
    for minute in 0..120 {
        let failures =
            usize::from(random.f64() < noticing) + usize::from(random.f64() < noticing / 2.0);
        for _ in 0..failures {
            household += 1;
            if let Turn::Began(_) = watch.failed("1010", home(household), 3 * 24 * 60 + minute) {
                return Some(minute);
            }
        }
    }
    None
}

#[test]
fn an_outage_is_noticed_in_minutes_and_nothing_else_is_taken_for_one() {
    let mut random = fastrand::Rng::with_seed(11);
    let mut delays: Vec<u64> = (0..200)
        .map(|_| minutes_to_alarm(&mut random, 2.0 / (24.0 * 60.0), 0.5).expect("no alarm"))
        .collect();
    delays.sort_unstable();
    println!(
        "alarm after {} minutes in the middle, {} in nine of ten towns",
        delays[100], delays[180]
    );
    assert!(delays[180] <= 25, "{delays:?}");

    // A year in twenty areas without a fault, busier in the evening than at night.
    let mut false_alarms = 0;
    for area in 0..20_u64 {
        let mut watch = Watch::new(Rule::default());
        for minute in 0..365 * 24 * 60_u64 {
            let hour = minute / 60 % 24;
            let busy = if (17..23).contains(&hour) { 2.0 } else { 0.8 };
            if random.f64() < busy * 3.0 / (24.0 * 60.0)
                && let Turn::Began(_) = watch.failed(&area.to_string(), home(minute), minute)
            {
                false_alarms += 1;
            }
        }
    }
    println!("{false_alarms} false alarms in twenty areas and a year");
    assert!(false_alarms <= 1, "{false_alarms}");
}

#[test]
fn one_household_counts_once_and_an_alarm_ends_by_itself() {
    let mut watch = Watch::new(Rule::default());
    for minute in 0..10 {
        assert_eq!(watch.failed("a", home(1), minute), Turn::None);
    }
    let turns: Vec<Turn> = (2..=6)
        .map(|household| watch.failed("a", home(household), 10))
        .collect();
    assert_eq!(
        turns.last(),
        Some(&Turn::None),
        "it began with the fifth: {turns:?}"
    );
    assert!(turns.contains(&Turn::Began(5)), "{turns:?}");
    assert_eq!(watch.alarm("a"), Some(6));
    assert_eq!(watch.alarm("b"), None);
    assert!(watch.passed(20).is_empty());
    assert_eq!(watch.passed(26), ["a"]);
    assert_eq!(watch.alarm("a"), None);
}

#[test]
fn one_walk_counts_once_however_many_networks_it_comes_by() {
    let mut watch = Watch::new(Rule::default());
    for network in 0..20 {
        let by = Reporter {
            network,
            site: network,
            walk: 7,
        };
        assert_eq!(watch.failed("a", by, 0), Turn::None);
    }
    assert_eq!(watch.alarm("a"), None);
}

#[test]
fn what_may_be_one_customer_with_many_networks_raises_no_alarm_alone() {
    let mut watch = Watch::new(Rule::default());
    for number in 0..256 {
        let by = Reporter {
            site: 7,
            ..home(number)
        };
        assert_eq!(watch.failed("a", by, 0), Turn::None);
    }
    // With one more household it is several.
    assert_eq!(watch.failed("a", home(1000), 0), Turn::Began(5));
}

#[test]
fn invented_areas_blind_no_alarm() {
    let mut watch = Watch::new(Rule::default());
    for household in 0..5 {
        watch.failed("a", home(household), 0);
    }
    assert_eq!(watch.alarm("a"), Some(5));
    for area in 0..50_000_u64 {
        watch.failed(&area.to_string(), home(area), 1);
    }
    let turns = (0..5).map(|household| watch.failed("b", home(household), 2));
    assert_eq!(turns.last(), Some(Turn::Began(5)));
    assert_eq!(
        watch.alarm("a"),
        Some(5),
        "one that goes on is not forgotten"
    );
}

#[test]
fn fewer_than_five_are_never_told_of() {
    let mut watch = Watch::new(Rule {
        households: 2,
        ..Rule::default()
    });
    for household in 0..4 {
        assert_eq!(watch.failed("a", home(household), 0), Turn::None);
    }
    assert_eq!(watch.failed("a", home(4), 0), Turn::Began(5));
}
