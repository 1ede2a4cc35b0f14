//! One address that a check asks over HTTP, held to what the check makes of the answer.

use std::net::IpAddr;

use firstline_diagnosis::checks::{account, captive, dns, internet, isp, services, speed};
use firstline_diagnosis::{Need, Takes, catalogue};
use hyper::Uri;
use serde_json::Value;

use super::probed::Probed;
use super::{ORIGIN, TARGETS as ABOUT, families, is_open, probes, streams};
use crate::commands::doctor::client::{Answer, Ask};
use crate::commands::doctor::{Finding, Level, Patient};

/// Asks it, and judges what came; and of what a speed test fills the line from, all that a test asks there.
pub async fn examine(patient: &Patient, need: &Need, address: &str) -> Vec<Finding> {
    let first = asked(patient, need, address).await;
    let is_relay = [Level::Good, Level::Advice].contains(&first.level);
    let mut found = vec![first];
    if need == &speed::TARGETS && is_relay {
        let listener = Probed::listener(patient, need.key, address);
        found.extend(probes::download(&listener, ABOUT).await);
        found.extend(streams::examine(&listener, ABOUT).await);
    }
    found
}

async fn asked(patient: &Patient, need: &Need, address: &str) -> Finding {
    let key = need.key;
    if let Some(why) = need.takes.refuses(address) {
        return Finding::wrong(ABOUT, format!("{key}: {address} {why}")).write(line(need));
    }
    let mut asked = fresh(address);
    if need == &speed::TARGETS {
        asked = format!("{}/probe/ping", asked.trim_end_matches('/'));
    }
    let host = match host_of(&asked) {
        Ok(host) => host,
        Err(why) => return Finding::wrong(ABOUT, format!("{key}: {address} is no address: {why}")),
    };
    let found: Vec<IpAddr> = match tokio::net::lookup_host((&*host, 443)).await {
        Ok(found) => found.map(|found| found.ip()).collect(),
        // Whoever asks another's resolver than the provider's does not find it, and that is as it should be.
        Err(_) if need == &dns::RESOLVER => {
            return Finding::good(
                ABOUT,
                format!(
                    "{key}: this machine does not find it, so it asks another resolver than yours"
                ),
            );
        }
        Err(why) if is_of_this_machine(&why.to_string()) => {
            let why =
                format!("{key}: this machine's own resolver did not answer for {host}: {why}");
            return Finding::not_tested(ABOUT, why);
        }
        Err(why) => {
            return Finding::wrong(ABOUT, format!("{key}: {host} has no address: {why}"))
                .write(record(need.takes, address, &host));
        }
    };
    if let Some(wrong) = of_other_family(need.takes, &host, &found) {
        let record = record(need.takes, address, &host);
        return Finding::wrong(ABOUT, format!("{key}: {wrong}"))
            .write(format!("{record}, and no other"));
    }
    if let Some(why) = families::none_reached(&found) {
        return Finding::not_tested(ABOUT, format!("{key}: {address}: {why}"));
    }
    let ask = Ask::get(&asked).with("origin", ORIGIN);
    let answer = match patient.client.ask(ask).await {
        Ok(answer) => answer,
        Err(why) if is_for_customers(need) && patient.is_elsewhere => {
            let why = format!(
                "{key}: {address} does not answer outside of your network ({why}); it may be for customers alone"
            );
            return Finding::not_tested(ABOUT, why)
                .write("Run the doctor once from a customer's line.");
        }
        Err(why) => {
            return Finding::wrong(ABOUT, format!("{key}: {address} does not answer: {why}"));
        }
    };
    let found = judged(need, address, &answer);
    // What is worse comes first.
    let is_good = found.level == Level::Good;
    if is_good && need == &speed::TARGETS && patient.client.speaks_http2(&asked).await {
        return Finding::advice(
            ABOUT,
            format!("{key}: {address} speaks HTTP/2, over which browsers fold all connections of a test into one"),
        )
        .write("nginx, in its server {}:  listen 443 ssl;   # without http2");
    }
    found
}

