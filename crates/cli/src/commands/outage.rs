//! `firstline outage`: faults and planned work, opened, updated and closed by hand. The relay tells
//! them within seconds, whether it runs on this machine or on another one of the same store.

use std::fmt::Write as _;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail};
use clap::{Subcommand, ValueEnum};
use firstline_relay::status::{FileItem, Translations, own};
use firstline_relay::store::Place;
use firstline_relay::store::outages::Outage;
use firstline_relay::{Config, Provider, Store};
use firstline_wire::foreign::on_one_line;
use firstline_wire::status::Kind;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Stored, run_async};
use crate::output::{FAILED, WRONG, fail, print, print_error};

/// Tell customers of a fault or of planned work that you know of, and that it is over
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    stored: Stored,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tell customers of something new, and print its name
    Open {
        /// Its name, such as f-2026-118; one is made if left out
        #[arg(long)]
        id: Option<String>,
        /// What it is
        #[arg(long, value_enum, default_value_t = Sort::Fault)]
        kind: Sort,
        #[command(flatten)]
        words: Words,
    },
    /// Say more of what goes on
    Update {
        /// Its name
        id: String,
        /// What is new, for customers; once for each language: --say "de=Wir graben"
        #[arg(long, value_name = "TEXT")]
        say: Vec<String>,
        #[command(flatten)]
        words: Words,
    },
    /// Say that it is over; customers are told for some hours
    Close {
        /// Its name
        id: String,
        /// What they should do now, such as "Restart your box once"; once for each language
        #[arg(long, value_name = "TEXT")]
        afterwards: Vec<String>,
    },
    /// What goes on
    List {
        /// What is over, too
        #[arg(long)]
        all: bool,
    },
}

/// What kind of thing it is.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Sort {
    /// Something is broken
    Fault,
    /// Planned work
    Work,
}

/// What customers read of it.
#[derive(Debug, clap::Args)]
struct Words {
    /// What is wrong and where, in one line; once for each language: --title "de=Kabelschaden"
    #[arg(long, value_name = "TEXT")]
    title: Vec<String>,
    /// What they should know; once for each language
    #[arg(long, value_name = "TEXT")]
    text: Vec<String>,
    /// A postcode that it touches, or 227* for all that begin like it; everywhere if left out
    #[arg(long = "area", value_name = "AREA")]
    areas: Vec<String>,
    /// A service that it touches: internet, phone, tv, email; all if left out
    #[arg(long = "service", value_name = "SERVICE")]
    services: Vec<String>,
    /// Since when: 08:40 (of a fault the last time it was that, of work the next), 2026-11-22T08:40, or with its distance from
    /// UTC; now if left out
    #[arg(long, value_name = "TIME")]
    began: Option<String>,
    /// When it should be over: 18:00, 2026-11-22T18:00, or 2h for two hours from now
    #[arg(long, value_name = "TIME")]
    expected: Option<String>,
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    let config = match args.stored.configured.read() {
        Ok(config) => config,
        Err(error) => return fail(WRONG, format!("{error:#}")),
    };
    let place = args.stored.place(&config);
    match run_async(done(args.command, &config, &place)) {
        Ok(text) => {
            print(&text);
            ExitCode::SUCCESS
        }
        Err(error) => fail(FAILED, format!("{error:#}")),
    }
}

async fn done(command: Command, config: &Config, place: &Place) -> anyhow::Result<String> {
    let now = Timestamp::now();
    let languages = &config.languages;
    let store = match &command {
        Command::List { .. } => Store::open_to_read(place).await?,
        _ => Store::open_to_erase(place).await?,
    };
    store.must_have_outages().await?;
    let text = match command {
        Command::Open { id, kind, words } => {
            let id = match id {
                Some(id) => name(id)?,
                None => new_name(&store, now).await?,
            };
            if store
                .outage(&id)
                .await?
                .is_some_and(|known| known.ended.is_none())
            {
                bail!("{id} goes on already; `firstline outage update {id}` says more of it");
            }
            let kind = match kind {
                Sort::Fault => Kind::Outage,
                Sort::Work => Kind::Maintenance,
            };
            let item = own::opened(id.clone(), kind, read(words, kind, config, now)?, now);
            let item = item.map_err(|why| anyhow!(why))?;
            warn_of_languages("--title", &item.title, languages);
            store.put_outage(&own::stored(&item)?).await?;
            let whom = match item.areas.is_empty() {
                true => "all customers".to_owned(),
                false => format!("customers in {}", item.areas.join(", ")),
            };
            let from = match item.began.filter(|began| *began > now) {
                None => "from now on".to_owned(),
                Some(began) if kind == Kind::Maintenance => {
                    format!("from {} on", minute(began, &zone(config)))
                }
                // A fault that somebody knows of is there.
                Some(began) => format!(
                    "from now on, without its beginning, which lies ahead ({})",
                    minute(began, &zone(config))
                ),
            };
            format!(
                "{id}\nTold to {whom} {from}. `firstline outage close {id}` says that it is over.\n"
            )
        }
        Command::Update { id, say, words } => {
            let mut item = going_on(&store, &id).await?;
            let said = own::texts(&say, languages).map_err(|why| anyhow!("--say: {why}"))?;
            if let Some(said) = &said {
                warn_of_languages("--say", said, languages);
            }
            let words = read(words, item.kind, config, now)?;
            if said.is_none() && words == own::Words::default() {
                bail!(
                    "nothing new is said; write --say \"…\", or what has changed: --title, --text, --area, --service, --began, --expected"
                );
            }
            own::updated(&mut item, said, words, now).map_err(|why| anyhow!(why))?;
            store.put_outage(&own::stored(&item)?).await?;
            format!("{id} says so from now on.\n")
        }
        Command::Close { id, afterwards } => {
            let mut item = going_on(&store, &id).await?;
            let afterwards =
                own::texts(&afterwards, languages).map_err(|why| anyhow!("--afterwards: {why}"))?;
            if let Some(afterwards) = &afterwards {
                warn_of_languages("--afterwards", afterwards, languages);
            }
            own::closed(&mut item, afterwards, now);
            store.put_outage(&own::stored(&item)?).await?;
            format!("{id} is over. Customers there are told so for some hours.\n")
        }
        Command::List { all } => {
            let since = if all { i64::MIN } else { i64::MAX };
            list(&store.outages(since).await?, languages, &zone(config))
        }
    };
    store.close().await;
    Ok(text)
}

