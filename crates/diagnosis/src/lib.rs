//! What can be checked on a connection, and what a measurement means.
//!
//! Measuring and judging are apart: the browser measures (numbers, failures, times), this crate
//! judges. It is pure, so every judgement is tested natively from recorded numbers.
//!
//! - [`catalogue`]: the checks there are, their metrics, units and aliases; the one place from
//!   which engine, lint, schema and widget take them.
//! - [`judge`]: a [`Measurement`] goes in, a [`Finding`] comes out; one file a check.
//! - [`Finding`]: a judged measurement, as guides, tickets and screens use it; [`Says`] is its
//!   sentence.
//! - [`locate()`]: where on the way from the device to the service the fault lies.
//! - [`LineWatch`]: whether a line that was made to drop is down, and back.

pub mod catalogue;
mod finding;
pub mod judge;
mod line_watch;
mod locate;
mod number;
mod reply;
mod says;
mod verdict;

pub use catalogue::CheckId;
pub use finding::{Confidence, Finding, NotMeasured};
pub use judge::{Measurement, judge};
pub use line_watch::{Change, LineWatch, Seen};
pub use locate::{FaultLocation, Part, locate};
pub use reply::{Came, Reply, Target};
pub use says::Says;
pub use verdict::Verdict;
