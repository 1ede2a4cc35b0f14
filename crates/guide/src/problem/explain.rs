//! The words for people: what is wrong, and what to do about it.

use super::{Expected, Problem, ProblemKind, Type, What};
use crate::json::{self, ErrorKind};

impl Problem {
    /// What is wrong, in one sentence without a full stop.
    pub fn message(&self) -> String {
        self.kind.message()
    }

    /// What to do about it, where there is more to say.
    pub fn hint(&self) -> Option<String> {
        self.kind.hint()
    }
}

impl ProblemKind {
    /// What is wrong, in one sentence without a full stop.
    pub fn message(&self) -> String {
        match self {
            ProblemKind::Syntax(kind) => syntax(*kind).to_owned(),
            ProblemKind::DuplicateKey => "this object has the key twice".to_owned(),
            ProblemKind::NewerFormat => {
                "this guide is written for a newer version of Firstline".to_owned()
            }
            ProblemKind::UnknownFormat => "there is no such format".to_owned(),
            ProblemKind::Unknown { what, name, .. } => unknown(*what, name),
            ProblemKind::MissingKey(key) => format!("`{key}` is missing"),
            ProblemKind::MissingOneOf(keys) => format!("{} is missing", list(keys, "or")),
            ProblemKind::Conflict { key, with } => {
                format!("`{key}` does not go with {}", this(with))
            }
            ProblemKind::WrongType(expected) => {
                format!("this should be {}", self::expected(*expected))
            }
            ProblemKind::BadName(name) => format!("`{name}` is not a name in kebab-case"),
            ProblemKind::EmptyText => "this text is empty".to_owned(),
            ProblemKind::ControlCharacter => {
                "this text has a line break or another character that no screen shows".to_owned()
            }
            ProblemKind::EmptyList => "this list is empty".to_owned(),
            ProblemKind::DuplicateId(id) => format!("`{id}` is in this list twice"),
            ProblemKind::BadInsert => "a `{` in this text has no name and `}` behind it".to_owned(),
            ProblemKind::EmptyRange => "`max` is smaller than `min`".to_owned(),
            ProblemKind::TooFewOptions => "there are fewer than two options".to_owned(),
            ProblemKind::TooManySteps => "a guide has at most 65535 steps".to_owned(),
            ProblemKind::Uncovered(missing) => {
                format!("this says nothing about {}", list(missing, "and"))
            }
            ProblemKind::AliasWithSeveralChecks(alias) => {
                format!("`{alias}` is a result of one check, but several run here")
            }
            ProblemKind::MissingStuck => {
                "this guide names no step for \"nothing helps\"".to_owned()
            }
            ProblemKind::MissingTicket => "this end is unresolved and makes no ticket".to_owned(),
            ProblemKind::ResetWithoutWarning => {
                "this erases the customer's settings without a `warning`".to_owned()
            }
            ProblemKind::PictureWithoutAlt => "this picture has no text in `alt`".to_owned(),
            ProblemKind::BadPictureFile(file) => format!("`{file}` is not the name of a picture"),
            ProblemKind::BadLink(_) => {
                "a link must be complete and begin with https://, tel: or mailto:, or be one of the \
                 provider's, such as {provider.links.portal}"
                    .to_owned()
            }
            ProblemKind::FactTypes {
                fact,
                elsewhere,
                here,
            } => {
                format!(
                    "`{fact}` becomes {} here and is {} elsewhere",
                    a(*here),
                    a(*elsewhere)
                )
            }
            ProblemKind::Incomparable { fact, is, operator } => {
                format!(
                    "`{fact}` is {}, which does not go with `{operator}`",
                    a(*is)
                )
            }
            ProblemKind::NotOfType { fact, is } => format!("`{fact}` is {}, this is not", a(*is)),
            ProblemKind::FactBeforeSet(fact) => {
                format!("`{fact}` is read here, but no path to here sets it")
            }
            ProblemKind::Unreachable(step) => format!("nothing leads to the step `{step}`"),
            ProblemKind::NoOutcome(step) => {
                format!("no path leads from the step `{step}` to an outcome")
            }
            ProblemKind::AutomaticCycle(steps) => match steps.as_slice() {
                [step] => format!("the step `{step}` leads to itself without asking anybody"),
                _ => format!(
                    "{} lead in a circle without asking anybody",
                    list(steps, "and")
                ),
            },
            ProblemKind::GuideCycle(guides) => match guides.as_slice() {
                [guide] => format!("the guide `{guide}` calls itself"),
                _ => format!(
                    "the guides {} call each other without end",
                    list(guides, "and")
                ),
            },
            ProblemKind::DuplicateGuide(id) => format!("there is another guide with the id `{id}`"),
        }
    }

