//! `firstline doctor`: looks at an installation from outside, as a browser meets it.

mod client;
mod exams;
mod finding;
mod policy;
mod udp;

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use firstline_wire::Index;
use hyper::Uri;

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
    /// A language that the relay serves
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: String,
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
    /// What the relay publishes for the widget; `None` if it cannot be read.
    index: Option<Index>,
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
        let index = index(&client, &base, &args.language).await;
        let patient = Patient {
            client,
            base,
            pages: args.page,
            index,
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

async fn index(client: &Client, base: &str, language: &str) -> Option<Index> {
    let ask = Ask::get(format!("{base}/guides/index.{language}.json"));
    let answer = client.ask(ask).await.ok()?;
    serde_json::from_slice(&answer.body).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

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
