//! The widget without a browser: messages in, commands and views out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says where it stopped"
)]

mod ahead;
mod answers;
mod before;
mod browser;
#[path = "../examples/mod.rs"]
mod examples;
mod focus;
mod later;
mod loader;
mod markup;
mod outbox;
mod outbox_pages;
mod own_box;
mod page_facts;
mod relays_answers;
mod said_so;
mod screens;
mod search;
mod second_part;
mod session;
mod support;
mod ticket;