    /// What to do about it, where there is more to say.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            ProblemKind::Syntax(kind) => return syntax_hint(*kind).map(str::to_owned),
            ProblemKind::DuplicateKey => {
                "rename one of the two, or delete it; only one could count".to_owned()
            }
            ProblemKind::NewerFormat => "update Firstline, or write `\"format\": 1`".to_owned(),
            ProblemKind::UnknownFormat => "write `\"format\": 1`".to_owned(),
            ProblemKind::Unknown { what, name, known } => return did_you_mean(*what, name, known),
            ProblemKind::MissingKey(key) => add(key),
            ProblemKind::MissingOneOf(_) => "add one of them here".to_owned(),
            ProblemKind::EmptyRange => "swap the two, or leave one of them out".to_owned(),
            ProblemKind::DuplicateGuide(_) => {
                "give one of them an id of its own, and its file that name; or delete one"
                    .to_owned()
            }
            ProblemKind::Conflict { with: "many", .. } => {
                "where several options can be chosen, all lead where the question's `to` says"
                    .to_owned()
            }
            ProblemKind::Conflict { key: "ticket", .. } => {
                "only an `unresolved` end makes a ticket".to_owned()
            }
            ProblemKind::Conflict { key: "recheck", .. } => {
                "only a `resolved` end is checked again".to_owned()
            }
            ProblemKind::Conflict { key, .. } => format!("delete one of them, for example `{key}`"),
            ProblemKind::BadName(name) => {
                let better = kebab(name);
                let rule = "use small letters, digits and single hyphens";
                if better.is_empty() {
                    rule.to_owned()
                } else {
                    format!("{rule}: `{better}`")
                }
            }
            ProblemKind::ControlCharacter => {
                "write it in one line; several paragraphs are a list of texts".to_owned()
            }
            ProblemKind::BadInsert => {
                "write `{name}` for the value of a fact, and `{{` for a brace".to_owned()
            }
            ProblemKind::TooFewOptions => {
                "with one way to go, an instruction says better what to do".to_owned()
            }
            ProblemKind::TooManySteps => {
                "move parts of it to guides of their own and call them".to_owned()
            }
            ProblemKind::Uncovered(_) => {
                "name them, or add `otherwise` for all that is not named".to_owned()
            }
            ProblemKind::AliasWithSeveralChecks(_) => {
                "run that check in a step of its own, or use pass, warn, fail and unknown"
                    .to_owned()
            }
            ProblemKind::MissingStuck => {
                "add `stuck` with the step that takes a ticket, or `\"listed\": false` where only \
                 other guides call it"
                    .to_owned()
            }
            ProblemKind::MissingTicket => {
                "add `ticket` with category, severity and what to ask for".to_owned()
            }
            ProblemKind::ResetWithoutWarning => {
                "say in `warning` what is lost, and how to get it back".to_owned()
            }
            ProblemKind::PictureWithoutAlt => {
                "say in `alt` what it shows, for those who do not see it".to_owned()
            }
            ProblemKind::BadPictureFile(_) => {
                "write the name of a file in pictures/, such as `router-back.svg`".to_owned()
            }
            ProblemKind::BadLink(link) if link.starts_with("http://") => {
                format!("write `https://{}`", link.trim_start_matches("http://"))
            }
            ProblemKind::FactBeforeSet(fact) if fact.starts_with("check.") => {
                "run the check before, or move this step behind it".to_owned()
            }
            ProblemKind::FactBeforeSet(_) => {
                "ask for it before; or declare in `facts` where it comes `from`".to_owned()
            }
            ProblemKind::Unreachable(_) => {
                "let a step lead to it, or delete it; its id may be misspelt where it should be \
                 named"
                    .to_owned()
            }
            ProblemKind::NoOutcome(_) => {
                "\"nothing helps\" does not count: let a way lead on from here".to_owned()
            }
            ProblemKind::AutomaticCycle(_) => {
                "put a question or an instruction in between".to_owned()
            }
            ProblemKind::GuideCycle(_) => {
                "let one of them end and lead back by the `on` of its caller".to_owned()
            }
            _ => return None,
        })
    }
}

