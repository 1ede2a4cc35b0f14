//! What rooms tell of the Wi-Fi, one beside the other.

use firstline_diagnosis::Verdict;
use firstline_diagnosis::checks::wifi;

#[test]
fn rooms_are_contrasted_with_each_other() {
    let room = |name: &str, median: f64, lost| wifi::Room {
        name: name.into(),
        median: (median >= 0.0).then_some(median),
        lost,
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
