//! Going back, and changing an answer.

use crate::harness::{Host, Relay, Setup, in_each_browser};

#[test]
fn going_back_keeps_later_answers() {
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
        let way = [
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
        ];
        for (heading, answer) in way {
            page.wait_heading(heading).await;
            page.answer(answer).await;
        }
        page.wait_heading("How does the internet come into your home?")
            .await;

        let chosen =
            "return plain(every('.fl-on')[0]?.querySelector('.fl-option-text').textContent)";
        for (heading, answer) in way.iter().rev() {
            page.click("Back").await;
            page.wait_heading(heading).await;
            assert_eq!(page.ask(chosen).await, *answer, "{heading}");
        }

        // Another answer leads elsewhere; the way that joins the old one finds the old answers.
        page.answer("I'm not sure").await;
        page.wait_heading("What happens on your devices at home?")
            .await;
        assert_eq!(page.ask(chosen).await, "Nothing works on any device");
        page.answer("Another device works").await;
        page.wait_heading("Let the device join your Wi-Fi afresh")
            .await;
        page.click("Back").await;
        page.wait_heading("What happens on your devices at home?")
            .await;
        assert_eq!(page.ask(chosen).await, "Another device works");
        page.answer("I only have this device").await;
        page.wait_heading("Is the electricity on in your home?")
            .await;
        assert_eq!(page.ask(chosen).await, "Yes");

        // What was undone is not told to anybody.
        page.click("Nothing helps, talk to us").await;
        page.wait_heading("We take it from here").await;
        page.click("5 steps you took").await;
        let text = page.text().await;
        assert!(text.contains("I only have this device"), "{text}");
        assert!(!text.contains("Another device works"), "{text}");
        page.fill("Your name", "Sam Example").await;
        page.fill("Phone", "01632 960001").await;
        page.click("You may use what is shown above to help me.")
            .await;
        page.click("Send to support").await;
        page.wait_heading("We have your message").await;
        let tickets = relay.tickets().await;
        assert_eq!(tickets.len(), 1);
        assert_eq!(tickets[0].unverified, None);
        assert!(
            !tickets[0].request.to_string().contains("other-works"),
            "{}",
            tickets[0].request
        );
    });
}
