//! Timers. Dropping a guard stops its timer.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use firstline_guide::session::Millis;
use gloo::timers::callback::{Interval, Timeout};
use wasm_bindgen_futures::JsFuture;

use super::clock;

/// An alarm looks at the clock at least this often, in milliseconds: a timer stands still while
/// the device sleeps, and the wall clock does not.
const LOOK: Millis = 10_000;

/// A timer that runs.
#[must_use = "the timer stops when this is dropped"]
pub struct Timer {
    _guard: Guard,
}

enum Guard {
    Once { _timeout: Timeout },
    Often { _interval: Interval },
    Alarm { _alarm: Rc<Alarm> },
}

/// Calls back once, after so many milliseconds.
pub fn after(ms: u32, ring: impl FnOnce() + 'static) -> Timer {
    Timer {
        _guard: Guard::Once {
            _timeout: Timeout::new(ms, ring),
        },
    }
}

/// Calls back every so many milliseconds, for the first time after the first of them.
pub fn every(ms: u32, ring: impl FnMut() + 'static) -> Timer {
    Timer {
        _guard: Guard::Often {
            _interval: Interval::new(ms, ring),
        },
    }
}

/// Calls back once, at this time by the wall clock, soon if it is past; also when the device slept
/// over it. Never within this call.
pub fn at(time: Millis, ring: impl FnOnce() + 'static) -> Timer {
    let alarm = Rc::new(Alarm {
        time,
        ring: RefCell::new(Some(Box::new(ring))),
        timeout: RefCell::new(None),
    });
    alarm.wait();
    Timer {
        _guard: Guard::Alarm { _alarm: alarm },
    }
}

struct Alarm {
    time: Millis,
    ring: RefCell<Option<Box<dyn FnOnce()>>>,
    timeout: RefCell<Option<Timeout>>,
}

impl Alarm {
    fn wait(self: &Rc<Alarm>) {
        let rest = self.time.saturating_sub(clock::now()).min(LOOK) as u32;
        let weak: Weak<Alarm> = Rc::downgrade(self);
        let timeout = Timeout::new(rest, move || {
            let Some(alarm) = weak.upgrade() else { return };
            if clock::now() < alarm.time {
                alarm.wait();
                return;
            }
            let ring = alarm.ring.borrow_mut().take();
            if let Some(ring) = ring {
                ring();
            }
        });
        // The one before has rung; dropping it here is safe, it is no longer in the queue.
        let before = self.timeout.borrow_mut().replace(timeout);
        drop(before);
    }
}

/// Resolves after so many milliseconds. With 0 it waits one task, so that everything that the
/// browser has queued by now is done first.
///
/// Dropping the future leaves a timer behind that does nothing: no closure of ours is in it.
pub async fn sleep(ms: u32) {
    let Some(window) = super::window() else {
        return;
    };
    let promise = js_sys::Promise::new(&mut |resolve, _reject| {
        // Without a timer there is nothing to wait for, so the promise resolves at once.
        let set = window.set_timeout_with_callback_and_timeout_and_arguments_0(
            &resolve,
            i32::try_from(ms).unwrap_or(i32::MAX),
        );
        if set.is_err() {
            let _ = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED);
        }
    });
    let _ = JsFuture::from(promise).await;
}
