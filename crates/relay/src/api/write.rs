//! A ticket as it is stored: its trail replayed, and put into words for the agent.
//!
//! Whose trail is long takes a processor for a tenth of a second and more. Threads that answer requests
//! do none of that: meanwhile others wait for their probes, which measure time.

use std::sync::Arc;

use axum::body::Bytes;
use firstline_guide::Library;
use firstline_guide::session::Trail;
use firstline_wire::ticket::TicketRequest;
use jiff::Timestamp;
use tokio::task::spawn_blocking;

use super::tickets::finished;
use crate::agent_text::{self, Known};
use crate::languages;
use crate::problem::{Kind, Refusal};
use crate::replay::{Replayed, Unverified, in_words_of, replay};
use crate::store::NewTicket;
use crate::{App, Shared};

/// The ticket as it is to be stored.
pub async fn write(
    app: &Shared,
    key: String,
    fingerprint: String,
    request: TicketRequest,
    body: Bytes,
) -> Result<NewTicket, Refusal> {
    let trail = Trail::from_json(request.trail.get()).map(Arc::new);
    let (replayed, unverified) = match &trail {
        Ok(trail) => judge(app, trail, &request.removed).await?,
        Err(error) => (None, Some(Unverified::UnreadableTrail(error.to_string()))),
    };
    if let Some(unverified) = &unverified {
        tracing::warn!(
            reason = unverified.code(),
            "the trail of a ticket is not verified"
        );
    }
    let trail = trail.ok();
    let told = match (&trail, &replayed) {
        (Some(trail), Some(replayed)) => in_first_language(app, trail, replayed).await?,
        _ => None,
    };
    let app = Arc::clone(app);
    // The words are those of each answer, so the trail is walked once more.
    let worded = spawn_blocking(move || {
        let known = Known {
            request: &request,
            trail: trail.as_deref(),
            replayed: told.as_ref().or(replayed.as_deref()),
            read_in: replayed.as_ref().map(|replayed| &*replayed.guide.language),
            unverified: unverified.as_ref(),
            zone: app.provider.zone(),
            boxes: app.site.boxes.as_ref().map(|(_, boxes)| boxes),
        };
        in_words(key, fingerprint, &known, replayed.as_deref(), &body)
    });
    finished(worded).await
}

/// `lived` is the walk in the customer's language, which says the category; `known` has it in the
/// agent's.
fn in_words(
    key: String,
    fingerprint: String,
    known: &Known<'_>,
    lived: Option<&Replayed>,
    body: &[u8],
) -> NewTicket {
    // What parsed as JSON is UTF-8.
    let request = String::from_utf8_lossy(body).into_owned();
    let plan = lived.and_then(Replayed::end).map(|(_, plan)| plan);
    NewTicket {
        key,
        fingerprint,
        stored: Timestamp::now().as_millisecond(),
        guide: match (lived, known.trail) {
            (Some(lived), _) => lived.guide.id.clone(),
            (None, Some(trail)) => trail.guide.chars().take(80).collect(),
            (None, None) => String::new(),
        },
        category: plan.map(|plan| plan.category.clone()),
        severity: plan.map(|plan| plan.severity.name().to_owned()),
        unverified: known.unverified.map(ToString::to_string),
        summary: agent_text::summary(known),
        text: agent_text::text(known, &request),
        request,
    }
}

/// Replays a trail, and says why it is not proved, if it is not.
async fn judge(
    app: &App,
    trail: &Arc<Trail>,
    all_removed: &[String],
) -> Result<(Option<Arc<Replayed>>, Option<Unverified>), Refusal> {
    let Some((library, newest)) = library(app, trail).await? else {
        return Ok((None, Some(Unverified::UnknownGuide)));
    };
    let walked = Arc::clone(trail);
    let replaying = spawn_blocking(move || replay(library, Trail::clone(&walked)));
    let replayed = match finished(replaying).await? {
        Ok(replayed) => replayed,
        Err(unverified) => return Ok((None, Some(unverified))),
    };
    let removed: Vec<String> = all_removed
        .iter()
        .filter(|id| *id != "environment")
        .cloned()
        .collect();
    let unverified = if newest {
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
    };
    Ok((Some(Arc::new(replayed)), unverified))
}

/// The walk in the words of the first language that is served, which is the agents', where the
/// same guides are or were published in it; `None` where they are not, or it was read in it.
async fn in_first_language(
    app: &App,
    trail: &Arc<Trail>,
    lived: &Arc<Replayed>,
) -> Result<Option<Replayed>, Refusal> {
    let Some(first) = app.site.editions.first() else {
        return Ok(None);
    };
    for language in languages::chain(&first.language) {
        if lived.guide.language.eq_ignore_ascii_case(language) {
            return Ok(None);
        }
        let packs = app.store.packs_of(&lived.guide.id, language).await;
        let packs = packs.map_err(|error| {
            tracing::error!(%error, "cannot look for packs");
            Refusal::new(Kind::Store).retry_after(5)
        })?;
        for hash in packs {
            let Some(library) = app.library(&hash).await? else {
                continue;
            };
            let (trail, lived) = (Arc::clone(trail), Arc::clone(lived));
            let telling = spawn_blocking(move || in_words_of(library, &trail, &lived));
            let told = finished(telling).await?;
            if told.is_some() {
                return Ok(told);
            }
        }
    }
    Ok(None)
}

/// The guides that a trail was lived on; else the newest of its id, and `true`.
async fn library(app: &App, trail: &Trail) -> Result<Option<(Arc<Library>, bool)>, Refusal> {
    if let Some(library) = app.library(&trail.hash).await? {
        return Ok(Some((library, false)));
    }
    let newest = app
        .site
        .editions
        .iter()
        .flat_map(|edition| &edition.guides)
        .find(|entry| entry.id == trail.guide);
    match newest {
        None => Ok(None),
        Some(entry) => Ok(app
            .library(&entry.hash)
            .await?
            .map(|library| (library, true))),
    }
}

impl App {
    /// The guides of the pack of this hash.
    async fn library(&self, hash: &str) -> Result<Option<Arc<Library>>, Refusal> {
        let library = self.libraries.of(&self.store, hash).await;
        library.map_err(|error| {
            tracing::error!(%error, "cannot read a pack");
            Refusal::new(Kind::Store).retry_after(5)
        })
    }
}
