//! A JSON file of our own shape, over HTTP: what `docs/status.md` describes.

use super::{Answer, Seen, Source};
use crate::status::file::parse;

/// Its line in the registry.
pub const SOURCE: Source = Source {
    name: "json",
    title: "A JSON file",
    example: "https://monitoring.isp.example/status.json",
    asks: |url| vec![url.to_owned()],
    next: None,
    read: |bodies, _| {
        let feed = parse(bodies.concat().as_bytes())
            .map_err(|why| format!("the file cannot be used{why}"))?;
        Ok(Answer {
            state: feed.state,
            seen: feed
                .items
                .into_iter()
                .map(|item| Seen::of(item, Vec::new()))
                .collect(),
            left_out: false,
        })
    },
};
