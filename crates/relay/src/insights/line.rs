//! Which checks tell whether the line works, for alarms and for the page on checks alike.

/// The provider's network, the internet, and its names (DNS): each fails where nothing is wrong at the customer's. Names fail
/// only over a line that is open, so a sentence must not say of them that nothing answers.
pub const CHECKS: [&str; 3] = ["isp", "internet", "dns"];
