//! A ticket whose trail is replayed over the provider's own guides, and whether it led here.
//!
//! A long trail takes a processor for a tenth of a second and more, so it is replayed on threads
//! that answer no requests: the probes of others measure time meanwhile. A short one, as nearly all
//! are, is replayed where it is, without the way to another thread and back.

use std::sync::Arc;

use firstline_guide::Library;
use firstline_guide::language::chain;
use firstline_guide::session::Trail;
use firstline_wire::TicketRequest;
use tokio::task::spawn_blocking;

use super::replay::{Replayed, Unverified, in_words_of, replay};
use super::request::ParsedTicket;
use crate::http::problem::{ProblemKind, Refusal, finished};
use crate::site::Site;
use crate::store::StoreError;
use crate::store::packs::Packs;

/// A ticket that can be stored.
#[derive(Debug)]
pub struct Valid {
    /// The ticket as it was sent.
    pub ticket: TicketRequest,
    /// The replayed trail, or the reason why there is none.
    pub walk: Walk,
}

/// What is known of the trail of a ticket. Each case has all that there is in it, so that no trail
/// can be called verified that was not replayed.
#[derive(Debug)]
pub enum Walk {
    /// The trail is of a shape that the engine does not know.
    Unreadable(Unverified),
    /// There is no guide to replay the trail over.
    NotReplayed(Arc<Trail>, Unverified),
    /// The trail was replayed, as far as it fits.
    Replayed {
        /// The trail.
        trail: Arc<Trail>,
        /// It replayed over the guides in the customer's language.
        replayed: Arc<Replayed>,
        /// The same in the agents' language, if that is another one.
        for_agents: Option<Box<Replayed>>,
        /// Why it does not prove that it led to this ticket; `None` if it does.
        unverified: Option<Unverified>,
    },
}

impl Walk {
    /// The trail, if it can be read.
    pub fn trail(&self) -> Option<&Trail> {
        match self {
            Walk::Unreadable(_) => None,
            Walk::NotReplayed(trail, _) | Walk::Replayed { trail, .. } => Some(trail),
        }
    }

    /// Whether all that is done with the trail takes little time.
    pub fn is_short(&self) -> bool {
        self.trail().is_none_or(is_short)
    }

    /// Why the trail is not proved to have led here.
    pub fn unverified(&self) -> Option<&Unverified> {
        match self {
            Walk::Unreadable(why) | Walk::NotReplayed(_, why) => Some(why),
            Walk::Replayed { unverified, .. } => unverified.as_ref(),
        }
    }

    /// The trail replayed in the customer's language.
    pub fn replayed(&self) -> Option<&Replayed> {
        match self {
            Walk::Replayed { replayed, .. } => Some(replayed),
            Walk::Unreadable(_) | Walk::NotReplayed(..) => None,
        }
    }

    /// The trail replayed in the agents' language, or in the customer's if it is not there.
    pub fn for_agents(&self) -> Option<&Replayed> {
        match self {
            Walk::Replayed {
                for_agents: Some(replayed),
                ..
            } => Some(replayed),
            other => other.replayed(),
        }
    }
}

/// The most answers, and the most facts, of a trail that is short. Replaying goes through the facts
/// at each answer. The longest scenario that is shipped takes 40 microseconds
/// (docs/benchmarks/guides.md).
const SHORT: usize = 64;

fn is_short(trail: &Trail) -> bool {
    trail.facts.len() <= SHORT && trail.visits.len() + trail.kept.len() <= SHORT
}

/// Does this here if it is short, and else on a thread that answers no requests.
///
/// # Errors
///
/// If it panicked there.
pub async fn in_time<T: Send + 'static>(
    is_short: bool,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Refusal> {
    if is_short {
        return Ok(work());
    }
    finished(spawn_blocking(work)).await
}

