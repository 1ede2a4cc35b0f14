//! People who can be reached: how long customers wait for them, and when they come.

pub mod appointments;
pub mod queues;
