//! What must outlive the process: tickets, and everything that was ever published. A commit that has
//! returned is on disk.
//!
//! It lies in one SQLite file ([`sqlite`]), or on a PostgreSQL server ([`postgres`]) that several relays
//! share. What is stored, and the SQL that does it, is the same for both: files of this folder, by what
//! they keep. [`db`] asks either.
//!
//! A relay opens its store by [`Store::serve`], which lets it give help without a store: tickets wait in
//! browsers until there is one.

mod added;
pub mod alerts;
mod backup;
mod clock;
mod connections;
mod db;
pub mod deliveries;
pub mod duties;
mod earlier;
mod erase;
mod error;
mod export;
mod family;
pub mod feedback;
mod file;
pub mod following;
#[cfg(test)]
mod found;
mod group;
mod handle;
mod inner;
pub mod insights;
pub mod keeping;
mod migrations;
pub mod number;
pub mod outages;
pub mod packs;
mod place;
mod postgres;
mod proofs;
mod published;
pub mod remarks;
mod rows;
mod sqlite;
#[cfg(test)]
mod testing;
mod tickets;
mod watch;

pub use added::Added;
pub use erase::{Erased, Trace};
pub use error::StoreError;
pub use export::{Exported, Period};
pub use handle::Store;
pub use place::Place;
pub use published::Earlier;
pub(crate) use rows::hashed;
pub use rows::{FirstAnswer, Listed, NewDuty, NewTicket, Ticket};
pub use sqlite::FILE;
