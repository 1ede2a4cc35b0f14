//! Reads guides and finds what is wrong with them, alone and together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use firstline_author::scenario;
use firstline_guide::json::{self, Node, Span, Value};
use firstline_guide::load::{self, LibraryProblem, Loaded};
use firstline_guide::model::{Step, StepKind};
use firstline_guide::problem::{Problem, ProblemKind, What, pointer};
use firstline_guide::raw;
use firstline_guide::{Guide, Library};

use super::{advice, boxes, translations};

/// A file that is looked at.
pub struct File {
    /// What it is.
    pub is: Is,
    /// Where it lies.
    pub path: PathBuf,
    /// What stands in it.
    pub text: String,
    /// Whether its problems were asked for. The other guides of the folder are read too, because
    /// guides call each other.
    pub asked: bool,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// A guide.
    Guide,
    /// The texts of a guide in another language, `<language>/<guide>.json`.
    Translation,
    /// The catalogue of boxes, `site/equipment.json`.
    Catalogue,
    /// The provider's file, `site/provider.json`.
    Provider,
}

impl Is {
    /// By where it lies.
    fn at(path: &Path) -> Is {
        let folder = path.parent().and_then(Path::file_name);
        let name = path.file_name().and_then(|name| name.to_str());
        match (folder.and_then(|folder| folder.to_str()), name) {
            (Some("site"), Some("equipment.json")) => Is::Catalogue,
            (Some("site"), Some("provider.json")) => Is::Provider,
            _ if translations::lies_at(path) => Is::Translation,
            _ => Is::Guide,
        }
    }
}

/// Something that is wrong.
pub struct Found {
    /// The file, by position.
    pub file: usize,
    /// The rule's id.
    pub rule: &'static str,
    /// Whether it can be left so: nobody is misled or trapped by it.
    pub is_warning: bool,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// Where it stands in the file.
    pub span: Span,
    /// Where it stands in the document (RFC 6901).
    pub pointer: String,
}

/// Reads the files at these paths, and their neighbours.
///
/// # Errors
///
/// A path is not there, a file cannot be read, or there is no guide at all.
pub fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<File>> {
    let mut asked = BTreeSet::new();
    let mut all = BTreeSet::new();
    for path in &translations::files(paths, &mut asked, &mut all)? {
        let kind =
            std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
        if kind.is_dir() {
            let guides = guides_in(path)?;
            if guides.is_empty() {
                bail!("there are no guides (*.json) in {}", path.display());
            }
            let site = site_files(path);
            asked.extend(guides.iter().chain(&site).cloned());
            all.extend(guides.into_iter().chain(site));
        } else {
            asked.insert(path.clone());
            all.insert(path.clone());
            let folder = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            // Its own path may be written differently than its folder lists it.
            let folder = folder.unwrap_or(Path::new("."));
            let guides = guides_in(folder)?;
            all.extend(
                guides
                    .into_iter()
                    .chain(site_files(folder))
                    .filter(|other| other.file_name() != path.file_name()),
            );
        }
    }
    let mut files = Vec::new();
    for path in all {
        let asked = asked.contains(&path);
        let is = Is::at(&path);
        match std::fs::read_to_string(&path) {
            Ok(text) => files.push(File {
                is,
                path,
                text,
                asked,
            }),
            Err(error) if asked => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
            // A neighbour that was not asked for.
            Err(_) => {}
        }
    }
    Ok(files)
}

/// The files of a folder that are named like guides.
pub fn guides_in(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let cannot = || format!("cannot read the folder {}", folder.display());
    let mut guides = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        if path.is_file()
            && path
                .extension()
                .is_some_and(|extension| extension == "json")
        {
            guides.push(path);
        }
    }
    Ok(guides)
}

/// The files beside the guides of a folder that say which boxes there are.
fn site_files(folder: &Path) -> Vec<PathBuf> {
    let site = folder.join("site");
    ["equipment.json", "provider.json"]
        .map(|name| site.join(name))
        .into_iter()
        .filter(|path| path.is_file())
        .collect()
}

