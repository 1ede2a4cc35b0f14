//! What a line is like.

use std::str::FromStr;
use std::time::Duration;

/// A line: down to the customer, and up from there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Towards the customer.
    pub down: Direction,
    /// From the customer.
    pub up: Direction,
}

/// One direction of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Direction {
    /// Bits a second of whole IP packets; 0 for no limit.
    pub rate: u64,
    /// The most bytes that wait; a packet that finds them waiting is dropped.
    pub queue: u64,
    /// How long a packet is on its way after it left the queue.
    pub delay: Duration,
    /// Which part of all packets is lost by chance, from 0 to 1.
    pub loss: f64,
}

/// The delay of each direction of a usual line: 20 ms there and back.
const DELAY: Duration = Duration::from_millis(10);

/// How much waits at most on a usual line, in milliseconds of its rate.
const QUEUE_MS: u64 = 150;

/// A queue has room for some packets, however slow the line is.
const LEAST_QUEUE: u64 = 15_000;

impl Direction {
    /// A usual one with so many bits a second.
    pub fn of_rate(rate: u64) -> Direction {
        Direction {
            rate,
            queue: (rate / 8 * QUEUE_MS / 1000).max(LEAST_QUEUE),
            delay: DELAY,
            loss: 0.0,
        }
    }
}

impl Line {
    /// The same with this part of packets lost by chance, both ways.
    pub fn losing(mut self, part: f64) -> Line {
        self.down.loss = part;
        self.up.loss = part;
        self
    }
}

impl Default for Line {
    /// 50 Mbit/s down and 10 up.
    fn default() -> Line {
        Line {
            down: Direction::of_rate(50_000_000),
            up: Direction::of_rate(10_000_000),
        }
    }
}

impl FromStr for Line {
    type Err = String;

    /// `50/10`, in Mbit/s; with a loss in percent `50/10-0.5%`.
    fn from_str(text: &str) -> Result<Line, String> {
        let bad = || {
            format!(
                "“{text}” is no line. Write 50/10 for Mbit/s down and up, or 50/10-0.5% with loss."
            )
        };
        let (rates, loss) = match text.split_once('-') {
            Some((rates, loss)) => {
                let percent: f64 = loss
                    .strip_suffix('%')
                    .and_then(|percent| percent.parse().ok())
                    .filter(|percent| (0.0..=100.0).contains(percent))
                    .ok_or_else(bad)?;
                (rates, percent / 100.0)
            }
            None => (text, 0.0),
        };
        let rate = |text: &str| {
            let megabits: f64 = text.parse().ok()?;
            let fits = (0.01..=10_000.0).contains(&megabits);
            // A whole number of bits well below what a float holds exactly.
            fits.then(|| Direction::of_rate((megabits * 1_000_000.0).round() as u64))
        };
        let (down, up) = rates.split_once('/').ok_or_else(bad)?;
        let line = Line {
            down: rate(down).ok_or_else(bad)?,
            up: rate(up).ok_or_else(bad)?,
        };
        Ok(line.losing(loss))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_from_its_rates_and_its_loss() {
        let line: Line = "2/0.5-0.5%".parse().unwrap();
        assert_eq!((line.down.rate, line.up.rate), (2_000_000, 500_000));
        assert_eq!((line.down.loss, line.up.loss), (0.005, 0.005));
        assert_eq!((line.down.queue, line.up.queue), (37_500, 15_000));
        assert_eq!("50/10".parse::<Line>(), Ok(Line::default()));
        for bad in [
            "",
            "50",
            "50/",
            "a/b",
            "0/1",
            "50/10-5",
            "50/10-200%",
            "-1/2",
        ] {
            assert!(bad.parse::<Line>().is_err(), "{bad}");
        }
    }
}
