//! What the probes need to know besides the network.

use crate::Targets;

/// What the probes need to know.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// The relay's root, with a trailing slash.
    pub base: String,
    /// The customer's language, for what the status feed says.
    pub language: String,
    /// The customer's area, such as a postcode; empty if it is not known.
    pub area: String,
    /// The service that the customer's problem is with, such as `phone`; empty for any.
    pub service: String,
    /// What the page says of the account, by the words of the check `account`; empty if it says nothing.
    pub account: String,
    /// For how many minutes the line is watched; zero for a few pings.
    pub minutes: u16,
    /// Whether the customer has just agreed that the browser asks for the home network.
    pub may_ask: bool,
    /// Whether the device says that it is on mobile data.
    pub mobile_data: bool,
    /// What the provider set up.
    pub targets: Targets,
}

impl Context {
    /// The relay's own target, which answers at once with nothing.
    pub fn ping(&self) -> String {
        [&self.base, "probe/ping"].concat()
    }
}
