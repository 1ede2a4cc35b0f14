//! The pages that have the tag: their policy, and whether the tag is there.

use firstline_diagnosis::checks::internet::OTHERS;
use firstline_diagnosis::checks::loss::WITNESS;
use firstline_diagnosis::checks::router::BOXES;
use firstline_diagnosis::checks::services::SERVICES;
use firstline_diagnosis::checks::speed::TARGETS;
use firstline_wire::bundle::LOADER;

use super::echo;
use crate::commands::doctor::client::{Answer, Ask};
use crate::commands::doctor::policy::Policy;
use crate::commands::doctor::{Finding, Patient};

const ABOUT: &str = "Your pages";

pub async fn examine(patient: &Patient) -> Vec<Finding> {
    let mut found = Vec::new();
    let echo = match patient.pages.is_empty() {
        true => None,
        false => echo::origin(patient).await,
    };
    for page in &patient.pages {
        match patient.client.ask(Ask::get(page)).await {
            Ok(answer) if answer.status == 200 => {
                found.extend(of_page(patient, page, &answer, echo.as_deref()));
                found.extend(other_policies(patient, page, &answer));
            }
            Ok(answer) => found.push(Finding::advice(
                ABOUT,
                format!("{page} answers {}, so it was not looked at", answer.status),
            )),
            Err(why) => found.push(Finding::advice(
                ABOUT,
                format!("{page} does not answer: {why}"),
            )),
        }
    }
    found
}

fn of_page(patient: &Patient, page: &str, answer: &Answer, echo: Option<&str>) -> Vec<Finding> {
    let mut found = Vec::new();
    let loader = patient.url(&format!("/{LOADER}"));
    let text = answer.text();
    if !text.contains(&loader) {
        found.push(
            Finding::advice(
                ABOUT,
                format!("{page} does not have the tag in its source; a tag manager may add it"),
            )
            .write(format!(
                "<script async src=\"{loader}\" data-phone=\"…\"></script>"
            )),
        );
    }
    let mut policies: Vec<String> = answer
        .all("content-security-policy")
        .map(str::to_owned)
        .collect();
    policies.extend(in_source(&text));
    if policies.is_empty() {
        found.push(Finding::good(
            ABOUT,
            format!("{page} has no content security policy, so nothing is refused"),
        ));
        return found;
    }
    let before = found.len();
    for policy in policies
        .iter()
        .flat_map(|policies| policies.split(','))
        .map(Policy::read)
    {
        let mut forbidden = |directive: &str, url: &str| {
            if !policy.allows(directive, url, page) {
                let origin = origin_of(url);
                found.push(
                    Finding::wrong(
                        ABOUT,
                        format!("the policy of {page} forbids {origin} by {directive}"),
                    )
                    .write(format!("Content-Security-Policy: … {directive} … {origin}")),
                );
            }
        };
        forbidden("script-src", &loader);
        forbidden("connect-src", &patient.url("/probe/ping"));
        forbidden("img-src", &patient.url("/pictures/x.svg"));
        if let Some(echo) = echo {
            forbidden("connect-src", echo);
        }
        let loads = patient
            .index
            .iter()
            .flat_map(|index| index.checks.get(&TARGETS));
        for root in loads.filter(|root| root.starts_with("http")) {
            let socket = root.replacen("http", "ws", 1);
            forbidden("connect-src", &format!("{socket}probe/socket"));
        }
        for address in patient
            .index
            .iter()
            .flat_map(|index| index.checks.addresses())
        {
            // A path is the relay's own, and no source names what is asked over WebRTC.
            if !address.starts_with('/') && !address.starts_with("stun:") {
                forbidden("connect-src", &address.replacen("://*.", "://label.", 1));
            }
        }
        let is_set_up = |need| {
            patient
                .index
                .iter()
                .any(|index| !index.checks.get(need).is_empty())
        };
        if policy.blocks_webrtc() && is_set_up(&WITNESS) {
            found.push(
                Finding::advice(
                    ABOUT,
                    format!("the policy of {page} forbids WebRTC, so it is never said that UDP does not pass"),
                )
                .write("Content-Security-Policy: … without webrtc 'block'"),
            );
        }
        if !policy.allows_wasm() {
            found.push(
                Finding::wrong(
                    ABOUT,
                    format!(
                        "the policy of {page} forbids WebAssembly, so customers see the fallback"
                    ),
                )
                .write("Content-Security-Policy: … script-src … 'wasm-unsafe-eval'"),
            );
        }
    }
    if found.len() == before {
        found.push(Finding::good(
            ABOUT,
            format!("the policy of {page} lets the widget and its checks work"),
        ));
    }
    found
}

/// What a page forbids by other headers than its content security policy.
fn other_policies(patient: &Patient, page: &str, answer: &Answer) -> Vec<Finding> {
    let is_set_up = |need| {
        let mut index = patient.index.iter();
        index.any(|index| !index.checks.get(need).is_empty())
    };
    let mut found = Vec::new();
    let embedder = answer.header("cross-origin-embedder-policy");
    let keys: Vec<&str> = [&OTHERS, &SERVICES]
        .into_iter()
        .filter(|need| is_set_up(need))
        .map(|need| need.key)
        .collect();
    if embedder.trim_start().starts_with("require-corp") && !keys.is_empty() {
        let keys = keys.join(" and ");
        found.push(
            Finding::advice(
                ABOUT,
                format!("{page} requires others to agree (Cross-Origin-Embedder-Policy), so whether those of {keys} answer is not measured there"),
            )
            .write("Cross-Origin-Embedder-Policy: credentialless, or leave it out on pages with the widget"),
        );
    }
    let mut permissions = answer.all("permissions-policy");
    let forbids = |policy: &str| {
        policy.split(',').any(|one| {
            let (name, who) = one.split_once('=').unwrap_or((one, ""));
            let is_home = ["local-network", "local-network-access"].contains(&name.trim());
            is_home && who.trim() == "()"
        })
    };
    if permissions.any(forbids) && is_set_up(&BOXES) {
        found.push(
            Finding::advice(
                ABOUT,
                format!("{page} forbids the home network by its Permissions-Policy, so the router is not asked there"),
            )
            .write("Permissions-Policy: local-network=(self), local-network-access=(self)"),
        );
    }
    found
}

fn origin_of(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let host = rest.split('/').next().unwrap_or_default();
    format!("{scheme}://{}", host.replacen("label.", "*.", 1))
}

/// Policies that stand in the page's source.
fn in_source(text: &str) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    for (at, _) in lower.match_indices("http-equiv=\"content-security-policy\"") {
        let start = lower[..at].rfind('<').unwrap_or(at);
        let Some(end) = lower[at..].find('>') else {
            continue;
        };
        let tag = &text[start..at + end];
        let content = lower[start..at + end].find("content=\"").and_then(|from| {
            let value = &tag[from + "content=\"".len()..];
            value.split('"').next()
        });
        found.extend(content.map(str::to_owned));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_in_the_source_is_found() {
        let text = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\"><title>x";
        assert_eq!(in_source(text), ["default-src 'self'"]);
        assert!(in_source("<meta name=\"x\" content=\"y\">").is_empty());
    }
}