/// How a key is written that is missing.
fn add(key: &str) -> String {
    let value = match key {
        "format" => "1",
        "version" => "\"1\"",
        "language" => "\"en\"",
        "seconds" => "60",
        "steps" | "on" | "if" | "variants" | "texts" => "{ … }",
        "options" | "actions" | "run" | "cases" | "ask" | "values" => "[ … ]",
        _ => "\"…\"",
    };
    let what = match key {
        "id" => ", a name in kebab-case",
        "start" | "to" | "otherwise" | "expect" => ", the id of a step",
        "title" | "label" | "summary" => ", which customers read",
        _ => "",
    };
    format!("add `\"{key}\": {value}` here{what}")
}

fn unknown(what: What, name: &str) -> String {
    match what {
        What::Key => format!("there is no key `{name}` here"),
        What::Step => format!("there is no step `{name}`"),
        What::Guide => format!("there is no guide `{name}`"),
        What::Fact => format!("there is no fact `{name}`"),
        What::Check => format!("there is no check `{name}`"),
        What::Operator => format!("there is no operator `{name}`"),
        What::Kind => format!("there is no kind of step `{name}`"),
        What::Verdict => format!("`{name}` is no result here"),
        What::Meaning => format!("`{name}` is nothing that lamps can mean"),
        What::Ending => format!("`{name}` is no end of a guide that can be caught"),
        What::FactValue => format!("the fact is never `{name}`"),
        What::Word => format!("`{name}` is none of the words for this"),
    }
}

/// More names than this help nobody.
const MOST_NAMES: usize = 16;

fn did_you_mean(what: What, name: &str, known: &[String]) -> Option<String> {
    // Who swaps two letters or forgets one is understood; a third of the letters may be wrong.
    let most = (name.chars().count() / 3).max(1);
    let lower = name.to_lowercase();
    let near = known
        .iter()
        .map(|known| {
            (
                strsim::damerau_levenshtein(&lower, &known.to_lowercase()),
                known,
            )
        })
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance);
    if let Some((_, near)) = near {
        return Some(format!("did you mean `{near}`?"));
    }
    if what == What::Fact {
        return Some(
            "facts are declared in `facts`, set by steps before, or begin with check., lights., \
             device., equipment. or provider."
                .to_owned(),
        );
    }
    match known.len() {
        0 => None,
        1..=MOST_NAMES => Some(format!("known here: {}", list(known, "and"))),
        _ => None,
    }
}

