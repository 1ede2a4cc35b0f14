//! What guides say of the provider, held to its file, `guides/site/provider.json`. Guides are shared
//! between providers: what one of them does not tell is worth a warning and no more, as a condition
//! on it is false, and a text that inserts it is left out. The number that calls help is more: no text may
//! go without it.

mod offer;

use firstline_guide::diagnostic::pointer;
use firstline_guide::json::{self, Node, Span};
use firstline_guide::rules::words::suggestion;

pub use offer::{Filled, Offer, Topic};

/// The fact that is the number that calls help.
const EMERGENCY: &str = "provider.emergency";

/// A fact of the provider that a guide uses and its file does not give.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    /// The fact.
    pub name: String,
    /// Those that it gives.
    pub known: Vec<String>,
    /// Whether customers would see a dash in its place: it is inserted in a text that cannot be left
    /// out.
    pub leaves_a_gap: bool,
    /// Whether customers in danger would not be told whom to call: it is the number that calls help, in a text
    /// or a link that is left out without it.
    pub leaves_no_help: bool,
    /// Where it stands in the guide: at the text, where it is inserted in one.
    pub span: Span,
    /// The same as an RFC 6901 pointer.
    pub pointer: String,
}

impl Missing {
    /// The problem, in one sentence without a full stop.
    pub fn message(&self) -> String {
        format!("site/provider.json gives no `{}`", self.name)
    }

    /// Advice, if there is more to say.
    pub fn hint(&self) -> Option<String> {
        if self.name == EMERGENCY {
            let hint = "add `country`, by which we know the number, or `emergency` in `values`";
            return Some(hint.to_owned());
        }
        let known: Vec<&str> = self.known.iter().map(String::as_str).collect();
        suggestion(&self.name, &known).or_else(|| {
            Some("tell it in site/provider.json, or leave out what needs it".to_owned())
        })
    }
}

/// The names of the facts that a provider's file gives. None where it is no JSON.
pub fn facts(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let Ok(parsed) = json::parse(source) else {
        return names;
    };
    names.push("provider.name".to_owned());
    let members = |node: &Node, key: &str| -> Vec<(String, Node)> {
        let members = node.get(key).and_then(Node::as_object).unwrap_or_default();
        let pair = |member: &json::Member| (member.key.clone(), member.value.clone());
        members.iter().map(pair).collect()
    };
    for key in ["country", "services", "technologies"] {
        if parsed.root.get(key).is_some() {
            names.push(format!("provider.{key}"));
        }
    }
    for (contact, node) in members(&parsed.root, "contacts") {
        for (key, part) in [
            ("phone", "phone"),
            ("email", "email"),
            ("replyWithin", "reply-within"),
        ] {
            if node.get(key).is_some() {
                names.push(format!("provider.{contact}.{part}"));
            }
        }
        if !members(&node, "hours").is_empty() {
            names.push(format!("provider.{contact}.hours"));
            names.push(format!("provider.{contact}.open"));
        }
    }
    let links = members(&parsed.root, "links").into_iter();
    names.extend(links.map(|(name, _)| format!("provider.links.{name}")));
    let values = members(&parsed.root, "values").into_iter();
    names.extend(values.map(|(name, _)| format!("provider.{name}")));
    let number = EMERGENCY.to_owned();
    if emergency(&parsed.root).is_some() && !names.contains(&number) {
        names.push(number);
    }
    names
}

/// The number that calls help in the provider's country.
fn emergency(root: &Node) -> Option<&'static str> {
    firstline_guide::country::emergency(root.get("country")?.as_str()?)
}

/// Facts of the provider that a guide uses and that are none of these: in conditions, in variants,
/// in texts. Nothing where it is no JSON.
pub fn missing(guide: &str, known: &[String]) -> Vec<Missing> {
    let Ok(parsed) = json::parse(guide) else {
        return Vec::new();
    };
    let mut used = Vec::new();
    if let Some(steps) = parsed.root.get("steps") {
        collect(steps, &mut used);
    }
    used.retain(|(name, _, _)| !known.contains(name));
    let missing = used.into_iter().map(|(name, is_insert, span)| {
        let pointer = pointer(&parsed.root, span);
        Missing {
            leaves_a_gap: is_insert && !can_be_left_out(&pointer),
            leaves_no_help: is_insert && name == EMERGENCY,
            name,
            known: known.to_vec(),
            span,
            pointer,
        }
    });
    missing.collect()
}

/// Whether the text at a place is left out if what it inserts is not known: a paragraph, an action, a
/// hint, a link.
fn can_be_left_out(pointer: &str) -> bool {
    let parts: Vec<&str> = pointer.split('/').collect();
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    match parts.as_slice() {
        [.., "text" | "hint" | "href"] => true,
        [.., "text" | "actions" | "next", position] => is_number(position),
        [.., "links" | "values", position, _] => is_number(position),
        _ => false,
    }
}

fn collect(node: &Node, used: &mut Vec<(String, bool, Span)>) {
    for item in node.as_array().unwrap_or_default() {
        collect(item, used);
    }
    for member in node.as_object().unwrap_or_default() {
        match (member.key.as_str(), member.value.as_str()) {
            ("contact", Some(contact)) => {
                let name = format!("provider.{contact}.phone");
                used.push((name, false, member.value.span));
            }
            ("fact" | "by", Some(name)) if name.starts_with("provider.") => {
                used.push((name.to_owned(), false, member.value.span));
            }
            _ => collect(&member.value, used),
        }
    }
    // Two braces are one that is meant as it stands.
    let text = node.as_str().unwrap_or_default().replace("{{", "");
    for rest in text.split('{').skip(1) {
        if let Some((name, _)) = rest.split_once('}')
            && name.starts_with("provider.")
        {
            used.push((name.to_owned(), true, node.span));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROVIDER: &str = r#"{ "format": 1, "name": "Sample", "timeZone": "Etc/UTC",
      "contacts": { "support": { "phone": "12", "hours": { "mon": "08:00-09:00" } },
                    "shop": { "email": "a@b.example" } },
      "links": { "portal": "https://a.example/" }, "values": { "callout-fee": "60" } }"#;

    #[test]
    fn a_provider_gives_what_its_file_has() {
        assert_eq!(
            facts(PROVIDER),
            [
                "provider.name",
                "provider.support.phone",
                "provider.support.hours",
                "provider.support.open",
                "provider.shop.email",
                "provider.links.portal",
                "provider.callout-fee",
            ]
        );
        assert_eq!(facts("{"), Vec::<String>::new());
    }

    #[test]
    fn what_a_guide_uses_and_the_provider_does_not_tell_is_found_where_it_stands() {
        let guide = r#"{ "steps": {
          "a": { "title": "Call {provider.support.phone} or {provider.shop.phone}" },
          "b": { "cases": [ { "if": { "fact": "provider.suport.open", "is": true } } ] },
          "l": { "links": [ { "label": "A", "href": "{provider.links.portal}" },
                            { "label": "B", "href": "{provider.links.webmail}" } ] },
          "c": { "by": "provider.name", "text": ["{{provider.odd}", "{plan}"] } } }"#;
        let found = missing(guide, &facts(PROVIDER));
        let told: Vec<_> = found
            .iter()
            .map(|missing| (missing.name.as_str(), missing.pointer.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("provider.shop.phone", "/steps/a/title"),
                ("provider.suport.open", "/steps/b/cases/0/if/fact"),
                ("provider.links.webmail", "/steps/l/links/1/href"),
            ]
        );
        assert_eq!(
            found[1].hint().as_deref(),
            Some("did you mean `provider.support.open`?")
        );
    }
}
