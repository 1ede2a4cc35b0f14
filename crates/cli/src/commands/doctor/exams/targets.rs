//! What the checks ask besides the relay: each address that was set up, and what was not.

use std::net::IpAddr;

use firstline_diagnosis::{Takes, catalogue};
use hyper::Uri;

use crate::commands::doctor::client::Ask;
use crate::commands::doctor::{Finding, Patient};

const ABOUT: &str = "What the checks ask";

pub async fn examine(patient: &Patient) -> Vec<Finding> {
    let Some(index) = &patient.index else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for need in catalogue().flat_map(|check| check.needs) {
        let addresses = index.checks.get(need);
        if addresses.is_empty() {
            let (section, key) = need.key.split_once('.').unwrap_or(("", need.key));
            let example = match need.takes {
                Takes::Addresses => "[\"https://…\"]",
                Takes::Address => "\"https://…\"",
                Takes::AtHome => "[\"http://192.168.1.1/\"]",
            };
            found.push(
                Finding::not_set_up(ABOUT, format!("{}: {}", need.key, need.about))
                    .write(format!("firstline.toml, [{section}]:  {key} = {example}")),
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
            found.push(target(patient, need.key, address).await);
        }
    }
    found
}

async fn target(patient: &Patient, key: &str, address: &str) -> Finding {
    // `*` stands for a label that nobody asked for before.
    let label = format!("doctor{}", std::process::id());
    let asked = address.replacen("://*.", &format!("://{label}."), 1);
    // A path is the relay's own.
    let asked = match asked.starts_with('/') {
        true => patient.url(&asked),
        false => asked,
    };
    let uri: Uri = match asked.parse() {
        Ok(uri) => uri,
        Err(why) => return Finding::wrong(ABOUT, format!("{key}: {address} is no address: {why}")),
    };
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let found: Vec<IpAddr> = match tokio::net::lookup_host((host, 443)).await {
        Ok(found) => found.map(|found| found.ip()).collect(),
        Err(why) => {
            let wildcard = match address.contains("://*.") {
                true => format!(
                    "In the zone:  *.{} 60 A …",
                    address
                        .split("://*.")
                        .nth(1)
                        .and_then(|rest| rest.split('/').next())
                        .unwrap_or_default()
                ),
                false => format!("In the zone:  {host} A …"),
            };
            return Finding::wrong(ABOUT, format!("{key}: {host} has no address: {why}"))
                .write(wildcard);
        }
    };
    if let Some(wrong) = of_other_family(host, &found) {
        return Finding::wrong(ABOUT, format!("{key}: {wrong}"));
    }
    match patient
        .client
        .ask(Ask::get(&asked).with("origin", "https://doctor.example"))
        .await
    {
        Ok(answer) if (200..300).contains(&answer.status) => Finding::good(
            ABOUT,
            format!("{key}: {address} answers in {} ms", answer.took.as_millis()),
        ),
        Ok(answer) => Finding::advice(ABOUT, format!("{key}: {address} answers {}", answer.status)),
        Err(why) => Finding::wrong(ABOUT, format!("{key}: {address} does not answer: {why}")),
    }
}

/// A name that says its family must have no address of the other one.
fn of_other_family(host: &str, found: &[IpAddr]) -> Option<String> {
    let (label, other) = match host.split('.').next()? {
        label @ ("v4" | "ipv4") => (label, found.iter().find(|address| address.is_ipv6())),
        label @ ("v6" | "ipv6") => (label, found.iter().find(|address| address.is_ipv4())),
        _ => return None,
    };
    let other = other?;
    Some(format!(
        "{host} has the address {other}, so it does not tell whether {label} works; take that record out of the zone"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_one_family_has_no_address_of_the_other() {
        let four: IpAddr = "192.0.2.1".parse().unwrap();
        let six: IpAddr = "2001:db8::1".parse().unwrap();
        for (host, found, is_wrong) in [
            ("v4.isp.example", &[four][..], false),
            ("v4.isp.example", &[four, six], true),
            ("v6.isp.example", &[six], false),
            ("ipv6.isp.example", &[six, four], true),
            ("help.isp.example", &[six, four], false),
        ] {
            assert_eq!(of_other_family(host, found).is_some(), is_wrong, "{host}");
        }
    }
}
