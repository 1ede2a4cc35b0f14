//! The reader: from the file to the catalogue, and everything that is wrong with it at once.

use firstline_guide::diagnostic::Diagnostic;
use firstline_guide::json::{self, Node, Span};
use firstline_guide::model::{Meaning, ROLES};
use firstline_guide::names::is_kebab_case;
use firstline_guide::rules::bad_picture_file::BadPictureFile;
use firstline_guide::rules::duplicate_key::DuplicateKey;
use firstline_guide::rules::syntax::Syntax;
use firstline_guide::rules::unknown_format::UnknownFormat;
use firstline_guide::rules::unknown_meaning::UnknownMeaning;
use firstline_guide::rules::unknown_value::UnknownValue;
use firstline_guide::rules::wrong_type::Expected;

use super::checks;
use super::model::{ARRANGEMENTS, Catalogue, Equipment, Light, Pattern, SHAPES, STATES};
use super::problem::Problem;
use crate::reader::Reader;

/// A catalogue that was read, and what is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The part that could be read: all of it if there are no problems.
    pub catalogue: Catalogue,
    /// Everything that is wrong, in the order of the source.
    pub problems: Vec<Diagnostic>,
}

/// Reads a catalogue. Reading goes on after a problem; what cannot be read is left out.
pub fn read(source: &str) -> Loaded {
    let parsed = match json::parse(source) {
        Ok(parsed) => parsed,
        Err(error) => {
            let end = error.offset;
            let syntax = Syntax { error, source };
            let problem = Diagnostic::unplaced(&syntax, Span { start: end, end });
            return Loaded {
                catalogue: Catalogue::default(),
                problems: vec![problem],
            };
        }
    };
    let mut reader = Reader::new(&parsed.root);
    for span in &parsed.duplicates() {
        reader.add(*span, &DuplicateKey);
    }
    let catalogue = reader.catalogue();
    let mut problems = reader.problems;
    problems.sort_by_key(|problem| problem.span.start);
    Loaded {
        catalogue,
        problems,
    }
}

impl<'n> Reader<'n> {
    fn catalogue(&mut self) -> Catalogue {
        let mut catalogue = Catalogue::default();
        let root = self.root;
        if !self.object(root, &["$schema", "format", "boxes"]) {
            return catalogue;
        }
        if let Some(format) = self.require(root, "format") {
            match format.as_f64() {
                Some(1.0) => {}
                Some(number) if number > 1.0 => {
                    self.add(format.span, &Problem::NewerFormat);
                    return catalogue;
                }
                Some(_) => self.add(format.span, &UnknownFormat),
                None => self.wrong(format, Expected::Whole),
            }
        }
        let Some(boxes) = self.require(root, "boxes") else {
            return catalogue;
        };
        if !self.object(boxes, &[]) {
            return catalogue;
        }
        for member in boxes.as_object().unwrap_or_default() {
            self.name(&member.key, member.key_span);
            if let Some(equipment) = self.equipment(&member.key, &member.value) {
                if let Some(name) = member.value.get("name")
                    && catalogue
                        .boxes
                        .iter()
                        .any(|other| other.name == equipment.name && other.id != equipment.id)
                {
                    self.add(name.span, &Problem::SameName(equipment.name.clone()));
                }
                catalogue.boxes.push(equipment);
            }
        }
        catalogue
    }

    fn equipment(&mut self, id: &str, node: &'n Node) -> Option<Equipment> {
        const KEYS: &[&str] = &[
            "role",
            "name",
            "maker",
            "alsoKnownAs",
            "technology",
            "picture",
            "shape",
            "arrangement",
            "confirm",
            "lights",
            "patterns",
            "ports",
            "admin",
            "wifiButton",
            "label",
            "restart",
            "sources",
        ];
        if !self.object(node, KEYS) {
            return None;
        }
        let role = self.word(node, "role", ROLES);
        let name = self.require_text(node, "name");
        let also_known_as = self.texts(node, "alsoKnownAs");
        let picture = self.picture(node);
        let shape = self.word(node, "shape", SHAPES);
        let arrangement = self.word(node, "arrangement", ARRANGEMENTS);
        let mut lights = Vec::new();
        let mut light_nodes = Vec::new();
        for node in self.list(node, "lights", true) {
            if let Some(light) = self.light(node) {
                lights.push(light);
                light_nodes.push(node);
            }
        }
        let mut patterns = Vec::new();
        let mut pattern_nodes = Vec::new();
        for node in self.list(node, "patterns", false) {
            if let Some(pattern) = self.pattern(node) {
                patterns.push(pattern);
                pattern_nodes.push(node);
            }
        }
        let facts = self.facts(node, name.as_deref());
        let equipment = Equipment {
            id: id.to_owned(),
            role: role.unwrap_or_default(),
            name: name.unwrap_or_default(),
            maker: self.text(node, "maker"),
            also_known_as,
            technology: self.text(node, "technology"),
            picture,
            shape: shape.unwrap_or_default(),
            arrangement: arrangement.unwrap_or_default(),
            confirm: self.text(node, "confirm"),
            lights,
            patterns,
            facts,
            sources: self.sources(node),
        };
        checks::check(&equipment, &light_nodes, &pattern_nodes, self);
        Some(equipment)
    }

