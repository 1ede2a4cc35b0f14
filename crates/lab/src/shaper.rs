//! The line between router and provider: two TAP devices, and between them each direction's rate, queue, delay and loss.
//!
//! A direction is a clock that runs ahead: each packet leaves when the one before it has left and its own bits are out, so
//! what waits is the time by which the clock is ahead, and a packet that would wait too long is dropped. Nothing is rounded,
//! and a thread that wakes late does not make the line slower.

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

/// Both directions.
#[derive(Debug)]
pub struct Shaper {
    up: Arc<Mutex<Settings>>,
    down: Arc<Mutex<Settings>>,
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
        let mut threads = Vec::new();
        for (from, to, settings) in [(&router, &provider, &up), (&provider, &router, &down)] {
            let (sender, receiver) = channel();
            let (from, to, settings) = (Arc::clone(from), Arc::clone(to), Arc::clone(settings));
            threads.push(std::thread::spawn(move || read(&from, &settings, &sender)));
            threads.push(std::thread::spawn(move || write(&to, &receiver)));
        }
        Ok(Shaper { up, down, threads })
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

fn write(to: &SyncDevice, receiver: &Receiver<(Instant, Vec<u8>)>) {
    while let Ok((at, frame)) = receiver.recv() {
        let wait = at.saturating_duration_since(Instant::now());
        if !wait.is_zero() {
            std::thread::sleep(wait);
        }
        // A device that is down takes nothing, which is what a cable without light does.
        let _ = to.send(&frame);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
