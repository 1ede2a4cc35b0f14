//! Names of guides that texts quote, held to what those guides are called where customers choose them, in every
//! language.

use std::collections::BTreeMap;

use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity, Violation};
use firstline_guide::json;
use firstline_guide::raw::{self, Kind};

use super::{Collector, Role};
use crate::folder::GuideFolder;
use crate::translate::{self, Sidecar};

pub(super) static RULES: &[&Rule] = &[&MISNAMED_TOPIC];

/// The rule of a guide that is quoted by a name that it does not have.
static MISNAMED_TOPIC: Rule = Rule {
    id: "misnamed-topic",
    severity: Severity::Warning,
    doc: &[
        " An end quotes a name that the guide which it leads to does not have.",
        "",
        " Customers look for that name among the topics, and find none. What an end quotes is the title of the guide \
         that it leads to, or one of the answers there. A translation quotes the title that the guide has in its \
         language; where the guide is not translated, customers read the title as it was written.",
    ],
    bad: Example::File(
        "`\"title\": \"The guide “One site” helps\", \"guide\": \"one-site\"`, and that is titled “One website or app does not work”",
    ),
    good: Example::File(
        "`\"title\": \"The guide “One website or app does not work” helps\", \"guide\": \"one-site\"`",
    ),
};

struct Misnamed<'g> {
    quoted: &'g str,
    /// The guide that is meant.
    meant: &'g str,
    /// Its title in the language of the text.
    title: &'g str,
}

impl Violation for Misnamed<'_> {
    fn rule(&self) -> &'static Rule {
        &MISNAMED_TOPIC
    }

    fn message(&self) -> String {
        let Misnamed {
            quoted,
            meant,
            title,
        } = self;
        format!("the guide `{meant}` is called “{title}” here, not “{quoted}”")
    }

    fn hint(&self) -> Option<String> {
        Some("quote its title, or one of the answers in it, letter by letter".to_owned())
    }
}

pub(super) fn look<'f>(folder: &'f GuideFolder, found: &mut Collector<'f>) {
    let mut names = Names {
        folder,
        known: BTreeMap::new(),
    };
    for file in &folder.guides {
        let (Some(guide), Some(raw), Some(root)) = (&file.guide, &file.loaded.raw, &file.root)
        else {
            continue;
        };
        let texts = translate::texts(root);
        for text in &texts {
            let Some(meant) = led_to(raw, &text.path) else {
                continue;
            };
            let Some(names) = names.of(meant, &guide.language) else {
                continue;
            };
            for quoted in text.words.items().iter().flat_map(|text| quoted(text)) {
                if let Some(misnamed) = names.misnamed(quoted, meant) {
                    let diagnostic = Diagnostic::new(&misnamed, text.span, root);
                    found.add(&file.source, Role::Guide, diagnostic);
                }
            }
        }
        for translation in &folder.translations {
            let of_this = translation.source.stem() == guide.id;
            let usable = translation.source.usable().filter(|_| of_this);
            let (Some(sidecar), Some(source)) = (&translation.sidecar, usable) else {
                continue;
            };
            let Ok(parsed) = json::parse(source) else {
                continue;
            };
            for entry in &sidecar.texts {
                let written = texts.iter().find(|text| text.path == entry.path);
                let says: Vec<&str> = entry.words.items().iter().flat_map(|t| quoted(t)).collect();
                let mut all = Vec::new();
                if let Some(meant) = led_to(raw, &entry.path)
                    && let Some(names) = names.of(meant, &translation.language)
                {
                    let wrong = says.iter().filter_map(|says| names.misnamed(says, meant));
                    all.extend(
                        wrong.map(|wrong| Diagnostic::new(&wrong, entry.words_span, &parsed.root)),
                    );
                }
                // A guide that the text names without leading to it: the one that is open, for example.
                let items = written.map(|text| text.words.items()).unwrap_or_default();
                for title in items.iter().flat_map(|text| quoted(text)) {
                    let Some(meant) = titled(folder, title, &guide.language) else {
                        continue;
                    };
                    let Some(names) = names.of(meant, &translation.language) else {
                        continue;
                    };
                    if all.is_empty() && !says.contains(&names.title.as_str()) {
                        let quoted = says.first().copied().unwrap_or(title);
                        let title = &names.title;
                        let misnamed = Misnamed {
                            quoted,
                            meant,
                            title,
                        };
                        all.push(Diagnostic::new(&misnamed, entry.words_span, &parsed.root));
                    }
                }
                found.extend(&translation.source, Role::Translation, all);
            }
        }
    }
}