fn judged(need: &Need, address: &str, answer: &Answer) -> Finding {
    let key = need.key;
    let says = |what: &str| format!("{key}: {address} {what}");
    let good = || {
        let ms = answer.took.as_millis();
        let whose = match need == &dns::RESOLVER {
            true => {
                "; this machine finds it, so it asks one of your resolvers, or others know it too"
            }
            false => "",
        };
        Finding::good(ABOUT, says(&format!("answers in {ms} ms{whose}")))
    };
    // That they answer is all that is learned of these.
    if [&internet::OTHERS, &services::SERVICES].contains(&need) {
        return good();
    }
    match answer.status {
        200..=299 => {}
        301..=308 => {
            let to = answer.header("location");
            return Finding::wrong(
                ABOUT,
                says(&format!(
                    "leads on to {to}, which looks like a login page to a check"
                )),
            )
            .write("Answer at the address itself, or name the last one: checks follow nothing.");
        }
        status => return Finding::advice(ABOUT, says(&format!("answers {status}"))),
    }
    if !is_open(answer) {
        return Finding::wrong(
            ABOUT,
            says("may not be read by pages, so that it answers is never sure"),
        )
        .write("Let it send Access-Control-Allow-Origin: *");
    }
    if need == &speed::TARGETS && !answer.header("server-timing").contains("app;dur=") {
        return Finding::wrong(
            ABOUT,
            says("is no relay: its ping does not say its own time"),
        )
        .write("Name the root of a relay, or of one of its listeners: docs/speed-test.md");
    }
    let Some(member) = member_of(need) else {
        return good();
    };
    let said: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    if need == &account::ENDPOINT && knows_nobody(&said[member]) && said.is_object() {
        return Finding::not_tested(
            ABOUT,
            says("knows no account of this machine, which is no customer's"),
        )
        .write("Run the doctor once from a customer's line.");
    }
    match is_known(need, &said[member]) {
        true => good(),
        false => Finding::wrong(ABOUT, says(&format!("answers without a good `{member}`")))
            .write(format!("It is asked for this: {}", need.about)),
    }
}

/// The member of JSON that a check reads, where it reads one.
fn member_of(need: &Need) -> Option<&'static str> {
    match need {
        _ if need == &captive::API => Some("captive"),
        _ if need == &account::ENDPOINT => Some("state"),
        _ => None,
    }
}

fn is_known(need: &Need, said: &Value) -> bool {
    let check = catalogue().find(|check| check.needs.contains(need));
    let aliases = check.map_or(&[][..], |check| check.aliases);
    said.is_boolean() || aliases.iter().any(|(alias, _)| said == alias)
}

/// What an account is called of which nothing is known.
fn knows_nobody(state: &Value) -> bool {
    state.is_null() || ["", "unknown"].iter().any(|word| state == word)
}

/// Whether it may answer customers alone, and be right in that.
fn is_for_customers(need: &Need) -> bool {
    [&isp::EDGE, &captive::API, &account::ENDPOINT].contains(&need)
}

/// Whether looking a name up failed here, so that nothing is known of the name (`EAI_AGAIN`, RFC 3493, 6.1).
fn is_of_this_machine(why: &str) -> bool {
    why.to_ascii_lowercase()
        .contains("temporary failure in name resolution")
}

/// `*` stands for a label that nobody asked for before.
fn fresh(address: &str) -> String {
    let label = format!("doctor{}", std::process::id());
    address.replacen("://*.", &format!("://{label}."), 1)
}

/// The host, without the brackets of IPv6.
pub fn host_of(address: &str) -> Result<String, String> {
    let uri: Uri = address.parse().map_err(|why| format!("{why}"))?;
    let host = uri.host().ok_or("it has no host")?;
    Ok(host.trim_matches(['[', ']']).to_owned())
}

/// The line that sets a key up.
pub fn line(need: &Need) -> String {
    let (section, key) = need.key.split_once('.').unwrap_or(("", need.key));
    let example = need.takes.example();
    match need.takes.is_list() {
        true => format!("firstline.toml, [{section}]:  {key} = [\"{example}\"]"),
        false => format!("firstline.toml, [{section}]:  {key} = \"{example}\""),
    }
}

/// What is missing in the zone.
fn record(takes: Takes, address: &str, host: &str) -> String {
    let kind = match takes {
        Takes::Ipv6 => "AAAA",
        _ => "A",
    };
    let zone = address
        .split_once("://*.")
        .and_then(|(_, rest)| rest.split(['/', ':', '?', '#']).next());
    match zone {
        Some(zone) => format!("In the zone:  *.{zone} 60 {kind} …"),
        None => format!("In the zone:  {host} {kind} …"),
    }
}

/// What is to tell of one family must have no address of the other one.
fn of_other_family(takes: Takes, host: &str, found: &[IpAddr]) -> Option<String> {
    let mut found = found.iter();
    let (family, other) = match takes {
        Takes::Ipv4 => ("IPv4", found.find(|address| is_own_ipv6(address))),
        Takes::Ipv6 => ("IPv6", found.find(|address| address.is_ipv4())),
        _ => return None,
    };
    let other = other?;
    Some(format!(
        "{host} has the address {other}, so it does not tell whether {family} works"
    ))
}

