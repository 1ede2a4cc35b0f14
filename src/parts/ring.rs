//! A countdown by the wall clock.

use firstline_guide::session::Millis;
use yew::{Html, html};

use crate::text::{clock, whole};

/// A ring that empties from `from` to `until`, with what is left written in it. It is drawn anew
/// from the clock, so a sleeping tab or a reload costs it nothing.
pub fn ring(now: Millis, from: Millis, until: Millis) -> Html {
    let total = until.saturating_sub(from).max(1);
    let left = until.saturating_sub(now).min(total);
    let percent = whole(left * 100 / total);
    html! {
        <div class="fl-ring" role="timer">
            <svg viewBox="0 0 84 84" aria-hidden="true">
                <circle cx="42" cy="42" r="36" />
                <circle
                    cx="42"
                    cy="42"
                    r="36"
                    pathLength="100"
                    stroke-dasharray={format!("{percent} 100")}
                    transform="rotate(-90 42 42)"
                />
            </svg>
            <span>{ clock(now, until) }</span>
        </div>
    }
}
