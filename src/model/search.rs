//! Which guides fit what a customer typed, best first.
//!
//! There is no list of words that say nothing ("my", "since", "the"), in no language: what fits
//! many guides alike tells them apart little, and so counts little.

use super::index::GuideEntry;

/// Lower case, and letters split from their accents (Unicode NFD).
pub type Fold = fn(&str) -> String;

/// How far a word reaches, by where it is found: a title says more than a summary.
const TITLE: u32 = 3;
const SEARCH_WORD: u32 = 2;
const SUMMARY: u32 = 1;

/// A slip is forgiven once in so many letters: in "wfi" one, in "slwo" one, in "bufering" two.
const SLIPS_PER: usize = 4;

/// What fits less than this part of the best is left out: it only shares a word by chance.
const WORTH: u32 = 6;

/// What is longer is compared by its beginning, in bytes.
const LONGEST: usize = 31;

/// Distances of all beginnings of two words. Its first column is the same for all of them.
type Table = [[u8; LONGEST + 1]; LONGEST + 1];

/// The positions of the guides that fit, best first; all of them while nothing is typed.
pub fn search(guides: &[GuideEntry], query: &str, fold: Fold) -> Vec<usize> {
    let mut texts = Vec::new();
    let mut scores = Vec::new();
    for guide in guides {
        let mut search_words = String::new();
        for word in &guide.search_words {
            search_words.push_str(word);
            search_words.push(' ');
        }
        texts.push([
            plain(&guide.title, fold),
            plain(&search_words, fold),
            plain(&guide.summary, fold),
        ]);
        scores.push(0);
    }
    let mut table: Table = [[0; LONGEST + 1]; LONGEST + 1];
    let query = plain(query, fold);
    let mut is_typed = false;
    for word in words(&query) {
        if word.is_empty() {
            continue;
        }
        is_typed = true;
        let mut reaches = Vec::new();
        let mut sum = 1;
        for [title, search_words, summary] in &texts {
            let reach = (reach(title, word, &mut table) * TITLE)
                .max(reach(search_words, word, &mut table) * SEARCH_WORD)
                .max(reach(summary, word, &mut table) * SUMMARY);
            reaches.push(reach);
            sum += reach;
        }
        // Times its share of all that the word reaches.
        for (score, reach) in scores.iter_mut().zip(reaches) {
            *score += reach * reach * 64 / sum;
        }
    }
    let mut best = 1;
    for score in &scores {
        best = best.max(*score);
    }
    let mut found = Vec::new();
    for (position, &score) in scores.iter().enumerate() {
        if score * WORTH >= best || !is_typed {
            // What scores alike stays in the provider's order.
            let mut at = found.len();
            while at > 0 && scores[found[at - 1]] < score {
                at -= 1;
            }
            found.insert(at, position);
        }
    }
    found
}

/// The most that a word has in common with one of a text.
fn reach(text: &str, word: &[u8], table: &mut Table) -> u32 {
    let mut most = 0;
    for known in words(text) {
        most = most.max(common(word, known, table));
    }
    most
}

/// Bytes rather than letters: all that is compared here is whether they are the same.
fn words(text: &str) -> impl Iterator<Item = &[u8]> {
    let words = text.as_bytes().split(|letter| *letter == b' ');
    words.map(|word| &word[..word.len().min(LONGEST)])
}

/// How many letters a typed word and a known one have in common: twice as many if they are the same but
/// for slips of the finger, zero if they only happen to share some.
fn common(typed: &[u8], known: &[u8], table: &mut Table) -> u32 {
    let compound = typed.len() > known.len();
    let (short, long) = if compound {
        (known, typed)
    } else {
        (typed, known)
    };
    let inside = short.len() > 3;
    let forgiven = (short.len() + 1) / SLIPS_PER;
    // Every letter that the long one lacks is a slip: this spares most pairs the table.
    let lacking = (letters_of(short) & !letters_of(long)).count_ones() as usize;
    if lacking > forgiven {
        return 0;
    }
    let slips = slips(short, long, inside, table);
    if slips > forgiven {
        return 0;
    }
    let letters = (short.len() - 2 * slips) as u32;
    if long.len() - short.len() <= 1 {
        2 * letters
    } else if compound && !inside {
        0
    } else {
        letters
    }
}

/// Which letters a word has, a bit each; some share one.
fn letters_of(word: &[u8]) -> u32 {
    let mut letters = 0;
    for letter in word {
        letters |= 1 << (letter & 31);
    }
    letters
}

/// How many letters are left out, put in, wrong or changed with their neighbour, at least, between
/// a word and the most alike piece of a longer one: its beginning, or one from anywhere `inside`.
fn slips(short: &[u8], long: &[u8], inside: bool, table: &mut Table) -> usize {
    for (at, start) in table[0].iter_mut().enumerate() {
        *start = if inside { 0 } else { at as u8 };
    }
    for (i, letter) in short.iter().enumerate() {
        table[i + 1][0] = i as u8 + 1;
        for (j, other) in long.iter().enumerate() {
            let mut least = table[i][j] + u8::from(letter != other);
            least = least.min(table[i][j + 1] + 1).min(table[i + 1][j] + 1);
            if i > 0 && j > 0 && *letter == long[j - 1] && short[i - 1] == *other {
                least = least.min(table[i - 1][j - 1] + 1);
            }
            table[i + 1][j + 1] = least;
        }
    }
    let mut least = u8::MAX;
    for reached in &table[short.len()][..=long.len()] {
        least = least.min(*reached);
    }
    usize::from(least)
}

/// Letters and digits in lower case without accents, everything else as a blank. `fold` does what
/// needs the tables of Unicode, which the browser has and the widget need not bring (some 5 kB).
fn plain(text: &str, fold: Fold) -> String {
    let mut plain = String::new();
    for letter in fold(text).chars() {
        match letter {
            // Who has no such keys writes "ae" and "ss".
            '\u{308}' => plain.push('e'),
            'ß' => plain.push_str("ss"),
            // Other accents, split from their letters by `fold`; and what stands within words
            // ("Wi-Fi", "can't"), which people leave out.
            '\u{300}'..='\u{36f}' | '\u{2010}' | '\u{2011}' | '\u{2019}' | '-' | '\'' => {}
            // Dashes, quotes, ellipses; the full stops and the like of Chinese.
            '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff20}' => {
                plain.push(' ');
            }
            // Chinese and Japanese have no blanks between words: each two neighbours count as one.
            '\u{3040}'..='\u{9fff}' => plain.extend([letter, ' ', letter]),
            'a'..='z' | '0'..='9' | '\u{c0}'.. => plain.push(letter),
            _ => plain.push(' '),
        }
    }
    plain
}
