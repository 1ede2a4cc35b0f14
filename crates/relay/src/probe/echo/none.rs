//! In the place of the echo, in a program that was built without it.

use std::convert::Infallible;
use std::io;

use tokio::sync::watch;

use super::Telling;
use crate::config::EchoConfig;

/// There is none.
#[derive(Debug)]
pub struct Echo(Infallible);

impl Echo {
    /// Says that there is none.
    #[allow(clippy::unused_async, reason = "as the real one")]
    pub async fn open(_: EchoConfig) -> io::Result<Echo> {
        Err(io::Error::other(
            "this program was built without the echo; build it with `--features echo`, or leave the key out",
        ))
    }

    /// As the real one.
    pub fn telling(&self) -> Telling {
        match self.0 {}
    }

    /// As the real one.
    #[allow(clippy::unused_async, reason = "as the real one")]
    pub async fn run(self, _: watch::Receiver<bool>) {
        match self.0 {}
    }
}
