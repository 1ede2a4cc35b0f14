//! How the delivery of a ticket stands, in words and as JSON.

use firstline_relay::store::deliveries::{Delivery, DeliveryState};
use firstline_wire::foreign::on_one_line;
use serde_json::{Value, json};

use super::time;

/// In one line.
pub fn words(delivery: &Delivery) -> String {
    let line = match &delivery.state {
        DeliveryState::Waiting(None) => "waits for the helpdesk".to_owned(),
        DeliveryState::Waiting(Some(said)) => {
            format!(
                "waits for the helpdesk, tried {} times: {said}",
                delivery.tries
            )
        }
        DeliveryState::Dead(said) => format!("given up: {said}"),
        DeliveryState::Delivered {
            receipt,
            at,
            progress,
        } => {
            let mut line = "the helpdesk has it".to_owned();
            if let Some(number) = &receipt.number {
                line += &format!(" as {number}");
            }
            line += &format!(" since {}", time(*at, "%Y-%m-%d %H:%M"));
            if let Some(progress) = progress {
                line += &format!(", {progress}");
            }
            if let Some(link) = &receipt.link {
                line += &format!(": {link}");
            }
            if let Some(note) = &receipt.note {
                line += &format!(" ({note})");
            }
            line
        }
    };
    on_one_line(&line)
}

/// For programs; null of a ticket that has none.
pub fn json(delivery: Option<&Delivery>) -> Value {
    let Some(delivery) = delivery else {
        return Value::Null;
    };
    let tries = delivery.tries;
    match &delivery.state {
        DeliveryState::Waiting(said) => {
            json!({ "state": "waiting", "tries": tries, "said": said })
        }
        DeliveryState::Dead(said) => json!({ "state": "dead", "tries": tries, "said": said }),
        DeliveryState::Delivered {
            receipt,
            at,
            progress,
        } => json!({
            "state": "delivered",
            "tries": tries,
            "delivered": time(*at, "%Y-%m-%dT%H:%M:%S%:z"),
            "id": receipt.id,
            "number": receipt.number,
            "link": receipt.link,
            "note": receipt.note,
            "progress": progress,
        }),
    }
}
