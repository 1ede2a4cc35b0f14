//! How hard an English text is to read.

/// What of a text decides how hard it is to read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    /// Its words.
    pub words: usize,
    /// Its sentences. One that ends without a full stop, as a title does, counts too.
    pub sentences: usize,
    /// The syllables of its words, counted by their vowels, which is about right for English.
    pub syllables: usize,
}

impl Reading {
    /// All of these texts together.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Reading {
        let mut all = Reading::default();
        for sentence in texts.into_iter().flat_map(sentences) {
            all.sentences += 1;
            for word in sentence.split_whitespace() {
                all.words += 1;
                all.syllables += syllables(word);
            }
        }
        all
    }

    /// The grade of school at which it is understood (Kincaid et al. 1975, the formula that the US Navy uses). A text
    /// without words has the lowest.
    pub fn grade(&self) -> f64 {
        if self.words == 0 {
            return 0.0;
        }
        let words = self.words as f64;
        0.39 * words / self.sentences as f64 + 11.8 * self.syllables as f64 / words - 15.59
    }
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let sentences = text.split(['.', '?', '!', ':']).map(str::trim);
    sentences.filter(|sentence| !sentence.is_empty())
}

fn syllables(word: &str) -> usize {
    let word = word.trim_matches(|letter: char| !letter.is_alphabetic());
    let word = word.to_lowercase();
    let spoken = word.strip_suffix('e').unwrap_or(&word);
    let mut count = 0;
    let mut before = false;
    for letter in spoken.chars() {
        let vowel = "aeiouy".contains(letter);
        count += usize::from(vowel && !before);
        before = vowel;
    }
    count.max(1)
}
