//! The laboratory: made, broken, healed, taken away.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::Impossible;
use crate::fault::Fault;
use crate::filter::Filter;
use crate::line::Line;
use crate::namespaces::{self, Namespaces, Place};
use crate::plan::{HELP, HELP_6, NAMES, PORTAL};
use crate::services::{Services, dns::Answers};
use crate::shaper::{DEVICES, Shaper, Strain};
use crate::truth::{self, Truth};

/// A laboratory; gone when dropped.
#[derive(Debug)]
pub struct Lab {
    // Services end before the namespaces that they are in.
    services: Services,
    shaper: Option<Shaper>,
    namespaces: Namespaces,
}

/// How long a line may take until it carries.
const SETTLED: Duration = Duration::from_secs(10);

/// Where each end of a cable is, its name there, and its addresses.
const CABLES: [[(Place, &str, &[&str]); 2]; 2] = [
    [
        (
            Place::Customer,
            "eth0",
            &["192.168.1.10/24", "2001:db8:1::10/64"],
        ),
        (
            Place::Router,
            "lan0",
            &["192.168.1.1/24", "2001:db8:1::1/64"],
        ),
    ],
    [
        (
            Place::Provider,
            "core0",
            &["203.0.113.5/30", "2001:db8:5::1/64"],
        ),
        (
            Place::Internet,
            "net0",
            &["203.0.113.6/30", "2001:db8:5::2/64"],
        ),
    ],
];

/// The same of the shaper's devices and of servers.
const OTHERS: [(Place, &str, &[&str]); 4] = [
    (
        Place::Router,
        "wan0",
        &["203.0.113.2/30", "2001:db8:2::2/64"],
    ),
    (
        Place::Provider,
        "acc0",
        &["203.0.113.1/30", "2001:db8:2::1/64"],
    ),
    (
        Place::Provider,
        "lo",
        &[
            "192.0.2.10/32",
            "192.0.2.53/32",
            "192.0.2.80/32",
            "2001:db8:3::10/128",
        ],
    ),
    (
        Place::Internet,
        "lo",
        &["198.51.100.10/32", "198.51.100.11/32", "198.51.100.12/32"],
    ),
];

/// The ways that no cable makes by itself.
const ROUTES: [(Place, &str); 9] = [
    (Place::Customer, "default via 192.168.1.1"),
    (Place::Customer, "default via 2001:db8:1::1"),
    (Place::Router, "default via 203.0.113.1"),
    (Place::Router, "default via 2001:db8:2::1"),
    (Place::Provider, "192.168.1.0/24 via 203.0.113.2"),
    (Place::Provider, "2001:db8:1::/64 via 2001:db8:2::2"),
    (Place::Provider, "198.51.100.0/24 via 203.0.113.6"),
    (Place::Internet, "default via 203.0.113.5"),
    (Place::Internet, "default via 2001:db8:5::1"),
];

impl Lab {
    /// Makes one with this line, and nothing broken.
    ///
    /// # Errors
    ///
    /// If it cannot be made here; says what is missing.
    pub fn up(line: Line) -> Result<Lab, Impossible> {
        let namespaces = Namespaces::new()?;
        for [one, other] in CABLES {
            let words = format!(
                "link add {} type veth peer name {} netns {}",
                one.1,
                other.1,
                namespaces.name(other.0)
            );
            namespaces.ip(one.0, &words)?;
        }
        let shaper = Shaper::start(&namespaces, line)?;
        for place in [Place::Router, Place::Provider] {
            namespaces.set(place, "ipv4/ip_forward", "1")?;
            namespaces.set(place, "ipv6/conf/all/forwarding", "1")?;
        }
        // A router that has no way out says so each time, and not once a second.
        namespaces.set(Place::Router, "ipv4/icmp_ratelimit", "0")?;
        // Addresses of IPv6 go when a link goes down, and have to be there again when it is up.
        namespaces.set(Place::Customer, "ipv6/conf/all/keep_addr_on_down", "1")?;
        namespaces.set(Place::Router, "ipv6/conf/all/keep_addr_on_down", "1")?;
        for (place, device, addresses) in CABLES.into_iter().flatten().chain(OTHERS) {
            for address in addresses {
                // No other has the address, so that nobody need be asked.
                let words = match address.contains(':') {
                    true => format!("addr add {address} dev {device} nodad"),
                    false => format!("addr add {address} dev {device}"),
                };
                namespaces.ip(place, &words)?;
            }
            namespaces.ip(place, &format!("link set {device} up"))?;
        }
        namespaces.resolver(Place::Customer, "nameserver 192.168.1.1\n")?;
        namespaces.resolver(Place::Provider, &format!("nameserver {NAMES}\n"))?;
        for (place, route) in ROUTES {
            namespaces.ip(place, &format!("route replace {route}"))?;
        }
        let services = Services::start(&namespaces)?;
        let lab = Lab {
            services,
            shaper: Some(shaper),
            namespaces,
        };
        lab.carries()?;
        Ok(lab)
    }

