//! Pages under a strict content security policy.

use crate::harness::{Answer, Host, OWN_SCRIPTS, Page, Relay, in_chromium, stage};

/// The strictest policy under which the widget works, to the letter of the embedder's guide. The
/// page's own script is allowed too, and nothing else.
fn strict(relay: &str, targets: &str) -> String {
    let guide = include_str!("../../docs/embedding.md");
    let section = guide.split_once("## Content security policy").unwrap().1;
    let policy = section.split("```").nth(1).unwrap();
    assert!(
        policy.contains("connect-src") && policy.contains("trusted-types"),
        "{policy}"
    );
    let policy = policy
        .replace("https://help.isp.example", relay)
        .replace("<the origins of your connection checks>", targets)
        .replace("script-src", "script-src 'self'")
        .replace('\n', " ");
    format!("default-src 'none'; base-uri 'none'; form-action 'none'; {policy}")
}

/// Everything that the policy of a page has forbidden since it was loaded.
const REPORTS: &str = r#"
const done = arguments[arguments.length - 1];
const seen = [];
const note = (reports) => {
  for (const { body } of reports) seen.push(`${body.effectiveDirective} ${body.blockedURL}`);
};
new ReportingObserver(note, { types: ["csp-violation"], buffered: true }).observe();
// Buffered reports come in a task of their own.
setTimeout(() => done(seen), 200);
"#;

async fn open(page: &Page, targets: impl Fn(&Host) -> String) -> (Host, Host, Relay) {
    let (host, world, relay) = stage::site_and_world().await;
    let tag = relay.tag("");
    let policy = strict(&relay.origin(), &targets(&world));
    host.put("/", Answer::page(OWN_SCRIPTS, &tag).under(&policy));
    page.goto(&host.url("/")).await;
    page.open_widget().await;
    (host, world, relay)
}

#[test]
fn nothing_is_violated_under_a_strict_policy() {
    in_chromium(async |page| {
        let (_host, _world, relay) = open(page, |world| world.origin()).await;
        page.walk_to_a_ticket().await;
        page.fill_in_the_ticket().await;
        page.send_the_ticket().await;
        assert_eq!(relay.tickets().await.len(), 1);
        assert_eq!(
            page.ask("return window.violations;").await,
            serde_json::json!([])
        );
        // It is styled, so the style sheet came in a way that the policy allows.
        let look = "const style = getComputedStyle(every('[data-rank=primary]')[0]);
            return [style.borderTopLeftRadius, style.backgroundColor];";
        let look = page.ask(look).await;
        assert_eq!(look[0], "12px", "{look}");
        assert_ne!(look[1], "rgba(0, 0, 0, 0)", "{look}");
    });
}

#[test]
fn the_sample_page_violates_nothing_by_itself() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::sample_page(page).await;
        page.walk_to_the_restart().await;
        let reports = page
            .driver
            .execute_async(REPORTS, Vec::new())
            .await
            .unwrap();
        assert_eq!(*reports.json(), serde_json::json!([]));
    });
}

#[test]
fn what_the_page_forbids_is_not_measured_and_no_fault() {
    in_chromium(async |page| {
        let (_host, _world, relay) = open(page, |_| String::new()).await;
        page.click("No internet at all").await;
        page.wait_seen("No known fault in your area").await;
        page.wait_text("Other websites This web page doesn't allow us to measure it. not measured")
            .await;
        let text = page.text().await;
        assert!(!text.contains("Other websites don't answer"), "{text}");
        // The page's owner sees it, in both ways that the other tests rely on.
        let violations = page.ask("return window.violations;").await.to_string();
        assert!(violations.contains("connect-src"), "{violations}");
        let reports = page
            .driver
            .execute_async(REPORTS, Vec::new())
            .await
            .unwrap();
        assert!(
            reports.json().to_string().contains("connect-src"),
            "{}",
            reports.json()
        );
        page.click("Nothing helps, talk to us").await;
        page.wait_heading("We take it from here").await;
        page.wait_text("Other websites not measured: This web page")
            .await;
        page.fill("Your name", "Sam Example").await;
        page.fill("E-mail", "sam@customer.example").await;
        page.click("You may use what is shown above to help me.")
            .await;
        page.send_the_ticket().await;
        let tickets = relay.tickets().await;
        assert_eq!(tickets[0].unverified, None);
        assert!(
            tickets[0].text.contains("internet: not measured"),
            "{}",
            tickets[0].text
        );
    });
}
