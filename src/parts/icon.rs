//! Our own icons: 24 by 24, drawn with one stroke of 2 px in the colour of the text beside them.

use yew::{Html, html};

use super::Tone;

macro_rules! icons {
    ($($(#[$doc:meta])* $icon:ident = $path:literal),* $(,)?) => {
        /// A small drawing beside words. It never stands alone for a meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon { $($(#[$doc])* $icon),* }

        impl Icon {
            fn path(self) -> &'static str {
                match self { $(Icon::$icon => $path),* }
            }
        }
    };
}

icons! {
    /// The widget's own mark: a pulse.
    Pulse = "M3 12h4l2.5-6 4.5 12 2.5-6H21",
    /// Close.
    Close = "M6 6l12 12M18 6L6 18",
    /// Back; mirrored where the script runs from right to left.
    Back = "M14 6l-6 6 6 6",
    /// Leads on; mirrored likewise.
    Next = "M10 7l5 5-5 5",
    /// It works, it is done.
    Check = "M5 12.5l4.5 4.5L19 7.5",
    /// It does not work.
    Cross = "M7 7l10 10M17 7L7 17",
    /// Take care.
    Warning = "M12 4l9.5 16.5h-19zM12 10v4.5M12 17.6h.01",
    /// Perhaps here.
    Question = "M9 9a3 3 0 1 1 4 2.8c-.7.3-1 .9-1 1.7v.5M12 17h.01",
    /// Not measured.
    Dash = "M7 12h10",
    /// Runs; turns round.
    Running = "M12 4a8 8 0 1 1-7.6 5.5",
    /// Search.
    Search = "M10.5 4.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM15 15l4.5 4.5",
    /// Telephone.
    Phone = "M6.5 4h3l1.5 4-2 1.5a11 11 0 0 0 5 5l1.5-2 4 1.5v3a2 2 0 0 1-2.2 2A15.5 15.5 0 0 1 4.5 6.2 2 2 0 0 1 6.5 4z",
    /// Copy.
    Copy = "M9 9h10v11H9zM15 9V4H5v11h4",
    /// A clock: waiting, a time.
    Clock = "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v4.5l3 2",
    /// Good to know.
    Info = "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 11v5M12 8h.01",
    /// A hand that says stop.
    Stop = "M8.5 3h7L21 8.5v7L15.5 21h-7L3 15.5v-7zM12 8v5M12 16h.01",
    /// A message on its way.
    Send = "M4 12l16-7-6 15-3-6z",
    /// The customer's device.
    Device = "M8 3h8v18H8zM11 18h2",
    /// The router at home.
    Router = "M4 14h16v6H4zM8 17h.01M12 17h.01M17 14V6",
    /// The provider.
    Provider = "M6 21V5h8v16M14 10h5v11M3 21h18M9 9h2M9 13h2M9 17h2",
    /// The Internet.
    Web = "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM4 12h16M12 4c-5 5-5 11 0 16M12 4c5 5 5 11 0 16",
}

/// An icon. It is hidden from screen readers: the words beside it say the same.
pub fn icon(icon: Icon) -> Html {
    let moves = match icon {
        Icon::Back | Icon::Next => Some("mirror"),
        Icon::Running => Some("turn"),
        _ => None,
    };
    html! {
        <svg class="fl-icon" data-moves={moves} viewBox="0 0 24 24" aria-hidden="true">
            <path d={icon.path()} />
        </svg>
    }
}

/// A large icon on its ground, above a heading that ends something.
pub fn badge(tone: Tone, mark: Icon) -> Html {
    html! { <div class="fl-badge" data-tone={tone.name()}>{ icon(mark) }</div> }
}
