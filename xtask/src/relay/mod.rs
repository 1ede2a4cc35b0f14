//! A real `firstline serve` as a child process, with customers who ask it: what `chaos` attacks and
//! `bench relay` measures.

pub mod client;
pub mod ground;
pub mod ledger;
pub mod mailbox;
pub mod process;
pub mod ticket;
