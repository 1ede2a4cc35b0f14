use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};

use super::figures::Figures;
use super::{Outcome, Scene, Setting, becomes, block_on, helps, stop};
use crate::relay::ground::noise;

pub(super) const ABOUT: &str = "the store's file is overwritten while the relay runs and before it starts, cut in half, and replaced by \
     its backup";

pub(super) fn run(setting: &Setting) -> Result<Outcome> {
    block_on(async {
        let scene = Scene::new()?;
        let mut figures = Figures::default();
        let data = scene.ground.data();
        let file = data.join(firstline_relay::store::FILE);
        let relay = scene.relay(setting).start()?;
        for number in 0..20 {
            scene.send(relay.address, number).await;
        }
        let backup = scene.ground.path().join("backup.sqlite");
        let status = Command::new(&setting.binary)
            .arg("backup")
            .arg(&backup)
            .current_dir(scene.ground.path())
            .status()?;
        ensure!(status.success(), "firstline backup fails");

        // While it runs: whatever it says of tickets then, help goes on.
        spoil(&file, 4096, 64 << 10)?;
        let mut relay = relay;
        let mut said = std::collections::BTreeMap::<u16, u32>::new();
        for number in 100..110 {
            let (key, body) = scene.tickets.ticket(number);
            let mut customer = super::Customer::new(super::ATTACKER, relay.address);
            let status = customer
                .post(&key, body)
                .await
                .map_or(0, |answer| answer.status);
            *said.entry(status).or_default() += 1;
        }
        figures.claim(relay.is_alive(), "a damaged store ends the relay");
        figures.claim(helps(relay.address).await, "a damaged store ends help");
        figures.claim(
            said.keys().all(|status| matches!(status, 201 | 503)),
            format!("it says {said:?}"),
        );
        figures.look_at(&relay);
        relay.kill()?;

        for (what, spoilt) in [("overwritten", true), ("cut in half", false)] {
            remove_logs(&data)?;
            match spoilt {
                true => spoil(&file, 0, 16 << 10)?,
                false => {
                    std::fs::copy(&backup, &file)?;
                    let length = std::fs::metadata(&file)?.len();
                    std::fs::File::options()
                        .write(true)
                        .open(&file)?
                        .set_len(length / 2)?;
                }
            }
            let relay = scene.relay(setting).start()?;
            figures.claim(
                helps(relay.address).await,
                format!("{what}: no help is given"),
            );
            stop(&mut figures, relay)?;
        }

        // The operator puts the backup there while the relay runs on what is damaged.
        remove_logs(&data)?;
        spoil(&file, 0, 16 << 10)?;
        let relay = scene.relay(setting).start()?;
        figures.claim(
            becomes(relay.address, 503).await,
            "overwritten: it says that all is well",
        );
        let refused = scene.send(relay.address, 200).await;
        figures.claim(
            refused == Some(503),
            format!("overwritten: a ticket gets {refused:?}"),
        );
        remove_logs(&data)?;
        let new = data.join("new");
        std::fs::copy(&backup, &new)?;
        std::fs::rename(&new, &file)?;
        figures.claim(becomes(relay.address, 200).await, "the backup is not taken");
        let accepted = scene.send(relay.address, 200).await;
        figures.claim(
            accepted == Some(201),
            format!("then a ticket gets {accepted:?}"),
        );
        figures.note(format!(
            "damaged while it runs, it answers tickets with {}; all 20 tickets of the backup are there again",
            said.iter()
                .map(|(status, times)| format!("{times} × {status}"))
                .collect::<Vec<_>>()
                .join(", ")
        ));
        stop(&mut figures, relay)?;
        figures.hold_to(scene.ledger.audit(&data).await?);
        Ok(Outcome::Made(figures))
    })
}

/// Writes noise over a part of a file, in place.
fn spoil(file: &Path, at: u64, bytes: usize) -> Result<()> {
    let mut file = std::fs::File::options().write(true).open(file)?;
    file.seek(SeekFrom::Start(at))?;
    file.write_all(&noise(bytes))?;
    Ok(())
}

/// Without the files that SQLite keeps beside the store.
fn remove_logs(data: &Path) -> Result<()> {
    for suffix in ["-wal", "-shm"] {
        let path = data.join(format!("{}{suffix}", firstline_relay::store::FILE));
        if path.exists() {
            std::fs::remove_file(path)?;
        }
    }
    Ok(())
}