/// Everything that is wrong with the files that were asked for, in their order.
pub fn problems(files: &[File]) -> Vec<Found> {
    let load = |file: &File| match file.is {
        Is::Guide => load::load(&file.text),
        // Read by `boxes` and `translations`.
        Is::Catalogue | Is::Provider | Is::Translation => Loaded {
            guide: None,
            problems: Vec::new(),
            raw: None,
        },
    };
    let loaded: Vec<Loaded> = files.iter().map(load).collect();
    let mut found = Vec::new();
    boxes::problems(files, &mut found);
    translations::problems(files, &mut found);
    advice::problems(files, &loaded, &mut found);
    for (file, loaded) in loaded.iter().enumerate() {
        found.extend(
            loaded
                .problems
                .iter()
                .map(|problem| of_problem(file, problem)),
        );
        found.extend(other_file_name(files, file, loaded));
    }
    // Guides of one language and folder make a library.
    let mut libraries: BTreeMap<(&Path, &str), Vec<usize>> = BTreeMap::new();
    for (file, loaded) in loaded.iter().enumerate() {
        if let Some(guide) = &loaded.guide {
            let folder = files[file].path.parent().unwrap_or(Path::new(""));
            libraries
                .entry((folder, &guide.language))
                .or_default()
                .push(file);
        }
    }
    for of_library in libraries.values() {
        together(files, &loaded, of_library, &mut found);
    }
    found.retain(|found| files[found.file].asked);
    found.sort_by_key(|found| (found.file, found.span.start));
    found
}

fn of_problem(file: usize, problem: &Problem) -> Found {
    Found {
        file,
        rule: problem.rule(),
        is_warning: false,
        message: problem.message(),
        hint: problem.hint(),
        span: problem.span,
        pointer: problem.pointer.clone(),
    }
}

/// A guide is found by its file's name where authors name it, and by its id everywhere else.
fn other_file_name(files: &[File], file: usize, loaded: &Loaded) -> Option<Found> {
    let File { path, text, .. } = &files[file];
    let id = loaded.raw.as_ref()?.id.as_ref()?;
    let name = path.file_stem()?.to_str()?;
    // Of an id that is no name at all enough is said.
    if id.value == name || loaded.problems.iter().any(|other| other.span == id.span) {
        return None;
    }
    let pointer =
        json::parse(text).map_or_else(|_| String::new(), |parsed| pointer(&parsed.root, id.span));
    Some(Found {
        file,
        rule: "file-name",
        is_warning: false,
        message: format!("the guide `{}` lies in `{name}.json`", id.value),
        hint: Some(format!(
            "rename the file, and its translations, to `{0}.json`; or write `\"id\": \"{name}\"`, and so \
             where `{0}` is called",
            id.value
        )),
        span: id.span,
        pointer,
    })
}

/// Looks at guides that can call each other.
fn together(files: &[File], loaded: &[Loaded], of_library: &[usize], found: &mut Vec<Found>) {
    // A guide that is there but cannot be read has problems of its own.
    let unread: BTreeSet<&str> = loaded
        .iter()
        .filter(|loaded| loaded.guide.is_none())
        .filter_map(|loaded| Some(loaded.raw.as_ref()?.id.as_ref()?.as_str()))
        .collect();
    let guides: Vec<Guide> = of_library
        .iter()
        .filter_map(|file| loaded[*file].guide.clone())
        .collect();
    let library = match load::library(guides.clone()) {
        Ok(library) => Some(Arc::new(library)),
        Err(problems) => {
            for problem in problems {
                if let ProblemKind::Unknown {
                    what: What::Guide,
                    name,
                    ..
                } = &problem.kind
                    && unread.contains(name.as_str())
                {
                    continue;
                }
                let (guide, step) =
                    shown_at(&problem, &guides, |guide| files[of_library[guide]].asked);
                let file = of_library[guide];
                let raw = loaded[file].raw.as_ref();
                let span = raw.map_or(Span::default(), |raw| place(raw, step));
                let kind = problem.kind;
                found.push(of_problem(file, &located(kind, span, &files[file].text)));
            }
            None
        }
    };
    for file in of_library {
        if !files[*file].asked {
            continue;
        }
        missing_pictures(files, *file, found);
        if let (Some(library), Some(guide)) = (&library, &loaded[*file].guide) {
            scenarios(files, *file, guide, library, found);
        }
    }
}

