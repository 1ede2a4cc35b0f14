//! Weighs a guide with every guide that it calls.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Part;
use crate::place;

/// The budget of so many steps, in bytes of brotli.
const BUDGET: usize = 3_000;
/// The number of steps for which the budget is.
const STEPS: usize = 40;

/// Packs the guide as the relay does, and weighs the pack.
pub fn weigh(entry: &str) -> Result<Part> {
    let sources = sources()?;
    let pack = firstline_author::pack::pack(entry, |id| sources.get(id).map(String::as_str))?;
    let steps = count_steps(pack.guides.iter().filter_map(|id| sources.get(id)))?;
    let bytes = &pack.bytes;
    Ok(Part {
        name: format!("pack {entry}"),
        raw: bytes.len(),
        gzip: firstline_compress::gzip(bytes)?.len(),
        brotli: firstline_compress::brotli(bytes, firstline_compress::BEST)?.len(),
        budget: Some(budget(steps)),
    })
}

/// The guides by their ids, which are the names of their files.
fn sources() -> Result<BTreeMap<String, String>> {
    let mut sources = BTreeMap::new();
    for entry in fs::read_dir(place::root().join("guides"))? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let id = path
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned());
            sources.insert(id.unwrap_or_default(), fs::read_to_string(&path)?);
        }
    }
    Ok(sources)
}

/// The steps of all these guides.
fn count_steps<'a>(sources: impl Iterator<Item = &'a String>) -> Result<usize> {
    let mut steps = 0;
    for source in sources {
        let guide: Value = serde_json::from_str(source)?;
        steps += guide["steps"]
            .as_object()
            .context("a guide has no steps")?
            .len();
    }
    Ok(steps)
}

/// A small guide has the whole budget: what every guide begins with is not less for it.
fn budget(steps: usize) -> usize {
    BUDGET * steps.max(STEPS) / STEPS
}

#[cfg(test)]
mod tests {
    use super::{budget, count_steps};

    #[test]
    fn the_budget_grows_with_the_steps() {
        assert_eq!(budget(12), 3_000);
        assert_eq!(budget(40), 3_000);
        assert_eq!(budget(60), 4_500);
    }

    #[test]
    fn the_steps_of_every_guide_count() {
        let guides = [
            r#"{"steps":{"a":{},"b":{}}}"#.to_owned(),
            r#"{"steps":{"c":{}}}"#.to_owned(),
        ];
        assert_eq!(count_steps(guides.iter()).unwrap(), 3);
    }
}
