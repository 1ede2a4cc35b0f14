use std::net::{SocketAddr, TcpListener};
use std::time::{Duration, Instant};

use anyhow::Result;

use super::figures::Figures;
use super::{Form, Outcome, Scene, Setting, block_on, stop};

pub(super) const ABOUT: &str = "SIGKILL again and again while eight customers send tickets and repeat each until it is accepted";

pub(super) fn run(setting: &Setting) -> Result<Outcome> {
    let kills: u64 = match setting.form {
        Form::Short => 20,
        Form::Full => 1000,
    };
    block_on(async {
        let scene = Scene::new()?;
        let mut figures = Figures::default();
        // The same address each time: customers come back to it.
        let address = free_address()?;
        let mut relay = scene.relay(setting).at(address).start()?;
        let crowd = scene.crowd(address, 8, Duration::from_millis(20));
        let began = Instant::now();
        let (mut starting, mut slowest, mut idle) = (Duration::ZERO, Duration::ZERO, 0_u64);
        for kill in 0..kills {
            let accepted = scene.ledger.accepted();
            // Between 50 and 500 ms of work, never in step with anything.
            tokio::time::sleep(Duration::from_millis(50 + kill * 7919 % 450)).await;
            idle += u64::from(scene.ledger.accepted() == accepted);
            figures.look_at(&relay);
            relay.kill()?;
            let dead = Instant::now();
            relay = tokio::task::block_in_place(|| scene.relay(setting).at(address).start())?;
            starting += dead.elapsed();
            slowest = slowest.max(dead.elapsed());
        }
        crowd.end(Duration::from_secs(60)).await?;
        stop(&mut figures, relay)?;
        figures.hold_to(scene.ledger.audit(&scene.ground.data()).await?);
        figures.note(format!(
            "{kills} kills in {} s, {idle} of them with no ticket accepted since the one before; started \
             again in {} ms on average, {} at most",
            began.elapsed().as_secs(),
            starting.as_millis() / u128::from(kills),
            slowest.as_millis()
        ));
        figures.claim(idle < kills / 2, "hardly any kill met a relay at work");
        Ok(Outcome::Made(figures))
    })
}

fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
