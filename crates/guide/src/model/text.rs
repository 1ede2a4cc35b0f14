//! Texts that the customer reads.

use serde::{Deserialize, Serialize};

/// Plain text with places for facts. There is no markup, so it cannot break the page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub struct Text(pub Vec<Piece>);

/// A piece of a [`Text`].
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Words as they are.
    Words(String),
    /// The value of the fact of this name, a number with its unit.
    Fact(String),
}

/// Writes a text as authors do: `{fact}`, and `{{` for a brace.
impl From<Text> for String {
    fn from(text: Text) -> String {
        let mut written = String::new();
        for piece in &text.0 {
            match piece {
                Piece::Words(words) => written.push_str(&words.replace('{', "{{")),
                Piece::Fact(name) => {
                    written.push('{');
                    written.push_str(name);
                    written.push('}');
                }
            }
        }
        written
    }
}

/// Reads what [`From<Text>`] writes. An insert without an end goes to the end of the text.
impl From<String> for Text {
    fn from(written: String) -> Text {
        let mut pieces = Vec::new();
        let mut words = String::new();
        let mut rest = written.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            words.push_str(before);
            if let Some(after) = after.strip_prefix('{') {
                words.push('{');
                rest = after;
                continue;
            }
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            if !words.is_empty() {
                pieces.push(Piece::Words(std::mem::take(&mut words)));
            }
            pieces.push(Piece::Fact(name.to_owned()));
            rest = after;
        }
        words.push_str(rest);
        if !words.is_empty() {
            pieces.push(Piece::Words(words));
        }
        Text(pieces)
    }
}
