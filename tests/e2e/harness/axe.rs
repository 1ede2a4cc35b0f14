//! axe-core: what a machine can find of barriers.

use serde_json::Value;

use super::{Page, paths};

/// The rules of WCAG 2.2 AA, and what its authors count as good practice.
const RUN: &str = r#"
const done = arguments[arguments.length - 1];
axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations"],
}).then(
  (results) => done(results.violations.map((violation) =>
    `${violation.id} (${violation.impact}): ${violation.help}\n` +
    violation.nodes.map((node) =>
      `    ${node.target.flat().join(" ")}\n    ${node.html}\n    ${node.failureSummary}`
    ).join("\n"))),
  (error) => done([`axe failed: ${error}`]),
);
"#;

/// Panics where axe-core finds something on the page, and says what.
pub async fn must_be_clean(page: &Page, where_: &str) {
    if page.ask("return typeof axe;").await == "undefined" {
        let source = std::fs::read_to_string(paths::axe()).unwrap();
        page.driver.execute(source, Vec::new()).await.unwrap();
    }
    let found = page.driver.execute_async(RUN, Vec::new()).await.unwrap();
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
