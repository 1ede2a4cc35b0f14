//! The echo of datagrams, and its witness: whether they answer over UDP.

use std::net::{IpAddr, SocketAddr};

use firstline_diagnosis::checks::loss::ECHO;
use hyper::Uri;
use serde_json::Value;
use tokio::net::lookup_host;

use super::TARGETS as ABOUT;
use super::target::host_of;
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
    let mut last = None;
    for server in found {
        match udp::quic(server).await {
            Ok(took) => {
                let ms = took.as_millis();
                return Finding::good(ABOUT, format!("{KEY}: {place} answers over UDP in {ms} ms"));
            }
            Err(why) => last = Some(why),
        }
    }
    let why = last.map_or_else(|| "it has no address".to_owned(), |why| why.to_string());
    Finding::wrong(
        ABOUT,
        format!("{KEY}: {place} does not answer over UDP: {why}"),
    )
    .write(
        "Let the firewall pass this port of UDP, and name the relay itself: proxies and CDNs pass none on.",
    )
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
    match udp::stun(server).await {
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

async fn is_at(origin: &str, address: IpAddr) -> bool {
    let Ok(host) = host_of(origin) else {
        return false;
    };
    let found = lookup_host((&*host, 443)).await;
    found.is_ok_and(|mut found| found.any(|found| found.ip() == address))
}
