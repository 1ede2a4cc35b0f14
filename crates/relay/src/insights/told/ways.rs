//! Where walks went, as far as it may be told.

use std::collections::{BTreeMap, BTreeSet};

use firstline_insights::Share;
use firstline_insights::traffic::{Passage, Traffic};

use super::{Told, is_few};

/// A guide's traffic, with what may be said about it.
#[derive(Clone, Debug)]
pub struct Ways<'a> {
    traffic: &'a Traffic,
    /// By passage, in their order.
    hidden: Vec<bool>,
    /// Places of which it is not told how many were left there.
    keeps_lost: BTreeMap<&'a str, bool>,
    /// Places of which it is not told how often they were reached: only one passage leads there, and it is hidden.
    keeps_reached: BTreeSet<&'a str>,
}

/// What may be said about a place.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// How often it was reached.
    pub reached: Told,
    /// Walks that were left there, out of those that reached it.
    pub lost: Told,
    /// Minutes that it took on average.
    pub minutes: Told,
}

impl<'a> Ways<'a> {
    /// Of this traffic. What goes out of a place, with what is lost there, is what comes in. So at each end of a passage that is
    /// hidden there is another number that is hidden, and those are five or more together: else it could be worked out of the
    /// others.
    pub fn of(traffic: &'a Traffic) -> Ways<'a> {
        let passages = &traffic.passages;
        let hidden = passages.iter().map(|passage| is_few(passage.count));
        let mut ways = Ways {
            traffic,
            hidden: hidden.collect(),
            keeps_lost: BTreeMap::new(),
            keeps_reached: BTreeSet::new(),
        };
        for (name, place) in &traffic.places {
            ways.keeps_lost.insert(name, is_few(place.lost()));
        }
        while ways.hide_more() {}
        ways
    }

    /// Hides what would tell a number that is hidden; `false` if nothing does.
    fn hide_more(&mut self) -> bool {
        let mut more = false;
        for (name, place) in &self.traffic.places {
            let lost = place.lost();
            let keeps_lost = self.keeps_lost.get(name.as_str()).copied().unwrap_or(false);
            let (mut numbers, mut walks) = self.hidden_of(|passage| passage.from == *name);
            if keeps_lost {
                (numbers, walks) = (numbers + 1, walks + lost);
            }
            let is_left_over = numbers == 0 && self.keeps_reached.contains(name.as_str());
            if is_left_over || tells(numbers, walks) {
                if !keeps_lost && lost > 0 {
                    self.keeps_lost.insert(name, true);
                    more = true;
                } else if let Some(at) = self.least_shown(|passage| passage.from == *name) {
                    self.hidden[at] = true;
                    more = true;
                }
            }
            let (numbers, walks) = self.hidden_of(|passage| passage.to == *name);
            if tells(numbers, walks) {
                match self.least_shown(|passage| passage.to == *name) {
                    Some(at) => {
                        self.hidden[at] = true;
                        more = true;
                    }
                    None => more |= self.keeps_reached.insert(name),
                }
            }
        }
        more
    }

    /// How many passages are hidden of some, and how many walks they are.
    fn hidden_of(&self, is_ours: impl Fn(&Passage) -> bool) -> (usize, u64) {
        let all = self.traffic.passages.iter().zip(&self.hidden);
        let ours = all.filter(|(passage, hidden)| **hidden && is_ours(passage));
        ours.fold((0, 0), |(numbers, walks), (passage, _)| {
            (numbers + 1, walks + passage.count)
        })
    }

    fn least_shown(&self, is_ours: impl Fn(&Passage) -> bool) -> Option<usize> {
        let passages = self.traffic.passages.iter().enumerate();
        passages
            .filter(|(at, passage)| !self.hidden[*at] && passage.count > 0 && is_ours(passage))
            .min_by_key(|(_, passage)| passage.count)
            .map(|(at, _)| at)
    }

    /// The traffic itself, for names and ways; its counts are not to be told.
    pub fn traffic(&self) -> &'a Traffic {
        self.traffic
    }

    /// Passages with their counts, the most first and what is not told last, by name.
    pub fn passages(&self) -> Vec<(&'a Passage, Told)> {
        let all = self.traffic.passages.iter().zip(&self.hidden);
        let mut told: Vec<(&Passage, Told)> = all
            .map(|(passage, hidden)| (passage, Told::count(passage.count).only_if(!hidden)))
            .collect();
        told.sort_by(|a, b| {
            let by_count = b.1.rank().total_cmp(&a.1.rank());
            by_count.then_with(|| (&a.0.from, &a.0.to).cmp(&(&b.0.from, &b.0.to)))
        });
        told
    }

    /// A place.
    pub fn place(&self, name: &str) -> Option<Place> {
        let place = self.traffic.places.get(name)?;
        let keeps_lost = self.keeps_lost.get(name).copied().unwrap_or(false);
        let tells_reached = !self.keeps_reached.contains(name);
        let lost = match is_few(place.lost()) {
            true => Told::FEW,
            false => Told::share(Share::new(place.lost(), place.reached))
                .only_if(!keeps_lost && tells_reached),
        };
        Some(Place {
            // More may have gone on than came, at the ends of the time that is shown.
            reached: match lost.is_told() {
                true => Told::count(place.reached.max(place.left)),
                false => Told::count(place.reached).only_if(tells_reached),
            },
            lost,
            minutes: Told::mean(place.minutes(), place.left, 1),
        })
    }

    /// Places at which walks were left, the most first and what is not told last, by name.
    pub fn losses(&self) -> Vec<(&'a str, Place)> {
        let losses = self.traffic.losses();
        let mut told: Vec<(&str, Place)> = losses
            .into_iter()
            .filter_map(|(name, _)| Some((name, self.place(name)?)))
            .collect();
        let rank = |place: &Place| place.lost.part();
        told.sort_by(|a, b| rank(&b.1).cmp(&rank(&a.1)).then_with(|| a.0.cmp(b.0)));
        told
    }

    /// Whether it may be told how many went on from where walks begin.
    pub fn tells_who_went_on(&self) -> bool {
        let mut places = self.traffic.places.iter();
        places.all(|(name, place)| {
            let keeps_lost = self.keeps_lost.get(name.as_str()).copied().unwrap_or(false);
            place.layer > 0 || place.is_end || !keeps_lost
        })
    }
}

/// Whether so many hidden numbers of a whole, of so many walks, tell one of them.
fn tells(numbers: usize, walks: u64) -> bool {
    numbers == 1 || is_few(walks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_of_few_is_not_what_the_others_of_its_places_leave() {
        let passage = |from: &str, to: &str, count| Passage {
            from: from.to_owned(),
            to: to.to_owned(),
            count,
            seconds: 0,
        };
        let traffic = Traffic::of(
            vec![
                passage("", "a", 100),
                passage("a", "b", 60),
                passage("a", "c", 3),
                passage("b", "c", 20),
                passage("b", "d", 10),
            ],
            &BTreeSet::from(["c".to_owned(), "d".to_owned()]),
        );
        let ways = Ways::of(&traffic);
        let told: Vec<bool> = ways
            .passages()
            .iter()
            .map(|(_, told)| told.is_told())
            .collect();
        // From b to c is hidden because c was reached by 23, and then so is what was left at b.
        assert_eq!(told, [true, true, true, false, false]);
        assert!(!ways.place("a").unwrap().lost.is_told());
        assert_eq!(ways.place("c").unwrap().reached, Told::count(23));
        assert!(!ways.tells_who_went_on());
        // And because of what is hidden from b to c, so is what was left at b.
        assert!(!ways.place("b").unwrap().lost.is_told());
    }
}