    fn light(&mut self, node: &'n Node) -> Option<Light> {
        if !self.object(node, &["id", "label", "states"]) {
            return None;
        }
        let id = self.require_name(node);
        let label = self.text(node, "label").unwrap_or_default();
        let mut states = Vec::new();
        if let Some(written) = node.get("states")
            && self.object(written, &[])
        {
            for member in written.as_object().unwrap_or_default() {
                self.state(&member.key, member.key_span);
                if let Some(meaning) = self.meaning(&member.value) {
                    states.push((member.key.clone(), meaning));
                }
            }
        }
        Some(Light {
            id: id?,
            label,
            states,
        })
    }

    fn pattern(&mut self, node: &'n Node) -> Option<Pattern> {
        if !self.object(node, &["id", "lights", "means"]) {
            return None;
        }
        let id = self.require_name(node);
        let means = self.require(node, "means");
        let means = means.and_then(|node| self.meaning(node));
        let mut lights = Vec::new();
        if let Some(written) = self.require(node, "lights")
            && self.object(written, &[])
        {
            for member in written.as_object().unwrap_or_default() {
                if let Some(state) = self.string(&member.value) {
                    self.state(&state, member.value.span);
                    lights.push((member.key.clone(), state));
                }
            }
        }
        Some(Pattern {
            id: id?,
            lights,
            means: means?,
        })
    }

    fn state(&mut self, state: &str, span: Span) {
        if let Some(meant) = meant(state) {
            let name = state.to_owned();
            self.add(span, &Problem::OtherColour { name, meant });
        } else if !STATES.contains(&state) {
            let (name, known) = (state, STATES);
            self.add(span, &UnknownValue { name, known });
        }
    }

    fn meaning(&mut self, node: &'n Node) -> Option<Meaning> {
        let name = self.string(node)?;
        // A lamp is never unsure; a customer may be.
        let found = Meaning::from_name(&name).filter(|meaning| *meaning != Meaning::Unsure);
        if found.is_none() {
            let known: Vec<&str> = Meaning::ALL
                .iter()
                .filter(|meaning| **meaning != Meaning::Unsure)
                .map(|meaning| meaning.name())
                .collect();
            let (name, known) = (&name, &known);
            self.add(node.span, &UnknownMeaning { name, known });
        }
        found
    }

    fn picture(&mut self, node: &'n Node) -> Option<(String, Span)> {
        let node = node.get("picture")?;
        let file = self.string(node)?;
        let stem = file.strip_suffix(".svg");
        if !stem.is_some_and(is_kebab_case) {
            self.add(node.span, &BadPictureFile { file: &file });
            return None;
        }
        Some((file, node.span))
    }
}

/// Colours that go by another name here, and ways to say that a lamp flashes.
const COLOURS: &[(&str, &str)] = &[
    ("orange", "amber"),
    ("yellow", "amber"),
    ("cyan", "blue"),
    ("magenta", "purple"),
    ("violet", "purple"),
    ("pink", "purple"),
];

/// The state that is meant by one of another name: `orange-blinking`.
fn meant(state: &str) -> Option<&'static str> {
    let lower = state.to_lowercase();
    let (colour, flashes) = match lower.split_once(['-', ' ', '_']) {
        Some((colour, "flashing" | "blinking" | "flash" | "blink")) => (colour, true),
        Some(_) => return None,
        None => (lower.as_str(), false),
    };
    let other = COLOURS.iter().find(|(known, _)| *known == colour);
    let colour = other.map_or(colour, |(_, meant)| meant);
    let mut states = STATES.iter().copied();
    let found = states.find(|known| match known.strip_suffix("-flashing") {
        Some(known) => flashes && known == colour,
        None => !flashes && *known == colour,
    });
    found.filter(|found| *found != state)
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn a_colour_of_another_name_is_understood() {
        assert_eq!(meant("orange"), Some("amber"));
        assert_eq!(meant("yellow-flashing"), Some("amber-flashing"));
        assert_eq!(meant("Green blinking"), Some("green-flashing"));
        assert_eq!(meant("green"), None);
        assert_eq!(meant("gren"), None);
    }
}
