//! Text from somewhere else that reaches a terminal, a mail, a log or a helpdesk.
//!
//! Such text can steer what shows it: move the cursor, turn the direction of what stands beside it,
//! or pretend to be a line of ours. Everything foreign goes through one of these functions first:
//! [`on_one_line`] where a line is ours, [`in_lines`] where its lines are its own.

use std::borrow::Cow;

/// On one line, with single blanks between words. What could steer is shown as `�`.
pub fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|sign: char| sign.is_whitespace() || is_line_break(sign)) {
        if word.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().map(shown));
    }
    line
}

/// With its own line breaks, `\n` each, and tabs. What could steer is shown as `�`.
pub fn in_lines(text: &str) -> Cow<'_, str> {
    if text
        .chars()
        .all(|sign| matches!(sign, '\n' | '\t') || shown(sign) == sign)
    {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\r' if signs.peek() == Some(&'\n') => {}
            '\n' | '\t' => out.push(sign),
            _ if is_line_break(sign) => out.push('\n'),
            _ => out.push(shown(sign)),
        }
    }
    Cow::Owned(out)
}

/// JSON that says the same, with escapes for what could steer. Its own line breaks stay.
pub fn in_json(json: &str) -> Cow<'_, str> {
    let is_plain = |sign: char| sign == '\n' || !steers(sign);
    if json.chars().all(is_plain) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for sign in json.chars() {
        if is_plain(sign) {
            out.push(sign);
            continue;
        }
        // Outside of its texts JSON has no such signs, so that an escape stands within one.
        for unit in sign.encode_utf16(&mut [0; 2]) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
    }
    Cow::Owned(out)
}

/// Signs at which some program begins a new line, besides `\n`.
fn is_line_break(sign: char) -> bool {
    matches!(
        sign,
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// The sign, or what is shown in its place.
fn shown(sign: char) -> char {
    if steers(sign) {
        char::REPLACEMENT_CHARACTER
    } else {
        sign
    }
}

/// Whether a sign does something to what stands around it: control characters; those that set the
/// direction of text (Unicode's `Bidi_Control`); separators of lines; those that nobody sees and that
/// hide text in text. The joiners that some scripts are written with, U+200C and U+200D, do none of it.
pub(crate) fn steers(sign: char) -> bool {
    sign.is_control()
        || matches!(sign,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_foreign_begins_a_line_or_steers_a_terminal() {
        for (text, line) in [
            ("no-internet", "no-internet"),
            ("x\n== Contact ==\nName: Kim", "x == Contact == Name: Kim"),
            (
                "a\r\nb\u{2028}c\u{2029}d\u{85}e\u{b}f\u{c}g\th",
                "a b c d e f g h",
            ),
            ("\u{1b}[2J\u{9b}31m", "�[2J�31m"),
            ("F-4711\u{202e}0382", "F-4711�0382"),
            ("\u{2066}a\u{2069} \u{200f}b", "�a� �b"),
            ("\u{7}\u{0}", "��"),
            ("a\u{e0041}b", "a�b"),
            // Persian and emoji are written with joiners.
            (
                "می\u{200c}خواهم \u{1f469}\u{200d}\u{1f527}",
                "می\u{200c}خواهم \u{1f469}\u{200d}\u{1f527}",
            ),
            ("  two   words ", "two words"),
        ] {
            assert_eq!(on_one_line(text), line, "{text:?}");
            assert_eq!(on_one_line(line), line, "{line:?}");
        }
    }

    #[test]
    fn json_says_the_same_without_steering() {
        let text = "{\"a\":\"\u{9b}2J \u{202e}x\u{2028}\u{e0041}\u{7f} ü\"}\n";
        let escaped = in_json(text);
        assert_eq!(
            escaped,
            "{\"a\":\"\\u009b2J \\u202ex\\u2028\\udb40\\udc41\\u007f ü\"}\n"
        );
        let read = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
        assert_eq!(read(&escaped), read(text));
    }

    #[test]
    fn lines_of_its_own_stay_and_nothing_else_does() {
        for (text, lines) in [
            ("one\ntwo\n\tthree\n", "one\ntwo\n\tthree\n"),
            ("one\r\ntwo\rthree\u{2028}four", "one\ntwo\nthree\nfour"),
            ("\u{1b}]0;title\u{7}", "�]0;title�"),
            ("\u{202e}evil", "�evil"),
        ] {
            assert_eq!(in_lines(text), lines, "{text:?}");
        }
        assert!(matches!(in_lines("as it is\n"), Cow::Borrowed(_)));
    }
}
