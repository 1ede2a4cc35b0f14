//! The lamps of a box, and which box it is.

use std::rc::Rc;

use firstline_guide::model::Meaning;
use firstline_guide::session::{Body, LightReading, Screen};
use firstline_widget::model::equipment;
use firstline_widget::text::Words;
use firstline_widget::view::{Boxes, Equipment, Page, Step};

use super::{Example, example, screen, step, texts};

pub fn examples() -> Vec<Example> {
    let mut right_to_left = example("lights-right-to-left", own("fritz-7590", None));
    right_to_left.words = Words::of("ar");
    let seen = LightReading {
        equipment: "fritz-7590".into(),
        light: "power-dsl".into(),
        state: "green-flashing".into(),
    };
    vec![
        example("lights-row", own("fritz-7590", None)),
        example("lights-row-chosen-before", own("fritz-7590", Some(seen))),
        example("lights-column", own("huawei-cpe-pro-2", None)),
        example("lights-one", own("eero-6", None)),
        example("lights-patterns", own("nbn-hfc", None)),
        example("lights-wall", own("openreach-ont", None)),
        example("lights-not-here", page(Boxes::Other, None)),
        example("box-few", choosing(3, false, None)),
        example("box-many", choosing(6, true, None)),
        example("box-on-the-wall", on_the_wall()),
        example("box-found", choosing(1, true, Some("fritz"))),
        example("box-none", choosing(0, true, Some("hamster"))),
        right_to_left,
    ]
}

/// Some boxes as the relay publishes them, one of each outline.
pub fn boxes() -> Vec<Rc<Equipment>> {
    let text = include_str!("equipment.json");
    equipment::read(text).unwrap_or_default()
}

fn choosing(count: usize, many: bool, typed: Option<&str>) -> Page {
    let shown = boxes().into_iter().take(count).collect();
    page(Boxes::Choosing { shown, many }, typed)
}

/// The same for a box that is no router.
fn on_the_wall() -> Page {
    let Page::Step(mut step) = choosing(2, false, None) else {
        unreachable!("a step is a step")
    };
    if let Body::Lights { of, .. } = &mut step.screen.body {
        *of = "fibre-box".into();
    }
    Page::Step(step)
}

fn page(boxes: Boxes, typed: Option<&str>) -> Page {
    let Page::Step(step) = step(lights(None, None)) else {
        unreachable!("a step is a step")
    };
    Page::Step(Step {
        boxes,
        typed: typed.map(str::to_owned),
        ..step
    })
}

/// The lamps of this box, with what was seen of it before.
fn own(id: &str, seen: Option<LightReading>) -> Page {
    let own = boxes().into_iter().find(|known| known.id == id);
    let own = own.unwrap_or_default();
    let chosen = seen.as_ref().map(|_| Meaning::Connecting);
    let Page::Step(step) = step(lights(chosen, seen)) else {
        unreachable!("a step is a step")
    };
    Page::Step(Step {
        boxes: Boxes::Own(own),
        ..step
    })
}

fn lights(chosen: Option<Meaning>, seen: Option<LightReading>) -> Screen {
    Screen {
        text: texts(&["Look at the front of the box. Some lights may be hidden in bright light."]),
        ..screen(
            "What do the lights on the router show?",
            Body::Lights {
                of: "router".into(),
                equipment: seen.as_ref().map(|seen| seen.equipment.clone()),
                meanings: vec![
                    Meaning::NoLine,
                    Meaning::NoPower,
                    Meaning::Connecting,
                    Meaning::Ok,
                    Meaning::Unsure,
                ],
                chosen,
                seen,
            },
        )
    }
}
