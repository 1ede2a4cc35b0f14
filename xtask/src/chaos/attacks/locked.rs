use std::time::Duration;

use anyhow::Result;
use sqlx::Executor as _;

use super::Meanwhile;
use super::figures::Figures;
use super::{Form, Outcome, Scene, Setting, block_on, stop};
use crate::relay::ledger;

pub(super) const ABOUT: &str = "another program holds the lock of the store, longer than a ticket waits for it, while twelve customers \
     send tickets";

pub(super) fn run(setting: &Setting) -> Result<Outcome> {
    let hold = Duration::from_secs(match setting.form {
        Form::Short => 10,
        Form::Full => 30,
    });
    block_on(async {
        let scene = Scene::new()?;
        let mut figures = Figures::default();
        let relay = scene.relay(setting).start()?;
        let before = relay.memory();
        let crowd = scene.crowd(relay.address, 12, Duration::from_millis(10));
        tokio::time::sleep(Duration::from_millis(500)).await;
        let mut other = ledger::open(&scene.ground.data()).await?;
        other.execute("BEGIN IMMEDIATE").await?;
        let at_lock = scene.ledger.accepted();
        // These read only, and must not wait for those who write.
        let others = Meanwhile::begin(relay.address, None);
        tokio::time::sleep(hold).await;
        let served = others.end().await?;
        let while_locked = scene.ledger.accepted() - at_lock;
        other.execute("ROLLBACK").await?;
        drop(other);
        tokio::time::sleep(Duration::from_secs(1)).await;
        crowd.end(Duration::from_secs(60)).await?;
        figures.serve(served, setting.patience());
        // One commit may have been on its way.
        figures.claim(while_locked <= 12, "tickets were accepted under a lock");
        let after = scene.ledger.accepted() - at_lock - while_locked;
        figures.claim(after >= 12, "not all went through after the lock");
        figures.note(format!(
            "{at_lock} tickets before the lock, {while_locked} in its {} s, {after} in the second after it",
            hold.as_secs()
        ));
        figures.before_and_after = before.zip(relay.memory());
        stop(&mut figures, relay)?;
        figures.hold_to(scene.ledger.audit(&scene.ground.data()).await?);
        Ok(Outcome::Made(figures))
    })
}
