//! The boxes that customers may have, as the relay publishes them, beside the packs that ask for
//! their lamps.

use std::rc::Rc;

use firstline_guide::Effect;
use firstline_guide::json::{self, Node, Reading};
use firstline_guide::model::{Library, Meaning, StepKind};
use firstline_guide::session::{Body, Millis, Screen};

use super::catalog::{Entry, string, strings};
use super::search::{Fold, search};
use super::{Command, Model, Walking};
use crate::view::{Boxes, Equipment, Light, Pattern};

/// What the customer said of the box of a role, besides which it is: its id is stored as it is,
/// and no id is one of these.
const NOT_HERE: &str = "";
/// The customer wants to choose once more.
const CHOOSING: &str = "?";

/// All boxes. Empty where the relay has none, or they could not be loaded: then what lamps mean is
/// chosen in words.
pub(super) type Known = Vec<Rc<Equipment>>;

/// Reads the boxes. `None` where it is something else.
pub fn read(text: &str) -> Option<Vec<Rc<Equipment>>> {
    let root = &json::parse(text).ok()?.root;
    if root.get("format")?.as_f64()? != 1.0 {
        return None;
    }
    let mut reading = Reading::new();
    let boxes = reading.get(root, "boxes");
    let boxes = reading.list(boxes, |reading, node| Rc::new(equipment(reading, node)));
    reading.first_wrong().is_none().then_some(boxes)
}

fn equipment<'a>(reading: &mut Reading<'a>, node: &'a Node) -> Equipment {
    let lights = reading.get(node, "lights");
    let mut patterns = Vec::new();
    if let Some(list) = node.get("patterns") {
        patterns = reading.list(list, pattern);
    }
    Equipment {
        id: reading.string_of(node, "id"),
        role: reading.string_of(node, "role"),
        name: reading.string_of(node, "name"),
        also_known_as: strings(node, "alsoKnownAs"),
        picture: string(node, "picture"),
        shape: reading.string_of(node, "shape"),
        column: reading.string_of(node, "arrangement") == "column",
        lights: reading.list(lights, light),
        patterns,
    }
}

fn light<'a>(reading: &mut Reading<'a>, node: &'a Node) -> Light {
    let known = reading.get(node, "states");
    let mut states = Vec::new();
    for member in reading.members(known) {
        let means = reading.named(&member.value, Meaning::from_name, Meaning::Unsure);
        states.push((member.key.clone(), means));
    }
    Light {
        id: reading.string_of(node, "id"),
        label: string(node, "label").unwrap_or_default(),
        states,
    }
}

fn pattern<'a>(reading: &mut Reading<'a>, node: &'a Node) -> Pattern {
    let known = reading.get(node, "lights");
    let mut lights = Vec::new();
    for member in reading.members(known) {
        lights.push((member.key.clone(), reading.string(&member.value)));
    }
    let means = reading.get(node, "means");
    Pattern {
        id: reading.string_of(node, "id"),
        lights,
        means: reading.named(means, Meaning::from_name, Meaning::Unsure),
    }
}

/// The roles of the boxes whose lamps these guides ask for.
fn roles(library: &Library) -> Vec<&str> {
    let mut roles = Vec::new();
    for guide in library.guides() {
        for step in &guide.steps {
            if let StepKind::Lights(lights) = &step.kind {
                roles.push(lights.of.as_str());
            }
        }
    }
    roles
}

impl Model {
    /// What guides that ask for lamps need besides their pack. True where it must be waited for:
    /// boxes that came late would change a screen under the customer's finger.
    pub(super) fn needs_boxes(&mut self, library: &Library, commands: &mut Vec<Command>) -> bool {
        let path = self
            .catalog
            .as_ref()
            .and_then(|known| known.equipment.clone());
        if self.boxes.is_none()
            && !roles(library).is_empty()
            && let Some(path) = path
        {
            commands.push(Command::LoadBoxes(path));
            return true;
        }
        false
    }

