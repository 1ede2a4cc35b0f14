//! A line in a laboratory: *customer – router – provider – Internet*, each a network namespace of this machine, with a
//! shaper between router and provider, name servers, web servers, a captive portal, and faults to be put in.
//!
//! ```text
//! customer ── router ══ shaper ══ provider ── internet
//! 192.168.1.10  .1                  192.0.2.10 help.isp.example    198.51.100.10 site-a.example
//!               router.example      192.0.2.53 the name server     198.51.100.11 site-b.example
//!                                   192.0.2.80 the portal          198.51.100.12 site-c.example
//! ```
//!
//! [`Lab::up`] makes it, [`Lab::fault`] breaks it, [`Lab::command`] starts a program somewhere in it, and dropping it takes
//! everything away. It needs Linux, root, and `ip` of iproute2; [`Impossible`] says what is missing. Several can be there at
//! once. docs/lab.md is for those who use it.
#![cfg(target_os = "linux")]

mod fault;
mod filter;
mod impossible;
mod lab;
mod line;
mod namespaces;
pub mod plan;
mod services;
mod shaper;
mod truth;

pub use fault::Fault;
pub use impossible::{Impossible, NOT_TESTED};
pub use lab::{Entrance, Lab};
pub use line::{Direction, Line};
pub use namespaces::Place;
pub use shaper::Strain;
pub use truth::{Sample, Truth};