/// Replays the trail of a ticket over the guides that the customer had.
///
/// # Errors
///
/// If the store does not answer.
pub async fn validate(parsed: ParsedTicket, site: &Site, packs: &Packs) -> Result<Valid, Refusal> {
    let ParsedTicket { request, trail } = parsed;
    let walk = match trail {
        Ok(trail) => walk(Arc::new(trail), &request.removed, site, packs).await?,
        Err(error) => Walk::Unreadable(Unverified::UnreadableTrail(error.to_string())),
    };
    if let Some(unverified) = walk.unverified() {
        tracing::warn!(
            reason = unverified.code(),
            "the trail of a ticket is not verified"
        );
    }
    Ok(Valid {
        ticket: request,
        walk,
    })
}

async fn walk(
    trail: Arc<Trail>,
    removed: &[String],
    site: &Site,
    packs: &Packs,
) -> Result<Walk, Refusal> {
    let Some((library, is_newest)) = library(&trail, site, packs).await? else {
        return Ok(Walk::NotReplayed(trail, Unverified::UnknownGuide));
    };
    let copy = Trail::clone(&trail);
    let replayed = match in_time(is_short(&trail), move || replay(library, copy)).await? {
        Ok(replayed) => Arc::new(replayed),
        Err(unverified) => return Ok(Walk::NotReplayed(trail, unverified)),
    };
    Ok(Walk::Replayed {
        unverified: judge(&replayed, is_newest, removed),
        for_agents: in_first_language(&trail, &replayed, site, packs)
            .await?
            .map(Box::new),
        trail,
        replayed,
    })
}

/// Why a trail that was replayed is not proved, if it is not. `is_newest` says that its own guides
/// were not there, so that it was replayed over the newest.
fn judge(replayed: &Replayed, is_newest: bool, all_removed: &[String]) -> Option<Unverified> {
    let removed: Vec<String> = all_removed
        .iter()
        .filter(|id| *id != "environment")
        .cloned()
        .collect();
    if is_newest {
        Some(Unverified::UnknownPack)
    } else if replayed.misfit.is_some() && !all_removed.is_empty() {
        // What was removed, the device's own facts among it, may have decided the path.
        Some(Unverified::RemovedDiagnostics(all_removed.to_vec()))
    } else if replayed.misfit.is_some() {
        replayed.misfit.clone()
    } else if replayed.end().is_none() {
        Some(Unverified::NotUnresolved)
    } else if !removed.is_empty() {
        Some(Unverified::RemovedDiagnostics(removed))
    } else {
        None
    }
}

/// The trail replayed over the same guides in the first language that is served, which is the
/// agents'. `None` if these guides were never published in it, or if it is the customer's.
async fn in_first_language(
    trail: &Arc<Trail>,
    replayed: &Arc<Replayed>,
    site: &Site,
    packs: &Packs,
) -> Result<Option<Replayed>, Refusal> {
    let Some(first) = site.editions.first() else {
        return Ok(None);
    };
    for language in chain(&first.language) {
        if replayed.guide.language.eq_ignore_ascii_case(language) {
            return Ok(None);
        }
        let hashes = packs.of_guide(&replayed.guide.id, language).await;
        for hash in hashes.map_err(no_packs)? {
            let Some(library) = packs.library(&hash).await.map_err(no_packs)? else {
                continue;
            };
            let is_short = is_short(trail);
            let (trail, replayed) = (Arc::clone(trail), Arc::clone(replayed));
            let translate = move || in_words_of(library, &trail, &replayed);
            let translated = in_time(is_short, translate).await?;
            if translated.is_some() {
                return Ok(translated);
            }
        }
    }
    Ok(None)
}

/// The guides that the customer had; or else the newest of the guide's id, and `true`.
async fn library(
    trail: &Trail,
    site: &Site,
    packs: &Packs,
) -> Result<Option<(Arc<Library>, bool)>, Refusal> {
    if let Some(library) = packs.library(&trail.hash).await.map_err(no_packs)? {
        return Ok(Some((library, false)));
    }
    let newest = site
        .editions
        .iter()
        .flat_map(|edition| &edition.guides)
        .find(|entry| entry.id == trail.guide);
    let Some(entry) = newest else { return Ok(None) };
    let library = packs.library(&entry.hash).await.map_err(no_packs)?;
    Ok(library.map(|library| (library, true)))
}

fn no_packs(error: StoreError) -> Refusal {
    tracing::error!(%error, "cannot read a pack");
    Refusal::new(ProblemKind::Store).retry_after(5)
}
