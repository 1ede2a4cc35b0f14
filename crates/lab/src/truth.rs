//! The delay as it is: small packets over UDP to an echo, beside whatever a browser measures.

use std::net::{IpAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::Impossible;
use crate::namespaces::{Namespaces, Place};
use crate::plan::{ECHO, HELP};

/// How often a packet goes: 3 kbit/s, which is little on the slowest line.
const EVERY: Duration = Duration::from_millis(100);

/// A packet that is not back after this time is lost.
const LOST: Duration = Duration::from_secs(3);

/// One packet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// When it went.
    pub at: Instant,
    /// How long it took there and back; `None` if it was lost.
    pub rtt: Option<Duration>,
}

/// A measurement that goes on until it is asked.
#[derive(Debug)]
pub struct Truth {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Vec<Sample>>,
}

impl Truth {
    pub(crate) fn begin(namespaces: &Namespaces) -> Result<Truth, Impossible> {
        let made = namespaces.within(Place::Customer, || {
            let socket = UdpSocket::bind("0.0.0.0:0")?;
            socket.connect((HELP, ECHO))?;
            socket.set_nonblocking(false)?;
            Ok::<_, std::io::Error>(socket)
        })?;
        let socket = made.map_err(Impossible::because("cannot ask the echo"))?;
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        Ok(Truth {
            stop,
            thread: std::thread::spawn(move || measure(&socket, &told)),
        })
    }

    /// All packets until now, in the order in which they went.
    pub fn end(self) -> Vec<Sample> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap_or_default()
    }
}

/// Whether the echo at this address answers, asked again and again for so long.
pub fn comes_back(address: IpAddr, within: Duration) -> bool {
    let began = Instant::now();
    let any = if address.is_ipv4() {
        "0.0.0.0:0"
    } else {
        "[::]:0"
    };
    let answered = || {
        let socket = UdpSocket::bind(any)?;
        socket.connect((address, ECHO))?;
        socket.set_read_timeout(Some(EVERY * 3))?;
        socket.send(b"line")?;
        socket.recv(&mut [0; 4])
    };
    loop {
        match answered() {
            Ok(_) => return true,
            Err(_) if began.elapsed() > within => return false,
            Err(_) => std::thread::sleep(EVERY / 2),
        }
    }
}

fn measure(socket: &UdpSocket, stop: &AtomicBool) -> Vec<Sample> {
    let mut samples: Vec<Sample> = Vec::new();
    let mut next = Instant::now();
    let mut until = None;
    loop {
        let now = Instant::now();
        if stop.load(Ordering::Relaxed) {
            // What is on its way may still come back.
            let end = *until.get_or_insert(now + LOST);
            let all_back = samples.iter().all(|sample| {
                sample.rtt.is_some() || now.saturating_duration_since(sample.at) > LOST
            });
            if all_back || now >= end {
                return samples;
            }
        } else if now >= next {
            next += EVERY;
            let number = u32::try_from(samples.len()).unwrap_or(u32::MAX);
            samples.push(Sample { at: now, rtt: None });
            let _ = socket.send(&number.to_be_bytes());
        }
        let wait = next.saturating_duration_since(Instant::now());
        let wait = wait.clamp(Duration::from_millis(1), EVERY);
        let _ = socket.set_read_timeout(Some(wait));
        let mut packet = [0; 4];
        if let Ok(4) = socket.recv(&mut packet) {
            let number = usize::try_from(u32::from_be_bytes(packet)).unwrap_or(usize::MAX);
            if let Some(sample) = samples.get_mut(number) {
                sample.rtt.get_or_insert(sample.at.elapsed());
            }
        }
    }
}
