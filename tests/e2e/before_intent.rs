//! Before the customer shows any interest, the page pays for the loader and for nothing else.

use std::time::Duration;

use crate::harness::{Host, Relay, Setup, in_each_browser};

#[test]
fn nothing_is_fetched_or_stored_before_the_customer_acts() {
    in_each_browser(async |page| {
        let host = Host::start().await;
        let relay = Relay::start(&Setup { internet: host.websites(), ..Setup::default() }).await;
        page.goto(&relay.url("/")).await;
        page.wait_until("the launcher", "return named('Help with your connection') !== null;").await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        let fetched = page
            .ask(
                "return performance.getEntriesByType('resource').map((entry) => entry.name)
                   .filter((name) => /wasm|\\/assets\\/firstline-|\\/guides\\/|\\/api\\/|\\/probe\\//.test(name));",
            )
            .await;
        assert_eq!(fetched, serde_json::json!([]));
        assert_eq!(page.stored().await, []);
        let left = page
            .ask("return [document.cookie, sessionStorage.length, history.length];")
            .await;
        assert_eq!(left[0], "");
        assert_eq!(left[1], 0);
        let shift = page
            .ask(
                "const entries = new PerformanceObserver(() => {});
                 entries.observe({ type: 'layout-shift', buffered: true });
                 return entries.takeRecords().reduce((sum, entry) => sum + entry.value, 0);",
            )
            .await;
        assert_eq!(shift.as_f64(), Some(0.0), "the loader moves nothing on the page");

        page.open_widget().await;
        assert_eq!(page.stored().await, [], "looking stores nothing");
    });
}
