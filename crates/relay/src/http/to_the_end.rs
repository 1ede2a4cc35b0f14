//! Work that goes on although whoever asked for it is gone.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::runtime::Handle;

use super::problem::{Refusal, broke_off};

/// Does this where it is asked for, which saves the way to another task and back. If the asker goes away meanwhile, as
/// does a customer whose line drops, the rest is done by a task of its own.
///
/// # Errors
///
/// If it panics.
pub fn to_the_end<F>(work: F) -> impl Future<Output = Result<F::Output, Refusal>>
where
    F: Future<Output: Send> + Send + 'static,
{
    ToTheEnd(Some(Box::pin(work)))
}

struct ToTheEnd<F>(Option<Pin<Box<F>>>)
where
    F: Future<Output: Send> + Send + 'static;

impl<F> Future for ToTheEnd<F>
where
    F: Future<Output: Send> + Send + 'static,
{
    type Output = Result<F::Output, Refusal>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(work) = self.0.as_mut() else {
            return Poll::Pending;
        };
        let done = match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(done)) => Ok(done),
            Err(_) => Err(broke_off(true)),
        };
        self.0 = None;
        Poll::Ready(done)
    }
}

impl<F> Drop for ToTheEnd<F>
where
    F: Future<Output: Send> + Send + 'static,
{
    fn drop(&mut self) {
        if let (Some(rest), Ok(runtime)) = (self.0.take(), Handle::try_current()) {
            runtime.spawn(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::sync::oneshot;
    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn it_is_done_although_the_asker_is_gone() {
        let (go, wait) = oneshot::channel();
        let (done, seen) = oneshot::channel();
        let work = to_the_end(async move {
            wait.await.unwrap();
            done.send(()).unwrap();
        });
        assert!(timeout(Duration::from_millis(5), work).await.is_err());
        go.send(()).unwrap();
        timeout(Duration::from_secs(20), seen)
            .await
            .unwrap()
            .unwrap();
    }

    #[tokio::test]
    async fn a_panic_is_an_answer() {
        let work = to_the_end(async {
            tokio::task::yield_now().await;
            assert!(std::hint::black_box(false), "a fault of ours");
        });
        assert!(work.await.is_err());
    }
}
