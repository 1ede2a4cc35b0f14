//! The provider's file, and what guides say of the provider.

use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity, Violation};
use firstline_guide::json::{self, Node, Parsed, Span, Value};
use firstline_guide::rules::duplicate_key::DuplicateKey;
use firstline_guide::rules::syntax::Syntax;

use super::{Collector, Role, Settings};
use crate::folder::{GuideFile, GuideFolder, Source};
use crate::provider::{self, Filled, Missing, Offer};

pub(super) static RULES: &[&Rule] = &[
    &BAD_PROVIDER,
    &NO_PROVIDER,
    &NO_SUPPORT,
    &MISSING_PROVIDER_FACT,
    &LEADS_NOWHERE,
];

/// Why the provider's file cannot be used, as whoever serves it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// The place, as an RFC 6901 pointer.
    pub pointer: String,
    /// The problem.
    pub message: String,
    /// Whether it is the key that is wrong, not what stands behind it.
    pub is_of_key: bool,
    /// What to do about it, if more can be said than whoever serves it does.
    pub hint: Option<String>,
}

/// The rule of a provider's file that cannot be used.
static BAD_PROVIDER: Rule = Rule {
    id: "bad-provider",
    severity: Severity::Error,
    doc: &[" The provider's file has something that `firstline serve` refuses."],
    bad: Example::File("\"hours\": { \"mon-fri\": \"8-22\" }"),
    good: Example::File("\"hours\": { \"mon-fri\": \"08:00-22:00\" }"),
};

/// The rule of guides without a provider's file.
static NO_PROVIDER: Rule = Rule {
    id: "no-provider",
    severity: Severity::Error,
    doc: &[
        " There is no `site/provider.json` beside the guides.",
        "",
        " It says whose help this is: `firstline serve` needs it, and what guides say of the provider is held to it. \
         A folder of blocks alone, which other guides call and no customer chooses, is not served; there it is a \
         warning if there is a folder `site`, and nothing without one.",
    ],
    bad: Example::File("guides/site/Provider.json"),
    good: Example::File("guides/site/provider.json"),
};

struct NoProvider<'p> {
    /// A file with nearly its name.
    meant: Option<&'p str>,
}

impl Violation for NoProvider<'_> {
    fn rule(&self) -> &'static Rule {
        &NO_PROVIDER
    }

    fn message(&self) -> String {
        "there is no site/provider.json, which says whose help this is; without it `firstline serve` serves nothing"
            .to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some(match self.meant {
            Some(name) => format!("rename `{name}` to `provider.json`"),
            None => "write it, at least { \"format\": 1, \"name\": \"…\", \"contacts\": { \"support\": { \"phone\": \"…\" } } }: \
                     guides/README.md, \"The provider\""
                .to_owned(),
        })
    }
}

/// The rule of an address that the provider's file makes none of.
static LEADS_NOWHERE: Rule = Rule {
    id: "link-to-nowhere",
    severity: Severity::Error,
    doc: &[
        " What site/provider.json tells makes no address of a link.",
        "",
        " Customers would not be shown the link: no telephone dials \"call the police\".",
    ],
    bad: Example::File(
        "\"href\": \"tel:{provider.help}\", and \"help\": \"call the police\" in `values`",
    ),
    good: Example::File("\"href\": \"tel:{provider.help}\", and \"help\": \"110\" in `values`"),
};

struct LeadsNowhere {
    fact: String,
    value: String,
    /// The language whose own value it is; empty for that of all.
    language: String,
}

impl Violation for LeadsNowhere {
    fn rule(&self) -> &'static Rule {
        &LEADS_NOWHERE
    }

    fn message(&self) -> String {
        let LeadsNowhere {
            fact,
            value,
            language,
        } = self;
        let readers = match language.as_str() {
            "" => String::new(),
            language => format!(" to readers of `{language}`"),
        };
        format!(
            "site/provider.json says “{value}” for `{fact}`{readers}, which makes no address of this link"
        )
    }

    fn hint(&self) -> Option<String> {
        Some("tell it there as this link needs it, or leave the link out".to_owned())
    }
}

/// The rule of a provider without a way to a person.
static NO_SUPPORT: Rule = Rule {
    id: "no-support",
    severity: Severity::Warning,
    doc: &[
        " The provider has no contact `support` with a phone number.",
        "",
        " It is the one that the widget shows to customers whom no guide helps.",
    ],
    bad: Example::File("\"contacts\": { \"accounts\": { \"phone\": \"01632 960170\" } }"),
    good: Example::File("\"contacts\": { \"support\": { \"phone\": \"0808 157 0142\" } }"),
};

struct NoSupport;

