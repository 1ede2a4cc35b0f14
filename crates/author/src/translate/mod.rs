//! Translations of guides.
//!
//! A guide is written in one language. Beside it lies a sidecar for each other one,
//! `guides/<language>/<id>.json`, that holds nothing but texts, each under the path at which it
//! stands in the guide, with a fingerprint of what it translates. The guide in the other language
//! is the guide's own file with those texts put in, loaded as any other: the engine knows nothing
//! of translations, and a translation can change no way through a guide.
//!
//! - [`texts`]: what of a guide can be translated.
//! - [`Sidecar`]: what a translator wrote, with places.
//! - [`compare()`]: what is missing, stale or too much in it.
//! - [`apply()`], [`speak()`]: the guide in the other language.
//! - [`update()`]: the sidecar as it should lie there, for translators to go on with.

mod apply;
mod compare;
mod inserts;
mod paths;
mod problem;
mod sidecar;
mod speak;
mod update;

pub use apply::{Applied, apply};
pub use compare::compare;
pub use paths::{Text, Words, texts};
pub use problem::{Problem, RULES};
pub use sidecar::{Entry, Sidecar};
pub use speak::{Spoken, speak};
pub use update::update;
