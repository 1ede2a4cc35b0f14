//! Memory that is free goes back to the system.
//!
//! The allocator of glibc keeps what many connections at once had taken, for it lies between what is
//! still in use: after a thousand half-sent tickets 110 MB, for good. Told to look, it gave back all but
//! 12 MB of it. mimalloc 0.1.52 kept 120 MB, and jemalloc needs a build system of its own. The allocators of
//! musl, macOS and Windows are left alone.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Fewer bytes than this are not worth the milliseconds that looking through all memory takes.
const WORTHWHILE: usize = 16 << 20;

/// How many bytes customers hold, and the most since memory was last given back.
#[derive(Debug)]
pub struct Tide {
    now: AtomicUsize,
    highest: AtomicUsize,
}

/// Of this process: memory is the process's, whatever number of relays runs in it.
pub static TIDE: Tide = Tide::new();

impl Tide {
    const fn new() -> Tide {
        Tide {
            now: AtomicUsize::new(0),
            highest: AtomicUsize::new(0),
        }
    }

    /// So many bytes more are held.
    pub fn rise(&self, by: usize) {
        let now = self.now.fetch_add(by, Ordering::Relaxed) + by;
        self.highest.fetch_max(now, Ordering::Relaxed);
    }

    /// So many are held no more.
    pub fn fall(&self, by: usize) {
        self.now.fetch_sub(by, Ordering::Relaxed);
    }

    /// Whether most of much that was held is free now. Says so once.
    pub fn is_out(&self) -> bool {
        let (now, highest) = (
            self.now.load(Ordering::Relaxed),
            self.highest.load(Ordering::Relaxed),
        );
        let is_out = highest >= WORTHWHILE && now < highest / 2;
        if is_out {
            self.highest.store(now, Ordering::Relaxed);
        }
        is_out
    }
}

/// Gives back what is free. It takes milliseconds: not for a thread that answers requests.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(
    unsafe_code,
    reason = "no crate has a safe function for it; it takes a number, and may be called at any time by any thread"
)]
pub fn give_back() {
    // SAFETY: it works on the allocator's own state, under the allocator's own locks (malloc_trim(3)).
    unsafe {
        libc::malloc_trim(0);
    }
}

/// Elsewhere allocators do that by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_given_back_once_after_much_was_in_use() {
        let tide = Tide::new();
        tide.rise(WORTHWHILE - 1);
        tide.fall(WORTHWHILE - 1);
        assert!(!tide.is_out(), "too little");
        tide.rise(WORTHWHILE);
        assert!(!tide.is_out(), "still held");
        tide.fall(WORTHWHILE - 1000);
        assert!(tide.is_out());
        assert!(!tide.is_out(), "a second time");
    }
}
