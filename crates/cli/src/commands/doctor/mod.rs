//! `firstline doctor`: looks at an installation from outside, as a browser meets it.

mod client;
mod exams;
mod finding;
mod policy;
mod udp;

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use firstline_wire::Index;
use firstline_wire::bundle::LOADER;
use hyper::Uri;
use serde::de::DeserializeOwned;

use super::run_async;
use crate::output::{FAILED, WRONG, fail, print};
use client::{Ask, Client};
use finding::{Finding, Level};

/// Look at an installation from outside, and say what is missing and what to write
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The relay's address as customers' browsers know it, such as https://help.isp.example
    address: String,
    /// A page that has the widget's tag; as many as you like
    #[arg(long, value_name = "URL")]
    page: Vec<String>,
    /// A language that the relay serves; the provider's first if left out
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// A file of certificates to believe besides this machine's own, as PEM
    #[arg(long, value_name = "FILE")]
    certificates: Option<std::path::PathBuf>,
    /// Print one JSON document, for programs
    #[arg(long)]
    json: bool,
}

/// What is looked at.
#[derive(Debug)]
pub struct Patient {
    client: Client,
    /// The relay, without a slash at the end.
    base: String,
    pages: Vec<String>,
    /// The path of the index.
    index_path: String,
    /// What the relay publishes for the widget; `None` if it cannot be read.
    index: Option<Index>,
    /// Whether the relay says that this machine is outside of the provider's network.
    is_elsewhere: bool,
}

impl Patient {
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    let base = match base(&args.address) {
        Ok(base) => base,
        Err(error) => return fail(WRONG, format!("{error:#}")),
    };
    let client = match Client::new(args.certificates.as_deref()) {
        Ok(client) => client,
        Err(error) => return fail(WRONG, format!("{error:#}")),
    };
    let found = run_async(async {
        let language = match args.language {
            Some(language) => language,
            None => first_language(&client, &base).await,
        };
        let index_path = format!("/guides/index.{language}.json");
        let index = json(&client, format!("{base}{index_path}")).await;
        let whoami: Option<serde_json::Value> = json(&client, format!("{base}/probe/whoami")).await;
        let patient = Patient {
            client,
            base,
            pages: args.page,
            index_path,
            index,
            is_elsewhere: whoami.is_some_and(|whoami| whoami["on_net"] == false),
        };
        Ok(exams::all(&patient).await)
    });
    let found = match found {
        Ok(found) => found,
        Err(error) => return fail(FAILED, format!("{error:#}")),
    };
    print(&match args.json {
        true => finding::for_programs(&found),
        false => finding::for_people(&found),
    });
    match found.iter().any(|finding| finding.level == Level::Wrong) {
        true => ExitCode::from(FAILED),
        false => ExitCode::SUCCESS,
    }
}

/// The address without what follows the host.
fn base(text: &str) -> anyhow::Result<String> {
    let wrong = || format!("“{text}” is not an address. Write https://help.isp.example");
    let uri: Uri = text.parse().with_context(wrong)?;
    let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.authority()) else {
        bail!("{}", wrong());
    };
    if !["https", "http"].contains(&scheme) {
        bail!("{}", wrong());
    }
    // A relay may lie below a path of a larger site.
    let path = uri.path().trim_end_matches('/');
    Ok(format!("{scheme}://{host}{path}"))
}

async fn json<T: DeserializeOwned>(client: &Client, url: String) -> Option<T> {
    let answer = client.ask(Ask::get(url)).await.ok()?;
    serde_json::from_slice(&answer.body).ok()
}

/// The language to fall back to, which the loader knows; English where it does not say.
async fn first_language(client: &Client, base: &str) -> String {
    let ask = Ask::get(format!("{base}/{LOADER}"));
    let loader = client.ask(ask).await.ok().map(|answer| answer.text());
    let first = loader.as_deref().and_then(fallen_back_to);
    first.unwrap_or("en").to_owned()
}

/// What the loader has under "" in its words ([`firstline_wire::bundle::words`]).
fn fallen_back_to(loader: &str) -> Option<&str> {
    let (_, rest) = loader.split_once("\"\":\"")?;
    let (tag, _) = rest.split_once('"')?;
    let is_tag = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    (!tag.is_empty() && tag.chars().all(is_tag)).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_is_the_one_that_the_loader_falls_back_to() {
        let words = firstline_wire::bundle::words(
            serde_json::json!({ "de": {"help": "Hilfe"}, "en": {"help": "Help"} })
                .as_object()
                .unwrap(),
            &["de".to_owned(), "en".to_owned()],
        );
        assert_eq!(fallen_back_to(&format!("const w={words};")), Some("de"));
        assert_eq!(fallen_back_to("<!doctype html>"), None);
        assert_eq!(fallen_back_to("{\"\":\"../x\"}"), None);
    }

    #[test]
    fn an_address_is_read_as_people_write_it() {
        for (text, is) in [
            ("https://help.isp.example", Some("https://help.isp.example")),
            (
                "https://isp.example/help/",
                Some("https://isp.example/help"),
            ),
            ("http://127.0.0.1:8080/?a", Some("http://127.0.0.1:8080")),
            ("help.isp.example", None),
            ("ftp://help.isp.example", None),
            ("", None),
        ] {
            assert_eq!(base(text).ok().as_deref(), is, "{text}");
        }
    }
}
