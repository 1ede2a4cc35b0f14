use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use anyhow::Result;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::task::JoinSet;

use super::slow::large_file;
use super::{Form, Outcome, Scene, Setting, Siege, block_on, listed};
use crate::relay::client::connect;

pub(super) const ABOUT: &str = "100 connections open 200 streams of HTTP/2 each for a file of 12 MB, with a window of zero, again and \
     again";

pub(super) fn run(setting: &Setting) -> Result<Outcome> {
    let rounds = match setting.form {
        Form::Short => 5,
        Form::Full => 50,
    };
    block_on(async {
        let mut siege = Siege::begin(Scene::new()?.with_large_file()?, setting)?;
        let flood = flood(&large_file(&siege.relay).await?);
        let mut answers = BTreeMap::<String, u32>::new();
        for _ in 0..rounds {
            tokio::time::sleep(Duration::from_millis(200)).await;
            let mut sending = JoinSet::new();
            for number in 0..100_u8 {
                let from = Ipv4Addr::new(127, 0, 10, 1 + number % 4);
                let (address, flood) = (siege.relay.address, flood.clone());
                sending.spawn(async move { answer(from, address, &flood).await });
            }
            for answer in sending.join_all().await {
                *answers.entry(answer?).or_default() += 1;
            }
            siege.look_at();
        }
        siege.figures.claim(
            answers.keys().all(|answer| !answer.starts_with("held")),
            "a connection that speaks HTTP/2 is held",
        );
        siege
            .figures
            .note(format!("what they are answered: {}", listed(&answers)));
        siege.end(Duration::from_secs(1)).await
    })
}

/// The preface of HTTP/2, a window of zero, and the heads of 200 streams.
fn flood(path: &str) -> Vec<u8> {
    let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    // SETTINGS_INITIAL_WINDOW_SIZE is 4.
    frame(&mut bytes, 4, 0, 0, &[0, 4, 0, 0, 0, 0]);
    // `:method: GET` and `:scheme: http` of HPACK's table, then the path and the host, spelt out.
    let mut head = vec![0x82, 0x86, 0x04];
    for text in [path, "x"] {
        head.push(u8::try_from(text.len()).unwrap_or(0));
        head.extend_from_slice(text.as_bytes());
        if text == path {
            head.push(0x01);
        }
    }
    for stream in 0..200_u32 {
        // END_STREAM and END_HEADERS.
        frame(&mut bytes, 1, 5, 2 * stream + 1, &head);
    }
    bytes
}

fn frame(bytes: &mut Vec<u8>, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
    let length = u32::try_from(payload.len()).unwrap_or(0).to_be_bytes();
    bytes.extend_from_slice(&length[1..]);
    bytes.extend_from_slice(&[kind, flags]);
    bytes.extend_from_slice(&stream.to_be_bytes());
    bytes.extend_from_slice(payload);
}

/// The first line of the answer, or how the connection ends.
async fn answer(from: Ipv4Addr, to: SocketAddr, flood: &[u8]) -> Result<String> {
    let mut stream = connect(from, to).await?;
    let _ = tokio::time::timeout(Duration::from_secs(2), stream.write_all(flood)).await;
    let mut bytes = Vec::new();
    let reading = stream.read_to_end(&mut bytes);
    if tokio::time::timeout(Duration::from_secs(5), reading)
        .await
        .is_err()
    {
        return Ok("held open for 5 s".to_owned());
    }
    let text = String::from_utf8_lossy(&bytes);
    let first = text.lines().next().unwrap_or_default();
    Ok(match first {
        "" => "closed without an answer".to_owned(),
        first => format!("`{first}`"),
    })
}
