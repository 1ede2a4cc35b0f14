//! Checks that the lamps and patterns of a box fit each other.

use firstline_guide::json::{Node, Span};
use firstline_guide::rules::duplicate_id::DuplicateId;

use super::model::{Equipment, Pattern};
use super::problem::Problem;
use crate::reader::{Reader, opening};

/// Looks at a box; `lights` and `patterns` are where those that could be read are written.
pub(super) fn check(
    equipment: &Equipment,
    lights: &[&Node],
    patterns: &[&Node],
    reader: &mut Reader<'_>,
) {
    let mut ids: Vec<&str> = Vec::new();
    for (position, (light, node)) in equipment.lights.iter().zip(lights).enumerate() {
        once(&mut ids, &light.id, node, reader);
        if light.label.is_empty() {
            if node.get("label").is_none() && equipment.lights.len() > 1 {
                reader.add(opening(node), &Problem::NoLabel);
            }
        } else if equipment.lights[..position]
            .iter()
            .any(|other| other.label == light.label)
        {
            let kind = Problem::SameLabel(light.label.clone());
            reader.add(place(node, "label"), &kind);
        }
        let in_pattern = |pattern: &Pattern| pattern.lights.iter().any(|(id, _)| *id == light.id);
        if light.states.is_empty()
            && written(node) == 0
            && !equipment.patterns.iter().any(in_pattern)
        {
            let kind = Problem::SilentLight(light.id.clone());
            reader.add(opening(node), &kind);
        }
    }
    for (position, (pattern, node)) in equipment.patterns.iter().zip(patterns).enumerate() {
        once(&mut ids, &pattern.id, node, reader);
        self::pattern(equipment, position, pattern, node, reader);
    }
}

/// Lamps and patterns share their ids: an answer names one of either.
fn once<'e>(ids: &mut Vec<&'e str>, id: &'e str, node: &Node, reader: &mut Reader<'_>) {
    if ids.contains(&id) {
        reader.add(place(node, "id"), &DuplicateId { id });
    }
    ids.push(id);
}

fn pattern(
    equipment: &Equipment,
    position: usize,
    pattern: &Pattern,
    node: &Node,
    reader: &mut Reader<'_>,
) {
    let named = node
        .get("lights")
        .and_then(Node::as_object)
        .unwrap_or_default();
    for member in named {
        if !equipment.lights.iter().any(|light| light.id == member.key) {
            let known = equipment.lights.iter().map(|light| light.id.clone());
            let kind = Problem::UnknownLight {
                name: member.key.clone(),
                known: known.collect(),
            };
            reader.add(member.key_span, &kind);
        }
    }
    if node.get("lights").is_some() && named.len() < 2 {
        reader.add(place(node, "lights"), &Problem::PatternOfOne);
        return;
    }
    let same = |other: &&Pattern| {
        other.lights.len() == pattern.lights.len()
            && other
                .lights
                .iter()
                .all(|light| pattern.lights.contains(light))
    };
    if let Some(other) = equipment.patterns[..position].iter().find(same) {
        let kind = Problem::SamePattern(other.id.clone());
        reader.add(place(node, "lights"), &kind);
    }
}

/// How many states are written for a lamp, good or bad.
fn written(node: &Node) -> usize {
    node.get("states")
        .map_or(0, |states| states.as_object().map_or(1, <[_]>::len))
}

fn place(node: &Node, key: &str) -> Span {
    node.get(key).map_or(opening(node), |node| node.span)
}
