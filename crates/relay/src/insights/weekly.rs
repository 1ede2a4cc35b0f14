//! The report of each week, by mail: the page `/insights/report` as a text, to whoever the operator names. Once a week,
//! also with several relays on one store: whoever comes first stores it, and the others find it there.

use std::time::{Duration, Instant};

use jiff::{Timestamp, ToSpan, Zoned};

use super::layout::iso;
use super::pages::{date, report};
use super::show;
use crate::app::App;
use crate::store::StoreError;
use crate::store::alerts::Notice;
use crate::store::insights::monday;

/// How often it is looked whether a report is due.
const LOOK: Duration = Duration::from_secs(60);

/// On Mondays from this hour on, by the provider's clock.
const HOUR: i64 = 7;

/// Stores the report of the last week if it is due and not stored yet.
pub async fn look(app: &App, looked: &mut Option<Instant>) {
    if app.config.insights.report_mail.is_empty() || looked.is_some_and(|at| at.elapsed() < LOOK) {
        return;
    }
    *looked = Some(Instant::now());
    let now = Timestamp::now().to_zoned(app.provider.zone().clone());
    let Some(week) = reported(&now) else {
        return;
    };
    match store(app, week).await {
        Ok(0) => {}
        Ok(count) => tracing::info!(
            week = iso(week),
            count,
            "the report of the week is on its way"
        ),
        Err(error) => tracing::error!(%error, "cannot make the report of the week"),
    }
}

/// The Monday of the week that is reported at this time, in days since 1970.
fn reported(now: &Zoned) -> Option<i64> {
    let at = now.checked_sub(HOUR.hours()).ok()?;
    let days = at.date().to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(monday(days.timestamp().as_second().div_euclid(86_400)) - 7)
}

async fn store(app: &App, week: i64) -> Result<usize, StoreError> {
    let item = format!("report {}", iso(week));
    if app.store.has_notice(&item).await? {
        return Ok(0);
    }
    // Without a clock it would be erased as if it were old, and go again.
    let Some(age) = app.store.age() else {
        return Ok(0);
    };
    let (title, text) = letter(app, week).await?;
    let addresses = &app.config.insights.report_mail;
    let notices = addresses.iter().map(|address| Notice {
        item: item.clone(),
        about: "report",
        title: title.clone(),
        text: text.clone(),
        language: "en".to_owned(),
        to: address.clone(),
    });
    // All at once: that one has it says that the others have it, too.
    app.store
        .add_notices(&notices.collect::<Vec<_>>(), age)
        .await
}

/// Subject and text.
async fn letter(app: &App, week: i64) -> Result<(String, String), StoreError> {
    let shown = show::read_days(app, &report::PAGE, week, week + 7).await?;
    let mut parts = Vec::new();
    if shown.is_sample {
        parts.push("Sample: every number in this report is invented.\n".to_owned());
    }
    parts.extend(shown.figures().iter().map(super::figure::Figure::text));
    if let Some(relay) = &app.config.follow.relay {
        let (from, to) = (iso(week), iso(week + 6));
        parts.push(format!(
            "The same as a page, with plots: {relay}/insights/report?from={from}&to={to}\n"
        ));
    }
    let title = format!("First-line help in the week of {}", date(week));
    Ok((title, parts.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_reported_from_monday_seven_oclock_on() {
        for (now, week) in [
            ("2026-11-29T23:00[Europe/Berlin]", "2026-11-16"),
            ("2026-11-30T06:59[Europe/Berlin]", "2026-11-16"),
            ("2026-11-30T07:00[Europe/Berlin]", "2026-11-23"),
            ("2026-12-06T12:00[Europe/Berlin]", "2026-11-23"),
        ] {
            let now: Zoned = now.parse().unwrap();
            assert_eq!(reported(&now).map(iso).as_deref(), Some(week), "{now}");
        }
    }
}
