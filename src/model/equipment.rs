//! The boxes that customers may have, as the relay publishes them, beside the packs that ask for
//! their lamps.

use std::rc::Rc;

use firstline_guide::json::{self, Node, Reading};
use firstline_guide::model::{Library, Meaning, StepKind};

use super::index::{string, strings};
use crate::view::{Equipment, Light, Pattern};

/// Reads the boxes; `None` if the text is something else.
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
pub(super) fn roles(library: &Library) -> Vec<&str> {
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
