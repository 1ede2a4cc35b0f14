//! Times that the model waits for.

use firstline_guide::session::Millis;
use futures_util::future::LocalBoxFuture;
use gloo_timers::future::TimeoutFuture;
use yew::Callback;

use crate::browser::clock;
use crate::model::Message;

/// A wait for a time looks at the clock at least this often, in milliseconds: a timer stands still
/// while the device sleeps, and [`clock::now`] does not.
const LOOK: Millis = 10_000;
/// From one tick to the next, in milliseconds.
const SECOND: u32 = 1_000;

/// Sends the message at this time, soon if it is past; also if the device slept over it, and if
/// somebody sets its clock back ([`clock::now`]).
pub(super) fn at(
    time: Millis,
    message: Message,
    send: Callback<Message>,
) -> LocalBoxFuture<'static, ()> {
    Box::pin(async move {
        loop {
            TimeoutFuture::new(next_look(time, clock::now())).await;
            if clock::now() >= time {
                break;
            }
        }
        send.emit(message);
    })
}

/// Sends the message after so many milliseconds.
pub(super) fn after(
    ms: u32,
    message: Message,
    send: Callback<Message>,
) -> LocalBoxFuture<'static, ()> {
    Box::pin(async move {
        TimeoutFuture::new(ms).await;
        send.emit(message);
    })
}

/// Sends [`Message::Ticked`] each second.
pub(super) fn each_second(send: Callback<Message>) -> LocalBoxFuture<'static, ()> {
    Box::pin(async move {
        loop {
            TimeoutFuture::new(SECOND).await;
            send.emit(Message::Ticked);
        }
    })
}

/// After how many milliseconds to look at the clock.
fn next_look(time: Millis, now: Millis) -> u32 {
    time.saturating_sub(now).min(LOOK) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_looks_at_the_clock_often_and_never_at_nothing() {
        for (time, now, expected) in [
            (5_000, 2_000, 3_000),
            (5_000, 5_000, 0),
            (5_000, 9_000, 0),
            (86_400_000, 0, 10_000),
        ] {
            assert_eq!(next_look(time, now), expected, "{time} {now}");
        }
    }
}
