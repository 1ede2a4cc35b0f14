//! What a check finds, as it is typed: `fail`, `fault title=A cable was cut`, `warn median=180`.

use firstline_author::scenario::found;
use firstline_diagnosis::{CheckId, Finding, NotMeasured, Verdict};

/// What can be typed for a check: its own names for its results, and the verdicts that have none.
pub fn results(check: CheckId) -> Vec<&'static str> {
    let aliases = check.check().aliases;
    let plain = Verdict::ALL
        .into_iter()
        .filter(|verdict| {
            *verdict == Verdict::Unknown || aliases.iter().all(|(_, known)| known != verdict)
        })
        .map(Verdict::name);
    aliases.iter().map(|(name, _)| *name).chain(plain).collect()
}

/// Reads a result. Nothing typed means that it passes.
///
/// # Errors
///
/// Says what cannot be read, and what could be typed.
pub fn read(check: CheckId, typed: &str) -> Result<Finding, String> {
    let mut words = typed.split_whitespace();
    let verdict = match words.next() {
        None => Verdict::Pass,
        Some(word) => verdict(check, word).ok_or_else(|| {
            format!(
                "`{}` does not come out `{word}`; it can be {}",
                check.name(),
                results(check).join(", ")
            )
        })?,
    };
    let mut finding = found(check, verdict);
    // The check's own name for not knowing is a measurement all the same.
    let aliases = check.check().aliases;
    let first = typed.split_whitespace().next();
    if let Some((alias, _)) = aliases.iter().find(|(alias, _)| Some(*alias) == first) {
        finding.alias = Some(alias);
        finding.not_measured = None;
    }
    let mut pairs: Vec<(&str, String)> = Vec::new();
    for word in words {
        match (word.split_once('='), pairs.last_mut()) {
            (Some((name, value)), _) if carries(check, name) => {
                pairs.push((name, value.to_owned()));
            }
            // Words of a text that go on.
            (_, Some((name, value))) if check.check().texts.contains(name) => {
                *value = format!("{value} {word}");
            }
            _ => {
                return Err(format!(
                    "`{word}` is nothing that `{}` finds{}",
                    check.name(),
                    hint(check)
                ));
            }
        }
    }
    if verdict == Verdict::Unknown && !pairs.is_empty() {
        return Err("what is not measured has no numbers".to_owned());
    }
    for (name, value) in pairs {
        let metric = check
            .check()
            .metrics
            .iter()
            .find(|metric| metric.name == name);
        if let Some(metric) = metric {
            let number = value.replace(',', ".").parse::<f64>().ok();
            let before = finding.metrics.len();
            finding = finding.with(metric.name, number);
            if finding.metrics.len() == before {
                return Err(format!(
                    "{name}: `{value}` is not a number that can be measured"
                ));
            }
        } else if let Some(text) = check.check().texts.iter().find(|text| **text == name) {
            finding.texts.push((text, value));
        }
    }
    Ok(finding)
}

/// What else a check can find, for the prompt; empty where there is nothing.
pub fn hint(check: CheckId) -> String {
    let known = check.check();
    let numbers = known.metrics.iter().map(|metric| match metric.unit {
        "" => format!("{}=…", metric.name),
        unit => format!("{}=… {unit}", metric.name),
    });
    let texts = known.texts.iter().map(|text| format!("{text}=…"));
    let all: Vec<String> = numbers.chain(texts).collect();
    if all.is_empty() {
        String::new()
    } else {
        format!("; perhaps {}", all.join(", "))
    }
}

/// What a check is that was skipped.
pub fn words(finding: &Finding) -> String {
    let result = match (finding.not_measured, finding.alias) {
        (Some(NotMeasured::Skipped), _) => "skipped",
        (Some(_), _) => "not measured",
        (None, Some(alias)) => alias,
        (None, None) => finding.verdict.name(),
    };
    let mut line = format!("{}: {result}", finding.check.name());
    for (name, number) in &finding.metrics {
        line += &format!(" {name}={number}");
    }
    for (name, text) in &finding.texts {
        line += &format!(" {name}={text}");
    }
    line
}

fn verdict(check: CheckId, word: &str) -> Option<Verdict> {
    let alias = check.check().aliases.iter().find(|(name, _)| *name == word);
    alias
        .map(|(_, verdict)| *verdict)
        .or(Verdict::from_name(word))
}

fn carries(check: CheckId, name: &str) -> bool {
    let known = check.check();
    known.metrics.iter().any(|metric| metric.name == name) || known.texts.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_read_with_their_numbers_and_words() {
        for (check, typed, shown) in [
            (CheckId::Outage, "", "outage: none"),
            (CheckId::Outage, "fail", "outage: fault"),
            (
                CheckId::Outage,
                "maintenance items=2",
                "outage: maintenance items=2",
            ),
            (
                CheckId::Outage,
                "fault title=A cable was cut items=1",
                "outage: fault items=1 title=A cable was cut",
            ),
            (
                CheckId::Latency,
                "warn median=180,5",
                "latency: warn median=180.5",
            ),
            (CheckId::Isp, "unknown", "isp: not measured"),
            (CheckId::Dns, "", "dns: pass"),
            (CheckId::Dns, "unknown", "dns: not measured"),
        ] {
            assert_eq!(words(&read(check, typed).unwrap()), shown, "{typed}");
        }
    }

    #[test]
    fn what_a_check_cannot_find_is_refused_with_what_it_can() {
        for (check, typed, said) in [
            (CheckId::Isp, "fault", "it can be pass, warn, unknown, fail"),
            (
                CheckId::Outage,
                "mild",
                "it can be none, maintenance, fault, elsewhere, unknown",
            ),
            (
                CheckId::Isp,
                "fail mean=3",
                "`mean=3` is nothing that `isp` finds; perhaps time=… ms",
            ),
            (
                CheckId::Latency,
                "warn median=much",
                "`much` is not a number",
            ),
            (CheckId::Latency, "warn median=-4", "`-4` is not a number"),
            (CheckId::Latency, "warn median=4 more", "`more` is nothing"),
            (CheckId::Latency, "unknown median=4", "has no numbers"),
        ] {
            let why = read(check, typed).unwrap_err();
            assert!(why.contains(said), "{typed}: {why}");
        }
    }
}
