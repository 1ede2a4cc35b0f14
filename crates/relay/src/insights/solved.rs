//! What customers say of a ticket once it was solved, counted by the guide, version and step that it came from.

use firstline_guide::session::Trail;
use firstline_kano::Answer;
use firstline_wire::TicketRequest;
use firstline_wire::follow::{FeedbackPair, NewFeedback};
use jiff::Timestamp;

use super::intake::is_sample;
use super::questions::answered;
use crate::app::App;
use crate::http::problem::Refusal;
use crate::store::feedback::Question;
use crate::store::insights::{Added, RatingKey, StepKey, monday};
use crate::store::{StoreError, Ticket};

/// Why it is not counted.
#[derive(Debug)]
pub enum NotTaken {
    /// The request makes no sense.
    Refused(Refusal),
    /// The store does not answer.
    Store(StoreError),
}

impl From<StoreError> for NotTaken {
    fn from(error: StoreError) -> NotTaken {
        NotTaken::Store(error)
    }
}

/// Counts what the customer of a solved ticket says. What was said before changes nothing.
///
/// # Errors
///
/// If it makes no sense, or the store does not answer.
pub async fn take(app: &App, ticket: &Ticket, said: &NewFeedback) -> Result<(), NotTaken> {
    let refused = |at: &str, detail: &str| NotTaken::Refused(Refusal::at(at, detail));
    let is_feature = |id: &str| app.site.features.iter().any(|known| known.id == id);
    if let Some(feature) = &said.asks {
        if !feature.is_empty() && !is_feature(feature) {
            return Err(refused("/asks", "There is no such feature."));
        }
        app.store.ask(&ticket.number, feature).await?;
    }
    if said.easy.is_some_and(|easy| !(1..=5).contains(&easy)) {
        return Err(refused("/easy", "It is a number from 1 to 5."));
    }
    let pair = match &said.pair {
        None => None,
        Some(pair) => Some(read(pair).ok_or_else(|| refused("/pair", "These are no answers."))?),
    };
    let week = monday(Timestamp::now().as_second().div_euclid(24 * 60 * 60));
    let rated = |question, answer: String| {
        let key = RatingKey {
            step: step(ticket, week),
            question,
            answer,
        };
        Added {
            ratings: [(key, 1)].into(),
            ..Added::default()
        }
    };
    let mut answers = Vec::new();
    if let Some(helped) = said.helped {
        let answer = if helped { "yes" } else { "no" };
        let added = rated("solved-helped", answer.to_owned());
        answers.push((Question::Helped, added));
    }
    if let Some(easy) = said.easy {
        answers.push((Question::Easy, rated("solved-easy", easy.to_string())));
    }
    if let Some((functional, dysfunctional)) = pair
        && let Some(feature) = app.store.asked(&ticket.number).await?
        && !feature.is_empty()
    {
        let added = answered(week, &feature, functional, dysfunctional);
        answers.push((Question::Pair, added));
    }
    // What is true is not mixed into what is invented.
    if is_sample(app).await {
        return Ok(());
    }
    Ok(app.store.answered(&ticket.number, &answers).await?)
}

fn read(pair: &FeedbackPair) -> Option<(Answer, Answer)> {
    let functional = Answer::from_name(&pair.functional)?;
    Some((functional, Answer::from_name(&pair.dysfunctional)?))
}

/// The step from which the ticket was sent.
fn step(ticket: &Ticket, week: i64) -> StepKey {
    let request: Option<TicketRequest> = serde_json::from_str(&ticket.request).ok();
    let trail = request.and_then(|request| Trail::from_json(request.trail.get()).ok());
    let (version, place) = trail.map_or_else(Default::default, |trail| {
        let place = trail.visits.last().map(|visit| visit.place.clone());
        (trail.version, place.unwrap_or_default())
    });
    StepKey {
        week,
        guide: ticket.guide.clone(),
        version,
        place,
    }
}
