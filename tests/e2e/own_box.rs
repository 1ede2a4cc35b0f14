//! The customer's own box: it is chosen once, kept over a reload, and told to the agent lamp by lamp.

use serde_json::{Value, json};

use crate::harness::{
    Host, OTHER_BOX, Page, Relay, Setup, THE_LAMPS, WHICH_FIBRE_BOX, WHICH_ROUTER, in_chromium,
    stage,
};

const TELEPHONE_SOCKET: &str = "A telephone socket";

/// Waits for the lamps of this box.
async fn wait_box(page: &Page, name: &str) {
    page.wait_text(&format!("{name}, as it looks when all is well"))
        .await;
}

/// The names of the rows, in their order.
async fn rows(page: &Page) -> Vec<String> {
    let script = "return every('button.fl-option').filter(shown).map((row) => names(row).at(-1));";
    serde_json::from_value(page.ask(script).await).unwrap()
}

/// A relay of a provider that gives out six routers: so many are looked for by name.
async fn many_routers(page: &Page) -> (Host, Relay) {
    let host = Host::start().await;
    let relay = Relay::start(&Setup {
        internet: host.websites(),
        boxes: &[
            "fritz-7590",
            "bt-smart-hub-2",
            "fritz-6660",
            "archer-mr600",
            "huawei-cpe-pro-2",
            "archer-ax50",
        ],
        ..Setup::default()
    })
    .await;
    page.goto(&relay.url("/")).await;
    page.open_widget().await;
    (host, relay)
}

#[test]
fn what_was_seen_on_the_own_box_is_told_to_the_agent() {
    in_chromium(async |page| {
        let (_host, relay) = stage::sample_page(page).await;
        page.walk_to_the_lamps(TELEPHONE_SOCKET).await;
        page.wait_heading(WHICH_ROUTER).await;
        page.click("FRITZ!Box 7590").await;
        page.wait_heading(THE_LAMPS).await;
        wait_box(page, "FRITZ!Box 7590").await;

        // Which box it is was said before any answer, and need not be said again.
        page.reload_and_resume().await;
        page.wait_heading(THE_LAMPS).await;
        wait_box(page, "FRITZ!Box 7590").await;

        page.click("This is not my box").await;
        page.wait_heading(WHICH_ROUTER).await;
        page.click("TP-Link Archer AX50").await;
        wait_box(page, "TP-Link Archer AX50").await;
        page.wait_text("Internet Light 4 of 7 from the left, usually steady green")
            .await;
        assert!(
            !page.offers("steady orange or yellow").await,
            "what a lamp may show is folded away"
        );
        page.click("Internet").await;
        page.click("steady orange or yellow").await;
        page.wait_heading("This is what the lights mean").await;

        // The answer is found again where it was given.
        page.click("Back").await;
        page.wait_heading(THE_LAMPS).await;
        let chosen = "return every('[data-on]').filter(shown).map((row) => names(row).at(-1));";
        assert_eq!(page.ask(chosen).await, json!(["steady orange or yellow"]));
        page.click("steady orange or yellow").await;
        page.wait_heading("This is what the lights mean").await;

        page.click("Nothing helps, talk to us").await;
        page.wait_heading("We take it from here").await;
        page.click("4 steps you took").await;
        page.wait_text("TP-Link Archer AX50, Internet: steady orange or yellow")
            .await;
        page.fill_in_the_ticket().await;
        page.send_the_ticket().await;

        let ticket = relay.only_ticket().await;
        assert_eq!(ticket.unverified, None);
        assert_eq!(ticket.guide, "router-lights");
        let visits = ticket.request["trail"]["visits"].as_array().unwrap();
        let lamps = visits.iter().find(|visit| visit["place"] == "router");
        assert_eq!(
            lamps.unwrap()["seen"],
            json!({ "equipment": "archer-ax50", "light": "internet", "state": "amber" }),
            "{visits:#?}"
        );
        let shown = relay.tickets_command(&["show", &ticket.number]);
        for text in [&json!(ticket.text), &shown["text"]] {
            let text = text.as_str().unwrap_or_default();
            assert!(
                text.contains("TP-Link Archer AX50, Internet: steady amber"),
                "{text}"
            );
            assert!(!text.contains("FRITZ"), "{text}");
        }
    });
}

#[test]
fn one_of_many_boxes_is_found_by_its_name() {
    in_chromium(async |page| {
        let (_host, _relay) = many_routers(page).await;
        page.walk_to_the_lamps(TELEPHONE_SOCKET).await;
        page.wait_heading(WHICH_ROUTER).await;
        assert_eq!(rows(page).await.len(), 7);
        page.wait_until(
            "the pictures of all boxes",
            "const all = every('[data-size]');
             return all.length === 6 && all.every((one) => one.complete && one.naturalWidth > 0);",
        )
        .await;

        page.fill("Find it by its name", "hamster").await;
        page.wait_text("None of our boxes has this name.").await;
        assert_eq!(rows(page).await, [OTHER_BOX]);
        page.empty("Find it by its name").await;
        page.fill("Find it by its name", "fritz 6660").await;
        page.wait_until(
            "the box",
            "return every('button.fl-option')[0].textContent.startsWith('FRITZ!Box 6660');",
        )
        .await;

        // Whoever has another box is asked in words, and can have the pictures back.
        page.click(OTHER_BOX).await;
        page.wait_heading(THE_LAMPS).await;
        page.wait_text("All lights look as usual").await;
        page.click("Choose my box from pictures").await;
        page.wait_heading(WHICH_ROUTER).await;
        assert_eq!(page.typed("Find it by its name").await, "");

        // Where there is but one lamp, it need not be opened.
        page.fill("Find it by its name", "bt hub").await;
        page.click("BT Smart Hub 2").await;
        page.click("blinking orange or yellow").await;
        page.wait_heading("This is what the lights mean").await;
    });
}

#[test]
fn each_box_is_asked_for_by_what_it_is() {
    in_chromium(async |page| {
        let (_host, relay) = stage::sample_page(page).await;
        page.walk_to_the_lamps("A small fibre box on the wall")
            .await;
        page.wait_heading(WHICH_FIBRE_BOX).await;
        page.click("Nokia ONT").await;
        page.wait_heading("First the fibre box: what are its lights doing?")
            .await;
        page.click("All lights look like this").await;
        page.wait_heading(WHICH_ROUTER).await;

        page.reload_and_resume().await;
        page.wait_heading(WHICH_ROUTER).await;
        page.click("Back").await;
        page.wait_heading("First the fibre box: what are its lights doing?")
            .await;
        wait_box(page, "Nokia ONT").await;
        page.click("All lights look like this").await;
        page.wait_heading(WHICH_ROUTER).await;
        page.click("FRITZ!Box 7590").await;
        page.click("Power / DSL").await;
        page.click("blinking green").await;
        page.wait_heading("This is what the lights mean").await;

        let ticket = page.give_up(&relay).await;
        let visits = ticket.request["trail"]["visits"].as_array().unwrap();
        let seen: Vec<&Value> = visits
            .iter()
            .filter_map(|visit| visit.get("seen"))
            .collect();
        assert_eq!(
            seen,
            [
                &json!({ "equipment": "nokia-ont", "light": "", "state": "" }),
                &json!({ "equipment": "fritz-7590", "light": "power-dsl", "state": "green-flashing" }),
            ]
        );
        for words in ["Nokia ONT", "FRITZ!Box 7590, Power / DSL: flashing green"] {
            assert!(ticket.text.contains(words), "{}", ticket.text);
        }
    });
}
