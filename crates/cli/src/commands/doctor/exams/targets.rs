//! What the checks ask besides the relay: each address that was set up, and what was not.

use firstline_diagnosis::checks::{dns, internet, isp};
use firstline_diagnosis::{Takes, TargetKind, Targets, catalogue};

use super::{TARGETS as ABOUT, echo, target};
use crate::commands::doctor::{Finding, Patient};

pub async fn examine(patient: &Patient) -> Vec<Finding> {
    let Some(index) = &patient.index else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for need in catalogue().flat_map(|check| check.needs) {
        let addresses = index.checks.get(need);
        if addresses.is_empty() {
            found.push(
                Finding::not_set_up(ABOUT, format!("{}: {}", need.key, need.about))
                    .write(target::line(need)),
            );
        }
        if need.takes == Takes::AtHome && !addresses.is_empty() {
            found.push(Finding::good(
                ABOUT,
                format!("{}: asked in customers' homes alone", need.key),
            ));
            continue;
        }
        for address in addresses {
            match need {
                _ if need.takes == Takes::Stun => {
                    found.push(echo::witness(patient, need.key, address).await);
                }
                _ if need.key == echo::KEY => found.push(echo::examine(patient, address).await),
                _ => found.extend(target::examine(patient, need, address).await),
            }
        }
    }
    found.extend(contrasts(&index.checks));
    found
}

/// Whether what is set up can be contrasted: one target alone tells little.
fn contrasts(checks: &Targets) -> Vec<Finding> {
    let edge = checks.get(&isp::EDGE);
    let has = |kind| edge.iter().any(|url| TargetKind::of(url) == kind);
    let advice = |says: &str, write: &str| Finding::advice(ABOUT, says).write(write);
    let mut found = Vec::new();
    let asks_names = !checks.get(&dns::NAMES).is_empty();
    if (asks_names || !edge.is_empty()) && !has(TargetKind::Literal) {
        found.push(advice(
            "checks.isp has no address by its number, so a resolver that is silent looks like a line that is",
            "firstline.toml, [checks]:  isp = [\"https://*.dns.isp.example/probe/ping\", \"https://192.0.2.10/probe/ping\"]",
        ));
    }
    if !edge.is_empty() && !edge.iter().any(|url| url.contains("://*.")) {
        found.push(advice(
            "checks.isp has no fresh name, so a name that a device remembers may answer for a resolver that is gone",
            "firstline.toml, [checks]:  isp = [\"https://*.dns.isp.example/probe/ping\", …]",
        ));
    }
    if checks.get(&internet::OTHERS).len() == 1 {
        found.push(advice(
            "checks.internet has one address alone, and that one may be down by itself",
            "firstline.toml, [checks]:  internet = [\"https://…\", \"https://…\", \"https://…\"]",
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use firstline_diagnosis::Need;

    use super::*;

    #[test]
    fn one_target_alone_is_advised_against() {
        let set = |needs: &[(&Need, &[&str])]| {
            let mut targets = Targets::default();
            for (need, addresses) in needs {
                let addresses = addresses.iter().map(|&address| address.into()).collect();
                targets.set(need.key, addresses);
            }
            contrasts(&targets).len()
        };
        let fresh = "https://*.dns.isp.example/";
        let number = "https://192.0.2.10/";
        let others: &[&str] = &["https://a.example/", "https://b.example/"];
        assert_eq!(set(&[]), 0);
        assert_eq!(
            set(&[(&isp::EDGE, &[fresh, number]), (&internet::OTHERS, others)]),
            0
        );
        assert_eq!(set(&[(&isp::EDGE, &[fresh])]), 1);
        assert_eq!(set(&[(&isp::EDGE, &[number])]), 1);
        assert_eq!(set(&[(&isp::EDGE, &["https://edge.isp.example/"])]), 2);
        assert_eq!(set(&[(&dns::NAMES, &[fresh])]), 1);
        assert_eq!(set(&[(&internet::OTHERS, &others[..1])]), 1);
    }
}
