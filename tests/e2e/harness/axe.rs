//! axe-core: what a machine can find of barriers.

use std::time::Duration;

use serde_json::Value;

use super::{Page, eventually, paths};

/// How long something may move that comes to an end.
const PATIENCE: Duration = Duration::from_secs(3);

/// The rules of WCAG 2.2 AA, and what its authors count as good practice. A contrast that cannot be
/// told is a finding too, or a change of ours could switch the rule off without a word. Not so for an
/// empty field, whose placeholder repeats its label; for the names of the ways in the chain, which
/// have no height, but the ground of the names of the things; and for the countdown in its ring,
/// which lies over it.
const RUN: &str = r#"
const done = arguments[arguments.length - 1];
const told = (kind) => (rule) => `${kind} ${rule.id}: ${rule.help}\n` + rule.nodes.map((node) =>
  `    ${node.target.flat().join(" ")}\n    ${node.html}\n    ${node.failureSummary}`).join("\n");
axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}).then(({ violations, incomplete, passes }) => {
  const unclear = incomplete.filter((rule) => rule.id === "color-contrast");
  for (const rule of unclear) {
    rule.nodes = rule.nodes.filter((node) => node.target.flat()[0].startsWith("firstline-") &&
      !/\.fl-(way|ring)\b|data-shape="way"/.test(node.target.flat()[1]) &&
      !node.any.some((check) => check.data && check.data.messageKey === "emptyValue"));
  }
  done([
    ...violations.map(told("violated")),
    ...unclear.filter((rule) => rule.nodes.length).map(told("unclear")),
    ...(passes.some((rule) => rule.id === "color-contrast") ? [] : ["no contrast was measured"]),
  ]);
}, (error) => done([`axe failed: ${error}`]));
"#;

/// Puts the launcher where axe-core sees what lies behind a text: it looks below the body only,
/// and ours stands beside it. To be called before the panel opens.
pub async fn prepare(page: &Page) {
    page.wait_until(
        "the launcher",
        "return document.querySelector('firstline-launcher') !== null;",
    )
    .await;
    // It goes back behind the body, where the keyboard finds it last, until it has done so twenty times.
    for _ in 0..25 {
        page.ask("document.body.append(document.querySelector('firstline-launcher'));")
            .await;
    }
}

/// Whether nothing moves that comes to an end: a text that fades in has another contrast.
const STILL: &str = "return every('*').every((one) => one.getAnimations().every((moving) =>
  moving.playState !== 'running' || moving.effect.getComputedTiming().iterations === Infinity));";

/// Panics where axe-core finds something on the page, and says what.
pub async fn must_be_clean(page: &Page, where_: &str) {
    if page.ask("return typeof axe;").await == "undefined" {
        let source = std::fs::read_to_string(paths::axe()).unwrap();
        page.driver.execute(source, Vec::new()).await.unwrap();
    }
    let still = eventually(PATIENCE, async || {
        (page.ask(STILL).await == true).then_some(())
    });
    assert!(
        still.await.is_some(),
        "{where_}: things still move, and what fades in has another contrast"
    );
    // So tall that nothing is cut by what scrolls: of a text whose ground is half out of sight no contrast can be told.
    let window = page.driver.get_window_rect().await.unwrap();
    let width = u32::try_from(window.width).unwrap();
    let height = u32::try_from(window.height).unwrap();
    page.driver
        .set_window_rect(0, 0, width, 3000)
        .await
        .unwrap();
    let found = page.driver.execute_async(RUN, Vec::new()).await.unwrap();
    page.driver
        .set_window_rect(0, 0, width, height)
        .await
        .unwrap();
    let found: Vec<String> = match found.json() {
        Value::Array(_) => found.convert().unwrap(),
        other => panic!("axe-core said {other}"),
    };
    assert!(
        found.is_empty(),
        "axe-core, {where_}:\n{}",
        found.join("\n")
    );
}
