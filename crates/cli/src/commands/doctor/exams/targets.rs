//! What the checks ask besides the relay: each address that was set up, and what was not.

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant, UNIX_EPOCH};

use firstline_diagnosis::{Takes, catalogue};
use hyper::Uri;
use tokio::net::UdpSocket;
use tokio::time::timeout;

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
                Takes::Stun => "\"stun:192.0.2.1:3478\"",
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
            if need.takes == Takes::Stun {
                found.push(stun(need.key, address).await);
                continue;
            }
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

/// Whether a STUN server answers.
async fn stun(key: &str, address: &str) -> Finding {
    match binding(address).await {
        Ok(took) => Finding::good(
            ABOUT,
            format!(
                "{key}: {address} answers over UDP in {} ms",
                took.as_millis()
            ),
        ),
        Err(why) => Finding::wrong(
            ABOUT,
            format!("{key}: {address} does not answer over UDP: {why}"),
        ),
    }
}

/// Sends a binding request (RFC 8489, 6.3.1), three times as datagrams get lost, and waits for what belongs to it.
async fn binding(address: &str) -> std::io::Result<Duration> {
    const PATIENCE: Duration = Duration::from_secs(1);
    let server: SocketAddr = address
        .trim_start_matches("stun:")
        .parse()
        .map_err(std::io::Error::other)?;
    let from = match server {
        SocketAddr::V4(_) => "0.0.0.0:0",
        SocketAddr::V6(_) => "[::]:0",
    };
    let socket = UdpSocket::bind(from).await?;
    socket.connect(server).await?;
    let mut request = vec![0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42];
    // Any number that no other request of this machine has at this time.
    let number =
        u128::from(std::process::id()) ^ UNIX_EPOCH.elapsed().map_or(0, |since| since.as_nanos());
    request.extend(&number.to_be_bytes()[4..]);
    let mut answer = [0; 1500];
    for _ in 0..3 {
        let began = Instant::now();
        socket.send(&request).await?;
        while let Ok(came) = timeout(
            PATIENCE.saturating_sub(began.elapsed()),
            socket.recv(&mut answer),
        )
        .await
        {
            let bytes = came?;
            if bytes >= request.len() && answer[..2] == [1, 1] && answer[4..20] == request[4..20] {
                return Ok(began.elapsed());
            }
        }
    }
    Err(std::io::Error::other(
        "three requests, no answer within a second",
    ))
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

    #[tokio::test]
    async fn a_stun_server_is_told_from_one_that_says_something_else() {
        for (kind, is_good) in [([1, 1], true), ([1, 0x11], false)] {
            let server = UdpSocket::bind("127.0.0.1:0").await.unwrap();
            let address = format!("stun:{}", server.local_addr().unwrap());
            let answering = tokio::spawn(async move {
                let mut request = [0; 100];
                while let Ok((bytes, from)) = server.recv_from(&mut request).await {
                    let mut answer = request[..bytes].to_vec();
                    answer[..2].copy_from_slice(&kind);
                    server.send_to(&answer, from).await.unwrap();
                }
            });
            assert_eq!(binding(&address).await.is_ok(), is_good);
            answering.abort();
        }
        assert!(binding("stun:127.0.0.1").await.is_err());
    }

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
