//! Two answers, and the category that they make.

/// What a customer answers to either question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// "I like it that way."
    Like,
    /// "It must be that way."
    MustBe,
    /// "It is all the same to me."
    Neutral,
    /// "I can live with it."
    LiveWith,
    /// "I dislike it that way."
    Dislike,
}

impl Answer {
    /// All of them, from like to dislike.
    pub const ALL: [Answer; 5] = [
        Answer::Like,
        Answer::MustBe,
        Answer::Neutral,
        Answer::LiveWith,
        Answer::Dislike,
    ];

    /// Its name in data.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Answer::Like => "like",
            Answer::MustBe => "must-be",
            Answer::Neutral => "neutral",
            Answer::LiveWith => "live-with",
            Answer::Dislike => "dislike",
        }
    }

    /// The answer of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Answer> {
        Answer::ALL.into_iter().find(|answer| answer.name() == name)
    }
}

/// What a feature is to a customer, or to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Taken for granted: missing, it annoys; there, it is not noticed.
    MustBe,
    /// The better it is done, the better customers like it, and the other way round.
    OneDimensional,
    /// Nobody expects it, and it delights.
    Attractive,
    /// All the same to customers.
    Indifferent,
    /// Customers would rather not have it.
    Reverse,
    /// The two answers contradict each other.
    Questionable,
}

impl Category {
    /// All of them, in the order in which a tie is decided: M, O, A, I (Matzler et al. 1996), then R and Q.
    pub const ALL: [Category; 6] = [
        Category::MustBe,
        Category::OneDimensional,
        Category::Attractive,
        Category::Indifferent,
        Category::Reverse,
        Category::Questionable,
    ];

    /// The letter that the literature has for it.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Category::MustBe => "M",
            Category::OneDimensional => "O",
            Category::Attractive => "A",
            Category::Indifferent => "I",
            Category::Reverse => "R",
            Category::Questionable => "Q",
        }
    }

    /// A word for it that a support lead understands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Category::MustBe => "must",
            Category::OneDimensional => "performance",
            Category::Attractive => "delight",
            Category::Indifferent => "indifferent",
            Category::Reverse => "unwanted",
            Category::Questionable => "contradictory",
        }
    }
}

/// The evaluation table (Berger et al. 1993, figure 5; the same in Kano et al. 1984). Who likes a thing both
/// there and not there, or dislikes it both ways, contradicts themselves.
#[must_use]
pub fn evaluate(functional: Answer, dysfunctional: Answer) -> Category {
    use Answer::{Dislike, Like};
    match (functional, dysfunctional) {
        (Like, Like) | (Dislike, Dislike) => Category::Questionable,
        (Like, Dislike) => Category::OneDimensional,
        (Like, _) => Category::Attractive,
        (Dislike, _) | (_, Like) => Category::Reverse,
        (_, Dislike) => Category::MustBe,
        _ => Category::Indifferent,
    }
}
