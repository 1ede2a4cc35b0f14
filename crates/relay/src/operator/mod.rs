//! The provider, as the operator's files describe it.

pub mod duties;
mod hours;
pub mod languages;
mod provider;

pub use provider::{BadProvider, Provider, ProviderProblem};
