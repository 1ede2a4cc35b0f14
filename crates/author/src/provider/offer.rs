//! What a provider sells and where its addresses lead: what decides how guides are packed for its
//! customers. Read leniently: what is wrong with the file is said by whoever serves it.

use std::collections::BTreeMap;

use firstline_guide::dial;
use firstline_guide::format::TECHNOLOGIES;
use firstline_guide::json::{self, Node, Span};
use firstline_guide::language::nearest;
use firstline_guide::model::{Guide, Link, OptionNeeds, StandardAnswer, StepKind};
use firstline_guide::rules::bad_link::{is_safe, pieces, provider_link};

/// A provider, as far as guides are made to fit its customers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offer {
    /// The addresses that can stand in a link, by the names of the facts: `provider.links.portal`.
    addresses: BTreeMap<String, String>,
    /// The services that it sells; `None` if it does not say: then it may sell everything.
    services: Option<Vec<String>>,
    /// How its lines reach homes; `None` if it does not say.
    technologies: Option<Vec<String>>,
    topics: Vec<Topic>,
}

/// A guide in the provider's order.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    /// The guide's id.
    pub guide: String,
    /// The heading that it stands under, in the reader's language.
    pub group: Option<String>,
    /// Where the id stands in the provider's file.
    pub span: Span,
}

impl Offer {
    /// From the text of `site/provider.json`, for readers of this language. Nothing if it is no JSON.
    pub fn read(source: &str, language: &str) -> Offer {
        let Ok(parsed) = json::parse(source) else {
            return Offer::default();
        };
        let root = &parsed.root;
        let listed = |key: &str| {
            let items = root.get(key)?.as_array()?.iter();
            Some(items.filter_map(text).collect())
        };
        Offer {
            addresses: addresses(root, language),
            services: listed("services"),
            technologies: listed("technologies"),
            topics: topics(root, language),
        }
    }

    /// The same with these links, by their names.
    #[must_use]
    pub fn with_links<'l>(mut self, links: impl IntoIterator<Item = (&'l str, &'l str)>) -> Offer {
        for (name, address) in links {
            let name = format!("provider.links.{name}");
            self.addresses.insert(name, address.to_owned());
        }
        self
    }

    /// The guides that the provider wants shown first, in its order.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// Where a guide stands in the provider's order; those that it does not name come last.
    pub fn position(&self, guide: &str) -> usize {
        let mut topics = self.topics.iter();
        let found = topics.position(|topic| topic.guide == guide);
        found.unwrap_or(self.topics.len())
    }

    /// Whether the provider sells all of these services and technologies.
    pub fn sells(&self, needs: &[String]) -> bool {
        needs.iter().all(|need| {
            let list = if TECHNOLOGIES.contains(&need.as_str()) {
                &self.technologies
            } else {
                &self.services
            };
            list.as_ref().is_none_or(|list| list.contains(need))
        })
    }

    /// Whether customers of this provider can choose a guide.
    pub fn lists(&self, guide: &Guide) -> bool {
        let listing = guide.listing.as_ref();
        guide.listed && listing.is_none_or(|listing| self.sells(&listing.needs))
    }

    /// Makes a guide fit: addresses are put into links, and a link that the provider has no address
    /// for is left out, as is an option that its customers cannot mean.
    pub fn fit(&self, guide: &mut Guide) {
        for step in &mut guide.steps {
            let variants = step.variants.iter_mut();
            let of_variants = variants.filter_map(|(_, variant)| variant.links.as_mut());
            for links in of_variants.chain([&mut step.shown.links]) {
                links.retain_mut(|link| self.address(link));
            }
        }
        let Some(mut listing) = guide.listing.take() else {
            return;
        };
        let mut topics = self.topics.iter();
        let topic = topics.find(|topic| topic.guide == guide.id);
        listing.group = topic.and_then(|topic| topic.group.clone());
        let mut unsold = std::mem::take(&mut listing.options);
        unsold.retain(|option| !self.sells(&option.needs));
        guide.listing = Some(listing);
        leave_out(guide, &unsold);
    }

    /// Puts the provider's address into a link; false if it has none that can be reached.
    fn address(&self, link: &mut Link) -> bool {
        match self.filled(&link.href) {
            Filled::Address(address) => {
                link.href = address;
                true
            }
            Filled::Unknown | Filled::Nowhere(_) => false,
        }
    }

    /// An address of a guide with what the provider tells in it.
    pub fn filled(&self, href: &str) -> Filled {
        if let Some(name) = provider_link(href) {
            let address = self.addresses.get(&format!("provider.links.{name}"));
            return address.map_or(Filled::Unknown, |address| Filled::Address(address.clone()));
        }
        let Some(pieces) = pieces(href) else {
            return Filled::Unknown;
        };
        let scheme = href.split_once(':').map_or("", |(scheme, _)| scheme);
        let (mut filled, mut told) = (String::new(), None);
        for (words, fact) in pieces {
            filled += words;
            let Some(fact) = fact else { continue };
            let Some(value) = self.addresses.get(fact) else {
                return Filled::Unknown;
            };
            filled += &written(scheme, value);
            told.get_or_insert_with(|| (fact.to_owned(), value.clone()));
        }
        match told {
            Some(told) if !is_safe(&filled) => Filled::Nowhere(told),
            _ => Filled::Address(filled),
        }
    }
}

