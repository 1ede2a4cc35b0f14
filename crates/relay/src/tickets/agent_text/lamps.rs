//! What a customer saw of a box, in the words that are printed on it.

use firstline_guide::session::LightReading;
use firstline_wire::Boxes;
use firstline_wire::equipment::Equipment;

/// `FRITZ!Box 7590, Power / DSL: flashing green`. A box or a lamp that is not known any more goes
/// by its id: the customer had an earlier catalogue, or is somebody's invention.
pub(super) fn words(seen: &LightReading, boxes: Option<&Boxes>) -> String {
    let mut all = boxes.into_iter().flat_map(|boxes| &boxes.boxes);
    let Some(equipment) = all.find(|equipment| equipment.id == seen.equipment) else {
        return unknown(seen);
    };
    let name = &equipment.name;
    if seen.light.is_empty() {
        return name.clone();
    }
    let pattern = equipment
        .patterns
        .iter()
        .find(|pattern| pattern.id == seen.light);
    if let Some(pattern) = pattern {
        // In the order in which they stand on the box.
        let lamps: Vec<String> = equipment
            .lights
            .iter()
            .filter_map(|light| {
                let (_, state) = pattern.lights.iter().find(|(id, _)| *id == light.id)?;
                Some(format!("{} {}", light.label, behaviour(state)))
            })
            .collect();
        return format!("{name}: {}", lamps.join(", "));
    }
    match label(equipment, &seen.light) {
        "" => format!("{name}: {}", behaviour(&seen.state)),
        label => format!("{name}, {label}: {}", behaviour(&seen.state)),
    }
}

fn unknown(seen: &LightReading) -> String {
    let mut words = format!("box {}", seen.equipment);
    for part in [&seen.light, &seen.state] {
        if !part.is_empty() {
            words += ", ";
            words += part;
        }
    }
    words
}

/// What is printed beside a lamp; its id if it is not known.
fn label<'a>(equipment: &'a Equipment, id: &'a str) -> &'a str {
    let mut lights = equipment.lights.iter();
    let light = lights.find(|light| light.id == id);
    light.map_or(id, |light| light.label.as_str())
}

/// Behaviour first, colour last: the customer may not distinguish colours.
fn behaviour(state: &str) -> String {
    match state.strip_suffix("-flashing") {
        Some(colour) => format!("flashing {colour}"),
        None if state == "off" => state.to_owned(),
        None => format!("steady {state}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxes() -> Boxes {
        serde_json::from_value(serde_json::json!({ "format": 1, "boxes": [
            { "id": "fritz-7590", "role": "router", "name": "FRITZ!Box 7590", "shape": "flat",
              "arrangement": "row",
              "lights": [
                { "id": "power-dsl", "label": "Power / DSL", "states": { "off": "no-power" } },
                { "id": "wlan", "label": "WLAN", "states": { "off": "disabled" } } ],
              "patterns": [ { "id": "updating", "means": "updating",
                "lights": { "wlan": "green-flashing", "power-dsl": "green" } } ] },
            { "id": "eero-6", "role": "mesh", "name": "eero 6", "shape": "cube",
              "arrangement": "row",
              "lights": [ { "id": "light", "label": "", "states": { "red": "no-line" } } ] }
        ] }))
        .unwrap()
    }

    #[test]
    fn agents_read_what_is_printed_on_the_box() {
        for (equipment, light, state, said) in [
            (
                "fritz-7590",
                "power-dsl",
                "green-flashing",
                "FRITZ!Box 7590, Power / DSL: flashing green",
            ),
            ("fritz-7590", "wlan", "off", "FRITZ!Box 7590, WLAN: off"),
            ("eero-6", "light", "red", "eero 6: steady red"),
            (
                "fritz-7590",
                "updating",
                "",
                "FRITZ!Box 7590: Power / DSL steady green, WLAN flashing green",
            ),
            ("fritz-7590", "", "", "FRITZ!Box 7590"),
            (
                "fritz-7590",
                "dsl",
                "red",
                "FRITZ!Box 7590, dsl: steady red",
            ),
            ("speedport", "link", "off", "box speedport, link, off"),
            ("speedport", "", "", "box speedport"),
        ] {
            let seen = LightReading {
                equipment: equipment.to_owned(),
                light: light.to_owned(),
                state: state.to_owned(),
            };
            assert_eq!(words(&seen, Some(&boxes())), said);
        }
        let seen = LightReading {
            equipment: "eero-6".to_owned(),
            light: "light".to_owned(),
            state: "red".to_owned(),
        };
        assert_eq!(words(&seen, None), "box eero-6, light, red");
    }
}
