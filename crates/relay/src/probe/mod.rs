//! The traffic of the speed test: its bytes, the limits for an address, and the bytes that have arrived.

pub mod echo;
pub mod frames;
pub mod payload;
pub mod traffic;
pub mod uploads;
