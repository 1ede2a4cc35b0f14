use std::process::Stdio;
use std::time::Duration;

use anyhow::Result;

use super::figures::Figures;
use super::{ATTACKER, Outcome, Scene, Setting, block_on, stop};
use crate::relay::client::Customer;

pub(super) const ABOUT: &str = "nobody reads the log, its reader is gone, or its disk is full, while 1,500 requests are logged";

pub(super) fn run(setting: &Setting) -> Result<Outcome> {
    block_on(async {
        let scene = Scene::new()?;
        let mut figures = Figures::default();
        for (at, what) in (0..).zip(["unread", "gone", "full"]) {
            let (reader, writer) = std::io::pipe()?;
            let log: Stdio = match what {
                "full" => std::fs::File::options()
                    .write(true)
                    .open("/dev/full")?
                    .into(),
                _ => writer.into(),
            };
            let reader = (what != "gone").then_some(reader);
            let relay = scene
                .relay(setting)
                .with("RUST_LOG", "debug")
                .log(log)
                .start()?;
            let mut customer =
                Customer::new(ATTACKER, relay.address).patient_for(Duration::from_secs(5));
            let mut answered = 0;
            for _ in 0..1500 {
                answered += u32::from(customer.get("/healthz").await.is_ok());
            }
            figures.claim(
                answered == 1500,
                format!("{what}: {answered} of 1500 were answered"),
            );
            for number in at * 10..at * 10 + 10 {
                let status = scene.send(relay.address, number).await;
                figures.claim(
                    status == Some(201),
                    format!("{what}: a ticket gets {status:?}"),
                );
            }
            stop(&mut figures, relay)?;
            drop(reader);
        }
        figures.note("each of the three answered all and stopped when it was told to");
        figures.hold_to(scene.ledger.audit(&scene.ground.data()).await?);
        Ok(Outcome::Made(figures))
    })
}
