//! The page that holds the widget: the options that the loader gives, and the way back to it.

use firstline_guide::json;
use firstline_guide::model::Value;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::file::Asked;
use super::{device, object, property, text};
use crate::action::Action;

#[wasm_bindgen]
extern "C" {
    /// `js_sys::Object::entries` does not catch what a getter of the page throws; it would be a trap.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = entries)]
    fn entries(object: &JsValue) -> Result<Array, JsValue>;
}

/// What the loader gave to `mount`, as it is: the page's functions are in it. A page that throws in one
/// of them does not stop the widget.
#[derive(Clone, Debug, PartialEq)]
pub struct Host(JsValue);

impl Host {
    /// Takes what the loader gives.
    pub fn new(given: JsValue) -> Host {
        Host(given)
    }

    /// The words in it, of the language that is spoken, as [`crate::text::Words::read`] takes them.
    pub fn words(&self) -> Option<String> {
        property(&self.0, "words")?.as_string()
    }

    /// The folder of the files of this build, below the relay's root, with a trailing slash.
    pub fn assets(&self) -> String {
        let folder = property(&self.0, "assets").and_then(|folder| folder.as_string());
        folder.unwrap_or_default()
    }

    /// The options in it. What is missing has a sensible stand-in: the relay is then where the page is,
    /// and the language English.
    pub fn options(&self) -> Options {
        let text = |name: &str| {
            let text = property(&self.0, name)?.as_string()?;
            (!text.is_empty()).then_some(text)
        };
        let flag = |name: &str| property(&self.0, name).is_some_and(|value| value.is_truthy());
        let mut facts =
            property(&self.0, "facts").map_or_else(Vec::new, |facts| page_facts(&facts));
        facts.extend(device::facts());
        Options {
            base: with_slash(text("base").unwrap_or_default()),
            language: text("language")
                .and_then(|language| text::tag(&language))
                .unwrap_or_else(|| "en".to_owned()),
            guide: text("guide"),
            inline: flag("inline"),
            resume: flag("resume"),
            area: text("area").unwrap_or_default(),
            account: account(&facts),
            phone: text("phone"),
            hours: text("hours"),
            facts,
            before: property(&self.0, "before").map_or_else(Vec::new, |before| actions(&before)),
            user_agent: device::user_agent(),
        }
    }

    /// The answer to a file that the panel has asked for before it is needed. It is taken: who asks again gets none.
    pub fn early(&self, path: &str) -> Option<Asked> {
        let asked = property(&self.0, "asked")?;
        let answer = property(&asked, path)?.dyn_into().ok()?;
        // A page that froze it answers once more, and is asked once more.
        let _ = Reflect::delete_property(&asked.into(), &path.into());
        Some(Asked::before(answer))
    }

    /// Tells the page that something happened, with at most one member of detail.
    pub fn emit(&self, name: &str, detail: Option<(&str, &str)>) {
        let detail = match detail {
            Some((key, value)) => object(&[(key, value.into())]),
            None => object(&[]),
        };
        self.call("emit", &name.into(), &detail);
    }

    /// Asks the loader to close the panel.
    pub fn close(&self) {
        self.call("close", &JsValue::UNDEFINED, &JsValue::UNDEFINED);
    }

    /// Asks the loader for another language; with `resume` the session goes on in it.
    pub fn speak(&self, language: &str, resume: bool) {
        self.call("speak", &language.into(), &resume.into());
    }

    /// Gives the page what ends the widget after a trap.
    pub(super) fn set_stop(&self, stop: &JsValue) {
        // A page that freezes what it gave cannot stop what broke.
        let _ = Reflect::set(&self.0, &"stop".into(), stop);
    }

    /// Has the panel fetch the `file` of what is given and open it in a node; `None` if this panel cannot.
    pub(super) fn stage(&self, node: &JsValue, given: &JsValue) -> Option<Promise> {
        self.call("stage", node, given)?.dyn_into().ok()
    }

    fn call(&self, name: &str, one: &JsValue, two: &JsValue) -> Option<JsValue> {
        let function: Function = property(&self.0, name)?.dyn_into().ok()?;
        function.call2(&self.0, one, two).ok()
    }
}

/// Options from the loader, and facts about the device from the browser.
#[derive(Debug, Default)]
pub struct Options {
    /// The relay's root, with a trailing slash.
    pub base: String,
    /// BCP 47 tag of the language to speak.
    pub language: String,
    /// The guide to open at once.
    pub guide: Option<String>,
    /// Whether the widget stands in the page rather than in a panel.
    pub inline: bool,
    /// Whether to resume the stored session without asking: the loader says so after a trap.
    pub resume: bool,
    /// The customer's area, such as a postcode, if the page knows it.
    pub area: String,
    /// The state of the account by the page, in the words of the check `account`; empty if the page does not say.
    pub account: String,
    /// The provider's telephone number, as the page's tag has it: until the index is here, and if it
    /// never comes.
    pub phone: Option<String>,
    /// The provider's hours in words, as `phone`.
    pub hours: Option<String>,
    /// Facts from the page about customer and line, and from the browser about the device.
    pub facts: Vec<(String, Value)>,
    /// Actions on screens that were drawn ahead, before the core was there, oldest first.
    pub before: Vec<Action>,
    /// The browser's own name for itself.
    pub user_agent: String,
}

/// Reads what was done before: an array of actions, each as JSON. One that this build does not know is left out.
fn actions(before: &JsValue) -> Vec<Action> {
    let before = before.dyn_ref::<Array>().into_iter().flat_map(Array::iter);
    let texts = before.filter_map(|text| text.as_string());
    texts.filter_map(|text| json::from_str(&text)).collect()
}

/// The state of the account by the page: its fact `account-state`.
fn account(facts: &[(String, Value)]) -> String {
    let mut facts = facts.iter();
    match facts.find(|(name, _)| name == "account-state") {
        Some((_, Value::Text(state))) => state.clone(),
        _ => String::new(),
    }
}

fn with_slash(mut base: String) -> String {
    if !base.ends_with('/') {
        base.push('/');
    }
    base
}

/// Reads an object of plain values; what is not plain is left out.
pub fn page_facts(from: &JsValue) -> Vec<(String, Value)> {
    let mut facts = Vec::new();
    if !from.is_object() {
        return facts;
    }
    for entry in entries(from).unwrap_or_default().iter() {
        let entry: Array = entry.unchecked_into();
        let value = entry.get(1);
        let plain = match (value.as_bool(), value.as_f64(), value.as_string()) {
            (Some(flag), ..) => Value::Flag(flag),
            (_, Some(number), _) if number.is_finite() => Value::Number(number),
            (.., Some(text)) => Value::Text(text),
            _ => continue,
        };
        facts.push((entry.get(0).as_string().unwrap_or_default(), plain));
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::with_slash;

    #[test]
    fn the_relays_root_ends_in_one_slash() {
        assert_eq!(with_slash(String::new()), "/");
        for base in ["https://help.isp.example", "https://help.isp.example/"] {
            assert_eq!(with_slash(base.to_owned()), "https://help.isp.example/");
        }
    }
}
