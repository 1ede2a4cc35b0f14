//! What device and browser this is.

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::{property, window};

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
    let Some(window) = window() else {
        return Device::default();
    };
    let navigator: JsValue = window.navigator().into();
    let text = |name| property(&navigator, name).and_then(|value| value.as_string());
    let user_agent = text("userAgent").unwrap_or_default();
    let data = property(&navigator, "userAgentData");
    let hint = data
        .as_ref()
        .and_then(|data| property(data, "platform"))
        .and_then(|value| value.as_string())
        .unwrap_or_default();
    let touch = property(&navigator, "maxTouchPoints").and_then(|value| value.as_f64());
    let languages = property(&navigator, "languages")
        .map(|list| {
            Array::from(&list)
                .iter()
                .filter_map(|tag| tag.as_string())
                .collect()
        })
        .unwrap_or_default();
    let platform = platform(&hint, &user_agent, touch.is_some_and(|points| points > 1.0));
    Device {
        platform,
        mobile: matches!(platform, Some("ios" | "android")) || user_agent.contains("Mobi"),
        languages,
        notices_link: notices_link(&user_agent),
        user_agent,
    }
}

/// The platform. An iPad calls itself a Mac, but no Mac has a touch screen.
fn platform(hint: &str, user_agent: &str, touch: bool) -> Option<&'static str> {
    let says = |word: &str| hint == word || user_agent.contains(word);
    if says("Android") {
        Some("android")
    } else if says("iPhone") || says("iPad") || says("iOS") {
        Some("ios")
    } else if says("Windows") {
        Some("windows")
    } else if hint == "macOS" || says("Macintosh") {
        Some(if touch { "ios" } else { "mac" })
    } else if says("Linux") || says("CrOS") || hint == "Chrome OS" {
        Some("linux")
    } else {
        None
    }
}

/// Measured with the link of the device down: Chromium noticed, Firefox on Linux did not.
fn notices_link(user_agent: &str) -> bool {
    !user_agent.contains("Firefox/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platforms_are_told_apart() {
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 \
                      (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 \
                   (KHTML, like Gecko) Version/18.0 Safari/605.1.15";
        let android = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                       Chrome/140.0.0.0 Mobile Safari/537.36";
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 \
                       Firefox/140.0";
        let linux = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                     Chrome/140.0.0.0 Safari/537.36";
        for (hint, user_agent, touch, expected) in [
            ("", iphone, true, Some("ios")),
            ("", mac, true, Some("ios")),
            ("", mac, false, Some("mac")),
            ("macOS", "", false, Some("mac")),
            ("Android", android, true, Some("android")),
            ("", android, true, Some("android")),
            ("", windows, false, Some("windows")),
            ("Windows", "", true, Some("windows")),
            ("Linux", linux, false, Some("linux")),
            ("Chrome OS", "", false, Some("linux")),
            ("", "curl/8", false, None),
        ] {
            assert_eq!(
                platform(hint, user_agent, touch),
                expected,
                "{hint} {user_agent}"
            );
        }
        assert!(!notices_link(windows));
        assert!(notices_link(linux));
    }
}
