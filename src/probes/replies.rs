//! How targets answered (`target.js`).

use firstline_diagnosis::{Came, Reply, Seen, Target};

/// Reads the replies of a probe: whether the target is addressed, how it answered, after how long.
pub(super) fn replies(numbers: &[f64]) -> Vec<Reply> {
    let mut replies = Vec::new();
    for told in numbers.chunks_exact(3) {
        if let [literal, kind, ms] = *told {
            replies.push(Reply {
                target: if literal > 0.0 {
                    Target::Literal
                } else {
                    Target::Name
                },
                came: match kind as u8 {
                    0 => Came::Answered { ms },
                    2 => Came::Failed { ms },
                    3 => Came::TimedOut,
                    4 => Came::BlockedByPage,
                    _ => Came::LoginPage,
                },
            });
        }
    }
    replies
}

/// What a watch of the line tells (`line.js`): the browser's own word, or the replies of one try. One
/// answer is an answer; what the page forbade says nothing.
pub(super) fn seen(numbers: &[f64]) -> Seen {
    if let [online] = numbers {
        return if *online > 0.0 {
            Seen::Online
        } else {
            Seen::Offline
        };
    }
    let mut seen = Seen::Nothing;
    for reply in replies(numbers) {
        match reply.came {
            Came::Answered { .. } => return Seen::Answer,
            Came::BlockedByPage => {}
            _ => seen = Seen::Miss,
        }
    }
    seen
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
            (Target::Name, Came::Answered { ms: 9.0 }),
            (Target::Literal, Came::Failed { ms: 9.0 }),
            (Target::Name, Came::TimedOut),
            (Target::Name, Came::BlockedByPage),
            (Target::Name, Came::LoginPage),
        ]
        .map(|(target, came)| Reply { target, came });
        assert_eq!(replies(&told), expected);
        assert_eq!(replies(&[]), []);
    }

    #[test]
    fn what_replies_say_of_the_line() {
        for (told, expected) in [
            (vec![ANSWERED, FAILED], Seen::Answer),
            (vec![FAILED, TIMED_OUT], Seen::Miss),
            (vec![BLOCKED, FAILED], Seen::Miss),
            (vec![LOGIN_PAGE], Seen::Miss),
            (vec![BLOCKED], Seen::Nothing),
            (vec![], Seen::Nothing),
        ] {
            assert_eq!(seen(&told.concat()), expected, "{told:?}");
        }
        assert_eq!(seen(&[1.0]), Seen::Online);
        assert_eq!(seen(&[0.0]), Seen::Offline);
    }
}
