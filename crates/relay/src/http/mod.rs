//! The part that is common to every request and every answer.

pub mod bodies;
pub mod burst;
pub mod connections;
pub mod encoding;
pub mod extract;
pub mod forwarded;
pub mod headers;
pub mod line;
pub mod log;
mod metered;
mod own_answers;
pub mod places;
pub mod problem;
pub mod problem_pages;
pub mod rate_limit;
pub mod tcp_info;
pub mod to_the_end;
