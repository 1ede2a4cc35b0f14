//! The translator's texts, with their places.

use firstline_guide::diagnostic::Diagnostic;
use firstline_guide::json::{self, Node, Span};
use firstline_guide::rules::duplicate_key::DuplicateKey;
use firstline_guide::rules::newer_format::NewerFormat;
use firstline_guide::rules::syntax::Syntax;
use firstline_guide::rules::unknown_format::UnknownFormat;
use firstline_guide::rules::wrong_type::Expected;

use super::{Problem, Words};
use crate::reader::{Reader, opening};

/// A sidecar: the texts of one guide in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Sidecar {
    /// The id of the guide.
    pub guide: String,
    /// Where that stands.
    pub guide_span: Span,
    /// The language.
    pub language: String,
    /// Where that stands.
    pub language_span: Span,
    /// The texts, in the order of the file.
    pub texts: Vec<Entry>,
    /// Where problems with the texts as a whole are shown: the key.
    pub texts_span: Span,
}

/// A text in another language.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Where the text stands in the guide.
    pub path: String,
    /// Where the path stands in the sidecar.
    pub path_span: Span,
    /// The fingerprint of what was translated; `None` where nobody took it yet.
    pub of: Option<String>,
    /// The translation; empty if there is none yet.
    pub words: Words,
    /// Where that stands; where it is missing, the entry's opening brace.
    pub words_span: Span,
}

impl Sidecar {
    /// Reads a sidecar, if there is any use in it, and finds what is wrong with its form.
    pub fn read(text: &str) -> (Option<Sidecar>, Vec<Diagnostic>) {
        let parsed = match json::parse(text) {
            Ok(parsed) => parsed,
            Err(error) => {
                let at = Span {
                    start: error.offset,
                    end: error.offset,
                };
                let source = text;
                let syntax = Syntax { error, source };
                return (None, vec![Diagnostic::unplaced(&syntax, at)]);
            }
        };
        let mut reader = Reader::new(&parsed.root);
        for span in &parsed.duplicates() {
            reader.add(*span, &DuplicateKey);
        }
        let sidecar = reader.sidecar(&parsed.root);
        (sidecar, reader.problems)
    }

    /// The entry of this path.
    pub fn entry(&self, path: &str) -> Option<&Entry> {
        self.texts.iter().find(|entry| entry.path == path)
    }
}

/// The number of the format that this program reads.
const FORMAT: f64 = 1.0;

impl<'n> Reader<'n> {
    fn sidecar(&mut self, root: &'n Node) -> Option<Sidecar> {
        if !self.object(root, &[]) {
            return None;
        }
        if root.get("steps").is_some() && root.get("texts").is_none() {
            let place = key_span(root, "steps").unwrap_or(root.span);
            self.add(place, &Problem::WholeGuide);
            return None;
        }
        let format = self.require(root, "format")?;
        match format.as_f64() {
            Some(FORMAT) => {}
            Some(number) if number > FORMAT => {
                self.add(format.span, &NewerFormat);
                return None;
            }
            Some(_) => self.add(format.span, &UnknownFormat),
            None => self.wrong(format, Expected::Whole),
        }
        self.keys(root, &["$schema", "format", "guide", "language", "texts"]);
        let guide = self.required_string(root, "guide");
        let language = self.required_string(root, "language");
        let texts_span = key_span(root, "texts");
        let mut texts = Vec::new();
        if let Some(node) = self.require(root, "texts")
            && self.object(node, &[])
        {
            for member in node.as_object().unwrap_or_default() {
                texts.extend(self.entry(&member.key, member.key_span, &member.value));
            }
        }
        let ((guide, guide_span), (language, language_span)) = (guide?, language?);
        Some(Sidecar {
            guide,
            guide_span,
            language,
            language_span,
            texts,
            texts_span: texts_span?,
        })
    }

    fn entry(&mut self, path: &str, path_span: Span, node: &'n Node) -> Option<Entry> {
        if !self.object(node, &["of", "text"]) {
            return None;
        }
        let of = match node.get("of") {
            None => None,
            Some(of) => match of.as_str() {
                // An empty hash asks for a new one, as a missing one does.
                Some(of) => Some(of.to_owned()).filter(|of| !of.is_empty()),
                None => {
                    self.wrong(of, Expected::String);
                    None
                }
            },
        };
        let (words, words_span) = match node.get("text") {
            None => (Words::One(String::new()), opening(node)),
            Some(text) => {
                let words = Words::read(text);
                if words.is_none() {
                    self.wrong(text, Expected::Text);
                }
                (words?, text.span)
            }
        };
        Some(Entry {
            path: path.to_owned(),
            path_span,
            of,
            words,
            words_span,
        })
    }

    fn required_string(&mut self, node: &'n Node, key: &'static str) -> Option<(String, Span)> {
        let value = self.require(node, key)?;
        let Some(text) = value.as_str() else {
            self.wrong(value, Expected::String);
            return None;
        };
        Some((text.to_owned(), value.span))
    }
}

fn key_span(node: &Node, key: &str) -> Option<Span> {
    let mut members = node.as_object()?.iter();
    Some(members.find(|member| member.key == key)?.key_span)
}
