//! The form with a pair of questions. It is signed, so that an answer is to a pair that this relay has asked, and has
//! a random number of its own, so that it counts once.

use std::time::Duration;

use firstline_kano::Answer;
use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use crate::seal::Seal;

/// The largest form, in bytes.
pub const MOST_BYTES: usize = 4096;

/// How long a page may have been open.
const OPEN_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// What a form has besides its questions.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its number.
    pub number: String,
    /// Until when it can be sent, milliseconds since 1970.
    pub until: i64,
    /// What shows that this relay has made it.
    pub sign: String,
}

impl Made {
    /// A form that asks about this feature.
    pub fn new(seal: &Seal, feature: &str) -> Made {
        let number = Uuid::new_v4().simple().to_string();
        let open_for = i64::try_from(OPEN_FOR.as_millis()).unwrap_or(0);
        let until = Timestamp::now().as_millisecond() + open_for;
        Made {
            sign: seal.sign(&signed(feature, &number), until),
            number,
            until,
        }
    }
}

/// What a form sends. Whatever else comes with it is not read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    /// The feature.
    pub feature: String,
    /// The form's number.
    pub number: String,
    /// Until when it can be sent.
    pub until: i64,
    /// What shows that this relay has made it.
    pub sign: String,
    /// The answer to the functional question.
    pub functional: String,
    /// The answer to the dysfunctional one.
    pub dysfunctional: String,
    /// The button that was pressed.
    pub button: String,
}

impl Sent {
    /// Its number, if this relay has made it, not too long ago.
    pub fn ours(&self, seal: &Seal) -> Option<u128> {
        let what = signed(&self.feature, &self.number);
        let in_time = Timestamp::now().as_millisecond() < self.until;
        let is_ours = in_time && seal.is_signed(&what, self.until, &self.sign);
        let number = u128::from_str_radix(&self.number, 16).ok();
        number.filter(|_| is_ours)
    }

    /// Whether the customer passes over it.
    pub fn is_skipped(&self) -> bool {
        self.button == "skip"
    }

    /// The answers to both questions, if they are there.
    pub fn answers(&self) -> Option<(Answer, Answer)> {
        let functional = Answer::from_name(&self.functional)?;
        Some((functional, Answer::from_name(&self.dysfunctional)?))
    }
}

fn signed(feature: &str, number: &str) -> String {
    format!("ask {feature} {number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_good_for_its_feature_and_its_day_alone() {
        let seal = Seal::of(&[1; 32]);
        let made = Made::new(&seal, "call-back");
        let sent = Sent {
            feature: "call-back".to_owned(),
            number: made.number,
            until: made.until,
            sign: made.sign,
            ..Sent::default()
        };
        assert!(sent.ours(&seal).is_some());
        assert!(sent.ours(&Seal::of(&[2; 32])).is_none());
        let changed = |change: fn(&mut Sent)| {
            let mut sent = sent.clone();
            change(&mut sent);
            sent.ours(&seal)
        };
        assert!(changed(|sent| sent.feature = "own-app".to_owned()).is_none());
        assert!(changed(|sent| sent.number = "7".to_owned()).is_none());
        assert!(changed(|sent| sent.until += 1).is_none());
        let until = Timestamp::now().as_millisecond() - 1;
        let late = Sent {
            until,
            sign: seal.sign(&signed("call-back", &sent.number), until),
            ..sent.clone()
        };
        assert!(late.ours(&seal).is_none(), "its time is over");
    }

    #[test]
    fn an_answer_is_two_of_five_words() {
        let sent = |functional: &str, dysfunctional: &str| Sent {
            functional: functional.to_owned(),
            dysfunctional: dysfunctional.to_owned(),
            ..Sent::default()
        };
        let both = sent("like", "live-with").answers();
        assert_eq!(both, Some((Answer::Like, Answer::LiveWith)));
        for (one, other) in [
            ("like", ""),
            ("", "like"),
            ("like", "<b>"),
            ("Like", "like"),
        ] {
            assert_eq!(sent(one, other).answers(), None, "{one} {other}");
        }
    }
}
