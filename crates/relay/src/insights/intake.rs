//! `POST /api/v1/events`: from the body of a request to counts.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use firstline_guide::Library;
use firstline_guide::language::is_language;
use firstline_insights::searched;
use firstline_wire::events::{Batch, Event, FORMAT, MOST_EVENTS, MOST_WALKS, Taken, Walk};
use jiff::Timestamp;

use super::count::{LONG_PAUSE, Measured, Of, count};
use super::{line, places};
use crate::app::App;
use crate::counting::{From, OTHER, Once, Walking, lock};
use crate::http::problem::{ProblemKind, Refusal};
use crate::http::rate_limit::{household, site};
use crate::store::insights::{Added, Comment, SearchKey, WalksKey, monday};

/// A walk that began longer ago is not counted: what waited for the line for a week says nothing of today.
/// In seconds.
const OLDEST: u64 = 8 * DAY;

const DAY: u64 = 24 * 60 * 60;

/// What was measured longer ago raises no alarm: after an outage, all browsers deliver at once what they kept. As long as
/// a failure counts. In seconds.
const OF_LATE: u64 = 15 * 60;

/// Whoever comes back later than this has not come back from the end before. In days.
const BACK_WITHIN: u8 = 7;

/// The walk before may have begun so many days before this one: that it ended less than seven days ago does not say when it began,
/// and no walk is told that is older than [`OLDEST`].
const LONGEST_AGO: i32 = 15;

/// For so long it is believed of a store that it has invented numbers, or none.
const SAMPLE_KNOWN: Duration = Duration::from_secs(30);

/// The longest comment, in characters.
const COMMENT: usize = 1000;

/// The longest search that is looked at, in bytes.
const SEARCH: usize = 200;

/// The technologies of a line that are told apart; a page's own word counts by its beginning.
const TECHNOLOGIES: [&str; 5] = ["fibre", "dsl", "cable", "mobile", "radio"];

/// Counts what a batch tells, by whoever has this address. The address itself is not kept: a hash of it tells
/// households apart in memory, with a key that nobody has.
///
/// # Errors
///
/// If the body is of another form, or the store has invented numbers.
pub async fn take(app: &App, body: &[u8], client: IpAddr) -> Result<Taken, Refusal> {
    let batch: Batch = crate::tickets::request::json(body)?;
    if batch.format != FORMAT {
        let detail = format!("This relay reads format {FORMAT}.");
        return Err(Refusal::at("/format", detail));
    }
    let many = |walk: &Walk| walk.events.len() > MOST_EVENTS;
    if batch.walks.len() > MOST_WALKS || batch.walks.iter().any(many) {
        let detail = format!("A batch has at most {MOST_WALKS} walks of {MOST_EVENTS} events.");
        return Err(Refusal::at("/walks", detail));
    }
    if is_sample(app).await {
        return Err(Refusal::new(ProblemKind::Sample));
    }
    let mut taken = Taken::default();
    for walk in &batch.walks {
        // Of several walks, the last is the one that is being walked.
        taken = one(app, walk, client).await.unwrap_or_default();
    }
    Ok(taken)
}

