//! People are within reach where help ends, and nowhere else; who has a ticket chooses when somebody comes.

use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{env, fs};

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::harness::{Answer, Host, PHONE, Page, Relay, Setup, axe, in_chromium, paths};

const LINE: &str = "Talk to a person";

/// A host that says how long one waits and which times are free, and a relay that asks it.
async fn reachable() -> (Host, Relay) {
    let host = Host::start().await;
    let json = |value: &Value| Answer::of("application/json", value.to_string());
    host.put(
        "/queues.json",
        json(&json!({ "queues": { "support": { "minutes": 4 } } })),
    );
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let slot = |hours: u64| {
        let at = |seconds: u64| {
            jiff::Timestamp::from_second(i64::try_from(seconds).unwrap())
                .unwrap()
                .to_string()
        };
        let from = (now / 3600 + hours) * 3600;
        json!({ "id": hours.to_string(), "validFor": {
            "startDateTime": at(from), "endDateTime": at(from + 4 * 3600) } })
    };
    let free = json!({ "availableTimeSlot": [slot(48), slot(52), slot(72)] });
    host.put("/searchTimeSlot", json(&free));
    host.put("/appointment", json(&json!([])));
    let more = format!(
        "[people]\nqueues = \"{0}/queues.json\"\nappointments = \"{0}\"\nnetworks = [\"127.0.0.0/8\"]\n",
        host.origin()
    );
    let relay = Relay::start(&Setup {
        internet: host.websites(),
        origins: vec![host.origin()],
        languages: &["en", "de", "ar", "zh"],
        more,
        always_open: true,
        ..Setup::default()
    })
    .await;
    (host, relay)
}

async fn line_is_shown(page: &Page) -> bool {
    let script = "return every('.fl-reach').some((one) => !one.hidden);";
    page.ask(script).await == true
}

#[test]
fn people_are_named_where_help_ends_and_not_on_the_way() {
    in_chromium(async |page| {
        let (_host, relay) = reachable().await;
        page.goto(&relay.url("/")).await;
        axe::prepare(page).await;
        page.open_widget().await;
        page.wait_text(LINE).await;
        axe::must_be_clean(page, "the line").await;
        page.click(LINE).await;
        page.wait_text("Reach us").await;
        page.wait_text("About 4 min to wait, as of").await;
        page.wait_text("Free from all networks").await;
        page.wait_text(PHONE).await;
        assert_eq!(
            page.focused().await,
            "Reach us",
            "its heading has the focus"
        );
        axe::must_be_clean(page, "the ways").await;
        // In another language the ways are told anew, while they are looked at.
        for (language, title, cost) in [
            ("de", "So erreichen Sie uns", "Aus allen Netzen kostenlos"),
            ("en", "Reach us", "Free from all networks"),
        ] {
            let speak = "document.documentElement.lang = arguments[0];";
            page.ask_with(speak, vec![language.into()]).await;
            let told = "return every('.fl-people .fl-page')[0]?.lang === arguments[0];";
            page.wait_with("the ways are told", told, vec![language.into()])
                .await;
            page.wait_text(title).await;
            page.wait_text(cost).await;
        }
        // The provider's words may be of another language than ours.
        let theirs = "return every('.fl-people .fl-page bdi').some((one) => one.lang);";
        assert_eq!(page.ask(theirs).await, false);
        page.click("Back").await;
        page.wait_heading("What isn't working?").await;

        page.walk_to_the_first_question().await;
        assert!(
            !line_is_shown(page).await,
            "on the way there is help, and no other"
        );
        page.answer_up_to_a_ticket().await;
        page.wait_until(
            "the line is back",
            "return every('.fl-reach').some((one) => !one.hidden);",
        )
        .await;
        page.fill_in_the_ticket().await;
        page.send_the_ticket().await;
        // With a number, what comes next is when somebody calls or comes.
        page.click("Choose an appointment").await;
        page.wait_text("For your ticket").await;
        let first = "const one = every('.fl-times button')[0]; one.focus(); return one.ariaLabel;";
        page.wait_until(
            "times are offered",
            "return every('.fl-times button').length === 3;",
        )
        .await;
        axe::must_be_clean(page, "the times").await;
        let chosen = page.ask(first).await;
        let chosen = chosen.as_str().unwrap();
        page.press(Key::Enter).await;
        page.wait_text(&format!(
            "Your appointment: {chosen}. It is noted on your ticket."
        ))
        .await;
        // The time that was pressed is gone; what came of it stands below this heading.
        assert_eq!(page.ask("return focused().id;").await, "fl-slots");
        let said = "SELECT count(*) FROM messages WHERE text LIKE 'Appointment chosen:%'";
        assert_eq!(relay.count(said).await, 1);
        // What is kept is which way was used, and only once one was.
        let kept = page.stored().await;
        assert!(
            kept.iter().all(|(name, _)| name != "firstline.reach"),
            "{kept:?}"
        );
    });
}

#[test]
fn who_is_there_cannot_be_asked_and_the_widget_works_all_the_same() {
    in_chromium(async |page| {
        let (_host, relay) = reachable().await;
        page.goto(&relay.url("/")).await;
        page.ask(
            "const real = window.fetch; window.asked = 0; window.fetch = (url, ...more) =>
               /api.v1.people/.test(url) ? (window.asked++, Promise.reject(new TypeError('no'))) : real(url, ...more);",
        )
        .await;
        page.open_widget().await;
        page.wait_until("they were asked for", "return window.asked > 0;")
            .await;
        assert!(!line_is_shown(page).await);
        page.walk_to_the_first_question().await;
    });
}

#[test]
#[ignore = "makes pictures, checks nothing"]
fn people_in_pictures() {
    in_chromium(async |page| {
        let (_host, relay) = reachable().await;
        let out = env::var_os("FIRSTLINE_DEV_SCREENSHOTS").map(Into::into);
        let out = out.unwrap_or_else(|| paths::target().join("screenshots/people"));
        fs::create_dir_all(&out).unwrap();
        let cdp = page.driver.cdp();
        for (name, width, height, scheme) in [
            ("phone", 390, 844, "light"),
            ("phone-dark", 390, 844, "dark"),
            ("desk", 1200, 900, "light"),
        ] {
            let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
            cdp.send_raw("Emulation.setDeviceMetricsOverride", metrics)
                .await
                .unwrap();
            let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme },
                { "name": "prefers-reduced-motion", "value": "reduce" }] });
            cdp.send_raw("Emulation.setEmulatedMedia", media)
                .await
                .unwrap();
            for language in ["en", "de", "ar", "zh"] {
                page.goto(&relay.url("/")).await;
                let speak =
                    "localStorage.clear(); localStorage['firstline:language'] = arguments[0];";
                page.ask_with(speak, vec![language.into()]).await;
                page.goto(&relay.url("/")).await;
                page.wait_until("the loader", "return !!window.Firstline?.open;")
                    .await;
                page.ask("Firstline.open(); return 1;").await;
                let there = "return every('.fl-reach').some((one) => !one.hidden);";
                page.wait_until("the line", there).await;
                tokio::time::sleep(Duration::from_millis(400)).await;
                let shot = |part: &str| out.join(format!("{language}-{name}-{part}.png"));
                fs::write(shot("line"), page.driver.screenshot_as_png().await.unwrap()).unwrap();
                page.ask("every('.fl-reach button')[0].click(); return 1;")
                    .await;
                tokio::time::sleep(Duration::from_millis(400)).await;
                fs::write(shot("ways"), page.driver.screenshot_as_png().await.unwrap()).unwrap();
            }
        }
        println!("the pictures are in {}", out.display());
    });
}
