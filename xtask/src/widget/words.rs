//! The widget's own words: compares each `src/text/<language>.json` with the keys of `src/text/mod.rs`, and
//! makes of it what the widget reads: an array of the texts in the order of the keys, then the words of
//! the checks, which are beside the checks. The few that loader and panel say before any file is there
//! are put into their scripts by whoever serves them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail, ensure};
use firstline_diagnosis::Word;
use firstline_guide::json::{self, Member, Writer};
use firstline_guide::names::kebab_case;
use firstline_wire::bundle::WORDS_PLACE;
use serde_json::{Map, Value};

use crate::place;

/// The words of one language.
pub struct Words {
    /// Its tag, which is the name of its file.
    pub language: String,
    /// The texts, as a JSON array in the order of the keys.
    pub json: String,
    keys: Vec<String>,
}

/// The language of the sources, which all others are held to.
const FALLBACK: &str = "en";

/// Takes the keys out of a minified script: `__FIRSTLINE_WORDS__("help-short")` becomes the
/// placeholder alone. Returns the script, and what the placeholder stands for: an object by language of
/// objects by key, in camelCase.
///
/// # Errors
/// If the script does not have the call exactly once, or if it names a key that does not exist.
pub fn of_script(script: &str, all: &[Words]) -> Result<(String, Map<String, Value>)> {
    let call = format!("{WORDS_PLACE}(");
    let parts: Vec<&str> = script.split(&call).collect();
    let [before, after] = parts.as_slice() else {
        bail!(
            "it must have {call}…) once; it has it {} times",
            parts.len() - 1
        );
    };
    let (names, after) = after.split_once(')').context("the call has no end")?;
    let names: Vec<String> = serde_json::from_str(&format!("[{names}]"))?;
    let mut by_language = Map::new();
    for words in all {
        let texts: Vec<String> = serde_json::from_str(&words.json)?;
        let mut by_key = Map::new();
        for name in &names {
            let at = words.keys.iter().position(|key| key == name);
            let text = at.and_then(|at| texts.get(at));
            let text = text.with_context(|| format!("`{name}` is no key of src/text/mod.rs"))?;
            by_key.insert(camel(name), text.as_str().into());
        }
        // Tags are the same in capitals (RFC 5646 §2.1.1); scripts look for small letters.
        by_language.insert(words.language.to_ascii_lowercase(), by_key.into());
    }
    Ok((format!("{before}{WORDS_PLACE}{after}"), by_language))
}

/// `help-short` as `helpShort`.
fn camel(key: &str) -> String {
    let mut camel = String::new();
    for (at, word) in key.split('-').enumerate() {
        let (first, rest) = word.split_at(word.len().min(1));
        let first = if at > 0 {
            first.to_ascii_uppercase()
        } else {
            first.to_owned()
        };
        camel.push_str(&first);
        camel.push_str(rest);
    }
    camel
}

/// Reads all languages, ordered by their tags.
///
/// # Errors
/// Names the file and the key that is missing, superfluous, misplaced or without a text, or whose
/// text has other places or plural forms than it needs.
pub fn read_all() -> Result<Vec<Words>> {
    let sources = place::root().join("src");
    let keys = keys(&fs::read_to_string(sources.join("text/mod.rs"))?)?;
    let mut all = Vec::new();
    for entry in fs::read_dir(sources.join("text"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "json") {
            all.push(read(&path, &keys)?);
        }
    }
    all.sort_by(|one, other| one.language.cmp(&other.language));
    let english = all.iter().find(|words| words.language == FALLBACK);
    let english = english.context("src/text/en.json is not there")?;
    for words in &all {
        agrees(words, english).with_context(|| {
            format!(
                "src/text/{}.json does not fit src/text/en.json",
                words.language
            )
        })?;
    }
    Ok(all)
}

/// Whether the texts fill the places that the English ones do, and those with a count have all as many
/// plural forms. How many the language has only `Intl` knows: `tests/plural_forms.rs` asks it.
fn agrees(words: &Words, english: &Words) -> Result<()> {
    let texts: Vec<&str> = serde_json::from_str(&words.json)?;
    let sources: Vec<&str> = serde_json::from_str(&english.json)?;
    let mut known: Option<(&str, usize)> = None;
    for ((key, text), source) in words.keys.iter().zip(texts).zip(sources) {
        let wanted = places(source);
        ensure!(
            places(text) == wanted,
            "`{key}` must have {}, as in English, and no other place to fill",
            listed(&wanted)
        );
        let forms = text.split('|').count();
        if !source.contains('|') {
            ensure!(
                forms == 1,
                "`{key}` has no count, so it has one form: no `|`"
            );
            continue;
        }
        let (first, wanted) = *known.get_or_insert((key, forms));
        ensure!(
            forms == wanted,
            "`{key}` has {forms} plural forms, and `{first}` has {wanted}"
        );
    }
    Ok(())
}

