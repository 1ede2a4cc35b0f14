//! `cargo xtask size`: what a customer's line has to carry, part by part, held by a committed
//! snapshot and by budgets.

mod languages;
mod origin;
mod pack;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use firstline_wire::bundle;

use crate::place;
use crate::report::Report;
use crate::tools;
use crate::widget::{self, Profile};

/// A part may grow by this share before the snapshot has to be blessed: compilers of one version
/// do not quite agree on two machines.
const TOLERANCE: f64 = 0.005;

/// The budgets, in bytes of brotli.
const LOADER: usize = 3_000;
/// Loader, and panel with the style sheet. With the first screen, which is drawn ahead and has at most 2.7 kB (held by a test
/// of the widget), it is 14.1 kB until help can be used.
const UNTIL_FIRST_SCREEN: usize = 11_400;
/// All that a walk needs from its first press on, with Yew, gloo, web-sys, serde and wasm-bindgen as published.
const CORE: usize = 120_000;
/// The second part of the core, which comes while the first screen is read: what measures, what keeps and sends tickets, and their
/// screens.
const SECOND: usize = 70_500;
/// The speed test, which is fetched apart. 0.6 kB of it are so that no number is said that was not measured, and nothing of it that is
/// not known.
const SPEED: usize = 12_600;

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    name: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
    budget: Option<usize>,
}

/// `cargo xtask size [--bless|--origin]`: builds the small widget and weighs it.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    let (bless, of_origin) = match arguments {
        [] => (false, false),
        [word] if word == "--bless" => (true, false),
        [word] if word == "--origin" => (false, true),
        _ => bail!("expected nothing, --bless or --origin"),
    };
    report.step("Tools");
    tools::ensure_for_widget(report)?;
    report.step("Widget (small)");
    widget::build(report, Profile::Small)?;
    report.step("Sizes");
    if of_origin {
        for module in [bundle::CORE, bundle::SECOND] {
            println!("{module}");
            print!("{}", origin::table(module)?);
        }
    }
    if bless {
        let parts = weigh(&place::widget(Profile::Small.name()))?;
        let table = table(&parts);
        print!("{table}");
        fs::write(snapshot_file(), table)?;
        over_budget(&parts)?;
        report.finish("tests/size.snap is rewritten; say in the commit why it changed");
    } else {
        check(report)?;
        report.finish("within the snapshot and the budgets");
    }
    Ok(())
}

/// Weighs the small widget that lies in the target directory; fails on growth and on a budget.
pub fn check(report: &Report) -> Result<()> {
    let parts = weigh(&place::widget(Profile::Small.name()))?;
    print!("{}", table(&parts));
    over_budget(&parts)?;
    let file = snapshot_file();
    let snapshot = fs::read_to_string(&file).with_context(|| {
        format!(
            "cannot read {}: `cargo xtask size --bless` writes it",
            file.display()
        )
    })?;
    let differences = compare(&parse(&snapshot)?, &parts);
    for line in &differences.shrunk {
        report.note(line);
    }
    if !differences.grown.is_empty() {
        bail!(
            "{}\nIf the growth is worth its bytes, run `cargo xtask size --bless` and say why in the commit",
            differences.grown.join("\n")
        );
    }
    Ok(())
}

fn snapshot_file() -> PathBuf {
    place::root().join("tests").join("size.snap")
}

fn weigh(dir: &Path) -> Result<Vec<Part>> {
    if !dir.join(bundle::CORE).is_file() {
        bail!("the small widget is not built: `cargo xtask widget small`");
    }
    let asset = |name: &str, path: &str| part(name, &dir.join(path));
    let (loader, panel) = languages::loader_and_panel(dir)?;
    let first = sum("loader + panel", &[&loader, &panel], UNTIL_FIRST_SCREEN);
    let wasm = asset("core wasm", bundle::CORE)?;
    let glue = asset("glue", bundle::GLUE)?;
    let core = sum("core wasm + glue", &[&wasm, &glue], CORE);
    let second = Part {
        budget: Some(SECOND),
        ..asset("second part", bundle::SECOND)?
    };
    let words = asset("words en", &bundle::words_of("en"))?;
    let loader = Part {
        budget: Some(LOADER),
        ..loader
    };
    let speed = Part {
        budget: Some(SPEED),
        ..asset("speed test", bundle::SPEED)?
    };
    Ok(vec![
        loader,
        panel,
        first,
        wasm,
        glue,
        core,
        second,
        words,
        speed,
        pack::weigh("no-internet")?,
    ])
}

/// Weighs one file; the compressed ones lie beside it.
fn part(name: &str, file: &Path) -> Result<Part> {
    let size = |suffix: &str| -> Result<usize> {
        let file = PathBuf::from(format!("{}{suffix}", file.display()));
        let data =
            fs::metadata(&file).with_context(|| format!("{} is not there", file.display()))?;
        Ok(usize::try_from(data.len())?)
    };
    Ok(Part {
        name: name.to_owned(),
        raw: size("")?,
        gzip: size(".gz")?,
        brotli: size(".br")?,
        budget: None,
    })
}

fn sum(name: &str, parts: &[&Part], budget: usize) -> Part {
    Part {
        name: name.to_owned(),
        raw: parts.iter().map(|part| part.raw).sum(),
        gzip: parts.iter().map(|part| part.gzip).sum(),
        brotli: parts.iter().map(|part| part.brotli).sum(),
        budget: Some(budget),
    }
}

