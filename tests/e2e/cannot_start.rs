//! A widget that cannot start: the customer gets the phone number, the page's owner the reason.

use crate::harness::{Answer, Host, OWN_SCRIPTS, PHONE, Page, Relay, Setup, in_chromium, stage};

const HOURS: &str = "Mon-Fri 8:00-22:00";

/// Our tag, as a provider pastes it.
fn tag(loader: &str) -> String {
    format!(
        "<script async src=\"{loader}\" data-phone=\"{PHONE}\" data-hours=\"{HOURS}\"></script>"
    )
}

/// Opens the widget on this page and expects the fallback, with these words on the console.
async fn falls_back(page: &Page, address: &str, complaint: &str) {
    page.goto(address).await;
    page.click("Help with your connection").await;
    page.wait_text(PHONE).await;
    page.wait_text(HOURS).await;
    let number =
        "return every('a[href^=\"tel:\"]').filter(shown).map((a) => a.getAttribute('href'));";
    let numbers = page.ask(number).await;
    assert!(numbers.to_string().contains("tel:08081570142"), "{numbers}");
    let script = format!(
        "return window.complaints.join('\\n').toLowerCase().includes({:?});",
        complaint.to_lowercase()
    );
    page.wait_until(&format!("the complaint {complaint:?}"), &script)
        .await;
    // There is a way out, and it leaves the page usable.
    page.click("Close").await;
    page.wait_until("closing", "return !text().includes('Mon-Fri');")
        .await;
}

#[test]
fn wasm_that_is_not_there() {
    in_chromium(async |page| {
        let host = Host::start().await;
        let relay = Relay::start(&Setup::default()).await;
        host.put_widget(&relay).await;
        host.remove(".wasm");
        host.put("/", Answer::page(OWN_SCRIPTS, &tag("/firstline.js")));
        falls_back(page, &host.url("/"), "404").await;
    });
}

#[test]
fn a_relay_that_is_gone() {
    in_chromium(async |page| {
        let host = Host::start().await;
        let mut relay = Relay::start(&Setup {
            origins: vec![host.origin()],
            ..Setup::default()
        })
        .await;
        host.put(
            "/",
            Answer::page(OWN_SCRIPTS, &tag(&relay.url("/firstline.js"))),
        );
        page.goto(&host.url("/")).await;
        page.wait_launcher().await;
        relay.kill();
        page.click("Help with your connection").await;
        page.wait_text(PHONE).await;
        page.wait_text(HOURS).await;

        // The line comes back, and the customer tries again.
        relay.start_again().await;
        page.click("Try again").await;
        page.wait_heading("What isn't working?").await;
    });
}

#[test]
fn a_policy_that_forbids_webassembly() {
    in_chromium(async |page| {
        let (host, relay, _) = stage::site_and_tag().await;
        let origin = relay.origin();
        let page_itself =
            Answer::page(OWN_SCRIPTS, &tag(&relay.url("/firstline.js"))).under(&format!(
                "default-src 'none'; script-src 'self' {origin}; style-src {origin}; \
             connect-src {origin}; img-src {origin}"
            ));
        host.put("/", page_itself);
        falls_back(page, &host.url("/"), "wasm-unsafe-eval").await;
    });
}

#[test]
fn a_browser_without_webassembly() {
    in_chromium(async |page| {
        let (host, relay, _) = stage::site_and_tag().await;
        host.put(
            "/old.js",
            Answer::of("text/javascript", "delete window.WebAssembly;"),
        );
        let head = format!("{OWN_SCRIPTS}<script src=\"/old.js\"></script>");
        host.put("/", Answer::page(&head, &tag(&relay.url("/firstline.js"))));
        falls_back(page, &host.url("/"), "WebAssembly").await;
    });
}
