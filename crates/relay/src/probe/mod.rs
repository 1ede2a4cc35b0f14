//! What the speed test moves through the relay: the bytes, who may move how many, and what has arrived.

pub mod echo;
pub mod frames;
pub mod payload;
pub mod traffic;
pub mod uploads;
