use std::io;
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::{ATTACKER, Outcome, Scene, Setting, Siege, block_on};
use crate::relay::client::connect;

pub(super) const ABOUT: &str = "2,000 connections that send nothing, a part of a head, or the first letters of HTTP/2: half from one \
     address, half from many";

/// How long after the last of them all must be gone: the relay's own deadline, and a few seconds.
const GONE: Duration = Duration::from_secs(20);

/// How many.
const CONNECTIONS: u32 = 2000;

pub(super) fn run(setting: &Setting) -> Result<Outcome> {
    block_on(async {
        let mut siege = Siege::begin(Scene::new()?, setting)?;
        let began = Instant::now();
        let mut held = Vec::new();
        for number in 0..CONNECTIONS {
            let from = match number % 2 {
                0 => ATTACKER,
                _ => Ipv4Addr::new(127, 0, 8, u8::try_from(number % 250 + 1)?),
            };
            let mut stream = connect(from, siege.relay.address).await?;
            let bytes: &[u8] = [&b""[..], b"GET /probe", b"PRI * H"][number as usize % 3];
            let _ = stream.write_all(bytes).await;
            held.push(stream);
        }
        let took = began.elapsed();
        let open = count_open(&mut held);
        while began.elapsed() < took + GONE && count_open(&mut held) > 0 {
            siege.look_at();
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        let still_open = count_open(&mut held);
        let gone = began.elapsed() - took;
        drop(held);
        siege.figures.note(format!(
            "{CONNECTIONS} connected in {:.1} s, of which {open} were open then and {still_open} were {} s \
             later",
            took.as_secs_f64(),
            gone.as_secs()
        ));
        siege
            .figures
            .claim(still_open == 0, "a connection that asks for nothing stays");
        siege.end(Duration::ZERO).await
    })
}

fn count_open(streams: &mut [TcpStream]) -> usize {
    let mut open = 0;
    for stream in streams {
        let mut bytes = [0; 512];
        // What was answered before it was closed comes first.
        open += loop {
            match stream.try_read(&mut bytes) {
                Ok(1..) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break 1,
                _ => break 0,
            }
        };
    }
    open
}
