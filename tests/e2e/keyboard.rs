//! The whole walk by keyboard alone.

use thirtyfour::Key;

use crate::harness::{Page, Relay, Setup, in_each_browser};

/// Tabs to what has this name and presses it.
async fn press(page: &Page, name: &str, key: Key) {
    tab_to(page, name).await;
    page.press(key).await;
}

/// Tabs on until what has this name has the focus. More stops than a screen can have means that
/// it cannot be reached.
async fn tab_to(page: &Page, name: &str) {
    let mut stops = Vec::new();
    let mut tabs = page.tabs();
    for _ in 0..60 {
        tabs.next().await;
        let on = page.focused().await;
        if on == name {
            let ring = page
                .ask("const style = getComputedStyle(focused());
                      const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                      return ring || style.boxShadow !== 'none';")
                .await;
            assert_eq!(ring, true, "{name} has the focus and does not show it");
            return;
        }
        stops.push(on);
    }
    panic!("{name:?} cannot be reached by Tab, only {stops:?}");
}

/// Waits for a screen; its heading must have the focus, so that it is read out.
async fn arrive(page: &Page, heading: &str) {
    page.wait_heading(heading).await;
    let focus = "return focused() === inWidget('fl-heading');";
    page.wait_until(&format!("the focus on {heading:?}"), focus)
        .await;
}

/// Opens the widget on the sample page, and chooses the first topic. No fault is known, and the guide goes on by itself; that
/// other websites are not asked is to be read.
async fn begin(page: &Page) -> Relay {
    let relay = Relay::start(&Setup::default()).await;
    page.goto(&relay.url("/")).await;
    page.wait_launcher().await;
    press(page, "Help with your connection", Key::Enter).await;
    arrive(page, "What isn't working?").await;
    press(page, "No internet at all", Key::Enter).await;
    arrive(page, "Your line to us works. We looked no further.").await;
    relay
}

#[test]
fn a_walk_to_a_ticket_needs_no_mouse() {
    in_each_browser(async |page| {
        let relay = begin(page).await;
        press(page, "Next", Key::Space).await;
        arrive(page, "This device is online. Which network does it use?").await;
        press(
            page,
            "Mobile data (4G, 5G), or a phone's hotspot",
            Key::Enter,
        )
        .await;
        arrive(page, "What happens on your devices at home?").await;
        press(
            page,
            "A page asks me to sign in, pay or activate",
            Key::Enter,
        )
        .await;
        arrive(page, "Check whose page it is, then sign in").await;
        press(page, "No page of yours opens", Key::Space).await;
        arrive(page, "We will check your account").await;
        press(page, "Back", Key::Enter).await;
        arrive(page, "Check whose page it is, then sign in").await;
        press(page, "No page of yours opens", Key::Enter).await;
        arrive(page, "We will check your account").await;

        tab_to(page, "Your name").await;
        page.type_keys("Sam Example").await;
        tab_to(page, "Phone").await;
        page.type_keys("01632 960001").await;
        tab_to(page, "5 steps you took").await;
        page.press(Key::Enter).await;
        page.wait_text("Looking for known faults in your area")
            .await;
        tab_to(page, "You may use what is shown above to help me.").await;
        page.press(Key::Space).await;
        press(page, "Send to support", Key::Enter).await;
        arrive(page, "We have your message").await;
        assert_eq!(relay.tickets().await.len(), 1);
    });
}

/// On a phone the panel covers the page, beside it on a desk: two ways for a browser.
#[test]
fn escape_closes_and_the_focus_returns() {
    in_each_browser(async |page| {
        escape(page).await;
        page.driver.set_window_rect(0, 0, 1280, 900).await.unwrap();
        page.ask("localStorage.clear();").await;
        escape(page).await;
    });
}

async fn escape(page: &Page) {
    let _relay = begin(page).await;
    page.press(Key::Escape).await;
    page.wait_until("closing", "return inWidget('fl-heading') === null;")
        .await;
    assert_eq!(page.focused().await, "Help with your connection");

    // Opened again, it stands where it was.
    page.press(Key::Enter).await;
    arrive(page, "Your line to us works. We looked no further.").await;
}