    /// Waits until packets of both families come back: neighbours have to be found first.
    fn carries(&self) -> Result<(), Impossible> {
        let carried = self.namespaces.within(Place::Customer, || {
            truth::comes_back(HELP.into(), SETTLED) && truth::comes_back(HELP_6.into(), SETTLED)
        })?;
        match carried {
            true => Ok(()),
            false => Err(Impossible::new(
                "the line of the laboratory carries nothing",
            )),
        }
    }

    /// Breaks this, and nothing else.
    pub fn fault(&self, fault: Fault) -> Result<(), Impossible> {
        self.heal()?;
        let ip = |place, words| self.namespaces.ip(place, words);
        match fault {
            Fault::DeviceLink => ip(Place::Customer, "link set eth0 down")?,
            Fault::RouterOff => ip(Place::Router, "link set lan0 down")?,
            Fault::WanSilent => self.filter(&Filter::Nothing),
            Fault::WanUnreachable => {
                ip(Place::Router, "route del default")?;
                ip(Place::Router, "-6 route del default")?;
            }
            Fault::DnsSilent => self.services.names_answer(Answers::Nothing),
            Fault::DnsServfail => self.services.names_answer(Answers::Servfail),
            Fault::DnsNxdomain => self.services.names_answer(Answers::Nxdomain),
            Fault::IspServers => {
                self.filter(&Filter::Except(vec![HELP.into(), HELP_6.into()]));
            }
            Fault::Captive => {
                self.services.names_answer(Answers::Portal);
                self.filter(&Filter::Only(vec![NAMES.into(), PORTAL.into()]));
            }
            Fault::NoDatagrams => self.filter(&Filter::NoDatagrams),
        }
        Ok(())
    }

    /// Mends all that was broken, and waits until the line carries again.
    pub fn heal(&self) -> Result<(), Impossible> {
        self.filter(&Filter::All);
        self.services.names_answer(Answers::Truth);
        self.namespaces.ip(Place::Router, "link set lan0 up")?;
        self.namespaces.ip(Place::Customer, "link set eth0 up")?;
        for (place, route) in ROUTES {
            // Those over a link went down with it.
            if matches!(place, Place::Customer | Place::Router) {
                self.namespaces
                    .ip(place, &format!("route replace {route}"))?;
            }
        }
        self.carries()
    }

    /// Closes every connection over TLS, as servers close those that nobody used for long. A browser keeps connections, and opens
    /// some in advance, so that without this it would ask after a fault over those that it began in the one before.
    pub fn close_connections(&self) {
        self.services.close();
    }

    /// Another line from now on.
    pub fn set_line(&self, line: Line) {
        if let Some(shaper) = &self.shaper {
            shaper.set_line(line);
        }
    }

    fn filter(&self, filter: &Filter) {
        if let Some(shaper) = &self.shaper {
            shaper.set_filter(filter);
        }
    }

    /// A program in that place, with that place's resolver.
    pub fn command(&self, place: Place, program: &str) -> Command {
        self.namespaces.command(place, program)
    }

    /// Moves this thread there: the sockets that it makes are there from now on. A test that drives a browser in the
    /// laboratory enters the customer's place before it makes its runtime.
    pub fn enter(&self, place: Place) -> Result<(), Impossible> {
        self.namespaces.enter(place)
    }

    /// How many bytes of packets the line has carried since it is up: down, and up.
    pub fn moved(&self) -> (u64, u64) {
        self.shaper.as_ref().map_or((0, 0), Shaper::carried)
    }

    /// How well this machine has kept up with the line since it is up. Where it has not, what was measured is of the machine.
    pub fn strain(&self) -> Strain {
        let shaper = self.shaper.as_ref();
        shaper.map_or_else(Strain::default, |shaper| shaper.strain(&self.namespaces))
    }

    /// The way for another thread into that place, which need not outlive this.
    pub fn entrance(&self, place: Place) -> Entrance {
        Entrance(self.namespaces.file(place))
    }

    /// The name by which `ip netns exec` knows a place.
    pub fn name(&self, place: Place) -> String {
        self.namespaces.name(place)
    }

    /// Measures the delay between customer and provider from now on, by packets that nothing of a browser touches.
    pub fn truth(&self) -> Result<Truth, Impossible> {
        Truth::begin(&self.namespaces)
    }
}

/// The way into a place.
#[derive(Clone, Debug)]
pub struct Entrance(PathBuf);

impl Entrance {
    /// Moves this thread there.
    pub fn enter(&self) -> Result<(), Impossible> {
        namespaces::enter(&self.0)
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        self.services.stop();
        for (place, device) in DEVICES {
            let _ = self.namespaces.ip(place, &format!("link del {device}"));
        }
        if let Some(shaper) = self.shaper.take() {
            shaper.ended();
        }
    }
}
