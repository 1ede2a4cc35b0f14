//! Facts about the device, from the browser.

use std::cell::Cell;

use firstline_diagnosis::is_local;
use firstline_diagnosis::net::Permission;
use firstline_guide::model::Value;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{object, property};

/// The browser's own name for itself.
pub fn user_agent() -> String {
    text("userAgent")
}

/// The browser's information about the device, as facts for guides.
pub fn facts() -> Vec<(String, Value)> {
    let navigator = navigator();
    let agent = user_agent();
    // Not in web-sys: only Chromium has it.
    let hint = property(&navigator, "userAgentData")
        .and_then(|data| property(&data, "platform")?.as_string())
        .unwrap_or_default();
    let touch = property(&navigator, "maxTouchPoints").and_then(|points| points.as_f64());
    let platform = platform(&hint, &agent, touch > Some(1.0));
    let mobile = matches!(platform, Some("android" | "ios")) || has_word(&agent, "Mobi");
    let mut facts = vec![("device.mobile".to_owned(), Value::Flag(mobile))];
    if let Some(platform) = platform {
        facts.push((
            "device.platform".to_owned(),
            Value::Text(platform.to_owned()),
        ));
    }
    let language = text("language");
    if !language.is_empty() {
        facts.push(("device.language".to_owned(), Value::Text(language)));
    }
    facts
}

/// Whether the device has a link, as far as the browser knows; `None` if it does not say.
pub fn is_online() -> Option<bool> {
    property(&navigator(), "onLine")?.as_bool()
}

/// Whether this browser is known to notice when the device's link is down.
pub fn notices_link() -> bool {
    notices(&user_agent())
}

/// Whether the browser says that the device is on mobile data; only some say at all.
pub fn is_on_mobile_data() -> bool {
    // Not in web-sys without a flag for unstable interfaces.
    let connection = property(&navigator(), "connection");
    let kind = connection.and_then(|connection| property(&connection, "type")?.as_string());
    kind.as_deref() == Some("cellular")
}

/// How long WebRTC may look for addresses of this device, in milliseconds; it has those of its own adapters at once.
const ADDRESSES: u32 = 1_000;

thread_local! {
    /// Whether WebRTC found an address of this device before, and if not, whether it should have.
    static FOUND: Cell<Option<bool>> = const { Cell::new(None) };
}

/// Looks, over a line that works, whether this browser tells addresses of the device at all. Some are told to hide them, and
/// look as if the device had none.
pub async fn learn_addresses() {
    if !notices_link() && !had_addresses() {
        FOUND.set(find_addresses().await);
    }
}

/// Whether WebRTC found an address of this device before.
pub fn had_addresses() -> bool {
    FOUND.get() == Some(true)
}

/// Whether WebRTC finds an address of this device, of whatever adapter; nobody outside is asked. `None` if the browser
/// has no WebRTC, or hides addresses.
pub async fn has_addresses() -> Option<bool> {
    let found = find_addresses().await;
    if found == Some(true) {
        FOUND.set(found);
    }
    found.filter(|found| *found || FOUND.get() != Some(false))
}

async fn find_addresses() -> Option<bool> {
    // By name, because a browser may lack it, or a page's policy or an extension may have taken it away.
    let make: Function = property(&gloo_utils::window(), "RTCPeerConnection")?
        .dyn_into()
        .ok()?;
    let peer = Reflect::construct(&make, &Array::new()).ok()?;
    let call = |name: &str, given: &JsValue| {
        let function: Function = property(&peer, name)?.dyn_into().ok()?;
        function.call1(&peer, given).ok()
    };
    call("createDataChannel", &"".into())?;
    let offer: Promise = call("createOffer", &JsValue::UNDEFINED)?.dyn_into().ok()?;
    let offer = JsFuture::from(offer).await.ok()?;
    call("setLocalDescription", &offer)?;
    TimeoutFuture::new(ADDRESSES).await;
    let description = property(&peer, "localDescription");
    let found = description.and_then(|found| property(&found, "sdp")?.as_string());
    call("close", &JsValue::UNDEFINED);
    Some(found?.lines().any(|line| line.starts_with("a=candidate")))
}

