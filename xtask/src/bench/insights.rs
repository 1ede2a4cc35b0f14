//! `cargo xtask bench insights`: the pages of insights over a year of a million invented walks, beside a tenth of them and
//! none, in the same run, in turns. On SQLite and on PostgreSQL.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::Ipv4Addr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use super::setup;
use crate::machine;
use crate::place;
use crate::postgres::Server;
use crate::relay::client::Customer;
use crate::relay::ground::Ground;
use crate::relay::process::{Relay, Starting};
use crate::report::Report;
use crate::tools;

/// How many walks there are on a day, so that a year has a little more than a million.
const A_DAY: u32 = 2850;

/// The same in the short form, which has some 20,000 walks.
const A_DAY_IN_SHORT: u32 = 57;

/// With fewer runs than this it is the short form, without a report.
const LEAST_RUNS: usize = 3;

/// The days that are asked for: more than the year that is filled.
const DAYS: i64 = 380;

/// The aim: how long a page of a million walks may take, in milliseconds.
const AIM: f64 = 1000.0;

const TOKEN: &str = "a-token-of-the-benchmark-alone";

/// What relays on one database share.
const SECRET: &str = "a secret of the benchmark alone, which guards nothing at all";

/// The databases, as the table names them.
const DATABASES: [&str; 2] = ["SQLite", "PostgreSQL"];

/// What of the walks a store has, as the table names it.
const SIZES: [&str; 3] = ["all", "a tenth", "none"];

/// A store with its relay.
struct Filled {
    walks: u64,
    relay: Relay,
    // Removed when it is dropped: after the relay.
    _ground: Ground,
}

/// Milliseconds that a page took, by page, database and size.
type Times = BTreeMap<(String, usize, usize), Vec<f64>>;

/// `cargo xtask bench insights [RUNS]`. With fewer runs than three it is a short form of 20,000 walks, in a build without
/// optimisation, and no report is written.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    let runs = setup::runs(arguments, 5)?;
    let is_short = runs < LEAST_RUNS;
    let a_day = if is_short { A_DAY_IN_SHORT } else { A_DAY };
    tools::ensure_for_database(report)?;
    let binary = setup::relay_alone(report, !is_short)?;
    report.step("A year of walks in six stores");
    let server = Server::start()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut stores = Vec::new();
    for (database, name) in DATABASES.into_iter().enumerate() {
        for (size, part) in [a_day, a_day / 10, 0].into_iter().enumerate() {
            let url = match database {
                0 => None,
                _ => Some(runtime.block_on(database_of(&server, size))?),
            };
            let filled = fill(&binary, url.as_deref(), part)?;
            report.note(&format!("{name}, {}: {} walks", SIZES[size], filled.walks));
            stores.push((database, size, filled));
        }
    }
    report.step("Pages");
    let times = runtime.block_on(measure(&stores, runs))?;
    let walks: Vec<u64> = stores.iter().take(2).map(|(_, _, one)| one.walks).collect();
    let table = table(&times);
    for line in table.lines() {
        report.note(line);
    }
    for (_, _, filled) in stores {
        filled.relay.stop()?;
    }
    if !is_short {
        let text = page(&table, &walks, &machine::described(), runs);
        setup::write(report, "insights", &text)?;
    }
    report.finish("measured");
    Ok(())
}

/// A database of its own on the server.
async fn database_of(server: &Server, size: usize) -> Result<String> {
    let url = server.url();
    let (start, _) = url
        .rsplit_once('/')
        .context("an address without a database")?;
    let mut connection = PgConnection::connect(&url).await?;
    let make = AssertSqlSafe(format!("CREATE DATABASE year_{size}"));
    connection.execute(make).await?;
    connection.close().await?;
    Ok(format!("{start}/year_{size}"))
}

/// Fills a store through the relay's own writing code, and starts a relay on it.
fn fill(binary: &Path, url: Option<&str>, a_day: u32) -> Result<Filled> {
    let ground = Ground::new()?;
    let guides = place::root().join("guides").display().to_string();
    let mut environment = vec![
        ("FIRSTLINE_GUIDES", guides.as_str()),
        ("FIRSTLINE_INSIGHTS_TOKEN", TOKEN),
        ("RUST_LOG", "warn"),
    ];
    if let Some(url) = url {
        // Relays on one database need one secret.
        environment.extend([
            ("FIRSTLINE_DATABASE_URL", url),
            ("FIRSTLINE_FOLLOW_SECRET", SECRET),
        ]);
    }
    let mut starting = Starting::new(binary, &ground);
    for (name, value) in &environment {
        starting = starting.with(name, value);
    }
    let walks = match a_day {
        0 => 0,
        a_day => invent(binary, &ground, &environment, a_day)?,
    };
    Ok(Filled {
        walks,
        relay: starting.start()?,
        _ground: ground,
    })
}

/// Invents walks; gives how many.
fn invent(binary: &Path, ground: &Ground, environment: &[(&str, &str)], a_day: u32) -> Result<u64> {
    let output = Command::new(binary)
        .args(["insights", "--sample", "--walks-a-day", &a_day.to_string()])
        .current_dir(ground.path())
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start `firstline insights`")?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "walks were not invented: {said}");
    let walks = said.split_whitespace().next().unwrap_or_default();
    walks
        .parse()
        .with_context(|| format!("it does not say how many walks there are: {said}"))
}

