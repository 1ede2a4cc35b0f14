//! A page that has more on it than us: shortcuts, dialogs, scripts that replace the browser's own, other people's
//! WebAssembly, a printer, and readers with settings of their own.

use serde_json::json;
use thirtyfour::Key;

use crate::harness::{Answer, Host, OWN_SCRIPTS, Setup, in_chromium, stage};

#[test]
fn keys_typed_in_the_panel_are_none_of_the_pages_shortcuts() {
    in_chromium(async |page| {
        let before = "window.taken = [];
            document.addEventListener('keydown', (event) => {
              window.taken.push(event.key);
              if (event.key === 's') { event.preventDefault(); document.getElementById('q').focus(); }
            });";
        let (_host, _relay) =
            stage::site(page, before, "<input id=\"q\" aria-label=\"Search\">").await;
        page.open_widget().await;
        page.fill("Search the topics", "slow speeds").await;
        assert_eq!(page.typed("Search the topics").await, "slow speeds");
        assert_eq!(page.ask("return window.taken;").await, json!([]));
        // Escape closes as before.
        page.press(Key::Escape).await;
        page.wait_launcher().await;
    });
}

#[test]
fn the_panel_can_be_used_over_a_modal_dialog_of_the_page() {
    in_chromium(async |page| {
        let body = "<dialog id=\"theirs\"><button id=\"way\">I need help</button></dialog>";
        let (_host, _relay) = stage::site(page, "", body).await;
        page.wait_launcher().await;
        page.ask(
            "theirs.showModal();
             way.onclick = () => window.Firstline.open();
             way.click();",
        )
        .await;
        page.wait_heading("What isn't working?").await;
        page.fill("Search the topics", "slow").await;
        assert_eq!(page.typed("Search the topics").await, "slow");
        page.click("Close").await;
        // What the page showed is as it was.
        assert_eq!(page.ask("return theirs.open;").await, true);
    });
}

#[test]
fn what_keeps_the_focus_in_a_part_of_the_page_does_not_take_it_from_the_panel() {
    in_chromium(async |page| {
        let before = "document.addEventListener('focusin', ({ target }) => {
              const part = document.getElementById('part');
              if (part && !part.contains(target)) document.getElementById('field').focus();
            });";
        let body =
            "<div id=\"part\" role=\"dialog\"><input id=\"field\" aria-label=\"Theirs\"></div>";
        let (_host, _relay) = stage::site(page, before, body).await;
        page.open_widget().await;
        page.touch("Search the topics").await;
        page.wait_until(
            "the focus in the search field",
            "return focused()?.id === 'fl-search';",
        )
        .await;
        page.type_keys("slow").await;
        assert_eq!(page.typed("Search the topics").await, "slow");
    });
}

/// What a page's tracing puts in place of the browser's own `fetch`.
const TRACING: &str = "const fetched = window.fetch;
    window.fetch = function (address, options = {}) {
      options.headers = new Headers(options.headers);
      for (const name of ['baggage', 'sentry-trace']) options.headers.set(name, '1');
      options.headers.set('Authorization', 'Bearer theirs');
      return fetched.call(this, address, options);
    };";

#[test]
fn headers_that_the_page_adds_to_every_request_stop_nothing() {
    in_chromium(async |page| {
        let (_host, relay) = stage::site(page, TRACING, "<h1>Help</h1>").await;
        page.open_widget().await;
        page.walk_to_a_ticket().await;
        page.fill_in_the_ticket().await;
        page.send_the_ticket().await;
        assert_eq!(relay.only_ticket().await.unverified, None);
    });
}

#[test]
fn headers_that_are_refused_are_named_on_the_console() {
    in_chromium(async |page| {
        let (host, relay, _) = stage::site_and_tag().await;
        // Files on a server that allows no header of the page's.
        let files = Host::start().await;
        files.put_widget(&relay).await;
        host.put("/before.js", Answer::of("text/javascript", TRACING));
        let tag = format!(
            "<script async src=\"{}\"></script>",
            files.url("/firstline.js")
        );
        let head = format!("{OWN_SCRIPTS}<script src=\"/before.js\"></script>{tag}");
        host.put("/", Answer::page(&head, "<h1>Help</h1>"));
        page.goto(&host.url("/")).await;
        page.click("Help with your connection").await;
        page.wait_until(
            "the names of the headers on the console",
            "return /network.*authorization, baggage, sentry-trace/.test(window.complaints.join());",
        )
        .await;
    });
}