fn syntax(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::ByteOrderMark => "the file begins with a byte order mark",
        ErrorKind::TooLong => "the file is larger than 4 GB",
        ErrorKind::TooDeep => "lists and objects lie too deep inside one another",
        ErrorKind::UnexpectedEnd => "the file ends in the middle",
        ErrorKind::ExpectedValue => "a value is expected here",
        ErrorKind::ExpectedKey => "a key in double quotes is expected here",
        ErrorKind::ExpectedColon => "a colon is expected here",
        ErrorKind::ExpectedCommaOrBracket => "a comma or `]` is expected here",
        ErrorKind::ExpectedCommaOrBrace => "a comma or `}` is expected here",
        ErrorKind::TrailingComma => "this comma is one too many",
        ErrorKind::Comment => "JSON has no comments",
        ErrorKind::TrailingCharacters => "the guide has ended before this",
        ErrorKind::ControlCharacter => "a text cannot contain a line break or tab as it is",
        ErrorKind::InvalidEscape => "this backslash means nothing",
        ErrorKind::LoneSurrogate => "this is half of a character",
        ErrorKind::InvalidNumber => "this is not how numbers are written",
        ErrorKind::TooManyDigits => "this number has too many digits",
    }
}

fn syntax_hint(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::ByteOrderMark => "save it as UTF-8 without a byte order mark (BOM)",
        ErrorKind::TooDeep => "at most 64 are read; a bracket may be missing above",
        ErrorKind::UnexpectedEnd => "a closing quote, `]` or `}` is missing",
        ErrorKind::ExpectedValue | ErrorKind::ExpectedKey => {
            "texts and keys need double quotes: \"text\""
        }
        ErrorKind::ExpectedCommaOrBracket | ErrorKind::ExpectedCommaOrBrace => {
            "the comma or bracket may be missing at the end of the line before"
        }
        ErrorKind::TrailingComma => "delete it: nothing follows before the bracket",
        ErrorKind::Comment => "delete it; what must be said about a guide goes to its owner",
        ErrorKind::ControlCharacter => "write \\n or \\t, or use several paragraphs",
        ErrorKind::InvalidEscape => "write \\\\ for a backslash",
        ErrorKind::InvalidNumber => "write 0.5 and not .5, 5 and not 05",
        ErrorKind::TooManyDigits => "fifteen digits are kept exactly",
        _ => return None,
    })
}

/// Holds the hint to the reader's limit.
const _: () = assert!(json::MAX_DEPTH == 64);

fn expected(expected: Expected) -> &'static str {
    match expected {
        Expected::Object => "an object: { … }",
        Expected::Array => "a list: [ … ]",
        Expected::String => "a text in double quotes",
        Expected::Text => "a text in double quotes, or a list of them",
        Expected::Action => "a text in double quotes, or an object with `text`",
        Expected::Number => "a number",
        Expected::Whole => "a whole number, 1 or more",
        Expected::Bool => "true or false",
        Expected::Date => "a day, written like 2026-12-25",
        Expected::Language => "the tag of a language, such as \"en\" or \"de-AT\"",
        Expected::Operand => "a number, or a share of a fact: { \"fact\": …, \"times\": … }",
        Expected::FactValue => "a text, a number, true, false, or a list of texts",
    }
}

fn a(kind: Type) -> &'static str {
    match kind {
        Type::Number => "a number",
        Type::Text => "a text",
        Type::Date => "a day",
        Type::Flag => "true or false",
        Type::Choice => "one of several words",
        Type::Choices => "a list of words",
    }
}

/// What a key does not go with: another key, or the value of one.
fn this(with: &str) -> String {
    match with {
        "type" | "as" | "ends" => format!("this `{with}`"),
        "many" => "`\"many\": true`".to_owned(),
        _ => format!("`{with}`"),
    }
}

/// `a`, `b` and `c`
fn list(names: &[impl AsRef<str>], last: &str) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    match quoted.as_slice() {
        [rest @ .., end] if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// The kebab-case that a name comes nearest to.
fn kebab(name: &str) -> String {
    let mut out = String::new();
    let mut small = false;
    for character in name.chars() {
        if character.is_ascii_alphanumeric() {
            let starts_word = character.is_ascii_uppercase() && small;
            if starts_word && !out.ends_with('-') {
                out.push('-');
            }
            small = character.is_ascii_lowercase() || character.is_ascii_digit();
            out.push(character.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
            small = false;
        }
    }
    out.trim_end_matches('-').to_owned()
}
