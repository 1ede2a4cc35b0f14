//! Texts of status products as customers read them: without markup, without what steers a screen, and
//! not without end.

use firstline_wire::contact::note;

/// The longest text, in characters; more is no text for customers.
const LONGEST: usize = 2000;

/// The longest title, in characters.
const LONGEST_TITLE: usize = 200;

/// A text of several lines. Tags are taken out (some products write HTML), and the five names that
/// XML gives to signs are written as those.
pub fn text(written: &str) -> String {
    cut(&note(&without_markup(written)), LONGEST)
}

/// A text of one line.
pub fn title(written: &str) -> String {
    let line = text(written);
    let line: Vec<&str> = line.split_whitespace().collect();
    cut(&line.join(" "), LONGEST_TITLE)
}

fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

fn without_markup(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        // A sign "less than" with a blank or a digit behind it is one.
        let begins_tag =
            after.starts_with(|sign: char| sign.is_ascii_alphabetic() || matches!(sign, '/' | '!'));
        match after.split_once('>').filter(|_| begins_tag) {
            Some((tag, behind)) => {
                let name: String = tag
                    .trim_start_matches('/')
                    .chars()
                    .take_while(char::is_ascii_alphanumeric)
                    .collect();
                if ["br", "p", "div", "li", "tr"].contains(&&*name.to_ascii_lowercase())
                    && !out.is_empty()
                    && !out.ends_with('\n')
                {
                    out.push('\n');
                }
                rest = behind;
            }
            None => {
                out.push('<');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    for (name, sign) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ] {
        out = out.replace(name, sign);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_taken_out_and_what_looks_like_it_stays() {
        for (written, read) in [
            (
                "<p>We dig.</p><p>It <b>lasts</b>.</p>",
                "We dig.\nIt lasts.",
            ),
            ("One<br />two", "One\ntwo"),
            (
                "Speed < 5 Mbit/s &amp; loss > 1 %",
                "Speed < 5 Mbit/s & loss > 1 %",
            ),
            ("<script>alert(1)</script>", "alert(1)"),
            ("5 <6", "5 <6"),
            ("a <b", "a <b"),
            ("\u{202e}evil\u{7}", "evil"),
            ("&lt;b&gt;", "<b>"),
        ] {
            assert_eq!(text(written), read, "{written}");
        }
        assert_eq!(title("One\n two "), "One two");
        let long = text(&"word ".repeat(1000));
        assert!(long.ends_with('…') && long.chars().count() <= LONGEST + 1);
    }
}