/// Counts one walk; `None` if it is of no guide of ours, or not sampled.
async fn one(app: &App, walk: &Walk, client: IpAddr) -> Option<Taken> {
    let id = id(&walk.walk)?;
    if walk.ago > OLDEST || id % 100 >= u128::from(app.config.insights.sample_percent) {
        return None;
    }
    if walk.guide.is_empty() {
        search(app, walk, id, client);
        return None;
    }
    // A store that does not answer costs the events of that moment, and nobody waits for it.
    let library = app.packs.library(&walk.hash).await.ok().flatten()?;
    let start = start(app, walk, &library)?;
    let came_back = came_back(app, walk).await;
    let has_room = has_room(app, walk).await;
    let now = Timestamp::now().as_second();
    let began = now.saturating_sub_unsigned(walk.ago);
    let day = day_of(began);
    let told = area(
        walk.area.as_deref().unwrap_or_default(),
        app.config.insights.area_letters,
    );
    let mut of = Of {
        key: WalksKey {
            day,
            guide: walk.guide.clone(),
            version: library.guide(&walk.guide)?.version.clone(),
            language: known(&app.config.languages, &walk.language),
            technology: walk.technology.as_deref().map_or(String::new(), technology),
            equipment: equipment(app, walk),
        },
        library: &library,
        week: monday(day),
        measured: measured(app, began),
        area: lock(&app.insights.areas).counted(told, household(client)),
        start: &start,
        features: &app.site.features,
    };
    let mut taken = Taken::default();
    let mut added = Added::default();
    let mut events: Vec<_> = walk.events.iter().collect();
    events.sort_by_key(|event| event.n);
    {
        // Held until all of it is counted: the same batch may come a second time meanwhile.
        let mut seen = lock(&app.insights.seen);
        let mut walking = seen.walk(id);
        for (at, numbered) in events.iter().enumerate() {
            if !walking.is_new(numbered.n) {
                continue;
            }
            let event = &numbered.event;
            // A check arrives together with the step that is left after it.
            let seconds = match event {
                Event::Checked { .. } => events.get(at + 1).map_or(0, |next| spent(&next.event)),
                event => spent(event),
            };
            let elapsed = walking.told.elapsed + seconds;
            if let Event::Checked { .. } = event {
                of.measured = measured(app, began.saturating_add_unsigned(elapsed).min(now));
            }
            let apart = Apart {
                client,
                walk: id,
                came_back: came_back.as_deref(),
                age: walk.ago.saturating_sub(elapsed),
                has_room,
            };
            apart.take(app, &of, event, &mut walking, &mut added);
            if let Some(end) = count(&of, event, &mut walking, &mut added) {
                taken = Taken {
                    good: end.is_some(),
                    verified: end == Some(true),
                };
            } else if let Event::Left { .. } = event {
                taken = Taken::default();
            }
            if let Event::Left { .. } = event {
                walking.told.elapsed = elapsed;
            }
        }
    }
    lock(&app.insights.added).put_back(added);
    Some(taken)
}

/// Seconds that went by until this event since the one before, pauses left out. No event tells its time: this is as early as it can
/// have been.
fn spent(event: &Event) -> u64 {
    match event {
        Event::Left { s, .. } => u64::from((*s).min(LONG_PAUSE)),
        _ => 0,
    }
}

/// The version on which the walk before ended well that this one comes back from; `None` if it does not, or nobody
/// published such a version.
async fn came_back(app: &App, walk: &Walk) -> Option<String> {
    let told = walk
        .events
        .iter()
        .find_map(|numbered| match &numbered.event {
            Event::Returned { hash, .. } => Some(hash),
            _ => None,
        })?;
    let library = app.packs.library(told).await.ok().flatten()?;
    Some(library.guide(&walk.guide)?.version.clone())
}

/// Whether there is room for a comment, if the walk has one. If there is none the page on feedback says so: nothing that is there
/// makes room, because that was written by somebody, too.
async fn has_room(app: &App, walk: &Walk) -> bool {
    let is_comment = |event: &Event| matches!(event, Event::Comment { .. });
    if !walk
        .events
        .iter()
        .any(|numbered| is_comment(&numbered.event))
    {
        return false;
    }
    let waiting = lock(&app.insights.added).comments.len();
    let waiting = u64::try_from(waiting).unwrap_or(u64::MAX);
    let stored = app.store.count_comments().await;
    stored.is_ok_and(|stored| stored + waiting < app.config.insights.comments_most)
}

/// The day of a second since 1970.
fn day_of(second: i64) -> i64 {
    second.div_euclid(24 * 60 * 60)
}

