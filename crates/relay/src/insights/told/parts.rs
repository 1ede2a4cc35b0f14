//! A whole and its parts. Who knows the whole and all parts but one knows that one too.

use firstline_insights::{LEAST, Share};

use super::{Told, What, is_few};

/// A whole that is split into parts, which are told as far as none of fewer than five can be worked out of the others: what is
/// hidden of a whole is five or more together.
#[derive(Clone, Debug)]
pub struct Parts {
    counts: Vec<u64>,
    hidden: Vec<bool>,
}

impl Parts {
    /// Of these counts. Where what is hidden is fewer than five together, the least of the others is hidden with it.
    pub fn of(counts: &[u64]) -> Parts {
        Parts::hiding(counts, |_| 0)
    }

    /// The same; of the others, the one with the least of these ranks is hidden first.
    pub fn hiding(counts: &[u64], rank: impl Fn(usize) -> u8) -> Parts {
        let all: u64 = counts.iter().sum();
        let mut hidden: Vec<bool> = counts
            .iter()
            // Of fewer than five, not even which parts are none of them.
            .map(|count| is_few(*count) || is_few(all))
            .collect();
        while is_few(sum(counts, &hidden)) {
            let shown = (0..counts.len()).filter(|at| !hidden[*at] && counts[*at] > 0);
            let Some(next) = shown.min_by_key(|at| (rank(*at), counts[*at])) else {
                break;
            };
            hidden[next] = true;
        }
        Parts {
            counts: counts.to_vec(),
            hidden,
        }
    }

    /// All together.
    pub fn all(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Whether a part is told.
    pub fn is_told(&self, at: usize) -> bool {
        !self.hidden[at]
    }

    /// Whether all parts are told.
    pub fn are_told(&self) -> bool {
        !self.hidden.contains(&true)
    }

    /// A part as a count.
    pub fn count(&self, at: usize) -> Told {
        match (self.hidden[at], self.counts[at]) {
            (false, count) => Told(What::Count(count)),
            (true, 0..LEAST) => Told(What::Few),
            (true, _) => Told::HIDDEN,
        }
    }

    /// A part as a share of the whole.
    pub fn share(&self, at: usize) -> Told {
        match self.all() {
            0 => Told::NONE,
            all => self.count(at).into_share(self.counts[at], all),
        }
    }

    /// Several parts together as a share of the whole, if neither they nor the others tell what is hidden.
    pub fn sum(&self, of: &[usize]) -> Told {
        let within = |is_in: bool| -> (u64, u64) {
            let ours = (0..self.counts.len()).filter(|at| of.contains(at) == is_in);
            ours.fold((0, 0), |(all, hidden), at| {
                let count = self.counts[at];
                (
                    all + count,
                    hidden + if self.hidden[at] { count } else { 0 },
                )
            })
        };
        let (ours, others) = (within(true), within(false));
        let told = match self.all() {
            0 => return Told::NONE,
            all if is_few(ours.0) || is_few(all) => Told(What::Few).into_share(ours.0, all),
            all => Told(What::Count(ours.0)).into_share(ours.0, all),
        };
        told.only_if(!is_few(others.0) && !is_few(ours.1) && !is_few(others.1))
    }
}

impl Told {
    /// A count that is told as a share.
    fn into_share(self, part: u64, of: u64) -> Told {
        match self.0 {
            What::Count(_) => Told(What::Share(Share::new(part, of))),
            _ => self,
        }
    }
}

fn sum(counts: &[u64], hidden: &[bool]) -> u64 {
    let both = counts.iter().zip(hidden);
    both.filter(|(_, hidden)| **hidden)
        .map(|(count, _)| count)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(counts: &[u64]) -> Vec<bool> {
        let parts = Parts::of(counts);
        (0..counts.len()).map(|at| parts.is_told(at)).collect()
    }

    #[test]
    fn no_part_of_fewer_than_five_is_what_the_others_leave() {
        for (counts, expected) in [
            (&[40, 60][..], vec![true, true]),
            (&[3, 97], vec![false, false]),
            (&[3, 40, 57], vec![false, false, true]),
            (&[3, 2, 95], vec![false, false, true]),
            (&[1, 2, 97], vec![false, false, false]),
            (&[0, 100], vec![true, true]),
            (&[3, 0], vec![false, false]),
            (&[0, 0], vec![true, true]),
        ] {
            assert_eq!(told(counts), expected, "{counts:?}");
        }
    }

    #[test]
    fn sums_tell_no_part_either() {
        // The first is few, and the third is hidden with it.
        let parts = Parts::of(&[3, 40, 20, 30]);
        assert_eq!(parts.count(2), Told::HIDDEN);
        assert!(!parts.sum(&[0, 1]).is_told());
        assert!(!parts.sum(&[1, 2]).is_told());
        assert_eq!(parts.sum(&[0, 2]).part(), Some(23));
        assert_eq!(parts.sum(&[1, 3]).part(), Some(70));
        assert!(Parts::of(&[3, 40]).sum(&[0]).is_few());
    }
}
