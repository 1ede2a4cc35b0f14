//! A sidecar as it should lie there.

use firstline_guide::json::Writer;

use super::compare::{has_fresh, is_fresh};
use super::{Entry, Sidecar, Text, Words};

/// The sidecar brought up to date: every text of the guide in its order, with what was translated;
/// those that nobody translated yet are empty. One text a line, so that a change shows as one.
///
/// A translation whose text was moved follows it (known by its fingerprint), a stale one stays stale,
/// and what the guide no longer has stands at the end. Only where another text has moved to the place of
/// one that is gone, the translation of that one goes: a path stands once.
/// `inherited` are the sidecars of the tag's parents: a text that they have is not asked for here.
pub fn update(
    guide: &str,
    language: &str,
    texts: &[Text],
    sidecar: Option<&Sidecar>,
    inherited: &[Sidecar],
) -> String {
    let mut rest: Vec<&Entry> = sidecar.map_or_else(Vec::new, |sidecar| {
        sidecar
            .texts
            .iter()
            .filter(|entry| !entry.words.is_empty())
            .collect()
    });
    // First what fits where it stands, then what was moved, then what is stale.
    let own = take(texts, &mut rest, |text, entry| {
        entry.path == text.path && is_fresh(entry, text)
    });
    let moved = take(texts, &mut rest, |text, entry| {
        let free = sidecar.is_none_or(|sidecar| !has_fresh(text, sidecar));
        free && entry.of.as_deref() == Some(&text.words.fingerprint())
    });
    let stale = take(texts, &mut rest, |text, entry| entry.path == text.path);

    let mut lines = Vec::new();
    for (position, text) in texts.iter().enumerate() {
        let fingerprint = text.words.fingerprint();
        match (own[position].or(moved[position]), stale[position]) {
            (Some(entry), _) => lines.push(line(&text.path, &fingerprint, &entry.words)),
            (None, Some(entry)) => {
                let of = entry.of.as_deref().unwrap_or(&fingerprint);
                lines.push(line(&text.path, of, &entry.words));
            }
            (None, None) if has(inherited, &text.path) => {}
            (None, None) => {
                let empty = match text.words {
                    Words::One(_) => Words::One(String::new()),
                    Words::Many(_) => Words::Many(Vec::new()),
                };
                lines.push(line(&text.path, &fingerprint, &empty));
            }
        }
    }
    // None of these stands at a path of the guide: the last round has taken those that do.
    for entry in rest {
        let of = entry.of.as_deref().unwrap_or_default();
        lines.push(line(&entry.path, of, &entry.words));
    }
    let texts = if lines.is_empty() {
        "{}".to_owned()
    } else {
        format!("{{\n    {}\n  }}", lines.join(",\n    "))
    };
    format!(
        "{{\n  \"format\": 1,\n  \"guide\": {},\n  \"language\": {},\n  \"texts\": {texts}\n}}\n",
        quoted(guide),
        quoted(language)
    )
}

/// For each text the first of the entries that suits it; each entry is given once.
fn take<'e>(
    texts: &[Text],
    rest: &mut Vec<&'e Entry>,
    suits: impl Fn(&Text, &Entry) -> bool,
) -> Vec<Option<&'e Entry>> {
    texts
        .iter()
        .map(|text| {
            let found = rest.iter().position(|entry| suits(text, entry))?;
            Some(rest.remove(found))
        })
        .collect()
}

fn has(sidecars: &[Sidecar], path: &str) -> bool {
    sidecars.iter().any(|sidecar| {
        sidecar
            .entry(path)
            .is_some_and(|entry| !entry.words.is_empty())
    })
}

fn line(path: &str, of: &str, words: &Words) -> String {
    let text = match words {
        Words::One(text) => quoted(text),
        Words::Many(items) => {
            let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
            format!("[{}]", items.join(", "))
        }
    };
    format!(
        "{}: {{ \"of\": {}, \"text\": {text} }}",
        quoted(path),
        quoted(of)
    )
}

fn quoted(text: &str) -> String {
    let mut writer = Writer::new();
    writer.string(text);
    writer.finish()
}
