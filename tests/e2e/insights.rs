//! What the widget tells of walks, what it asks at good ends, and the pages that come of it.

use std::time::Duration;

use serde_json::json;

use crate::harness::{Line, Page, Relay, axe, eventually, in_chromium, stage};

/// How many walks were begun.
const BEGUN: &str = "SELECT SUM(begun) FROM insight_walks";
/// How often a step led to another.
const PASSED: &str = "SELECT SUM(walks) FROM insight_passages";

/// After so long, whatever is to be told has been told and written down.
const TOLD: Duration = Duration::from_secs(11);

/// A count in the store, once it is that: it is written down within a second, and told within ten.
async fn wait_for(relay: &Relay, sql: &'static str, expected: i64) {
    let found = eventually(Duration::from_secs(25), async || {
        let count = relay.count(sql).await;
        (count == expected).then_some(count)
    })
    .await;
    assert!(
        found.is_some(),
        "{sql}: {} and not {expected}",
        relay.count(sql).await
    );
}

#[test]
fn a_good_end_asks_in_the_page_and_never_twice() {
    in_chromium(async |page| {
        let (_host, relay) = stage::sample_page(page).await;
        page.walk_to_a_good_end().await;
        page.wait_text("Did this help?").await;
        // Nothing lies over the page but the panel itself, and the focus stays where it was.
        let over =
            "return every('dialog[open], [role=dialog], [role=alertdialog], [popover]').length;";
        assert_eq!(page.ask(over).await, 1, "the panel alone");
        let inside = "return every('.fl-ask').map((one) => [!!one.closest('.fl-main'), getComputedStyle(one).position].join(' ')).join();";
        assert_eq!(page.ask(inside).await, "true static", "below the end");
        assert_eq!(page.focused().await, "You are back online");
        page.click("Yes").await;
        page.click("5, very easy").await;
        page.wait_text("Do you want to tell us more?").await;
        page.wait_text("And how do you feel if").await;
        page.ask(
            "const rows = every('.fl-ask fieldset fieldset');
             rows[0].querySelector('button').click(); rows[1].querySelectorAll('button')[4].click();",
        )
        .await;
        page.wait_text("Thank you.").await;
        wait_for(&relay, BEGUN, 1).await;
        wait_for(&relay, "SELECT SUM(claimed) FROM insight_walks", 1).await;
        wait_for(&relay, "SELECT COUNT(*) FROM insight_ratings", 2).await;
        wait_for(&relay, "SELECT SUM(customers) FROM insight_kano WHERE functional = 'like' AND dysfunctional = 'dislike'", 1).await;
        let asked = page.stored().await;
        let asked = asked
            .iter()
            .find(|(key, _)| key == "firstline.asked")
            .unwrap();
        assert_eq!(
            serde_json::from_str::<Vec<String>>(&asked.1).unwrap().len(),
            1
        );

        // Who was asked twice is asked no more.
        page.ask("localStorage['firstline.asked'] = '[\"a\",\"b\"]';")
            .await;
        page.click("Finish").await;
        page.reload().await;
        page.open_widget().await;
        page.walk_to_a_good_end().await;
        page.wait_text("Did this help?").await;
        page.click("No").await;
        page.wait_text("Do you want to tell us more?").await;
        assert!(!page.text().await.contains("And how do you feel if"));
        // Who has said that it did not help is not asked a second time, and not for more than one comment.
        page.click("1, very hard").await;
        assert_eq!(
            page.ask("return every('.fl-ask textarea').length;").await,
            1
        );
        // The same browser is back within a week.
        wait_for(&relay, "SELECT SUM(returned) FROM insight_walks", 1).await;
        page.click("No thanks").await;
        assert!(!page.text().await.contains("Did this help?"));
        assert_eq!(page.focused().await, "You are back online");
    });
}

#[test]
fn a_walk_counts_once_over_reloads() {
    in_chromium(async |page| {
        let (_host, relay) = stage::sample_page(page).await;
        page.walk_to_the_first_question().await;
        wait_for(&relay, BEGUN, 1).await;
        tokio::time::sleep(TOLD).await;
        let passed = relay.count(PASSED).await;
        assert!(passed > 0);
        for _ in 0..3 {
            page.reload().await;
            page.open_widget().await;
        }
        tokio::time::sleep(TOLD).await;
        assert_eq!(
            (relay.count(BEGUN).await, relay.count(PASSED).await),
            (1, passed)
        );

        // It goes on as the same one.
        page.click("Go on where you were").await;
        page.wait_heading("This device is online. Which network does it use?")
            .await;
        page.answer("My Wi-Fi or cable at home").await;
        wait_for(&relay, PASSED, passed + 1).await;
        assert_eq!(relay.count(BEGUN).await, 1);

        // What was sent of it is forgotten with it.
        let told = "return 'firstline.telling' in localStorage;";
        assert_eq!(page.ask(told).await, true);
        page.give_up(&relay).await;
        assert_eq!(page.ask(told).await, false);
    });
}

