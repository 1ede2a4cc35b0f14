//! The server between widget and helpdesk.
//!
//! It publishes widget and guides ([`Site`], given to it as a value), answers the probes, reports
//! known faults and stores tickets. [`Relay::open`] makes it from a [`Config`], a [`Site`] and a
//! [`Provider`]; [`Relay::serve`] runs it.
//!
//! In reading order: [`config`] and `operator` are what the operator says, [`site`] is what is
//! published, and `seal` makes the secrets behind tokens and signed links. `server` mounts the `routes`, one file each.
//! `tickets` is what becomes of a ticket, from the body of a request to the text for the agent, with each finding as one line
//! of `measured`; [`store`] is what stays; `status` is the feed of known faults. `outbox` carries tickets to the [`helpdesk`],
//! and `mail` to customers; `alerts` sends the messages that customers or the provider's people asked for, such as that a
//! fault is over. `counting` counts walks in memory and writes them into the store, and `insights` draws the pages of these
//! counts. `probe` is what speed tests move; `identity` knows who a customer is who is signed in, `people` knows how long
//! customers wait for somebody. `http` is what every request and answer has in common, `memory` gives back what is free.
//! `app` holds what they all share.

mod alerts;
mod app;
pub mod config;
mod counting;
pub mod helpdesk;
mod http;
mod identity;
mod insights;
mod mail;
mod measured;
mod memory;
mod operator;
mod outbox;
mod people;
mod probe;
mod routes;
mod seal;
mod server;
pub mod site;
pub mod status;
pub mod store;
mod tickets;

pub use config::{Config, ConfigProblems};
pub use helpdesk::Helpdesk;
pub use http::log;
pub use insights::world;
pub use operator::{BadProvider, Provider, ProviderProblem, languages};
pub use server::{Current, OpenError, Relay};
pub use site::Site;
pub use store::{Store, StoreError, number};
pub use tickets::{agent_text, replay};
