//! A page that has other things to do: what it holds up itself is said of no line.

use crate::harness::{Host, Page, Relay, Setup, in_each_browser, only_guide};

const GUIDE: &str = r#"{
  "format": 1, "id": "measure", "version": "1", "language": "en", "title": "Measure the way to the router",
  "summary": "Times it.", "owner": "test@isp.example", "reviewBy": "2099-01-01", "start": "ready", "stuck": "end",
  "steps": {
    "ready": { "kind": "instruction", "title": "Ready to measure", "actions": ["Press the button."], "to": "leg",
      "ifCannot": "end" },
    "leg": { "kind": "check", "title": "Measuring", "run": ["router"], "on": { "otherwise": "ready" } },
    "end": { "kind": "outcome", "ends": "hand-over", "title": "It is nothing that is known" }
  }
}"#;

/// From now on the page is busy for a tenth of a second at a time, and hardly looks up in between.
const BUSY: &str = "
setInterval(() => {
  const end = performance.now() + 100;
  while (performance.now() < end);
}, 1);";

/// How often a machine that does other things itself may be asked for one quiet measurement.
const TRIES: usize = 8;

#[test]
fn the_way_to_the_router_is_not_slow_because_the_page_is() {
    in_each_browser(async |page| {
        let router = Host::start().await;
        let files = tempfile::tempdir().unwrap();
        let relay = Relay::start(&Setup {
            router: router.websites(),
            guides: Some(only_guide(files.path(), GUIDE)),
            ..Setup::default()
        })
        .await;
        page.goto(&relay.url("/")).await;
        page.open_widget().await;
        page.click("Measure the way to the router").await;
        page.wait_heading("Ready to measure").await;
        let mut is_timed = false;
        for _ in 0..TRIES {
            is_timed |= measure(page).await.contains(" ms");
            page.click("Next").await;
            page.wait_heading("Ready to measure").await;
            if is_timed {
                break;
            }
        }
        assert!(is_timed, "a page that is quiet tells the time");
        page.ask(BUSY).await;
        let said = measure(page).await;
        assert!(said.contains("Your router answers"), "{said}");
        assert!(!said.contains(" ms"), "{said}");
    });
}

/// What is said of the router.
async fn measure(page: &Page) -> String {
    page.click("Done").await;
    page.wait_text("Check again").await;
    page.text().await
}
