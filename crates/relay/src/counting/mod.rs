//! What insights hold in memory: what was counted since it was last written down, which events came already,
//! words that are held back, and failures by area. All of it is gone when the relay stops, but what was counted.

mod alarms;
mod areas;
mod comments;
mod seen;
mod told;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use firstline_insights::searched::Held;
use firstline_insights::spike::{Rule, Watch};

use crate::store::insights::Added;
pub use alarms::{Alarms, From};
pub use areas::{Areas, OTHER};
pub use comments::Comments;
pub use seen::Seen;
pub use told::{Names, Once, Passed, Told, Walking};

/// The counts that insights hold in memory.
#[derive(Debug)]
pub struct Counting {
    /// The counts since the last write to the store.
    pub added: Mutex<Added>,
    /// Which events of which walks came already, and where those walks stand.
    pub seen: Mutex<Seen>,
    /// Words that nothing was found for, with who has typed them, and the week in which they are counted: its Monday.
    pub held: Mutex<(Held, i64)>,
    /// Failures by area.
    pub alarms: Mutex<Alarms>,
    /// The areas that there are.
    pub areas: Mutex<Areas>,
    /// Who has sent how many comments today.
    pub comments: Mutex<Comments>,
    /// Whether what is stored is invented, and when that was looked up.
    pub sample: Mutex<Option<(bool, Instant)>>,
    /// The first step of guides by their packs' hashes.
    pub starts: Mutex<HashMap<(String, String), String>>,
}

impl Counting {
    /// Nothing has happened yet.
    pub fn new() -> Counting {
        Counting {
            added: Mutex::default(),
            seen: Mutex::default(),
            held: Mutex::default(),
            alarms: Mutex::new(Alarms::new(Watch::new(Rule::default()))),
            areas: Mutex::new(Areas::new()),
            comments: Mutex::new(Comments::new()),
            sample: Mutex::default(),
            starts: Mutex::default(),
        }
    }
}

/// Takes a lock. Whoever held it and panicked left counts behind, and counts are whole.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
