//! What the tests stand on: a browser, the relay as a process of its own, a web site that embeds
//! the widget, and a line between them that can be cut.

pub mod axe;
mod browser;
mod compressed;
mod evidence;
mod host;
mod laboratory;
mod line;
mod page;
pub mod paths;
mod relay;
pub mod stage;
mod tabs;
mod walks;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, PoisonError};

use browser::Browser;
use firstline_lab::Lab;
pub use host::{Answer, Host, OWN_SCRIPTS};
pub use laboratory::in_laboratory;
pub use line::Line;
pub use page::{Page, eventually};
pub use relay::{Relay, Setup, only_guide};
pub use walks::{
    A_FAULT, OTHER_BOX, PHONE, THE_LAMPS, THE_LIGHT, TO_THE_LIGHT, WHICH_FIBRE_BOX, WHICH_ROUTER,
};

/// Runs one of the main walks in every browser. The test gets a fresh session with an empty profile,
/// on a window as wide as a phone.
pub fn in_each_browser(test: impl AsyncFn(&Page)) {
    in_browsers(&[Browser::Chromium, Browser::Firefox], test);
}

/// Runs a test in Chromium alone: one that asks more of the widget than of the browser.
pub fn in_chromium(test: impl AsyncFn(&Page)) {
    in_browsers(&[Browser::Chromium], test);
}

fn in_browsers(browsers: &[Browser], test: impl AsyncFn(&Page)) {
    run(browsers, None, async |page, _| test(page).await);
}

fn run(browsers: &[Browser], lab: Option<&Lab>, test: impl AsyncFn(&Page, &str)) {
    for browser in browsers.iter().filter(|browser| browser.is_chosen()) {
        let _slot = Slot::take();
        // In a laboratory all sockets are to be made by the thread that is there.
        let mut builder = match lab {
            Some(_) => tokio::runtime::Builder::new_current_thread(),
            None => tokio::runtime::Builder::new_multi_thread(),
        };
        let runtime = builder.worker_threads(1).enable_all().build().unwrap();
        let session = runtime.block_on(browser.start(lab));
        let page = Page::new(session.driver.clone());
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            runtime.block_on(test(&page, browser.name()))
        }));
        runtime.block_on(async {
            if outcome.is_err() {
                evidence::keep(&page, browser.name()).await;
            }
            session.end().await;
        });
        if let Err(panic) = outcome {
            resume_unwind(panic);
        }
    }
}

/// As many browsers at once as a small machine carries: with more, waits run out that a customer
/// would not notice.
const AT_ONCE: usize = 2;

static RUNNING: Mutex<usize> = Mutex::new(0);
static FREED: Condvar = Condvar::new();

struct Slot;

impl Slot {
    fn take() -> Slot {
        let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        let mut running = FREED
            .wait_while(running, |running| *running >= AT_ONCE)
            .unwrap_or_else(PoisonError::into_inner);
        *running += 1;
        Slot
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        FREED.notify_one();
    }
}
