//! What a check found, in one line, as agents and helpdesks read it.

use std::fmt::Write as _;

use firstline_diagnosis::Finding;
use firstline_wire::foreign::on_one_line;

/// A finding in one line: `latency: warn (high confidence), median 180 ms, samples 12`.
pub fn measured(finding: &Finding) -> String {
    let check = finding.check.check();
    let name = finding.check.name();
    if let Some(why) = finding.not_measured {
        return format!("{name}: not measured ({})", why.name());
    }
    let result = finding.alias.unwrap_or(finding.verdict.name());
    let mut line = format!(
        "{name}: {result} ({} confidence)",
        finding.confidence.name()
    );
    for (metric, value) in &finding.metrics {
        let unit = check
            .metrics
            .iter()
            .find(|known| known.name == *metric)
            .map(|m| m.unit);
        let _ = write!(line, ", {metric} {}", number(*value));
        if let Some(unit) = unit.filter(|unit| !unit.is_empty()) {
            let _ = write!(line, " {unit}");
        }
    }
    for (name, text) in &finding.texts {
        let _ = write!(line, ", {name}: {}", on_one_line(text));
    }
    line
}

/// At most two decimals, as many as are needed.
pub fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
