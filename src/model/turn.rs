//! One update of the model: its time, and what is to be done after it.

use firstline_guide::session::Millis;

use super::{Command, PageEvent};

/// One update: every part of the model that takes part in it gets this.
pub(super) struct Turn {
    /// The clock's reading, the same for the whole update.
    pub now: Millis,
    /// What is to be done, in order.
    pub commands: Vec<Command>,
}

impl Turn {
    pub fn new(now: Millis) -> Turn {
        Turn {
            now,
            commands: Vec::new(),
        }
    }

    /// Has this done.
    pub fn run(&mut self, command: Command) {
        self.commands.push(command);
    }

    /// Reports this to the host page.
    pub fn emit(&mut self, event: PageEvent) {
        self.run(Command::Emit(event));
    }
}