/// Whether the zone has this address: resolvers of networks without IPv4 make one up for each name (RFC 6052, 2.1).
fn is_own_ipv6(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(_) => false,
        IpAddr::V6(address) => address.segments()[..6] != [0x64, 0xff9b, 0, 0, 0, 0],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_of_one_family_has_no_address_of_the_other() {
        let four: IpAddr = "192.0.2.1".parse().unwrap();
        let six: IpAddr = "2001:db8::1".parse().unwrap();
        // Made up by a resolver of a network without IPv4.
        let made_up: IpAddr = "64:ff9b::c000:201".parse().unwrap();
        for (takes, found, is_wrong) in [
            (Takes::Ipv4, &[four][..], false),
            (Takes::Ipv4, &[four, six], true),
            (Takes::Ipv4, &[six], true),
            (Takes::Ipv4, &[made_up], false),
            (Takes::Ipv6, &[six], false),
            (Takes::Ipv6, &[six, four], true),
            (Takes::Ipv6, &[four], true),
            (Takes::Address, &[six, four], false),
        ] {
            // Whatever it is called.
            for host in ["v4.isp.example", "v6.isp.example", "one.isp.example"] {
                let wrong = of_other_family(takes, host, found);
                assert_eq!(wrong.is_some(), is_wrong, "{takes:?} {host} {found:?}");
            }
        }
    }

    #[test]
    fn the_record_that_is_missing_is_of_the_family_and_has_no_port() {
        for (takes, address, line) in [
            (
                Takes::Ipv6,
                "https://v6.isp.example:8443/probe/ping",
                "v6.isp.example AAAA …",
            ),
            (
                Takes::Ipv4,
                "https://v4.isp.example/probe/ping",
                "v4.isp.example A …",
            ),
            (
                Takes::FreshNames,
                "https://*.dns.isp.example:8443/probe/ping",
                "*.dns.isp.example 60 A …",
            ),
            (
                Takes::FreshName,
                "https://*.resolver.isp.example",
                "*.resolver.isp.example 60 A …",
            ),
        ] {
            let host = host_of(&fresh(address)).unwrap();
            let record = record(takes, address, &host);
            assert_eq!(record, format!("In the zone:  {line}"), "{address}");
        }
    }

    #[test]
    fn the_line_to_write_is_one_that_the_relay_takes() {
        for need in catalogue().flat_map(|check| check.needs) {
            let text = line(need)
                .replace("firstline.toml, ", "")
                .replace("]:  ", "]\n");
            let text = text.replace("https://…", "https://x.example/");
            let file = Some((std::path::Path::new("firstline.toml"), &*text));
            let read = firstline_relay::Config::read(file, []);
            assert!(read.is_ok(), "{text}: {read:?}");
        }
    }

    #[test]
    fn an_account_that_is_nobodys_and_a_resolver_that_is_silent_are_no_faults() {
        for (state, is) in [
            (serde_json::json!("unknown"), true),
            (serde_json::json!(""), true),
            (Value::Null, true),
            (serde_json::json!("gone"), false),
        ] {
            assert_eq!(knows_nobody(&state), is, "{state}");
        }
        let failed = "failed to lookup address information: ";
        assert!(is_of_this_machine(&format!(
            "{failed}Temporary failure in name resolution"
        )));
        assert!(!is_of_this_machine(&format!(
            "{failed}Name or service not known"
        )));
    }

    #[test]
    fn a_name_for_your_own_resolvers_that_is_found_must_answer_as_it_should() {
        let address = "https://*.resolver.isp.example/probe/ping";
        let open = [("access-control-allow-origin", "*")];
        for (status, headers, level, words) in [
            (204, &open[..], Level::Good, "this machine finds it"),
            // To a check, an answer that it may not read is a name that is not there.
            (204, &[], Level::Wrong, "may not be read by pages"),
            (404, &open, Level::Advice, "answers 404"),
        ] {
            let answer = Answer::of(status, headers);
            let found = judged(&dns::RESOLVER, address, &answer);
            assert_eq!(found.level, level, "{found:?}");
            assert!(found.says.contains(words), "{found:?}");
        }
    }

    #[test]
    fn what_is_read_has_the_members_that_are_read() {
        for (need, said, is) in [
            (&captive::API, serde_json::json!(true), true),
            (&captive::API, Value::Null, false),
            (&captive::API, serde_json::json!("yes"), false),
            (&account::ENDPOINT, serde_json::json!("suspended"), true),
            (&account::ENDPOINT, serde_json::json!("gone"), false),
        ] {
            assert_eq!(is_known(need, &said), is, "{said}");
        }
    }
}
