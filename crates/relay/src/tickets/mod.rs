//! What becomes of a ticket: the body of a request is parsed and checked (`request`), its trail is
//! replayed over the provider's own guides (`validate`, [`replay`]), and it is put into words for
//! the agent ([`agent_text`]) as it is to be stored (`prepare`).

pub mod agent_text;
pub mod in_flight;
pub mod photo;
pub mod prepare;
pub mod promises;
pub mod replay;
pub mod request;
pub mod validate;
pub mod walk;