impl Violation for NoSupport {
    fn rule(&self) -> &'static Rule {
        &NO_SUPPORT
    }

    fn message(&self) -> String {
        "there is no contact `support` with a `phone`, so customers are shown no number".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("add `\"support\": { \"phone\": \"…\" }` to `contacts`".to_owned())
    }
}

/// The rule of a fact that the provider does not give.
pub(super) static MISSING_PROVIDER_FACT: Rule = Rule {
    id: "missing-provider-fact",
    severity: Severity::Warning,
    doc: &[
        " A guide uses a fact of the provider that site/provider.json does not give.",
        "",
        " In a title, a label or a warning it is an error, because customers would see a dash in its place. So is \
         `provider.emergency` in any text or link: customers in danger would not be told whom to call. \
         Elsewhere it is a warning: guides are shared between providers. A paragraph, an action, a hint or a \
         link is left out, and a condition is false.",
    ],
    bad: Example::File("\"title\": \"Call {provider.suport.phone}\""),
    good: Example::File("\"title\": \"Call {provider.support.phone}\""),
};

impl Violation for Misread {
    fn rule(&self) -> &'static Rule {
        &BAD_PROVIDER
    }

    fn message(&self) -> String {
        let message = self.message.trim_end_matches('.');
        // Whoever serves it says whole sentences. Of an abbreviation the capitals stay.
        let mut letters = message.chars();
        match (letters.next(), letters.next()) {
            (Some(first), Some(second)) if !second.is_uppercase() => {
                let rest = &message[first.len_utf8()..];
                first.to_lowercase().chain(rest.chars()).collect()
            }
            _ => message.to_owned(),
        }
    }

    fn hint(&self) -> Option<String> {
        self.hint.clone()
    }
}

impl Violation for Missing {
    fn rule(&self) -> &'static Rule {
        &MISSING_PROVIDER_FACT
    }

    fn message(&self) -> String {
        Missing::message(self)
    }

    fn hint(&self) -> Option<String> {
        Missing::hint(self)
    }
}

/// The provider's file with the document in it; `None` where there is none, and where it is no JSON, which [`look`] reports.
pub(super) fn parsed(folder: &GuideFolder) -> Option<(&Source, Parsed)> {
    let source = folder.provider.as_ref()?;
    let parsed = json::parse(source.usable()?).ok()?;
    Some((source, parsed))
}

pub(super) fn look<'f>(
    folder: &'f GuideFolder,
    settings: &Settings<'_>,
    found: &mut Collector<'f>,
) {
    let is_served = folder.guides.iter().any(GuideFile::is_listed);
    if let Some(near) = &folder.no_provider
        && (is_served || near.has_site)
    {
        let meant = near.is_misnamed.then(|| near.source.path.file_name());
        let meant = meant.flatten().and_then(|name| name.to_str());
        let diagnostic = Diagnostic::unplaced(&NoProvider { meant }, Span::default());
        let severity = match is_served || near.is_misnamed {
            true => Severity::Error,
            false => Severity::Warning,
        };
        let diagnostic = Diagnostic {
            severity,
            ..diagnostic
        };
        found.add(&near.source, Role::Provider, diagnostic);
    }
    let Some(source) = &folder.provider else {
        return;
    };
    let Some(text) = source.usable() else {
        return;
    };
    // What is said of its boxes already, whoever serves it need not say again.
    let told: Vec<Span> = found
        .0
        .iter()
        .filter(|found| {
            found.role == Role::Provider && found.diagnostic.severity == Severity::Error
        })
        .map(|found| found.diagnostic.span)
        .collect();
    let of_file = of_file(text, settings).into_iter();
    let of_file = of_file
        .filter(|diagnostic| diagnostic.rule != &BAD_PROVIDER || !told.contains(&diagnostic.span));
    found.extend(source, Role::Provider, of_file);
    let known = provider::facts(text);
    if known.is_empty() {
        return;
    }
    let offers = offers(folder, text);
    for file in folder.guides.iter().filter(|file| file.source.asked) {
        let text = file.source.usable().unwrap_or_default();
        for missing in provider::missing(text, &known) {
            let severity = if missing.leaves_a_gap || missing.leaves_no_help {
                Severity::Error
            } else {
                Severity::Warning
            };
            let diagnostic = Diagnostic {
                severity,
                pointer: missing.pointer.clone(),
                ..Diagnostic::unplaced(&missing, missing.span)
            };
            found.add(&file.source, Role::Guide, diagnostic);
        }
        if let (Some(root), Some(_)) = (&file.root, &file.guide) {
            let mut hrefs = Vec::new();
            hrefs_of(root, &mut hrefs);
            for (href, span) in hrefs {
                let mut told = offers.iter().filter_map(|(language, offer)| {
                    let Filled::Nowhere((fact, value)) = offer.filled(href) else {
                        return None;
                    };
                    let language = language.clone();
                    Some(LeadsNowhere {
                        fact,
                        value,
                        language,
                    })
                });
                // A problem for all languages is not reported again for each.
                if let Some(nowhere) = told.next() {
                    let diagnostic = Diagnostic::new(&nowhere, span, root);
                    found.add(&file.source, Role::Guide, diagnostic);
                }
            }
        }
    }
}

