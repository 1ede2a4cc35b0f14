//! Is the trail of a ticket one that the provider's own guide allows? It is replayed with the
//! guide engine, so the agent reads the guide's words and not what a browser claims that they
//! were.

use std::fmt;
use std::sync::Arc;

use firstline_guide::model::TicketPlan;
use firstline_guide::session::{Misfit, Session, Trail};
use firstline_guide::{Guide, Library};

/// Why a trail is not proved to have led to a ticket. The ticket is stored all the same: a
/// customer's ticket is not lost over our publishing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unverified {
    /// The trail itself cannot be read.
    UnreadableTrail(String),
    /// Neither the newest guides nor the kept ones have this guide.
    UnknownGuide,
    /// The pack that the customer used is not kept; the trail was replayed over the newest.
    UnknownPack,
    /// From this visit on the trail does not fit.
    DoesNotFit {
        /// The position of the visit, counted from 1.
        visit: usize,
        /// Why.
        why: &'static str,
    },
    /// It does not end at a step that makes a ticket.
    NotUnresolved,
    /// The customer removed the numbers of these checks, which the path may depend on.
    RemovedDiagnostics(Vec<String>),
}

impl Unverified {
    /// A word for logs and lists: it never contains what a customer sent.
    pub fn code(&self) -> &'static str {
        match self {
            Unverified::UnreadableTrail(_) => "unreadable-trail",
            Unverified::UnknownGuide => "unknown-guide",
            Unverified::UnknownPack => "unknown-pack",
            Unverified::DoesNotFit { .. } => "does-not-fit",
            Unverified::NotUnresolved => "not-unresolved",
            Unverified::RemovedDiagnostics(_) => "removed-diagnostics",
        }
    }
}

impl fmt::Display for Unverified {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: ", self.code())?;
        match self {
            Unverified::UnreadableTrail(why) => write!(out, "the trail cannot be read: {why}"),
            Unverified::UnknownGuide => write!(out, "no such guide was ever published here"),
            Unverified::UnknownPack => {
                write!(
                    out,
                    "the version of the guide is not kept; replayed over the newest"
                )
            }
            Unverified::DoesNotFit { visit, why } => write!(out, "at answer {visit}: {why}"),
            Unverified::NotUnresolved => write!(out, "the trail does not end at a ticket"),
            Unverified::RemovedDiagnostics(checks) => {
                write!(
                    out,
                    "the customer removed the numbers of {}",
                    checks.join(", ")
                )
            }
        }
    }
}

/// A trail that was replayed, as far as it fits.
#[derive(Debug)]
pub struct Replayed {
    /// The session at its end.
    pub session: Session,
    /// The guides that it was replayed over.
    pub library: Arc<Library>,
    /// The guide that was opened.
    pub guide: Arc<Guide>,
    /// If it does not fit, if it does not.
    pub misfit: Option<Unverified>,
}

impl Replayed {
    /// The end with a ticket, and its heading; `None` if the trail does not lead to one.
    pub fn end(&self) -> Option<(String, &TicketPlan)> {
        if self.misfit.is_some() {
            return None;
        }
        let plan = self.session.ticket_plan()?;
        Some((self.session.screen().title, plan))
    }
}

/// The same walk over the same guides in another language. `None` if they are not the same
/// versions, or if the trail does not lead as far through them.
pub fn in_words_of(library: Arc<Library>, trail: &Trail, replayed: &Replayed) -> Option<Replayed> {
    let same = replayed.library.guides().iter().all(|guide| {
        let other = library.guide(&guide.id);
        other.is_some_and(|other| other.version == guide.version)
    });
    if !same {
        return None;
    }
    let other = replay(library, trail.clone()).ok()?;
    let as_far = other.misfit == replayed.misfit
        && other.session.trail().visits == replayed.session.trail().visits;
    as_far.then_some(other)
}

/// Replays a trail over these guides.
///
/// # Errors
///
/// If they do not have its guide, or move on by themselves without end.
pub fn replay(library: Arc<Library>, trail: Trail) -> Result<Replayed, Unverified> {
    let guide = library
        .guide(&trail.guide)
        .map(Arc::clone)
        .ok_or(Unverified::UnknownGuide)?;
    let hash = trail.hash.clone();
    let at = trail.visits.last().map_or(trail.began, |visit| visit.at);
    let resumed =
        Session::resume(Arc::clone(&library), trail, &hash, at).map_err(|misfit| match misfit {
            Misfit::NoGuide => Unverified::UnknownGuide,
            other => Unverified::DoesNotFit {
                visit: 0,
                why: other.message(),
            },
        })?;
    let misfit = resumed
        .misfit
        .map(|(position, misfit)| Unverified::DoesNotFit {
            visit: position + 1,
            why: misfit.message(),
        });
    Ok(Replayed {
        session: resumed.session,
        library,
        guide,
        misfit,
    })
}
