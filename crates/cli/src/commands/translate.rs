//! `firstline translate`: the files that translators fill.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use firstline_author::folder::GuideFile;
use firstline_author::translate::{self, Sidecar};
use firstline_guide::diagnostic::line_column;
use firstline_guide::json::{self, Node};
use firstline_guide::language::{chain, is_language, serves};

use crate::commands::read;
use crate::guide;
use crate::output::{FAILED, WRONG, fail, print};
use crate::report;

/// Prepare translations of guides, and say what is left to do
///
/// Writes <language>/<guide>.json beside each guide: every text of the guide in its order, with
/// what was translated already; what is empty waits for a translator. Where the guide's text has
/// changed since, the translation is called stale. Exit code: 0 where the files could be written,
/// 2 where not; with --check, 1 where something is left to do.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The language to translate into, such as de or de-AT
    language: String,
    /// Guides, by id or path; all without
    guide: Vec<PathBuf>,
    /// Folder of the guides
    #[arg(long, value_name = "DIR", default_value = "guides")]
    guides: PathBuf,
    /// Write nothing, and exit with 1 where something is left to do
    #[arg(long)]
    check: bool,
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    match all(&args) {
        Ok(Done { left: true }) if args.check => ExitCode::from(FAILED),
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => fail(WRONG, format!("{error:#}")),
    }
}

/// What came of it.
struct Done {
    /// Whether something is left to do.
    left: bool,
}

fn all(args: &Args) -> anyhow::Result<Done> {
    let language = &args.language;
    if !is_language(language) {
        bail!("“{language}” is not a language tag; write de, or de-AT");
    }
    let guides: Vec<GuideFile> = if args.guide.is_empty() {
        let folder = guide::folder(&args.guides)?;
        // The guides that are in this language already need nobody.
        let is_foreign =
            |guide: &GuideFile| !guide.language().is_some_and(|own| serves(own, language));
        let guides: Vec<GuideFile> = folder.guides.into_iter().filter(is_foreign).collect();
        if guides.is_empty() {
            bail!("there is nothing to translate in {}", args.guides.display());
        }
        guides
    } else {
        let named = args.guide.iter();
        let guides = named.map(|named| of_name(named, &args.guides));
        guides.collect::<anyhow::Result<_>>()?
    };
    let mut left = false;
    for guide in guides {
        left |= one(&guide, language, args.check)?.left;
    }
    Ok(Done { left })
}

/// A guide, from its id or its path.
fn of_name(named: &Path, folder: &Path) -> anyhow::Result<GuideFile> {
    if named.is_file() {
        return Ok(GuideFile::read(named));
    }
    let (folder, id) = guide::named(&named.to_string_lossy(), folder);
    Ok(guide::find(&guide::folder(&folder)?, &id)?.clone())
}

/// Prepares one translation and prints what is left to do.
fn one(guide: &GuideFile, language: &str, check: bool) -> anyhow::Result<Done> {
    let path = &guide.source.path;
    let Some(source) = guide.source.usable() else {
        let why = guide.source.problem();
        let why = why.map_or_else(String::new, |problem| problem.message);
        bail!("cannot read {}: {why}", path.display());
    };
    let root = match json::parse(source) {
        Ok(parsed) => parsed.root,
        Err(error) => {
            let (line, column) = line_column(source, error.offset);
            bail!(
                "{}:{line}:{column}: this is not JSON; `firstline lint` says why",
                path.display()
            );
        }
    };
    let Some(id) = root.get("id").and_then(Node::as_str) else {
        bail!("{} is no guide: it has no `id`", path.display());
    };
    if guide
        .language()
        .is_some_and(|own| own.eq_ignore_ascii_case(language))
    {
        bail!("{} is written in {language}", path.display());
    }
    let texts = translate::texts(&root);
    let folder = path.parent().unwrap_or(Path::new(""));
    let path = folder.join(language).join(format!("{id}.json"));
    let written = if path.exists() {
        Some(read(&path)?)
    } else {
        None
    };
    let sidecar = written
        .as_deref()
        .map(|text| usable(&path, text))
        .transpose()?;
    let mut parents = Vec::new();
    for parent in chain(language).skip(1) {
        let path = folder.join(parent).join(format!("{id}.json"));
        if path.exists() {
            parents.push(usable(&path, &read(&path)?)?);
        }
    }

    let wanted = translate::update(id, language, &texts, sidecar.as_ref(), &parents);
    let changed = written.as_ref() != Some(&wanted);
    if changed && !check {
        let folder = path.parent().unwrap_or(Path::new(""));
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&path, &wanted))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    // What is told is what lies there now.
    let lies = match &written {
        Some(written) if check => written,
        None if check => {
            print(&format!("{}: is not there\n", path.display()));
            return Ok(Done { left: true });
        }
        _ => &wanted,
    };
    let now = usable(&path, lies)?;
    let problems = translate::compare(&texts, &now, lies, &parents);
    let translated = texts
        .iter()
        .filter(|text| {
            let has = |sidecar: &Sidecar| {
                let entry = sidecar.entry(&text.path);
                entry.is_some_and(|entry| !entry.words.is_empty())
            };
            has(&now) || parents.iter().any(has)
        })
        .count();
    let what = match (check, written.is_some(), changed) {
        (true, _, true) => ", `firstline translate` would change it",
        (false, true, true) => ", brought up to date",
        (false, false, _) => ", new",
        (_, _, false) => "",
    };
    print(&format!(
        "{}{}: {translated} of {} texts translated{what}\n",
        report::each(&path, lies, &problems, report::on_a_terminal()),
        path.display(),
        texts.len()
    ));
    Ok(Done {
        left: changed || !problems.is_empty(),
    })
}

/// A sidecar that can be read: one that cannot is never written over.
fn usable(path: &Path, text: &str) -> anyhow::Result<Sidecar> {
    let (sidecar, problems) = Sidecar::read(text);
    match (sidecar, problems.is_empty()) {
        (Some(sidecar), true) => Ok(sidecar),
        _ => bail!(
            "{} cannot be used as it is, and was left alone:\n\n{}",
            path.display(),
            report::each(path, text, &problems, report::on_a_terminal()).trim_end()
        ),
    }
}