/// What the provider tells readers of each language that it has words of its own for; first what it tells all others.
fn offers(folder: &GuideFolder, provider: &str) -> Vec<(String, Offer)> {
    let mut offers = vec![(String::new(), folder.offer(""))];
    let Ok(parsed) = json::parse(provider) else {
        return offers;
    };
    let words = parsed.root.get("words").and_then(Node::as_object);
    for member in words.unwrap_or_default() {
        offers.push((member.key.clone(), folder.offer(&member.key)));
    }
    offers
}

/// Where the links of a document lead, with their places.
fn hrefs_of<'n>(node: &'n Node, hrefs: &mut Vec<(&'n str, Span)>) {
    for item in node.as_array().unwrap_or_default() {
        hrefs_of(item, hrefs);
    }
    for member in node.as_object().unwrap_or_default() {
        match member.value.as_str() {
            Some(href) if member.key == "href" => hrefs.push((href, member.value.span)),
            _ => hrefs_of(&member.value, hrefs),
        }
    }
}

fn of_file(text: &str, settings: &Settings<'_>) -> Vec<Diagnostic> {
    let parsed = match json::parse(text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let (start, end) = (error.offset, error.offset);
            let source = text;
            let syntax = Syntax { error, source };
            return vec![Diagnostic::unplaced(&syntax, Span { start, end })];
        }
    };
    let mut found: Vec<Diagnostic> = parsed
        .duplicates()
        .iter()
        .map(|span| Diagnostic::new(&DuplicateKey, *span, &parsed.root))
        .collect();
    for misread in (settings.provider)(text) {
        let span = if misread.is_of_key {
            key_at(&parsed.root, &misread.pointer)
        } else {
            at(&parsed.root, &misread.pointer)
        };
        found.push(Diagnostic::new(&misread, span, &parsed.root));
    }
    let support = parsed
        .root
        .get("contacts")
        .and_then(|all| all.get("support"));
    if support.and_then(|support| support.get("phone")).is_none() {
        found.push(Diagnostic::new(
            &NoSupport,
            at(&parsed.root, "/contacts"),
            &parsed.root,
        ));
    }
    found
}

/// The place of the key that a pointer ends in.
fn key_at(root: &Node, pointer: &str) -> Span {
    let (object, key) = pointer.rsplit_once('/').unwrap_or_default();
    let key = key.replace("~1", "/").replace("~0", "~");
    let node = node_at(root, object);
    let members = node.as_object().unwrap_or_default();
    let member = members.iter().find(|member| member.key == key);
    member.map_or_else(|| at(root, pointer), |member| member.key_span)
}

/// The place of the value that a pointer names; of an object, or of one around a value that is not
/// there, the brace.
pub(super) fn at(root: &Node, pointer: &str) -> Span {
    let node = node_at(root, pointer);
    match node.value {
        Value::Object(_) => Span {
            start: node.span.start,
            end: node.span.start + 1,
        },
        _ => node.span,
    }
}

/// The value that a pointer names, or the innermost one round it that is there.
fn node_at<'n>(root: &'n Node, pointer: &str) -> &'n Node {
    let mut node = root;
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        let inner = match &node.value {
            Value::Array(items) => token.parse().ok().and_then(|at: usize| items.get(at)),
            _ => node.get(&token),
        };
        match inner {
            Some(inner) => node = inner,
            None => break,
        }
    }
    node
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_place_is_found_by_its_pointer() {
        let text = "{ \"a\": [1,\n  { \"b/c\": 2 }] }";
        let root = json::parse(text).unwrap().root;
        let shown = |pointer: &str| {
            let span = at(&root, pointer);
            &text[span.start as usize..span.end as usize]
        };
        assert_eq!(shown("/a/1/b~1c"), "2");
        assert_eq!(shown("/a/1"), "{");
        assert_eq!(shown("/a/0/nothing"), "1");
        assert_eq!(shown("/b"), "{");
    }

    #[test]
    fn a_wrong_key_is_marked_itself() {
        let text = r#"{ "naem": "A", "a": { "b/c": [1] } }"#;
        let root = json::parse(text).unwrap().root;
        let shown = |pointer: &str| {
            let span = key_at(&root, pointer);
            &text[span.start as usize..span.end as usize]
        };
        assert_eq!(shown("/naem"), "\"naem\"");
        assert_eq!(shown("/a/b~1c"), "\"b/c\"");
        assert_eq!(shown("/a/none"), "{");
    }
}
