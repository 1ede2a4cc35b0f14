//! What can be wrong between a guide and a sidecar: the rules, and the words for them. Only what makes the
//! file unusable is an error: a guide that is half translated is better than none.

use firstline_guide::diagnostic::{Rule, Violation};

use super::Words;
use crate::rules::rules;

/// A problem with a sidecar.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
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
    /// It is a guide, not its texts in another language.
    WholeGuide,
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
        /// The guide's text now.
        now: Words,
    },
    /// The guide has no such text.
    Superfluous {
        /// The path.
        path: String,
        /// The place where the text stands now, if it was moved.
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

impl Violation for Problem {
    fn rule(&self) -> &'static Rule {
        match self {
            Problem::OtherGuide { .. } | Problem::OtherLanguage { .. } | Problem::WholeGuide => {
                &MISPLACED
            }
            Problem::NoGuide { .. } | Problem::OwnLanguage => &NEEDLESS,
            Problem::Missing(_) | Problem::Empty(_) => &MISSING,
            Problem::Unstamped(_) => &UNSTAMPED,
            Problem::Stale { .. } => &STALE,
            Problem::Superfluous { .. } => &SUPERFLUOUS,
            Problem::Inserts { .. } => &INSERTS,
            Problem::Shape { .. } => &SHAPE,
        }
    }

    fn message(&self) -> String {
        match self {
            Problem::OtherGuide { file } => {
                format!("this is for another guide than its file, which is named `{file}`")
            }
            Problem::OtherLanguage { folder } => {
                format!("this is for another language than its folder, which is named `{folder}`")
            }
            Problem::WholeGuide => "this is a guide, not a translation of one".to_owned(),
            Problem::NoGuide { id } => format!("there is no guide `{id}`"),
            Problem::OwnLanguage => "the guide is written in this language".to_owned(),
            Problem::Missing(paths) => format!("{} missing: {}", are(paths), some(paths)),
            Problem::Empty(paths) => {
                format!("{} not translated yet: {}", are(paths), some(paths))
            }
            Problem::Unstamped(paths) => {
                format!(
                    "{} without the fingerprint of the guide's text: {}",
                    are(paths),
                    some(paths)
                )
            }
            Problem::Stale { .. } => {
                "the guide's text has changed since this was translated".to_owned()
            }
            Problem::Superfluous { path, .. } => {
                format!("the guide has no text at `{path}`")
            }
            Problem::Inserts { missing, foreign } => match (&missing[..], &foreign[..]) {
                ([], []) => "a `{` in this text has no name and `}` behind it".to_owned(),
                ([], foreign) => format!("the guide's text has no insert {}", braced(foreign)),
                (missing, []) => format!("the insert {} is left out", braced(missing)),
                (missing, foreign) => format!(
                    "the guide's text has the insert {}, not {}",
                    braced(missing),
                    braced(foreign)
                ),
            },
            Problem::Shape { list: true } => "the guide has a list here".to_owned(),
            Problem::Shape { list: false } => "the guide has one text here".to_owned(),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Problem::OtherGuide { .. } | Problem::OtherLanguage { .. } => Some(
                "a translation lies in <language>/<id of the guide>.json, beside the guides"
                    .to_owned(),
            ),
            Problem::WholeGuide => Some(
                "a translation has texts alone: move this file away, run `firstline translate` with language and \
                 guide, and fill in what that writes"
                    .to_owned(),
            ),
            Problem::NoGuide { .. } | Problem::OwnLanguage => {
                Some("name it by its guide and language; remove it if the guide is gone".to_owned())
            }
            Problem::Missing(_) | Problem::Unstamped(_) => {
                Some("`firstline translate` with language and guide puts in what is missing".to_owned())
            }
            Problem::Empty(_) => {
                Some("until then customers read the guide's own words there".to_owned())
            }
            Problem::Stale { now } => Some(format!(
                "it says now: {}; when this says the same, remove its `of` and run `firstline translate`",
                quoted(now)
            )),
            Problem::Superfluous { moved: Some(path), .. } => Some(format!(
                "the text stands at `{path}` now; `firstline translate` moves it there"
            )),
            Problem::Superfluous { moved: None, .. } => {
                Some("remove it, or use its words where the text went".to_owned())
            }
            Problem::Inserts { .. } => Some(
                "keep each {name} of the guide's text as it is; until then the guide's own words are shown"
                    .to_owned(),
            ),
            Problem::Shape { list: true } => Some("write it in brackets: [\"…\", \"…\"]".to_owned()),
            Problem::Shape { list: false } => Some("write it without brackets: \"…\"".to_owned()),
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

rules! {
    /// The rules of translations.
    RULES;
    /// A translation that says another guide or language than its file and folder do, or is a whole guide.
    ///
    /// It lies in `<language>/<id of the guide>.json`, beside the guides.
    MISPLACED: Error "misplaced-translation",
        "{ \"format\": 1, \"guide\": \"other\", \"language\": \"de\", \"texts\": {} }",
        "{ \"format\": 1, \"guide\": \"example\", \"language\": \"de\", \"texts\": {} }";
    /// A translation that nobody reads: there is no such guide, or it is written in this language.
    NEEDLESS: Warning "needless-translation",
        "{ \"format\": 1, \"guide\": \"gone\", \"language\": \"de\", \"texts\": {} }",
        "{ \"format\": 1, \"guide\": \"example\", \"language\": \"de\", \"texts\": {} }";
    /// Texts that are not translated.
    ///
    /// Customers read the guide's own words there.
    MISSING: Warning "missing-translation",
        "\"title\": { \"of\": \"b79cac92\", \"text\": \"\" }",
        "\"title\": { \"of\": \"b79cac92\", \"text\": \"Hilfe\" }";
    /// A translation without the fingerprint of what it translates.
    ///
    /// So nobody would notice when the guide changes. `firstline translate` puts it in.
    UNSTAMPED: Warning "unstamped-translation",
        "\"title\": { \"text\": \"Hilfe\" }",
        "\"title\": { \"of\": \"b79cac92\", \"text\": \"Hilfe\" }";
    /// The guide's text has changed since it was translated.
    STALE: Warning "stale-translation",
        "\"title\": { \"of\": \"00000000\", \"text\": \"Hilfe\" }",
        "\"title\": { \"of\": \"b79cac92\", \"text\": \"Hilfe\" }";
    /// The guide has no such text.
    SUPERFLUOUS: Warning "superfluous-translation",
        "\"titel\": { \"of\": \"b79cac92\", \"text\": \"Hilfe\" }",
        "\"title\": { \"of\": \"b79cac92\", \"text\": \"Hilfe\" }";
    /// A translation with other inserts than the guide's text.
    ///
    /// It is not used, because the customer would miss what the guide says there.
    INSERTS: Warning "translated-inserts",
        "\"title\": { \"of\": \"b79cac92\", \"text\": \"Hilfe von {provider}\" }",
        "\"title\": { \"of\": \"b79cac92\", \"text\": \"Hilfe von {provider.name}\" }";
    /// A list where the guide has one text, or one text where it has a list.
    SHAPE: Warning "translated-shape",
        "\"title\": { \"of\": \"b79cac92\", \"text\": [\"Hilfe\"] }",
        "\"title\": { \"of\": \"b79cac92\", \"text\": \"Hilfe\" }";
}
