use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::figures::Figures;
use super::mounts::{Mount, NOT_MADE};
use super::{ATTACKER, Outcome, Scene, Setting, becomes, block_on, helps, stop};
use crate::relay::client::Customer;

pub(super) const ABOUT: &str = "tickets with long notes until the disk of the store is full; then one is deleted, then there is room \
     again";

/// The size of the disk: what is published, what the relay keeps free for erasing, and some room.
const MEGABYTES: u32 = 48;

pub(super) fn run(setting: &Setting) -> Result<Outcome> {
    block_on(async {
        let scene = Scene::new()?;
        let Some(mount) = Mount::new(&scene.ground.data(), MEGABYTES)? else {
            return Ok(Outcome::NotMade(NOT_MADE.to_owned()));
        };
        let mut figures = Figures::default();
        let relay = scene.relay(setting).start()?;
        let mut customer = Customer::new(ATTACKER, relay.address);
        let began = Instant::now();
        let (mut number, mut refused, mut first) = (0, 0, None);
        while refused < 5 && began.elapsed() < Duration::from_secs(60) {
            let (key, body) = scene.tickets.long(number, 60_000);
            let answer = customer.post(&key, body).await?;
            if scene.ledger.note(number, &answer) {
                let told: serde_json::Value = serde_json::from_slice(&answer.body)?;
                first.get_or_insert(told["number"].as_str().unwrap_or_default().to_owned());
                refused = 0;
            } else {
                figures.claim(
                    answer.status == 503,
                    format!("{} and not 503", answer.status),
                );
                refused += 1;
            }
            number += 1;
        }
        figures.claim(refused == 5, "the disk was never full");
        figures.claim(helps(relay.address).await, "no help on a full disk");
        figures.claim(
            becomes(relay.address, 503).await,
            "/readyz says that all is well",
        );
        let before = scene.ledger.accepted();

        // The second ticket: the first one's number is in the ledger and would count as lost.
        let (key, body) = scene.tickets.ticket(999_999);
        let is_refused = customer.post(&key, body.clone()).await?.status == 503;
        let data = scene.ground.data();
        let forgotten = first.unwrap_or_default();
        let deleted = Command::new(&setting.binary)
            .args(["tickets", "delete", &forgotten, "--yes", "--data"])
            .arg(&data)
            .output()?;
        figures.claim(
            deleted.status.success(),
            format!(
                "nothing can be deleted on a full disk: {}",
                String::from_utf8_lossy(&deleted.stderr).trim()
            ),
        );
        figures.note(format!(
            "{before} tickets until the disk of {MEGABYTES} MB was full; one was deleted then"
        ));

        mount.change("size=96m")?;
        figures.claim(
            becomes(relay.address, 200).await,
            "room again, and not ready",
        );
        if is_refused {
            let answer = customer.post(&key, body).await?;
            figures.claim(
                scene.ledger.note(999_999, &answer),
                "room again, and a ticket is refused",
            );
        }
        stop(&mut figures, relay)?;
        let audit = scene.ledger.audit(&data).await?;
        let mut without_deleted = audit;
        // The one that was deleted is lost on purpose.
        figures.claim(audit.lost == 1, "more is gone than was deleted");
        without_deleted.lost = audit.lost.saturating_sub(1);
        without_deleted.accepted -= 1;
        figures.hold_to(without_deleted);
        drop(mount);
        Ok(Outcome::Made(figures))
    })
}
