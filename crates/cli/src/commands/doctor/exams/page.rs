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
    let text = without_comments(&answer.text());
    let tag = tag_of(&text, &loader);
    if tag.is_none() {
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
        let nonce = tag.map(|tag| attribute(tag, "nonce").unwrap_or_default());
        if !policy.runs_script(&loader, page, nonce.as_deref()) {
            forbidden_script(&mut found, page, &loader);
        }
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
            let socket = socket.trim_end_matches('/');
            forbidden("connect-src", &format!("{socket}/probe/socket"));
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

/// What to write where the policy keeps the loader out.
fn forbidden_script(found: &mut Vec<Finding>, page: &str, loader: &str) {
    let origin = origin_of(loader);
    let says = format!("the policy of {page} forbids {origin} by script-src");
    found.push(Finding::wrong(ABOUT, says).write(format!(
        "Content-Security-Policy: … script-src … {origin}\n         With 'strict-dynamic', the tag needs the policy's nonce:  <script async nonce=\"…\" src=\"{loader}\"></script>"
    )));
}

/// A page's source without what browsers skip.
fn without_comments(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    kept + rest
}

/// The tag of the script at this address, which it may name without scheme, or on the same host by its path alone.
fn tag_of<'a>(text: &'a str, address: &str) -> Option<&'a str> {
    let (_, without_scheme) = address.split_once(':')?;
    let (_, name) = address.rsplit_once('/')?;
    let lower = text.to_ascii_lowercase();
    lower.match_indices("<script").find_map(|(at, _)| {
        let end = lower[at..].find('>')?;
        let tag = &text[at..at + end];
        let src = attribute(tag, "src")?;
        let is_relative = !src.contains("//");
        let is_it = src.contains(without_scheme) || (is_relative && src.contains(name));
        is_it.then_some(tag)
    })
}

/// The value of an attribute of a tag, with the references that stand for quotes read.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let (at, _) = lower.match_indices(&format!("{name}=")).find(|(at, _)| {
        let before = lower[..*at].chars().next_back();
        before.is_some_and(|letter| letter.is_ascii_whitespace() || "\"'".contains(letter))
    })?;
    let value = &tag[at + name.len() + 1..];
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split_ascii_whitespace().next()?,
    };
    let mut value = value.to_owned();
    for (reference, letter) in [
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&apos;", "'"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ] {
        value = value.replace(reference, letter);
    }
    Some(value)
}

/// Policies that stand in the page's source.
fn in_source(text: &str) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    let tags = lower.match_indices("<meta").filter_map(|(at, _)| {
        let end = lower[at..].find('>')?;
        Some(&text[at..at + end])
    });
    tags.filter(|tag| {
        let header = attribute(tag, "http-equiv").unwrap_or_default();
        header.eq_ignore_ascii_case("content-security-policy")
    })
    .filter_map(|tag| attribute(tag, "content"))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_in_the_source_is_found() {
        let text = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\"><title>x";
        assert_eq!(in_source(text), ["default-src 'self'"]);
        assert!(in_source("<meta name=\"x\" content=\"y\">").is_empty());
        let escaped =
            "<META content='default-src &#39;self&#39;' http-equiv=content-security-policy>";
        assert_eq!(in_source(escaped), ["default-src 'self'"]);
    }

    #[test]
    fn what_stands_in_a_comment_is_not_there() {
        let text = format!("<a><!-- <meta x><script src=\"{LOADER}\"></script> --><b><!-- open");
        assert_eq!(without_comments(&text), "<a><b>");
    }

    #[test]
    fn the_nonce_is_that_of_the_tag() {
        let text = "<script nonce=\"other\">1</script>\
                    <script async data-nonce=\"no\" nonce='Ab1=' src=\"https://h/firstline.js?x\"></script>";
        let loader = "https://h/firstline.js";
        let tag = tag_of(text, loader).unwrap();
        assert_eq!(attribute(tag, "nonce").as_deref(), Some("Ab1="));
        assert_eq!(attribute(tag, "integrity"), None);
        for (src, is) in [
            ("//h/firstline.js", true),
            ("/firstline.js", true),
            ("https://other/firstline.js", false),
            ("app.js", false),
        ] {
            let text = format!("<script src={src}></script>");
            assert_eq!(tag_of(&text, loader).is_some(), is, "{src}");
        }
    }
}