#[test]
fn a_reload_at_a_good_end_is_no_return() {
    in_chromium(async |page| {
        let (_host, relay) = stage::sample_page(page).await;
        page.walk_to_a_good_end().await;
        page.wait_text("Did this help?").await;
        for _ in 0..2 {
            page.reload().await;
            page.open_widget().await;
        }
        tokio::time::sleep(TOLD).await;
        let returned = "SELECT SUM(returned) FROM insight_walks";
        assert_eq!(
            (relay.count(BEGUN).await, relay.count(returned).await),
            (1, 0)
        );
    });
}

#[test]
fn what_happened_without_a_line_is_told_on_the_next_visit() {
    in_chromium(async |page| {
        let (_host, mut relay) = stage::sample_page(page).await;
        page.walk_to_the_first_question().await;
        wait_for(&relay, BEGUN, 1).await;
        tokio::time::sleep(TOLD).await;
        relay.kill();
        page.click("This step was unclear").await;
        page.wait_text("Noted, thank you.").await;
        page.goto("about:blank").await;
        relay.start_again().await;
        let unclear = "SELECT SUM(unclear) FROM insight_steps";
        assert_eq!(relay.count(unclear).await, 0);
        page.goto(&relay.url("/")).await;
        page.open_widget().await;
        wait_for(&relay, unclear, 1).await;
        assert_eq!(relay.count(BEGUN).await, 1);
    });
}

#[test]
fn what_is_told_has_no_cookie_and_no_address_also_when_the_page_is_left() {
    in_chromium(async |page| {
        let (_host, relay, line) = stage::sample_page_over_a_line(page).await;
        page.ask("document.cookie = 'signed-in=anna; path=/';")
            .await;
        page.reload().await;
        page.open_widget().await;
        page.walk_to_the_first_question().await;
        line.wait_asked("/api/v1/events").await;
        tokio::time::sleep(TOLD).await;
        let before = line.heads("/api/v1/events").len();
        page.click("This step was unclear").await;
        page.wait_text("Noted, thank you.").await;
        page.goto("about:blank").await;
        wait_for(&relay, "SELECT SUM(unclear) FROM insight_steps", 1).await;
        assert!(line.heads("/api/v1/events").len() > before);

        // The page itself has the cookie.
        assert!(
            line.heads("/")
                .iter()
                .any(|head| head.contains("cookie: signed-in"))
        );
        for head in line.heads("/api/") {
            assert!(
                !head.contains("\ncookie:") && !head.contains("\nreferer:"),
                "{head}"
            );
        }
    });
}

/// As if the widget's end had been proved by a measurement, whichever it was.
const PROVED: &str = "const real = window.fetch;
    window.fetch = async (url, init) => {
        const answer = await real(url, init);
        if (!/events$/.test(url)) return answer;
        const said = await answer.json();
        return Response.json({ ...said, verified: said.good });
    };";

#[test]
fn a_thank_you_comes_after_yes_and_goes_with_no_and_with_the_end() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::sample_page(page).await;
        page.ask(PROVED).await;
        page.walk_to_a_good_end().await;
        page.wait_text("Did this help?").await;
        assert!(!page.offers("Invite a friend").await, "before any answer");
        page.click("Yes").await;
        page.wait_text("Do you know somebody who would like Brightwater too?")
            .await;
        axe::prepare(page).await;
        axe::must_be_clean(page, "a thank-you").await;
        page.click("1, very hard").await;
        assert!(!page.offers("Invite a friend").await, "it was very hard");

        // That is remembered once it cannot be changed any more.
        tokio::time::sleep(Duration::from_secs(2)).await;
        page.ask("delete localStorage['firstline.thanked'];").await;
        page.click("Finish").await;
        page.reload().await;
        page.ask(PROVED).await;
        page.open_widget().await;
        page.walk_to_a_good_end().await;
        page.wait_text("Did this help?").await;
        page.click("Yes").await;
        page.wait_text("Invite a friend").await;
        page.click("It still doesn't work").await;
        page.wait_until("another screen", "return !every('.fl-ask').some(shown);")
            .await;
        assert!(!page.text().await.contains("Invite a friend"));
    });
}

