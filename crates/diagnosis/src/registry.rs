//! The list of checks. A new one is a line here and a folder in `checks`.

/// Hands the list to a macro: the variant of [`CheckId`](crate::CheckId), the name in guides, and the
/// folder in `checks`. In the order in which screens and tickets list them.
macro_rules! for_each_check {
    ($receive:ident) => {
        $receive! {
            DeviceLink "device-link" device_link,
            Router "router" router,
            Isp "isp" isp,
            Internet "internet" internet,
            Dns "dns" dns,
            Captive "captive" captive,
            Ipv6 "ipv6" ipv6,
            Latency "latency" latency,
            Jitter "jitter" jitter,
            Loss "loss" loss,
            Speed "speed" speed,
            Services "services" services,
            OwnLine "own-line" own_line,
            Wifi "wifi" wifi,
            Outage "outage" outage,
            Account "account" account,
        }
    };
}

pub(crate) use for_each_check;
