//! What a speed test means, from numbers of real and shaped lines.

use firstline_diagnosis::checks::speed::{CHECK, Speed, judge};
use firstline_diagnosis::{CheckId, Confidence, Finding, NotMeasured, Verdict};

type Numbers = &'static [(&'static str, f64)];

fn judged(numbers: Numbers, plan: [Option<f64>; 2]) -> Finding {
    judge(&Speed {
        numbers: numbers.to_vec(),
        confidence: Confidence::High,
        plan,
        loss: None,
    })
}

/// What it says in short.
fn says(finding: &Finding) -> Option<&'static str> {
    let saying = CHECK.sayings.get(CHECK.saying(finding)?)?;
    Some(saying.name)
}

const NO_PLAN: [Option<f64>; 2] = [None, None];

/// A line of 50 down and 10 up, with a queue that is kept short.
const GOOD: Numbers = &[
    ("download", 48.1),
    ("upload", 9.63),
    ("latency", 18.4),
    ("jitter", 1.2),
    ("loaded-down", 31.0),
    ("loaded-up", 42.0),
    ("rpm", 1420.0),
    ("single", 46.2),
];

/// The same with a queue of most of a second in the modem.
const BLOATED: Numbers = &[
    ("download", 48.0),
    ("upload", 9.6),
    ("latency", 19.0),
    ("jitter", 1.4),
    ("loaded-down", 310.0),
    ("loaded-up", 870.0),
    ("rpm", 69.0),
    ("single", 47.0),
];

/// The same with 0.5 % loss: one connection alone gets little.
const LOSSY: Numbers = &[
    ("download", 43.2),
    ("upload", 9.1),
    ("latency", 19.3),
    ("jitter", 1.9),
    ("loaded-down", 33.0),
    ("loaded-up", 44.0),
    ("rpm", 1360.0),
    ("single", 9.7),
];

/// A long copper line of 2 and 0.5.
const COPPER: Numbers = &[
    ("download", 1.93),
    ("upload", 0.48),
    ("latency", 41.0),
    ("jitter", 3.0),
    ("loaded-down", 210.0),
    ("loaded-up", 640.0),
    ("rpm", 94.0),
    ("single", 1.9),
];

/// Where the upload could not be measured.
const DOWN_ALONE: Numbers = &[("download", 48.1), ("latency", 18.4)];

const SLOW: Numbers = &[("download", 6.0), ("upload", 1.0)];

const USELESS: Numbers = &[("download", 0.4), ("upload", 0.1)];

#[test]
fn what_is_not_sure_is_said_so_and_is_no_failure() {
    for (numbers, plan, verdict, said) in [
        (
            GOOD,
            [Some(50.0), Some(10.0)],
            Verdict::Pass,
            "roughly-as-sold",
        ),
        (
            GOOD,
            [Some(100.0), None],
            Verdict::Warn,
            "perhaps-below-plan",
        ),
        (
            GOOD,
            [Some(70.0), None],
            Verdict::Warn,
            "perhaps-below-plan",
        ),
        (USELESS, NO_PLAN, Verdict::Warn, "perhaps-slow"),
        (SLOW, NO_PLAN, Verdict::Warn, "perhaps-slow"),
    ] {
        let finding = judge(&Speed {
            numbers: numbers.to_vec(),
            confidence: Confidence::Low,
            plan,
            loss: None,
        });
        let found = (finding.verdict, says(&finding));
        assert_eq!(found, (verdict, Some(said)), "{numbers:?} {plan:?}");
    }
    // What was not measured makes the rest less sure.
    let down = judged(&[("download", 0.4)], NO_PLAN);
    let found = (down.verdict, says(&down));
    assert_eq!(found, (Verdict::Warn, Some("perhaps-slow")));
}

#[test]
fn round_trips_of_one_way_alone_are_no_number() {
    for missing in ["loaded-down", "loaded-up"] {
        let numbers = BLOATED.iter().filter(|(name, _)| *name != missing);
        let finding = judge(&Speed {
            numbers: numbers.copied().collect(),
            confidence: Confidence::High,
            plan: NO_PLAN,
            loss: None,
        });
        assert_eq!(finding.metric("rpm"), None, "without {missing}");
    }
}

