//! Work that goes on by itself and ends when its handle is dropped.

use std::rc::{Rc, Weak};

use futures_util::future::{AbortHandle, Abortable, LocalBoxFuture};

/// Something that runs. Dropping it drops the future, with each request, timer and listener in it.
#[must_use = "the work stops when this is dropped"]
pub struct Task {
    abort: AbortHandle,
    running: Weak<()>,
}

impl Task {
    /// Starts the work. It begins in a microtask, not at once, so no message comes within a command.
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that spawns: the handle ends what it spawns"
    )]
    pub fn start(work: LocalBoxFuture<'static, ()>) -> Task {
        let (task, work) = Task::of(work);
        wasm_bindgen_futures::spawn_local(work);
        task
    }

    fn of(work: LocalBoxFuture<'static, ()>) -> (Task, impl Future<Output = ()> + 'static) {
        let (abort, registration) = AbortHandle::new_pair();
        let alive = Rc::new(());
        let running = Rc::downgrade(&alive);
        let work = Abortable::new(work, registration);
        let work = async move {
            // Whether it was aborted does not matter: nobody waits for it then.
            let _ = work.await;
            drop(alive);
        };
        (Task { abort, running }, work)
    }

    /// Whether the work came to its end.
    pub fn is_over(&self) -> bool {
        self.running.strong_count() == 0
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.abort.abort();
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::future::{pending, ready};
    use std::pin::pin;

    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn dropping_the_handle_drops_the_work() {
        let held = Rc::new(());
        let inside = Rc::clone(&held);
        let (task, work) = Task::of(Box::pin(async move {
            let _inside = inside;
            pending::<()>().await;
        }));
        let mut work = pin!(work);
        assert_eq!(work.as_mut().now_or_never(), None);
        assert!(!task.is_over());
        drop(task);
        assert_eq!(work.as_mut().now_or_never(), Some(()));
        assert_eq!(Rc::strong_count(&held), 1);
    }

    #[test]
    fn what_was_stopped_before_it_began_never_begins() {
        let begun = Rc::new(Cell::new(false));
        let seen = Rc::clone(&begun);
        let (task, work) = Task::of(Box::pin(async move { seen.set(true) }));
        drop(task);
        assert_eq!(work.now_or_never(), Some(()));
        assert!(!begun.get());
    }

    #[test]
    fn finished_work_says_so() {
        let (task, work) = Task::of(Box::pin(ready(())));
        assert_eq!(work.now_or_never(), Some(()));
        assert!(task.is_over());
    }
}