/// The table as it is printed and committed.
fn table(parts: &[Part]) -> String {
    let mut text = format!(
        "{:<24}{:>10}{:>10}{:>10}{:>10}\n",
        "part", "raw", "gzip", "brotli", "budget"
    );
    for part in parts {
        let budget = part
            .budget
            .map_or("-".to_owned(), |bytes| bytes.to_string());
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "{:<24}{:>10}{:>10}{:>10}{budget:>10}",
            part.name, part.raw, part.gzip, part.brotli
        );
    }
    text
}

/// Reads the table back.
fn parse(text: &str) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    for line in text.lines().skip(1).filter(|line| !line.trim().is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [name @ .., raw, gzip, brotli, budget] = words.as_slice() else {
            bail!("tests/size.snap has a line that is none of the table's: {line}");
        };
        parts.push(Part {
            name: name.join(" "),
            raw: raw.parse()?,
            gzip: gzip.parse()?,
            brotli: brotli.parse()?,
            budget: budget.parse().ok(),
        });
    }
    Ok(parts)
}

/// The changes beyond the tolerance.
#[derive(Default)]
struct Differences {
    grown: Vec<String>,
    shrunk: Vec<String>,
}

fn compare(before: &[Part], now: &[Part]) -> Differences {
    let mut differences = Differences::default();
    for part in now {
        let Some(old) = before.iter().find(|old| old.name == part.name) else {
            differences
                .grown
                .push(format!("{}: not in tests/size.snap", part.name));
            continue;
        };
        let (was, is) = (old.brotli, part.brotli);
        #[allow(
            clippy::cast_precision_loss,
            reason = "bytes of a web page fit a float exactly"
        )]
        let share = (is as f64 - was as f64) / was.max(1) as f64;
        let line = format!(
            "{}: {was} -> {is} bytes of brotli ({:+.1} %)",
            part.name,
            share * 100.0
        );
        if share > TOLERANCE {
            differences.grown.push(line);
        } else if share < -TOLERANCE {
            differences
                .shrunk
                .push(format!("{line}; `cargo xtask size --bless` keeps the gain"));
        }
    }
    differences
}

fn over_budget(parts: &[Part]) -> Result<()> {
    let over: Vec<String> = parts
        .iter()
        .filter_map(|part| {
            let most = part.budget?;
            (part.brotli > most).then(|| {
                format!(
                    "{}: {} bytes of brotli, at most {most}",
                    part.name, part.brotli
                )
            })
        })
        .collect();
    if !over.is_empty() {
        bail!("over budget\n{}", over.join("\n"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{CORE, LOADER, Part, SECOND, SPEED, UNTIL_FIRST_SCREEN};
    use super::{compare, over_budget, parse, place, table};

    fn part(name: &str, brotli: usize, budget: Option<usize>) -> Part {
        Part {
            name: name.to_owned(),
            raw: brotli * 3,
            gzip: brotli + 9,
            brotli,
            budget,
        }
    }

    #[test]
    fn the_table_reads_back_as_it_was_written() {
        let parts = vec![
            part("loader", 2_000, Some(3_000)),
            part("core wasm + glue", 60_000, None),
        ];
        assert_eq!(parse(&table(&parts)).unwrap(), parts);
    }

    #[test]
    fn growth_beyond_the_tolerance_is_found_and_less_is_not() {
        let before = [part("core", 60_000, None)];
        assert!(
            compare(&before, &[part("core", 60_300, None)])
                .grown
                .is_empty()
        );
        assert_eq!(
            compare(&before, &[part("core", 60_301, None)]).grown.len(),
            1
        );
        assert_eq!(
            compare(&before, &[part("core", 59_000, None)]).shrunk.len(),
            1
        );
    }

    #[test]
    fn a_part_that_the_snapshot_does_not_know_must_be_blessed() {
        assert_eq!(compare(&[], &[part("speed test", 1, None)]).grown.len(), 1);
    }

    #[test]
    fn a_budget_holds_to_the_byte() {
        assert!(over_budget(&[part("loader", 3_000, Some(3_000))]).is_ok());
        assert!(over_budget(&[part("loader", 3_001, Some(3_000))]).is_err());
    }

    /// In ARCHITECTURE.md, the row that begins so has its budget as the first of its numbers, or as the first in brackets.
    #[test]
    fn the_table_of_the_architecture_has_the_budgets() {
        let text = std::fs::read_to_string(place::root().join("ARCHITECTURE.md")).unwrap();
        for (row, sign, bytes) in [
            ("| loader: ", "| ", LOADER),
            ("| loader, panel ", "(", UNTIL_FIRST_SCREEN),
            ("| WebAssembly and glue: ", "| ", CORE),
            ("| the second part of the core: ", "| ", SECOND),
            ("| the speed test, ", "| ", SPEED),
        ] {
            let line = text.lines().find(|line| line.starts_with(row));
            let budget = line.and_then(|line| line.trim_end_matches(" |").rsplit_once("| "));
            let (_, budget) = budget.unwrap_or_else(|| panic!("no row {row}"));
            let line = format!("| {budget}");
            let number = line
                .split_once(sign)
                .map(|(_, rest)| rest.split(' ').next());
            // As people write it: 3, or 14.1.
            let kilobytes = match bytes % 1000 / 100 {
                0 => format!("{}", bytes / 1000),
                tenths => format!("{}.{tenths}", bytes / 1000),
            };
            assert_eq!(number, Some(Some(&*kilobytes)), "{row}: {budget}");
        }
    }

    #[test]
    fn a_line_that_is_not_of_the_table_is_refused() {
        assert!(parse("part raw gzip brotli budget\nnonsense\n").is_err());
    }
}
