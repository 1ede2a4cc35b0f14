//! A problem that goes away makes no ticket.

use crate::harness::{in_each_browser, stage};

#[test]
fn what_is_resolved_is_not_sent() {
    in_each_browser(async |page| {
        let (_host, relay) = stage::sample_page(page).await;
        page.walk_to_a_good_end().await;
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
