//! The real relay: the binary as a process of its own, with a store of its own, that can be stopped,
//! killed and started again at the same address.

use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::compressed;
use super::page::eventually;
use super::paths;

/// How a relay is set up.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// What the check of other websites asks.
    pub internet: Vec<String>,
    /// Origins of the pages that embed the widget.
    pub origins: Vec<String>,
    /// The status feed's file, as JSON; nothing is known where it is empty.
    pub status: String,
    /// The languages that are served; English alone where none are named.
    pub languages: &'static [&'static str],
    /// The boxes that the provider gives out; those of the sample provider where none are named.
    pub boxes: &'static [&'static str],
    /// Whether somebody is there at any time, so that no test hangs on the hour at which it runs.
    pub always_open: bool,
    /// The folder of the guides; ours where none is named.
    pub guides: Option<PathBuf>,
    /// Where the customers' boxes are; there are none where nothing is named.
    pub router: Vec<String>,
    /// Where the speed test goes; there is none where nothing is named.
    pub speed: Vec<String>,
    /// More of the configuration.
    pub more: String,
}

const SMALL_PROVIDER: &str = r#"{ "format": 1, "name": "Laboratory", "country": "GB", "timeZone": "Europe/London",
  "contacts": { "support": { "phone": "+44 20 7946 0000", "hours": { "mon-fri": "08:00-20:00" } } } }"#;

/// What opens the pages of insights.
const TOKEN: &str = "0123456789abcdef";

/// A relay.
pub struct Relay {
    dir: tempfile::TempDir,
    port: u16,
    process: Option<Child>,
}

/// A ticket as it stands in the store.
#[derive(Clone, Debug)]
pub struct Ticket {
    pub number: String,
    pub key: String,
    pub guide: String,
    pub category: Option<String>,
    pub severity: Option<String>,
    pub unverified: Option<String>,
    pub text: String,
    pub request: Value,
}

impl Relay {
    /// Starts one, with the sample page at `/`.
    pub async fn start(setup: &Setup) -> Relay {
        let dir = tempfile::tempdir().unwrap();
        let port = free_port();
        let status = if setup.status.is_empty() {
            r#"{"state":"ok"}"#
        } else {
            &setup.status
        };
        std::fs::write(dir.path().join("status.json"), status).unwrap();
        let languages = match setup.languages {
            [] => &["en"],
            languages => languages,
        };
        let config = format!(
            "listen = \"127.0.0.1:{port}\"\ndata = \"data\"\nguides = {:?}\nwidget = {:?}\n\
             origins = {:?}\nlanguages = {:?}\n[checks]\ninternet = {:?}\nrouter = {:?}\nspeed = {:?}\n[status]\nfile = \"status.json\"\n\
             [consent]\nid = \"support-ticket\"\nversion = \"7\"\n\
             text = \"You may use what is shown above to help me.\"\n\
             [insights]\ntoken_file = \"insights.token\"\n{}",
            match &setup.guides {
                Some(guides) => guides.clone(),
                None => guides(dir.path(), setup),
            },
            paths::widget(),
            setup.origins,
            languages,
            setup.internet,
            setup.router,
            setup.speed,
            setup.more,
        );
        std::fs::write(dir.path().join("firstline.toml"), config).unwrap();
        std::fs::write(dir.path().join("insights.token"), TOKEN).unwrap();
        compressed::lend(&dir.path().join("data"));
        let mut relay = Relay {
            dir,
            port,
            process: None,
        };
        relay.start_again().await;
        compressed::keep(&relay.dir.path().join("data"));
        relay
    }

