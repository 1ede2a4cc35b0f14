//! What the counts of a feature mean, how sure that is, and what to do.

use crate::answer::Category;
use crate::counts::Counts;

/// The least number of customers by which a feature is judged: 20 to 30 customers name nine of ten needs
/// (Griffin and Hauser 1993, "The voice of the customer").
pub const ENOUGH: u64 = 30;

/// From which category strength on one category stands out (Lee and Newcomb 1997).
pub const STANDS_OUT: f64 = 0.06;

/// How sure a category is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Too few customers were asked.
    TooFew,
    /// Two categories are too near to each other: customers are of several kinds, look at the segments.
    Mixed,
    /// The category stands out in its group, and neither that nor the group is by chance.
    Sure,
}

/// What to do with a feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Ask more customers first.
    AskMore,
    /// It must never fail. More of it wins nobody.
    Guarantee,
    /// Do it better than others.
    Improve,
    /// Show it: it binds.
    Delight,
    /// Nobody would miss it: what it costs can be saved.
    Save,
    /// Take it away: customers would rather not have it.
    Remove,
    /// Ask the question again in other words.
    Reword,
    /// Look at segments: two kinds of customers want two things.
    Split,
}

/// What the counts of a feature mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// The category, by Blauth's rule.
    pub category: Category,
    /// How sure that is.
    pub certainty: Certainty,
    /// What to do.
    pub advice: Advice,
}

/// Judges a feature; `None` if nobody was asked.
#[must_use]
pub fn judge(counts: &Counts) -> Option<Judgement> {
    let category = counts.category()?;
    // What is judged is the category by Blauth's rule, which need not be the most frequent one.
    let stands_out =
        counts.strength_in_its_group()? >= STANDS_OUT && counts.is_category_significant();
    let certainty = match (counts.total() >= ENOUGH, stands_out) {
        (false, _) => Certainty::TooFew,
        (true, false) => Certainty::Mixed,
        (true, true) => Certainty::Sure,
    };
    let advice = match (certainty, category) {
        (Certainty::TooFew, _) => Advice::AskMore,
        (_, Category::Questionable) => Advice::Reword,
        // All of two kinds that want it is no reason to wait.
        (Certainty::Mixed, Category::Indifferent | Category::Reverse) => Advice::Split,
        (_, Category::MustBe) => Advice::Guarantee,
        (_, Category::OneDimensional) => Advice::Improve,
        (_, Category::Attractive) => Advice::Delight,
        (_, Category::Indifferent) => Advice::Save,
        (_, Category::Reverse) => Advice::Remove,
    };
    Some(Judgement {
        category,
        certainty,
        advice,
    })
}

impl Judgement {
    /// What to do next, in one sentence.
    #[must_use]
    pub fn sentence(&self) -> &'static str {
        match self.advice {
            Advice::AskMore => "Too few customers have answered yet: wait before you decide.",
            Advice::Guarantee => {
                "A must: see that it never fails. More of it wins nobody, its lack loses customers."
            }
            Advice::Improve => {
                "Customers compare by it: each bit better is noticed, and so is each bit worse."
            }
            Advice::Delight => {
                "Nobody expects it, and it delights: show it, and be early. It will be a must one day."
            }
            Advice::Save => {
                "A saving: it is all the same to most. Leave it out, or spend nothing on it."
            }
            Advice::Remove => {
                "A saving: most would rather not have it. Take it away, or let those choose it who want it."
            }
            Advice::Reword => {
                "The answers contradict each other: ask the two questions in other words."
            }
            Advice::Split => {
                "Customers are of two minds: look at the segments before you save here."
            }
        }
    }

    /// Whether it names something that can be saved.
    #[must_use]
    pub fn is_saving(&self) -> bool {
        matches!(self.advice, Advice::Save | Advice::Remove)
    }
}
