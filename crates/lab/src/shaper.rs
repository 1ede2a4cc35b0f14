//! The line between router and provider: two TAP devices, and between them each direction's rate, queue, delay and loss.
//!
//! A direction is a clock that runs ahead: each packet leaves when the one before it has left and its own bits are out, so
//! what waits is the time by which the clock is ahead, and a packet that would wait too long is dropped. Nothing is rounded,
//! and a thread that wakes late does not make the line slower.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tun_rs::{DeviceBuilder, Layer, SyncDevice};

use crate::Impossible;
use crate::filter::{ETHERNET, Filter};
use crate::line::{Direction, Line};
use crate::namespaces::{Namespaces, Place};

/// The device on the router's side, and the one on the provider's.
pub const DEVICES: [(Place, &str); 2] = [(Place::Router, "wan0"), (Place::Provider, "acc0")];

/// The largest frame: TAP devices of ours have the usual MTU.
const LARGEST: usize = 2048;

/// A packet that leaves so long after its time was held back by the machine and not by the line.
const LATE: Duration = Duration::from_millis(10);

/// How well the machine keeps up with the line that it plays, since the line is up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Strain {
    /// Packets that left.
    pub left: u64,
    /// Those of them that left late.
    pub late: u64,
    /// Packets that were dropped before the line could take them.
    pub dropped: u64,
}

impl Strain {
    /// What came since then.
    pub fn since(self, before: Strain) -> Strain {
        Strain {
            left: self.left.saturating_sub(before.left),
            late: self.late.saturating_sub(before.late),
            dropped: self.dropped.saturating_sub(before.dropped),
        }
    }

    /// Of a hundred packets, how many the machine held back or dropped.
    pub fn percent(self) -> f64 {
        let all = self.left + self.dropped;
        match all {
            0 => 0.0,
            all => 100.0 * (self.late + self.dropped) as f64 / all as f64,
        }
    }
}

/// What is counted of packets that leave.
#[derive(Debug, Default)]
struct Leaving {
    left: AtomicU64,
    late: AtomicU64,
}

/// Both directions.
#[derive(Debug)]
pub struct Shaper {
    up: Arc<Mutex<Settings>>,
    down: Arc<Mutex<Settings>>,
    leaving: Arc<Leaving>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Debug)]
struct Settings {
    direction: Direction,
    filter: Filter,
    /// Bytes of packets that were carried.
    carried: u64,
}

/// When packets leave.
#[derive(Debug)]
struct Pace {
    /// When all that was taken until now has left.
    free: Instant,
}

impl Pace {
    /// When a packet of so many bytes arrives at the other end; `None` if there is no room for it.
    fn take(&mut self, now: Instant, bytes: u64, direction: &Direction) -> Option<Instant> {
        if direction.rate == 0 {
            return Some(now + direction.delay);
        }
        let takes = |bytes: u64| {
            let nanos = u128::from(bytes) * 8_000_000_000 / u128::from(direction.rate);
            Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
        };
        let waiting = self.free.saturating_duration_since(now);
        if waiting + takes(bytes) > takes(direction.queue) {
            return None;
        }
        self.free = self.free.max(now) + takes(bytes);
        Some(self.free + direction.delay)
    }
}

impl Shaper {
    /// Makes the two devices and shapes between them.
    pub fn start(namespaces: &Namespaces, line: Line) -> Result<Shaper, Impossible> {
        let mut ends = Vec::new();
        for (place, name) in DEVICES {
            let made = namespaces.within(place, || {
                DeviceBuilder::new()
                    .name(name)
                    .layer(Layer::L2)
                    .mtu(1500)
                    .build_sync()
            })?;
            ends.push(Arc::new(
                made.map_err(Impossible::because("cannot make a TAP device"))?,
            ));
        }
        let [router, provider] = [Arc::clone(&ends[0]), Arc::clone(&ends[1])];
        let settings = |direction| {
            Arc::new(Mutex::new(Settings {
                direction,
                filter: Filter::All,
                carried: 0,
            }))
        };
        let (up, down) = (settings(line.up), settings(line.down));
        let leaving = Arc::new(Leaving::default());
        let mut threads = Vec::new();
        for (from, to, settings) in [(&router, &provider, &up), (&provider, &router, &down)] {
            let (sender, receiver) = channel();
            let (from, to, settings) = (Arc::clone(from), Arc::clone(to), Arc::clone(settings));
            threads.push(std::thread::spawn(move || read(&from, &settings, &sender)));
            let leaving = Arc::clone(&leaving);
            threads.push(std::thread::spawn(move || write(&to, &receiver, &leaving)));
        }
        Ok(Shaper {
            up,
            down,
            leaving,
            threads,
        })
    }

    /// Another line from now on.
    pub fn set_line(&self, line: Line) {
        lock(&self.up).direction = line.up;
        lock(&self.down).direction = line.down;
    }

    /// Lets through what this says from now on.
    pub fn set_filter(&self, filter: &Filter) {
        for settings in [&self.up, &self.down] {
            lock(settings).filter = filter.clone();
        }
    }

