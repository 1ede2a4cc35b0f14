//! `/probe/socket`: an upload over WebSocket, which tells while it comes how much of it has arrived.

use std::time::Instant;

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::response::Response;
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use super::asked::Asker;
use crate::app::Shared;
use crate::http::line::{Held, Line};
use crate::http::problem::{ProblemKind, Refusal};
use crate::probe::traffic::Transfer;
use crate::probe::uploads::{EVERY, line};

/// The largest message. Browsers cut none of this size, and what has arrived of one counts before it has ended.
const LARGEST: usize = 1 << 20;

/// Counts what comes in messages and forgets it; about every 100 ms a text message says how much has arrived.
pub async fn answer(
    State(app): State<Shared>,
    asker: Asker,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Refusal> {
    let upgrade = upgrade.map_err(|_| Refusal::new(ProblemKind::WebSocketOnly))?;
    let connection = asker
        .line
        .ok_or_else(|| Refusal::new(ProblemKind::Internal))?;
    let transfer = app.traffic.begin(asker.address, &app.config.probe)?;
    let stopping = app.stopping.clone();
    // Browsers send nothing before they have read the answer.
    connection.count_from_here();
    let upgrade = upgrade
        .max_message_size(LARGEST)
        .max_frame_size(LARGEST)
        .read_buffer_size(64 << 10);
    Ok(upgrade.on_upgrade(move |socket| {
        let receiving = Receiving {
            _held: connection.hold(),
            connection,
            transfer,
            heads: 0,
            counted: 0,
            said: Instant::now(),
        };
        receiving.run(socket, stopping)
    }))
}

struct Receiving {
    connection: Line,
    _held: Held,
    transfer: Transfer,
    /// The bytes that came round the messages: their heads.
    heads: u64,
    /// The bytes that the transfer knows of.
    counted: u64,
    said: Instant,
}

impl Receiving {
    async fn run(mut self, mut socket: WebSocket, mut stopping: watch::Receiver<bool>) {
        let mut tick = tokio::time::interval(EVERY);
        tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let ends = tokio::time::sleep_until(self.transfer.ends().into());
        tokio::pin!(ends);
        loop {
            let mut is_over = false;
            tokio::select! {
                message = socket.recv() => match message {
                    Some(Ok(message)) => self.heads += head_of(&message),
                    Some(Err(_)) | None => return,
                },
                _ = tick.tick() => {}
                () = &mut ends => is_over = true,
                _ = stopping.wait_for(|stop| *stop) => is_over = true,
            }
            let (arrived, first) = self.connection.arrived();
            let bytes = arrived.saturating_sub(self.heads);
            self.transfer.moved(bytes.saturating_sub(self.counted));
            self.counted = self.counted.max(bytes);
            is_over |= self.transfer.left() == 0;
            // A fast line always has the next message ready, so the timer alone would come late.
            if is_over || self.said.elapsed() >= EVERY {
                self.said = Instant::now();
                let line = line(self.counted, first);
                if socket.send(Message::text(line.trim_end())).await.is_err() {
                    return;
                }
            }
            if is_over {
                let _ = socket.send(Message::Close(None)).await;
                return;
            }
        }
    }
}

/// How many bytes the head of a message from a browser has (RFC 6455, section 5.2).
fn head_of(message: &Message) -> u64 {
    let bytes = match message {
        Message::Text(text) => text.len(),
        Message::Binary(bytes) | Message::Ping(bytes) | Message::Pong(bytes) => bytes.len(),
        Message::Close(frame) => frame.as_ref().map_or(0, |frame| 2 + frame.reason.len()),
    };
    match bytes {
        0..=125 => 6,
        126..=0xffff => 8,
        _ => 14,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_message_follows_from_its_length() {
        for (bytes, head) in [(0, 6), (125, 6), (126, 8), (65_535, 8), (65_536, 14)] {
            assert_eq!(head_of(&Message::binary(vec![0; bytes])), head, "{bytes}");
        }
    }
}
