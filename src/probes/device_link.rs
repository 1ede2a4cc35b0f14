//! `device-link`: what the browser says of the device's link.

use firstline_diagnosis::Measurement;
use firstline_diagnosis::judge::DeviceLink;

use crate::browser::{device, online};

pub(super) fn measure() -> Measurement {
    Measurement::DeviceLink(DeviceLink {
        online: online::is_online(),
        notices: device::look().notices_link,
    })
}
