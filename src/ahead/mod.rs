//! The first screens, drawn ahead: natively, when guides are published, by the same model and the same screens
//! as in the browser. The panel shows them before the core is there, so that a customer on a slow line reads,
//! and presses, one round trip after asking for help.
//!
//! A screen is drawn ahead only if it is the same for everybody: on every device, and whether the
//! provider's lines are open or not. Otherwise the customer would see it change under the finger, and the panel
//! shows that it loads instead.

mod nodes;
mod stage;

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::Value;

use crate::action::Action;
use crate::text::Words;
use nodes::each_element;
use stage::Stage;

/// The data that is published for a language.
#[derive(Clone, Copy)]
pub struct Published<'a> {
    /// The index, as the relay answers with it.
    pub index: &'a firstline_wire::Index,
    /// The widget's own words.
    pub words: &'a Words,
    /// The pack of a guide, by its id.
    pub pack: &'a dyn Fn(&str) -> Option<Vec<u8>>,
    /// The boxes that customers may have, if there are any.
    pub boxes: Option<&'a str>,
}

/// Screens that were drawn ahead, as the panel reads them (`embed/ahead.js`).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drawn {
    /// The pack of the guide, relative to the relay's root: the panel asks for it before the core does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
    /// The screens, the first one first. Where a press leads to another of them, its number is in `data-to`.
    pub screens: Vec<Vec<Value>>,
}

/// The most screens of a guide: its first, and what follows its first answers. They must come before the core does,
/// on the line that the core comes over (`tests/size.snap` has their weight).
const MOST: usize = 6;

/// The welcome screen; `None` if it is not the same for everybody.
pub fn welcome(published: &Published<'_>) -> Option<Drawn> {
    draw(published, None)
}

/// The first screens of a guide; `None` if its first is not the same for everybody, or is of a kind that needs the core.
pub fn guide(published: &Published<'_>, id: &str) -> Option<Drawn> {
    let mut drawn = draw(published, Some(id))?;
    let entry = published.index.guides.iter().find(|guide| guide.id == id);
    drawn.pack = entry.map(|entry| entry.pack.clone());
    Some(drawn)
}

/// Draws the first screen, then those that its answers lead to, as far as there is room.
fn draw(published: &Published<'_>, guide: Option<&str>) -> Option<Drawn> {
    let stage = Stage::new(published, guide);
    let first = stage.draw(&[])?;
    let mut screens = Vec::new();
    let mut found = VecDeque::from([(Vec::<Action>::new(), first)]);
    let mut numbered = 1;
    while let Some((way, mut screen)) = found.pop_front() {
        each_element(&mut screen, &mut |attributes| {
            let Some(action) = pressed(attributes.get("data-press")) else {
                return;
            };
            // Another guide has screens of its own; what is not a step's is the panel's or the core's to do.
            if numbered == MOST || !matches!(action, Action::Step(_)) {
                return;
            }
            let next_way = [way.as_slice(), &[action]].concat();
            if let Some(next) = stage.draw(&next_way) {
                attributes.insert("data-to".to_owned(), numbered.to_string().into());
                numbered += 1;
                found.push_back((next_way, next));
            }
        });
        screens.push(screen);
    }
    Some(Drawn {
        pack: None,
        screens,
    })
}

/// The action of a press, as `data-press` has it.
fn pressed(attribute: Option<&Value>) -> Option<Action> {
    serde_json::from_str(attribute?.as_str()?).ok()
}
