//! What is dialled of a number as people write it. The loader (`call` in `embed/firstline.js`) does the
//! same, because it must do without us; `tests/dialled.json` holds both to the same examples.

/// The keys of a telephone by letter, A to Z (ITU-T E.161).
const KEYS: &[u8; 26] = b"22233344455566677778889999";

/// What separates two numbers, or begins an extension.
const MARKS: [&str; 3] = [" / ", " EX", " X"];

/// The zero that is dialled within the country alone, as it stands behind the country's code.
const TRUNK: &str = "(0)";

/// The address that calls this number. `FIBRE` is dialled by its keys; what comes before the number,
/// `ext. 7`, and a second number are not.
pub fn address(number: &str) -> String {
    let number = first_number(number);
    let mut address = String::from("tel:");
    let mut signs = number.char_indices();
    let mut has_trunk = false;
    while let Some((at, sign)) = signs.next() {
        match sign {
            '(' if !has_trunk && number[at..].starts_with(TRUNK) => {
                has_trunk = true;
                signs.next();
            }
            '0'..='9' | '+' | '*' => address.push(sign),
            // In an address it would begin the fragment.
            '#' => address.push_str("%23"),
            'A'..='Z' => address.push(char::from(KEYS[usize::from(sign as u8 - b'A')])),
            _ => {}
        }
    }
    address
}

/// From the first sign that a telephone has to the first word, or to what separates two numbers.
fn first_number(number: &str) -> &str {
    let is_key = |sign: char| sign.is_ascii_digit() || matches!(sign, '+' | '*' | '#');
    let begins = number.find(is_key).unwrap_or(number.len());
    let number = &number[begins..];
    let mut signs = number.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let next = signs.peek().map(|(_, next)| *next);
        let is_word = match sign {
            'A'..='Z' => next.is_some_and(|next| next.is_ascii_lowercase()),
            _ => is_letter(sign) || matches!(sign, ',' | ';' | '|'),
        };
        if is_word || MARKS.iter().any(|mark| number[at..].starts_with(mark)) {
            return &number[..at];
        }
    }
    number
}

/// Whether a sign is of a word. By the blocks of Unicode in which scripts are, because the table of all letters weighs
/// 1.7 kB in the widget.
fn is_letter(sign: char) -> bool {
    sign.is_ascii_alphabetic()
        || matches!(sign, 'À'..='\u{1fff}' | '\u{2c00}'..='\u{2fff}' | '\u{3040}'..='\u{fdff}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::{address, is_letter};

    #[test]
    fn a_number_is_dialled_as_people_mean_it() {
        let examples = include_str!("../../../tests/dialled.json");
        let examples: Vec<(String, String)> = serde_json::from_str(examples).unwrap();
        for (number, dialled) in examples {
            assert_eq!(address(&number), dialled, "{number}");
        }
    }

    #[test]
    fn words_of_all_scripts_end_a_number_and_no_dash_or_blank_does() {
        for word in [
            "poste",
            "Ä",
            "доб",
            "εσωτ",
            "שלוחה",
            "تحويلة",
            "分机",
            "内線",
            "내선",
            "ต่อ",
        ] {
            assert_eq!(
                address(&format!("030 5550 {word} 7")),
                "tel:0305550",
                "{word}"
            );
        }
        for sign in "\u{a0}\u{202f}\u{2009}\u{200e}\u{2066}‐‑‒–—−·•→\u{3000}（）－".chars()
        {
            assert!(!is_letter(sign) && !sign.is_alphabetic(), "{sign:?}");
        }
    }
}
