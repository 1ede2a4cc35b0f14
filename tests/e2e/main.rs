//! End-to-end tests: real browsers through WebDriver, the small build of the widget, the real relay
//! as a process, its real store. `cargo xtask test` builds what they need and runs them.
//!
//! One file a subject; [`harness`] is what they stand on.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "the whole crate is tests"
)]

mod harness;
mod review;

mod accessibility;
mod ahead;
mod another_origin;
mod answers_changed;
mod before_intent;
mod bench;
mod burst;
mod busy_page;
mod cannot_start;
mod checks;
mod content_policy;
mod datagrams;
mod embedded;
mod examples;
mod following;
mod hand_over;
mod hostile_host;
mod identity;
mod insights;
mod keyboard;
mod known_fault;
mod languages;
mod later;
mod line_drops;
mod loyal;
mod nine_faults;
mod other_device;
mod own_box;
mod page_facts;
mod people;
mod photos;
mod relay_gone;
mod relay_killed;
mod reloaded;
mod resolved;
mod screenshots;
mod search;
mod second_part;
mod shared_page;
mod speed;
mod speed_on_a_line;
mod ticket;
mod told_when_over;
mod topics;
mod translated;
mod trapped;
mod waiting_ticket;
