//! Network namespaces, made by `ip`.

use std::fs::File;
use std::os::fd::AsFd as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};

use crate::Impossible;

/// Where something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The customer's device: browsers go here.
    Customer,
    /// The home router.
    Router,
    /// The provider's servers: the relay goes here.
    Provider,
    /// Beyond the provider.
    Internet,
}

impl Place {
    /// All of them, from the customer outwards.
    pub const ALL: [Place; 4] = [
        Place::Customer,
        Place::Router,
        Place::Provider,
        Place::Internet,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Place::Customer => "customer",
            Place::Router => "router",
            Place::Provider => "provider",
            Place::Internet => "internet",
        }
    }
}

impl std::str::FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Place, String> {
        let found = Place::ALL.into_iter().find(|place| place.name() == text);
        found.ok_or_else(|| {
            let names: Vec<&str> = Place::ALL.iter().map(|place| place.name()).collect();
            format!("“{text}” is no place; the places are {}", names.join(", "))
        })
    }
}

/// The namespaces of one laboratory; gone when dropped.
#[derive(Debug)]
pub struct Namespaces {
    prefix: String,
}

/// How many this process has made: each has a name of its own.
static MADE: AtomicU32 = AtomicU32::new(0);

impl Namespaces {
    /// Makes them, with their loopback up.
    ///
    /// # Errors
    ///
    /// If this system or this user cannot; says what is missing.
    pub fn new() -> Result<Namespaces, Impossible> {
        if !rustix::process::geteuid().is_root() {
            return Err(Impossible::new(
                "network namespaces need root here: run it with sudo, or in a container that may \
                 (--cap-add NET_ADMIN --cap-add SYS_ADMIN)",
            ));
        }
        if !PathBuf::from("/dev/net/tun").exists() {
            return Err(Impossible::new(
                "there is no /dev/net/tun, which the shaper needs: modprobe tun, or --device /dev/net/tun",
            ));
        }
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let all = Namespaces {
            prefix: format!("firstline-{}-{number}", std::process::id()),
        };
        for place in Place::ALL {
            ip(&["netns", "add", &all.name(place)])?;
            all.ip(place, "link set lo up")?;
        }
        Ok(all)
    }

    /// The name by which `ip netns exec` knows a place.
    pub fn name(&self, place: Place) -> String {
        format!("{}-{}", self.prefix, place.name())
    }

    /// What stands in `/etc/resolv.conf` there.
    pub fn resolver(&self, place: Place, text: &str) -> Result<(), Impossible> {
        let folder = self.etc(place);
        let file = folder.join("resolv.conf");
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&file, text))
            .map_err(Impossible::because(&format!(
                "cannot write {}",
                file.display()
            )))
    }

    fn etc(&self, place: Place) -> PathBuf {
        PathBuf::from("/etc/netns").join(self.name(place))
    }

    /// `ip` with these words, there.
    pub fn ip(&self, place: Place, words: &str) -> Result<(), Impossible> {
        let name = self.name(place);
        let mut all = vec!["-n", &name];
        all.extend(words.split_whitespace());
        ip(&all)
    }

    /// Writes a setting of the kernel's network code, there.
    pub fn set(&self, place: Place, setting: &str, value: &str) -> Result<(), Impossible> {
        self.within(place, || {
            let file = format!("/proc/sys/net/{setting}");
            std::fs::write(&file, value)
                .map_err(Impossible::because(&format!("cannot write {file}")))
        })?
    }

    /// Moves this thread there: the sockets that it makes, and the programs that it starts, are there from now on.
    pub fn enter(&self, place: Place) -> Result<(), Impossible> {
        enter(&self.file(place))
    }

    /// The file that stands for a place.
    pub fn file(&self, place: Place) -> PathBuf {
        PathBuf::from("/run/netns").join(self.name(place))
    }

    /// Does something there, on a thread of its own.
    pub fn within<T: Send>(
        &self,
        place: Place,
        what: impl FnOnce() -> T + Send,
    ) -> Result<T, Impossible> {
        std::thread::scope(|scope| {
            let done = scope.spawn(|| {
                self.enter(place)?;
                Ok(what())
            });
            match done.join() {
                Ok(done) => done,
                Err(_) => Err(Impossible::new("a thread of the laboratory panicked")),
            }
        })
    }

    /// A program there.
    pub fn command(&self, place: Place, program: &str) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.name(place), program]);
        command
    }
}

impl Drop for Namespaces {
    fn drop(&mut self) {
        for place in Place::ALL {
            let _ = ip(&["netns", "del", &self.name(place)]);
            let _ = std::fs::remove_dir_all(self.etc(place));
        }
    }
}

/// Moves this thread into the namespace that a file stands for.
pub fn enter(file: &Path) -> Result<(), Impossible> {
    let what = format!("cannot enter {}", file.display());
    let space = File::open(file).map_err(Impossible::because(&what))?;
    move_into_link_name_space(space.as_fd(), Some(LinkNameSpaceType::Network))
        .map_err(Impossible::because(&what))
}

fn ip(words: &[&str]) -> Result<(), Impossible> {
    let output = Command::new("ip")
        .args(words)
        .stdin(Stdio::null())
        .output()
        .map_err(Impossible::because("cannot start `ip` (install iproute2)"))?;
    if output.status.success() {
        return Ok(());
    }
    let why = String::from_utf8_lossy(&output.stderr);
    Err(Impossible::new(format!(
        "`ip {}` failed: {}",
        words.join(" "),
        why.trim()
    )))
}