/// The names between braces, each once.
fn places(text: &str) -> BTreeSet<&str> {
    let after = text.split('{').skip(1);
    after
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .collect()
}

fn listed(places: &BTreeSet<&str>) -> String {
    let places: Vec<String> = places.iter().map(|name| format!("`{{{name}}}`")).collect();
    match places.as_slice() {
        [] => "nothing to fill".to_owned(),
        some => some.join(" and "),
    }
}

fn read(path: &Path, keys: &[String]) -> Result<Words> {
    let stem = path.file_stem().unwrap_or_default();
    let language = stem.to_string_lossy().into_owned();
    let source = fs::read_to_string(path)?;
    let of_checks = firstline_diagnosis::words(&language)
        .map_err(|problems| anyhow!(problems.join("\n")))
        .with_context(|| format!("the checks' words in `{language}` are not whole"))?;
    let json = array(&language, &source, keys, &of_checks)
        .with_context(|| format!("src/text/{language}.json is not as src/text/mod.rs wants it"))?;
    // A text of a check is named by its place without the language, as in the others.
    let start = format!(": {language}/");
    let names = of_checks
        .iter()
        .map(|word| word.place.replacen(&start, ": ", 1));
    let keys = keys.iter().cloned().chain(names).collect();
    Ok(Words {
        language,
        json,
        keys,
    })
}

/// The keys in kebab-case, as `keys!` in `src/text/mod.rs` lists them.
fn keys(source: &str) -> Result<Vec<String>> {
    let list = source.split_once("\nkeys! {");
    let list = list.and_then(|(_, rest)| rest.split_once("\n}"));
    let (list, _) = list.context("src/text/mod.rs has no list `keys! { … }` any more")?;
    let plain = list
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    let keys: Vec<String> = plain
        .flat_map(str::split_whitespace)
        .map(kebab_case)
        .collect();
    ensure!(!keys.is_empty(), "`keys!` in src/text/mod.rs lists none");
    Ok(keys)
}

/// The texts of a file in the order of the keys, which must be the order of the file.
fn array(language: &str, source: &str, keys: &[String], of_checks: &[Word]) -> Result<String> {
    let parsed = match json::parse(source) {
        Ok(parsed) => parsed,
        Err(error) => bail!(
            "{} (line {})",
            describe(error.kind),
            line(source, error.offset)
        ),
    };
    let members = parsed.root.as_object().context("it must be one object")?;
    for (at, member) in members.iter().enumerate() {
        let place = line(source, member.key_span.start);
        let key = &member.key;
        ensure!(
            keys.contains(key),
            "line {place}: `{key}` is superfluous: `keys!` in src/text/mod.rs does not list it"
        );
        ensure!(
            members[..at].iter().all(|before| before.key != *key),
            "line {place}: `{key}` stands here for the second time"
        );
    }
    for key in keys {
        ensure!(
            members.iter().any(|member| member.key == *key),
            "`{key}` is missing{}",
            behind(keys, key)
        );
    }
    let mut out = Writer::new();
    out.begin_array();
    for (key, member) in keys.iter().zip(members) {
        let place = line(source, member.key_span.start);
        ensure!(
            member.key == *key,
            "line {place}: `{}` is misplaced: `{key}` belongs here, as `keys!` in src/text/mod.rs has it",
            member.key
        );
        out.string(text(member).with_context(|| format!("line {place}: `{key}` needs a text"))?);
    }
    for word in of_checks {
        out.string(&word.text);
    }
    out.end_array();
    ensure!(
        text(&members[0]) == Some(language),
        "`{}` must be the tag that the file is named by, `{language}`",
        members[0].key
    );
    Ok(out.finish())
}

/// A text that says something.
fn text(member: &Member) -> Option<&str> {
    member.value.as_str().filter(|text| !text.trim().is_empty())
}

/// Where a key belongs, in words.
fn behind(keys: &[String], key: &str) -> String {
    let at = keys.iter().position(|known| known == key).unwrap_or(0);
    match at.checked_sub(1).and_then(|before| keys.get(before)) {
        Some(before) => format!(": it belongs behind `{before}`"),
        None => ": it comes first".to_owned(),
    }
}

fn line(source: &str, offset: u32) -> usize {
    let before = source.as_bytes().iter().take(offset as usize);
    before.filter(|byte| **byte == b'\n').count() + 1
}

fn describe(kind: json::ErrorKind) -> String {
    format!("it is no JSON: {kind:?}")
}

#[cfg(test)]
mod tests {
    use firstline_diagnosis::Word;

