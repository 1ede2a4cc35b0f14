//! Makes the list for browsers: the provider's boxes, in its order.

use firstline_guide::json::Writer;
use firstline_guide::model::Value;

use super::model::{Catalogue, Equipment};

/// The boxes of these ids as one document, `{"format":1,"boxes":[{"id":…}]}`, without what only
/// authors need. Ids that the catalogue does not have are left out.
pub fn publish(catalogue: &Catalogue, selected: &[String]) -> String {
    let mut out = Writer::new();
    out.begin_object().key("format").integer(1);
    out.key("boxes").begin_array();
    for equipment in selected.iter().filter_map(|id| catalogue.find(id)) {
        write(equipment, &mut out);
    }
    out.end_array().end_object();
    out.finish()
}

fn write(equipment: &Equipment, out: &mut Writer) {
    out.begin_object();
    out.key("id").string(&equipment.id);
    out.key("role").string(&equipment.role);
    out.key("name").string(&equipment.name);
    if !equipment.also_known_as.is_empty() {
        out.key("alsoKnownAs").begin_array();
        for name in &equipment.also_known_as {
            out.string(name);
        }
        out.end_array();
    }
    if let Some((file, _)) = &equipment.picture {
        out.key("picture").string(file);
    }
    out.key("shape").string(&equipment.shape);
    out.key("arrangement").string(&equipment.arrangement);
    out.key("lights").begin_array();
    for light in &equipment.lights {
        out.begin_object().key("id").string(&light.id);
        out.key("label").string(&light.label);
        out.key("states").begin_object();
        for (state, meaning) in &light.states {
            out.key(state).string(meaning.name());
        }
        out.end_object().end_object();
    }
    out.end_array();
    if !equipment.patterns.is_empty() {
        out.key("patterns").begin_array();
        for pattern in &equipment.patterns {
            out.begin_object().key("id").string(&pattern.id);
            out.key("lights").begin_object();
            for (light, state) in &pattern.lights {
                out.key(light).string(state);
            }
            out.end_object();
            out.key("means").string(pattern.means.name()).end_object();
        }
        out.end_array();
    }
    if !equipment.facts.is_empty() {
        out.key("facts").begin_array();
        for (part, value) in &equipment.facts {
            out.begin_array().string(part);
            match value {
                Value::Number(number) => out.number(*number),
                Value::Text(text) => out.string(text),
                Value::Flag(_) | Value::List(_) => out.null(),
            };
            out.end_array();
        }
        out.end_array();
    }
    out.end_object();
}
