//! tidy
use crate::report::Report;
use anyhow::Result;
/// x
pub fn run(report: &mut Report, _: &[String]) -> Result<()> { check(report) }
/// x
pub fn check(_: &Report) -> Result<()> { Ok(()) }