    /// How many bytes of packets were carried: down, and up.
    pub fn carried(&self) -> (u64, u64) {
        (lock(&self.down).carried, lock(&self.up).carried)
    }

    /// How well the machine keeps up.
    pub fn strain(&self, namespaces: &Namespaces) -> Strain {
        let dropped = DEVICES.map(|(place, device)| {
            let counts = namespaces.within(place, || {
                std::fs::read_to_string("/proc/thread-self/net/dev").unwrap_or_default()
            });
            counts.map_or(0, |counts| dropped_by(&counts, device))
        });
        Strain {
            left: self.leaving.left.load(Ordering::Relaxed),
            late: self.leaving.late.load(Ordering::Relaxed),
            dropped: dropped.iter().sum(),
        }
    }

    /// Waits for the threads, which end with their devices.
    pub fn ended(self) {
        for thread in self.threads {
            let _ = thread.join();
        }
    }
}

fn lock(settings: &Mutex<Settings>) -> std::sync::MutexGuard<'_, Settings> {
    settings.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read(from: &SyncDevice, settings: &Mutex<Settings>, sender: &Sender<(Instant, Vec<u8>)>) {
    let mut frame = vec![0; LARGEST];
    let mut pace = Pace {
        free: Instant::now(),
    };
    let mut chance = fastrand::Rng::new();
    while let Ok(bytes) = from.recv(&mut frame) {
        let now = Instant::now();
        let frame = &frame[..bytes];
        let leaves = {
            let mut settings = lock(settings);
            let direction = settings.direction;
            if !settings.filter.lets_through(frame) {
                None
            } else {
                // What is lost by chance is lost on the line, so it took its time on it.
                let packet = bytes.saturating_sub(ETHERNET) as u64;
                let leaves = pace.take(now, packet, &direction);
                settings.carried += leaves.map_or(0, |_| packet);
                leaves.filter(|_| chance.f64() >= direction.loss)
            }
        };
        if let Some(leaves) = leaves
            && sender.send((leaves, frame.to_vec())).is_err()
        {
            return;
        }
    }
}

/// How many packets this device dropped that were to be sent: the twelfth count of its line, as the kernel writes them.
fn dropped_by(counts: &str, device: &str) -> u64 {
    let line = counts.lines().find_map(|line| {
        let (name, counts) = line.split_once(':')?;
        (name.trim() == device).then_some(counts)
    });
    let count = line.and_then(|counts| counts.split_whitespace().nth(11));
    count.and_then(|count| count.parse().ok()).unwrap_or(0)
}

fn write(to: &SyncDevice, receiver: &Receiver<(Instant, Vec<u8>)>, leaving: &Leaving) {
    while let Ok((at, frame)) = receiver.recv() {
        let wait = at.saturating_duration_since(Instant::now());
        if !wait.is_zero() {
            std::thread::sleep(wait);
        }
        leaving.left.fetch_add(1, Ordering::Relaxed);
        if at.elapsed() > LATE {
            leaving.late.fetch_add(1, Ordering::Relaxed);
        }
        // A device that is down takes nothing, which is what a cable without light does.
        let _ = to.send(&frame);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_machine_held_back_is_told_from_what_the_line_did() {
        let counts = "Inter-|   Receive                                                |  Transmit\n \
                      face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n\
                      \u{20}   lo: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n  wan0:  1  2  3  4  5  6  7  8  9 10 11  77 13 14 15 16\n";
        assert_eq!(dropped_by(counts, "wan0"), 77);
        assert_eq!(dropped_by(counts, "acc0"), 0);
        let before = Strain {
            left: 100,
            late: 10,
            dropped: 0,
        };
        let after = Strain {
            left: 290,
            late: 11,
            dropped: 10,
        };
        assert_eq!(after.since(before).percent(), 5.5);
        assert_eq!(Strain::default().percent(), 0.0);
    }

    #[test]
    fn packets_leave_at_the_rate_and_those_without_room_are_dropped() {
        let start = Instant::now();
        let direction = Direction {
            rate: 12_000_000,
            queue: 4500,
            delay: Duration::from_millis(10),
            loss: 0.0,
        };
        let mut pace = Pace { free: start };
        let ms = |ms: u64| start + Duration::from_millis(ms);
        // 1500 bytes take 1 ms.
        for leaves in [Some(ms(11)), Some(ms(12)), Some(ms(13)), None, None] {
            assert_eq!(pace.take(start, 1500, &direction), leaves);
        }
        assert_eq!(pace.take(ms(1), 1500, &direction), Some(ms(14)));
        assert_eq!(pace.take(ms(1), 1500, &direction), None);
        // After a pause nothing is made up for.
        assert_eq!(pace.take(ms(100), 1500, &direction), Some(ms(111)));
        let open = Direction {
            rate: 0,
            ..direction
        };
        assert_eq!(pace.take(ms(100), 1500, &open), Some(ms(110)));
    }
}
