//! A problem that goes away makes no ticket.

use crate::harness::{A_FAULT, THE_LIGHT, TO_THE_LIGHT, in_each_browser, stage};

#[test]
fn what_is_resolved_is_not_sent() {
    in_each_browser(async |page| {
        let (_host, relay) = stage::sample_page(page).await;
        page.walk_to_the_first_question().await;
        page.answer_all(&TO_THE_LIGHT).await;
        page.answer_lights(THE_LIGHT, A_FAULT).await;
        page.answer_all(&[
            ("Switch both boxes off and on again", "Start the timer"),
            ("Switch both boxes off and on again", "Done"),
            ("Switch both boxes off and on again", "Go on now"),
            ("Does the internet at home work again?", "Yes"),
        ])
        .await;
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
