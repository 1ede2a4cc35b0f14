//! A walk ends as a ticket at the helpdesk, and what becomes of it there is shown to the customer.

#[path = "../../crates/relay/tests/relay/tracker.rs"]
mod tracker;

use std::time::Duration;

use serde_json::json;

use crate::harness::{Host, Page, Relay, Setup, axe, eventually, in_chromium, stage};
use tracker::Tracker;

const PATIENCE: Duration = Duration::from_secs(90);

/// What stands on a ticket that no helpdesk can be asked about.
const WITHOUT_HELPDESK: &str =
    "We have it. Our answer may come by another way, such as a call or mail.";

/// A relay whose helpdesk is this one; the file with its token lies in the folder.
async fn relay_to(tracker: &Tracker, host: &Host, folder: &tempfile::TempDir) -> Relay {
    let token = folder.path().join("token");
    std::fs::write(&token, &tracker.token).unwrap();
    let more = format!(
        "[helpdesk]\nkind = \"request-tracker\"\nurl = {:?}\ntoken_file = {:?}\nqueue = \"General\"\n\
         networks = [\"127.0.0.0/8\"]\nper_minute = 600\nfollow_minutes = 1\n",
        tracker.url, token
    );
    Relay::start(&Setup {
        internet: host.websites(),
        more,
        ..Setup::default()
    })
    .await
}

async fn until(
    tracker: &Tracker,
    what: &str,
    path: &str,
    holds: impl Fn(&serde_json::Value) -> bool,
) {
    let held = eventually(PATIENCE, async || {
        let found = tracker.get(path).await;
        holds(&found).then_some(())
    });
    assert!(held.await.is_some(), "{what}");
}

async fn token(page: &Page) -> String {
    let script = "return JSON.parse(localStorage['firstline.ticket']).token;";
    page.ask(script).await.as_str().unwrap().to_owned()
}

#[test]
fn a_walk_becomes_a_ticket_in_request_tracker_and_what_happens_there_is_shown() {
    in_chromium(async |page| {
        let tracker = Tracker::start().await;
        let (host, folder) = (Host::start().await, tempfile::tempdir().unwrap());
        let relay = relay_to(&tracker, &host, &folder).await;
        page.goto(&relay.url("/")).await;
        axe::prepare(page).await;
        page.open_widget().await;
        page.walk_to_a_ticket().await;
        page.fill_in_the_ticket().await;
        page.send_the_ticket().await;
        let number = relay.only_ticket().await.number;
        page.wait_text(&format!("Your ticket {number}")).await;
        axe::must_be_clean(page, "the ticket's line").await;

        until(&tracker, "the ticket arrives", "ticket/1", |ticket| {
            ticket["Subject"]
                .as_str()
                .is_some_and(|subject| subject.contains(&number))
        })
        .await;
        let answer =
            json!({ "Content": "A technician comes on Monday.", "ContentType": "text/plain" });
        tracker.post("ticket/1/correspond", &answer).await;
        tracker
            .put("ticket/1", &json!({ "Status": "stalled" }))
            .await;
        page.click("See how it stands").await;
        page.wait_text_for(PATIENCE, "A technician comes on Monday.")
            .await;
        page.wait_text_for(PATIENCE, "We are waiting for you.")
            .await;
        let still = "return every('.fl-page *').every((one) => one.getAnimations().length === 0);";
        page.wait_until("nothing moves", still).await;
        axe::must_be_clean(page, "the ticket").await;

        page.fill("Add something", "Monday is fine.").await;
        page.click("Send").await;
        page.wait_text("We have added it to your ticket.").await;
        until(
            &tracker,
            "the note arrives",
            "ticket/1/history?fields=Type&per_page=100",
            |history| {
                let all = history["items"].as_array().unwrap();
                all.iter().any(|one| one["Type"] == "Comment")
            },
        )
        .await;
        page.click("It works again").await;
        page.wait_text("It is solved.").await;
        until(&tracker, "it is closed", "ticket/1", |ticket| {
            ticket["Status"] == "resolved"
        })
        .await;
    });
}