    /// Starts it again after it was stopped or killed: the same address, the same store.
    pub async fn start_again(&mut self) {
        assert!(self.process.is_none(), "the relay runs already");
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.log())
            .unwrap();
        let child = self
            .binary()
            .args(["serve", "--sample"])
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        self.process = Some(child);
        // The first that starts compresses all guides in its languages, which takes a busy machine long.
        let ready = eventually(Duration::from_secs(180), async || {
            status_of(self.port, "/readyz")
                .await
                .filter(|status| *status == 200)
        });
        assert!(
            ready.await.is_some(),
            "the relay is not ready:\n{}",
            self.said()
        );
    }

    /// An address of the relay.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The body of a file, not compressed.
    pub async fn get(&self, path: &str) -> Vec<u8> {
        let answer = answer_of(self.port, path).await.unwrap();
        let head = answer
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap();
        answer[head + 4..].to_vec()
    }

    /// Kills it: no moment to finish anything (SIGKILL).
    pub fn kill(&mut self) {
        let mut process = self.process.take().expect("the relay does not run");
        process.kill().unwrap();
        process.wait().unwrap();
    }

    /// All tickets, read from the store itself, oldest first.
    pub async fn tickets(&self) -> Vec<Ticket> {
        let file = self.dir.path().join("data/firstline.sqlite");
        let options = SqliteConnectOptions::new().filename(file).read_only(true);
        let pool = SqlitePool::connect_with(options).await.unwrap();
        let rows = sqlx::query("SELECT * FROM tickets ORDER BY stored")
            .fetch_all(&pool)
            .await;
        let read = |row: &sqlx::sqlite::SqliteRow| Ticket {
            number: row.get("number"),
            key: row.get("idempotency_key"),
            guide: row.get("guide"),
            category: row.get("category"),
            severity: row.get("severity"),
            unverified: row.get("unverified"),
            text: row.get("text"),
            request: serde_json::from_str(row.get("request")).unwrap(),
        };
        let tickets = rows.unwrap().iter().map(read).collect();
        pool.close().await;
        tickets
    }

    /// A number that the store gives; 0 where it has none.
    pub async fn count(&self, sql: &'static str) -> i64 {
        let file = self.dir.path().join("data/firstline.sqlite");
        let options = SqliteConnectOptions::new().filename(file).read_only(true);
        let pool = SqlitePool::connect_with(options).await.unwrap();
        let row = sqlx::query(sql).fetch_one(&pool).await.unwrap();
        let number: Option<i64> = row.get(0);
        pool.close().await;
        number.unwrap_or(0)
    }

    /// The address of a page of insights, for whoever may look.
    pub fn insights(&self, page: &str) -> String {
        format!(
            "http://anybody:{TOKEN}@127.0.0.1:{}/insights/{page}",
            self.port
        )
    }

    /// Fills its store with an invented year.
    pub fn fill_with_a_sample(&self) {
        let output = self
            .binary()
            .args(["insights", "--sample"])
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "firstline insights: {errors}");
    }

    /// The one ticket in the store.
    pub async fn only_ticket(&self) -> Ticket {
        let mut tickets = self.tickets().await;
        assert_eq!(tickets.len(), 1, "{tickets:?}");
        tickets.remove(0)
    }

    /// What `firstline tickets` prints as JSON.
    pub fn tickets_command(&self, arguments: &[&str]) -> Value {
        let output = self
            .binary()
            .arg("tickets")
            .args(arguments)
            .arg("--json")
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "firstline tickets {arguments:?}: {errors}"
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The binary, with our configuration and nothing of the environment's.
    fn binary(&self) -> Command {
        let mut command = Command::new(paths::binary());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("FIRSTLINE_") {
                command.env_remove(name);
            }
        }
        command
            .env("NO_COLOR", "1")
            .env("FIRSTLINE_CONFIG", self.dir.path().join("firstline.toml"));
        command
    }

    /// What `firstline outage` prints: a fault is told by hand.
    pub fn outage(&self, arguments: &[&str]) -> String {
        let output = self.binary().arg("outage").args(arguments).output();
        let output = output.unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "firstline outage: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn log(&self) -> impl AsRef<Path> {
        self.dir.path().join("log")
    }

    fn said(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
        if std::thread::panicking() {
            eprintln!("the relay said:\n{}", self.said());
        }
    }
}

/// A provider with one guide, in a folder of its own.
pub fn only_guide(dir: &Path, guide: &str) -> PathBuf {
    let guides = dir.join("guides");
    std::fs::create_dir_all(guides.join("site")).unwrap();
    std::fs::write(guides.join("measure.json"), guide).unwrap();
    std::fs::write(guides.join("site/provider.json"), SMALL_PROVIDER).unwrap();
    guides
}

/// Our guides; where boxes are named, a copy of them for a provider that gives out these.
fn guides(dir: &Path, setup: &Setup) -> PathBuf {
    let ours = paths::root().join("guides");
    if setup.boxes.is_empty() && !setup.always_open {
        return ours;
    }
    let copy = dir.join("guides");
    copy_all(&ours, &copy);
    let file = copy.join("site/provider.json");
    let mut provider: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    if !setup.boxes.is_empty() {
        provider["equipment"] = setup.boxes.into();
    }
    if setup.always_open {
        provider["contacts"]["support"]["hours"] = json!({ "mon-sun": "00:00-24:00" });
        provider["contacts"]["support"]["holidays"] = json!([]);
    }
    std::fs::write(file, provider.to_string()).unwrap();
    copy
}

fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy_all(&from, &to);
        } else {
            std::fs::copy(from, to).unwrap();
        }
    }
}

/// A port that nothing uses, below those that systems give to outgoing connections: none of these
/// can take it while the relay is down.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = u16::try_from(std::process::id() % 8_000).unwrap_or(0);
    loop {
        let port = 20_000 + (first + NEXT.fetch_add(1, Ordering::Relaxed)) % 8_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// The status that an address answers with.
async fn status_of(port: u16, path: &str) -> Option<u16> {
    let answer = answer_of(port, path).await?;
    let head = String::from_utf8_lossy(&answer[..answer.len().min(64)]).into_owned();
    head.split(' ').nth(1)?.parse().ok()
}

/// What an address answers with: head and body.
async fn answer_of(port: u16, path: &str) -> Option<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
    // An answer of HTTP/1.0 has no chunks to be put together.
    let request = format!(
        "GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    Some(answer)
}
