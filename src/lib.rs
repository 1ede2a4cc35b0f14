//! The widget: walks a customer through a guide, checks the line, opens a ticket.

pub mod action;
pub mod view;
