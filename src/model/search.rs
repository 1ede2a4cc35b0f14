//! Which guides fit what a customer typed, best first.

use super::catalog::Entry;

/// Lower case, and letters split from their accents (Unicode NFD).
pub type Fold = fn(&str) -> String;

/// How far a word reaches, by where it is found: a title says more than a summary.
const TITLE: u32 = 4;
const SEARCH_WORD: u32 = 3;
const SUMMARY: u32 = 1;

/// The positions of the guides that fit, best first; all of them while nothing is typed.
pub fn search(guides: &[Entry], query: &str, fold: Fold) -> Vec<usize> {
    let query = plain(query, fold);
    let words: Vec<&str> = query.split_whitespace().collect();
    let mut found: Vec<(u32, usize)> = guides
        .iter()
        .enumerate()
        .map(|(position, guide)| (score(guide, &words, fold), position))
        .filter(|(score, _)| words.is_empty() || *score > 0)
        .collect();
    // A stable order: what scores alike stays in the provider's order.
    found.sort_unstable_by_key(|(score, position)| (std::cmp::Reverse(*score), *position));
    found.into_iter().map(|(_, position)| position).collect()
}

fn score(guide: &Entry, words: &[&str], fold: Fold) -> u32 {
    let title = plain(&guide.title, fold);
    let summary = plain(&guide.summary, fold);
    let search_words: Vec<String> = guide
        .search_words
        .iter()
        .map(|word| plain(word, fold))
        .collect();
    words
        .iter()
        .map(|word| {
            let in_search_words = search_words.iter().map(|known| reach(known, word)).max();
            reach(&title, word) * TITLE
                + in_search_words.unwrap_or(0) * SEARCH_WORD
                + reach(&summary, word) * SUMMARY
        })
        .sum()
}

/// 2 for a whole word, 1 for the beginning of one, 0 otherwise.
fn reach(text: &str, word: &str) -> u32 {
    let begins = |known: &str| u32::from(known.starts_with(word)) + u32::from(known == word);
    text.split_whitespace().map(begins).max().unwrap_or(0)
}

/// Letters and digits in lower case without accents, everything else as a blank. `fold` does what
/// needs the tables of Unicode, which the browser has and the widget need not bring (some 5 kB).
fn plain(text: &str, fold: Fold) -> String {
    let letter = |letter: char| match letter {
        // What `fold` has split off its letter: accents and dots.
        '\u{300}'..='\u{36f}' => None,
        // The punctuation that stands in texts: dashes, quotes, ellipses.
        '\u{2000}'..='\u{206f}' => Some(' '),
        'a'..='z' | '0'..='9' | '\u{c0}'.. => Some(letter),
        _ => Some(' '),
    };
    fold(text).chars().filter_map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guide(title: &str, search_words: &[&str]) -> Entry {
        Entry {
            title: title.to_owned(),
            search_words: search_words.iter().map(|word| (*word).to_owned()).collect(),
            ..Entry::default()
        }
    }

    #[test]
    fn the_best_fit_comes_first() {
        let guides = [
            guide("No internet connection", &["red light", "nothing loads"]),
            guide("Slow internet", &["buffering", "video stops"]),
            guide("Weak Wi-Fi", &["signal", "drops"]),
        ];
        for (query, expected) in [
            ("", vec![0, 1, 2]),
            ("  ?", vec![0, 1, 2]),
            ("slow", vec![1]),
            ("Internet", vec![0, 1]),
            ("slow internet", vec![1, 0]),
            ("buff", vec![1]),
            ("WIFI", vec![]),
            ("wi-fi", vec![2]),
            ("the red LIGHT blinks", vec![0]),
            ("zebra", vec![]),
        ] {
            assert_eq!(
                search(&guides, query, str::to_lowercase),
                expected,
                "{query}"
            );
        }
    }
}