#[test]
fn a_window_that_is_full_is_no_loss() {
    let single = |single, latency| {
        judge(&Speed {
            numbers: vec![
                ("download", 900.0),
                ("upload", 400.0),
                ("latency", latency),
                ("single", single),
            ],
            confidence: Confidence::High,
            plan: NO_PLAN,
            loss: None,
        })
        .verdict
    };
    // 4 MB at a delay of 100 ms are 320 Mbit/s.
    assert_eq!(single(300.0, 100.0), Verdict::Pass);
    assert_eq!(single(150.0, 100.0), Verdict::Warn);
    assert_eq!(single(300.0, 10.0), Verdict::Warn);
}

#[test]
fn what_loss_limits_says_how_much_is_lost() {
    let finding = judge(&Speed {
        numbers: vec![
            ("download", 480.0),
            ("upload", 240.0),
            ("latency", 12.0),
            ("jitter", 0.3),
            ("loaded-down", 17.0),
            ("loaded-up", 16.0),
        ],
        confidence: Confidence::High,
        plan: NO_PLAN,
        loss: Some(0.3),
    });
    assert_eq!(finding.text("games-limit"), Some("loss"));
    assert_eq!(finding.metric("loss"), Some(30.0));
}

#[test]
fn a_line_is_judged_against_what_was_sold_and_else_by_what_works_on_it() {
    for (numbers, plan, verdict, said) in [
        (GOOD, [Some(50.0), Some(10.0)], Verdict::Pass, "as-sold"),
        (GOOD, [Some(50.0), None], Verdict::Pass, "as-sold"),
        (GOOD, NO_PLAN, Verdict::Pass, "fast"),
        // The page of a provider that writes nonsense for a plan has none.
        (GOOD, [Some(0.0), Some(-3.0)], Verdict::Pass, "fast"),
        (GOOD, [Some(f64::NAN), None], Verdict::Pass, "fast"),
        (GOOD, [Some(70.0), None], Verdict::Warn, "below-plan"),
        (GOOD, [Some(50.0), Some(15.0)], Verdict::Warn, "below-plan"),
        (GOOD, [Some(100.0), None], Verdict::Fail, "far-below-plan"),
        (
            GOOD,
            [Some(50.0), Some(40.0)],
            Verdict::Fail,
            "far-below-plan",
        ),
        (
            DOWN_ALONE,
            [Some(50.0), Some(10.0)],
            Verdict::Pass,
            "download-as-sold",
        ),
        (BLOATED, [Some(50.0), Some(10.0)], Verdict::Warn, "stalls"),
        (BLOATED, NO_PLAN, Verdict::Warn, "stalls"),
        (LOSSY, [Some(50.0), Some(10.0)], Verdict::Warn, "one-slow"),
        (COPPER, NO_PLAN, Verdict::Warn, "stalls"),
        (COPPER, [Some(2.0), Some(0.5)], Verdict::Warn, "stalls"),
        (SLOW, NO_PLAN, Verdict::Warn, "slow"),
        (USELESS, NO_PLAN, Verdict::Fail, "very-slow"),
    ] {
        let finding = judged(numbers, plan);
        assert_eq!(
            (finding.verdict, says(&finding)),
            (verdict, Some(said)),
            "{numbers:?} {plan:?}"
        );
        assert!(finding.measured());
    }
}

#[test]
fn a_limit_counts_from_its_number_on() {
    let of = |download: f64| {
        judge(&Speed {
            numbers: vec![("download", download), ("upload", 10.0)],
            confidence: Confidence::High,
            plan: [Some(100.0), None],
            loss: None,
        })
        .verdict
    };
    for (download, verdict) in [
        (80.0, Verdict::Pass),
        (79.9, Verdict::Warn),
        (50.0, Verdict::Warn),
        (49.9, Verdict::Fail),
    ] {
        assert_eq!(of(download), verdict, "{download}");
    }
}

/// Streaming, games, calls, work.
fn good_for(finding: &Finding) -> [Option<f64>; 4] {
    ["streaming", "games", "calls", "work"].map(|name| finding.metric(name))
}

