use std::time::Duration;

use anyhow::Result;

use super::figures::Figures;
use super::{Outcome, Scene, Setting, block_on, stop};
use crate::relay::process::Relay;
use crate::tools;

pub(super) const ABOUT: &str = "the clock of the machine is in 1970, right, in 2038, right again, and jumps while the relay runs; \
     tickets are kept for four days";

/// What time it is for each relay, one after the other, as `faketime` has it. Between them the wall
/// clock goes on by itself.
const TIMES: [&str; 6] = [
    "@1970-01-01 00:05:00",
    "+0",
    "@2038-01-18 12:00:00",
    "+0",
    "-400d",
    "+0",
];

pub(super) fn run(setting: &Setting) -> Result<Outcome> {
    let Some(library) = tools::faketime() else {
        let why =
            "`faketime` is not installed; the clock's arithmetic is tested natively all the same";
        return Ok(Outcome::NotMade(why.to_owned()));
    };
    block_on(async {
        let scene = Scene::new()?;
        let mut figures = Figures::default();
        let time = scene.ground.path().join("time");
        let start = |now: &str| -> Result<Relay> {
            std::fs::write(&time, now)?;
            scene
                .relay(setting)
                .with("FIRSTLINE_TICKETS_KEEP_DAYS", "4")
                .with("LD_PRELOAD", &library)
                .with("FAKETIME_TIMESTAMP_FILE", &time.display().to_string())
                .with("FAKETIME_NO_CACHE", "1")
                .with("DONT_FAKE_MONOTONIC", "1")
                .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                .start()
        };
        let mut number = 0;
        for now in TIMES {
            let relay = start(now)?;
            // It erases what is too old as soon as it runs.
            tokio::time::sleep(Duration::from_millis(1200)).await;
            for _ in 0..5 {
                let status = scene.send(relay.address, number).await;
                figures.claim(
                    status == Some(201),
                    format!("{now}: a ticket gets {status:?}"),
                );
                number += 1;
            }
            stop(&mut figures, relay)?;
            let audit = scene.ledger.audit(&scene.ground.data()).await?;
            figures.claim(
                audit.lost == 0,
                format!("{now}: {} tickets are gone", audit.lost),
            );
        }
        // And while it runs.
        let relay = start("+0")?;
        for now in ["+4000d", "+0", "-4000d", "+0"] {
            std::fs::write(&time, now)?;
            relay.signal("HUP")?;
            tokio::time::sleep(Duration::from_millis(700)).await;
            scene.send(relay.address, number).await;
            number += 1;
        }
        stop(&mut figures, relay)?;
        let relay = start("+0")?;
        tokio::time::sleep(Duration::from_millis(1200)).await;
        stop(&mut figures, relay)?;
        let log = std::fs::read_to_string(scene.ground.path().join("relay.log"))?;
        let said = log
            .lines()
            .filter(|line| line.contains("the clock"))
            .count();
        figures.claim(said > 0, "the log says nothing of the clock");
        figures.claim(
            log.contains("before the day on which this version was made"),
            "the log does not say that the clock was in 1970",
        );
        figures.note(format!(
            "{} times at the start and four jumps while it runs; {said} lines of the log speak of the clock",
            TIMES.len()
        ));
        figures.hold_to(scene.ledger.audit(&scene.ground.data()).await?);
        Ok(Outcome::Made(figures))
    })
}
