//! The widget's files: kinds, compression, caching.

use firstline_wire::bundle::{ASSETS, CORE, LOADER, MANIFEST};

use super::{ORIGIN, is_open};
use crate::commands::doctor::client::Ask;
use crate::commands::doctor::{Finding, Patient};

const ABOUT: &str = "The widget's files";

/// What fits into one packet comes no sooner when it is smaller.
const WORTH_PACKING: usize = 1400;

pub async fn examine(patient: &Patient) -> Vec<Finding> {
    let mut found = Vec::new();
    let core = core(patient).await;
    let files = [
        (format!("/{LOADER}"), Kind::Script, false),
        (core, Kind::Wasm, true),
        (patient.index_path.clone(), Kind::Data, false),
    ];
    let mut good = 0;
    for (path, kind, is_forever) in &files {
        if *path == patient.index_path && patient.index.is_none() {
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
            .with("origin", ORIGIN)
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
            found.push(
                Finding::wrong(ABOUT, format!("{path} answers {}", answer.status))
                    .write("Let the proxy pass all paths on: docs/relay.md, “Behind a proxy”."),
            );
            continue;
        }
        let said = answer.header("content-type");
        if !kind.is_taken_as(said) {
            let wanted = kind.name();
            found.push(
                Finding::wrong(
                    ABOUT,
                    format!("{path} comes as “{said}” and not as {wanted}, which browsers refuse"),
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

/// What a file is to a browser.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Script,
    Wasm,
    /// Read by `fetch`, which does not look at the type.
    Data,
}

impl Kind {
    /// As the relay sends it.
    fn name(self) -> &'static str {
        match self {
            Kind::Script => "text/javascript",
            Kind::Wasm => "application/wasm",
            Kind::Data => "application/json",
        }
    }

    /// Whether browsers take it with this `Content-Type`.
    fn is_taken_as(self, said: &str) -> bool {
        /// Those that servers send, of the JavaScript MIME types (WHATWG MIME Sniffing, 4.6).
        const SCRIPTS: [&str; 4] = [
            "text/javascript",
            "application/javascript",
            "application/x-javascript",
            "application/ecmascript",
        ];
        let said = said.to_ascii_lowercase();
        match self {
            Kind::Script => SCRIPTS.contains(&said.split(';').next().unwrap_or_default().trim()),
            // A parameter is refused (WebAssembly Web API, 5.1).
            Kind::Wasm => said.trim() == self.name(),
            Kind::Data => true,
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_what_browsers_take_and_not_what_the_relay_writes() {
        for (kind, said, is) in [
            (Kind::Script, "text/javascript; charset=utf-8", true),
            (Kind::Script, "application/javascript", true),
            (Kind::Script, "text/plain", false),
            (Kind::Wasm, "Application/WASM", true),
            (Kind::Wasm, "application/wasm; charset=utf-8", false),
            (Kind::Data, "text/plain", true),
        ] {
            assert_eq!(kind.is_taken_as(said), is, "{kind:?} {said}");
        }
    }
}