/// An address of a guide, with the provider's facts filled in.
#[derive(Clone, Debug, PartialEq)]
pub enum Filled {
    /// It leads there.
    Address(String),
    /// The provider does not tell what stands in it.
    Unknown,
    /// What the provider tells makes no address: the fact, and its value.
    Nowhere((String, String)),
}

/// Takes options out of their questions. If only one is left besides "not sure", nothing is to be
/// asked: that one stays alone. If none is left, the question stays as it was.
fn leave_out(guide: &mut Guide, unsold: &[OptionNeeds]) {
    for (step, index) in guide.steps.iter_mut().zip(0..=u16::MAX) {
        let StepKind::Question(question) = &mut step.kind else {
            continue;
        };
        let of_step = unsold.iter().filter(|option| option.step.0 == index);
        let gone: Vec<usize> = of_step.map(|option| option.option).collect();
        if gone.is_empty() {
            continue;
        }
        let mut position = 0..;
        let mut left = question.options.clone();
        left.retain(|_| !gone.contains(&position.next().unwrap_or_default()));
        let unsure = StandardAnswer::Unsure.name();
        let sure = left.iter().filter(|option| option.id != unsure).count();
        match sure {
            0 => continue,
            1 => left.retain(|option| option.id != unsure),
            _ => {}
        }
        question.options = left;
    }
}

/// A value as it stands in an address of this scheme.
fn written(scheme: &str, value: &str) -> String {
    if scheme == "tel" {
        return dial::address(value).split_off("tel:".len());
    }
    let mut written = String::new();
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' | b'/' => {
                written.push(char::from(byte));
            }
            _ => written += &format!("%{byte:02X}"),
        }
    }
    written
}

fn addresses(root: &Node, language: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (contact, node) in members(root, "contacts") {
        for part in ["phone", "email"] {
            if let Some(value) = node.get(part).and_then(text) {
                found.insert(format!("provider.{contact}.{part}"), value);
            }
        }
    }
    for (name, node) in members(root, "links") {
        found.extend(text(node).map(|value| (format!("provider.links.{name}"), value)));
    }
    for (name, node) in members(root, "values") {
        let own = of_language(root, language, "values", name);
        let value = own.or_else(|| text(node));
        found.extend(value.map(|value| (format!("provider.{name}"), value)));
    }
    if let Some(number) = super::emergency(root) {
        found
            .entry("provider.emergency".to_owned())
            .or_insert_with(|| number.to_owned());
    }
    found
}

fn topics(root: &Node, language: &str) -> Vec<Topic> {
    let mut topics = Vec::new();
    let items = root.get("topics").and_then(Node::as_array);
    for item in items.unwrap_or_default() {
        let group = item.get("group").and_then(text);
        let group =
            group.map(|group| of_language(root, language, "topics", &group).unwrap_or(group));
        let guides = match item.get("guides").and_then(Node::as_array) {
            Some(guides) => guides,
            None => std::slice::from_ref(item),
        };
        for node in guides {
            topics.extend(text(node).map(|guide| Topic {
                guide,
                group: group.clone(),
                span: node.span,
            }));
        }
    }
    topics
}

