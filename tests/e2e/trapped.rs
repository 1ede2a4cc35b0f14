//! A widget that traps while it runs: it is taken down, the customer keeps the phone number and
//! every answer.

use crate::harness::{PHONE, in_chromium, stage};

/// Breaks the widget's memory, as a defect of ours would: from then on whatever it does traps. Its
/// memory is reached as any script of the page can: the glue is a module, and its initialiser
/// returns the instance that runs.
const BREAK: &str = r#"
const done = arguments[arguments.length - 1];
(async () => {
  const glue = performance.getEntriesByType("resource").map((entry) => entry.name)
    .find((name) => /\/assets\/(?:[^/]+\/)?glue\.js$/.test(name));
  const instance = await (await import(glue)).default();
  const memory = Object.values(instance).find((value) => value instanceof WebAssembly.Memory);
  new Uint8Array(memory.buffer).fill(0xff);
  done("broken");
})().catch((error) => done(String(error)));
"#;

#[test]
fn a_trap_ends_in_the_fallback_and_answers_are_kept() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::sample_page(page).await;
        page.walk_to_the_devices().await;

        let broken = page.driver.execute_async(BREAK, Vec::new()).await.unwrap();
        assert_eq!(*broken.json(), "broken");
        page.click("Nothing works on any device").await;
        page.wait_text(PHONE).await;
        page.wait_until(
            "the widget's end",
            "return inWidget('fl-heading') === null;",
        )
        .await;

        // What it listened to and waited for ends with it: each would trap once more.
        let traps = page
            .ask(
                "let traps = 0;
                 addEventListener('error', () => (traps += 1));
                 document.dispatchEvent(new Event('visibilitychange'));
                 return traps;",
            )
            .await;
        assert_eq!(traps, 0);

        page.click("Start again").await;
        page.wait_heading("What happens on your devices at home?")
            .await;
        page.click("Back").await;
        page.wait_heading("This device is online. Which network does it use?")
            .await;
    });
}
