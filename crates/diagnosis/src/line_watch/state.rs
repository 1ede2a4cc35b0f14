//! Whether the line dropped and came back, from a row of observations.

/// Misses in a row after which the line counts as down. Ours: one lost answer is common on a poor
/// Wi-Fi, two in a row at two seconds' distance are not.
const MISSES: u8 = 2;

/// Answers in a row after which the line counts as back. Ours: a restarting box may pass one
/// answer and drop again while it settles.
const ANSWERS: u8 = 2;

/// What was observed of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Observation {
    /// The provider's edge answered.
    Answer,
    /// It did not answer in time.
    Miss,
    /// It could not be asked, which says nothing.
    Nothing,
    /// The browser says that the device lost its link.
    Offline,
    /// The browser says that the device has a link again.
    Online,
}

/// How the line changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It went down.
    Dropped,
    /// It is back after it was down.
    Returned,
}

/// The state of a watched line: observations go in, changes come out, alternating.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineWatch {
    down: bool,
    misses: u8,
    answers: u8,
    offline: bool,
}

impl LineWatch {
    /// Begins, with a line that is up, or one that was seen to drop before a reload.
    pub fn new(dropped: bool) -> LineWatch {
        LineWatch {
            down: dropped,
            misses: 0,
            answers: 0,
            offline: false,
        }
    }

    /// Takes in an observation. The browser's word that the link is gone makes one miss enough,
    /// but is never enough by itself; its word that the link is back counts for nothing, because a
    /// link to a router that still starts is no line.
    pub fn observe(&mut self, observed: Observation) -> Option<Change> {
        match observed {
            Observation::Answer => {
                self.misses = 0;
                self.offline = false;
                self.answers = self.answers.saturating_add(1);
            }
            Observation::Miss => {
                self.answers = 0;
                self.misses = self.misses.saturating_add(1);
            }
            Observation::Offline => {
                self.answers = 0;
                self.offline = true;
            }
            Observation::Online => self.offline = false,
            Observation::Nothing => {}
        }
        let needed = if self.offline { 1 } else { MISSES };
        if !self.down && self.misses >= needed {
            self.down = true;
            Some(Change::Dropped)
        } else if self.down && self.answers >= ANSWERS {
            self.down = false;
            Some(Change::Returned)
        } else {
            None
        }
    }

    /// Whether the line is down now.
    pub fn is_down(&self) -> bool {
        self.down
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays a row of letters (a answer, m miss, - nothing, o offline, O online) and gives a row
    /// with D and R where the line dropped and returned, and a dot elsewhere.
    fn play(dropped: bool, row: &str) -> String {
        let mut watch = LineWatch::new(dropped);
        row.chars()
            .map(|letter| {
                let observed = match letter {
                    'a' => Observation::Answer,
                    'm' => Observation::Miss,
                    'o' => Observation::Offline,
                    'O' => Observation::Online,
                    _ => Observation::Nothing,
                };
                match watch.observe(observed) {
                    Some(Change::Dropped) => 'D',
                    Some(Change::Returned) => 'R',
                    None => '.',
                }
            })
            .collect()
    }

    #[test]
    fn one_lost_answer_is_not_a_dropped_line() {
        assert_eq!(play(false, "amamama"), ".......");
    }

    #[test]
    fn two_misses_in_a_row_are() {
        assert_eq!(play(false, "aammm"), "...D.");
    }

    #[test]
    fn with_the_browsers_word_one_miss_is_enough() {
        assert_eq!(play(false, "aom"), "..D");
        assert_eq!(play(false, "amo"), "..D");
    }

    #[test]
    fn the_browsers_word_alone_is_not_enough() {
        assert_eq!(play(false, "aoaoa"), ".....");
    }

    #[test]
    fn a_link_that_came_back_takes_the_word_back() {
        assert_eq!(play(false, "aoOm"), "....");
    }

    #[test]
    fn the_line_is_back_after_two_answers_in_a_row() {
        assert_eq!(play(false, "mmmamaa"), ".D....R");
    }

    #[test]
    fn a_link_is_not_a_line() {
        assert_eq!(play(false, "mmOOO"), ".D...");
    }

    #[test]
    fn after_a_reload_the_drop_is_not_told_again() {
        assert_eq!(play(true, "mmaa"), "...R");
    }

    #[test]
    fn what_could_not_be_asked_says_nothing() {
        assert_eq!(play(false, "m-m--aa"), "..D...R");
        assert_eq!(play(false, "------"), "......");
    }

    #[test]
    fn a_second_restart_is_seen_as_well() {
        assert_eq!(play(false, "mmaammaa"), ".D.R.D.R");
    }
}
