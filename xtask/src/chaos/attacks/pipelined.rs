use std::io;
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::io::AsyncWriteExt as _;
use tokio::task::JoinSet;

use super::figures::Figures;
use super::meanwhile::Meanwhile;
use super::slow::large_file;
use super::{Form, Outcome, Scene, Setting, block_on, stop};
use crate::relay::client::connect_small;

pub(super) const ABOUT: &str = "100 connections send 3,000 requests each (a file of 12 MB, the index, 200 known faults, the ping) and \
     read no answer";

pub(super) fn run(setting: &Setting) -> Result<Outcome> {
    let wait = Duration::from_secs(match setting.form {
        Form::Short => 10,
        Form::Full => 45,
    });
    block_on(async {
        let scene = Scene::new()?.with_large_file()?;
        let mut figures = Figures::default();
        let relay = scene.relay(setting).start()?;
        let before = relay.memory();
        let others = Meanwhile::begin(
            relay.address,
            Some((scene.tickets.clone(), scene.ledger.clone())),
        );
        let large = large_file(&relay).await?;
        let paths = [
            large.as_str(),
            "/guides/index.en.json",
            "/api/v1/status",
            "/probe/ping",
        ];
        let mut sending = JoinSet::new();
        for number in 0..100_u8 {
            let from = Ipv4Addr::new(127, 0, 9, 1 + number % 4);
            let address = relay.address;
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
        let began = Instant::now();
        while began.elapsed() < wait {
            figures.look_at(&relay);
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        let count = held.len();
        drop(held);
        figures.serve(others.end().await?, setting.patience());
        tokio::time::sleep(Duration::from_secs(2)).await;
        figures.before_and_after = before.zip(relay.memory());
        figures.note(format!(
            "{count} connections, held for {} s",
            wait.as_secs()
        ));
        stop(&mut figures, relay)?;
        figures.hold_to(scene.ledger.audit(&scene.ground.data()).await?);
        Ok(Outcome::Made(figures))
    })
}
