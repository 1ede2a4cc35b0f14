//! What can be checked on a connection, and what a measurement means.
//!
//! Measuring and judging are apart: the browser measures (numbers, failures, times), this crate
//! judges. It is pure, so every judgement is tested natively from recorded numbers.
//!
//! - [`catalogue`]: the checks there are, their metrics, units and aliases; the one place from
//!   which engine, lint, schema and widget take them.
//! - [`Finding`]: a judged measurement, as guides, tickets and screens use it.

pub mod catalogue;
mod finding;
mod verdict;

pub use catalogue::CheckId;
pub use finding::{Confidence, Finding, NotMeasured};
pub use verdict::Verdict;
