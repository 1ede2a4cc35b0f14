//! Watching a line that an instruction makes drop: polls the provider's edge and listens to the
//! browser. When a change is a change, [`LineWatch`] decides.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use firstline_diagnosis::{Came, Change, LineWatch, Reply, Seen};

use super::{Context, isp};
use crate::browser::online::{self, Link, Listening};
use crate::browser::task::{self, Task};
use crate::browser::{clock, timer};

/// From one try to the next, in milliseconds.
const PERIOD: f64 = 2_000.0;

/// How long one try may take, in milliseconds.
const DEADLINE: u32 = 3_000;

/// A line that is watched, until this is dropped.
#[must_use = "the watch ends when this is dropped"]
pub struct LineWatching {
    _watch: Rc<Watch>,
    _listening: Listening,
}

struct Watch {
    context: Context,
    line: RefCell<LineWatch>,
    report: Box<dyn Fn(Change)>,
    polling: RefCell<Option<Task>>,
}

/// Watches the line and reports when it drops and when it is back, in turns. `dropped` says that
/// it was seen to drop already, before a reload. Never reports within this call.
pub fn watch_line(
    context: &Context,
    dropped: bool,
    report: impl Fn(Change) + 'static,
) -> LineWatching {
    let watch = Rc::new(Watch {
        context: context.clone(),
        line: RefCell::new(LineWatch::new(dropped)),
        report: Box::new(report),
        polling: RefCell::new(None),
    });
    watch.poll();
    let weak = Rc::downgrade(&watch);
    let listening = online::on_link(move |link| {
        let Some(watch) = weak.upgrade() else { return };
        watch.see(match link {
            Link::Online => Seen::Online,
            Link::Offline => Seen::Offline,
        });
        // The browser noticed something: try now, not in two seconds.
        watch.poll();
    });
    LineWatching {
        _watch: watch,
        _listening: listening,
    }
}

impl Watch {
    fn see(&self, seen: Seen) {
        // The report may drop the watch, so nothing of it is borrowed by then.
        let change = self.line.borrow_mut().see(seen);
        if let Some(change) = change {
            (self.report)(change);
        }
    }

    /// Begins to poll, in place of the polling that goes on.
    fn poll(self: &Rc<Watch>) {
        let weak = Rc::downgrade(self);
        let before = self.polling.borrow_mut().replace(task::spawn(poll(weak)));
        drop(before);
    }
}

async fn poll(watch: Weak<Watch>) {
    loop {
        // No strong reference lives across an await, so a dropped watch ends.
        let Some(context) = watch.upgrade().map(|watch| watch.context.clone()) else {
            return;
        };
        let began = clock::ticks();
        let replies = isp::ask(&context, DEADLINE).await;
        let Some(strong) = watch.upgrade() else {
            return;
        };
        strong.see(seen(&replies));
        drop(strong);
        let rest = PERIOD - (clock::ticks() - began);
        timer::sleep(rest.max(0.0) as u32).await;
    }
}

/// One answer is an answer; what the page forbade says nothing.
fn seen(replies: &[Reply]) -> Seen {
    let any = |wanted: fn(&Came) -> bool| replies.iter().any(|reply| wanted(&reply.came));
    if any(|came| matches!(came, Came::Answered { .. })) {
        Seen::Answer
    } else if any(|came| !matches!(came, Came::BlockedByPage)) {
        Seen::Miss
    } else {
        Seen::Nothing
    }
}

#[cfg(test)]
mod tests {
    use firstline_diagnosis::Target;

    use super::*;

    #[test]
    fn what_replies_say_of_the_line() {
        let answered = Came::Answered { ms: 9.0 };
        let failed = Came::Failed { ms: 9.0 };
        for (replies, expected) in [
            (vec![answered, failed], Seen::Answer),
            (vec![failed, Came::TimedOut], Seen::Miss),
            (vec![Came::BlockedByPage, failed], Seen::Miss),
            (vec![Came::LoginPage], Seen::Miss),
            (vec![Came::BlockedByPage], Seen::Nothing),
            (vec![], Seen::Nothing),
        ] {
            let replies: Vec<Reply> = replies
                .into_iter()
                .map(|came| Reply {
                    target: Target::Name,
                    came,
                })
                .collect();
            assert_eq!(seen(&replies), expected, "{replies:?}");
        }
    }
}
