//! The second part of the core: fetched as soon as the core is mounted, and again until it is here.

use futures_util::future::LocalBoxFuture;
use gloo_timers::future::TimeoutFuture;
use yew::Callback;

use super::fetch;
use crate::browser::device;
use crate::browser::file::Asked;
use crate::browser::second_part::{Standing, join, missed, standing};
use crate::model::Message;

/// After how many seconds it is fetched again, at first and at the longest; as soon as the browser notices that it has a
/// link again, which it does not notice of every line.
const FIRST_AGAIN: u32 = 2;
const LONGEST_AGAIN: u32 = 30;

/// How long a try may take, in milliseconds: twice as long as the panel gives the core.
const DEADLINE: u32 = 120_000;
/// After how many milliseconds it takes so long that no screen waits for it.
pub(super) const LONG: u32 = 5_000;

/// Fetches it from this address until it is here, and says each time that it is or is not. What the panel asked for is taken
/// first.
pub(super) fn bring(
    address: String,
    mut early: Option<Asked>,
    send: Callback<Message>,
) -> LocalBoxFuture<'static, ()> {
    Box::pin(async move {
        let mut again = FIRST_AGAIN;
        while standing() != Standing::Here {
            let module = fetch::file(address.clone(), early.take(), DEADLINE).await;
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
