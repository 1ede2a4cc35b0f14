//! Packs of format 2, as version 0.1 published them before packs had a derived description. They
//! are still read, for tickets that began on them.
//!
//! Such a pack is lines of text: the header, the texts, the names, and one line in which each
//! character is a number: `!` is 0, `"` is 1, and so on through Unicode. A number that has no
//! character is a space there and spelled in digits as the next name. The first number says how
//! many texts there are. Guides stand behind those that they call, the entry last. A number that
//! may be missing is 0, or itself plus one.

mod kinds;

use std::str::Chars;
use std::sync::Arc;

use super::PackError;
use crate::json;
use crate::model::{
    Action, FactDeclaration, FactKind, FactSource, Guide, Library, Link, Picture, Piece, Shown,
    Step, StepIndex, Text, Variant,
};
use crate::plain::plain;

/// The first line.
const HEADER: &str = "firstline-pack 2";

/// The character of the number 0.
const ZERO: char = '!';

/// The number is spelled as the next name.
const SPELLED: char = ' ';

/// Bits of what a step, a variant or an option has.
mod has {
    pub(super) const TITLE: u32 = 1;
    pub(super) const HINT: u32 = 2;
    pub(super) const PICTURE: u32 = 4;
    pub(super) const LINKS: u32 = 8;
    pub(super) const ACTIONS: u32 = 16;
    pub(super) const WARNING: u32 = 32;
    pub(super) const TEXT: u32 = 64;

    /// Steps: it has variants; above, how many paragraphs it has.
    pub(super) const VARIANTS: u32 = 16;
    pub(super) const PARAGRAPHS: u32 = 32;

    /// Options of a question: above `PICTURE`, how many facts it sets.
    pub(super) const LABEL: u32 = 1;
    pub(super) const SETS: u32 = 8;

    /// Actions: above `PICTURE`, the seconds.
    pub(super) const COPY: u32 = 1;
    pub(super) const SECONDS: u32 = 8;
}

/// Reads a pack: its guides, the entry first. What is missing or wrong is noted and replaced, and
/// at the end there is one question, whether anything was.
pub(super) fn read(source: &str) -> Result<Library, PackError> {
    let lines: Vec<&str> = source.split('\n').collect();
    let [HEADER, lines @ .., code] = lines.as_slice() else {
        return Err(PackError::Format);
    };
    let mut reader = Reader {
        code: code.chars(),
        names: lines,
        texts: &[],
        guides: Vec::new(),
        here: 0,
        steps: 0,
        depth: 0,
        bad: false,
    };
    let texts = reader.number() as usize;
    (reader.texts, reader.names) = lines.split_at_checked(texts).ok_or(PackError::Malformed)?;
    let count = reader.number();
    for _ in 0..count {
        let guide = reader.guide();
        reader.bad |= reader.guides.iter().any(|known| known.id == guide.id);
        if reader.bad {
            break;
        }
        reader.guides.push(Arc::new(guide));
    }
    let all_read =
        reader.code.next().is_none() && reader.names.is_empty() && reader.texts.is_empty();
    if reader.bad || !all_read || count == 0 {
        return Err(PackError::Malformed);
    }
    let mut guides = reader.guides;
    guides.reverse();
    Ok(Library {
        guides,
        write: plain,
        boxes: Vec::new(),
        east: 0,
    })
}

struct Reader<'n> {
    code: Chars<'n>,
    names: &'n [&'n str],
    texts: &'n [&'n str],
    /// Those that were read.
    guides: Vec<Arc<Guide>>,
    /// The index of the step that is being read.
    here: u32,
    /// How many steps its guide has.
    steps: u32,
    /// How deep conditions lie in one another here.
    depth: u32,
    /// Something was missing or wrong.
    bad: bool,
}

fn next<'n>(stream: &mut &'n [&'n str]) -> Option<&'n str> {
    let (first, rest) = stream.split_first()?;
    *stream = rest;
    Some(first)
}

impl<'n> Reader<'n> {
    fn float(&mut self) -> f64 {
        let read = match self.code.next() {
            Some(SPELLED) => json::parse(self.name_here())
                .ok()
                .and_then(|parsed| parsed.root.as_f64()),
            Some(character) => (character as u32).checked_sub(ZERO as u32).map(f64::from),
            None => None,
        };
        self.or_bad(read)
    }

    /// What was read; nothing where it is missing or wrong.
    fn or_bad<T: Default>(&mut self, read: Option<T>) -> T {
        self.bad |= read.is_none();
        read.unwrap_or_default()
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
        let distance = self.below(self.steps);
        self.behind(distance)
    }

    fn maybe_step_index(&mut self) -> Option<StepIndex> {
        let distance = self.below(self.steps + 1).checked_sub(1)?;
        Some(self.behind(distance))
    }

    /// The step that lies so far behind this one.
    fn behind(&self, distance: u32) -> StepIndex {
        let to = self.here + distance;
        StepIndex(to.checked_sub(self.steps).unwrap_or(to) as u16)
    }

    fn name_here(&mut self) -> &'n str {
        let name = next(&mut self.names);
        self.or_bad(name)
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
        let text = next(&mut self.texts);
        self.or_bad(text)
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
        let listed = self.flag();
        let facts = self.list(Self::fact);
        self.steps = self.below(1 << 16);
        self.here = 0;
        let start = self.step_index();
        let stuck = self.maybe_step_index();
        // A called guide that names none uses its caller's.
        self.bad |= listed && stuck.is_none();
        let steps = self.all(self.steps, |reader| {
            let step = reader.step();
            reader.here += 1;
            step
        });
        Guide {
            id,
            version,
            language,
            title,
            listing: None,
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
                values: Vec::new(),
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
            ..Variant::default()
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
