//! Texts and their inserts.

use super::Resolver;
use crate::model::{Action, Text};
use crate::raw::{self, Name};
use crate::rules::bad_insert;

impl Resolver<'_> {
    /// A text. Empty ones and bad inserts were reported when the shape was looked at.
    pub(super) fn text(&mut self, raw: &Option<Name>) -> Text {
        raw.as_ref()
            .map_or_else(Text::default, |raw| self.some_text(raw))
    }

    pub(super) fn maybe_text(&mut self, raw: &Option<Name>) -> Option<Text> {
        raw.as_ref().map(|raw| self.some_text(raw))
    }

    pub(super) fn texts(&mut self, raw: &[Name]) -> Vec<Text> {
        raw.iter().map(|raw| self.some_text(raw)).collect()
    }

    pub(super) fn some_text(&mut self, raw: &Name) -> Text {
        bad_insert::parse(&raw.value).unwrap_or_default()
    }

    pub(super) fn actions(&mut self, raw: &[raw::Action]) -> Vec<Action> {
        let action = |raw: &raw::Action| Action {
            text: self.text(&raw.text),
            copy: raw.copy.as_ref().map(|copy| copy.value.clone()),
            seconds: raw.seconds,
            picture: self.picture(&raw.picture),
        };
        raw.iter().map(action).collect()
    }
}
