//! What answers of helpdesks have in common.

use firstline_wire::foreign::on_one_line;
use serde_json::Value;

use super::{Failure, FailureKind};

/// The words of an error answer: the text in its JSON, or what a page says without its marks.
pub fn words(body: &str) -> String {
    match serde_json::from_str::<Value>(body) {
        Ok(json) => {
            let mut found = Vec::new();
            texts(&json, "", &mut found);
            found.join("; ")
        }
        Err(_) => on_one_line(&without_marks(body)),
    }
}

/// The texts of some JSON, each with the name of its key where that says something.
fn texts(json: &Value, key: &str, found: &mut Vec<String>) {
    /// Keys whose names say nothing that the text does not say.
    const PLAIN: &[&str] = &[
        "",
        "message",
        "error",
        "description",
        "detail",
        "title",
        "errors",
        "reason",
    ];
    /// As many as anybody reads.
    const MOST: usize = 8;
    if found.len() >= MOST {
        return;
    }
    match json {
        Value::String(text) if PLAIN.contains(&key) => found.push(text.clone()),
        Value::String(text) => found.push(format!("{key}: {text}")),
        Value::Array(items) => items.iter().for_each(|item| texts(item, key, found)),
        Value::Object(object) => object
            .iter()
            .for_each(|(key, item)| texts(item, key, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn without_marks(page: &str) -> String {
    let mut inside = false;
    page.chars()
        .map(|sign| {
            match sign {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    return ' ';
                }
                _ => {}
            }
            if inside { ' ' } else { sign }
        })
        .collect()
}

/// The text of a page that an agent wrote: lines where it has them, without its marks.
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    // What is no text: style sheets and what mail programs put into the head.
    let mut hidden: Option<&str> = None;
    while let Some((before, after)) = rest.split_once('<') {
        if hidden.is_none() {
            push_text(&mut out, before);
        }
        let Some((tag, behind)) = after.split_once('>') else {
            rest = "";
            break;
        };
        let name =
            tag.split(|sign: char| sign.is_whitespace() || sign == '/' && !tag.starts_with('/'));
        let name = name.into_iter().next().unwrap_or_default().to_lowercase();
        match &*name {
            "style" | "script" | "head" | "title" => hidden = hidden.or(Some(closing(&name))),
            end if hidden == Some(end) => hidden = None,
            "br" | "/p" | "/div" | "/li" | "/tr" | "/h1" | "/h2" | "/h3" => out.push('\n'),
            _ => {}
        }
        rest = behind;
    }
    if hidden.is_none() {
        push_text(&mut out, rest);
    }
    let lines: Vec<&str> = out.lines().map(str::trim).collect();
    let mut text = lines.join("\n");
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    text.trim().to_owned()
}

fn closing(name: &str) -> &'static str {
    match name {
        "style" => "/style",
        "script" => "/script",
        "head" => "/head",
        _ => "/title",
    }
}

/// Text between marks: its line breaks are blanks, its references are signs.
fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        push_words(out, before);
        let sign = after.split_once(';').and_then(|(name, behind)| {
            let sign = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                "nbsp" => ' ',
                _ => {
                    let number = name.strip_prefix('#')?;
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                        None => number.parse().ok()?,
                    };
                    char::from_u32(code)?
                }
            };
            Some((sign, behind))
        });
        match sign {
            Some((sign, behind)) => {
                out.push(sign);
                rest = behind;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    push_words(out, rest);
}

fn push_words(out: &mut String, text: &str) {
    for sign in text.chars() {
        match sign.is_whitespace() {
            true if out.ends_with([' ', '\n']) => {}
            true => out.push(' '),
            false => out.push(sign),
        }
    }
}

/// Text or number at this place, as text.
pub fn text_at(json: &Value, pointer: &str) -> Option<String> {
    match json.pointer(pointer)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What was found, as the answer to a search lists it at this place.
///
/// # Errors
///
/// If it has no list there: then nobody knows whether the helpdesk has the ticket.
pub fn list<'j>(answer: &'j Value, pointer: &str) -> Result<&'j [Value], Failure> {
    let list = answer.pointer(pointer).and_then(Value::as_array);
    list.map(Vec::as_slice).ok_or_else(|| {
        Failure::new(
            FailureKind::Unsure,
            "It answered a search without a list of what it found.",
        )
    })
}

/// How many entries of a list are asked for at a time.
pub const PAGE: usize = 100;

/// How many pages of a list are read at the most: a ticket with more messages is none that people read.
const MOST_PAGES: usize = 50;

/// A list that comes in pages, as it is read.
#[derive(Debug, Default)]
pub struct Pages {
    all: Vec<Value>,
    read: usize,
    ended: bool,
}

impl Pages {
    /// The page that is to be asked for: how many entries come before it, and which it is, counted from 1. `None` if the list
    /// has ended.
    ///
    /// # Errors
    ///
    /// If the pages do not end.
    pub fn next(&self) -> Result<Option<(usize, usize)>, Failure> {
        if self.ended {
            return Ok(None);
        }
        if self.read == MOST_PAGES {
            return Err(Failure::new(
                FailureKind::Unsure,
                "It answered with a list that does not end.",
            ));
        }
        Ok(Some((self.all.len(), self.read + 1)))
    }

    /// What is on that page, and whether there is another one.
    pub fn add(&mut self, found: &[Value], more: bool) {
        self.read += 1;
        self.ended = !more || found.is_empty();
        self.all.extend_from_slice(found);
    }

    /// All entries that were read.
    pub fn all(self) -> Vec<Value> {
        self.all
    }
}

/// A text that is put into a page, as it is.
pub fn as_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(sign),
        }
    }
    out
}

/// A text that is put into an address.
pub fn in_address(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agents_page_is_read_as_its_text() {
        for (page, text) in [
            ("Your line is up.", "Your line is up."),
            (
                "<p>One</p>\n<p>two<br/>three</p>",
                "One\n\ntwo\nthree".replace("\n\n", "\n").as_str(),
            ),
            (
                "<style>p { color: red }</style><div>a &lt; b &amp;&nbsp;c &#8211; &#x201c;d&#x201d;</div>",
                "a < b & c – “d”",
            ),
            ("<script>alert(1)</script>no", "no"),
            ("a & b &bogus; <b>bold", "a & b &bogus; bold"),
            ("<", ""),
        ] {
            assert_eq!(plain(page), text, "{page}");
        }
    }

    #[test]
    fn the_words_of_an_error_are_found_wherever_a_helpdesk_puts_them() {
        for (body, said) in [
            (r#"{"message":"No such queue"}"#, "No such queue"),
            (
                r#"{"error":{"title":"Invalid","message":"No mail"}}"#,
                "Invalid; No mail",
            ),
            (
                r#"{"errors":[{"field":"email","message":"is bad"}]}"#,
                "field: email; is bad",
            ),
            (r#"["ERROR_FIELD","what"]"#, "ERROR_FIELD; what"),
            ("<html><h1>502 Bad Gateway</h1></html>", "502 Bad Gateway"),
            ("", ""),
        ] {
            assert_eq!(words(body), said, "{body}");
        }
        assert_eq!(as_html("<b>&'\""), "&lt;b&gt;&amp;&#39;&quot;");
        assert_eq!(in_address("a b/ü'"), "a%20b%2F%C3%BC%27");
    }
}