#[test]
fn a_step_is_called_unclear_by_one_tap() {
    in_chromium(async |page| {
        let (_host, relay) = stage::sample_page(page).await;
        page.walk_to_the_first_question().await;
        page.click("This step was unclear").await;
        page.wait_text("Noted, thank you.").await;
        // What was pressed is gone, and a keyboard goes on from there.
        assert_eq!(page.focused().await, "Noted, thank you.");
        wait_for(&relay, "SELECT SUM(unclear) FROM insight_steps", 1).await;
    });
}

#[test]
fn a_tag_that_says_off_tells_nothing() {
    in_chromium(async |page| {
        let (host, relay, _) = stage::site_and_tag().await;
        host.put_page(&relay.tag(" data-insights=\"off\""));
        page.goto(&host.url("/")).await;
        page.open_widget().await;
        page.walk_to_the_first_question().await;
        nothing_is_told(page, &relay).await;
    });
}

/// Nothing is counted, kept or asked.
async fn nothing_is_told(page: &Page, relay: &Relay) {
    tokio::time::sleep(TOLD).await;
    assert_eq!(relay.count("SELECT COUNT(*) FROM insight_walks").await, 0);
    let stored = page.stored().await;
    let of_walks = ["firstline.events", "firstline.telling", "firstline.helped"];
    let kept = |(key, _): &(String, String)| of_walks.contains(&&**key);
    assert!(!stored.iter().any(kept), "{stored:?}");
    assert!(!page.offers("This step was unclear").await);
}

/// A browser of which scripts read this of its `navigator`, to a first question, and out of the page again: it sends nothing.
fn a_browser_that_declines(name: &str, value: &str) {
    in_chromium(async |page| {
        let (_host, relay) = stage::relay_and_websites().await;
        let line = Line::to(relay.port()).await;
        let source = format!(
            "Object.defineProperty(Navigator.prototype, '{name}', {{ get: () => {value} }});"
        );
        let said = json!({ "source": source });
        let cdp = page.driver.cdp();
        cdp.send_raw("Page.addScriptToEvaluateOnNewDocument", said)
            .await
            .unwrap();
        page.goto(&line.url("/")).await;
        page.open_widget().await;
        page.walk_to_the_first_question().await;
        nothing_is_told(page, &relay).await;
        page.goto("about:blank").await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(line.heads("/api/v1/events"), Vec::<String>::new());
    });
}

#[test]
fn a_browser_with_global_privacy_control_tells_nothing() {
    a_browser_that_declines("globalPrivacyControl", "true");
}

#[test]
fn a_browser_that_says_do_not_track_tells_nothing() {
    a_browser_that_declines("doNotTrack", "'1'");
}

#[test]
fn whoever_turns_it_off_in_the_page_is_told_of_no_more() {
    in_chromium(async |page| {
        let (_host, relay) = stage::sample_page(page).await;
        page.ask("localStorage['firstline.insights'] = 'off';")
            .await;
        page.walk_to_the_first_question().await;
        nothing_is_told(page, &relay).await;
    });
}

/// As if the system were set to light or dark.
async fn prefer(page: &Page, scheme: &str) {
    let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    page.driver
        .cdp()
        .send_raw("Emulation.setEmulatedMedia", features)
        .await
        .unwrap();
}

#[test]
fn the_pages_of_insights_are_clean_in_light_and_dark() {
    in_chromium(async |page| {
        let (_host, relay) = stage::relay_and_websites().await;
        relay.fill_with_a_sample();
        for look in ["light", "dark"] {
            prefer(page, look).await;
            for path in [
                "overview", "guide", "steps", "changes", "searches", "checks", "feedback", "kano",
                "alarms", "report",
            ] {
                page.goto(&relay.insights(path)).await;
                axe::must_be_clean(page, &format!("/insights/{path}, {look}")).await;
                let wide = page
                    .ask("return document.documentElement.scrollWidth - innerWidth;")
                    .await;
                assert!(
                    wide.as_i64().unwrap() <= 0,
                    "{path} scrolls sideways by {wide}"
                );
            }
        }
    });
}
