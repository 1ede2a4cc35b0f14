//! The catalogue of boxes, `guides/site/equipment.json`: what stands in customers' homes, which
//! lamps it has, and what each of them means.
//!
//! It is no part of any guide. A guide asks for the lamps of a role, such as the router; the
//! provider names the boxes that its customers have; the widget shows those of them that play the
//! role. So guides are shared between providers, and a new box is one entry here.
//!
//! In reading order: [`model`] is what a box is; [`read`](read()) makes it from the file and says
//! everything that is wrong, as guides are read; `checks` is what is wrong between lamps, patterns
//! and boxes; `on_it` is what is on a box besides its lamps; [`uses`] looks at what guides and the provider say of boxes; [`publish`](publish())
//! is what goes to the browser.

mod checks;
pub mod model;
mod on_it;
pub mod problem;
mod publish;
mod read;
pub mod uses;

pub use model::{Catalogue, Equipment};
pub use problem::{Problem, RULES};
pub use publish::publish;
pub use read::{Loaded, read};
