//! What a line is good for, by the points of Cloudflare's AIM (`aimMeasurementScoring` and `aimExperiencesDefs` of
//! `@cloudflare/speedtest`), without its two flaws. There, loss that nobody measured once earned the points of a line without
//! loss; here it earns none. There, a direction that was not measured gave NaN, and NaN the best class; here, what needs it is
//! not rated.

use crate::Finding;

/// Limits of a number, and the points below the first, below the second, and so on.
type Scale = (&'static [f64], &'static [i32]);

/// Milliseconds, idle.
const LATENCY: Scale = (&[10.0, 20.0, 50.0, 100.0, 500.0], &[20, 10, 5, 0, -10, -20]);
/// Milliseconds by which a load lengthens that: the same limits.
const INCREASE: Scale = LATENCY;
/// Milliseconds of jitter.
const JITTER: Scale = (&[10.0, 20.0, 100.0, 500.0], &[10, 5, 0, -10, -20]);
/// The share of packets that got lost, from 0 to 1.
const LOSS: Scale = (&[0.01, 0.05, 0.25, 0.5], &[10, 5, 0, -10, -20]);
/// Mbit/s of the download.
const DOWNLOAD: Scale = (&[1.0, 10.0, 50.0, 100.0], &[0, 5, 10, 20, 30]);

/// From so many points on: poor, average, good, great. For streaming, games and calls, which AIM calls `streaming`, `gaming` and
/// `rtc`.
const STREAMING: [i32; 4] = [15, 20, 40, 60];
const GAMES: [i32; 4] = [5, 15, 25, 30];
const CALLS: [i32; 4] = [5, 15, 25, 40];

/// AIM has no class for work. Ours: a call, and beside it what one person sends and fetches. Mbit/s from which it is poor,
/// average, good, great; the middle ones are what Microsoft recommends for meetings with video and content (Teams, "Prepare your
/// organization's network": 2.5 to 4), once and several times.
const WORK_DOWN: [f64; 4] = [1.0, 4.0, 10.0, 25.0];
const WORK_UP: [f64; 4] = [0.5, 2.5, 4.0, 10.0];

/// The texts of a finding that say which number limits what the line is good for: `latency`, `loaded`, `jitter`, `loss`,
/// `download` or `upload`.
pub(super) const LIMITS: &[&str] = &[
    "streaming-limit",
    "games-limit",
    "calls-limit",
    "work-limit",
];

/// A class from 0 to 4, and the number that limits it.
type Rating = (usize, &'static str);

/// Adds the classes to a finding that has the numbers, with what limits each that is not great.
pub(super) fn rate(finding: &mut Finding, loss: Option<f64>) {
    let number = |name: &str| finding.metric(name);
    let latency = scored("latency", number("latency"), LATENCY);
    let jitter = scored("jitter", number("jitter"), JITTER);
    let increase = number("loaded-latency")
        .zip(number("latency"))
        .map(|(loaded, idle)| (loaded - idle).max(0.0));
    let loaded = scored("loaded", increase, INCREASE);
    let down = scored("download", number("download"), DOWNLOAD);
    // What was not measured earns nothing, and takes nothing away.
    let loss = scored("loss", loss, LOSS).unwrap_or(("loss", 0, 0));

    let calls = class(&[latency, jitter, loaded, Some(loss)], CALLS);
    let work = calls.and_then(|calls| {
        let down: Rating = (level(number("download")?, &WORK_DOWN), "download");
        let up: Rating = (level(number("upload")?, &WORK_UP), "upload");
        [calls, down, up]
            .into_iter()
            .min_by_key(|(class, _)| *class)
    });
    let ratings = [
        (
            "streaming",
            class(&[latency, down, loaded, Some(loss)], STREAMING),
        ),
        ("games", class(&[latency, loaded, Some(loss)], GAMES)),
        ("calls", calls),
        ("work", work),
    ];
    for ((name, rating), limit) in ratings.into_iter().zip(LIMITS) {
        let Some((class, limited_by)) = rating else {
            continue;
        };
        finding
            .metrics
            .push((name, f64::from(u8::try_from(class).unwrap_or_default())));
        if class < GREAT {
            finding.texts.push((limit, limited_by.to_owned()));
        }
    }
}

const GREAT: usize = 4;

/// A number's points, and how many it has lost against the best.
type Scored = (&'static str, i32, i32);

fn scored(name: &'static str, number: Option<f64>, (limits, points): Scale) -> Option<Scored> {
    let earned = *points.get(level(number?, limits))?;
    let best = points.iter().max()?;
    Some((name, earned, best - earned))
}

/// How many of the limits a number has reached.
fn level(number: f64, limits: &[f64]) -> usize {
    limits.iter().filter(|limit| number >= **limit).count()
}

/// The class of the points of these numbers; `None` if one of them was not measured.
fn class(numbers: &[Option<Scored>], limits: [i32; 4]) -> Option<Rating> {
    let mut sum = 0;
    let mut limit = ("", -1);
    for scored in numbers {
        let (name, earned, lost) = (*scored)?;
        sum += earned;
        if lost > limit.1 {
            limit = (name, lost);
        }
    }
    let class = limits.iter().filter(|limit| sum >= **limit).count();
    Some((class, limit.0))
}
