//! Searches for inputs that break [`firstline_fuzz::pack`].
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| firstline_fuzz::pack(input));
