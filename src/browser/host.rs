//! The page that holds the widget: the options that the loader gives, and the way back to it.

use firstline_guide::json::{self, Node};
use firstline_guide::model::Value;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/browser/page.js")]
extern "C" {
    fn options(from: &JsValue) -> String;
    fn facts(from: &JsValue) -> String;
}

/// What the loader gave, as it stands: the page's functions are in it. Orders reach them.
#[derive(Clone, Debug, PartialEq)]
pub struct Host(JsValue);

impl Host {
    /// Takes what the loader gives.
    pub fn new(given: JsValue) -> Host {
        Host(given)
    }

    /// What it says.
    pub fn options(&self) -> Options {
        Options::read(&options(&self.0))
    }

    pub(super) fn node(&self) -> &JsValue {
        &self.0
    }
}

/// What the widget must know to begin: what the loader says, what the browser tells of itself, and
/// what was kept from before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// The relay's root, with a trailing slash.
    pub base: String,
    /// BCP 47 tag of the language to speak.
    pub language: String,
    /// The words of that language, as [`crate::text::Words::read`] takes them.
    pub words: String,
    /// The guide to open at once.
    pub guide: Option<String>,
    /// Whether the widget stands in the page rather than in a panel.
    pub inline: bool,
    /// Whether to go on with the stored session without asking: the loader says so after a crash.
    pub resume: bool,
    /// The customer's area, such as a postcode, where the page knows it.
    pub area: String,
    /// The provider's telephone number and its hours, as the page's tag has them: until the index is
    /// here, and where it never comes.
    pub phone: Option<String>,
    /// See `phone`.
    pub hours: Option<String>,
    /// What the page says of customer and line, and the browser of the device.
    pub facts: Vec<(String, Value)>,
    /// The browser's own name for itself.
    pub user_agent: String,
    /// The session that was stored.
    pub session: Option<String>,
    /// What was stored of tickets, by its keys.
    pub outbox: Vec<(String, Value)>,
}

impl Options {
    /// Reads them (`page.js` writes them). What is missing has a sensible stand-in: the relay is
    /// then where the page is, and the language English.
    pub fn read(said: &str) -> Options {
        let Ok(said) = json::parse(said) else {
            return Options::default();
        };
        let root = &said.root;
        let text = |key: &str| {
            let text = root.get(key)?.as_str()?;
            (!text.is_empty()).then(|| text.to_owned())
        };
        let flag = |key: &str| root.get(key).and_then(Node::as_bool) == Some(true);
        let mut base = text("base").unwrap_or_default();
        if !base.ends_with('/') {
            base.push('/');
        }
        Options {
            base,
            language: text("language").unwrap_or_else(|| "en".to_owned()),
            words: text("words").unwrap_or_default(),
            guide: text("guide"),
            inline: flag("inline"),
            resume: flag("resume"),
            area: text("area").unwrap_or_default(),
            phone: text("phone"),
            hours: text("hours"),
            facts: root.get("facts").map(read_facts).unwrap_or_default(),
            user_agent: text("userAgent").unwrap_or_default(),
            session: text("session"),
            outbox: root.get("outbox").map(read_facts).unwrap_or_default(),
        }
    }
}

/// Reads what a page tells of customer and line: an object of plain values; what is not plain is
/// left out.
pub fn read_page_facts(told: &JsValue) -> Vec<(String, Value)> {
    json::parse(&facts(told)).map_or_else(|_| Vec::new(), |facts| read_facts(&facts.root))
}

fn read_facts(node: &Node) -> Vec<(String, Value)> {
    let mut facts = Vec::new();
    for member in node.as_object().unwrap_or_default() {
        let value = match &member.value.value {
            json::Value::Bool(flag) => Value::Flag(*flag),
            json::Value::Number(number) => Value::Number(*number),
            json::Value::String(text) => Value::Text(text.clone()),
            _ => continue,
        };
        facts.push((member.key.clone(), value));
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_has_a_stand_in() {
        let options = Options::read("{}");
        assert_eq!(options.base, "/");
        assert_eq!(options.language, "en");
        assert_eq!(options.guide, None);
        assert!(!options.inline && !options.resume);
    }

    #[test]
    fn options_are_what_the_loader_said() {
        let options = Options::read(
            r#"{"base":"https://help.isp.example","language":"de","guide":"no-internet","inline":true,
                "area":"SW1","facts":{"vip":true,"plan-down":80,"router":"x"},"session":"{}","outbox":{"k":"[]"}}"#,
        );
        assert_eq!(options.base, "https://help.isp.example/");
        assert_eq!(options.guide.as_deref(), Some("no-internet"));
        assert!(options.inline);
        assert_eq!(options.area, "SW1");
        assert_eq!(
            options.facts,
            [
                ("vip".to_owned(), Value::Flag(true)),
                ("plan-down".to_owned(), Value::Number(80.0)),
                ("router".to_owned(), Value::Text("x".to_owned())),
            ]
        );
        assert_eq!(options.session.as_deref(), Some("{}"));
        assert_eq!(
            options.outbox,
            [("k".to_owned(), Value::Text("[]".to_owned()))]
        );
    }
}