/// What customers read of guides where they choose them and answer.
struct Names<'f> {
    folder: &'f GuideFolder,
    /// By guide and language; `None` where there is no such guide.
    known: BTreeMap<(String, String), Option<NamesOf>>,
}

/// What customers read of a guide.
struct NamesOf {
    title: String,
    answers: Vec<String>,
}

impl Names<'_> {
    fn of(&mut self, id: &str, language: &str) -> Option<&NamesOf> {
        let folder = self.folder;
        let key = (id.to_owned(), language.to_owned());
        let known = self.known.entry(key);
        known.or_insert_with(|| read(folder, id, language)).as_ref()
    }
}

impl NamesOf {
    /// Why a name that is quoted is none of this guide's.
    fn misnamed<'g>(&'g self, quoted: &'g str, meant: &'g str) -> Option<Misnamed<'g>> {
        let is_answer = self.answers.iter().any(|answer| answer == quoted);
        let title = &self.title;
        (title != quoted && !is_answer).then_some(Misnamed {
            quoted,
            meant,
            title,
        })
    }
}

fn read(folder: &GuideFolder, id: &str, language: &str) -> Option<NamesOf> {
    let file = folder.file_of(id).filter(|file| file.guide.is_some())?;
    let sidecar = |tag: &str| -> Option<Sidecar> { folder.sidecar(tag, id).cloned() };
    let spoken = translate::speak(file.source.usable()?, language, sidecar).ok()?;
    let texts = translate::texts(&json::parse(&spoken.source).ok()?.root);
    let mut names = NamesOf {
        title: String::new(),
        answers: Vec::new(),
    };
    for text in texts {
        let is_answer = text.path.contains(".options.") && text.path.ends_with(".label");
        match text.path.as_str() {
            "title" => names.title = text.words.items().concat(),
            _ if is_answer => names.answers.extend_from_slice(text.words.items()),
            _ => {}
        }
    }
    Some(names)
}

/// The guide that customers can choose by this title, as it was written.
fn titled<'f>(folder: &'f GuideFolder, title: &str, language: &str) -> Option<&'f str> {
    let mut guides = folder.guides.iter().filter_map(|file| file.guide.as_ref());
    let guide = guides
        .find(|guide| guide.listed && guide.language == language && guide.title.as_str() == title);
    guide.map(|guide| guide.id.as_str())
}

/// The guide that the end leads to in which a text stands. What a ticket or a link is called names no guide.
fn led_to<'g>(guide: &'g raw::Guide, path: &str) -> Option<&'g str> {
    let mut parts = path.split('.');
    let step = (parts.next() == Some("steps")).then(|| parts.next())??;
    if parts.any(|part| matches!(part, "ticket" | "links" | "picture")) {
        return None;
    }
    let step = guide.steps.iter().find(|known| known.id.value == step)?;
    match &step.kind {
        Some(Kind::Outcome(outcome)) => outcome.guide.as_ref().map(|name| name.as_str()),
        _ => None,
    }
}

/// What stands in quotes in a text, in the quotes of any language.
fn quoted(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((at, open)) = rest
        .char_indices()
        .find(|(_, character)| "“„«「".contains(*character))
    {
        let close = match open {
            '„' => '“',
            '«' => '»',
            '「' => '」',
            _ => '”',
        };
        let behind = &rest[at + open.len_utf8()..];
        let Some((inside, after)) = behind.split_once(close) else {
            break;
        };
        found.push(inside.trim());
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_those_of_the_language() {
        assert_eq!(quoted("The guide “A b” or “C”"), ["A b", "C"]);
        assert_eq!(quoted("Die Anleitung „A b“, oder „C“"), ["A b", "C"]);
        assert_eq!(quoted("دليل «أ ب»"), ["أ ب"]);
        assert_eq!(quoted("none, and “one that is not closed"), [""; 0]);
    }
}
