//! The reader: from the file to the catalogue, and everything that is wrong with it at once.

use firstline_guide::json::{self, Node, Span};
use firstline_guide::model::{Meaning, ROLES};
use firstline_guide::problem::{Expected, ProblemKind as Shape, What};

use super::checks;
use super::model::{ARRANGEMENTS, Catalogue, Equipment, Light, Pattern, SHAPES, STATES};
use super::problem::{Problem, ProblemKind};

/// A catalogue that was read, and what is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// What could be read. Complete where there are no problems.
    pub catalogue: Catalogue,
    /// Everything that is wrong, in the order of the source.
    pub problems: Vec<Problem>,
}

/// Reads a catalogue. Reading goes on after a problem; what cannot be read is left out.
pub fn read(source: &str) -> Loaded {
    let parsed = match json::parse(source) {
        Ok(parsed) => parsed,
        Err(error) => {
            let end = error.offset;
            let problem = Problem {
                kind: ProblemKind::Shape(Shape::Syntax(error.kind)),
                span: Span { start: end, end },
                pointer: String::new(),
            };
            return Loaded {
                catalogue: Catalogue::default(),
                problems: vec![problem],
            };
        }
    };
    let mut reader = Reader {
        root: &parsed.root,
        problems: Vec::new(),
    };
    for span in &parsed.duplicates() {
        reader.shape(*span, Shape::DuplicateKey);
    }
    let catalogue = reader.catalogue();
    let mut problems = reader.problems;
    problems.sort_by_key(|problem| problem.span.start);
    Loaded {
        catalogue,
        problems,
    }
}

/// Reads shapes and collects problems.
pub(super) struct Reader<'n> {
    root: &'n Node,
    problems: Vec<Problem>,
}

impl<'n> Reader<'n> {
    pub(super) fn add(&mut self, span: Span, kind: ProblemKind) {
        self.problems.push(Problem::new(self.root, span, kind));
    }

    fn shape(&mut self, span: Span, kind: Shape) {
        self.add(span, ProblemKind::Shape(kind));
    }

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
                    self.add(format.span, ProblemKind::NewerFormat);
                    return catalogue;
                }
                Some(_) => self.shape(format.span, Shape::UnknownFormat),
                None => self.shape(format.span, Shape::WrongType(Expected::Whole)),
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
                    self.add(name.span, ProblemKind::SameName(equipment.name.clone()));
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
        if !STATES.contains(&state) {
            self.unknown(span, What::Word, state, STATES.iter().copied());
        }
    }

    fn meaning(&mut self, node: &'n Node) -> Option<Meaning> {
        let name = self.string(node)?;
        // A lamp is never unsure; a customer may be.
        let found = Meaning::from_name(&name).filter(|meaning| *meaning != Meaning::Unsure);
        if found.is_none() {
            let known = Meaning::ALL
                .iter()
                .filter(|meaning| **meaning != Meaning::Unsure);
            self.unknown(
                node.span,
                What::Meaning,
                &name,
                known.map(|known| known.name()),
            );
        }
        found
    }

    fn picture(&mut self, node: &'n Node) -> Option<(String, Span)> {
        let node = node.get("picture")?;
        let file = self.string(node)?;
        let stem = file.strip_suffix(".svg");
        if !stem.is_some_and(is_kebab_case) {
            self.shape(node.span, Shape::BadPictureFile(file));
            return None;
        }
        Some((file, node.span))
    }

    /// Reports what is no object, and keys that are none of these; with none given, any is good.
    fn object(&mut self, node: &'n Node, known: &[&str]) -> bool {
        let Some(members) = node.as_object() else {
            self.shape(node.span, Shape::WrongType(Expected::Object));
            return false;
        };
        for member in members {
            if !known.is_empty() && !known.contains(&member.key.as_str()) {
                self.unknown(
                    member.key_span,
                    What::Key,
                    &member.key,
                    known.iter().copied(),
                );
            }
        }
        true
    }

    fn require(&mut self, node: &'n Node, key: &'static str) -> Option<&'n Node> {
        let found = node.get(key);
        if found.is_none() {
            self.shape(opening(node), Shape::MissingKey(key));
        }
        found
    }

    fn string(&mut self, node: &'n Node) -> Option<String> {
        let text = node.as_str();
        if text.is_none() {
            self.shape(node.span, Shape::WrongType(Expected::String));
        }
        text.map(str::to_owned)
    }

    /// A text that says something.
    fn some_text(&mut self, node: &'n Node) -> Option<String> {
        let text = self.string(node)?;
        if text.trim().is_empty() {
            self.shape(node.span, Shape::EmptyText);
        }
        Some(text)
    }

    fn text(&mut self, node: &'n Node, key: &str) -> Option<String> {
        self.some_text(node.get(key)?)
    }

    fn require_text(&mut self, node: &'n Node, key: &'static str) -> Option<String> {
        let node = self.require(node, key)?;
        self.some_text(node)
    }

    fn require_name(&mut self, node: &'n Node) -> Option<String> {
        let node = self.require(node, "id")?;
        let name = self.string(node)?;
        self.name(&name, node.span);
        Some(name)
    }

    fn name(&mut self, name: &str, span: Span) {
        if !is_kebab_case(name) {
            self.shape(span, Shape::BadName(name.to_owned()));
        }
    }

    fn word(
        &mut self,
        node: &'n Node,
        key: &'static str,
        known: &[&'static str],
    ) -> Option<String> {
        let node = self.require(node, key)?;
        let word = self.string(node)?;
        if !known.contains(&word.as_str()) {
            self.unknown(node.span, What::Word, &word, known.iter().copied());
            return None;
        }
        Some(word)
    }

    fn list(&mut self, node: &'n Node, key: &'static str, required: bool) -> &'n [Node] {
        let found = if required {
            self.require(node, key)
        } else {
            node.get(key)
        };
        let Some(found) = found else { return &[] };
        match found.as_array() {
            Some([]) => {
                self.shape(found.span, Shape::EmptyList);
                &[]
            }
            Some(items) => items,
            None => {
                self.shape(found.span, Shape::WrongType(Expected::Array));
                &[]
            }
        }
    }

    fn texts(&mut self, node: &'n Node, key: &'static str) -> Vec<String> {
        let items = self.list(node, key, false);
        items
            .iter()
            .filter_map(|item| self.some_text(item))
            .collect()
    }

    fn unknown<'k>(
        &mut self,
        span: Span,
        what: What,
        name: &str,
        known: impl Iterator<Item = &'k str>,
    ) {
        let kind = Shape::Unknown {
            what,
            name: name.to_owned(),
            known: known.map(str::to_owned).collect(),
        };
        self.shape(span, kind);
    }
}

/// Where a problem with an object as a whole is shown: the whole of it would mark many lines.
pub(super) fn opening(node: &Node) -> Span {
    Span {
        start: node.span.start,
        end: node.span.start + 1,
    }
}

fn is_kebab_case(name: &str) -> bool {
    let part = |part: &str| {
        let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        !part.is_empty() && part.bytes().all(good)
    };
    name.split('-').all(part)
}
