//! The widget's files: kinds, compression, caching.

use firstline_wire::bundle::{ASSETS, CORE, LOADER, MANIFEST};

use super::is_open;
use crate::commands::doctor::client::Ask;
use crate::commands::doctor::{Finding, Patient};

const ABOUT: &str = "The widget's files";

/// What fits into one packet comes no sooner when it is smaller.
const WORTH_PACKING: usize = 1400;

pub async fn examine(patient: &Patient) -> Vec<Finding> {
    let mut found = Vec::new();
    let core = core(patient).await;
    let files = [
        (format!("/{LOADER}"), "text/javascript", false),
        (core, "application/wasm", true),
        (
            "/guides/index.en.json".to_owned(),
            "application/json",
            false,
        ),
    ];
    let mut good = 0;
    for (path, kind, is_forever) in &files {
        if path.ends_with("index.en.json") && patient.index.is_none() {
            found.push(
                Finding::wrong(
                    ABOUT,
                    format!("{path} cannot be read, so there are no guides"),
                )
                .write("Name a language that it serves: --language TAG."),
            );
            continue;
        }
        let before = found.len();
        let ask = Ask::get(patient.url(path))
            .with("origin", "https://doctor.example")
            .with("accept-encoding", "br");
        let answer = match patient.client.ask(ask).await {
            Ok(answer) => answer,
            Err(why) => {
                found.push(Finding::wrong(
                    ABOUT,
                    format!("{path} does not answer: {why}"),
                ));
                continue;
            }
        };
        if answer.status != 200 {
            if !path.ends_with("index.en.json") {
                found.push(
                    Finding::wrong(ABOUT, format!("{path} answers {}", answer.status))
                        .write("Let the proxy pass all paths on: docs/relay.md, “Behind a proxy”."),
                );
            }
            continue;
        }
        let said = answer.header("content-type");
        if !said.starts_with(kind) {
            found.push(
                Finding::wrong(
                    ABOUT,
                    format!("{path} comes as “{said}” and not as {kind}, which browsers refuse"),
                )
                .write("Let the proxy keep Content-Type as it is."),
            );
        }
        if !is_open(&answer) {
            found.push(
                Finding::wrong(
                    ABOUT,
                    format!(
                        "{path} may not be read by other pages (no Access-Control-Allow-Origin: *)"
                    ),
                )
                .write("Let the proxy keep the relay's Access-Control headers, and add none."),
            );
        }
        if answer.header("content-encoding") != "br" && answer.body.len() > WORTH_PACKING {
            found.push(
                Finding::advice(ABOUT, format!("{path} comes uncompressed or packed anew: {} bytes", answer.body.len()))
                    .write("Let the proxy pass Accept-Encoding on, and compress nothing itself (gzip off;)."),
            );
        }
        if *is_forever && !answer.header("cache-control").contains("immutable") {
            found.push(
                Finding::advice(
                    ABOUT,
                    format!(
                        "{path} is asked for anew on each visit: “{}”",
                        answer.header("cache-control")
                    ),
                )
                .write("Let the proxy keep Cache-Control as it is."),
            );
        }
        if found.len() == before {
            good += 1;
        }
    }
    if good > 0 {
        let says = format!(
            "{good} of {} come as they should: kind, CORS, Brotli, caching",
            files.len()
        );
        found.insert(0, Finding::good(ABOUT, says));
    }
    found
}

/// Where the core is in this build.
async fn core(patient: &Patient) -> String {
    let manifest = patient
        .client
        .ask(Ask::get(patient.url(&format!("/{MANIFEST}"))))
        .await;
    let build = manifest.ok().and_then(|answer| {
        let manifest: serde_json::Value = serde_json::from_slice(&answer.body).ok()?;
        Some(manifest["build"].as_str()?.to_owned())
    });
    match build {
        Some(build) => format!("/{ASSETS}{build}/{}", CORE.trim_start_matches(ASSETS)),
        None => format!("/{CORE}"),
    }
}
