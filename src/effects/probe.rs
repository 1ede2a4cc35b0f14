//! Checks, the watch of the line, and what is known of faults: `firstline-diagnosis` measures and judges,
//! over the browser's network.

use std::rc::Rc;

use firstline_diagnosis::checks::outage;
use firstline_diagnosis::{Change, CheckId, Context, run as measure, watch_line};
use firstline_guide::session::{Event, Run};
use futures_util::future::LocalBoxFuture;
use yew::Callback;

use super::net::BrowserNet;
use crate::model::Message;

/// Runs a check and reports its finding. It holds `running` until then.
pub(super) fn check(
    check: CheckId,
    run: Run,
    context: Rc<Context>,
    running: Rc<()>,
    send: Callback<Message>,
) -> LocalBoxFuture<'static, ()> {
    Box::pin(async move {
        // The screen of a check shows that it runs, and no more.
        let finding = measure(check, &BrowserNet, &context, &|_| {}).await;
        drop(running);
        send.emit(Message::Event(Event::CheckFinished { run, finding }));
    })
}

/// Watches the line, and reports each change until it is dropped.
pub(super) fn line(
    run: Run,
    dropped: bool,
    context: Rc<Context>,
    send: Callback<Message>,
) -> LocalBoxFuture<'static, ()> {
    Box::pin(async move {
        watch_line(&BrowserNet, &context, dropped, |change| {
            send.emit(Message::Event(match change {
                Change::Dropped => Event::LineDropped { run },
                Change::Returned => Event::LineReturned { run },
            }));
        })
        .await;
    })
}

/// Reports what is known of faults and works, if the relay answers.
pub(super) fn notices(
    context: Rc<Context>,
    send: Callback<Message>,
) -> LocalBoxFuture<'static, ()> {
    Box::pin(async move {
        if let Ok(known) = outage::measure(&BrowserNet, &context).await {
            send.emit(Message::IssuesArrived(known.issues));
        }
    })
}
