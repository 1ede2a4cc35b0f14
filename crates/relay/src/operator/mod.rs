//! What the operator's files say of the provider.

pub mod duties;
mod hours;
pub mod languages;
mod provider;

pub use provider::{BadProvider, Provider, ProviderProblem};