/// The week and the hour of a second since 1970.
fn measured(app: &App, second: i64) -> Measured {
    let at = Timestamp::from_second(second).unwrap_or_default();
    Measured {
        week: monday(day_of(second)),
        hour: i64::from(at.to_zoned(app.provider.zone().clone()).hour()),
    }
}

/// Whether the store has invented numbers, to which no true ones are added.
pub async fn is_sample(app: &App) -> bool {
    let known = *lock(&app.insights.sample);
    if let Some((is_sample, at)) = known
        && at.elapsed() < SAMPLE_KNOWN
    {
        return is_sample;
    }
    // A store that does not answer now will not take what is counted either, or had said before what it is.
    let Ok(is_sample) = app.store.is_sample().await else {
        return known.is_some_and(|(is_sample, _)| is_sample);
    };
    *lock(&app.insights.sample) = Some((is_sample, Instant::now()));
    is_sample
}

/// Searches that found no guide. The number is drawn for them alone, and what is sent twice counts once.
fn search(app: &App, walk: &Walk, id: u128, client: IpAddr) {
    let language = known(&app.config.languages, &walk.language);
    let mut added = Added::default();
    {
        let mut seen = lock(&app.insights.seen);
        let mut walking = seen.walk(id);
        for numbered in &walk.events {
            if let Event::NotFound { text } = &numbered.event
                && walking.is_new(numbered.n)
                && walking.once(Once::Searched, text)
            {
                not_found(app, text, &language, client, &mut added);
            }
        }
    }
    lock(&app.insights.added).put_back(added);
}

/// Nothing was found for what was typed: its words are written down once five networks have typed them in a week. It is typed
/// now, whenever the walk began.
fn not_found(app: &App, text: &str, language: &str, client: IpAddr, added: &mut Added) {
    if text.len() > SEARCH {
        return;
    }
    let week = monday(day_of(Timestamp::now().as_second()));
    let mut held = lock(&app.insights.held);
    if held.1 != week {
        held.0.forget();
        held.1 = week;
    }
    for word in searched::words(text) {
        let times = held.0.count(&(language, &word), &household(client));
        if times > 0 {
            let key = SearchKey {
                week,
                language: language.to_owned(),
                word,
            };
            *added.searches.entry(key).or_default() += times;
        }
    }
}

/// What is known of an event besides its walk.
struct Apart<'a> {
    client: IpAddr,
    walk: u128,
    came_back: Option<&'a str>,
    /// Seconds since it happened, at the most.
    age: u64,
    /// Whether there is room for a comment.
    has_room: bool,
}

impl Apart<'_> {
    /// Takes what is more than a count.
    fn take(
        &self,
        app: &App,
        of: &Of<'_>,
        event: &Event,
        walk: &mut Walking<'_>,
        added: &mut Added,
    ) {
        match event {
            Event::Returned {
                days,
                since,
                hash: _,
                verified,
            } if *days < BACK_WITHIN && walk.once(Once::Returned, ()) => {
                let Some(version) = self.came_back else {
                    return;
                };
                // What a widget of an earlier version tells is the time alone, which may lie a day beside.
                let days_before = since.unwrap_or_else(|| i32::from(*days));
                let key = WalksKey {
                    day: of.key.day - i64::from(days_before.clamp(0, LONGEST_AGO)),
                    version: version.to_owned(),
                    ..of.key.clone()
                };
                let walks = added.walks.entry(key).or_default();
                walks.returned += 1;
                walks.returned_verified += u64::from(*verified);
            }
            Event::Comment { text } => {
                let words: String = firstline_wire::foreign::in_lines(text)
                    .chars()
                    .take(COMMENT)
                    .collect();
                let most = app.config.insights.comments_per_day;
                if !words.trim().is_empty()
                    && self.has_room
                    && walk.once(Once::Comment, ())
                    && lock(&app.insights.comments).may(household(self.client), most)
                {
                    added.comments.push(Comment {
                        id: uuid::Uuid::new_v4().to_string(),
                        day: of.key.day,
                        guide: of.key.guide.clone(),
                        words,
                    });
                }
            }
            Event::NotFound { text } if walk.once(Once::Searched, text) => {
                not_found(app, text, &of.key.language, self.client, added);
            }
            Event::Checked { found } if self.age <= OF_LATE => {
                let failed = found
                    .iter()
                    .any(|found| found.verdict == "fail" && line::CHECKS.contains(&&*found.check));
                if failed && !of.area.is_empty() && of.area != OTHER {
                    let from = From {
                        household: household(self.client),
                        site: site(self.client),
                        walk: self.walk,
                    };
                    lock(&app.insights.alarms).failed(&of.area, from);
                }
            }
            _ => {}
        }
    }
}

