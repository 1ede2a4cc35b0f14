//! The relay as its clients meet it: over HTTP, on a port of its own.

// Helpers of tests fail by panicking, like the tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod abuse;
mod adapters;
mod agent;
mod alarms;
mod alerts;
mod ask;
mod asked;
mod cors;
mod counting;
mod duties;
mod files;
mod following;
mod forget;
mod identity;
mod insights;
mod lamps;
mod languages;
mod line_loss;
mod mail;
mod mail_server;
mod opening;
mod outbox;
mod people;
mod photos;
mod postgres;
mod probes;
mod refusals;
mod replay;
mod request_tracker;
mod spans;
mod stand_in;
mod status;
mod stress;
mod support;
mod tickets;
mod tracker;