#[test]
fn a_trap_in_other_peoples_webassembly_is_none_of_ours() {
    in_chromium(async |page| {
        // A module whose one function traps: (func (export "f") unreachable).
        let before = "const bytes = [0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,5,1,3,0,0,11];
            window.theirs = async () =>
              (await WebAssembly.instantiate(new Uint8Array(bytes))).instance.exports.f();";
        let (_host, _relay) = stage::site(page, before, "<h1>Help</h1>").await;
        page.open_widget().await;
        page.walk_to_the_first_question().await;
        page.ask(
            "window.traps = 0;
             for (const name of ['error', 'unhandledrejection']) {
               addEventListener(name, () => (window.traps += 1));
             }
             window.theirs();
             WebAssembly.instantiate(new Uint8Array([0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,5,1,3,0,0,11]))
               .then(({ instance }) => setTimeout(() => instance.exports.f()));",
        )
        .await;
        page.wait_until("both traps", "return window.traps === 2;")
            .await;
        page.answer("My Wi-Fi or cable at home").await;
        page.wait_heading("Your internet works on this device. What is wrong?")
            .await;
    });
}

#[test]
fn nothing_of_ours_is_printed() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::site(page, "", "<h1>Help</h1>").await;
        page.wait_launcher().await;
        let shown = "return getComputedStyle(every('firstline-launcher')[0]).display !== 'none';";
        assert_eq!(page.ask(shown).await, true);
        page.driver
            .cdp()
            .send_raw("Emulation.setEmulatedMedia", json!({ "media": "print" }))
            .await
            .unwrap();
        assert_eq!(page.ask(shown).await, false);
    });
}

#[test]
fn letters_are_as_large_as_the_reader_has_set_the_browser() {
    in_chromium(async |page| {
        let size = async |of: &str| {
            let script = "return parseFloat(getComputedStyle(every(arguments[0])[0]).fontSize);";
            let size = page.ask_with(script, vec![json!(of)]).await;
            size.as_f64().unwrap()
        };
        let mut sizes = Vec::new();
        for set in [16, 32] {
            let sizes_of = json!({ "fontSizes": { "standard": set } });
            page.driver
                .cdp()
                .send_raw("Page.setFontSizes", sizes_of)
                .await
                .unwrap();
            // The page itself says that its own letters are small.
            let body = "<style>html { font-size: 62.5% }</style><h1>Help</h1>";
            let (_host, _relay) = stage::site(page, "", body).await;
            page.wait_launcher().await;
            let launcher = size(".fl-launcher").await;
            page.open_widget().await;
            sizes.push([
                launcher,
                size(".fl-page").await,
                size("#fl-heading").await,
                size(".fl-detail").await,
            ]);
        }
        assert_eq!(sizes[0], [16.0, 16.0, 22.0, 14.0]);
        assert_eq!(sizes[1], sizes[0].map(|size| 2.0 * size));
    });
}

#[test]
fn a_browser_without_colour_mixing_has_a_main_button_in_the_dark() {
    in_chromium(async |page| {
        // As Chrome before 111 and Firefox before 113 read a sheet.
        let before = "const replaced = CSSStyleSheet.prototype.replaceSync;
            CSSStyleSheet.prototype.replaceSync = function (text) {
              replaced.call(this, text.replaceAll('color-mix(', 'unknown-mix('));
            };";
        let (host, relay, _) = stage::site_and_tag().await;
        host.put("/before.js", Answer::of("text/javascript", before));
        let head = format!(
            "{OWN_SCRIPTS}<script src=\"/before.js\"></script>{}",
            relay.tag(" data-theme=\"dark\"")
        );
        host.put("/", Answer::page(&head, "<h1>Help</h1>"));
        page.goto(&host.url("/")).await;
        page.open_widget().await;
        page.walk_to_a_ticket().await;
        let colour = "return getComputedStyle(every('[data-rank=primary]')[0]).backgroundColor;";
        assert_eq!(page.ask(colour).await, "rgb(133, 173, 247)");
    });
}

