//! Times and run numbers, as events, effects and trails carry them.

/// Milliseconds since 1970-01-01T00:00Z, by the clock of the customer's device.
pub type Millis = u64;

/// The number of something that runs outside the engine. A result whose run is no longer awaited
/// is ignored: the customer went back while a check ran.
pub type Run = u32;
