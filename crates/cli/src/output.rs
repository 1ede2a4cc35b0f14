//! What is printed for people, and how a command ends.

use std::fmt::Display;
use std::io::Write as _;
use std::process::ExitCode;

/// Something was found or failed.
pub const FAILED: u8 = 1;

/// The command line or the configuration is wrong.
pub const WRONG: u8 = 2;

/// Prints to standard output. Whoever reads may stop reading, as `head` does: that is no error.
pub fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints to standard error, whose reader may be gone.
pub fn print_error(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Says why the command does not do what it should, and gives its exit code.
pub fn fail(code: u8, why: impl Display) -> ExitCode {
    print_error(&format!("error: {}\n", printable(&why.to_string())));
    ExitCode::from(code)
}

/// Text that was stored, without characters that could steer a terminal.
pub fn printable(text: &str) -> String {
    firstline_wire::foreign::in_lines(text).into_owned()
}
