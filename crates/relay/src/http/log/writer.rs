//! Where log lines go out: never in the way of a request.
//!
//! A log can stop taking lines: its reader is gone or does not read, its disk is full. Whoever
//! writes a line must neither wait for that nor fail by it. So lines are handed to a thread of their
//! own, as many as there is room for; the rest is counted, and the count is a line as soon as lines
//! go out again.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use firstline_wire::foreign::in_lines;
use tracing_subscriber::fmt::MakeWriter;

/// How many lines wait at most.
const LINES: usize = 2048;

/// The longest line in bytes; what is behind it is cut off.
const LONGEST: usize = 8 << 10;

/// How long the end of the program waits for the last lines.
const LAST: Duration = Duration::from_millis(500);

/// Takes lines for the log.
#[derive(Clone, Debug)]
pub struct Lines {
    sender: SyncSender<Vec<u8>>,
    state: Arc<State>,
    /// Whether the lines carry colours of ours, which are escape sequences.
    colours: bool,
}

#[derive(Debug, Default)]
struct State {
    dropped: AtomicU64,
    /// Lines that were taken and have not gone out.
    waiting: Mutex<u64>,
    gone_out: Condvar,
}

impl Lines {
    /// Starts the thread that writes lines there. `of_dropped` is the line that says how many were
    /// dropped.
    ///
    /// # Errors
    ///
    /// If there can be no more threads.
    pub fn to(
        out: impl Write + Send + 'static,
        colours: bool,
        of_dropped: fn(u64) -> String,
    ) -> io::Result<Lines> {
        let (sender, receiver) = sync_channel(LINES);
        let state = Arc::new(State::default());
        let of_thread = Arc::clone(&state);
        std::thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || write_all(out, &receiver, &of_thread, of_dropped))?;
        Ok(Lines {
            sender,
            state,
            colours,
        })
    }

    /// Waits for what was logged until now, and not for long.
    pub fn flush(&self) {
        let waiting = self
            .state
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let _ = self
            .state
            .gone_out
            .wait_timeout_while(waiting, LAST, |waiting| *waiting > 0);
    }

    fn take(&self, line: &[u8]) {
        let mut line = harmless(&String::from_utf8_lossy(line), self.colours).into_bytes();
        if line.len() > LONGEST {
            line.truncate(LONGEST);
            line.extend("…\n".as_bytes());
        }
        *self
            .state
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner) += 1;
        if let Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) =
            self.sender.try_send(line)
        {
            self.state.dropped.fetch_add(1, Ordering::Relaxed);
            self.state.went_out();
        }
    }
}

impl State {
    fn went_out(&self) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        *waiting = waiting.saturating_sub(1);
        self.gone_out.notify_all();
    }
}

/// An event without anything that steers a terminal; and what stands on further lines of its own is
/// moved in, so that nothing foreign begins a line.
fn harmless(event: &str, colours: bool) -> String {
    let event = event.trim_end_matches('\n');
    // The colours are ours: what is foreign was escaped before it was put between them.
    let parts = event.split(if colours { '\u{1b}' } else { '\u{0}' });
    let parts: Vec<_> = parts.map(in_lines).collect();
    let lines = parts.join(if colours { "\u{1b}" } else { "�" });
    lines.replace('\n', "\n    ") + "\n"
}

fn write_all(
    mut out: impl Write,
    receiver: &Receiver<Vec<u8>>,
    state: &State,
    of_dropped: fn(u64) -> String,
) {
    let mut lost = 0;
    loop {
        match receiver.recv_timeout(Duration::from_secs(10)) {
            Ok(line) => {
                lost += u64::from(out.write_all(&line).is_err());
                state.went_out();
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        lost += state.dropped.swap(0, Ordering::Relaxed);
        if lost > 0 && out.write_all(of_dropped(lost).as_bytes()).is_ok() {
            lost = 0;
        }
    }
}

/// One event of the log.
#[derive(Debug)]
pub struct Line {
    lines: Lines,
    bytes: Vec<u8>,
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if !self.bytes.is_empty() {
            self.lines.take(&self.bytes);
        }
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line {
            lines: self.clone(),
            bytes: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Instant;

    use super::*;

    /// A log that takes nothing until it is told to, as a pipe that nobody reads.
    struct Stuck(Receiver<()>, Arc<Mutex<Vec<u8>>>);

    impl Write for Stuck {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.0.recv();
            self.1.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// A log whose reader is gone, or whose disk is full.
    struct Broken;

    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    fn of_dropped(count: u64) -> String {
        format!("{count} dropped\n")
    }

    fn log(lines: &Lines, text: &str) {
        lines.make_writer().write_all(text.as_bytes()).unwrap();
    }

    #[test]
    fn nobody_waits_for_a_log_that_is_not_read_and_what_is_dropped_is_counted() {
        let (read, reader) = mpsc::channel();
        let written = Arc::new(Mutex::new(Vec::new()));
        let lines = Lines::to(Stuck(reader, Arc::clone(&written)), false, of_dropped).unwrap();
        let began = Instant::now();
        for number in 0..LINES + 500 {
            log(&lines, &format!("line {number}\n"));
        }
        assert!(began.elapsed() < Duration::from_secs(2));
        let began = Instant::now();
        lines.flush();
        assert!(began.elapsed() < LAST * 4, "the end waits for ever");
        // Somebody reads again.
        drop(read);
        while !String::from_utf8_lossy(&written.lock().unwrap()).contains(" dropped\n") {
            std::thread::sleep(Duration::from_millis(5));
            assert!(began.elapsed() < Duration::from_secs(20));
        }
        let written = String::from_utf8(written.lock().unwrap().clone()).unwrap();
        assert!(written.starts_with("line 0\n"));
        let dropped: u64 = written
            .lines()
            .filter_map(|line| line.strip_suffix(" dropped"))
            .map(|count| count.parse::<u64>().unwrap())
            .sum();
        // One line may have been in the writer's hands.
        assert!((499..=500).contains(&dropped), "{dropped}");
    }

    #[test]
    fn a_broken_log_harms_nobody() {
        let lines = Lines::to(Broken, false, of_dropped).unwrap();
        for _ in 0..LINES * 2 {
            log(&lines, "a line\n");
        }
        lines.flush();
    }

    #[test]
    fn nothing_foreign_steers_the_log_or_begins_a_line() {
        for (event, colours, line) in [
            ("INFO stored\n", false, "INFO stored\n"),
            ("INFO a\u{202e}b\u{9b}c\u{0}\n", false, "INFO a�b�c�\n"),
            (
                "INFO x\nERROR forged\u{2028}too\n",
                false,
                "INFO x\n    ERROR forged\n    too\n",
            ),
            (
                "\u{1b}[32mINFO\u{1b}[0m \u{1b}[2J\n",
                false,
                "�[32mINFO�[0m �[2J\n",
            ),
            (
                "\u{1b}[32mINFO\u{1b}[0m a\u{202e}\n",
                true,
                "\u{1b}[32mINFO\u{1b}[0m a�\n",
            ),
        ] {
            assert_eq!(harmless(event, colours), line, "{event:?}");
        }
    }

    #[test]
    fn a_long_line_is_cut_off() {
        let written = Arc::new(Mutex::new(Vec::new()));
        let (read, reader) = mpsc::channel();
        drop(read);
        let lines = Lines::to(Stuck(reader, Arc::clone(&written)), false, of_dropped).unwrap();
        log(&lines, &"x".repeat(LONGEST * 3));
        lines.flush();
        assert_eq!(written.lock().unwrap().len(), LONGEST + "…\n".len());
    }
}
