//! What can be checked on a connection, how it is measured, and what a measurement means.
//!
//! Measuring and judging are apart, and neither knows a browser. A probe measures over a [`Net`], which
//! the widget implements with the browser and tests with a simulated line; what it measured is judged
//! from numbers, so every judgement is tested natively from recorded ones.
//!
//! - [`checks`]: one folder a check, with its entry in the catalogue, its probe, its judgement and its
//!   words. [`checks::run`] measures and judges any of them.
//! - [`Check`]: what the catalogue says of a check; the one place from which engine, lint, schema, relay,
//!   widget and documentation take it.
//! - [`Finding`]: a judged measurement, as guides, tickets and screens use it.
//! - [`locate()`]: where on the way from the device to the service the fault lies.
//! - [`watch_line`]: whether a line that was made to drop is down, and back.

mod answers;
mod catalogue;
mod check_id;
pub mod checks;
mod context;
mod finding;
mod line_watch;
mod locate;
pub mod net;
mod number;
mod probe;
mod registry;
mod targets;
mod verdict;
#[cfg(not(target_arch = "wasm32"))]
mod words;

pub use answers::{Reach, TargetKind, TargetResult, is_local};
pub use catalogue::{Check, Metric, Need, Saying, Takes};
pub use check_id::CheckId;
pub use checks::{catalogue, run};
pub use context::Context;
pub use finding::{Confidence, Finding, NotMeasured};
pub use line_watch::{Change, LineWatch, Observation, watch_line};
pub use locate::{Fault, FaultLocation, PLACES, Part, is_away, locate, place};
pub use net::{Net, Progress};
pub use targets::Targets;
pub use verdict::Verdict;
#[cfg(not(target_arch = "wasm32"))]
pub use words::{Word, words};
