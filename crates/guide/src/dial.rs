//! What is dialled of a number as people write it. The loader (`call` in `embed/firstline.js`) does the
//! same, because it must do without us; `tests/dialled.json` holds both to the same examples.

/// The keys of a telephone by letter, A to Z (ITU-T E.161).
const KEYS: &[u8; 26] = b"22233344455566677778889999";

/// The address that calls this number. `FIBRE` is dialled by its keys; what comes before the number,
/// `ext. 7`, and a second number are not.
pub fn address(number: &str) -> String {
    let mut address = String::from("tel:");
    for sign in first_number(number).replacen("(0)", "", 1).chars() {
        match sign {
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
    let mut ends = number.len();
    while let Some((at, sign)) = signs.next() {
        let next = signs.peek().map(|(_, next)| *next);
        let is_word = match sign {
            'A'..='Z' => next.is_some_and(|next| next.is_ascii_lowercase()),
            _ => sign.is_alphabetic() || matches!(sign, ',' | ';' | '|'),
        };
        if is_word {
            ends = at;
            break;
        }
    }
    let number = &number[..ends];
    let cuts = [" / ", " EX", " X"].map(|mark| number.find(mark).unwrap_or(ends));
    &number[..cuts.into_iter().fold(ends, usize::min)]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::address;

    #[test]
    fn a_number_is_dialled_as_people_mean_it() {
        let examples = include_str!("../../../tests/dialled.json");
        let examples: Vec<(String, String)> = serde_json::from_str(examples).unwrap();
        for (number, dialled) in examples {
            assert_eq!(address(&number), dialled, "{number}");
        }
    }
}
