//! A PostgreSQL server of our own, Debian's, in a temporary folder: for tests and attacks.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

/// The variable that tells tests of a server; see `crates/relay/tests/relay/own_database.rs`.
pub const TEST_DATABASE: &str = "FIRSTLINE_TEST_DATABASE";

/// Where Debian's packages put the programs, in a folder a version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// How long it may take to start; after a crash it reads its log first.
const START: Duration = Duration::from_secs(60);

/// A server that runs until it is dropped.
pub struct Server {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
    child: Option<Child>,
}

impl Server {
    /// Makes a database and starts the server on it.
    ///
    /// # Errors
    ///
    /// If PostgreSQL is not installed, or does not start.
    pub fn start() -> Result<Server> {
        let programs = programs()?;
        let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
        if is_root() {
            // The server refuses to run as root.
            let path = folder.path().to_string_lossy().into_owned();
            run(Command::new("chown").args([user(), &path]))?;
        }
        // Below those that the system gives to connections.
        let port = std::iter::repeat_with(|| fastrand::u16(12_000..32_000))
            .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
            .context("no port is free")?;
        let mut server = Server {
            programs,
            folder,
            port,
            child: None,
        };
        let mut init = server.program("initdb");
        init.args(["--username=firstline", "--auth=trust", "--encoding=UTF8"])
            .args(["--locale=C.UTF-8", "--no-sync", "--pgdata"])
            .arg(server.data());
        run(&mut init)?;
        server.go_on()?;
        Ok(server)
    }

    /// The address of its database.
    pub fn url(&self) -> String {
        format!("postgresql://firstline@127.0.0.1:{}/postgres", self.port)
    }

    /// Ends it as a crash does: nothing is written down that is not yet.
    pub fn crash(&mut self) -> Result<()> {
        if let Some(mut child) = self.child.take() {
            // Immediate shutdown. Killed itself, it would leave its own children behind.
            let id = child.id().to_string();
            run(Command::new("kill").args(["-s", "QUIT", &id]))?;
            child.wait()?;
        }
        Ok(())
    }

    /// Starts it again after a crash.
    pub fn go_on(&mut self) -> Result<()> {
        let log = self.folder.path().join("server.log");
        let out = std::fs::File::options()
            .create(true)
            .append(true)
            .open(&log)?;
        let mut server = self.program("postgres");
        server
            .arg("-D")
            .arg(self.data())
            .args(["-p", &self.port.to_string(), "-h", "127.0.0.1"])
            .args([
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=300",
            ])
            .args(["-c", "restart_after_crash=off"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(out);
        self.child = Some(server.spawn().context("cannot start postgres")?);
        let began = Instant::now();
        while began.elapsed() < START {
            let mut ready = self.program("pg_isready");
            ready.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
            if ready.status()?.success() {
                return Ok(());
            }
            if let Some(child) = &mut self.child
                && child.try_wait()?.is_some()
            {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let log = std::fs::read_to_string(log).unwrap_or_default();
        bail!("PostgreSQL does not start:\n{log}")
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = match is_root() {
            false => Command::new(program),
            true => {
                let mut command = Command::new("setpriv");
                command
                    .args(["--reuid", user(), "--regid", user(), "--clear-groups"])
                    .arg(program);
                command
            }
        };
        command.current_dir(self.folder.path());
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.crash();
    }
}

/// The folder of the newest version's programs.
fn programs() -> Result<PathBuf> {
    let versions = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let newest = versions
        .map(|entry| entry.path().join("bin"))
        .filter(|programs| programs.join("initdb").is_file())
        .max_by_key(|programs| version(programs));
    let on_path = || {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).find(|folder| folder.join("initdb").is_file())
    };
    newest
        .or_else(on_path)
        .context("PostgreSQL is not installed: `cargo xtask tools` installs it, or says how")
}

fn version(programs: &Path) -> Option<u32> {
    let folder = programs.parent()?.file_name()?;
    folder.to_string_lossy().parse().ok()
}

/// The user that runs it where we are root: that of Debian's packages.
fn user() -> &'static str {
    "postgres"
}

fn is_root() -> bool {
    crate::tools::is_root()
}

fn run(command: &mut Command) -> Result<()> {
    let done = command
        .output()
        .with_context(|| format!("cannot start {command:?}"))?;
    if !done.status.success() {
        bail!(
            "{command:?} failed:\n{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
    Ok(())
}
