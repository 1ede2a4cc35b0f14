//! Figures on walks through guides, worked out of counts.
//!
//! Nothing here reads a clock, a store or a walk: counts go in, and shares with their intervals, a
//! graph, an order of steps or a plain sentence come out. So each figure is tested against published
//! examples and against simulated worlds whose truth is known.
//!
//! In reading order: [`share`] is what all else is made of. [`walks`] says how walks ended, [`traffic`]
//! where they went and were left, [`helpful`] which steps helped for how much effort, [`order`] in
//! which order they should come, [`change`] what a new version changed. [`spike`] watches failures by
//! the minute. [`searched`] holds back what only few have typed. [`several`] tells which of many comparisons are no
//! chance.

pub mod change;
pub mod helpful;
pub mod number;
pub mod order;
pub mod searched;
pub mod several;
pub mod share;
pub mod spike;
pub mod traffic;
pub mod walks;

pub use share::{Interval, Share};

/// A figure of fewer walks than this is not shown: a small cell may be one person. Five is what official
/// statistics use for frequencies (for one, the UK's Office for National Statistics: "values under 5").
pub const LEAST: u64 = 5;
