//! The second part of the core: fetched once the first screen can be used, and again until it is here. What measures
//! is in it, and waits for it.

use std::cell::Cell;
use std::rc::Rc;

use firstline_diagnosis::{CheckId, Context, Finding};
use firstline_guide::session::Run;
use futures_util::future::LocalBoxFuture;
use gloo_timers::future::TimeoutFuture;
use yew::Callback;

use super::fetch;
use crate::browser::device;
use crate::browser::host::Host;
use crate::browser::root::Root;
use crate::browser::second_part::{Standing, join, missed, standing};
use crate::model::Message;

/// Work that goes on by itself and reports by messages.
pub type Work = LocalBoxFuture<'static, ()>;

/// The surroundings that all measuring functions get.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The page, whose scripts measure some things.
    pub host: Host,
    /// Where the widget is drawn.
    pub root: Root,
    /// The context of checks, besides the network.
    pub context: Rc<Context>,
    /// Takes the messages of the work.
    pub send: Callback<Message>,
}

/// The value that checks which run side by side share: how many of a hundred packets get lost.
pub type Beside = Rc<Cell<Option<f64>>>;

/// The measuring functions.
#[derive(Debug)]
pub struct Measures {
    /// Runs a check. It holds the `Rc` while it measures; in it is how many of a hundred packets get lost, once that is known.
    pub check: fn(CheckId, Run, Beside, Surroundings) -> Work,
    /// Lets the customer run the speed test, once nothing else measures.
    pub speed: fn(Run, [Option<f64>; 2], Beside, Surroundings) -> Work,
    /// Draws the result of a speed test anew.
    pub show: fn(Finding, [Option<f64>; 2], Surroundings) -> Work,
    /// Tells the place by the Wi-Fi of the rooms.
    pub walk: fn(Run, Surroundings) -> Work,
    /// Watches the line; whether it dropped before.
    pub line: fn(Run, bool, Surroundings) -> Work,
    /// Asks what is known of faults; whether again and again.
    pub notices: fn(bool, Surroundings) -> Work,
}

/// How often it is looked whether it is here, in milliseconds.
const LOOK: u32 = 100;
/// After how many seconds it is fetched again, at first and at the longest; as soon as the browser notices that it has a
/// link again, which it does not notice of every line.
const FIRST_AGAIN: u32 = 2;
const LONGEST_AGAIN: u32 = 30;

/// Fetches it from this address until it is here, and says each time that it is or is not.
pub(super) fn bring(address: String, send: Callback<Message>) -> Work {
    Box::pin(async move {
        let mut again = FIRST_AGAIN;
        while standing() != Standing::Here {
            let module = fetch::file(address.clone(), None).await;
            let joined = match module {
                Some(module) => join(&module).await,
                None => false,
            };
            if !joined {
                missed();
            }
            send.emit(Message::SecondPartStands);
            if !joined {
                wait(again).await;
                again = (again * 2).min(LONGEST_AGAIN);
            }
        }
    })
}

async fn wait(seconds: u32) {
    let was_offline = device::is_online() == Some(false);
    for _ in 0..seconds {
        TimeoutFuture::new(1_000).await;
        if was_offline && device::is_online() != Some(false) {
            break;
        }
    }
}

/// Waits until it is here; `patient` beyond a try that failed. Whether it is here.
pub(super) async fn here(patient: bool) -> bool {
    loop {
        match standing() {
            Standing::Here => return true,
            Standing::Missed if !patient => return false,
            _ => TimeoutFuture::new(LOOK).await,
        }
    }
}
