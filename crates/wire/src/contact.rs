//! What customers type to be reached: one rule for form and relay.
//!
//! Each function gives the text as it is sent. What can be cleaned is cleaned (blanks, signs that
//! nobody sees, `mailto:`, the digits of another script), so that nobody is refused for it; what
//! cannot be is `None`, which the form says at the field.

use firstline_guide::typed::{digit, is_hidden};

use crate::foreign::steers;

/// The longest name, in characters.
pub const LONGEST_NAME: usize = 200;

/// The longest postal address, and the longest text on when to call, in characters.
pub const LONGEST_ADDRESS: usize = 500;

/// The longest number of a customer, in characters.
pub const LONGEST_ACCOUNT: usize = 100;

/// The longest answer to what a form asks for besides, in characters.
pub const LONGEST_FACT: usize = 500;

/// The most that a form asks for besides.
pub const MOST_FACTS: usize = 20;

/// The longest note, in bytes of UTF-8: no log that a customer pastes is longer.
pub const LONGEST_NOTE: usize = 64 << 10;

/// The longest address that mail can carry, in characters (RFC 5321, section 4.5.3.1.3).
pub const LONGEST_EMAIL: usize = 254;

/// The longest telephone number that is taken, in characters: two numbers with a word between them.
pub const LONGEST_PHONE: usize = 50;

/// An e-mail address, cleaned; `None` if it surely is none. Whether mail arrives there, only mail
/// can tell.
pub fn email(typed: &str) -> Option<String> {
    let typed = visible(typed);
    let mut address = typed.as_str();
    // `Sam <sam@isp.example>`, as mail programs copy it.
    if let Some((_, rest)) = address.rsplit_once('<') {
        let (inside, behind) = rest.split_once('>')?;
        address = inside;
        if !behind.trim_matches(is_around).is_empty() {
            return None;
        }
    }
    address = address.trim_matches(is_around);
    if address
        .get(..7)
        .is_some_and(|start| start.eq_ignore_ascii_case("mailto:"))
    {
        address = address[7..].split('?').next().unwrap_or_default();
    }
    let address = joined(address.trim_matches(is_around));
    let (name, domain) = address.rsplit_once('@')?;
    let labels_are_whole = domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
    let is_address = !name.is_empty()
        && !name.contains('@')
        && labels_are_whole
        && address.chars().count() <= LONGEST_EMAIL
        && !address.chars().any(is_never_in_an_address);
    is_address.then_some(address)
}

/// A telephone number, cleaned: its digits are 0 to 9. `None` if it has too few digits to be dialled
/// (five; ITU-T E.164 allows numbers that short) or is too long.
pub fn phone(typed: &str) -> Option<String> {
    let typed = visible(typed);
    let number = typed.trim();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (digits >= 5 && number.chars().count() <= LONGEST_PHONE).then(|| number.to_owned())
}

/// A line of the form as it is sent, such as a name: every kind of blank is a space, and what could
/// steer a screen is left out.
pub fn line(typed: &str) -> String {
    let seen = typed.chars().filter_map(|sign| match sign {
        blank if blank.is_whitespace() => Some(' '),
        other => (!steers(other)).then_some(other),
    });
    seen.collect::<String>().trim().to_owned()
}

/// A note as it is sent: with its lines and tabs, and without what could steer a screen.
pub fn note(typed: &str) -> String {
    let seen = |sign: &char| matches!(sign, '\n' | '\t') || !steers(*sign);
    let seen: String = typed.chars().filter(seen).collect();
    seen.trim().to_owned()
}

/// Without signs that nobody sees; every kind of blank is a space, every digit one of 0 to 9, and
/// letters of full width are as narrow as those of e-mail addresses.
fn visible(typed: &str) -> String {
    typed
        .chars()
        .filter_map(|sign| match sign {
            blank if blank.is_whitespace() => Some(' '),
            hidden if is_hidden(hidden) => None,
            // The block "Halfwidth and Fullwidth Forms" repeats ASCII in its order.
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0),
            other => Some(digit(other)),
        })
        .collect()
}

/// What may stand round an address without being part of it.
fn is_around(sign: char) -> bool {
    matches!(
        sign,
        ' ' | ',' | ';' | '.' | '"' | '\'' | '<' | '>' | '(' | ')'
    )
}

/// Without blanks beside `@` and dots, where no address has one and keyboards put one.
fn joined(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for sign in address.chars() {
        if matches!(sign, '@' | '.') {
            out.truncate(out.trim_end().len());
        }
        if sign != ' ' || !out.ends_with(['@', '.']) {
            out.push(sign);
        }
    }
    out
}

