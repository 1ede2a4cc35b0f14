//! Whoever is to be reached: how long one waits for them, and when they come.

pub mod appointments;
pub mod queues;
