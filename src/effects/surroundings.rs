//! What all that measures is given.

use std::rc::Rc;

use firstline_diagnosis::{Context, Finding};
use firstline_guide::session::{Event, Run};
use futures_util::future::LocalBoxFuture;
use yew::Callback;

use super::Runner;
use crate::browser::host::Host;
use crate::browser::root::Root;
use crate::model::Message;

/// Work that goes on by itself and reports by messages.
pub(super) type Work = LocalBoxFuture<'static, ()>;

/// The surroundings that all measuring functions get.
#[derive(Clone, Debug)]
pub(super) struct Surroundings {
    /// The page, whose scripts measure some things.
    pub host: Host,
    /// Where the widget is drawn.
    pub root: Root,
    /// The context of checks, besides the network.
    pub context: Rc<Context>,
    /// Takes the messages of the work.
    pub send: Callback<Message>,
}

impl Surroundings {
    /// Reports what a check found.
    pub fn found(&self, run: Run, finding: Finding) {
        self.send
            .emit(Message::Event(Event::CheckFinished { run, finding }));
    }
}

impl Runner {
    pub(super) fn surroundings(&self, context: &Rc<Context>) -> Surroundings {
        Surroundings {
            host: self.host.clone(),
            root: self.root.clone(),
            context: Rc::clone(context),
            send: self.send.clone(),
        }
    }
}
