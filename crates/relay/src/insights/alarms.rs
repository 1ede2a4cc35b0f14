//! Alarms: written down, and told to the provider's own people and, where the operator allows it, to customers.

use std::time::{Duration, Instant};

use firstline_wire::status::Kind;
use jiff::Timestamp;
use serde_json::json;

use crate::app::{App, Shared};
use crate::counting::lock;
use crate::status::words::Words;
use crate::status::{FileItem, Translations};
use crate::store::StoreError;
use crate::store::alerts::Notice;
use crate::store::insights::Spike;

/// How often customers' answers are made anew of what is written down.
const TELL_EVERY: Duration = Duration::from_secs(2);

/// Writes down alarms that began, grew or ended, and tells of them.
pub async fn look(app: &Shared, told: &mut Option<Instant>) {
    let going_on = lock(&app.insights.alarms).pass();
    for (area, households) in going_on {
        if let Err(error) = begun(app, &area, households).await {
            tracing::error!(%error, "cannot write an alarm down");
            lock(&app.insights.alarms).untold(&area);
        }
    }
    if told.is_some_and(|at| at.elapsed() < TELL_EVERY) {
        return;
    }
    *told = Some(Instant::now());
    if let Err(error) = ended(app).await {
        tracing::debug!(%error, "cannot look which alarms are over");
    }
    if let Err(error) = customers(app).await {
        tracing::debug!(%error, "cannot look which alarms customers read about");
        app.feed.near_unknown().await;
    }
}

async fn begun(app: &App, area: &str, households: u64) -> Result<(), StoreError> {
    let households = i64::try_from(households).unwrap_or(i64::MAX);
    let notices = |spike: &Spike| people(app, spike, "alarm.began");
    let begun = app.store.spike(area, households, notices).await?;
    if begun.is_some_and(|begun| begun.is_new) {
        tracing::warn!(
            area,
            households,
            "several households of an area measure a failure"
        );
    }
    Ok(())
}

async fn ended(app: &App) -> Result<(), StoreError> {
    let notices = |spike: &Spike| people(app, spike, "alarm.over");
    for spike in app.store.end_spikes(notices).await? {
        tracing::info!(area = spike.area, "an alarm is over");
    }
    Ok(())
}

/// The messages about an alarm to the provider's own people, one to each; none if somebody has muted it.
fn people(app: &App, spike: &Spike, about: &'static str) -> Vec<Notice> {
    if spike.muted.is_some() {
        return Vec::new();
    }
    let config = &app.config.insights;
    let item = format!("{about} {}", spike.id);
    let (title, text) = words(app, spike, about);
    let notice = |text: &str, to: &str| Notice {
        item: item.clone(),
        about,
        title: title.clone(),
        text: text.to_owned(),
        language: "en".to_owned(),
        to: to.to_owned(),
    };
    let mails = config.alarm_mail.iter().map(|to| notice(&text, to));
    let mut notices: Vec<Notice> = mails.collect();
    if config.alarm_url.is_some() {
        let event = json!({
            "type": about,
            "timestamp": Timestamp::now().to_string(),
            "data": {
                "id": spike.id,
                "area": spike.area,
                "households": spike.households,
                "began": time(spike.began).to_string(),
                "ended": spike.ended.map(|ended| time(ended).to_string()),
                "page": page(app),
                "text": title,
            },
        });
        notices.push(notice(&event.to_string(), ""));
    }
    notices
}

/// A line and a text on an alarm.
fn words(app: &App, spike: &Spike, about: &str) -> (String, String) {
    let zone = app.provider.zone();
    let at = |millis: i64| {
        let at = time(millis).to_zoned(zone.clone());
        at.strftime("%-d %b %Y, %H:%M").to_string()
    };
    let Spike {
        area, households, ..
    } = spike;
    let (title, mut text) = if about == "alarm.over" {
        let ended = spike.ended.unwrap_or(spike.began);
        (
            format!("Over: failures in {area}"),
            format!(
                "The alarm in {area} is over. It went on from {} to {}, and at the most {households} households had \
                 measured a failure at a time.\n",
                at(spike.began),
                at(ended)
            ),
        )
    } else {
        (
            format!("{households} households in {area} measure a failure"),
            format!(
                "Since {}, {households} households in the area {area} have measured that your network, the internet or \
                 its names (DNS) do not answer. Each counts once, and by chance so many would not fail within 15 minutes.\n",
                at(spike.began)
            ),
        )
    };
    if let Some(page) = page(app) {
        text.push_str(&format!("\nLook, or mute it: {page}\n"));
    }
    (title, text)
}

fn page(app: &App) -> Option<String> {
    let relay = app.config.follow.relay.as_ref()?;
    Some(format!("{relay}/insights/alarms"))
}

/// Tells customers that others near them report the same, and when that is over. Of an alarm that was muted they hear
/// nothing, also if they asked to hear of its end.
async fn customers(app: &App) -> Result<(), StoreError> {
    // Before it vanishes from what is told, which would be taken for its end.
    app.store.stop_muted().await?;
    let from = app.config.insights.tell_customers_from;
    if from == 0 {
        app.feed.near(Vec::new()).await;
        return Ok(());
    }
    let Some(now) = app.store.moment().await? else {
        return Ok(());
    };
    let told = app.feed.setup().told.as_millis();
    let since = now.wall - i64::try_from(told).unwrap_or(0);
    let enough = |spike: &Spike| u64::try_from(spike.households).unwrap_or(0) >= from;
    let spikes = app.store.spikes(since, i64::MAX).await?;
    let items = spikes
        .iter()
        .filter(|spike| spike.muted.is_none() && enough(spike))
        .filter_map(|spike| near(app, spike));
    app.feed.near(items.collect()).await;
    Ok(())
}

fn near(app: &App, spike: &Spike) -> Option<FileItem> {
    let said = |key: &str| {
        let languages = app.config.languages.iter();
        let texts = languages.map(|tag| (tag.clone(), Words::of(tag).text(key)));
        Translations::ByLanguage(texts.collect())
    };
    let mut item = FileItem::new(format!("near-{}", spike.id), Kind::Outage, "");
    item.title = said("near-title");
    item.text = said("near-text");
    // Of an area that was typed with fewer letters nobody knows which others begin like it.
    let is_cut = spike.area.chars().count() as u64 >= app.config.insights.area_letters;
    item.areas = vec![format!("{}{}", spike.area, if is_cut { "*" } else { "" })];
    item.began = Some(time(spike.began));
    item.ended = spike.ended.map(time);
    item.read_areas().ok()?;
    Some(item)
}

fn time(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or_default()
}
