//! What the browser says of link and visibility. Dropping a guard stops the listening.

use gloo::events::EventListener;

use super::{document, property, window};

/// What the browser says of the device's link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// There is one again.
    Online,
    /// It is gone.
    Offline,
}

/// Listens until it is dropped.
#[must_use = "it stops listening when this is dropped"]
pub struct Listening {
    _listeners: Vec<EventListener>,
}

/// Whether the device thinks that it has a link; `None` where the browser does not tell.
pub fn is_online() -> Option<bool> {
    property(window()?.navigator().as_ref(), "onLine")?.as_bool()
}

/// Calls back when the browser notices that the link goes or comes.
pub fn on_link(told: impl Fn(Link) + Clone + 'static) -> Listening {
    let listen = |name, link| {
        let told = told.clone();
        window().map(|window| EventListener::new(&window, name, move |_| told(link)))
    };
    let listeners = [
        listen("online", Link::Online),
        listen("offline", Link::Offline),
    ];
    Listening {
        _listeners: listeners.into_iter().flatten().collect(),
    }
}

/// Calls back when the customer comes back to this page: a good moment to try again.
pub fn on_return(told: impl Fn() + 'static) -> Listening {
    let listener = document().map(|document| {
        let state = document.clone();
        EventListener::new(&document, "visibilitychange", move |_| {
            if state.visibility_state() == web_sys::VisibilityState::Visible {
                told();
            }
        })
    });
    Listening {
        _listeners: listener.into_iter().collect(),
    }
}
