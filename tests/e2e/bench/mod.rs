//! Benchmarks that need real browsers. They check nothing and take minutes, so that they are ignored unless
//! `cargo xtask bench` asks for them.

mod peers;
mod startup;