    use super::{Words, agrees, array, keys, of_script, read_all};

    fn three() -> Vec<String> {
        let source = "x\nkeys! {\n    Language Help // the first\n\n    AboutMinutes\n}\nkeys";
        keys(source).unwrap()
    }

    fn refusal(source: &str) -> String {
        array("en", source, &three(), &[]).unwrap_err().to_string()
    }

    #[test]
    fn the_texts_come_in_the_order_of_the_keys() {
        let source = r#"{"language":"en","help":"Help","about-minutes":"„{count}“ min"}"#;
        let delay = Word {
            place: "latency/words.json: en/name".to_owned(),
            text: "Delay".to_owned(),
        };
        let json = array("en", source, &three(), &[delay]).unwrap();
        assert_eq!(json, r#"["en","Help","„{count}“ min","Delay"]"#);
    }

    #[test]
    fn each_mistake_is_named_with_its_key() {
        for (source, said) in [
            (
                r#"{"language":"en","help":"Help"}"#,
                "`about-minutes` is missing: it belongs behind `help`",
            ),
            (
                r#"{"help":"Help","about-minutes":"x"}"#,
                "`language` is missing: it comes first",
            ),
            (
                "{\"language\":\"en\",\n\"help\":\"Help\",\"hlep\":\"x\",\"about-minutes\":\"x\"}",
                "line 2: `hlep` is superfluous",
            ),
            (
                r#"{"language":"en","about-minutes":"x","help":"Help"}"#,
                "line 1: `about-minutes` is misplaced: `help` belongs here",
            ),
            (
                r#"{"language":"en","help":"a","help":"b","about-minutes":"x"}"#,
                "line 1: `help` stands here for the second time",
            ),
            (
                r#"{"language":"en","help":" ","about-minutes":"x"}"#,
                "line 1: `help` needs a text",
            ),
            (
                r#"{"language":"de","help":"a","about-minutes":"x"}"#,
                "`language` must be the tag",
            ),
            ("{", "it is no JSON"),
            ("[]", "it must be one object"),
        ] {
            let refusal = refusal(source);
            assert!(refusal.contains(said), "{source}: {refusal}");
        }
    }

    fn words(language: &str, json: &str) -> Words {
        Words {
            language: language.to_owned(),
            json: json.to_owned(),
            keys: three(),
        }
    }

    #[test]
    fn texts_have_the_places_of_the_english_ones_and_forms_where_those_do() {
        let english = words("en", r#"["Hi","{count} fits|{count} fit","{a} {b}|x"]"#);
        let refused = |json: &str| {
            let refused = agrees(&words("fr", json), &english).err();
            refused.map(|error| error.to_string()).unwrap_or_default()
        };
        for (json, said) in [
            (r#"["!","{count}|{count}|{count}","{b} {a}||"]"#, ""),
            (
                r#"["!","{cuont}|{count}","{a} {b}|x"]"#,
                "`help` must have `{count}`, as in English",
            ),
            (
                r#"["{x}","{count}","{a} {b}"]"#,
                "`language` must have nothing to fill, as in English",
            ),
            (
                r#"["!|!","{count}","{a} {b}"]"#,
                "`language` has no count, so it has one form",
            ),
            (
                r#"["!","{count}|x|x","{a} {b}|x"]"#,
                "`about-minutes` has 2 plural forms, and `help` has 3",
            ),
        ] {
            let refused = refused(json);
            assert!(refused.contains(said), "{json}: {refused}");
            assert_eq!(said.is_empty(), refused.is_empty(), "{json}: {refused}");
        }
    }

    #[test]
    fn a_script_says_the_words_that_it_asks_for() {
        let all = [
            words("de", r#"["de","Hilfe","etwa"]"#),
            words("en", r#"["en","Help","about"]"#),
        ];
        let script = r#"const W = __FIRSTLINE_WORDS__("about-minutes", "help");"#;
        let (script, words) = of_script(script, &all).unwrap();
        assert_eq!(script, "const W = __FIRSTLINE_WORDS__;");
        assert_eq!(
            serde_json::Value::Object(words),
            serde_json::json!({
                "de": { "aboutMinutes": "etwa", "help": "Hilfe" },
                "en": { "aboutMinutes": "about", "help": "Help" },
            })
        );
        for wrong in [
            "",
            "__FIRSTLINE_WORDS__(\"hlep\")",
            "__FIRSTLINE_WORDS__(",
            "__FIRSTLINE_WORDS__()__FIRSTLINE_WORDS__()",
        ] {
            assert!(of_script(wrong, &all).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_languages_of_the_sources_are_whole() {
        let all = read_all().unwrap();
        assert!(all.iter().any(|words| words.language == "en"));
    }
}
