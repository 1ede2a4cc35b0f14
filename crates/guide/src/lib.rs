//! The guide engine: a pure state machine that walks a customer through a decision-tree guide.
//!
//! ```text
//! guides/*.json ─▶ raw ─▶ load ─▶ Guide ─▶ Session::update(Event) ─▶ Vec<Effect>
//! ```
//!
//! An event goes in; the next state and a list of effects come out. Nothing here runs an effect,
//! reads a clock, draws a random number or touches a browser; times come in with events. So the
//! widget, the command line and the relay run the very same engine.

pub mod country;
pub mod diagnostic;
pub mod dial;
pub mod format;
pub mod json;
pub mod language;
pub mod load;
pub mod model;
pub mod names;
mod never;
pub mod pack;
mod plain;
pub mod raw;
pub mod routes;
pub mod rules;
pub mod session;
pub mod typed;

pub use model::{Guide, Library};
pub use plain::{join, plain};
pub use session::{Effect, Event, Screen, Session, Trail};
