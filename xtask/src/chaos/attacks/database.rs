use std::time::{Duration, Instant};

use anyhow::Result;

use super::figures::Figures;
use super::{Form, Outcome, Scene, Setting, becomes, block_on, helps, stop};
use crate::postgres::Server;
use crate::relay::process::Relay;

pub(super) const ABOUT: &str = "two relays share a PostgreSQL server, which is ended without warning again and again, and one of them is \
     killed each time, while twelve customers send tickets";

pub(super) fn run(setting: &Setting) -> Result<Outcome> {
    let crashes: u64 = match setting.form {
        Form::Short => 2,
        Form::Full => 20,
    };
    let mut server = Server::start()?;
    let url = server.url();
    block_on(async {
        let scene = Scene::new()?;
        let mut figures = Figures::default();
        let start = || {
            let secret = "a secret that both relays have";
            scene
                .relay(setting)
                .with("FIRSTLINE_DATABASE_URL", &url)
                .with("FIRSTLINE_FOLLOW_SECRET", &secret.repeat(2))
        };
        // At once, on a database with nothing in it.
        let (one, other) = std::thread::scope(|scope| {
            let other = scope.spawn(|| start().start());
            (start().start(), other.join())
        });
        let one = one?;
        let mut other = match other {
            Ok(other) => other?,
            Err(_) => anyhow::bail!("the second relay does not start"),
        };
        let at = other.address;
        let crowd = scene.crowd_of(&[one.address, at], 12, Duration::from_millis(20));
        let (mut noticed, mut back) = (Duration::ZERO, Duration::ZERO);
        for crash in 0..crashes {
            tokio::time::sleep(Duration::from_millis(1000 + crash * 7919 % 1000)).await;
            let before = scene.ledger.accepted();
            tokio::task::block_in_place(|| server.crash())?;
            let gone = Instant::now();
            figures.claim(becomes(one.address, 503).await, "it is not said to be gone");
            noticed = noticed.max(gone.elapsed());
            figures.claim(helps(one.address).await, "no help without the server");
            figures.look_at(&other);
            kill(other)?;
            tokio::task::block_in_place(|| server.go_on())?;
            let there = Instant::now();
            figures.claim(becomes(one.address, 200).await, "it does not come back");
            back = back.max(there.elapsed());
            other = tokio::task::block_in_place(|| start().at(at).start())?;
            tokio::time::sleep(Duration::from_secs(1)).await;
            let after = scene.ledger.accepted() - before;
            figures.claim(after > 0, format!("no ticket after crash {crash}"));
        }
        crowd.end(Duration::from_secs(60)).await?;
        figures.note(format!(
            "the server gone {crashes} times: said after {} ms at the most, used again {} ms after it was back",
            noticed.as_millis(),
            back.as_millis()
        ));
        stop(&mut figures, one)?;
        stop(&mut figures, other)?;
        figures.hold_to(scene.ledger.audit_server(&url).await?);
        Ok(Outcome::Made(figures))
    })
}

fn kill(relay: Relay) -> Result<()> {
    tokio::task::block_in_place(|| relay.kill())
}
