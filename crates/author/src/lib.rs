//! What authors of guides use.
//!
//! - [`scenario`]: walks that an author wrote down, run through the real engine.
//! - [`pack`]: what a customer's browser loads, made from what authors write.
//! - [`pictures`]: the pictures that guides show.

pub mod pack;
pub mod pictures;
pub mod scenario;