async fn measure(stores: &[(usize, usize, Filled)], runs: usize) -> Result<Times> {
    let today = jiff::Timestamp::now().as_second().div_euclid(86_400);
    let query = format!("from={}&to={}", date(today - DAYS)?, date(today)?);
    let mut customers = Vec::new();
    for (database, size, filled) in stores {
        let mut customer = Customer::new(Ipv4Addr::LOCALHOST, filled.relay.address);
        shows_all(&mut customer, &query, filled.walks).await?;
        customers.push((*database, *size, customer));
    }
    let pages = pages(&mut customers[0].2).await?;
    let mut times = Times::new();
    // The first round is not counted: it reads the files into memory.
    for run in 0..=runs {
        for page in &pages {
            let at = format!("/insights/{page}?{query}");
            for (database, size, customer) in &mut customers {
                let began = Instant::now();
                let answer = customer.get_with_token(&at, TOKEN).await?;
                let took = began.elapsed().as_secs_f64() * 1000.0;
                ensure!(answer.status == 200, "{at} answers {}", answer.status);
                if run > 0 {
                    let of = (page.clone(), *database, *size);
                    times.entry(of).or_default().push(took);
                }
            }
        }
    }
    Ok(times)
}

fn date(day: i64) -> Result<String> {
    let at = jiff::Timestamp::from_second(day * 86_400)?;
    Ok(at
        .to_zoned(jiff::tz::TimeZone::UTC)
        .strftime("%Y-%m-%d")
        .to_string())
}

/// Whether the pages are of the walks that were invented: an answer alone would prove nothing.
async fn shows_all(customer: &mut Customer, query: &str, walks: u64) -> Result<()> {
    let at = format!("/insights/overview/saved.json?{query}");
    let answer = customer.get_with_token(&at, TOKEN).await?;
    let figure: Value = serde_json::from_slice(&answer.body)
        .with_context(|| format!("{at} answers {}", answer.status))?;
    let shown = figure["rows"][0]["value"].as_u64().unwrap_or(0);
    ensure!(
        shown == walks,
        "{walks} walks are stored, and {shown} shown"
    );
    Ok(())
}

/// The pages that the menu has.
async fn pages(customer: &mut Customer) -> Result<Vec<String>> {
    let answer = customer.get_with_token("/insights/overview", TOKEN).await?;
    let pages = linked(&String::from_utf8_lossy(&answer.body));
    ensure!(pages.len() > 5, "the menu has only {pages:?}");
    Ok(pages)
}

/// The pages of insights that a document leads to, in its order.
fn linked(html: &str) -> Vec<String> {
    let mut pages: Vec<String> = Vec::new();
    for rest in html.split("href=\"/insights/").skip(1) {
        let end = rest.find(|sign: char| !sign.is_ascii_lowercase());
        let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
        let is_page = after.starts_with('"') || after.starts_with('?');
        if is_page && !pages.iter().any(|known| known == name) {
            pages.push(name.to_owned());
        }
    }
    pages
}

/// The one in the middle.
fn median(times: &[f64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

fn table(times: &Times) -> String {
    let mut text = "| page |".to_owned();
    for database in DATABASES {
        for size in SIZES {
            let _ = write!(text, " {database}, {size}, ms |");
        }
    }
    text += " aim, ms |\n| --- |";
    text += &" ---: |".repeat(DATABASES.len() * SIZES.len() + 1);
    text.push('\n');
    let mut pages: Vec<&String> = times.keys().map(|(page, _, _)| page).collect();
    pages.dedup();
    for page in pages {
        let _ = write!(text, "| {page} |");
        let mut missed = false;
        for database in 0..DATABASES.len() {
            for size in 0..SIZES.len() {
                let of = (page.clone(), database, size);
                let took = median(times.get(&of).map_or(&[], Vec::as_slice));
                missed |= took >= AIM;
                let _ = write!(text, " {took:.0} |");
            }
        }
        let missed = if missed { ", missed" } else { "" };
        let _ = writeln!(text, " {AIM:.0}{missed} |");
    }
    text
}

fn page(table: &str, walks: &[u64], machine: &str, runs: usize) -> String {
    let [all, tenth] = [0, 1].map(|at| walks.get(at).copied().unwrap_or(0));
    format!(
        "# Pages of insights over a year\n\n\
         Written by `cargo xtask bench insights`. A store is filled with a year of {all} invented walks through the shipped \
         guides, by the code that writes down real ones (`firstline insights --sample`): some 650 areas, 17 boxes, four \
         technologies, three languages, two versions of each guide. Another has a tenth of it, {tenth} walks, and a third has \
         none: what a page takes there is HTTP, the page itself, and asking the store. A relay on each gives each page for the \
         whole year; the pages are asked for in turns, over the loopback network, and each figure is the one in the middle of \
         {runs}. The overview counts only if it shows as many walks as are stored. Aimed at is less than {AIM:.0} ms.\n\n\
         {machine}.\n\n{table}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_those_that_the_menu_leads_to() {
        let html = "<link href=\"/insights/style.css\"><a href=\"/insights/overview?from=1\">\
                    <a href=\"/insights/kano\"><a href=\"/insights/overview/ends.csv\"><a href=\"/insights/kano\">";
        assert_eq!(linked(html), ["overview", "kano"]);
    }

    #[test]
    fn the_table_has_the_middle_of_each_page_and_says_what_misses_the_aim() {
        let mut times = Times::new();
        for (page, took) in [("checks", 400.0), ("kano", 1400.0)] {
            for database in 0..2 {
                for (size, part) in [1.0, 0.1, 0.01].into_iter().enumerate() {
                    let of = (page.to_owned(), database, size);
                    times.insert(of, vec![9e9, took * part, 0.0]);
                }
            }
        }
        let table = table(&times);
        assert!(
            table.contains("| checks | 400 | 40 | 4 | 400 | 40 | 4 | 1000 |"),
            "{table}"
        );
        assert!(
            table.contains("| kano | 1400 | 140 | 14 | 1400 | 140 | 14 | 1000, missed |"),
            "{table}"
        );
    }
}
