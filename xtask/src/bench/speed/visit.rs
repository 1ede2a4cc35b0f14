//! One engine in one Chromium, with the truth beside it.

use std::fmt;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use firstline_lab::{Lab, Line, Place, Sample, plan};
use serde::{Deserialize, Serialize};

use super::engines::Engine;
use super::ground::{Ground, Word};

/// How long a page may take to begin, and to end: Cloudflare's needs minutes on slow lines.
const BEGIN: Duration = Duration::from_secs(60);
const END: Duration = Duration::from_secs(300);

/// How often it is looked at how much has moved.
const LOOK: Duration = Duration::from_millis(250);

/// A direction is loaded while so much of its rate is used.
const LOADED: f64 = 0.8;

/// The message of a page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Said {
    download: Option<f64>,
    upload: Option<f64>,
    latency: Option<f64>,
    loaded_down: Option<f64>,
    loaded_up: Option<f64>,
    seconds: f64,
    note: Option<String>,
    /// Of which time its figures under load are, in milliseconds since 1970; who does not say measures all the time.
    down_at: Option<[f64; 2]>,
    up_at: Option<[f64; 2]>,
    /// How it came to that, if it says so.
    course: Option<serde_json::Value>,
}

/// The figures of an engine for a line, and the true ones.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Told {
    /// Mbit/s.
    pub download: Option<f64>,
    /// Mbit/s.
    pub upload: Option<f64>,
    /// Milliseconds, while the line is loaded downwards: told, and true.
    pub loaded_down: (Option<f64>, Option<f64>),
    /// The same upwards.
    pub loaded_up: (Option<f64>, Option<f64>),
    /// Milliseconds, while nothing else is on the line.
    pub latency: Option<f64>,
    /// How long it took.
    pub seconds: f64,
    /// How much it moved, both ways.
    pub megabytes: f64,
    /// Why something is not there.
    pub note: Option<String>,
    /// Of a hundred packets, how many the machine held back or dropped beside what the line did.
    #[serde(default)]
    pub strain: f64,
    /// How often it was made anew, because there were too many of these.
    #[serde(default)]
    pub again: u32,
    /// How it came to that, beside what was true meanwhile; for looking at, not in the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<Course>,
}

/// How a visit went. Times are milliseconds since the page began.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Course {
    /// When the page began, in milliseconds since 1970, as a browser counts.
    began: f64,
    /// The page's own message.
    page: serde_json::Value,
    /// When a packet of the truth went, and how long it took.
    truth: Vec<(f64, Option<f64>)>,
    /// How many bytes the line had carried by then, down and up.
    moved: Vec<(f64, u64, u64)>,
}

impl fmt::Display for Told {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.2}"));
        write!(
            out,
            "{} down, {} up, idle {} ms, loaded {} ({}) and {} ({}) ms, {:.0} s, {:.1} MB, strain {:.2} % {}",
            or(self.download),
            or(self.upload),
            or(self.latency),
            or(self.loaded_down.0),
            or(self.loaded_down.1),
            or(self.loaded_up.0),
            or(self.loaded_up.1),
            self.seconds,
            self.megabytes,
            self.strain,
            self.note.as_deref().unwrap_or_default()
        )
    }
}

