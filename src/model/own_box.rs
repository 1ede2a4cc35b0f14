//! Which box is the customer's own, and how its lights are asked for by that.

use std::rc::Rc;

use firstline_guide::model::{Library, Value};
use firstline_guide::session::{Body, Screen};

use super::equipment::roles;
use super::index::GuideEntry;
use super::search::{Fold, search};
use crate::view::{Boxes, Equipment};

/// So many boxes are seen at a glance; more can be found by name.
const FEW: usize = 5;

/// The customer's own box of a role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum OwnBox {
    /// The customer has not been asked.
    #[default]
    Unknown,
    /// It is none of those that are known.
    NotHere,
    /// The customer wants to choose it again.
    Choosing,
    /// The one with this id.
    Known(String),
}

/// The boxes, and which of them are the customer's own.
#[derive(Debug)]
pub(super) struct OwnBoxes {
    /// The boxes that customers may have; `None` until they are loaded. Without them, what lights mean is
    /// chosen in words.
    pub catalogue: Option<Vec<Rc<Equipment>>>,
    /// What the customer said of the own box, by its role.
    pub said: Vec<(String, OwnBox)>,
    /// What lamps mean, in words: `lights.no-line`.
    pub meanings: Vec<(String, Value)>,
}

/// How an [`OwnBox::Known`] is not called, because no id is empty or a question mark.
const NOT_HERE: &str = "";
const CHOOSING: &str = "?";

impl OwnBox {
    /// The form in the stored session.
    pub fn stored_form(&self) -> &str {
        match self {
            OwnBox::NotHere => NOT_HERE,
            OwnBox::Unknown | OwnBox::Choosing => CHOOSING,
            OwnBox::Known(id) => id,
        }
    }

    /// Reads the form in the stored session.
    pub fn from_stored(text: String) -> OwnBox {
        match text.as_str() {
            NOT_HERE => OwnBox::NotHere,
            CHOOSING => OwnBox::Choosing,
            _ => OwnBox::Known(text),
        }
    }
}

impl OwnBoxes {
    /// No boxes yet.
    pub fn new(meanings: Vec<(String, Value)>) -> OwnBoxes {
        OwnBoxes {
            catalogue: None,
            meanings,
            said: Vec::new(),
        }
    }

    /// The pictures of the boxes that can be chosen in these guides.
    pub fn pictures(&self, library: &Library) -> Vec<String> {
        let roles = roles(library);
        let mut files = Vec::new();
        for known in self.catalogue.iter().flatten() {
            if let Some(file) = &known.picture
                && roles.contains(&known.role.as_str())
            {
                files.push(["pictures/", file].concat());
            }
        }
        files
    }

    /// What the texts of guides may say of the boxes, and of what their lamps mean.
    pub fn facts(&self) -> Vec<(String, Value)> {
        let mut facts = self.meanings.clone();
        for known in self.catalogue.iter().flatten() {
            for (part, value) in &known.facts {
                facts.push(([&known.id, ".", part].concat(), value.clone()));
            }
        }
        facts
    }

    pub fn of_role(&self, role: &str) -> Vec<Rc<Equipment>> {
        let all = self.catalogue.iter().flatten();
        all.filter(|known| known.role == role).cloned().collect()
    }

    pub fn own(&self, role: &str) -> OwnBox {
        let mut said = self.said.iter();
        let own = said.find(|(known, _)| known == role);
        own.map(|(_, own)| own.clone()).unwrap_or_default()
    }

    pub fn set_own(&mut self, role: String, own: OwnBox) {
        self.said.retain(|(known, _)| *known != role);
        self.said.push((role, own));
    }

    /// How the lights of a step are asked for, with what is typed to find the box. Another way of asking
    /// is another screen for eye and focus, though the step is the same: the screen's key says so.
    pub fn ask(&self, screen: &mut Screen, typed: &str, fold: Fold) -> Boxes {
        let Body::Lights { of, equipment, .. } = &screen.body else {
            return Boxes::None;
        };
        let all = self.of_role(of);
        let own = match self.own(of) {
            OwnBox::Unknown => equipment.clone().map_or(OwnBox::Unknown, OwnBox::Known),
            said => said,
        };
        let known = match &own {
            OwnBox::Known(id) => all.iter().find(|known| known.id == *id),
            _ => None,
        };
        let (boxes, key) = match (own, known.or(only(&all))) {
            _ if all.is_empty() => return Boxes::None,
            (OwnBox::NotHere, _) => (Boxes::Other, ""),
            (_, Some(known)) => (Boxes::Own(Rc::clone(known)), "="),
            (_, None) => {
                let many = all.len() > FEW;
                let shown = fitting(&all, typed, fold);
                (Boxes::Choosing { shown, many }, "?")
            }
        };
        screen.key.push_str(key);
        boxes
    }
}

/// The box that is shown without asking, because there is no other.
fn only(boxes: &[Rc<Equipment>]) -> Option<&Rc<Equipment>> {
    match boxes {
        [only] => Some(only),
        _ => None,
    }
}

/// The boxes whose names fit what is typed, best first; all of them if nothing is.
fn fitting(boxes: &[Rc<Equipment>], typed: &str, fold: Fold) -> Vec<Rc<Equipment>> {
    let mut entries = Vec::new();
    for known in boxes {
        entries.push(GuideEntry {
            title: known.name.clone(),
            search_words: known.also_known_as.clone(),
            ..GuideEntry::default()
        });
    }
    let mut found = Vec::new();
    for position in search(&entries, typed, fold) {
        found.push(Rc::clone(&boxes[position]));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::OwnBox;

    #[test]
    fn what_is_stored_of_a_box_is_what_it_was_before_it_had_a_type() {
        for (text, own) in [
            ("", OwnBox::NotHere),
            ("?", OwnBox::Choosing),
            ("fritz-7590", OwnBox::Known("fritz-7590".to_owned())),
        ] {
            assert_eq!(OwnBox::from_stored(text.to_owned()), own);
            assert_eq!(own.stored_form(), text);
        }
    }
}
