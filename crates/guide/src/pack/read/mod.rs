//! Putting guides together again.
//!
//! Every customer pays for this code on a bad line, so it is written for size: what is missing or
//! wrong is noted and replaced, reading goes on, and at the end there is one question, whether
//! anything was. That is several times smaller than giving up at each place.

mod kinds;

use std::sync::Arc;

use super::{FORMAT, PackError, has};
use crate::json::{self, Node};
use crate::model::{
    Action, FactDeclaration, FactKind, FactSource, Guide, Library, Link, Picture, Piece, Shown,
    Step, StepIndex, Text, Variant,
};

/// Reads a pack: its guides, the entry first.
///
/// # Errors
/// Where it is not JSON, of another format, or damaged. A pack that was read leads nowhere
/// outside itself: every step that it names is there, and so is every guide.
pub fn read(source: &str) -> Result<Library, PackError> {
    let parsed = json::parse(source).map_err(|_| PackError::Syntax)?;
    let root = &parsed.root;
    if root.get("format").and_then(Node::as_f64) != Some(f64::from(FORMAT)) {
        return Err(PackError::Format);
    }
    let stream = |key| root.get(key).and_then(Node::as_array).unwrap_or_default();
    let mut reader = Reader {
        code: stream("code"),
        names: stream("names"),
        texts: stream("texts"),
        guides: Vec::new(),
        steps: 0,
        depth: 0,
        bad: !parsed.duplicates.is_empty(),
    };
    let count = reader.number();
    for _ in 0..count {
        let guide = reader.guide();
        reader.bad |= reader.guides.iter().any(|known| known.id == guide.id);
        if reader.bad {
            break;
        }
        reader.guides.push(Arc::new(guide));
    }
    let left = reader.code.len() + reader.names.len() + reader.texts.len();
    if reader.bad || left > 0 || count == 0 {
        return Err(PackError::Malformed);
    }
    let mut guides = reader.guides;
    guides.reverse();
    Ok(Library { guides })
}

struct Reader<'n> {
    code: &'n [Node],
    names: &'n [Node],
    texts: &'n [Node],
    /// Those that were read.
    guides: Vec<Arc<Guide>>,
    /// How many steps the guide has that is being read.
    steps: u32,
    /// How deep conditions lie in one another here.
    depth: u32,
    /// Something was missing or wrong.
    bad: bool,
}

fn next<'n>(stream: &mut &'n [Node]) -> Option<&'n Node> {
    let (first, rest) = stream.split_first()?;
    *stream = rest;
    Some(first)
}

impl<'n> Reader<'n> {
    fn float(&mut self) -> f64 {
        match next(&mut self.code).and_then(Node::as_f64) {
            Some(number) => number,
            None => {
                self.bad = true;
                0.0
            }
        }
    }

    fn number(&mut self) -> u32 {
        let float = self.float();
        let number = float as u32;
        self.bad |= f64::from(number) != float;
        number
    }

    /// One of the numbers below `count`; 0 where it is not.
    fn below(&mut self, count: u32) -> u32 {
        let number = self.number();
        if number < count {
            return number;
        }
        self.bad = true;
        0
    }

    fn flag(&mut self) -> bool {
        self.below(2) == 1
    }

    fn maybe_number(&mut self) -> Option<u32> {
        self.number().checked_sub(1)
    }

    fn step_index(&mut self) -> StepIndex {
        StepIndex(self.below(self.steps) as u16)
    }

    fn maybe_step_index(&mut self) -> Option<StepIndex> {
        let step = self.below(self.steps + 1).checked_sub(1)?;
        Some(StepIndex(step as u16))
    }

    fn string(&mut self, node: Option<&'n Node>) -> &'n str {
        match node.and_then(Node::as_str) {
            Some(text) => text,
            None => {
                self.bad = true;
                ""
            }
        }
    }

    fn name_here(&mut self) -> &'n str {
        let node = next(&mut self.names);
        self.string(node)
    }

    fn name(&mut self) -> String {
        self.name_here().to_owned()
    }

    fn maybe_name(&mut self) -> Option<String> {
        self.flag().then(|| self.name())
    }

    /// A name out of a closed list.
    fn named<T>(&mut self, find: fn(&str) -> Option<T>, otherwise: T) -> T {
        match find(self.name_here()) {
            Some(found) => found,
            None => {
                self.bad = true;
                otherwise
            }
        }
    }