/// One visit.
pub fn one(lab: &Lab, ground: &Ground, line: Line, engine: Engine) -> Result<Told> {
    ground.forget();
    let ports: Vec<String> = plan::RELAY_PORTS
        .iter()
        .map(|(port, _)| port.to_string())
        .collect();
    let light = if engine == Engine::Light { "yes" } else { "no" };
    let url = Ground::url(&format!(
        "{}.html?relay=http://{}&ports={}&light={light}",
        engine.script(),
        plan::HELP,
        ports.join(",")
    ));
    let profile = tempfile::tempdir()?;
    let browser = lab
        .command(Place::Customer, "chromium")
        .args([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start chromium")?;
    let _browser = Browser(browser);
    let (_, word) = ground.next(BEGIN)?;
    let Word::Begin = word else {
        bail!("the page ended before it began");
    };
    let truth = lab.truth()?;
    let strain = lab.strain();
    let before = lab.moved();
    let mut moved = vec![(Instant::now(), before)];
    let began = Instant::now();
    let clock = SystemTime::now();
    let said = loop {
        match ground.next(LOOK) {
            Ok((_, Word::End(said))) => break said,
            Ok((_, Word::Begin)) => bail!("the page began twice"),
            Err(_) if began.elapsed() < END => moved.push((Instant::now(), lab.moved())),
            Err(_) => {
                let samples = truth.end();
                bail!(
                    "{} did not end, with {} samples of the truth",
                    engine.name(),
                    samples.len()
                );
            }
        }
    };
    let after = lab.moved();
    let strain = lab.strain().since(strain).percent();
    let samples = truth.end();
    let said: Said =
        serde_json::from_str(&said).with_context(|| format!("the page says {said}"))?;
    let since = |at: Instant| at.saturating_duration_since(began).as_secs_f64() * 1000.0;
    let epoch = clock
        .duration_since(UNIX_EPOCH)
        .map_or(0.0, |since| since.as_secs_f64() * 1000.0);
    let course = said.course.map(|page| Course {
        began: epoch,
        page,
        truth: samples
            .iter()
            .map(|sample| {
                let took = sample.rtt.map(|rtt| rtt.as_secs_f64() * 1000.0);
                (since(sample.at), took)
            })
            .collect(),
        moved: moved
            .iter()
            .map(|(at, (down, up))| (since(*at), down - before.0, up - before.1))
            .collect(),
    });
    let true_of = |of: fn(&(u64, u64)) -> u64, rate, at: Option<[f64; 2]>| match at {
        Some([from, to]) => median(samples.iter().filter(|sample| {
            let at = epoch + since(sample.at);
            at >= from && at < to
        })),
        None => loaded(&samples, &moved, of, rate),
    };
    Ok(Told {
        download: said.download,
        upload: said.upload,
        latency: said.latency,
        loaded_down: (
            said.loaded_down,
            true_of(|moved| moved.0, line.down.rate, said.down_at),
        ),
        loaded_up: (
            said.loaded_up,
            true_of(|moved| moved.1, line.up.rate, said.up_at),
        ),
        seconds: said.seconds,
        megabytes: (after.0 + after.1).saturating_sub(before.0 + before.1) as f64 / 1e6,
        note: said.note,
        strain,
        again: 0,
        course,
    })
}

/// The median of packets that went while a direction was loaded, in milliseconds.
fn loaded(
    samples: &[Sample],
    moved: &[(Instant, (u64, u64))],
    of: fn(&(u64, u64)) -> u64,
    rate: u64,
) -> Option<f64> {
    let windows: Vec<(Instant, Instant)> = moved
        .windows(2)
        .filter_map(|pair| {
            let [(from, one), (to, other)] = pair else {
                return None;
            };
            let bits = of(other).saturating_sub(of(one)) as f64 * 8.0;
            let full = rate as f64 * to.duration_since(*from).as_secs_f64();
            (bits >= full * LOADED).then_some((*from, *to))
        })
        .collect();
    median(samples.iter().filter(|sample| {
        windows
            .iter()
            .any(|(from, to)| sample.at >= *from && sample.at < *to)
    }))
}

/// In milliseconds, of those that came back.
fn median<'a>(samples: impl Iterator<Item = &'a Sample>) -> Option<f64> {
    let mut delays: Vec<f64> = samples
        .filter_map(|sample| Some(sample.rtt?.as_secs_f64() * 1000.0))
        .collect();
    delays.sort_by(f64::total_cmp);
    delays.get(delays.len() / 2).copied()
}

/// Chromium; its processes end with it.
struct Browser(Child);

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
