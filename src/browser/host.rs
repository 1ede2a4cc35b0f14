//! The page that holds the widget: the node to draw in, the options that the loader gives, and
//! the way back to it.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::call;

#[wasm_bindgen(module = "/src/browser/page.js")]
extern "C" {
    #[wasm_bindgen(js_name = options)]
    fn read_options(options: &JsValue) -> JsValue;
    fn facts(facts: &JsValue) -> JsValue;
    fn emit(to: &JsValue, name: &str, details: &str);
    fn close(to: &JsValue);
}

/// The node that the widget draws in, inside the loader's shadow root.
#[derive(Clone, Debug, PartialEq)]
pub struct Root(Element);

impl Root {
    /// Takes the node that the loader gives; `None` where it is not an element.
    pub fn read(node: JsValue) -> Option<Root> {
        node.dyn_into().ok().map(Root)
    }

    /// The element, for drawing.
    pub fn element(&self) -> Element {
        self.0.clone()
    }

    pub(super) fn node(&self) -> &JsValue {
        self.0.as_ref()
    }
}

/// What the loader says.
#[derive(Clone, Debug, PartialEq)]
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
    pub area: Option<String>,
    /// What the page says of customer and line.
    pub facts: Vec<(String, Plain)>,
    /// The way back to the page.
    pub host: Host,
}

/// A plain value from the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    /// Yes or no.
    Bool(bool),
    /// A number; finite.
    Number(f64),
    /// Words.
    Text(String),
}

impl Options {
    /// Reads what the loader gives. What is missing has a sensible stand-in: the relay is then
    /// where the page is, and the language English.
    pub fn read(options: &JsValue) -> Options {
        let mut said = call::values(read_options(options)).into_iter();
        let mut next = || said.next().unwrap_or_default();
        let text = |value: JsValue| value.as_string().filter(|text| !text.is_empty());
        // In the order of page.js.
        let base = text(next());
        let language = text(next());
        let words = text(next());
        let guide = text(next());
        let inline = next().as_bool() == Some(true);
        let resume = next().as_bool() == Some(true);
        let area = text(next());
        let mut base = base.unwrap_or_else(|| "/".to_owned());
        if !base.ends_with('/') {
            base.push('/');
        }
        Options {
            base,
            language: language.unwrap_or_else(|| "en".to_owned()),
            words: words.unwrap_or_default(),
            guide,
            inline,
            resume,
            area,
            facts: plain(said),
            host: Host {
                options: options.clone(),
            },
        }
    }
}

/// Reads an object of plain values; what is not plain is left out.
pub fn read_facts(object: &JsValue) -> Vec<(String, Plain)> {
    plain(call::values(facts(object)).into_iter())
}

/// Names and values in turn.
fn plain(mut flat: std::vec::IntoIter<JsValue>) -> Vec<(String, Plain)> {
    let mut facts = Vec::new();
    while let (Some(name), Some(value)) = (flat.next(), flat.next()) {
        let value = if let Some(flag) = value.as_bool() {
            Plain::Bool(flag)
        } else if let Some(number) = value.as_f64() {
            Plain::Number(number)
        } else {
            Plain::Text(value.as_string().unwrap_or_default())
        };
        facts.push((name.as_string().unwrap_or_default(), value));
    }
    facts
}

/// The way back to the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Host {
    options: JsValue,
}

impl Host {
    /// Tells the page that something happened: `ready open step check outcome ticket error`. The
    /// details must be free of personal data. A page that throws does not stop the widget.
    pub fn emit(&self, name: &str, details: &[(&str, &str)]) {
        emit(&self.options, name, &call::flat(details));
    }

    /// Asks the loader to close the panel.
    pub fn close(&self) {
        close(&self.options);
    }
}
