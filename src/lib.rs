//! The widget: walks a customer through a guide, checks the line, opens a ticket.

pub mod action;
pub mod browser;
pub mod parts;
pub mod probes;
pub mod screens;
pub mod text;
pub mod view;
