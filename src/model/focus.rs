//! What is on the screen, where the focus goes when that changes, and whether it must be drawn each
//! second.

use firstline_guide::session::Event;

use super::{Command, Message, PageEvent, Turn};
use crate::action::Action;
use crate::view::{Target, View};

/// The screen that was drawn last.
#[derive(Debug)]
pub(super) struct Shown {
    view: Option<View>,
    /// Whether the focus may be moved. A widget that stands in the page must not take it before the
    /// customer has used it, or the page has opened something.
    moves_focus: bool,
}

/// The cause of an update, as far as the focus is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// Neither the customer nor the page.
    Outside,
    /// The customer used the widget, or the page opened something in it.
    Use,
    /// The customer handed in what was entered: what is wrong with it gets the focus.
    HandingIn,
    /// The customer was typing into this before the core was there: it keeps the focus.
    Typing(Target),
}

impl Cause {
    pub fn of(message: &Message) -> Cause {
        match message {
            Message::Action(
                Action::SendChosen | Action::TellChosen(_) | Action::Step(Event::InputEntered(_)),
            ) => Cause::HandingIn,
            Message::Action(_) | Message::Opened(_) => Cause::Use,
            _ => Cause::Outside,
        }
    }
}

impl Shown {
    /// Nothing is shown yet.
    pub fn new(moves_focus: bool) -> Shown {
        Shown {
            view: None,
            moves_focus,
        }
    }

    pub fn view(&self) -> Option<&View> {
        self.view.as_ref()
    }

    /// Shows this from now on.
    pub fn show(&mut self, view: Option<View>, cause: Cause, turn: &mut Turn) {
        self.moves_focus |= cause != Cause::Outside;
        let before = self.view.take();
        let counted = before.as_ref().is_some_and(View::counts);
        let counts = view.as_ref().is_some_and(View::counts);
        if counts != counted {
            turn.run(Command::Tick(counts));
        }
        if let Some(view) = &view {
            if let Some(target) = self.target(before.as_ref(), view, cause) {
                turn.run(Command::Focus(target));
            }
            if before.is_none() {
                turn.emit(PageEvent::Ready);
            }
        }
        self.view = view;
    }

    /// Where the focus goes: to the heading of another screen, because there reading begins, or to what
    /// is wrong on the same one.
    fn target(&self, before: Option<&View>, after: &View, cause: Cause) -> Option<Target> {
        if before.map(View::key) == Some(after.key()) {
            return (cause == Cause::HandingIn)
                .then(|| after.first_problem())
                .flatten();
        }
        if !self.moves_focus {
            return None;
        }
        match cause {
            Cause::Typing(target) if after.has(target) => Some(target),
            _ => Some(Target::Heading),
        }
    }
}
