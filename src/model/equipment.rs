//! The boxes that customers may have, as the relay publishes them, beside the packs that ask for
//! their lamps.

use std::rc::Rc;

use firstline_guide::json;
use firstline_guide::model::{Library, StepKind};
use firstline_wire::Boxes;

use crate::view::Equipment;

/// The number of the form that is read.
const FORMAT: u32 = 1;

/// Reads the boxes; `None` if the text is something else.
pub fn read(text: &str) -> Option<Vec<Rc<Equipment>>> {
    let Boxes { format, boxes } = json::from_str(text)?;
    (format == FORMAT).then(|| boxes.into_iter().map(Rc::new).collect())
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