    /// The pictures of the boxes that can be chosen in these guides.
    pub(super) fn box_pictures(&self, library: &Library) -> Vec<String> {
        let roles = roles(library);
        let mut files = Vec::new();
        for known in self.boxes.iter().flatten() {
            if let Some(file) = &known.picture
                && roles.contains(&known.role.as_str())
            {
                files.push(["pictures/", file].concat());
            }
        }
        files
    }

    /// The customer said which box it is, or that it is none of those that are shown.
    pub(super) fn choose_box(
        &mut self,
        now: Millis,
        id: Option<String>,
        commands: &mut Vec<Command>,
    ) {
        if let Some(role) = self.role() {
            self.said_of_box(now, role, id.unwrap_or_default(), commands);
        }
    }

    /// The box that is shown is not the customer's; or it is to be chosen after all.
    pub(super) fn ask_box(&mut self, now: Millis, commands: &mut Vec<Command>) {
        let Some(role) = self.role() else { return };
        // With no other to choose from, what the lamps mean is asked in words, or the only box is
        // shown again.
        let alone = self.of_role(&role).len() < 2;
        let not_here = (role.clone(), NOT_HERE.to_owned());
        let said = if alone && !self.own_boxes.contains(&not_here) {
            NOT_HERE
        } else {
            CHOOSING
        };
        self.said_of_box(now, role, said.to_owned(), commands);
    }

    fn said_of_box(
        &mut self,
        now: Millis,
        role: String,
        said: String,
        commands: &mut Vec<Command>,
    ) {
        self.own_boxes.retain(|(known, _)| *known != role);
        self.own_boxes.push((role, said));
        if let Some(walk) = &mut self.walk {
            walk.typed = None;
        }
        self.carry_out(now, vec![Effect::Save], commands);
    }

    /// The role of the box that is asked for.
    fn role(&self) -> Option<String> {
        match self.walk.as_ref()?.session.screen().body {
            Body::Lights { of, .. } => Some(of),
            _ => None,
        }
    }

    fn of_role(&self, role: &str) -> Known {
        let mut found = Vec::new();
        for known in self.boxes.iter().flatten() {
            if known.role == role {
                found.push(Rc::clone(known));
            }
        }
        found
    }

    /// How the lamps of a step are asked for.
    pub(super) fn boxes(&self, walk: &Walking, screen: &mut Screen) -> Boxes {
        let Body::Lights { of, equipment, .. } = &screen.body else {
            return Boxes::None;
        };
        let all = self.of_role(of);
        let said = self.own_boxes.iter().find(|(role, _)| role == of);
        let said = said.map(|(_, said)| said.as_str());
        let id = said.or(equipment.as_deref()).unwrap_or(CHOOSING);
        if all.is_empty() {
            return Boxes::None;
        }
        let (boxes, key) = if id == NOT_HERE {
            (Boxes::Other, "")
        } else if let Some(own) = all.iter().find(|known| known.id == id) {
            (Boxes::Own(Rc::clone(own)), "=")
        } else if all.len() == 1 {
            (Boxes::Own(Rc::clone(&all[0])), "=")
        } else {
            let query = walk.typed.as_deref().unwrap_or_default();
            let many = all.len() > FEW;
            let shown = fitting(&all, query, self.outside.fold);
            (Boxes::Choosing { shown, many }, "?")
        };
        // Another screen for the eye and the focus, though the same step.
        screen.key.push_str(key);
        boxes
    }
}

/// The boxes whose names fit what was typed, best first; all of them while nothing is typed.
fn fitting(boxes: &[Rc<Equipment>], query: &str, fold: Fold) -> Known {
    let mut entries = Vec::new();
    for known in boxes {
        entries.push(Entry {
            title: known.name.clone(),
            search_words: known.also_known_as.clone(),
            ..Entry::default()
        });
    }
    let mut found = Vec::new();
    for position in search(&entries, query, fold) {
        found.push(Rc::clone(&boxes[position]));
    }
    found
}

/// So many boxes are seen at a glance; more can be found by name.
const FEW: usize = 5;