/// What would end a header of a mail, or a name in it.
fn is_never_in_an_address(sign: char) -> bool {
    matches!(
        sign,
        ' ' | '<' | '>' | '(' | ')' | ',' | ';' | ':' | '"' | '\\'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_cleaned_of_all_that_can_be() {
        for (typed, sent) in [
            ("sam@isp.example", "sam@isp.example"),
            ("sam+help@mail.isp.example", "sam+help@mail.isp.example"),
            ("müller@straße.example", "müller@straße.example"),
            ("o'brien@isp.example", "o'brien@isp.example"),
            ("  sam@isp.example\t", "sam@isp.example"),
            ("sam@isp.example,", "sam@isp.example"),
            ("sam@isp.example.", "sam@isp.example"),
            ("sam@isp.example; ", "sam@isp.example"),
            ("<sam@isp.example>", "sam@isp.example"),
            ("Sam Jones <sam@isp.example>,", "sam@isp.example"),
            ("\"Jones, Sam\" <sam@isp.example>", "sam@isp.example"),
            ("mailto:sam@isp.example", "sam@isp.example"),
            ("MailTo:sam@isp.example?subject=Help", "sam@isp.example"),
            ("<mailto:sam@isp.example>", "sam@isp.example"),
            ("sam@isp.example\u{200b}", "sam@isp.example"),
            ("\u{2068}sam@isp.example\u{2069}", "sam@isp.example"),
            ("\u{feff}sam\u{ad}@isp.example", "sam@isp.example"),
            ("sam @ isp.example", "sam@isp.example"),
            ("sam@isp. example", "sam@isp.example"),
            ("sam@isp\u{a0}.example", "sam@isp.example"),
            ("ｓａｍ＠ｉｓｐ．ｅｘａｍｐｌｅ", "sam@isp.example"),
        ] {
            assert_eq!(email(typed).as_deref(), Some(sent), "{typed:?}");
            assert_eq!(
                email(sent).as_deref(),
                Some(sent),
                "cleaned twice: {sent:?}"
            );
        }
    }

    #[test]
    fn what_is_surely_no_address_is_refused() {
        let long = format!("{}@isp.example", "a".repeat(LONGEST_EMAIL));
        for typed in [
            "",
            " ",
            "sam",
            "sam@",
            "@isp.example",
            "sam@isp",
            "sam@.example",
            "sam@isp..example",
            "sam@@isp.example",
            "sam@home@isp.example",
            "sam jones@isp.example",
            "sam@isp example",
            "sam@isp.example, kim@isp.example",
            "sam@isp.example>x",
            "<sam@isp.example",
            "mailto:",
            "sam@isp.example\nBcc: kim@isp.example",
            &long,
        ] {
            assert_eq!(email(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn what_nobody_sees_is_left_out_on_the_way_in() {
        for (typed, sent) in [
            ("Sam\tJones", "Sam Jones"),
            (" Sam\u{a0}Jones\u{0}\u{1b} ", "Sam Jones"),
            ("\u{202e}Sam\u{202c}", "Sam"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ] {
            assert_eq!(line(typed), sent, "{typed:?}");
        }
        for (typed, sent) in [
            ("one\r\n\ttwo\u{b}\u{c}\u{1b}[31m\u{0}\n", "one\n\ttwo[31m"),
            ("\u{1f469}\u{200d}\u{1f527}", "\u{1f469}\u{200d}\u{1f527}"),
        ] {
            assert_eq!(note(typed), sent, "{typed:?}");
        }
    }

    #[test]
    fn a_number_is_dialled_in_the_digits_of_any_script() {
        for (typed, sent) in [
            ("+49 (0)30 5550-12/34", "+49 (0)30 5550-12/34"),
            ("٠١٦٣٢٩٦٠٠٠١", "01632960001"),
            ("۰۱۶۳۲۹۶۰۰۰۱", "01632960001"),
            ("०१६३२ ९६०००१", "01632 960001"),
            ("０１６３２ ９６０００１", "01632 960001"),
            ("\u{202d}+44 1632 960001\u{202c}", "+44 1632 960001"),
            ("01632\u{202f}960001", "01632 960001"),
            ("01632·960001", "01632·960001"),
            ("Call 01632 960001", "Call 01632 960001"),
            (" 01632\t960001 ext. 7 ", "01632 960001 ext. 7"),
        ] {
            assert_eq!(phone(typed).as_deref(), Some(sent), "{typed:?}");
        }
        for typed in ["", "1234", "later", &"1".repeat(LONGEST_PHONE + 1)] {
            assert_eq!(phone(typed), None, "{typed:?}");
        }
    }
}
