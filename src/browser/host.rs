//! The page that holds the widget: the node to draw in, the options that the loader gives, and
//! the way back to it.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, ShadowRoot};

use super::{document, property};

/// The node that the widget draws in, inside the loader's shadow root.
#[derive(Clone, Debug, PartialEq)]
pub struct Root(HtmlElement);

impl Root {
    /// Takes the node that the loader gives; `None` where it is not an element.
    pub fn read(node: JsValue) -> Option<Root> {
        node.dyn_into().ok().map(Root)
    }

    /// The element, for drawing.
    pub fn element(&self) -> Element {
        self.0.clone().into()
    }

    /// The element of that id in the same shadow root, or in the document where there is none.
    pub(super) fn find(&self, id: &str) -> Option<HtmlElement> {
        let found = match self.shadow() {
            Some(shadow) => shadow.get_element_by_id(id),
            None => document()?.get_element_by_id(id),
        };
        found?.dyn_into().ok()
    }

    /// What has the focus in the same shadow root.
    pub(super) fn focused(&self) -> Option<HtmlElement> {
        let focused = match self.shadow() {
            Some(shadow) => shadow.active_element(),
            None => document()?.active_element(),
        };
        focused?.dyn_into().ok()
    }

    pub(super) fn node(&self) -> &HtmlElement {
        &self.0
    }

    fn shadow(&self) -> Option<ShadowRoot> {
        self.0.get_root_node().dyn_into().ok()
    }
}

/// What the loader says.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The relay's root, with a trailing slash.
    pub base: String,
    /// BCP 47 tag of the language to speak.
    pub language: String,
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
        let text = |name| {
            property(options, name)
                .and_then(|value| value.as_string())
                .filter(|t| !t.is_empty())
        };
        let mut base = text("base").unwrap_or_else(|| "/".to_owned());
        if !base.ends_with('/') {
            base.push('/');
        }
        Options {
            base,
            language: text("language").unwrap_or_else(|| "en".to_owned()),
            guide: text("guide"),
            inline: property(options, "inline").is_some_and(|value| value.is_truthy()),
            resume: property(options, "resume").is_some_and(|value| value.is_truthy()),
            area: text("area"),
            facts: property(options, "facts")
                .map(|facts| read_facts(&facts))
                .unwrap_or_default(),
            host: Host {
                options: options.clone(),
            },
        }
    }
}

/// Reads an object of plain values; what is not plain is left out.
pub fn read_facts(facts: &JsValue) -> Vec<(String, Plain)> {
    let Some(object) = facts.dyn_ref::<Object>() else {
        return Vec::new();
    };
    let read = |entry: JsValue| {
        let entry: Array = entry.dyn_into().ok()?;
        let (name, value) = (entry.get(0).as_string()?, entry.get(1));
        let value = if let Some(flag) = value.as_bool() {
            Plain::Bool(flag)
        } else if let Some(number) = value.as_f64().filter(|number| number.is_finite()) {
            Plain::Number(number)
        } else {
            Plain::Text(value.as_string()?)
        };
        Some((name, value))
    };
    Object::entries(object).iter().filter_map(read).collect()
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
        let detail = Object::new();
        for (key, value) in details {
            let _ = Reflect::set(&detail, &(*key).into(), &(*value).into());
        }
        if let Some(emit) = self.function("emit") {
            let _ = emit.call2(&self.options, &name.into(), &detail);
        }
    }

    /// Asks the loader to close the panel.
    pub fn close(&self) {
        if let Some(close) = self.function("close") {
            let _ = close.call0(&self.options);
        }
    }

    fn function(&self, name: &str) -> Option<Function> {
        property(&self.options, name)?.dyn_into().ok()
    }
}
