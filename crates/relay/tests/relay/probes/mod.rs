//! What the connection checks and the speed test ask, over real connections.

mod caps;
mod download;
#[cfg(feature = "echo")]
mod echo;
mod ping;
mod upload;

use reqwest::Response;
use serde_json::Value;

/// What every answer of a probe has, whatever it says.
fn can_be_measured(response: &Response, origin: bool) {
    let headers = response.headers();
    let url = response.url();
    assert_eq!(headers["cache-control"], "no-store, no-transform", "{url}");
    assert_eq!(headers["timing-allow-origin"], "*", "{url}");
    assert_eq!(
        headers["cross-origin-resource-policy"], "cross-origin",
        "{url}"
    );
    assert!(!headers.contains_key("content-encoding"), "{url}");
    assert!(!headers.contains_key("location"), "{url}");
    if origin {
        assert_eq!(headers["access-control-allow-origin"], "*", "{url}");
        let exposed = headers["access-control-expose-headers"].to_str().unwrap();
        assert!(exposed.contains("server-timing"), "{url}: {exposed}");
    }
}

/// The lines of a count, as numbers: how many bytes, and after how many milliseconds.
fn counts(text: &str) -> Vec<(u64, f64)> {
    let mut counts = Vec::new();
    for line in text.lines() {
        let said: Value = serde_json::from_str(line).unwrap();
        let members = said.as_object().unwrap();
        assert_eq!(members.len(), 2, "{line}");
        counts.push((
            said["bytes"].as_u64().unwrap(),
            said["ms"].as_f64().unwrap(),
        ));
    }
    let sorted = counts.is_sorted_by(|one, next| one.0 <= next.0 && one.1 <= next.1);
    assert!(sorted, "{counts:?}");
    counts
}
