//! The HTTP types that widget and relay share.
//!
//! All JSON is camelCase. Times are milliseconds since 1970 where the widget writes them and
//! RFC 3339 text where a feed does. Every error answer is a [`Problem`].

pub mod alert;
pub mod bundle;
pub mod contact;
pub mod equipment;
pub mod events;
pub mod follow;
pub mod foreign;
pub mod identity;
pub mod index;
pub mod kano;
pub mod opening;
mod pairs;
pub mod people;
pub mod photo;
pub mod problem;
pub mod proof;
pub mod status;
pub mod ticket;

pub use equipment::Boxes;
pub use index::Index;
pub use problem::Problem;
pub use status::Status;
pub use ticket::{TicketCreated, TicketRequest};
