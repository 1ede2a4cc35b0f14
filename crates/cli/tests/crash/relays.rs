//! Relays as processes, which can be killed.

use std::process::{Child, Stdio};

use crate::own_database;
use crate::support::{Place, firstline, free_port};

/// Where relays keep their store.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum StoreKind {
    /// One relay, a file.
    InFile,
    /// Two relays, one database.
    OnServer,
}

/// Relays that are killed and started again on the same ports.
pub(crate) struct Relays {
    place: Place,
    pub(crate) running: Vec<(u16, Child)>,
}

impl Relays {
    /// On a store of this kind, which deliver to this helpdesk and wait so many seconds for its answer.
    pub(crate) async fn start(
        store: StoreKind,
        kind: &str,
        url: &str,
        per_minute: u32,
        patience: u32,
    ) -> Relays {
        let place = Place::new();
        place.write("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let mut count = 1;
        if store == StoreKind::OnServer {
            let url = own_database::of(place.path()).await;
            assert!(
                url.is_some(),
                "no PostgreSQL: `cargo xtask test` starts one"
            );
            place.write("links", &"a secret of both relays ".repeat(3));
            place.append(
                "firstline.toml",
                "database_url_file = \"database_url\"\ndatabase_connections = 5\n\
                 [follow]\nsecret_file = \"links\"\n",
            );
            count = 2;
        }
        place.append(
            "firstline.toml",
            &format!(
                "[tickets]\nper_minute = 0\n[helpdesk]\nkind = \"{kind}\"\nurl = \"{url}\"\nqueue = \"General\"\n\
                 token_file = \"secret\"\nnetworks = [\"127.0.0.1\"]\nper_minute = {per_minute}\nat_once = 4\n\
                 timeout_seconds = {patience}\nsettle_seconds = 6\nretry_seconds = 1\nmost_retry_minutes = 1\n\
                 follow_minutes = 0\n"
            ),
        );
        let mut relays = Relays {
            place,
            running: Vec::new(),
        };
        for _ in 0..count {
            let port = free_port();
            let child = relays.spawn(port);
            relays.running.push((port, child));
        }
        relays
    }

    fn spawn(&self, port: u16) -> Child {
        firstline(self.place.path())
            .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
            .env("RUST_LOG", "error")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    pub(crate) fn ports(&self) -> Vec<u16> {
        self.running.iter().map(|(port, _)| *port).collect()
    }

    /// Kills one of them, any, and starts it again.
    pub(crate) fn kill(&mut self) {
        let which = fastrand::usize(0..self.running.len());
        let port = self.running[which].0;
        let child = &mut self.running[which].1;
        // SIGKILL: nothing is tidied up.
        child.kill().unwrap();
        child.wait().unwrap();
        self.running[which].1 = self.spawn(port);
    }

    /// What `firstline helpdesk` says.
    pub(crate) fn helpdesk(&self, words: &[&str]) -> String {
        let output = firstline(self.place.path())
            .arg("helpdesk")
            .args(words)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// The most memory that one of them ever had, in megabytes; 0 where the system does not tell.
    pub(crate) fn peak(&self) -> u64 {
        let peak = |child: &Child| {
            let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
            let line = status
                .lines()
                .find_map(|line| line.strip_prefix("VmHWM:"))?;
            let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
            Some(kilobytes / 1024)
        };
        let peaks = self.running.iter().filter_map(|(_, child)| peak(child));
        peaks.max().unwrap_or(0)
    }
}

impl Drop for Relays {
    fn drop(&mut self) {
        for (_, child) in &mut self.running {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
