//! One way to ask two databases: SQLite in a file, and PostgreSQL on a server.
//!
//! All SQL of the store is written once, in what both understand: places are `$1`, `$2`; booleans are
//! the numbers 0 and 1; text is compared byte by byte. What they say differently is in [`dialect`], a
//! few words that queries ask for by name. Above this folder nobody knows which one it is.

mod dialect;
mod pool;
mod query;
mod row;
mod work;

pub use pool::Pool;
pub use query::{On, query};
pub use row::Row;
pub use work::Work;
