//! The names of the checks.

use crate::registry::for_each_check;

macro_rules! define_ids {
    ($($variant:ident $name:literal $module:ident),* $(,)?) => {
        /// A check that a guide can ask for. What it tells is in its entry of the
        /// [catalogue](CheckId::check).
        #[allow(missing_docs, reason = "the catalogue says what each tells")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum CheckId { $($variant),* }

        impl CheckId {
            /// All checks, in the order in which screens and tickets list them.
            pub const ALL: &[CheckId] = &[$(CheckId::$variant),*];

            /// The names of all checks, in the same order.
            pub const NAMES: &[&str] = &[$($name),*];

            /// The name in guides, tickets and stored trails.
            pub fn name(self) -> &'static str {
                match self { $(CheckId::$variant => $name),* }
            }
        }
    };
}

for_each_check!(define_ids);

impl CheckId {
    /// The check of that name.
    pub fn from_name(name: &str) -> Option<CheckId> {
        CheckId::ALL
            .iter()
            .copied()
            .find(|check| check.name() == name)
    }
}
