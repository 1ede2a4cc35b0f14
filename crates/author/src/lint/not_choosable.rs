//! A guide that is named where only one that customers can choose makes sense.

use firstline_guide::diagnostic::{Diagnostic, Rule, Severity, Violation};
use firstline_guide::json::{Node, Span};
use firstline_guide::rules::words::suggestion;

use crate::folder::GuideFolder;
use crate::provider::Offer;

/// The guides of a folder that customers can choose.
pub(super) struct Choosable<'f> {
    folder: &'f GuideFolder,
    /// The provider's offer.
    pub offer: Offer,
    /// The listed guides, by their ids; what of them is not sold included.
    pub listed: Vec<&'f str>,
}

impl<'f> Choosable<'f> {
    pub(super) fn of(folder: &'f GuideFolder) -> Choosable<'f> {
        let guides = folder.by_id();
        let listed = guides.values().filter(|guide| guide.listed);
        Choosable {
            folder,
            offer: folder.offer(""),
            listed: listed.map(|guide| guide.id.as_str()).collect(),
        }
    }

    /// Whether customers of the provider are shown this guide, which is listed.
    pub(super) fn sells(&self, id: &str) -> bool {
        let guide = self.folder.guide(id);
        guide.is_none_or(|guide| self.offer.lists(guide))
    }

    /// Why customers cannot choose the guide that is named so. One with problems of its own is there.
    pub(super) fn why_not(&self, id: &str) -> Option<Why> {
        if self.listed.contains(&id) {
            return (!self.sells(id)).then_some(Why::NotSold);
        }
        if self
            .folder
            .file_of(id)
            .is_some_and(|file| file.guide.is_none())
        {
            return None;
        }
        Some(match self.folder.guide(id) {
            Some(_) => Why::NotListed,
            None => Why::Missing,
        })
    }
}

/// Why customers cannot choose a guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// There is none of that name.
    Missing,
    /// It is not listed.
    NotListed,
    /// It is for what the provider does not sell.
    NotSold,
}

/// A guide that is not there, or that customers cannot choose.
pub(super) struct NotChoosable<'g> {
    pub rule: &'static Rule,
    pub id: &'g str,
    pub why: Why,
    /// The guides that customers can choose.
    pub known: &'g [&'g str],
    /// Advice for a guide that is not listed.
    pub instead: &'static str,
}

impl NotChoosable<'_> {
    /// At a place. Guides are shared between providers: what one of them does not sell is worth a warning.
    pub(super) fn at(&self, span: Span, root: &Node) -> Diagnostic {
        let diagnostic = Diagnostic::new(self, span, root);
        match self.why {
            Why::NotSold => Diagnostic {
                severity: Severity::Warning,
                ..diagnostic
            },
            Why::Missing | Why::NotListed => diagnostic,
        }
    }
}

impl Violation for NotChoosable<'_> {
    fn rule(&self) -> &'static Rule {
        self.rule
    }

    fn message(&self) -> String {
        let id = self.id;
        match self.why {
            Why::Missing => format!("there is no guide `{id}`"),
            Why::NotListed => {
                format!("customers cannot choose the guide `{id}`: it is not listed")
            }
            Why::NotSold => format!(
                "customers cannot choose the guide `{id}`: it `needs` what site/provider.json does not sell"
            ),
        }
    }

    fn hint(&self) -> Option<String> {
        match self.why {
            Why::Missing => suggestion(self.id, self.known),
            Why::NotListed => Some(self.instead.to_owned()),
            Why::NotSold => Some(
                "name another guide, or add what it needs to `services` or `technologies`"
                    .to_owned(),
            ),
        }
    }
}
