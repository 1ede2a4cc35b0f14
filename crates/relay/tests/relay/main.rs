//! The relay as its clients meet it: over HTTP, on a port of its own.

mod cors;
mod files;
mod refusals;
mod replay;
mod support;
mod tickets;