/// The guide and the step at which a problem is shown. A circle is shown at a guide that was asked
/// for, whichever of its calls closes it.
fn shown_at<'g>(
    problem: &LibraryProblem,
    guides: &'g [Guide],
    asked: impl Fn(usize) -> bool,
) -> (usize, Option<&'g str>) {
    let own = problem
        .step
        .map(|step| guides[problem.guide].step(step).id.as_str());
    let ProblemKind::GuideCycle(circle) = &problem.kind else {
        return (problem.guide, own);
    };
    if asked(problem.guide) {
        return (problem.guide, own);
    }
    let calls = |step: &&Step, called: &str| matches!(&step.kind, StepKind::Call(call) if call.guide == called);
    let others = circle
        .iter()
        .zip(circle.iter().cycle().skip(1))
        .filter_map(|(caller, called)| {
            let position = guides.iter().position(|guide| guide.id == *caller)?;
            let step = guides[position]
                .steps
                .iter()
                .find(|step| calls(step, called))?;
            Some((position, Some(step.id.as_str())))
        });
    let mut others = others.filter(|(guide, _)| asked(*guide));
    others.next().unwrap_or((problem.guide, own))
}

fn located(kind: ProblemKind, span: Span, text: &str) -> Problem {
    let pointer =
        json::parse(text).map_or_else(|_| String::new(), |parsed| pointer(&parsed.root, span));
    Problem {
        kind,
        span,
        pointer,
    }
}

/// Where a problem between guides is shown: at the name of the guide that a step calls, or at the
/// guide's own.
fn place(raw: &raw::Guide, step: Option<&str>) -> Span {
    let of_step = raw
        .steps
        .iter()
        .find(|candidate| Some(candidate.id.as_str()) == step);
    let called = of_step.and_then(|step| match &step.kind {
        Some(raw::Kind::Call(call)) => call.guide.as_ref(),
        _ => None,
    });
    called
        .or(raw.id.as_ref())
        .map_or(raw.span, |name| name.span)
}

fn scenarios(
    files: &[File],
    file: usize,
    guide: &Guide,
    library: &Arc<Library>,
    found: &mut Vec<Found>,
) {
    let text = &files[file].text;
    let Ok(parsed) = json::parse(text) else {
        return;
    };
    let mut add = |rule, message: String, hint: Option<&str>, span| {
        let hint = hint.map(str::to_owned);
        found.push(Found {
            file,
            rule,
            is_warning: false,
            message,
            hint,
            span,
            pointer: pointer(&parsed.root, span),
        });
    };
    let (scenarios, malformed) = scenario::read(text);
    for malformed in malformed {
        add("bad-scenario", malformed.message, None, malformed.span);
    }
    for scenario in scenarios {
        if let Err(failure) = scenario::run(library, &guide.id, &scenario) {
            let hint = "the guide has changed, or the scenario does not say what was meant";
            add(
                "failing-scenario",
                failure.to_string(),
                Some(hint),
                failure.span,
            );
        }
    }
}

/// Pictures that a guide shows and that do not lie in `pictures` beside it.
fn missing_pictures(files: &[File], file: usize, found: &mut Vec<Found>) {
    let File { path, text, .. } = &files[file];
    let folder = path.parent().unwrap_or(Path::new("")).join("pictures");
    let Ok(parsed) = json::parse(text) else {
        return;
    };
    let mut names = Vec::new();
    pictures(&parsed.root, &mut names);
    for (name, span) in names {
        if !folder.join(name).is_file() {
            found.push(Found {
                file,
                rule: "missing-picture",
                is_warning: false,
                message: format!("there is no picture `{name}` in {}", folder.display()),
                hint: Some("put it there, or name one that is there".to_owned()),
                span,
                pointer: pointer(&parsed.root, span),
            });
        }
    }
}

fn pictures<'n>(node: &'n Node, names: &mut Vec<(&'n str, Span)>) {
    match &node.value {
        Value::Object(members) => {
            for member in members {
                let file = member.value.get("file").filter(|_| member.key == "picture");
                match file.map(|file| (file.as_str(), file.span)) {
                    Some((Some(name), span)) => names.push((name, span)),
                    _ => pictures(&member.value, names),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| pictures(item, names)),
        _ => {}
    }
}
