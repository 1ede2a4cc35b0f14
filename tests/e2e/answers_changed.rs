//! Going back, and changing an answer.

use crate::harness::{TO_THE_LIGHT, in_chromium, stage};

#[test]
fn going_back_keeps_later_answers() {
    in_chromium(async |page| {
        let (_host, relay) = stage::sample_page(page).await;
        page.walk_to_the_first_question().await;
        let way = &TO_THE_LIGHT[..5];
        page.answer_all(way).await;
        page.wait_heading("How does the internet come into your home?")
            .await;

        let chosen =
            "return plain(every('[data-on]')[0]?.querySelector('.fl-option-text').textContent)";
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
        page.answer("A page asks me to sign in, pay or activate")
            .await;
        page.wait_heading("Check whose page it is, then sign in")
            .await;
        page.click("Back").await;
        page.wait_heading("What happens on your devices at home?")
            .await;
        assert_eq!(
            page.ask(chosen).await,
            "A page asks me to sign in, pay or activate"
        );
        page.answer("I only have this device").await;
        page.wait_heading("Does anyone rely on a phone or alarm on this line?")
            .await;
        assert_eq!(page.ask(chosen).await, "No");

        // What was undone is not told to anybody.
        page.click("Nothing helps, talk to us").await;
        page.wait_heading("We take it from here").await;
        page.click("5 steps you took").await;
        let text = page.text().await;
        assert!(text.contains("I only have this device"), "{text}");
        assert!(
            !text.contains("A page asks me to sign in, pay or activate"),
            "{text}"
        );
        page.fill("Your name", "Sam Example").await;
        page.fill("Phone", "01632 960001").await;
        page.click("You may use what is shown above to help me.")
            .await;
        page.send_the_ticket().await;
        let tickets = relay.tickets().await;
        assert_eq!(tickets.len(), 1);
        assert_eq!(tickets[0].unverified, None);
        assert!(
            !tickets[0].request.to_string().contains("sign-in"),
            "{}",
            tickets[0].request
        );
    });
}