/// Whether this browser has a permission for the home network, so that a page may be let there.
pub async fn knows_home() -> bool {
    local_network_state().await.is_some()
}

/// Whether this page may ask addresses of the home network. The browser's answer is read, and the
/// customer is never asked. `Granted` if this browser has no such permission, and to a page that is
/// itself at such an address: Local Network Access guards the way there from public addresses.
pub async fn local_network() -> Permission {
    if gloo_utils::window()
        .location()
        .href()
        .is_ok_and(|page| is_local(&page))
    {
        return Permission::Granted;
    }
    match local_network_state().await.as_deref() {
        Some("prompt") => Permission::Prompt,
        Some("denied") => Permission::Denied,
        _ => Permission::Granted,
    }
}

async fn local_network_state() -> Option<String> {
    // By name, because web-sys takes it for granted that there are permissions.
    let permissions = property(&navigator(), "permissions")?;
    let query: Function = property(&permissions, "query")?.dyn_into().ok()?;
    // The first is the newer name, for the home network without this machine itself.
    for name in ["local-network", "local-network-access"] {
        let name = object(&[("name", name.into())]);
        let asked: Promise = query.call1(&permissions, &name).ok()?.dyn_into().ok()?;
        if let Ok(status) = JsFuture::from(asked).await {
            return property(&status, "state")?.as_string();
        }
    }
    None
}

fn navigator() -> JsValue {
    gloo_utils::window().navigator().into()
}

fn text(name: &str) -> String {
    property(&navigator(), name)
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

/// The platform: `ios`, `android`, `windows`, `mac` or `linux`; `None` for others. An iPad calls itself
/// a Mac, but no Mac has a touch screen.
fn platform(hint: &str, agent: &str, touch: bool) -> Option<&'static str> {
    let says = |word: &str| hint == word || has_word(agent, word);
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

/// Measured with the link of the device down: Chromium noticed, Firefox on Linux did not. WebKit was not measured, so it is not believed.
fn notices(agent: &str) -> bool {
    ["Chrom", "HeadlessChrom"]
        .iter()
        .any(|name| has_word(agent, name))
}

/// Whether a word of the browser's name begins so. Not `contains`, whose search for any text is 0.7 kB of Brotli.
fn has_word(agent: &str, start: &str) -> bool {
    let mut words = agent.split(|sign: char| !sign.is_ascii_alphanumeric());
    words.any(|word| word.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 \
                          (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
    const MAC: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 \
                       (KHTML, like Gecko) Version/18.0 Safari/605.1.15";
    const ANDROID: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                           Chrome/140.0.0.0 Mobile Safari/537.36";
    const WINDOWS: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 \
                           Firefox/140.0";
    const LINUX: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                         Chrome/140.0.0.0 Safari/537.36";

    #[test]
    fn platforms_are_told_apart() {
        for (hint, agent, touch, expected) in [
            ("", IPHONE, true, Some("ios")),
            ("", MAC, true, Some("ios")),
            ("", MAC, false, Some("mac")),
            ("macOS", "", false, Some("mac")),
            ("Android", ANDROID, true, Some("android")),
            ("", ANDROID, true, Some("android")),
            ("", WINDOWS, false, Some("windows")),
            ("Windows", "", true, Some("windows")),
            ("Linux", LINUX, false, Some("linux")),
            ("Chrome OS", "", false, Some("linux")),
            ("", "curl/8", false, None),
        ] {
            assert_eq!(platform(hint, agent, touch), expected, "{hint} {agent}");
        }
    }

    #[test]
    fn not_every_browser_notices_the_link() {
        assert!(!notices(WINDOWS) && !notices(IPHONE) && !notices(MAC));
        assert!(notices(LINUX));
        assert!(notices(&LINUX.replace("Chrome/", "HeadlessChrome/")));
    }
}
