//! Before the customer shows any interest, the page pays for the loader and for nothing else.

use std::time::Duration;

use crate::harness::{Line, Relay, Setup, in_each_browser};

/// By how much things have moved on the page by themselves since it was loaded, and which.
const SHIFT: &str = r#"
const done = arguments[arguments.length - 1];
const seen = [];
const moved = ({ node }) => (node?.outerHTML || node?.nodeName || "?").slice(0, 200);
const note = (list) => { for (const { value, sources } of list.getEntries()) seen.push([value, sources.map(moved)]); };
new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
// Buffered entries come in a task of their own.
setTimeout(() => done(seen), 200);
"#;

#[test]
fn nothing_is_fetched_or_stored_before_the_customer_acts() {
    in_each_browser(async |page| {
        let relay = Relay::start(&Setup::default()).await;
        let line = Line::to(relay.port()).await;
        page.goto(&line.url("/")).await;
        page.wait_launcher().await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        // The rest is the page's own.
        let ours =
            |path: &String| path != "/" && path != "/favicon.ico" && !path.starts_with("/site/");
        let asked: Vec<String> = line.asked().into_iter().filter(ours).collect();
        assert_eq!(asked, ["/firstline.js"]);
        assert_eq!(page.stored().await, []);
        let left = page
            .ask("return [document.cookie, sessionStorage.length];")
            .await;
        assert_eq!(left[0], "");
        assert_eq!(left[1], 0);
        let shift = page.driver.execute_async(SHIFT, Vec::new()).await.unwrap();
        assert_eq!(
            *shift.json(),
            serde_json::json!([]),
            "the loader moves something on the page"
        );

        page.open_widget().await;
        assert_eq!(page.stored().await, [], "looking stores nothing");
        line.wait_asked(".wasm").await;
    });
}
