//! What can be broken, one entry each.

use std::fmt;
use std::str::FromStr;

/// A fault. What pages see of each is told in docs/lab.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The device's own link is down.
    DeviceLink,
    /// The home router has no power.
    RouterOff,
    /// The router has its link, and nothing comes through.
    WanSilent,
    /// The router knows that it has no way out, and says so: unreachable, and SERVFAIL for names.
    WanUnreachable,
    /// The provider's name server does not answer.
    DnsSilent,
    /// It answers SERVFAIL.
    DnsServfail,
    /// It answers that there are no such names.
    DnsNxdomain,
    /// The provider's own servers do not answer; the Internet does.
    IspServers,
    /// A login page stands in between: all names lead to it, and nothing else is let through.
    Captive,
    /// No datagram passes but those of names: calls and QUIC do not work, and all else does.
    NoDatagrams,
}

impl Fault {
    /// All of them, from the customer outwards.
    pub const ALL: [Fault; 10] = [
        Fault::DeviceLink,
        Fault::RouterOff,
        Fault::WanSilent,
        Fault::WanUnreachable,
        Fault::DnsSilent,
        Fault::DnsServfail,
        Fault::DnsNxdomain,
        Fault::IspServers,
        Fault::Captive,
        Fault::NoDatagrams,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Fault::DeviceLink => "device-link",
            Fault::RouterOff => "router-off",
            Fault::WanSilent => "wan-silent",
            Fault::WanUnreachable => "wan-unreachable",
            Fault::DnsSilent => "dns-silent",
            Fault::DnsServfail => "dns-servfail",
            Fault::DnsNxdomain => "dns-nxdomain",
            Fault::IspServers => "isp-servers",
            Fault::Captive => "captive",
            Fault::NoDatagrams => "no-datagrams",
        }
    }

    /// What is broken, in one line.
    pub fn about(self) -> &'static str {
        match self {
            Fault::DeviceLink => "the device's own link is down",
            Fault::RouterOff => "the home router has no power",
            Fault::WanSilent => "the router has its link, and nothing comes through",
            Fault::WanUnreachable => "the router says that it has no way out",
            Fault::DnsSilent => "the provider's name server does not answer",
            Fault::DnsServfail => "the provider's name server answers SERVFAIL",
            Fault::DnsNxdomain => "the provider's name server knows no names",
            Fault::IspServers => "the provider's own servers do not answer; the Internet does",
            Fault::Captive => "a login page stands in between",
            Fault::NoDatagrams => "no datagram (UDP) passes but those of names",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Fault, String> {
        let found = Fault::ALL.into_iter().find(|fault| fault.name() == text);
        found.ok_or_else(|| {
            let names: Vec<&str> = Fault::ALL.iter().map(|fault| fault.name()).collect();
            format!("“{text}” is no fault; the faults are {}", names.join(", "))
        })
    }
}
