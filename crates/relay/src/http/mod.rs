//! What every request and every answer has in common.

pub mod connections;
pub mod encoding;
pub mod headers;
pub mod log;
pub mod problem;
pub mod rate_limit;
