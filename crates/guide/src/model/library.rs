//! Guides that call each other.

use std::sync::Arc;

use super::facts::Value;
use super::guide::Guide;

/// Guides that can call each other: each call's target is there, and none calls itself in the
/// end. Made by [`crate::load::library`].
#[derive(Clone, Debug)]
pub struct Library {
    pub(crate) guides: Vec<Arc<Guide>>,
    pub(crate) write: WriteValue,
    pub(crate) boxes: Vec<(String, Value)>,
    pub(crate) east: i32,
}

/// How a value is written in a text: the text's language (a BCP 47 tag), the value, and its unit,
/// which may be empty.
pub type WriteValue = fn(&str, &Value, &str) -> String;

/// Two are the same when their guides are.
impl PartialEq for Library {
    fn eq(&self, other: &Library) -> bool {
        self.guides == other.guides
    }
}

impl Library {
    /// The same guides, with the values in their texts written by this. Without it they are written
    /// plainly, in every language alike: [`crate::plain()`].
    pub fn writing_values_by(self, write: WriteValue) -> Library {
        Library { write, ..self }
    }

    /// The same guides, with what their texts may insert of the customer's own box: by the box and one of
    /// [`super::BOX_PARTS`], `fritz-7590.admin`. It changes what is shown and never where a walk leads.
    pub fn knowing_boxes(self, boxes: Vec<(String, Value)>) -> Library {
        Library { boxes, ..self }
    }

    /// The same guides, for a customer whose clock is so many minutes before that of Greenwich: for waits
    /// until a time of day. Without it that is a time of Greenwich.
    pub fn east_by(self, minutes: i32) -> Library {
        Library {
            east: minutes,
            ..self
        }
    }

    /// The guide with this id.
    pub fn guide(&self, id: &str) -> Option<&Arc<Guide>> {
        self.guides.iter().find(|guide| guide.id == id)
    }

    /// All guides, in the order they were given.
    pub fn guides(&self) -> &[Arc<Guide>] {
        &self.guides
    }
}
