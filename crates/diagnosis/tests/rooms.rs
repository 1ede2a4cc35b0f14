//! What rooms tell of the Wi-Fi, one beside the other.

use firstline_diagnosis::checks::wifi;
use firstline_diagnosis::{Confidence, Verdict};

#[test]
fn rooms_are_contrasted_with_each_other() {
    let room = |name: &str, median: f64, lost| wifi::Room {
        name: name.into(),
        median: (median >= 0.0).then_some(median),
        lost,
        ..wifi::Room::default()
    };
    let none = -1.0;
    for (rooms, verdict, weakest) in [
        (
            vec![room("hall", 20.0, 0.0), room("bed", 40.0, 2.0)],
            Verdict::Pass,
            None,
        ),
        (
            vec![room("hall", 20.0, 0.0), room("bed", 80.0, 0.0)],
            Verdict::Warn,
            Some("bed"),
        ),
        (
            vec![room("bed", 140.0, 0.0), room("hall", 20.0, 0.0)],
            Verdict::Fail,
            Some("bed"),
        ),
        (
            vec![room("hall", 20.0, 1.0), room("bed", 25.0, 45.0)],
            Verdict::Fail,
            Some("bed"),
        ),
        (
            vec![room("hall", 20.0, 0.0), room("attic", none, 100.0)],
            Verdict::Fail,
            Some("attic"),
        ),
        // A slow line is slow in every room, and one room has no contrast.
        (
            vec![room("hall", 300.0, 0.0), room("bed", 310.0, 0.0)],
            Verdict::Pass,
            None,
        ),
        (
            vec![room("hall", 40.0, 30.0), room("bed", 90.0, 60.0)],
            Verdict::Unknown,
            None,
        ),
        (vec![room("hall", 20.0, 0.0)], Verdict::Unknown, None),
        (vec![], Verdict::Unknown, None),
    ] {
        let finding = wifi::judge_rooms(&rooms);
        assert_eq!(
            (finding.verdict, finding.text("weakest")),
            (verdict, weakest),
            "{rooms:?}"
        );
    }
}

#[test]
fn how_sure_rooms_are_depends_on_how_far_off_they_may_be() {
    let room = |median: f64, lost: f64, median_margin: f64, lost_margin: f64| wifi::Room {
        median: Some(median),
        lost,
        median_margin,
        lost_margin,
        ..wifi::Room::default()
    };
    // Eight pings without a loss: by Wilson up to 32 % may get lost.
    let few = |median, off| room(median, 0.0, off, 32.4);
    let many = |median, off| room(median, 0.0, off, 2.0);
    for (best, worst, verdict, confidence) in [
        (
            many(20.0, 2.0),
            many(160.0, 10.0),
            Verdict::Fail,
            Confidence::High,
        ),
        (
            many(20.0, 10.0),
            many(130.0, 30.0),
            Verdict::Fail,
            Confidence::Medium,
        ),
        (
            few(20.0, 30.0),
            few(130.0, 90.0),
            Verdict::Fail,
            Confidence::Low,
        ),
        (
            many(20.0, 2.0),
            many(80.0, 5.0),
            Verdict::Warn,
            Confidence::High,
        ),
        (
            many(20.0, 2.0),
            many(80.0, 15.0),
            Verdict::Warn,
            Confidence::Low,
        ),
        (
            many(20.0, 2.0),
            many(30.0, 5.0),
            Verdict::Pass,
            Confidence::High,
        ),
        (
            many(20.0, 2.0),
            many(60.0, 15.0),
            Verdict::Pass,
            Confidence::Medium,
        ),
        // So many may get lost in either that nothing is sure.
        (
            few(20.0, 2.0),
            few(30.0, 5.0),
            Verdict::Pass,
            Confidence::Low,
        ),
        // All were lost, of twenty.
        (
            many(20.0, 2.0),
            wifi::Room {
                lost: 100.0,
                lost_margin: 16.1,
                ..wifi::Room::default()
            },
            Verdict::Fail,
            Confidence::High,
        ),
    ] {
        let finding = wifi::judge_rooms(&[worst.clone(), best.clone()]);
        assert_eq!(
            (finding.verdict, finding.confidence),
            (verdict, confidence),
            "{best:?} {worst:?}"
        );
    }
}
