//! What must outlive the process: tickets, and everything that was ever published. One SQLite
//! file, write-ahead log, `synchronous=FULL`: a commit that has returned is on disk.
//!
//! There is one connection that writes and several that read, so that nobody who reads waits for
//! whoever writes. A relay opens its store by [`Store::serve`], which lets it give help without a
//! store: tickets wait in browsers until there is one.

pub mod alerts;
mod backup;
mod connections;
pub mod deliveries;
pub mod duties;
mod erase;
mod error;
mod export;
mod file;
pub mod following;
mod group;
mod handle;
mod inner;
pub mod insights;
pub mod keeping;
pub mod number;
pub mod outages;
pub mod packs;
mod proofs;
mod published;
pub mod remarks;
mod rows;
mod tickets;

pub use connections::FILE;
pub use erase::{Erased, Trace};
pub use error::StoreError;
pub use export::{Exported, Period};
pub use handle::Store;
pub use published::Earlier;
pub use rows::{FirstAnswer, Listed, NewDuty, NewTicket, Ticket};
