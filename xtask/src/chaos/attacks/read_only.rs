use anyhow::Result;

use super::figures::Figures;
use super::mounts::{Mount, NOT_MADE};
use super::{Outcome, Scene, Setting, becomes, block_on, helps, stop};

pub(super) const ABOUT: &str =
    "a relay is started on a store whose disk is read-only, and the disk can be written later";

pub(super) fn run(setting: &Setting) -> Result<Outcome> {
    block_on(async {
        let scene = Scene::new()?;
        let Some(mount) = Mount::new(&scene.ground.data(), 96)? else {
            return Ok(Outcome::NotMade(NOT_MADE.to_owned()));
        };
        let mut figures = Figures::default();
        let relay = scene.relay(setting).start()?;
        for number in 0..5 {
            scene.send(relay.address, number).await;
        }
        stop(&mut figures, relay)?;
        mount.change("ro")?;
        let relay = scene.relay(setting).start()?;
        figures.claim(helps(relay.address).await, "no help without a store");
        let status = scene.send(relay.address, 5).await;
        figures.claim(status == Some(503), format!("a ticket gets {status:?}"));
        figures.claim(
            becomes(relay.address, 503).await,
            "/readyz says that all is well",
        );
        mount.change("rw")?;
        figures.claim(
            becomes(relay.address, 200).await,
            "the store can be written again, and the relay does not notice",
        );
        let status = scene.send(relay.address, 5).await;
        figures.claim(
            status == Some(201),
            format!("then a ticket gets {status:?}"),
        );
        figures.note("five tickets before, one when the disk could be written again");
        stop(&mut figures, relay)?;
        figures.hold_to(scene.ledger.audit(&scene.ground.data()).await?);
        figures.claim(scene.ledger.accepted() == 6, "not all six were accepted");
        Ok(Outcome::Made(figures))
    })
}
