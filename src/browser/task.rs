//! Work that goes on by itself: a future that ends when its handle is dropped.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

/// A future without its type.
pub type Work<T> = Pin<Box<dyn Future<Output = T>>>;

/// Something that runs. Dropping it stops the work and drops the future, with every request and
/// listener that the future holds.
#[must_use = "the work stops when this is dropped"]
pub struct Task {
    shared: Rc<Shared>,
}

struct Shared {
    work: RefCell<Option<Work<()>>>,
    stopped: Cell<bool>,
}

/// Starts the work. It begins in a microtask, not at once.
pub fn spawn(work: impl Future<Output = ()> + 'static) -> Task {
    let (task, runner) = Task::of(Box::pin(work));
    wasm_bindgen_futures::spawn_local(runner);
    task
}

impl Task {
    fn of(work: Work<()>) -> (Task, Runner) {
        let shared = Rc::new(Shared {
            work: RefCell::new(Some(work)),
            stopped: Cell::new(false),
        });
        (
            Task {
                shared: Rc::clone(&shared),
            },
            Runner { shared },
        )
    }

    /// Whether the work came to its end.
    pub fn is_finished(&self) -> bool {
        self.shared
            .work
            .try_borrow()
            .is_ok_and(|work| work.is_none())
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.shared.stopped.set(true);
        // The work may drop its own handle while it runs; then the runner drops it after this
        // poll. It is taken out before it is dropped, because dropping runs foreign code.
        let work = self
            .shared
            .work
            .try_borrow_mut()
            .ok()
            .and_then(|mut work| work.take());
        drop(work);
    }
}

/// What the executor holds.
struct Runner {
    shared: Rc<Shared>,
}

impl Future for Runner {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut slot = self.shared.work.borrow_mut();
        let Some(work) = slot.as_mut() else {
            return Poll::Ready(());
        };
        let polled = work.as_mut().poll(context);
        if polled.is_pending() && !self.shared.stopped.get() {
            return Poll::Pending;
        }
        let work = slot.take();
        drop(slot);
        drop(work);
        Poll::Ready(())
    }
}

/// Waits for all of them, side by side; the results come in the order of the futures.
pub fn all<T>(work: Vec<Work<T>>) -> All<T> {
    All {
        results: work.iter().map(|_| None).collect(),
        work,
    }
}

/// The future of [`all`].
pub struct All<T> {
    work: Vec<Work<T>>,
    results: Vec<Option<T>>,
}

// Results are never pinned, and the futures are boxed.
impl<T> Unpin for All<T> {}

impl<T> Future for All<T> {
    type Output = Vec<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Vec<T>> {
        let this = self.get_mut();
        for (work, result) in this.work.iter_mut().zip(&mut this.results) {
            if result.is_none()
                && let Poll::Ready(value) = work.as_mut().poll(context)
            {
                *result = Some(value);
            }
        }
        if this.results.iter().any(Option::is_none) {
            return Poll::Pending;
        }
        Poll::Ready(this.results.drain(..).flatten().collect())
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, poll_fn, ready};
    use std::task::Waker;

    use super::*;

    fn poll<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
        Pin::new(future).poll(&mut Context::from_waker(Waker::noop()))
    }

    /// Pending the first time, ready the second.
    fn later<T: Copy + 'static>(value: T) -> Work<T> {
        let mut first = true;
        Box::pin(poll_fn(move |_| {
            if std::mem::take(&mut first) {
                Poll::Pending
            } else {
                Poll::Ready(value)
            }
        }))
    }

    #[test]
    fn dropping_the_handle_drops_the_work_at_once() {
        let held = Rc::new(());
        let inside = Rc::clone(&held);
        let (task, mut runner) = Task::of(Box::pin(async move {
            let _inside = inside;
            pending::<()>().await;
        }));
        assert!(poll(&mut runner).is_pending());
        assert_eq!(Rc::strong_count(&held), 2);
        drop(task);
        assert_eq!(Rc::strong_count(&held), 1);
        assert!(poll(&mut runner).is_ready());
    }

    #[test]
    fn work_that_drops_its_own_handle_stops_after_its_step() {
        let handle = Rc::new(RefCell::new(None));
        let own = Rc::clone(&handle);
        let reached = Rc::new(Cell::new(false));
        let end = Rc::clone(&reached);
        let (task, mut runner) = Task::of(Box::pin(async move {
            own.borrow_mut().take();
            later(()).await;
            end.set(true);
        }));
        *handle.borrow_mut() = Some(task);
        assert!(poll(&mut runner).is_ready());
        assert!(!reached.get());
    }

    #[test]
    fn finished_work_says_so() {
        let (task, mut runner) = Task::of(later(()));
        assert!(poll(&mut runner).is_pending());
        assert!(!task.is_finished());
        assert!(poll(&mut runner).is_ready());
        assert!(task.is_finished());
    }

    #[test]
    fn all_keeps_the_order_and_waits_for_the_last() {
        let mut work = all(vec![later(1), Box::pin(ready(2)), later(3)]);
        assert!(poll(&mut work).is_pending());
        assert_eq!(poll(&mut work), Poll::Ready(vec![1, 2, 3]));
        assert_eq!(poll(&mut all::<u8>(Vec::new())), Poll::Ready(Vec::new()));
    }
}