/// The first step of a walk's guide.
fn start(app: &App, walk: &Walk, library: &Arc<Library>) -> Option<String> {
    let key = (walk.hash.clone(), walk.guide.clone());
    if let Some(known) = lock(&app.insights.starts).get(&key) {
        return Some(known.clone());
    }
    let start = places::start(library, &walk.guide)?;
    let mut starts = lock(&app.insights.starts);
    // As many as there are packs of some versions; then from the beginning.
    if starts.len() > 2000 {
        starts.clear();
    }
    starts.insert(key, start.clone());
    Some(start)
}

/// A walk's random number.
fn id(text: &str) -> Option<u128> {
    let is_number =
        (16..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_number
        .then(|| u128::from_str_radix(text, 16).ok())
        .flatten()
}

/// The language, if it is one that is served.
fn known(languages: &[String], language: &str) -> String {
    let served = languages
        .iter()
        .find(|served| served.eq_ignore_ascii_case(language));
    served
        .filter(|tag| is_language(tag))
        .cloned()
        .unwrap_or_default()
}

fn technology(told: &str) -> String {
    let found = TECHNOLOGIES
        .into_iter()
        .find(|known| told.starts_with(known));
    found.unwrap_or("other").to_owned()
}

/// The customer's box, if the catalogue has it.
fn equipment(app: &App, walk: &Walk) -> String {
    let boxes = app.site.boxes.as_ref().map(|(_, boxes)| boxes);
    let known =
        |id: &&String| boxes.is_some_and(|boxes| boxes.boxes.iter().any(|known| known.id == **id));
    walk.equipment
        .as_ref()
        .filter(known)
        .cloned()
        .unwrap_or_default()
}

/// The first letters and digits of an area, as many as are kept.
fn area(told: &str, letters: u64) -> String {
    let kept = told.chars().filter(char::is_ascii_alphanumeric);
    kept.take(usize::try_from(letters).unwrap_or(0))
        .collect::<String>()
        .to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_monday() {
        // 2026-11-29 is a Sunday.
        let sunday = 20_786;
        assert_eq!(
            Timestamp::from_second(sunday * 86_400).unwrap().to_string(),
            "2026-11-29T00:00:00Z"
        );
        assert_eq!(monday(sunday), sunday - 6);
        assert_eq!(monday(sunday + 1), sunday + 1);
    }

    #[test]
    fn of_an_area_only_its_first_letters_are_kept() {
        for (told, kept) in [
            ("SW1A 1AA", "SW1"),
            ("1010", "101"),
            ("", ""),
            ("<b>x", "BX"),
            ("é1", "1"),
        ] {
            assert_eq!(area(told, 3), kept, "{told}");
        }
        assert_eq!(area("SW1A", 0), "");
    }

    #[test]
    fn a_walk_has_a_random_number_and_nothing_else() {
        assert_eq!(id("0123456789abcdef"), Some(0x0123_4567_89ab_cdef));
        for bad in [
            "",
            "4711",
            "0123456789abcdeg",
            "+123456789abcdef0",
            "0x123456789abcdef",
            &"a".repeat(33),
        ] {
            assert_eq!(id(bad), None, "{bad}");
        }
    }
}
