//! The browser that a widget of a test stands in: what it has stored, and what the widget asks of it at once.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use firstline_widget::model::{Later, LaterPorts, Ports};

/// The key of the first ticket of a test.
pub const KEY: &str = "6f1c0f2e-0d7b-4a55-9f0e-2f1d8f2b7c11";
/// The key of the second.
pub const KEY_2: &str = "6f1c0f2e-0d7b-4a55-9f0e-2f1d8f2b7c12";

thread_local! {
    static TICKETS: Cell<usize> = const { Cell::new(0) };
    /// What the browser of the widget that is told something has stored of tickets.
    static STORED: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
    /// And of its session.
    static SESSION: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// How many tickets have got a key: the next one gets the key after that.
pub fn tickets_made(count: usize) {
    TICKETS.set(count);
}

/// What the second part of the core asks for here.
pub const LATER_PORTS: LaterPorts = LaterPorts {
    uuid: || {
        let made = TICKETS.replace(TICKETS.get() + 1);
        Some([KEY, KEY_2][made].to_owned())
    },
    session: || SESSION.with_borrow(Clone::clone),
    outbox: || STORED.with_borrow(Vec::clone),
    time_in_words: |time, _| Some(format!("at {time}")),
};

/// The second part of the core in a test.
pub static HERE: Later = Later::new(LATER_PORTS);

pub fn ports() -> Ports {
    Ports {
        write_value: firstline_widget::text::value,
        fold: str::to_lowercase,
        east: || 60,
        later: || Some(&HERE),
    }
}

/// What a browser has stored.
#[derive(Clone, Default)]
pub struct Storage {
    pub session: Option<String>,
    pub draft: Option<String>,
    pub outbox: BTreeMap<String, String>,
}

impl Storage {
    /// The widget reads this from now on.
    pub fn is_read(&self) {
        let draft = self.draft.iter().map(|draft| ("draft", draft));
        let tickets = self.outbox.iter().map(|(key, text)| (key.as_str(), text));
        let stored = draft.chain(tickets);
        STORED.set(
            stored
                .map(|(key, text)| (key.to_owned(), text.clone()))
                .collect(),
        );
        SESSION.set(self.session.clone());
    }
}
