//! What rooms tell of the Wi-Fi, one beside the other.

use firstline_diagnosis::Verdict;
use firstline_diagnosis::checks::wifi;

/// A room; without a median, below zero, if nothing answered.
fn room(name: &str, median: f64, lost: f64) -> wifi::Room {
    wifi::Room {
        name: name.into(),
        median: (median >= 0.0).then_some(median),
        lost,
    }
}

#[test]
fn rooms_are_contrasted_with_each_other() {
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
fn a_room_that_loses_much_is_the_worst_though_another_is_slower_and_never_the_best() {
    for (rooms, verdict, weakest, [best, worst, lost]) in [
        // The living room is slower than the kitchen, but still good.
        (
            [
                ("hall", 10.0, 0.0),
                ("kitchen", 10.0, 60.0),
                ("living", 40.0, 0.0),
            ],
            Verdict::Fail,
            Some("kitchen"),
            [Some(10.0), Some(10.0), Some(60.0)],
        ),
        (
            [
                ("hall", 12.0, 0.0),
                ("kitchen", 12.0, 25.0),
                ("living", 30.0, 0.0),
            ],
            Verdict::Warn,
            Some("kitchen"),
            [Some(12.0), Some(12.0), Some(25.0)],
        ),
        // What answers quickest loses much, so it is no measure of the others.
        (
            [
                ("hall", 30.0, 0.0),
                ("bed", 15.0, 30.0),
                ("living", 32.0, 0.0),
            ],
            Verdict::Warn,
            Some("bed"),
            [Some(30.0), Some(15.0), Some(30.0)],
        ),
        // Both are weak, and one of them is weaker.
        (
            [
                ("attic", 130.0, 0.0),
                ("hall", 10.0, 0.0),
                ("kitchen", 20.0, 90.0),
            ],
            Verdict::Fail,
            Some("kitchen"),
            [Some(10.0), Some(20.0), Some(90.0)],
        ),
        (
            [
                ("attic", 230.0, 5.0),
                ("hall", 10.0, 0.0),
                ("kitchen", 20.0, 45.0),
            ],
            Verdict::Fail,
            Some("attic"),
            [Some(10.0), Some(230.0), Some(5.0)],
        ),
        (
            [
                ("hall", 10.0, 1.0),
                ("kitchen", 20.0, 5.0),
                ("living", 40.0, 10.0),
            ],
            Verdict::Pass,
            None,
            [Some(10.0), Some(40.0), Some(10.0)],
        ),
        // Where nothing answers, it is worse still.
        (
            [
                ("attic", -1.0, 100.0),
                ("hall", 10.0, 0.0),
                ("kitchen", 20.0, 60.0),
            ],
            Verdict::Fail,
            Some("attic"),
            [Some(10.0), None, Some(100.0)],
        ),
        // No room is a measure of the others.
        (
            [
                ("hall", 10.0, 20.0),
                ("kitchen", 20.0, 60.0),
                ("attic", -1.0, 100.0),
            ],
            Verdict::Unknown,
            None,
            [None, None, Some(100.0)],
        ),
    ] {
        let rooms = rooms.map(|(name, median, lost)| room(name, median, lost));
        let finding = wifi::judge_rooms(&rooms);
        assert_eq!(
            (finding.verdict, finding.text("weakest")),
            (verdict, weakest),
            "{rooms:?}"
        );
        let told = ["best", "worst", "lost"].map(|name| finding.metric(name));
        assert_eq!(told, [best, worst, lost], "{rooms:?}");
    }
}
