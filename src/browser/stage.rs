//! What the panel fetches apart, because few customers need it: the stages of the speed test and of the walk through the home,
//! nodes of ours that a script of its own draws in; and what sends datagrams.

use firstline_diagnosis::Finding;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::host::Host;
use super::root::Root;
use super::{object, property};

/// The settings of a stage, besides its targets.
#[derive(Clone, Copy, Debug, Default)]
pub struct How {
    /// The speed that was sold, down and up, in Mbit/s, if it is known.
    pub plan: [Option<f64>; 2],
    /// Whether a result is only to be drawn again.
    pub again: bool,
}

/// The stage; dropping it stops a test that runs. What is drawn stays.
#[derive(Debug)]
pub struct Stage(JsValue);

impl Stage {
    /// Opens it in the node of that id: the customer can start. `None` if the script does not come.
    pub async fn open(
        host: &Host,
        root: &Root,
        (id, file): (&str, &str),
        targets: &[String],
        how: How,
    ) -> Option<Stage> {
        let targets: Array = targets
            .iter()
            .map(|target| JsValue::from(&**target))
            .collect();
        let [down, up] = how.plan.map(JsValue::from);
        let given = object(&[
            ("file", file.into()),
            ("targets", targets.into()),
            ("down", down),
            ("up", up),
            ("again", how.again.into()),
        ]);
        let stage = host.stage(&root.find(id)?.into(), &given)?;
        JsFuture::from(stage).await.ok().map(Stage)
    }

    /// Waits for the end of the test, and gives its measurements.
    pub async fn measured(&self) -> Measured {
        let measured = property(&self.0, "measured").unwrap_or_default();
        let measured = JsFuture::from(Promise::resolve(&measured)).await;
        Measured(measured.unwrap_or_default())
    }

    /// Shows what it means.
    pub fn show(&self, finding: &Finding) {
        let judged = object(&[
            ("verdict", finding.verdict.name().into()),
            ("confidence", finding.confidence.name().into()),
        ]);
        let numbers = finding
            .metrics
            .iter()
            .map(|(name, number)| (*name, (*number).into()));
        let texts = finding
            .texts
            .iter()
            .map(|(name, text)| (*name, (&**text).into()));
        let reason = finding
            .not_measured
            .map(|why| ("reason", why.name().into()));
        for (name, value) in numbers.chain(texts).chain(reason) {
            let _ = Reflect::set(&judged, &name.into(), &value);
        }
        self.call("show", &judged);
    }

    fn call(&self, name: &str, one: &JsValue) {
        let function = property(&self.0, name).and_then(|found| found.dyn_into::<Function>().ok());
        if let Some(function) = function {
            let _ = function.call1(&self.0, one);
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.call("stop", &JsValue::UNDEFINED);
    }
}

/// Has datagrams sent, and gives what came of them; `None` if the script does not come.
pub async fn datagrams(
    host: &Host,
    texts: [(&str, Option<&str>); 2],
    numbers: [(&str, u32); 4],
) -> Option<Measured> {
    let given = object(&[("file", "datagrams.js".into())]);
    let texts = texts.map(|(name, text)| (name, JsValue::from(text)));
    let numbers = numbers.map(|(name, number)| (name, JsValue::from(number)));
    for (name, value) in texts.into_iter().chain(numbers) {
        let _ = Reflect::set(&given, &name.into(), &value);
    }
    let asked = host.stage(&JsValue::NULL, &given)?;
    JsFuture::from(asked).await.ok().map(Measured)
}

/// The script's measurements, by the names of the metrics.
#[derive(Debug)]
pub struct Measured(JsValue);

impl Measured {
    /// A number in it.
    pub fn number(&self, name: &str) -> Option<f64> {
        property(&self.0, name)?.as_f64()
    }

    /// Whether something is so; `None` if it was not found out.
    pub fn flag(&self, name: &str) -> Option<bool> {
        property(&self.0, name)?.as_bool()
    }

    /// A text in it.
    pub fn text(&self, name: &str) -> Option<String> {
        property(&self.0, name)?.as_string()
    }
}
