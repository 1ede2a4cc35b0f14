//! Before the core is there: the first screens are drawn ahead and can be used, and what was done on them counts.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;

use crate::harness::{
    Answer, Host, Line, OWN_SCRIPTS, Page, Relay, Setup, eventually, in_chromium, in_each_browser,
    paths,
};

/// A page of a provider on another origin, and the relay behind a line that holds the core.
async fn without_core(body: &str) -> (Host, Relay, Line) {
    without_core_of(body, Some(paths::root().join("benches/startup/guides"))).await
}

/// The same with guides of a folder, or with those of the product.
async fn without_core_of(body: &str, guides: Option<PathBuf>) -> (Host, Relay, Line) {
    let host = Host::start().await;
    let relay = Relay::start(&Setup {
        internet: host.websites(),
        origins: vec![host.origin()],
        guides,
        ..Setup::default()
    })
    .await;
    let line = Line::to(relay.port()).await;
    line.hold("/core.wasm");
    let tag = format!(
        "<script async src=\"{}\"></script>",
        line.url("/firstline.js")
    );
    host.put("/", Answer::page(OWN_SCRIPTS, &format!("{body}{tag}")));
    (host, relay, line)
}

/// A topic of a group that is folded at first.
const LAMPS: &str = "What the lights on my box mean";

/// Whether the widget has said that it runs.
const RUNS: &str = "return window.heard.some((event) => event.startsWith('ready'));";

async fn core_arrives(page: &Page, line: &Line) {
    assert_eq!(page.ask(RUNS).await, false, "the core is not here yet");
    line.let_go();
    page.wait_until("the start of the core", RUNS).await;
}

#[test]
fn a_guide_in_the_page_is_walked_before_the_core_is_there() {
    in_each_browser(async |page| {
        let (host, _relay, line) =
            without_core("<firstline-help guide=\"startup\"></firstline-help>").await;
        page.goto(&host.url("/")).await;
        page.wait_heading("What does not work?").await;
        page.click("Nothing opens").await;
        page.wait_heading("Is any lamp on the router lit?").await;
        core_arrives(page, &line).await;
        // The core goes on where the customer was, and knows the answer.
        page.wait_heading("Is any lamp on the router lit?").await;
        page.click("No").await;
        page.wait_heading("Restart the router").await;
        page.click("Back").await;
        page.click("Back").await;
        page.wait_heading("What does not work?").await;
    });
}

#[test]
fn a_press_counts_while_the_core_waits_for_the_guide() {
    in_chromium(async |page| {
        let (host, _relay, line) =
            without_core("<firstline-help guide=\"startup\"></firstline-help>").await;
        line.hold(".pack");
        page.goto(&host.url("/")).await;
        page.wait_heading("What does not work?").await;
        let mounted =
            "return roots().some((root) => root.querySelectorAll('.fl-mount').length === 2);";
        page.wait_until("the core beside what was drawn ahead", mounted)
            .await;
        page.click("Nothing opens").await;
        core_arrives(page, &line).await;
        page.wait_heading("Is any lamp on the router lit?").await;
    });
}

#[test]
fn a_topic_is_chosen_before_the_core_is_there() {
    in_chromium(async |page| {
        let (host, _relay, line) = without_core("").await;
        page.goto(&host.url("/")).await;
        page.click("Help with your connection").await;
        page.click("The internet does not work").await;
        page.wait_heading("What does not work?").await;
        core_arrives(page, &line).await;
        page.click("Nothing opens").await;
        page.wait_heading("Is any lamp on the router lit?").await;
    });
}

#[test]
fn what_was_typed_before_the_core_counts_and_focus_stays_where_it_was() {
    in_chromium(async |page| {
        let (host, _relay, line) = without_core("").await;
        page.goto(&host.url("/")).await;
        page.click("Help with your connection").await;
        page.fill("Search the topics", "pizza").await;
        core_arrives(page, &line).await;
        page.wait_text("We have no topic for these words.").await;
        let typed = "const at = focused(); return [at.localName, at.value, at.selectionStart];";
        assert_eq!(page.ask(typed).await, json!(["input", "pizza", 5]));
    });
}

#[test]
fn everything_is_asked_for_at_once() {
    in_chromium(async |page| {
        let (host, _relay, line) =
            without_core("<firstline-help guide=\"startup\"></firstline-help>").await;
        // The panel does not come: what is asked for all the same did not wait for it.
        line.hold("/panel.js");
        page.goto(&host.url("/")).await;
        let all_asked = eventually(Duration::from_secs(20), async || {
            let asked = line.asked().join(" ");
            let all = ["/panel.js", "/guides/startup.first.en.json", "/core.wasm"];
            all.iter().all(|path| asked.contains(path)).then_some(())
        });
        assert!(all_asked.await.is_some(), "asked for: {:?}", line.asked());
    });
}

#[test]
fn what_was_unfolded_before_the_core_stays_unfolded() {
    in_each_browser(async |page| {
        let (host, _relay, line) = without_core_of("", None).await;
        page.goto(&host.url("/")).await;
        page.click("Help with your connection").await;
        page.click("More about your connection").await;
        assert!(page.offers(LAMPS).await, "unfolded on the drawn screen");
        core_arrives(page, &line).await;
        let alone =
            "return roots().every((root) => root.querySelectorAll('.fl-mount').length < 2);";
        page.wait_until("the core's own screen alone", alone).await;
        assert!(page.offers(LAMPS).await, "folded when the core came");
        page.click(LAMPS).await;
        page.wait_seen("No known fault in your area").await;
    });
}

#[test]
fn whoever_was_here_before_sees_the_core_s_own_screen() {
    in_chromium(async |page| {
        let (host, _relay, line) =
            without_core("<firstline-help guide=\"startup\"></firstline-help>").await;
        line.let_go();
        page.goto(&host.url("/")).await;
        page.click("Nothing opens").await;
        page.wait_heading("Is any lamp on the router lit?").await;
        page.reload().await;
        page.wait_heading("Is any lamp on the router lit?").await;
        let headings = page.ask("return window.headings;").await;
        assert_eq!(headings, json!(["Is any lamp on the router lit?"]));
    });
}
