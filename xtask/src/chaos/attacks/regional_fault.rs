use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use firstline_relay::Store;
use tokio::task::JoinSet;

use super::figures::Figures;
use super::{Form, Outcome, Scene, Setting, block_on, stop};
use crate::relay::client::Customer;
use crate::relay::mailbox::Mailbox;

pub(super) const ABOUT: &str = "a fault at its height: customers of a region ask what is known, send tickets and want a message \
     at its end; then it ends, and SIGKILL comes again and again while they are told";

/// How long an answer to what is known may take for ninety-nine of a hundred.
const SOON: Duration = Duration::from_secs(1);

pub(super) fn run(setting: &Setting) -> Result<Outcome> {
    let (customers, within, kills) = match setting.form {
        Form::Short => (300, Duration::from_secs(3), 1),
        Form::Full => (10_000, Duration::from_secs(60), 20),
    };
    block_on(async {
        let scene = Arc::new(Scene::new()?);
        let mut figures = Figures::default();
        let mails = Mailbox::open().await?;
        scene.ground.write("status.json", fault("").as_bytes())?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let start = || {
            let relay = scene.relay(setting).at(address);
            let relay = relay
                .with("FIRSTLINE_MAIL_URL", &format!("smtp://{}", mails.address))
                .with("FIRSTLINE_MAIL_FROM", "help@isp.example")
                // Mail about tickets is not counted here.
                .with("FIRSTLINE_MAIL_WITHOUT", "received,solved")
                .with("FIRSTLINE_MAIL_NETWORKS", "127.0.0.1");
            tokio::task::block_in_place(|| relay.start())
        };
        let mut relay = start()?;
        let began = Instant::now();
        let asked = come(&scene, address, customers, within).await;
        figures.look_at(&relay);
        let took = began.elapsed();
        let Asked {
            mut waits,
            told,
            wishes,
        } = asked;
        waits.sort();
        let at = |hundredths: usize| {
            waits
                .get(waits.len() * hundredths / 100)
                .copied()
                .unwrap_or_default()
        };
        figures.note(format!(
            "{customers} customers came within {:.1} s; what is known was told in {} ms to half of them, in {} ms to \
             99 of 100",
            took.as_secs_f32(),
            at(50).as_millis(),
            at(99).as_millis(),
        ));
        figures.claim(
            told == customers,
            format!("{told} of {customers} heard about the fault"),
        );
        figures.claim(
            at(99) < SOON,
            format!("99 of 100 were told within {} ms", at(99).as_millis()),
        );
        figures.claim(
            wishes == customers,
            format!("{wishes} of {customers} wishes were taken"),
        );

        let ended = jiff::Timestamp::now()
            .strftime("%Y-%m-%dT%H:%M:%SZ")
            .to_string();
        scene
            .ground
            .write("status.json", fault(&ended).as_bytes())?;
        let over = Instant::now();
        let mut killed = 0;
        while mails.count().0 < customers && over.elapsed() < Duration::from_secs(600) {
            tokio::time::sleep(Duration::from_millis(if killed < kills {
                700
            } else {
                100
            }))
            .await;
            if killed < kills {
                killed += 1;
                relay.kill()?;
                relay = start()?;
            }
        }
        let telling = over.elapsed();
        // What a kill took from the relay that had sent it is sent once more, when its claim is over.
        while counted(&scene).await?[1] > 0 && over.elapsed() < Duration::from_secs(600) {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        // Nothing more may come.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let (different, all) = mails.count();
        stop(&mut figures, relay)?;
        let [waiting, due, told, dead] = counted(&scene).await?;
        figures.note(format!(
            "{different} heard about the end within {:.1} s, with {killed} kills meanwhile; {} of their messages went \
             twice, under the same Message-ID",
            telling.as_secs_f32(),
            all - different
        ));
        figures.claim(
            different == customers,
            format!("{different} of {customers} were told"),
        );
        figures.claim(
            all - different <= killed * 8,
            format!("{} messages went twice", all - different),
        );
        figures.claim(
            [waiting, due, dead] == [0; 3] && told == customers,
            format!("the store has {waiting} that wait, {due} due, {told} told, {dead} given up"),
        );
        figures.hold_to(scene.ledger.audit(&scene.ground.data()).await?);
        Ok(Outcome::Made(figures))
    })
}

/// How many wishes wait for the end of a fault, are due, told and given up.
async fn counted(scene: &Scene) -> Result<[u64; 4]> {
    let store = Store::open_to_read(&scene.ground.data()).await?;
    let counts = store.count_alerts().await.context("no wishes in the store");
    store.close().await;
    counts
}

/// The sums over the visits of all these customers.
#[derive(Default)]
struct Asked {
    waits: Vec<Duration>,
    told: u64,
    wishes: u64,
}

/// Customers who come one after the other, each from an address of its own.
async fn come(scene: &Arc<Scene>, to: SocketAddr, customers: u64, within: Duration) -> Asked {
    let asked = Arc::new(Mutex::new(Asked::default()));
    let mut all = JoinSet::new();
    let apart = within / u32::try_from(customers).unwrap_or(u32::MAX);
    let began = Instant::now();
    for number in 0..customers {
        let (scene, asked) = (Arc::clone(scene), Arc::clone(&asked));
        all.spawn(async move {
            let [_, _, high, low] = u32::try_from(number).unwrap_or_default().to_be_bytes();
            let mut customer = Customer::new(Ipv4Addr::new(127, 1, high, low.max(1)), to);
            let asks = Instant::now();
            let path = "/api/v1/status?over=1&language=en&area=22767";
            let told = customer.get_compressed(path).await.is_ok_and(|answer| answer.status == 200);
            let wait = asks.elapsed();
            // One of ten does not believe it.
            if number % 10 == 0 {
                while scene.send(to, number).await != Some(201) {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
            let wish = format!(
                r#"{{"item":"region","area":"22767","language":"en","email":"customer{number}@home.example"}}"#
            );
            let mut left = false;
            for _ in 0..10 {
                let answer = customer.post_json("/api/v1/alerts", wish.clone().into()).await;
                left = answer.is_ok_and(|answer| answer.status == 201);
                if left {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
            asked.waits.push(wait);
            asked.told += u64::from(told);
            asked.wishes += u64::from(left);
        });
        let next = apart * u32::try_from(number + 1).unwrap_or(u32::MAX);
        tokio::time::sleep(next.saturating_sub(began.elapsed())).await;
    }
    while all.join_next().await.is_some() {}
    let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::take(&mut *asked)
}

/// The status file: one fault of a region, over since then unless that is empty.
fn fault(ended: &str) -> String {
    let ended = match ended {
        "" => String::new(),
        ended => format!(r#","ended":"{ended}","afterwards":"Restart your router once.""#),
    };
    format!(
        r#"{{"state":"ok","items":[{{"id":"region","kind":"outage","title":"No internet in the harbour district",
        "areas":["227*"],"began":"2026-01-01T08:40:00Z"{ended}}}]}}"#
    )
}
