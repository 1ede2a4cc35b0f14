//! A known fault from its first word to its last: it is told before anything is asked, with its news; an address is left; and
//! when it is over, the open widget says so at once, and one mail comes.

#[path = "../../crates/relay/tests/relay/mail_server.rs"]
mod mail_server;

use std::time::Duration;

use mail_server::Server;

use crate::harness::{Host, Relay, Setup, axe, eventually, in_chromium};

/// How long the widget takes to look again.
const PATIENCE: Duration = Duration::from_secs(90);

const ADDRESS: &str = "sam@customer.example";

#[test]
fn who_wants_to_know_is_told_once_that_it_is_over_by_mail_and_at_once_in_the_widget() {
    in_chromium(async |page| {
        let (host, mail) = (Host::start().await, Server::start().await);
        let relay = Relay::start(&Setup {
            internet: host.websites(),
            more: format!(
                "[mail]\nurl = \"smtp://127.0.0.1:{}\"\nfrom = \"help@isp.example\"\nnetworks = [\"127.0.0.1\"]\n",
                mail.port
            ),
            ..Setup::default()
        })
        .await;
        let title = "Cable cut in Elm Street";
        let opened = relay.outage(&["open", "--title", title, "--expected", "2h"]);
        let id = opened.lines().next().unwrap().to_owned();
        let news = "A digger is on its way.";
        relay.outage(&["update", &id, "--say", news]);
        // The relay looks at its store now and then, and the widget at the relay.
        let told = eventually(PATIENCE, async || {
            let status = relay.get("/api/v1/status").await;
            String::from_utf8_lossy(&status)
                .contains(news)
                .then_some(())
        });
        told.await.expect("the relay does not tell it");
        page.goto(&relay.url("/")).await;
        axe::prepare(page).await;
        page.open_widget().await;
        for said in [
            title,
            "Since ",
            "Expected to be over: ",
            news,
            "We are sorry.",
        ] {
            page.wait_text(said).await;
        }
        page.click("No internet at all").await;
        page.pass_checks("There is a known fault in your area")
            .await;
        page.wait_heading("There is a fault in your area. We are working on it")
            .await;
        page.wait_text(news).await;
        page.click("Tell me when it is over").await;
        page.fill("Your e-mail address", ADDRESS).await;
        let send = "every('.fl-more form button, .fl-more .fl-button').find((one) => one.type === 'submit')";
        page.ask(&format!("{send}.click(); return 1;")).await;
        page.wait_text(&format!("We will write to {ADDRESS} when it is over."))
            .await;
        axe::must_be_clean(page, "a fault with an address left").await;
        assert!(mail.mails().is_empty(), "it is not over yet");
        let kept = page.stored().await;
        assert!(
            !format!("{kept:?}").contains(ADDRESS),
            "the browser keeps it nowhere: {kept:?}"
        );

        relay.outage(&["close", &id, "--afterwards", "Restart your box once."]);
        page.wait_heading_for(PATIENCE, "It is over").await;
        page.wait_text("Restart your box once.").await;
        let came = eventually(PATIENCE, async || {
            (!mail.mails().is_empty()).then(|| mail.mails())
        });
        let came = came.await.expect("no mail came");
        assert!(came[0].contains(&format!("To: {ADDRESS}")), "{}", came[0]);
        assert!(
            came[0].contains(&format!("Subject: It is over: {title}")),
            "{}",
            came[0]
        );
        // What comes twice comes late.
        tokio::time::sleep(Duration::from_secs(4)).await;
        assert_eq!(mail.mails().len(), 1);
        let kept = "SELECT count(*) FROM alerts WHERE email IS NOT NULL";
        assert_eq!(relay.count(kept).await, 0, "the address is erased");
    });
}
