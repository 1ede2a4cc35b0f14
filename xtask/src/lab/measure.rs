//! Whether the shaper is right: what one TCP connection gets through it, and how long packets wait meanwhile. What is asked of
//! speed tests must hold of the line first.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use firstline_lab::{Lab, Line, Place, Sample, plan};

use crate::report::Report;

/// The lines that are measured if none is named.
const LINES: [&str; 4] = ["50/10", "10/2", "100/20", "2/0.5"];

/// How long a direction is measured, after the beginning that does not count.
const FOR: Duration = Duration::from_secs(6);
const BEGINNING: Duration = Duration::from_secs(2);

const PORT: u16 = 9000;

/// `cargo xtask lab measure [LINE …]`.
pub fn run(lines: &[String]) -> Result<()> {
    let mut report = Report::start();
    let lines: Vec<String> = match lines {
        [] => LINES.map(str::to_owned).to_vec(),
        lines => lines.to_vec(),
    };
    for text in lines {
        let line: Line = text.parse().map_err(anyhow::Error::msg)?;
        report.step(&format!("{text} Mbit/s"));
        let lab = Lab::up(line)?;
        // A packet of 1500 bytes carries 1448 of TCP with timestamps.
        let ceiling = 1448.0 / 1500.0;
        for (name, is_down, rate) in [("down", true, line.down.rate), ("up", false, line.up.rate)] {
            let truth = lab.truth()?;
            let goodput = transfer(&lab, is_down)?;
            let waited = truth.end();
            let rate = rate as f64;
            let error = (goodput / (rate * ceiling) - 1.0) * 100.0;
            report.note(&format!(
                "{name:<5} {:>7.2} Mbit/s, {error:+.1} % of what TCP can get; round trips {}",
                goodput / 1e6,
                delays(&waited)
            ));
        }
    }
    report.finish("measured");
    Ok(())
}

/// Bits a second of one connection.
fn transfer(lab: &Lab, is_down: bool) -> Result<f64> {
    std::thread::scope(|scope| {
        let (sender, ready) = std::sync::mpsc::channel();
        let provider = scope.spawn(move || {
            lab.enter(Place::Provider)?;
            let listener = TcpListener::bind((plan::HELP, PORT))?;
            let _ = sender.send(());
            let (stream, _) = listener.accept()?;
            one_end(stream, is_down)
        });
        ready.recv().context("the provider's end does not begin")?;
        let customer = scope.spawn(move || {
            lab.enter(Place::Customer)?;
            one_end(TcpStream::connect((plan::HELP, PORT))?, !is_down)
        });
        let of = |end: std::thread::ScopedJoinHandle<'_, Result<f64>>| match end.join() {
            Ok(rate) => rate,
            Err(_) => anyhow::bail!("a thread panicked"),
        };
        let (provider, customer) = (of(provider)?, of(customer)?);
        Ok(if is_down { customer } else { provider })
    })
}

/// Sends until nobody reads, or reads and says how fast.
fn one_end(mut stream: TcpStream, sends: bool) -> Result<f64> {
    let mut buffer = vec![0x5a; 64 << 10];
    if sends {
        while stream.write_all(&buffer).is_ok() {}
        return Ok(0.0);
    }
    let began = Instant::now();
    let (mut bytes, mut first): (usize, Option<Instant>) = (0, None);
    loop {
        let read = stream.read(&mut buffer)?;
        if began.elapsed() < BEGINNING {
            continue;
        }
        let Some(since) = first else {
            first = Some(Instant::now());
            continue;
        };
        bytes += read;
        if since.elapsed() >= FOR {
            return Ok(bytes as f64 * 8.0 / since.elapsed().as_secs_f64());
        }
    }
}

fn delays(samples: &[Sample]) -> String {
    let mut back: Vec<Duration> = samples.iter().filter_map(|sample| sample.rtt).collect();
    back.sort();
    let at = |part: usize| {
        let index = (back.len().saturating_sub(1)) * part / 100;
        back.get(index)
            .map_or(0.0, |delay| delay.as_secs_f64() * 1000.0)
    };
    format!(
        "{:.0} / {:.0} / {:.0} ms (least, median, 95 of 100), {} of {} lost",
        at(0),
        at(50),
        at(95),
        samples.len() - back.len(),
        samples.len()
    )
}
