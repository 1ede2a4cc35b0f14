use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;

use anyhow::Result;
use tokio::io::AsyncWriteExt as _;
use tokio::task::JoinSet;

use super::slow::large_file;
use super::{Form, Outcome, Scene, Setting, Siege, block_on};
use crate::relay::client::connect_small;

pub(super) const ABOUT: &str = "100 connections send 3,000 requests each (a file of 12 MB, the index, 200 known faults, the ping) and \
     read no answer";

pub(super) fn run(setting: &Setting) -> Result<Outcome> {
    let wait = Duration::from_secs(match setting.form {
        Form::Short => 10,
        Form::Full => 45,
    });
    block_on(async {
        let mut siege = Siege::begin(Scene::new()?.with_large_file()?, setting)?;
        let large = large_file(&siege.relay).await?;
        let paths = [
            large.as_str(),
            "/guides/index.en.json",
            "/api/v1/status",
            "/probe/ping",
        ];
        let mut sending = JoinSet::new();
        for number in 0..100_u8 {
            let from = Ipv4Addr::new(127, 0, 9, 1 + number % 4);
            let address = siege.relay.address;
            let path = paths[usize::from(number) % 4];
            let requests = format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").repeat(3000);
            sending.spawn(async move {
                let mut stream = connect_small(from, address).await?;
                let sending = stream.write_all(requests.as_bytes());
                // The relay takes no more than it answers.
                let _ = tokio::time::timeout(Duration::from_secs(3), sending).await;
                io::Result::Ok(stream).map_err(anyhow::Error::from)
            });
        }
        let held: Vec<_> = sending.join_all().await.into_iter().flatten().collect();
        siege.hold(wait).await;
        let count = held.len();
        drop(held);
        siege.figures.note(format!(
            "{count} connections, held for {} s",
            wait.as_secs()
        ));
        siege.end(Duration::from_secs(2)).await
    })
}
