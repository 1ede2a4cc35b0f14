//! The tools of guide authors.
//!
//! - [`folder`]: a folder of guides on disk, read once.
//! - [`lint`]: everything that is wrong with it, or could be better.
//! - [`scenario`]: walks that an author wrote down, run through the real engine.
//! - [`pack`]: what a customer's browser loads, made from what authors write.
//! - [`pictures`]: the pictures that guides show.
//! - [`translate`]: guides in other languages.
//! - [`provider`]: what guides say of the provider.
//! - [`equipment`]: the boxes that stand in customers' homes, and what their lamps mean.
//! - [`figures`]: how long guides are for those who walk them.
//! - [`reading`]: how hard they are to read.

pub mod equipment;
pub mod features;
pub mod figures;
pub mod folder;
pub mod lint;
pub mod pack;
pub mod pictures;
pub mod provider;
mod reader;
pub mod reading;
mod rules;
pub mod scenario;
pub mod translate;
