//! Screens that are drawn ahead of the core.

use std::collections::BTreeMap;
use std::path::Path;

use firstline_author::folder::GuideFolder;
use firstline_diagnosis::Targets;
use firstline_widget::ahead::{self, Drawn, Published};
use firstline_widget::text::Words;
use firstline_wire::Index;
use firstline_wire::index::{Consent, GuideEntry, Provider};
use serde_json::{Value, json};

/// A folder of guides as a relay publishes it in English, with one fact of the provider.
struct Relay {
    index: Index,
    packs: BTreeMap<String, Vec<u8>>,
}

impl Relay {
    fn of(folder: &Path) -> Relay {
        let folder = GuideFolder::read(folder).unwrap();
        let mut edition = folder.edition("en");
        let portal = [("portal", "https://my.isp.example/")];
        edition.offer = edition.offer.with_links(portal);
        let mut packs = BTreeMap::new();
        let mut guides = Vec::new();
        for file in &folder.guides {
            let guide = file.guide.as_ref();
            let guide = guide.unwrap_or_else(|| panic!("{:?}", file.loaded.problems));
            if guide.listed {
                let pack = edition.pack(&guide.id).unwrap();
                packs.insert(guide.id.clone(), pack.bytes);
                guides.push(GuideEntry {
                    id: guide.id.clone(),
                    language: None,
                    title: guide.title.clone(),
                    summary: guide
                        .listing
                        .as_ref()
                        .map(|listing| listing.summary.clone())
                        .unwrap_or_default(),
                    search_words: Vec::new(),
                    group: None,
                    pack: format!("guides/{}.en.pack", guide.id),
                    hash: pack.hash,
                    pictures: Vec::new(),
                });
            }
        }
        let index = Index {
            format: 1,
            language: "en".to_owned(),
            languages: Vec::new(),
            provider: Provider {
                name: "Brightwater".to_owned(),
                phone: Some("0808 157 0142".to_owned()),
                hours: Some("every day".to_owned()),
                open: None,
            },
            guides,
            checks: Targets::default(),
            consent: Consent {
                id: "support".to_owned(),
                version: "1".to_owned(),
                text: "I agree.".to_owned(),
            },
            equipment: None,
            facts: vec![("provider.support.open".to_owned(), true.into())],
        };
        Relay { index, packs }
    }

    /// A relay with one guide of this source.
    fn with(source: Value) -> Relay {
        let dir = tempfile::tempdir().unwrap();
        let file = dir
            .path()
            .join(format!("{}.json", source["id"].as_str().unwrap()));
        std::fs::write(file, source.to_string()).unwrap();
        Relay::of(dir.path())
    }

    fn draw(&self, guide: Option<&str>) -> Option<Drawn> {
        let published = Published {
            index: &self.index,
            words: &Words::of("en"),
            pack: &|id| self.packs.get(id).cloned(),
            boxes: None,
        };
        match guide {
            Some(guide) => ahead::guide(&published, guide),
            None => ahead::welcome(&published),
        }
    }
}

fn shipped() -> Relay {
    Relay::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("guides"))
}

/// All elements below these nodes that have this attribute, with its value.
fn with_attribute<'a>(nodes: &'a [Value], name: &str) -> Vec<(&'a Value, &'a str)> {
    let mut found = Vec::new();
    for node in nodes {
        let Some(parts) = node.as_array() else {
            continue;
        };
        if let Some(value) = parts[1].get(name).and_then(Value::as_str) {
            found.push((node, value));
        }
        found.extend(with_attribute(&parts[2..], name));
    }
    found
}

/// All elements below these nodes: tag and attributes.
fn elements(nodes: &[Value]) -> Vec<(&str, &serde_json::Map<String, Value>)> {
    let mut found = Vec::new();
    for parts in nodes.iter().filter_map(Value::as_array) {
        found.push((parts[0].as_str().unwrap(), parts[1].as_object().unwrap()));
        found.extend(elements(&parts[2..]));
    }
    found
}

fn text(node: &Value) -> String {
    match node {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts[2..].iter().map(text).collect(),
        _ => String::new(),
    }
}

fn heading(screen: &[Value]) -> String {
    let found = with_attribute(screen, "id");
    let heading = found.iter().find(|(_, id)| *id == "fl-heading");
    text(heading.unwrap().0)
}

