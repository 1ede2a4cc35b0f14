//! A page that the browser translates in place: each text is taken out, and an element with other words stands for it.

use serde_json::json;

use crate::harness::{Answer, OWN_SCRIPTS, Page, Relay, in_chromium, stage};

/// What Chrome's translator does to texts, also to those that come later. The words stay the same, and the tests can read
/// them; how often something was translated is counted. `SWAP` takes the place of how a text is exchanged.
const TRANSLATOR: &str = "
window.translated = 0;
const translate = (text) => {
  if (!text.data.trim() || text.parentElement?.closest('font, style')) return;
  const [outer, inner] = [document.createElement('font'), document.createElement('font')];
  outer.style.verticalAlign = 'inherit';
  inner.textContent = text.data;
  outer.append(inner);
  SWAP
  window.translated += 1;
};
const translateAll = (root) => {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) found.push(texts.currentNode);
  for (const text of found) if (text.isConnected) translate(text);
};
const seen = new WeakSet();
setInterval(() => {
  for (const { shadowRoot } of document.querySelectorAll('*')) {
    if (!shadowRoot || seen.has(shadowRoot)) continue;
    seen.add(shadowRoot);
    new MutationObserver(() => translateAll(shadowRoot))
      .observe(shadowRoot, { childList: true, characterData: true, subtree: true });
    translateAll(shadowRoot);
  }
}, 20);";

/// The ways in which translators exchange a text.
const SWAPS: [&str; 2] = [
    "text.replaceWith(outer);",
    "text.parentNode.insertBefore(outer, text); text.remove();",
];

async fn translated(page: &Page, swap: &str) -> (crate::harness::Host, Relay) {
    let (host, relay, tag) = stage::site_and_tag().await;
    let script = TRANSLATOR.replace("SWAP", swap);
    host.put("/before.js", Answer::of("text/javascript", script));
    let head = format!("{OWN_SCRIPTS}<script src=\"/before.js\"></script>{tag}");
    host.put("/", Answer::page(&head, "<h1>Help</h1>"));
    page.goto(&host.url("/")).await;
    (host, relay)
}

#[test]
fn a_translated_page_is_walked_to_its_ticket() {
    in_chromium(async |page| {
        for swap in SWAPS {
            let (_host, relay) = translated(page, swap).await;
            page.open_widget().await;
            page.walk_to_a_ticket().await;
            page.fill_in_the_ticket().await;
            page.send_the_ticket().await;
            assert_eq!(relay.only_ticket().await.unverified, None);
            let many = page.ask("return translated;").await;
            assert!(many.as_u64() > Some(50), "{many} texts were translated");
            page.ask("localStorage.clear();").await;
        }
    });
}

#[test]
fn what_changes_on_a_translated_screen_is_seen() {
    in_chromium(async |page| {
        let (_host, _relay) = translated(page, SWAPS[0]).await;
        page.open_widget().await;
        page.walk_to_the_restart().await;
        page.click("Done").await;
        page.wait_text("Give it a moment").await;
        let left = "return plain(every('.fl-ring span')[0]?.textContent);";
        let first = page.ask(left).await;
        page.wait_with(
            "the countdown to go on",
            "const left = plain(every('.fl-ring span')[0]?.textContent);
             return left !== '' && left !== arguments[0] && every('.fl-ring font font').length > 0;",
            vec![json!(first)],
        )
        .await;
        // What stood there before is gone.
        let texts = page
            .ask("return every('.fl-ring span')[0].querySelectorAll(':scope > font').length;")
            .await;
        assert_eq!(texts, 1);
    });
}
