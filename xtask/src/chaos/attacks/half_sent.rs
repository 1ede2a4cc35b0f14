use std::net::Ipv4Addr;
use std::time::Duration;

use anyhow::Result;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::{Form, Outcome, Scene, Setting, Siege, block_on, listed};
use crate::relay::client::connect;

pub(super) const ABOUT: &str =
    "1,000 connections from four addresses send a ticket of 250 kB without its last byte";

/// How many.
const CONNECTIONS: u32 = 1000;

/// The announced length of each body; the last byte is never sent.
const BYTES: usize = 250_000;

pub(super) fn run(setting: &Setting) -> Result<Outcome> {
    let wait = Duration::from_secs(match setting.form {
        Form::Short => 12,
        Form::Full => 40,
    });
    block_on(async {
        let mut siege = Siege::begin(Scene::new()?, setting)?;
        let mut sending = JoinSet::new();
        for number in 0..CONNECTIONS {
            let from = Ipv4Addr::new(127, 0, 7, u8::try_from(1 + number % 4)?);
            let address = siege.relay.address;
            sending.spawn(async move {
                let mut stream = connect(from, address).await?;
                let sent = half(&mut stream, number).await;
                anyhow::Ok((stream, sent))
            });
        }
        let mut held = Vec::new();
        for (stream, sent) in sending.join_all().await.into_iter().flatten() {
            if sent {
                held.push(stream);
            }
        }
        let whole = held.len();
        siege.hold(wait).await;
        let mut answers = std::collections::BTreeMap::<String, u32>::new();
        for stream in &mut held {
            *answers.entry(answer(stream).await).or_default() += 1;
        }
        drop(held);
        siege.figures.note(format!(
            "{whole} of {CONNECTIONS} could send all but the last byte; {} s later: {}",
            wait.as_secs(),
            listed(&answers)
        ));
        siege.end(Duration::from_secs(2)).await
    })
}

/// Sends all but the last byte. `false` if it was cut off before.
async fn half(stream: &mut TcpStream, number: u32) -> bool {
    let head = format!(
        "POST /api/v1/tickets HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
         content-length: {BYTES}\r\nidempotency-key: \"00000000-0000-4000-9000-{number:012}\"\r\n\r\n"
    );
    let body = vec![b' '; BYTES - 1];
    let sending = async {
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(&body).await
    };
    let sent = tokio::time::timeout(Duration::from_secs(10), sending).await;
    matches!(sent, Ok(Ok(())))
}

/// The part of an answer that has arrived.
async fn answer(stream: &mut TcpStream) -> String {
    let mut bytes = [0; 64];
    let read = tokio::time::timeout(Duration::from_millis(1), stream.read(&mut bytes)).await;
    match read {
        Err(_) => "still waiting".to_owned(),
        Ok(Ok(length)) if length > 0 => {
            let text = String::from_utf8_lossy(&bytes[..length]);
            text.lines().next().unwrap_or_default().to_owned()
        }
        _ => "closed".to_owned(),
    }
}
