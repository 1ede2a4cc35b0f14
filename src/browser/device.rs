//! What device and browser this is.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::call;

#[wasm_bindgen(module = "/src/browser/device.js")]
extern "C" {
    #[wasm_bindgen(js_name = look)]
    fn seen() -> JsValue;
}

/// The platforms, in the order of device.js.
const PLATFORMS: [&str; 5] = ["ios", "android", "windows", "mac", "linux"];

/// What device and browser this is, as the browser tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// `ios`, `android`, `windows`, `mac`, `linux`; `None` for others.
    pub platform: Option<&'static str>,
    /// Whether it is a phone or a tablet.
    pub mobile: bool,
    /// BCP 47 tags of the languages that the customer reads, best first.
    pub languages: Vec<String>,
    /// The browser's own name for itself.
    pub user_agent: String,
    /// Whether this browser is known to notice when the device's link goes.
    pub notices_link: bool,
}

/// Looks.
pub fn look() -> Device {
    let mut seen = call::values(seen()).into_iter();
    let platform = seen.next().and_then(|at| at.as_f64());
    let mut flag = || seen.next().and_then(|flag| flag.as_bool()) == Some(true);
    let (mobile, notices_link) = (flag(), flag());
    let mut texts = seen.filter_map(|text| text.as_string());
    Device {
        // The stand-in for none is -1.
        platform: platform
            .filter(|at| *at >= 0.0)
            .and_then(|at| PLATFORMS.get(at as usize).copied()),
        mobile,
        notices_link,
        user_agent: texts.next().unwrap_or_default(),
        languages: texts.collect(),
    }
}
