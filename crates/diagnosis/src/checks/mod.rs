//! The checks: one folder each, with everything that is known of it. `mod.rs` has its entry in the
//! catalogue, `probe.rs` measures, `judge.rs` says what that means, with the source of each threshold,
//! and `words.json` says it to the customer in each language.

use futures_util::future::LocalBoxFuture;

use crate::probe::Probe;
use crate::registry::for_each_check;
use crate::{Check, CheckId, Context, Finding, Net, Progress};

macro_rules! define_checks {
    ($($variant:ident $name:literal $module:ident),* $(,)?) => {
        $(pub mod $module;)*

        static CATALOGUE: &[&Check] = &[$(&$module::CHECK),*];

        impl CheckId {
            /// Its words for customers: the text of its `words.json`.
            #[cfg(not(target_arch = "wasm32"))]
            pub(crate) fn words(self) -> &'static str {
                match self {
                    $(CheckId::$variant => include_str!(concat!(stringify!($module), "/words.json"))),*
                }
            }
        }

        /// Runs a check: measures and judges. It reports how far it has come, and ends when it is dropped.
        pub fn run<'a>(
            check: CheckId,
            net: &'a impl Net,
            context: &'a Context,
            report: &'a impl Fn(Progress),
        ) -> LocalBoxFuture<'a, Finding> {
            match check {
                $(CheckId::$variant => $module::Probe::find(check, net, context, report)),*
            }
        }
    };
}

for_each_check!(define_checks);

/// All checks, in the order in which screens and tickets list them.
pub fn catalogue() -> impl Iterator<Item = &'static Check> {
    CATALOGUE.iter().copied()
}

impl CheckId {
    /// Its entry in the catalogue.
    pub fn check(self) -> &'static Check {
        // One entry a variant, in the same order: both come from one list.
        CATALOGUE[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_its_own_entry() {
        for id in CheckId::ALL {
            assert_eq!(id.check().id, *id);
            assert_eq!(CheckId::from_name(id.name()), Some(*id));
            assert!(!id.check().asks.is_empty(), "{id:?}");
        }
        assert_eq!(catalogue().count(), CheckId::ALL.len());
    }

    #[test]
    fn every_key_of_the_configuration_is_one_checks() {
        let mut keys: Vec<&str> = catalogue()
            .flat_map(|check| check.needs)
            .map(|need| need.key)
            .collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all, "{keys:?}");
    }
}
