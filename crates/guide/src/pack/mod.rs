//! Packs: a guide with every guide that it calls, as it goes to the browser.
//!
//! A pack holds the model that [`crate::load`] made of what authors wrote: names looked up,
//! defaults filled in. So the widget needs neither the loader nor what it says about mistakes,
//! which would be a sixth of all that it weighs. What only the welcome screen needs, the
//! [`crate::model::Listing`], stays out: the index has it.
//!
//! Guides are taken apart in one fixed order, that of the functions in `write`: numbers, flags,
//! counts and kinds go to one stream, ids and other names to another, what customers read to a
//! third. Reading takes them from there in the same order, so nothing needs a key; and like stands
//! next to like, which compresses best. Called guides stand before their callers, the entry last:
//! a call names a guide that was read already, so guides cannot call each other in a circle.
//!
//! A pack is lines of text, a tenth smaller in Brotli than the same streams in JSON:
//!
//! ```text
//! firstline-pack 2      the format
//! Is the lamp on?       the texts, a line each
//! …
//! check-power           the names, a line each
//! …
//! 8$!"%…                the numbers, a character each; the first says how many texts there are
//! ```
//!
//! The number 0 is `!`, 1 is `"`, and so on through Unicode. One that has no character, such as
//! 0.5, is a space here and spelled in digits as the next name.
//!
//! Inserts are written as authors write them: `{fact}`, and `{{` for a brace. A number that may
//! be missing is 0, or itself plus one; so is a step that may be missing. A step is how far it
//! lies behind the one that names it, round the end to the first; steps of the same make then
//! look alike. Numbers that stand for kinds are listed at the functions that write them and never
//! change within a format; closed lists that the catalogue or the model name are written by name.

mod read;
mod write;

pub use read::read;
pub use write::write;

/// The first line of every pack. It changes with the format: packs are cached for ever.
const HEADER: &str = "firstline-pack 2";

/// The character of the number 0.
const ZERO: char = '!';

/// The number is spelled as the next name.
const SPELLED: char = ' ';

/// Bits of what a step, a variant or an option has.
mod has {
    pub(super) const TITLE: u32 = 1;
    pub(super) const HINT: u32 = 2;
    pub(super) const PICTURE: u32 = 4;
    pub(super) const LINKS: u32 = 8;
    pub(super) const ACTIONS: u32 = 16;
    pub(super) const WARNING: u32 = 32;
    pub(super) const TEXT: u32 = 64;

    /// Steps: it has variants; above, how many paragraphs it has.
    pub(super) const VARIANTS: u32 = 16;
    pub(super) const PARAGRAPHS: u32 = 32;

    /// Options of a question: above `PICTURE`, how many facts it sets.
    pub(super) const LABEL: u32 = 1;
    pub(super) const SETS: u32 = 8;

    /// Actions: above `PICTURE`, the seconds.
    pub(super) const COPY: u32 = 1;
    pub(super) const SECONDS: u32 = 8;
}

/// Why a pack cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackError {
    /// It is no pack, or of a format that is not read here: of a newer version, perhaps.
    Format,
    /// It is damaged: something is missing, left over, or leads nowhere.
    Malformed,
}

impl std::fmt::Display for PackError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            PackError::Format => "it is no pack, or of a format that is not read here",
            PackError::Malformed => "it is damaged",
        })
    }
}

impl std::error::Error for PackError {}
