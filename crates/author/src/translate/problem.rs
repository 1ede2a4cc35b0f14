//! What can be wrong with a sidecar, and the words for it.

use firstline_guide::json::Span;
use firstline_guide::problem;

use super::Words;

/// Something wrong with a sidecar.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// Where it stands in the sidecar.
    pub span: Span,
    /// Where it stands in the document, as an RFC 6901 pointer.
    pub pointer: String,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// Customers read the guide's own words in places, or words that may no longer be right.
    Warning,
}

/// What is wrong with a sidecar.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemKind {
    /// Its form: JSON, keys, types.
    Form(problem::ProblemKind),
    /// It is for another guide than its file's name says.
    OtherGuide {
        /// The guide of the file's name.
        file: String,
    },
    /// It is for another language than its folder's name says.
    OtherLanguage {
        /// The language of the folder.
        folder: String,
    },
    /// There is no such guide beside the folder.
    NoGuide {
        /// The id.
        id: String,
    },
    /// The guide is written in this language.
    OwnLanguage,
    /// Texts of the guide that the sidecar does not have, by path.
    Missing(Vec<String>),
    /// Texts that are not translated yet, by path.
    Empty(Vec<String>),
    /// Translations without the fingerprint of their source, by path.
    Unstamped(Vec<String>),
    /// The guide's text has changed since it was translated.
    Stale {
        /// What the guide says now.
        now: Words,
    },
    /// The guide has no such text.
    Superfluous {
        /// The path.
        path: String,
        /// Where the text stands now, if it was moved.
        moved: Option<String>,
    },
    /// The translation has other inserts than the guide's text, so that it is not used.
    Inserts {
        /// Those of the guide's text that it leaves out.
        missing: Vec<String>,
        /// Those that the guide's text does not have.
        foreign: Vec<String>,
    },
    /// A list where the guide has a text, or the other way round.
    Shape {
        /// Whether the guide has a list.
        list: bool,
    },
}

impl Problem {
    /// The id of the rule that is broken, in kebab-case.
    pub fn rule(&self) -> &'static str {
        match &self.kind {
            ProblemKind::Form(kind) => kind.rule(),
            ProblemKind::OtherGuide { .. } | ProblemKind::OtherLanguage { .. } => {
                "misplaced-translation"
            }
            ProblemKind::NoGuide { .. } | ProblemKind::OwnLanguage => "needless-translation",
            ProblemKind::Missing(_) | ProblemKind::Empty(_) => "missing-translation",
            ProblemKind::Unstamped(_) => "unstamped-translation",
            ProblemKind::Stale { .. } => "stale-translation",
            ProblemKind::Superfluous { .. } => "superfluous-translation",
            ProblemKind::Inserts { .. } => "translated-inserts",
            ProblemKind::Shape { .. } => "translated-shape",
        }
    }

    /// How bad it is. Only what makes the file unusable is an error: a guide that is half
    /// translated is better than none.
    pub fn severity(&self) -> Severity {
        match &self.kind {
            ProblemKind::Form(_)
            | ProblemKind::OtherGuide { .. }
            | ProblemKind::OtherLanguage { .. } => Severity::Error,
            _ => Severity::Warning,
        }
    }

    /// What is wrong, in one sentence without a full stop.
    pub fn message(&self) -> String {
        match &self.kind {
            ProblemKind::Form(kind) => kind.message(),
            ProblemKind::OtherGuide { file } => {
                format!("this is for another guide than its file, which is named `{file}`")
            }
            ProblemKind::OtherLanguage { folder } => {
                format!("this is for another language than its folder, which is named `{folder}`")
            }
            ProblemKind::NoGuide { id } => format!("there is no guide `{id}`"),
            ProblemKind::OwnLanguage => "the guide is written in this language".to_owned(),
            ProblemKind::Missing(paths) => format!("{} missing: {}", are(paths), some(paths)),
            ProblemKind::Empty(paths) => {
                format!("{} not translated yet: {}", are(paths), some(paths))
            }
            ProblemKind::Unstamped(paths) => {
                format!(
                    "{} without the fingerprint of the guide's text: {}",
                    are(paths),
                    some(paths)
                )
            }
            ProblemKind::Stale { .. } => {
                "the guide's text has changed since this was translated".to_owned()
            }
            ProblemKind::Superfluous { path, .. } => {
                format!("the guide has no text at `{path}`")
            }
            ProblemKind::Inserts { missing, foreign } => match (&missing[..], &foreign[..]) {
                ([], []) => "a `{` in this text has no name and `}` behind it".to_owned(),
                ([], foreign) => format!("the guide's text has no insert {}", braced(foreign)),
                (missing, []) => format!("the insert {} is left out", braced(missing)),
                (missing, foreign) => format!(
                    "the guide's text has the insert {}, not {}",
                    braced(missing),
                    braced(foreign)
                ),
            },
            ProblemKind::Shape { list: true } => "the guide has a list here".to_owned(),
            ProblemKind::Shape { list: false } => "the guide has one text here".to_owned(),
        }
    }

    /// What to do about it, where there is more to say.
    pub fn hint(&self) -> Option<String> {
        match &self.kind {
            ProblemKind::Form(kind) => kind.hint(),
            ProblemKind::OtherGuide { .. } | ProblemKind::OtherLanguage { .. } => Some(
                "a translation lies in <language>/<id of the guide>.json, beside the guides"
                    .to_owned(),
            ),
            ProblemKind::NoGuide { .. } | ProblemKind::OwnLanguage => {
                Some("remove this file, or name it by its guide and language".to_owned())
            }
            ProblemKind::Missing(_) | ProblemKind::Unstamped(_) => {
                Some("`firstline translate` with language and guide puts in what is missing".to_owned())
            }
            ProblemKind::Empty(_) => {
                Some("until then customers read the guide's own words there".to_owned())
            }
            ProblemKind::Stale { now } => Some(format!(
                "it says now: {}; when this says the same, remove its `of` and run `firstline translate`",
                quoted(now)
            )),
            ProblemKind::Superfluous { moved: Some(path), .. } => Some(format!(
                "the text stands at `{path}` now; `firstline translate` moves it there"
            )),
            ProblemKind::Superfluous { moved: None, .. } => {
                Some("remove it, or use its words where the text went".to_owned())
            }
            ProblemKind::Inserts { .. } => Some(
                "keep each {name} of the guide's text as it is; until then the guide's own words are shown"
                    .to_owned(),
            ),
            ProblemKind::Shape { list: true } => Some("write it in brackets: [\"…\", \"…\"]".to_owned()),
            ProblemKind::Shape { list: false } => Some("write it without brackets: \"…\"".to_owned()),
        }
    }
}

/// How many, as the beginning of a sentence.
fn are(paths: &[String]) -> String {
    match paths.len() {
        1 => "1 text is".to_owned(),
        number => format!("{number} texts are"),
    }
}

/// As many as can be read in a line.
fn some(paths: &[String]) -> String {
    const SHOWN: usize = 3;
    let mut line = paths
        .iter()
        .take(SHOWN)
        .map(|path| format!("`{path}`"))
        .collect::<Vec<_>>()
        .join(", ");
    if paths.len() > SHOWN {
        line += &format!(" and {} more", paths.len() - SHOWN);
    }
    line
}

fn braced(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
    names.join(", ")
}

fn quoted(words: &Words) -> String {
    let texts: Vec<String> = words
        .items()
        .iter()
        .map(|text| format!("“{text}”"))
        .collect();
    texts.join(", ")
}