#[test]
fn the_launcher_comes_last_by_the_keyboard_wherever_the_script_stands() {
    in_chromium(async |page| {
        let (host, relay, tag) = stage::site_and_tag().await;
        let tag = tag.replace(" async", "");
        let body = "<a id=\"skip\" href=\"#main\">Skip to content</a><main id=\"main\"><button id=\"last\">Last</button></main>";
        host.put("/", Answer::page(&format!("{OWN_SCRIPTS}{tag}"), body));
        page.goto(&host.url("/")).await;
        page.wait_launcher().await;
        // As browser extensions do.
        page.ask("document.documentElement.append(document.createElement('theirs'));")
            .await;
        page.wait_until(
            "the launcher at the end",
            "return document.documentElement.lastElementChild.localName === 'firstline-launcher';",
        )
        .await;
        let mut order = Vec::new();
        let mut tabs = page.tabs();
        for _ in 0..3 {
            tabs.next().await;
            order.push(page.focused().await);
        }
        assert_eq!(
            order,
            ["Skip to content", "Last", "Help with your connection"]
        );
        let landmark = "const host = every('firstline-launcher')[0];
            return [host.getAttribute('role'), host.getAttribute('aria-label')];";
        assert_eq!(
            page.ask(landmark).await,
            json!(["complementary", "Help with your connection"])
        );
        drop(relay);
    });
}

#[test]
fn only_our_own_hash_is_taken_away() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::site(page, "", "<h1>Help</h1>").await;
        page.wait_launcher().await;
        for theirs in ["#helpdesk", "#help-center", "#help/articles/7", "#help="] {
            page.ask_with("location.hash = arguments[0];", vec![json!(theirs)])
                .await;
            page.open_widget().await;
            page.click("Close").await;
            page.wait_launcher().await;
            assert_eq!(page.ask("return location.hash;").await, theirs);
        }
    });
}

#[test]
fn an_address_that_an_application_writes_opens_its_guide() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::site(page, "", "<h1>Help</h1>").await;
        page.wait_launcher().await;
        page.ask("history.pushState(null, '', '#help=no-internet');")
            .await;
        page.wait_seen("No known fault in your area").await;
        page.click("Close").await;
        page.wait_launcher().await;
        // And on the way back to it.
        page.ask(
            "history.pushState(null, '', '/?page=2'); history.pushState(null, '', '/?page=3#help');
            history.pushState(null, '', '/?page=4');",
        )
        .await;
        page.wait_until("opening", "return every('.fl-page').some(shown);")
            .await;
        page.click("Close").await;
        page.wait_launcher().await;
        page.ask("history.back();").await;
        page.wait_until("opening again", "return every('.fl-page').some(shown);")
            .await;
    });
}

#[test]
fn a_bad_call_does_not_stop_the_others() {
    in_chromium(async |page| {
        let before = "window.Firstline = { q: [['identify'], null, ['no-such'], ['on'],
            ['on', 'ready', () => { window.told = true; }], ['open', { guide: 'no-internet' }]] };";
        let (_host, _relay) = stage::site(page, before, "<h1>Help</h1>").await;
        page.wait_seen("No known fault in your area").await;
        assert_eq!(page.ask("return window.told;").await, true);
    });
}

#[test]
fn what_a_tag_manager_took_away_is_read_from_the_address() {
    in_chromium(async |page| {
        let (host, mut relay, _) = stage::site_and_tag().await;
        let address =
            relay.url("/firstline.js?phone=0800%20555%200199&hours=Mon-Fri&label=Need%20help");
        let head = format!("{OWN_SCRIPTS}<script async src=\"{address}\"></script>");
        host.put("/", Answer::page(&head, "<h1>Help</h1>"));
        page.goto(&host.url("/")).await;
        page.wait_until("the launcher", "return named('Need help') !== null;")
            .await;
        relay.kill();
        page.click("Need help").await;
        page.wait_text("0800 555 0199").await;
        page.wait_text("Mon-Fri").await;
    });
}

#[test]
fn a_page_without_a_number_is_told_so_on_the_console() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::site(page, "", "<h1>Help</h1>").await;
        page.open_widget().await;
        let said = page.ask("return window.complaints.join();").await;
        assert!(said.as_str().unwrap().contains("data-phone"), "{said}");
    });
}

