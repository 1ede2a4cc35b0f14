use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::task::JoinSet;

use super::{ATTACKER, Outcome, Scene, Setting, Siege, block_on};
use crate::relay::client::{connect, connect_small};
use crate::relay::ground::LARGE_FILE;
use crate::relay::process::Relay;

pub(super) const ABOUT: &str = "100 connections ask for a file of 12 MB and read 20 bytes a second of it; 100 more send a letter of \
     their first request every five seconds";

/// How long a connection may be held that does not read, or does not ask: the relay's own deadlines,
/// and a few seconds.
const HELD: Duration = Duration::from_secs(40);

/// How many of each kind.
const CONNECTIONS: usize = 100;

pub(super) fn run(setting: &Setting) -> Result<Outcome> {
    block_on(async {
        let mut siege = Siege::begin(Scene::new()?.with_large_file()?, setting)?;
        let (mut reading, mut asking) = (JoinSet::new(), JoinSet::new());
        let path = large_file(&siege.relay).await?;
        for _ in 0..CONNECTIONS {
            let (address, path) = (siege.relay.address, path.clone());
            reading.spawn(async move { held_by_reading(address, &path).await });
            asking.spawn(async move { held_by_asking(address).await });
        }
        let readers = longest(reading).await?;
        let askers = longest(asking).await?;
        siege.figures.claim(
            readers.is_some_and(|held| held < HELD),
            "who does not read is not left",
        );
        siege.figures.claim(
            askers.is_some_and(|held| held < HELD),
            "who does not ask is not left",
        );
        let shown = |held: Option<Duration>| {
            held.map_or_else(
                || format!("more than {} s", HELD.as_secs()),
                |held| format!("{:.0} s at most", held.as_secs_f64()),
            )
        };
        siege.figures.note(format!(
            "slow readers are held for {}, slow askers for {}",
            shown(readers),
            shown(askers)
        ));
        siege.end(Duration::ZERO).await
    })
}

/// Where the large file is in this build of the widget.
pub(super) async fn large_file(relay: &Relay) -> Result<String> {
    let manifest = super::Customer::new(ATTACKER, relay.address)
        .get("/assets/manifest.json")
        .await?;
    let manifest: serde_json::Value = serde_json::from_slice(&manifest.body)?;
    let build = manifest["build"].as_str().unwrap_or_default();
    Ok(format!(
        "/{}",
        LARGE_FILE.replace("assets/", &format!("assets/{build}/"))
    ))
}

/// The longest of all; `None` if one was never let go.
async fn longest(all: JoinSet<Result<Duration>>) -> Result<Option<Duration>> {
    let mut longest = Some(Duration::ZERO);
    for held in all.join_all().await {
        let held = held?;
        longest = longest.filter(|_| held < HELD).map(|most| most.max(held));
    }
    Ok(longest)
}

async fn held_by_reading(address: std::net::SocketAddr, path: &str) -> Result<Duration> {
    let mut stream = connect_small(ATTACKER, address).await?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let began = Instant::now();
    let mut bytes = [0; 20];
    while began.elapsed() < HELD {
        tokio::time::sleep(Duration::from_secs(1)).await;
        // What the kernel still has comes before the end does, so writing tells sooner.
        if stream.write_all(b"\r\n").await.is_err() || stream.read(&mut bytes).await.is_err() {
            break;
        }
    }
    Ok(began.elapsed())
}

async fn held_by_asking(address: std::net::SocketAddr) -> Result<Duration> {
    let mut stream = connect(ATTACKER, address).await?;
    let began = Instant::now();
    let mut byte = [0; 1];
    for letter in b"GET /probe/ping HTTP/1.1".iter().cycle() {
        if stream.write_all(&[*letter]).await.is_err() || began.elapsed() >= HELD {
            break;
        }
        let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut byte)).await;
        if read.is_ok() {
            break;
        }
    }
    Ok(began.elapsed())
}
