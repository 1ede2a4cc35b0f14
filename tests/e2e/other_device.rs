//! What to do is shown for the device that is recognised, or for the one that the customer means.

use serde_json::{Value, json};

use crate::harness::{Page, in_chromium, stage};

const RESTART: &str = "Switch the device off and on again";

/// Lets the browser be that of an Android phone.
async fn as_android(page: &Page) {
    let agent = json!({
        "userAgent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
            Chrome/140.0.0.0 Mobile Safari/537.36",
        "platform": "Linux armv8l",
        "userAgentMetadata": { "platform": "Android", "platformVersion": "15.0.0",
            "architecture": "", "model": "", "mobile": true },
    });
    let cdp = page.driver.cdp();
    cdp.send_raw("Emulation.setUserAgentOverride", agent)
        .await
        .unwrap();
}

/// From the welcome screen to the restart of this device.
async fn walk_to_the_restart(page: &Page) {
    page.click("One device does not get online").await;
    page.answer_all(&[
        (
            "Does another device work on your home Wi-Fi?",
            "Yes, another one works",
        ),
        (
            "Which device does not get online?",
            "This one, on which I read this",
        ),
        (
            "This device is online. Which network does it use?",
            "My Wi-Fi or cable at home",
        ),
        (
            "This device works on your Wi-Fi. What is wrong?",
            "It loses the Wi-Fi again and again",
        ),
    ])
    .await;
    page.wait_heading(RESTART).await;
}

#[test]
fn a_step_is_shown_for_the_device_that_is_recognised_or_meant() {
    in_chromium(async |page| {
        as_android(page).await;
        let (_host, relay) = stage::sample_page(page).await;
        walk_to_the_restart(page).await;
        page.wait_text("Hold the power button until a menu shows, then let go.")
            .await;
        assert!(
            !page.offers("Windows").await,
            "other devices are folded away"
        );

        page.click("Shown for Android").await;
        assert!(!page.offers("Android").await, "it is shown for that");
        page.click("Windows").await;
        page.wait_text("Click Start, the power sign, Restart.")
            .await;
        let text = page.text().await;
        assert!(!text.contains("Hold the power button"), "{text}");
        assert!(page.offers("Shown for Windows").await);

        // The trail keeps what the customer said, whatever the browser tells once more.
        page.reload_and_resume().await;
        page.wait_heading(RESTART).await;
        page.wait_text("Click Start, the power sign, Restart.")
            .await;

        // Later steps are for that device too, and so is what the agent reads.
        page.click("I can't do this").await;
        page.wait_heading("Does the device belong to your work or school?")
            .await;
        page.click("No, it is our own").await;
        page.wait_text("Open Settings, Network & internet, VPN. Switch it off.")
            .await;
        let ticket = page.give_up(&relay).await;
        assert_eq!(
            ticket.request["trail"]["facts"]["device.platform"],
            "windows"
        );
    });
}

#[test]
fn a_device_that_no_variant_is_for_is_shown_what_holds_for_all() {
    in_chromium(async |page| {
        as_android(page).await;
        let (_host, _relay) = stage::sample_page(page).await;
        walk_to_the_restart(page).await;
        let choices = "return every('.fl-more.fl-detail button').map((row) => names(row).at(-1));";
        let others: Value = page.ask(choices).await;
        assert_eq!(
            others,
            json!([
                "iPhone and iPad",
                "Windows",
                "TV or games console",
                "Printer or smart device",
                "any other device"
            ])
        );
        page.click("Shown for Android").await;
        page.click("any other device").await;
        page.wait_text("Save your work, then choose Restart. Or switch it off")
            .await;
        page.reload_and_resume().await;
        page.wait_text("Save your work, then choose Restart. Or switch it off")
            .await;
        assert!(page.offers("Shown for any other device").await);
    });
}