/// What the command line says, checked as far as it can be before anything is stored.
fn read(words: Words, kind: Kind, config: &Config, now: Timestamp) -> anyhow::Result<own::Words> {
    let texts = |flag: &str, given: &[String]| {
        own::texts(given, &config.languages).map_err(|why| anyhow!("{flag}: {why}"))
    };
    let configured: Vec<&str> = config
        .status
        .services
        .values()
        .map(String::as_str)
        .collect();
    for service in &words.services {
        if !own::SERVICES.contains(&service.as_str()) && !configured.contains(&service.as_str()) {
            let known: Vec<&str> = own::SERVICES.iter().chain(&configured).copied().collect();
            bail!(
                "--service: there is no “{service}”; there are {}",
                known.join(", ")
            );
        }
    }
    let zone = zone(config);
    let began = words.began.as_deref();
    let began = began.map(|written| own::began(written, kind, &zone, now));
    let expected = words.expected.as_deref();
    let expected = expected.map(|written| own::time(written, &zone, now));
    let of = |flag: &'static str| move |why: String| anyhow!("{flag}: {why}");
    Ok(own::Words {
        title: texts("--title", &words.title)?,
        text: texts("--text", &words.text)?,
        areas: (!words.areas.is_empty()).then_some(words.areas),
        services: (!words.services.is_empty()).then_some(words.services),
        began: began.transpose().map_err(of("--began"))?,
        expected: expected.transpose().map_err(of("--expected"))?,
    })
}

/// The provider's time zone; UTC if its file names none or cannot be read, which `firstline lint` says.
fn zone(config: &Config) -> TimeZone {
    let file = config.guides.join("site/provider.json");
    let provider = std::fs::read_to_string(&file)
        .ok()
        .and_then(|text| Provider::read(&text, &file).ok());
    provider.map_or(TimeZone::UTC, |provider| provider.zone().clone())
}

fn warn_of_languages(flag: &str, text: &Translations, languages: &[String]) {
    for tag in own::without(text, languages) {
        print_error(&format!(
            "warning: {flag} has no text for {tag}, so its readers get another language. Add {flag} \
             \"{tag}=…\".\n"
        ));
    }
}

fn name(id: String) -> anyhow::Result<String> {
    let good = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '.');
    if id.is_empty() || id.len() > 64 || !id.chars().all(good) {
        bail!("the name {id:?} must have letters, digits, and - _ . alone, at most 64 of them");
    }
    Ok(id)
}

/// A name by the day, and the first number of that day that is free.
async fn new_name(store: &Store, now: Timestamp) -> anyhow::Result<String> {
    let day = now.strftime("%Y%m%d");
    for number in 1..1000 {
        let id = format!("o-{day}-{number}");
        if store.outage(&id).await?.is_none() {
            return Ok(id);
        }
    }
    Err(anyhow!(
        "there are too many of this day; give it a name by --id"
    ))
}

async fn going_on(store: &Store, id: &str) -> anyhow::Result<FileItem> {
    let known = store.outage(id).await?;
    let known =
        known.with_context(|| format!("there is no {id}; `firstline outage list` says what is"))?;
    if known.ended.is_some() {
        bail!("{id} is over; open it again by `firstline outage open --id {id}`");
    }
    own::item(&known).map_err(|why| anyhow!(why))
}

/// A time in this zone, with the distance from UTC.
fn minute(time: Timestamp, zone: &TimeZone) -> String {
    let time = time.to_zoned(zone.clone());
    time.strftime("%Y-%m-%d %H:%M %:z").to_string()
}

fn list(outages: &[Outage], languages: &[String], zone: &TimeZone) -> String {
    let tags: Vec<&str> = languages.iter().map(String::as_str).collect();
    let mut text = String::new();
    for outage in outages {
        let Ok(item) = own::item(outage) else {
            let _ = writeln!(text, "{}: cannot be read", outage.id);
            continue;
        };
        let kind = match item.kind {
            Kind::Outage => "fault",
            Kind::Maintenance => "work",
        };
        let areas = match item.areas.is_empty() {
            true => "everywhere".to_owned(),
            false => item.areas.join(" "),
        };
        let minute =
            |time: Option<Timestamp>| time.map_or_else(String::new, |time| minute(time, zone));
        let until = match item.ended {
            Some(ended) => format!("ended {}", minute(Some(ended))),
            None if item.expected_end.is_some() => format!("until {}", minute(item.expected_end)),
            None => "no end known".to_owned(),
        };
        let _ = writeln!(
            text,
            "{:<16} {kind:<6} since {}  {until}  {}  {}",
            outage.id,
            minute(item.began),
            on_one_line(&areas),
            on_one_line(&item.title.read_by(&tags)),
        );
    }
    if text.is_empty() {
        text.push_str("Nothing goes on that was opened by hand.\n");
    }
    text
}