#[test]
fn the_loader_dials_what_the_widget_dials() {
    in_chromium(async |page| {
        let (host, mut relay, _) = stage::site_and_tag().await;
        let examples = include_str!("../dialled.json");
        let examples: Vec<(String, String)> = serde_json::from_str(examples).unwrap();
        let loader = relay.get("/firstline.js").await;
        let loader = String::from_utf8(loader).unwrap();
        relay.kill();
        host.put("/firstline.js", Answer::of("text/javascript", loader));
        for (number, dialled) in examples {
            let number = number.replace('"', "&quot;");
            let tag =
                format!("<script async src=\"/firstline.js\" data-phone=\"{number}\"></script>");
            host.put("/", Answer::page(OWN_SCRIPTS, &tag));
            page.goto(&host.url("/")).await;
            page.click("Help with your connection").await;
            page.wait_text("The help could not load").await;
            let address = "return every('.fl-card a')[0].getAttribute('href');";
            assert_eq!(page.ask(address).await, json!(dialled), "{number}");
        }
    });
}

#[test]
fn a_policy_that_only_reports_is_not_blamed_for_a_missing_file() {
    in_chromium(async |page| {
        let (host, relay, _) = stage::site_and_tag().await;
        host.put_widget(&relay).await;
        host.remove("core.wasm");
        let tag = "<script async src=\"/firstline.js\"></script>";
        let policy = "default-src 'none'; connect-src 'none'";
        host.put("/", Answer::page(OWN_SCRIPTS, tag).reporting(policy));
        page.goto(&host.url("/")).await;
        page.click("Help with your connection").await;
        page.wait_until(
            "the missing file on the console",
            "return /cannot start \\(missing\\)/.test(window.complaints.join());",
        )
        .await;
    });
}

#[test]
fn a_page_that_is_isolated_leaves_other_websites_unmeasured() {
    in_chromium(async |page| {
        let (host, _world, relay) = stage::site_and_world().await;
        let tag = relay.tag(" crossorigin");
        host.put("/", Answer::page(OWN_SCRIPTS, &tag).isolated());
        page.goto(&host.url("/")).await;
        assert_eq!(page.ask("return crossOriginIsolated;").await, true);
        page.open_widget().await;
        page.click("No internet at all").await;
        page.wait_text("Other websites This web page doesn't allow us to measure it. not measured")
            .await;
    });
}

#[test]
fn the_languages_that_pages_write_are_understood() {
    in_chromium(async |page| {
        let (host, _relay, tag) = stage::site_and_tag_of(Setup {
            languages: &["en", "de", "ar"],
            ..Setup::default()
        })
        .await;
        host.put("/", Answer::page(OWN_SCRIPTS, &tag));
        for (written, launcher) in [
            ("de_DE", "Hilfe mit Ihrem Anschluss"),
            ("de_AT.UTF-8", "Hilfe mit Ihrem Anschluss"),
            ("DE", "Hilfe mit Ihrem Anschluss"),
            ("ar_EG", "مساعدة في اتصالك بالإنترنت"),
            ("fr", "Help with your connection"),
        ] {
            let own = Answer::page(OWN_SCRIPTS, &tag).spoken(written);
            host.put("/page", own);
            page.goto(&host.url("/page")).await;
            let script = "return named(arguments[0]) !== null;";
            page.wait_with(written, script, vec![json!(launcher)]).await;
        }
        // An application changes its language without loading anything.
        page.ask("document.documentElement.lang = 'de-CH'; document.documentElement.dir = 'rtl';")
            .await;
        let german = "return named('Hilfe mit Ihrem Anschluss') !== null;";
        page.wait_until("the launcher in German", german).await;
        let left = "return every('.fl-launcher')[0].getBoundingClientRect().left < 50;";
        assert_eq!(page.ask(left).await, true, "where lines end on this page");
        page.click("Hilfe mit Ihrem Anschluss").await;
        page.wait_until(
            "help in German",
            "return every('.fl-page')[0]?.lang === 'de';",
        )
        .await;
        // Also while help is open.
        page.ask("document.documentElement.lang = 'en';").await;
        page.wait_heading("What isn't working?").await;
    });
}