#[test]
fn a_ticket_opens_by_its_link_on_another_device_and_leaves_nothing_there() {
    in_chromium(async |page| {
        let (_host, relay) = stage::filled_in_ticket(page).await;
        page.send_the_ticket().await;
        let number = relay.only_ticket().await.number;
        let token = token(page).await;
        page.click("Back").await;
        page.wait_heading("What isn't working?").await;
        // Whoever comes back sees it, and can have it removed.
        page.reload().await;
        page.open_widget().await;
        page.wait_text("See how it stands").await;
        page.wait_until("the core's screen", "return every('.fl-strip').some((one) => one.previousElementSibling.className === 'fl-bar');")
            .await;
        page.click("See how it stands").await;
        page.wait_text(WITHOUT_HELPDESK).await;
        page.click("Remove from this device").await;
        assert_eq!(
            page.ask("return localStorage['firstline.ticket'] || '';")
                .await,
            ""
        );
        page.wait_heading("What isn't working?").await;

        page.ask("localStorage.clear();").await;
        page.goto("about:blank").await;
        page.goto(&relay.url(&format!("/#help&ticket={token}")))
            .await;
        page.wait_text(&number).await;
        page.wait_text(WITHOUT_HELPDESK).await;
        let address = page.ask("return location.href;").await;
        assert!(!address.as_str().unwrap().contains(&token), "{address}");
        assert!(
            page.stored()
                .await
                .iter()
                .all(|(_, text)| !text.contains(&token))
        );
        page.click("Back").await;
        page.wait_heading("What isn't working?").await;

        page.goto("about:blank").await;
        let wrong = "A".repeat(43);
        page.goto(&relay.url(&format!("/#help&ticket={wrong}")))
            .await;
        page.wait_text("This link opens no ticket.").await;
    });
}

#[test]
fn a_solved_ticket_asks_how_it_went_once_and_leaves_nothing_on_another_device() {
    in_chromium(async |page| {
        let (_host, relay) = stage::filled_in_ticket(page).await;
        page.send_the_ticket().await;
        // Where it was sent, one question, which can be passed over.
        page.wait_text("How easy was it?").await;
        page.click("No thanks").await;
        let token = token(page).await;
        page.ask("localStorage.clear();").await;
        page.goto("about:blank").await;
        let link = relay.url(&format!("/#help&ticket={token}"));
        page.goto(&link).await;
        page.wait_text(WITHOUT_HELPDESK).await;
        axe::prepare(page).await;
        assert!(!page.text().await.contains("Did this help?"));
        page.click("It works again").await;
        page.wait_text("Did this help?").await;
        axe::must_be_clean(page, "the questions on a solved ticket").await;
        let rows =
            "const rows = every('.fl-ask fieldset'); rows[0].querySelector('button').click();
             rows[1].querySelectorAll('button')[3].click();";
        page.ask(rows).await;
        let pair = "const rows = every('.fl-ask fieldset fieldset'); rows[0].querySelector('button').click();
             rows[1].querySelectorAll('button')[4].click();";
        page.ask(pair).await;
        for sql in [
            "SELECT COUNT(*) FROM insight_ratings WHERE question = 'solved-helped' AND answer = 'yes'",
            "SELECT COUNT(*) FROM insight_ratings WHERE question = 'solved-easy' AND answer = '4'",
            "SELECT COUNT(*) FROM insight_kano WHERE functional = 'like' AND dysfunctional = 'dislike'",
        ] {
            let found = eventually(Duration::from_secs(20), async || {
                (relay.count(sql).await == 1).then_some(())
            });
            assert!(found.await.is_some(), "{sql}");
        }
        assert!(
            page.stored()
                .await
                .iter()
                .all(|(key, _)| key != "firstline.asked")
        );
        // Nobody is asked again.
        page.goto("about:blank").await;
        page.goto(&link).await;
        page.wait_text("It is solved.").await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert!(!page.text().await.contains("Did this help?"));
    });
}
