//! `GET /api/v1/status`: known faults and maintenance. What the check `outage` reads is what the relay
//! writes.

pub use firstline_diagnosis::checks::outage::feed::{Item, Kind, State, Status, Update};
