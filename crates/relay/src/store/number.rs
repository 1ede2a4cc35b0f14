//! Ticket numbers, made to be read out on the telephone.
//!
//! `F-4711-2830`: seven random digits and a check digit, in two groups of four. They are not
//! counted up, so a number does not reveal how many tickets there are, and nobody finds another
//! customer's number by adding one. The first digit is never 0, because people and spreadsheets
//! drop it. The last digit is Damm's check digit (H. Michael Damm, "Total anti-symmetrische
//! Quasigruppen", 2004): it catches every single wrong digit and every two neighbours swapped,
//! which are the mistakes that people make. A number is a name, not a secret: it opens nothing.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// Damm's totally anti-symmetric quasigroup of order 10.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// A ticket's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number([u8; 8]);

impl Number {
    /// A random one: one of nine million. Whoever stores it tries again if it is taken.
    pub fn random() -> Number {
        // The low 60 bits of a version 4 UUID are random.
        let random = Uuid::new_v4().as_u128() & ((1 << 60) - 1);
        let mut rest = 1_000_000 + random % 9_000_000;
        let mut digits = [0; 8];
        for place in (0..7).rev() {
            digits[place] = (rest % 10) as u8;
            rest /= 10;
        }
        digits[7] = check(&digits[..7]);
        Number(digits)
    }
}

/// The check digit of these digits; of digits with their check digit, 0.
fn check(digits: &[u8]) -> u8 {
    digits.iter().fold(0, |interim, digit| {
        DAMM[usize::from(interim)][usize::from(*digit)]
    })
}

impl fmt::Display for Number {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("F-")?;
        for (place, digit) in self.0.iter().enumerate() {
            if place == 4 {
                out.write_str("-")?;
            }
            write!(out, "{digit}")?;
        }
        Ok(())
    }
}

/// Why something is not a ticket's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotANumber {
    /// It does not have eight digits.
    Length,
    /// The check digit does not fit: a digit is wrong, or two are swapped.
    Mistyped,
}

impl fmt::Display for NotANumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            NotANumber::Length => "a ticket's number has eight digits, such as F-4711-2830",
            NotANumber::Mistyped => "a digit is wrong, or two digits are swapped",
        })
    }
}

impl std::error::Error for NotANumber {}

impl FromStr for Number {
    type Err = NotANumber;

    /// As people type it: with or without `F`, dashes and spaces.
    fn from_str(text: &str) -> Result<Number, NotANumber> {
        let text = text.trim().trim_start_matches(['F', 'f']);
        let digits: Vec<u8> = text
            .chars()
            .filter(|character| !matches!(character, '-' | '–' | ' '))
            .map(|character| {
                character
                    .to_digit(10)
                    .and_then(|digit| u8::try_from(digit).ok())
            })
            .collect::<Option<_>>()
            .ok_or(NotANumber::Length)?;
        let digits: [u8; 8] = digits.try_into().map_err(|_| NotANumber::Length)?;
        if check(&digits) != 0 {
            return Err(NotANumber::Mistyped);
        }
        Ok(Number(digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damms_published_example_holds() {
        assert_eq!(check(&[5, 7, 2]), 4);
    }

    #[test]
    fn a_number_reads_back_however_it_is_typed() {
        for _ in 0..1000 {
            let number = Number::random();
            let text = number.to_string();
            assert_eq!(text.len(), 11, "{text}");
            assert_eq!(text.parse(), Ok(number));
            assert_eq!(text.replace('-', " ").to_lowercase().parse(), Ok(number));
            assert_eq!(text[2..].replace('-', "").parse(), Ok(number));
        }
    }

    #[test]
    fn a_wrong_digit_and_swapped_neighbours_are_noticed() {
        let Number(digits) = Number::random();
        let reread = |digits: [u8; 8]| Number(digits).to_string().parse::<Number>();
        for place in 0..8 {
            for digit in (0..10).filter(|digit| *digit != digits[place]) {
                let mut wrong = digits;
                wrong[place] = digit;
                assert_eq!(reread(wrong), Err(NotANumber::Mistyped));
            }
            if place < 7 && digits[place] != digits[place + 1] {
                let mut swapped = digits;
                swapped.swap(place, place + 1);
                assert_eq!(reread(swapped), Err(NotANumber::Mistyped));
            }
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "",
            "F",
            "F-4711",
            "F-4711-28301",
            "hello",
            "F-47a1-2830",
            "４７１１2830",
        ] {
            assert_eq!(text.parse::<Number>(), Err(NotANumber::Length), "{text}");
        }
    }
}