#[test]
fn what_a_line_is_good_for_follows_the_points_of_aim() {
    for (numbers, expected) in [
        // 18 ms: 10; 24 ms more under load: 5; 48 Mbit/s: 10.
        (GOOD, [Some(2.0), Some(2.0), Some(3.0), Some(3.0)]),
        // 870 ms under load take 20 points.
        (BLOATED, [Some(0.0), Some(0.0), Some(0.0), Some(0.0)]),
        (COPPER, [Some(0.0), Some(0.0), Some(0.0), Some(0.0)]),
    ] {
        assert_eq!(good_for(&judged(numbers, NO_PLAN)), expected, "{numbers:?}");
    }
    let fibre: Numbers = &[
        ("download", 480.0),
        ("upload", 240.0),
        ("latency", 4.0),
        ("jitter", 0.3),
        ("loaded-down", 9.0),
        ("loaded-up", 8.0),
    ];
    assert_eq!(good_for(&judged(fibre, NO_PLAN)), [Some(4.0); 4]);
}

#[test]
fn loss_that_nobody_measured_earns_nothing() {
    let with = |loss| {
        let speed = Speed {
            numbers: GOOD.to_vec(),
            confidence: Confidence::High,
            plan: NO_PLAN,
            loss,
        };
        good_for(&judge(&speed))
    };
    let [_, unmeasured, ..] = with(None);
    let [_, none, ..] = with(Some(0.0));
    let [_, much, ..] = with(Some(0.6));
    assert!(much < unmeasured && unmeasured < none);
    for nonsense in [f64::NAN, -1.0, f64::INFINITY] {
        assert_eq!(with(Some(nonsense)), with(None));
    }
}

#[test]
fn a_direction_that_was_not_measured_makes_nothing_better() {
    let without = |left_out: &[&str]| {
        let numbers = GOOD.iter().filter(|(name, _)| !left_out.contains(name));
        judge(&Speed {
            numbers: numbers.copied().collect(),
            confidence: Confidence::High,
            plan: NO_PLAN,
            loss: None,
        })
    };
    let no_upload = without(&["upload", "loaded-up"]);
    assert_eq!(no_upload.confidence, Confidence::Low);
    assert_eq!(no_upload.metric("loaded-latency"), None);
    assert_eq!(good_for(&no_upload), [None; 4]);
    // The delay under an upload is known, the upload is not: only work needs it.
    let [streaming, games, calls, work] = good_for(&without(&["upload"]));
    assert!(streaming.is_some() && games.is_some() && calls.is_some());
    assert_eq!(work, None);
    for missing in ["latency", "loaded-down"] {
        assert_eq!(good_for(&without(&[missing])), [None; 4], "{missing}");
    }
    let no_download = without(&["download"]);
    assert_eq!(no_download.not_measured, Some(NotMeasured::NoAnswer));
    assert!(no_download.metrics.is_empty());
}

#[test]
fn each_class_that_is_not_great_says_what_limits_it() {
    let limit = |numbers, name| judged(numbers, NO_PLAN).text(name).map(str::to_owned);
    for (numbers, name, expected) in [
        (GOOD, "streaming-limit", "download"),
        (BLOATED, "games-limit", "loaded"),
        (BLOATED, "work-limit", "loaded"),
    ] {
        assert_eq!(limit(numbers, name).as_deref(), Some(expected), "{name}");
    }
    let narrow: Numbers = &[
        ("download", 100.0),
        ("upload", 1.0),
        ("latency", 5.0),
        ("jitter", 1.0),
        ("loaded-down", 9.0),
        ("loaded-up", 9.0),
    ];
    let finding = judged(narrow, NO_PLAN);
    assert_eq!(finding.metric("work"), Some(1.0));
    assert_eq!(finding.text("work-limit"), Some("upload"));
}

#[test]
fn nonsense_of_a_clock_or_a_server_is_no_number() {
    for nonsense in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 1e12, 0.0] {
        let finding = judge(&Speed {
            numbers: vec![("download", nonsense), ("upload", 10.0)],
            confidence: Confidence::High,
            plan: NO_PLAN,
            loss: None,
        });
        assert_eq!(finding.check, CheckId::Speed);
        assert_eq!(
            finding.not_measured,
            Some(NotMeasured::NoAnswer),
            "{nonsense}"
        );
    }
}
