//! The connection on which a request came, for probes that look at it.

use std::sync::Arc;

use super::metered::{Counted, Meter};
use super::places::Place;
use super::tcp_info::TcpInfo;

/// The connection on which a request came.
#[derive(Clone, Debug)]
pub struct Line {
    meter: Arc<Meter>,
    place: Arc<Place>,
}

/// A connection that speaks something else than HTTP from now on; until dropped.
#[derive(Debug)]
pub struct Held {
    _place: Arc<Place>,
    _busy: Option<Counted>,
}

impl Line {
    /// With what it does and its place among all.
    pub fn new(meter: Arc<Meter>, place: Arc<Place>) -> Line {
        Line { meter, place }
    }

    /// What the kernel knew of it when the request began; `None` if the system does not say.
    pub fn tcp_info(&self) -> Option<TcpInfo> {
        self.meter.tcp_info()
    }

    /// Keeps its place when HTTP has ended on it: nobody makes room by closing it.
    pub fn hold(&self) -> Held {
        Held {
            _place: Arc::clone(&self.place),
            _busy: Counted::begin(&self.meter),
        }
    }
}
