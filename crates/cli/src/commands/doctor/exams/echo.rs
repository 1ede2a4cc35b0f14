//! The echo of datagrams, and its witness: whether they answer over UDP.

use std::io;
use std::net::{IpAddr, SocketAddr};

use firstline_diagnosis::checks::loss::{ECHO, WITNESS};
use hyper::Uri;
use serde_json::Value;
use tokio::net::lookup_host;

use super::target::host_of;
use super::{TARGETS as ABOUT, families};
use crate::commands::doctor::client::Ask;
use crate::commands::doctor::{Finding, Patient, udp};

/// The key of the configuration that names it.
pub const KEY: &str = ECHO.key;

/// Where it is, as pages ask it: `https://help.isp.example:4433`; `None` if there is none, or if the relay does not say.
pub async fn origin(patient: &Patient) -> Option<String> {
    let address = patient.index.as_ref()?.checks.get(&ECHO).first()?;
    let host_and_port = |address: &str| {
        let uri: Uri = address.parse().ok()?;
        Some((uri.host()?.to_owned(), uri.port_u16().unwrap_or(443)))
    };
    // A path is the relay's own, and only the relay knows the port.
    let (host, port) = match address.strip_prefix('/') {
        None => host_and_port(address)?,
        Some(path) => {
            let ask = Ask::get(patient.url(&format!("/{path}")));
            let answer = patient.client.ask(ask).await.ok()?;
            let told: Value = serde_json::from_slice(&answer.body).ok()?;
            let port = told["port"].as_u64()?;
            (host_and_port(&patient.base)?.0, u16::try_from(port).ok()?)
        }
    };
    Some(format!("https://{host}:{port}"))
}

/// Whether somebody answers there over UDP.
pub async fn examine(patient: &Patient, address: &str) -> Finding {
    let Some(origin) = origin(patient).await else {
        return Finding::wrong(
            ABOUT,
            format!("{KEY}: {address} does not say where the echo is"),
        )
        .write("Let the proxy pass /probe/ on, to a relay of this version.");
    };
    let place = origin.trim_start_matches("https://");
    let found = match lookup_host(place).await {
        Ok(found) => found.collect::<Vec<SocketAddr>>(),
        Err(why) => {
            return Finding::wrong(ABOUT, format!("{KEY}: {place} has no address: {why}"));
        }
    };
    let addresses: Vec<IpAddr> = found.iter().map(SocketAddr::ip).collect();
    if let Some(why) = families::none_reached(&addresses) {
        return Finding::not_tested(ABOUT, format!("{KEY}: {place}: {why}"));
    }
    let mut last = None;
    for server in found {
        // One of a family that this machine lacks says nothing.
        if families::none_reached(&[server.ip()]).is_some() {
            continue;
        }
        match udp::quic(server).await {
            Ok(took) => {
                let ms = took.as_millis();
                return Finding::good(ABOUT, format!("{KEY}: {place} answers over UDP in {ms} ms"));
            }
            Err(why) => last = Some(why),
        }
    }
    let is_refused = last.as_ref().is_some_and(is_refusal);
    let is_here = addresses.iter().any(IpAddr::is_loopback);
    let why = last.map_or_else(|| "it has no address".to_owned(), |why| why.to_string());
    let found = if is_refused || is_here || lets_udp_out(patient).await {
        Finding::wrong(
            ABOUT,
            format!("{KEY}: {place} does not answer over UDP: {why}"),
        )
    } else {
        let why = format!(
            "{KEY}: {place} does not answer over UDP ({why}), and nothing shows that this machine's network lets UDP out"
        );
        Finding::not_tested(ABOUT, why)
    };
    found.write(
        "Let the firewall pass this port of UDP, and name the relay itself: proxies and CDNs pass none on.",
    )
}

/// Whether somebody said that nobody listens there, which takes UDP that passes both ways.
fn is_refusal(why: &io::Error) -> bool {
    why.kind() == io::ErrorKind::ConnectionRefused
}

/// Whether the witness shows that UDP leaves this machine's network.
async fn lets_udp_out(patient: &Patient) -> bool {
    let witnesses = patient
        .index
        .iter()
        .flat_map(|index| index.checks.get(&WITNESS));
    for address in witnesses {
        if let Ok(server) = address.trim_start_matches("stun:").parse()
            && udp::stun(server).await.is_ok()
        {
            return true;
        }
    }
    false
}

/// Whether the witness answers, and is another machine than the echo: else both are silent when it is down.
pub async fn witness(patient: &Patient, key: &str, address: &str) -> Finding {
    let server: SocketAddr = match address.trim_start_matches("stun:").parse() {
        Ok(server) => server,
        Err(why) => return Finding::wrong(ABOUT, format!("{key}: {address} is no address: {why}")),
    };
    if let Some(echo) = origin(patient).await
        && is_at(&echo, server.ip()).await
    {
        return Finding::wrong(
            ABOUT,
            format!(
                "{key}: {address} is on the machine of the echo, so a machine that is down looks like a line without UDP"
            ),
        )
        .write("firstline.toml, [checks]:  stun = \"stun:…\", on another machine");
    }
    if let Some(why) = families::none_reached(&[server.ip()]) {
        return Finding::not_tested(ABOUT, format!("{key}: {address}: {why}"));
    }
    match udp::stun(server).await {
        Ok(took) => Finding::good(
            ABOUT,
            format!(
                "{key}: {address} answers over UDP in {} ms",
                took.as_millis()
            ),
        ),
        Err(why)
            if is_refusal(&why) || server.ip().is_loopback() || echo_answers(patient).await =>
        {
            Finding::wrong(
                ABOUT,
                format!("{key}: {address} does not answer over UDP: {why}"),
            )
        }
        Err(why) => Finding::not_tested(
            ABOUT,
            format!(
                "{key}: {address} does not answer over UDP ({why}), and nothing shows that this machine's network lets UDP out"
            ),
        ),
    }
}

/// Whether the echo shows that UDP leaves this machine's network.
async fn echo_answers(patient: &Patient) -> bool {
    let Some(origin) = origin(patient).await else {
        return false;
    };
    let Ok(found) = lookup_host(origin.trim_start_matches("https://")).await else {
        return false;
    };
    for server in found {
        if udp::quic(server).await.is_ok() {
            return true;
        }
    }
    false
}

async fn is_at(origin: &str, address: IpAddr) -> bool {
    let Ok(host) = host_of(origin) else {
        return false;
    };
    let found = lookup_host((&*host, 443)).await;
    found.is_ok_and(|mut found| found.any(|found| found.ip() == address))
}
