//! How targets answered (`target.js`).

use firstline_diagnosis::{NotMeasured, Observation, Reach, TargetKind, TargetResult};

/// Reads the replies of a probe: whether the target is addressed, how it answered, after how long.
pub(super) fn replies(numbers: &[f64]) -> Vec<TargetResult> {
    let mut replies = Vec::new();
    for told in numbers.chunks_exact(3) {
        if let [literal, kind, elapsed] = *told {
            replies.push(TargetResult {
                kind: if literal > 0.0 {
                    TargetKind::Literal
                } else {
                    TargetKind::Name
                },
                reach: match kind as u8 {
                    0 => Reach::Answered { elapsed },
                    2 => Reach::Failed { elapsed },
                    3 => Reach::TimedOut,
                    4 => Reach::NotMeasured(NotMeasured::BlockedByPage),
                    _ => Reach::SignInPage,
                },
            });
        }
    }
    replies
}

/// What a watch of the line tells (`line.js`): the browser's own word, or the replies of one try. One
/// answer is an answer; what the page forbade says nothing.
pub(super) fn observed(numbers: &[f64]) -> Observation {
    if let [online] = numbers {
        return if *online > 0.0 {
            Observation::Online
        } else {
            Observation::Offline
        };
    }
    let mut observed = Observation::Nothing;
    for reply in replies(numbers) {
        match reply.reach {
            Reach::Answered { .. } => return Observation::Answer,
            Reach::NotMeasured(_) => {}
            _ => observed = Observation::Miss,
        }
    }
    observed
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWERED: [f64; 3] = [0.0, 0.0, 9.0];
    const FAILED: [f64; 3] = [1.0, 2.0, 9.0];
    const TIMED_OUT: [f64; 3] = [0.0, 3.0, f64::NAN];
    const BLOCKED: [f64; 3] = [0.0, 4.0, f64::NAN];
    const LOGIN_PAGE: [f64; 3] = [0.0, 5.0, 9.0];

    #[test]
    fn replies_are_read_three_by_three() {
        let told = [ANSWERED, FAILED, TIMED_OUT, BLOCKED, LOGIN_PAGE].concat();
        let expected = [
            (TargetKind::Name, Reach::Answered { elapsed: 9.0 }),
            (TargetKind::Literal, Reach::Failed { elapsed: 9.0 }),
            (TargetKind::Name, Reach::TimedOut),
            (
                TargetKind::Name,
                Reach::NotMeasured(NotMeasured::BlockedByPage),
            ),
            (TargetKind::Name, Reach::SignInPage),
        ]
        .map(|(kind, reach)| TargetResult { kind, reach });
        assert_eq!(replies(&told), expected);
        assert_eq!(replies(&[]), []);
    }

    #[test]
    fn what_replies_say_of_the_line() {
        for (told, expected) in [
            (vec![ANSWERED, FAILED], Observation::Answer),
            (vec![FAILED, TIMED_OUT], Observation::Miss),
            (vec![BLOCKED, FAILED], Observation::Miss),
            (vec![LOGIN_PAGE], Observation::Miss),
            (vec![BLOCKED], Observation::Nothing),
            (vec![], Observation::Nothing),
        ] {
            assert_eq!(observed(&told.concat()), expected, "{told:?}");
        }
        assert_eq!(observed(&[1.0]), Observation::Online);
        assert_eq!(observed(&[0.0]), Observation::Offline);
    }
}
