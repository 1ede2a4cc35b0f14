//! Insights: what works, what does not, and what customers want.
//!
//! Events come in (`intake`), are held against the guides that they are about (`places`) and counted (`count`)
//! in what [`counting`](crate::counting) holds; once a second, what was counted is written down (`keep`).
//! Nothing of a single walk is stored. The pages that show it all are in `pages`: each gives figures
//! (`figure`), with plots (`plot`), in one document (`layout`). Customers are asked in the widget (`questions`), on a
//! ticket that was solved (`solved`), and by a link (`ask`).

mod alarms;
pub mod ask;
mod count;
mod figure;
pub mod form;
mod intake;
mod keep;
pub mod layout;
mod line;
mod markup;
mod pages;
mod places;
mod plot;
pub mod questions;
pub mod show;
pub mod solved;
mod told;
mod weekly;
pub mod world;

pub use intake::take;
pub use keep::run;
pub use show::Asked;