/// What `words` of the provider's file says for a language, or the nearest of its parents.
fn of_language(root: &Node, language: &str, list: &str, name: &str) -> Option<String> {
    nearest(language, |tag| {
        let mut all = members(root, "words").into_iter();
        let (_, words) = all.find(|(known, _)| known.eq_ignore_ascii_case(tag))?;
        words.get(list)?.get(name).and_then(text)
    })
}

fn members<'n>(node: &'n Node, key: &str) -> Vec<(&'n str, &'n Node)> {
    let members = node.get(key).and_then(Node::as_object).unwrap_or_default();
    let pair = |member: &'n json::Member| (member.key.as_str(), &member.value);
    members.iter().map(pair).collect()
}

fn text(node: &Node) -> Option<String> {
    node.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const PROVIDER: &str = r#"{ "format": 1, "name": "Sample", "country": "GB",
      "contacts": { "priority-care": { "phone": "0808 157 (0199)", "email": "a b@c.example" },
        "sales": { "email": "sales" }, "abroad": { "phone": "+49 (0)30 5550" }, "night": { "phone": "0800 1 / 0900 2" },
        "office": { "phone": "0800 123456 ext. 7" }, "letters": { "phone": "0800 FIBRE" }, "keys": { "phone": "*611#" } },
      "links": { "portal": "https://a.example/" },
      "values": { "shop": "Elm Street", "help": "call the police", "site": "https://b.example/" },
      "services": ["internet", "phone"],
      "topics": ["no-internet", { "group": "Telephone", "guides": ["no-tone", "crackle"] }],
      "words": { "de": { "topics": { "Telephone": "Telefon" }, "values": { "shop": "Ulmenweg" } } } }"#;

    fn filled(href: &str) -> Option<String> {
        let mut link = Link {
            label: Default::default(),
            href: href.to_owned(),
        };
        let offer = Offer::read(PROVIDER, "de-AT");
        offer.address(&mut link).then_some(link.href)
    }

    #[test]
    fn what_the_provider_tells_stands_in_its_links() {
        for (href, expected) in [
            ("{provider.links.portal}", Some("https://a.example/")),
            ("{provider.links.webmail}", None),
            (
                "tel:{provider.priority-care.phone}",
                Some("tel:08081570199"),
            ),
            ("tel:{provider.emergency}", Some("tel:999")),
            ("tel:{provider.sales.phone}", None),
            ("tel:{provider.abroad.phone}", Some("tel:+49305550")),
            ("tel:{provider.night.phone}", Some("tel:08001")),
            ("tel:{provider.office.phone}", Some("tel:0800123456")),
            ("tel:{provider.letters.phone}", Some("tel:080034273")),
            ("tel:{provider.keys.phone}", Some("tel:*611%23")),
            ("tel:{provider.help}", None),
            ("mailto:{provider.sales.email}", None),
            ("https://{provider.site}", None),
            (
                "mailto:{provider.priority-care.email}",
                Some("mailto:a%20b@c.example"),
            ),
            (
                "https://maps.example/?q={provider.shop}",
                Some("https://maps.example/?q=Ulmenweg"),
            ),
            ("https://b.example/", Some("https://b.example/")),
        ] {
            assert_eq!(filled(href).as_deref(), expected, "{href}");
        }
    }

    #[test]
    fn topics_keep_the_providers_order_and_have_headings_in_the_readers_language() {
        let offer = Offer::read(PROVIDER, "de-AT");
        let topics: Vec<_> = offer
            .topics()
            .iter()
            .map(|topic| (topic.guide.as_str(), topic.group.as_deref()))
            .collect();
        let telephone = Some("Telefon");
        assert_eq!(
            topics,
            [
                ("no-internet", None),
                ("no-tone", telephone),
                ("crackle", telephone)
            ]
        );
        assert_eq!((offer.position("crackle"), offer.position("else")), (2, 3));
    }

    #[test]
    fn what_a_provider_does_not_speak_of_it_may_sell() {
        let offer = Offer::read(PROVIDER, "en");
        let sells = |needs: &[&str]| {
            let needs: Vec<String> = needs.iter().map(|need| (*need).to_owned()).collect();
            offer.sells(&needs)
        };
        assert!(sells(&[]) && sells(&["phone"]) && sells(&["internet", "fibre"]));
        assert!(!sells(&["email"]) && !sells(&["internet", "email"]));
    }
}