/// A guide whose first question leads to an instruction, or to this step, which is left out if it is one of them.
fn question(other: &str) -> Value {
    let mut guide = json!({
        "format": 1, "id": "slow", "version": "1", "language": "en", "title": "Slow", "summary": "Slow.",
        "owner": "care@isp.example", "reviewBy": "2028-01-01", "start": "where", "stuck": "end",
        "steps": {
            "where": { "kind": "question", "title": "Where is it slow?", "options": [
                { "id": "all", "label": "Everywhere", "to": "restart" }, { "id": "one", "label": "In one room", "to": other } ] },
            "restart": { "kind": "instruction", "title": "Restart it", "minutes": 1, "actions": ["Pull the plug."], "to": "end" },
            "end": { "kind": "outcome", "ends": "hand-over", "title": "Call us" }
        }
    });
    let branch = |fact: &str, is: Value| json!({ "kind": "branch", "cases": [{ "if": { "fact": fact, "is": is }, "to": "restart" }], "otherwise": "end" });
    match other {
        "typed" => {
            guide["steps"][other] = json!({ "kind": "input", "title": "Which room?", "as": "text", "maxLength": 20, "fact": "room", "to": "restart" });
        }
        "by-device" => guide["steps"][other] = branch("device.platform", json!("ios")),
        "by-hours" => guide["steps"][other] = branch("provider.support.open", json!(true)),
        _ => {}
    }
    guide
}

/// What the option leads to among the drawn screens: the heading there.
fn leads_to(drawn: &Drawn, option: &str) -> Option<String> {
    let pressed = with_attribute(&drawn.screens[0], "data-press");
    let (node, _) = pressed
        .iter()
        .find(|(node, _)| text(node).contains(option))
        .unwrap();
    let to = node[1].get("data-to")?.as_str().unwrap();
    Some(heading(&drawn.screens[to.parse::<usize>().unwrap()]))
}

#[test]
fn the_welcome_screen_lists_the_guides_and_says_what_a_press_means() {
    let relay = shipped();
    let drawn = relay.draw(None).unwrap();
    assert_eq!(drawn.screens.len(), 1);
    let pressed = with_attribute(&drawn.screens[0], "data-press");
    for guide in &relay.index.guides {
        let means = format!("{{\"guide-chosen\":\"{}\"}}", guide.id);
        assert!(
            pressed.iter().any(|(_, press)| *press == means),
            "{}",
            guide.id
        );
    }
    assert_eq!(
        with_attribute(&drawn.screens[0], "data-typed")[0].1,
        r#"{"search-typed":""}"#
    );
}

#[test]
fn an_answer_leads_to_the_next_screen_that_is_drawn() {
    let drawn = Relay::with(question("restart")).draw(Some("slow")).unwrap();
    assert_eq!(heading(&drawn.screens[0]), "Where is it slow?");
    assert_eq!(
        leads_to(&drawn, "Everywhere").as_deref(),
        Some("Restart it")
    );
    assert_eq!(drawn.pack.as_deref(), Some("guides/slow.en.pack"));
}

#[test]
fn what_is_typed_or_not_the_same_for_everybody_is_left_to_the_core() {
    for step in ["typed", "by-device", "by-hours"] {
        let drawn = Relay::with(question(step)).draw(Some("slow")).unwrap();
        assert_eq!(leads_to(&drawn, "In one room"), None, "{step}");
        assert!(leads_to(&drawn, "Everywhere").is_some(), "{step}");
        let mut first = question(step);
        first["start"] = json!(step);
        first["steps"].as_object_mut().unwrap().remove("where");
        assert_eq!(Relay::with(first).draw(Some("slow")), None, "{step}");
    }
}

/// Loader, panel and these are 14 kB until help can be used; the other 11.3 are held by `cargo xtask size`.
const BUDGET: usize = 2_700;

#[test]
fn the_shipped_guides_first_screens_are_drawn_and_light() {
    let relay = shipped();
    let ids = relay.index.guides.iter().map(|guide| Some(&*guide.id));
    let mut missing = Vec::new();
    for guide in std::iter::once(None).chain(ids) {
        let Some(drawn) = relay.draw(guide) else {
            missing.push(guide.unwrap_or("the welcome screen"));
            continue;
        };
        let bytes = serde_json::to_vec(&drawn).unwrap();
        let weight = firstline_compress::brotli(&bytes, firstline_compress::BEST)
            .unwrap()
            .len();
        assert!(
            weight <= BUDGET,
            "{guide:?} has {weight} bytes, {} screens",
            drawn.screens.len()
        );
    }
    assert!(missing.is_empty(), "not drawn ahead: {missing:?}");
}

#[test]
fn no_screen_has_a_listener_or_a_script_of_its_own() {
    let relay = shipped();
    for guide in &relay.index.guides {
        for screen in relay
            .draw(Some(&guide.id))
            .iter()
            .flat_map(|drawn| &drawn.screens)
        {
            for (tag, attributes) in elements(screen) {
                assert!(tag != "script" && tag != "style", "{tag}");
                for (name, value) in attributes {
                    let runs = name.starts_with("on")
                        || name == "style"
                        || value.to_string().contains("javascript:");
                    assert!(!runs, "{tag} has {name}={value}");
                }
            }
        }
    }
}
