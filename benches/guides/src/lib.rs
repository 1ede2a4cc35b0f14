//! What the benchmarks work on: the guides that are shipped, and the longest walk that a scenario takes through them.

// A benchmark without its guides is none.
#![allow(clippy::expect_used)]

use std::path::Path;
use std::sync::Arc;

use firstline_author::folder::GuideFolder;
use firstline_author::scenario;
use firstline_guide::{Library, Trail, load};

/// The shipped guides, and what is measured with them.
#[derive(Debug)]
pub struct Shipped {
    /// The folder.
    pub folder: GuideFolder,
    /// The text of the guide with the most steps.
    pub source: String,
    /// Its id.
    pub id: String,
    /// All guides together.
    pub library: Arc<Library>,
    /// The trail of the longest walk that a scenario of that guide takes.
    pub trail: Trail,
}

/// Reads the shipped guides.
///
/// # Panics
/// If they are not there or not sound; the suite holds them to that.
pub fn shipped() -> Shipped {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guides");
    let folder = GuideFolder::read(&path).expect("the guides are there");
    let guides = folder.by_id().into_values().map(Arc::clone).collect();
    let library = Arc::new(load::shared(guides).expect("the guides fit together"));
    let listed = library.guides().iter().filter(|guide| guide.listed);
    let largest = listed.max_by_key(|guide| guide.steps.len());
    let id = largest.expect("a guide is listed").id.clone();
    let file = folder.guides.iter().find(|file| file.id() == Some(&id));
    let source = file.and_then(|file| file.source.usable());
    let source = source.expect("the guide has a file").to_owned();
    let (scenarios, _) = scenario::read(&source);
    let walks = scenarios
        .iter()
        .filter_map(|scenario| scenario::run(&library, &id, scenario).ok());
    let trails = walks.map(|walked| walked.session.trail().clone());
    let trail = trails
        .max_by_key(|trail| trail.visits.len())
        .expect("a scenario walks");
    Shipped {
        folder,
        source,
        id,
        library,
        trail,
    }
}