    fn plain_here(&mut self) -> &'n str {
        let node = next(&mut self.texts);
        self.string(node)
    }

    fn plain(&mut self) -> String {
        self.plain_here().to_owned()
    }

    fn text(&mut self) -> Text {
        let mut pieces = Vec::new();
        let mut words = String::new();
        let mut name = None;
        for letter in self.plain_here().chars() {
            match (&mut name, letter) {
                (None, '{') => name = Some(String::new()),
                (None, _) => words.push(letter),
                (Some(open), '{') => {
                    // Only right behind the first brace: then it is a brace that is meant.
                    self.bad |= !open.is_empty();
                    words.push('{');
                    name = None;
                }
                (Some(fact), '}') => {
                    self.bad |= fact.is_empty();
                    if !words.is_empty() {
                        pieces.push(Piece::Words(std::mem::take(&mut words)));
                    }
                    pieces.push(Piece::Fact(std::mem::take(fact)));
                    name = None;
                }
                (Some(open), _) => open.push(letter),
            }
        }
        self.bad |= name.is_some();
        if !words.is_empty() {
            pieces.push(Piece::Words(words));
        }
        Text(pieces)
    }

    fn maybe_text(&mut self, present: bool) -> Option<Text> {
        present.then(|| self.text())
    }

    fn list<T>(&mut self, read: fn(&mut Self) -> T) -> Vec<T> {
        let count = self.number();
        self.all(count, read)
    }

    fn all<T>(&mut self, count: u32, read: fn(&mut Self) -> T) -> Vec<T> {
        let mut items = Vec::new();
        for _ in 0..count {
            // Every item takes something, so a count that is wrong ends with what there is.
            if self.bad {
                break;
            }
            items.push(read(self));
        }
        items
    }

    fn names(&mut self) -> Vec<String> {
        self.list(Self::name)
    }

    fn guide(&mut self) -> Guide {
        let id = self.name();
        let version = self.name();
        let language = self.name();
        let title = self.plain();
        let summary = self.plain();
        let search_words = self.list(Self::plain);
        let listed = self.flag();
        let facts = self.list(Self::fact);
        self.steps = self.below(1 << 16);
        let start = self.step_index();
        let stuck = self.maybe_step_index();
        // A called guide that names none uses its caller's.
        self.bad |= listed && stuck.is_none();
        let steps = self.all(self.steps, Self::step);
        Guide {
            id,
            version,
            language,
            title,
            summary,
            search_words,
            listed,
            facts,
            start,
            stuck,
            steps,
        }
    }

    fn fact(&mut self) -> FactDeclaration {
        let name = self.name();
        let from = match self.below(4) {
            0 => FactSource::Answer,
            1 => FactSource::Website,
            2 => FactSource::Device,
            _ => FactSource::Provider,
        };
        let kind = match self.below(6) {
            0 => FactKind::Number { unit: self.name() },
            1 => FactKind::Text,
            2 => FactKind::Date,
            3 => FactKind::Flag,
            4 => FactKind::Choice(self.names()),
            _ => FactKind::Choices(self.names()),
        };
        FactDeclaration { name, kind, from }
    }

    fn step(&mut self) -> Step {
        let id = self.name();
        let mask = self.number();
        let title = self.maybe_text(mask & has::TITLE != 0);
        let text = self.all(mask / has::PARAGRAPHS, Self::text);
        let hint = self.maybe_text(mask & has::HINT != 0);
        let picture = self.maybe_picture(mask);
        let links = self.maybe_links(mask);
        let by = (mask & has::VARIANTS != 0).then(|| self.name());
        let variants = match by {
            Some(_) => self.list(Self::variant),
            None => Vec::new(),
        };
        let kind = self.kind();
        Step {
            id,
            shown: Shown {
                title: title.unwrap_or_default(),
                text,
                hint,
                picture,
                links: links.unwrap_or_default(),
            },
            by,
            variants,
            kind,
        }
    }

    fn variant(&mut self) -> (String, Variant) {
        let value = self.name();
        let mask = self.number();
        let variant = Variant {
            title: self.maybe_text(mask & has::TITLE != 0),
            text: (mask & has::TEXT != 0).then(|| self.list(Self::text)),
            hint: self.maybe_text(mask & has::HINT != 0),
            picture: self.maybe_picture(mask),
            links: self.maybe_links(mask),
            actions: (mask & has::ACTIONS != 0).then(|| self.list(Self::action)),
            warning: self.maybe_text(mask & has::WARNING != 0),
        };
        (value, variant)
    }

    fn maybe_picture(&mut self, mask: u32) -> Option<Picture> {
        (mask & has::PICTURE != 0).then(|| Picture {
            file: self.name(),
            alt: self.plain(),
        })
    }

    fn maybe_links(&mut self, mask: u32) -> Option<Vec<Link>> {
        (mask & has::LINKS != 0).then(|| {
            self.list(|reader| Link {
                label: reader.text(),
                href: reader.name(),
            })
        })
    }

    fn action(&mut self) -> Action {
        let mask = self.number();
        Action {
            text: self.text(),
            copy: (mask & has::COPY != 0).then(|| self.plain()),
            seconds: (mask / has::SECONDS).checked_sub(1),
            picture: self.maybe_picture(mask),
        }
    }
}
