//! The page of the checks: what a guide can ask for, and what comes back.

use anyhow::Result;
use firstline_diagnosis::{CheckId, Verdict};

/// The page.
pub(super) fn page() -> Result<String> {
    let about = "What a guide can run, as `\"run\": [\"isp\"]`. A check passes, warns, fails, or is unknown; \
                 `on` of a step leads on by `pass`, `warn`, `fail` and `unknown`, or by the check's own words. \
                 `check.isp` is the result as a fact, by the check's own word if it has one; `check.isp.time` \
                 is a number that it measured.";
    let mut page = super::head("Checks", about);
    page += "\n| check | numbers | texts | own words | while our own instruction takes the line down |\n";
    page += "|---|---|---|---|---|\n";
    for id in CheckId::ALL {
        page += &row(*id);
    }
    for id in CheckId::ALL {
        page += &entry(*id);
    }
    Ok(page)
}

fn row(id: CheckId) -> String {
    let check = id.check();
    let metrics = check.metrics.iter().map(|metric| match metric.unit {
        "" => format!("`{}`", metric.name),
        unit => format!("`{}` ({unit})", metric.name),
    });
    let texts = check.texts.iter().map(|text| format!("`{text}`"));
    let aliases = check.aliases.iter();
    let aliases =
        aliases.map(|(alias, verdict)| format!("`{alias}` ({})", Verdict::name(*verdict)));
    let line = if check.needs_line {
        "says nothing"
    } else {
        "works"
    };
    format!(
        "| `{}` | {} | {} | {} | {line} |\n",
        id.name(),
        metrics.collect::<Vec<_>>().join(", "),
        texts.collect::<Vec<_>>().join(", "),
        aliases.collect::<Vec<_>>().join(", "),
    )
}

/// What a check tells, whom it asks, and what the provider sets up for it.
fn entry(id: CheckId) -> String {
    let check = id.check();
    let mut text = format!("\n## {}\n\n{}\n", id.name(), check.tells);
    text += &format!("\nIt asks {}.\n", check.asks);
    for need in check.needs {
        text += &format!("\n- `{}` of `firstline.toml`: {}\n", need.key, need.about);
    }
    text
}
