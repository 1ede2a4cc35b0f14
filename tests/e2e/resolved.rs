//! A problem that goes away makes no ticket.

use crate::harness::{Host, Relay, Setup, in_each_browser};

#[test]
fn what_is_resolved_is_not_sent() {
    in_each_browser(async |page| {
        let host = Host::start().await;
        let relay = Relay::start(&Setup {
            internet: host.websites(),
            ..Setup::default()
        })
        .await;
        page.goto(&relay.url("/")).await;
        page.open_widget().await;
        page.walk_to_the_first_question().await;
        for (heading, answer) in [
            (
                "This device is online. Which network does it use?",
                "Mobile data (4G, 5G)",
            ),
            (
                "What happens on your devices at home?",
                "Nothing works on any device",
            ),
            ("Is the electricity on in your home?", "Yes"),
            ("Is any light on your router on?", "Yes, at least one"),
            (
                "How does the internet come into your home?",
                "A small fibre box on the wall",
            ),
            (
                "What does the fibre light do on the wall box?",
                "It is on and steady",
            ),
            ("Does any lead look damaged?", "No, all look whole"),
            ("Press in the lead between fibre box and router", "Done"),
            ("Does the internet at home work again?", "Yes"),
        ] {
            page.wait_heading(heading).await;
            page.answer(answer).await;
        }
        page.wait_heading("You are back online").await;
        page.wait_text("We check once more in").await;
        page.click("Finish").await;
        page.wait_until(
            "the panel's closing",
            "return inWidget('fl-heading') === null;",
        )
        .await;

        assert_eq!(relay.tickets().await.len(), 0);
        // Nobody is asked to go on with what is over.
        page.reload().await;
        page.open_widget().await;
        assert!(!page.offers("Go on where you were").await);
    });
}
