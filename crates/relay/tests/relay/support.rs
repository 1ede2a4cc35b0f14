//! A real relay on a port of its own, with a guide, and trails that were really walked on it.
#![allow(dead_code, missing_docs)]

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use firstline_author::pack::{self, Pack};
use firstline_diagnosis::{CheckId, Confidence, Finding, NotMeasured, Verdict};
use firstline_guide::load;
use firstline_guide::session::{Effect, Event, Session, Start, Trail};
use firstline_relay::site::{Asset, Cache};
use firstline_relay::{Config, Current, Provider, Relay, Site, Store};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection as _};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

#[path = "own_database.rs"]
pub mod own_database;

pub const GUIDE: &str = include_str!("no-internet.json");

pub const PROVIDER: &str = r#"{ "format": 1, "name": "Example Fibre", "timeZone": "Europe/Berlin",
  "contacts": { "support": { "phone": "0800 555 0100", "hours": { "mon-sun": "00:00-24:00" } } } }"#;

pub const KEY: &str = "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"";

/// 2026-11-22, 12:00 in Berlin.
pub const BEGAN: u64 = 1_795_345_200_000;

pub struct Running {
    pub address: String,
    /// Where it answers the probes alone.
    pub for_probes: Vec<String>,
    pub data: tempfile::TempDir,
    pub client: reqwest::Client,
    pub config: Config,
    pub current: Current,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

/// What a test wants different.
pub type Change = fn(&mut Config, &mut Site);

pub async fn spawn() -> Running {
    spawn_with(|_, _| {}).await
}

pub async fn spawn_with(change: impl FnOnce(&mut Config, &mut Site)) -> Running {
    spawn_in(tempfile::tempdir().unwrap(), change).await
}

/// In a data directory that may hold what an earlier one stored.
pub async fn spawn_in(
    data: tempfile::TempDir,
    change: impl FnOnce(&mut Config, &mut Site),
) -> Running {
    spawn_for(PROVIDER, data, change).await
}

/// Of a provider with another file.
pub async fn spawn_for(
    provider: &str,
    data: tempfile::TempDir,
    change: impl FnOnce(&mut Config, &mut Site),
) -> Running {
    let mut config = Config {
        data: data.path().join("data"),
        origins: vec!["https://www.isp.example".to_owned()],
        ..Config::default()
    };
    let mut site = site(GUIDE);
    if let Some(url) = own_database::of(data.path()).await {
        config.database.url = Some(url.as_str().into());
        config.database.connections = 4;
        config.follow.secret = Some("a secret of all relays on one database".into());
    }
    change(&mut config, &mut site);
    let provider = Provider::read(provider, Path::new("provider.json")).unwrap();
    let relay = Relay::open(config.clone(), site, provider).await.unwrap();
    let current = relay.current();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (mut listeners, mut for_probes) = (Vec::new(), Vec::new());
    for address in &config.probe.listeners {
        let listener = tokio::net::TcpListener::bind(address).await.unwrap();
        for_probes.push(format!("http://{}", listener.local_addr().unwrap()));
        listeners.push(listener);
    }
    let relay = relay.probed_on(listeners);
    let (stop, stopped) = oneshot::channel::<()>();
    let task = tokio::spawn(relay.serve(listener, async {
        let _ = stopped.await;
    }));
    Running {
        address,
        for_probes,
        data,
        client: reqwest::Client::new(),
        config,
        current,
        stop: Some(stop),
        task,
    }
}

impl Running {
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    pub async fn get(&self, path: &str) -> Response {
        self.client.get(self.url(path)).send().await.unwrap()
    }

    /// The index of guides in English.
    pub async fn index(&self) -> Value {
        json(self.get("/guides/index.en.json").await).await.1
    }

    pub async fn post(&self, key: &str, body: impl ToString) -> Response {
        self.post_later(key, body).await.unwrap()
    }

    /// As a customer among others.
    pub fn post_later(&self, key: &str, body: impl ToString) -> JoinHandle<Response> {
        let request = self
            .client
            .post(self.url("/api/v1/tickets"))
            .header("idempotency-key", key)
            .header("content-type", "application/json")
            .body(body.to_string());
        tokio::spawn(async move { request.send().await.unwrap() })
    }

    /// Tells it to stop, without waiting.
    pub fn tell_to_stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    /// Stops it and gives its data directory.
    pub async fn stop(mut self) -> tempfile::TempDir {
        drop(self.client);
        if let Some(stop) = self.stop.take() {
            stop.send(()).unwrap();
        }
        self.task.await.unwrap();
        self.data
    }

    /// A connection of another process to the same store.
    pub async fn store(&self) -> Store {
        Store::open_to_read(&self.config).await.unwrap()
    }

    /// The same, to change it.
    pub async fn store_to_change(&self) -> Store {
        Store::open_to_erase(&self.config).await.unwrap()
    }

    /// All tickets, newest first.
    pub async fn tickets(&self) -> Vec<firstline_relay::store::Ticket> {
        self.store().await.newest(100).await.unwrap()
    }
}

/// Whether the store is on a server in this run. What is of the file alone ends there, and says so.
pub fn is_on_a_server() -> bool {
    let is = std::env::var_os(own_database::VARIABLE).is_some();
    if is {
        eprintln!("of a store in a file alone: not tested on PostgreSQL");
    }
    is
}

/// A connection of another program to a store.
pub enum Other {
    File(SqliteConnection),
    Server(PgConnection),
}

impl Other {
    /// To the store of the relay in this folder.
    pub async fn of(data: &tempfile::TempDir) -> Other {
        match own_database::of(data.path()).await {
            Some(url) => Other::Server(PgConnection::connect(&url).await.unwrap()),
            None => {
                let file = data.path().join("data").join(firstline_relay::store::FILE);
                let file = SqliteConnectOptions::new().filename(file);
                Other::File(SqliteConnection::connect_with(&file).await.unwrap())
            }
        }
    }

    pub async fn execute(&mut self, sql: &str) {
        let done = match self {
            Other::File(file) => sqlx::raw_sql(AssertSqlSafe(sql)).execute(file).await.err(),
            Other::Server(server) => {
                let sql = sql.replace("AS BLOB", "AS BYTEA");
                let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(server).await;
                done.err()
            }
        };
        assert!(done.is_none(), "{sql}: {done:?}");
    }

    /// The one number that this asks for.
    pub async fn count(&mut self, sql: &str) -> i64 {
        let found = match self {
            Other::File(file) => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(file).await,
            Other::Server(server) => {
                let asked = sqlx::query_scalar(AssertSqlSafe(sql));
                asked.fetch_one(server).await
            }
        };
        found.unwrap()
    }

    /// Lets nobody else store a ticket until `COMMIT`.
    pub async fn lock(&mut self) {
        let lock = match self {
            Other::File(_) => "BEGIN IMMEDIATE",
            Other::Server(_) => "BEGIN; LOCK TABLE tickets IN SHARE ROW EXCLUSIVE MODE",
        };
        self.execute(lock).await;
    }
}

/// What a program prints that must succeed.
pub fn printed(program: &mut Command) -> String {
    let output = program.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

pub async fn json(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    (
        status,
        serde_json::from_slice(&response.bytes().await.unwrap()).unwrap(),
    )
}

/// A site with this guide and the files of a widget.
pub fn site(guide: &str) -> Site {
    let mut site = Site::default();
    publish(&mut site, "en", guide);
    let script = "console.log('a loader that is long enough to be worth compressing');".repeat(20);
    let files = [
        ("firstline.js", script.clone(), Cache::Short),
        ("assets/firstline-0a1b.js", script, Cache::Immutable),
        (
            "pictures/router.svg",
            "<svg xmlns='http://www.w3.org/2000/svg'/>".to_owned(),
            Cache::Revalidate,
        ),
    ];
    for (path, text, cache) in files {
        site.files
            .insert(path.to_owned(), Asset::new(path, text, cache).compressed());
    }
    let wasm = Asset::new("a.wasm", vec![0, 97, 115, 109], Cache::Immutable);
    site.files
        .insert("assets/firstline-2c3d.wasm".to_owned(), wasm);
    let page = Asset::new(
        "index.html",
        "<!doctype html><title>Help</title>",
        Cache::Revalidate,
    );
    site.files.insert(String::new(), page);
    site
}

/// Publishes this guide, with a picture.
pub fn publish(site: &mut Site, edition: &str, guide: &str) {
    let Pack { entry, bytes, .. } = pack_of(guide);
    site.publish(edition, &entry, bytes, &["router.svg".to_owned()])
        .unwrap();
}

/// A guide that others call.
const MENDS: &str = include_str!("insights/mends.json");

pub fn pack_of(guide: &str) -> Pack {
    let id = load::load(guide).guide.unwrap().id;
    pack::pack(&id, |wanted| match wanted {
        wanted if wanted == id => Some(guide),
        "mends" => Some(MENDS),
        _ => None,
    })
    .unwrap()
}

/// What the customer of the sample trail does.
pub fn walked() -> Trail {
    walked_in(GUIDE)
}

/// What a customer does who reads this edition of the sample guide.
pub fn walked_in(guide: &str) -> Trail {
    walk(guide, &|session| {
        nothing_answers(session);
        act(session, Event::InstructionDone);
        act(session, Event::HelpJudged("no".to_owned()));
        act(session, Event::OptionsChosen(vec!["no".to_owned()]));
    })
}

pub fn walk(guide: &str, steps: &dyn Fn(&mut Session)) -> Trail {
    let pack = pack_of(guide);
    let start = Start {
        hash: pack.hash,
        began: BEGAN,
        facts: Vec::new(),
    };
    let library = Arc::new(firstline_guide::pack::read(&pack.bytes).unwrap());
    let (mut session, effects) = Session::start(library, "no-internet", start).unwrap();
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::RunChecks { .. }))
    );
    steps(&mut session);
    session.trail().clone()
}

pub fn act(session: &mut Session, event: Event) -> Vec<Effect> {
    let at = session
        .trail()
        .visits
        .last()
        .map_or(BEGAN, |visit| visit.at)
        + 15_000;
    session.update(at, event)
}

/// Reports that neither the provider's network nor the internet answers, and goes on.
pub fn nothing_answers(session: &mut Session) {
    checked(
        session,
        &[
            (CheckId::Isp, Verdict::Fail),
            (CheckId::Internet, Verdict::Fail),
        ],
    );
    act(session, Event::Continued);
}

/// Reports these checks, as run 1 of a fresh session.
pub fn checked(session: &mut Session, found: &[(CheckId, Verdict)]) {
    for (check, verdict) in found {
        let mut finding = Finding::not_measured(*check, NotMeasured::Skipped);
        finding.not_measured = None;
        finding.verdict = *verdict;
        finding.confidence = Confidence::High;
        if *check == CheckId::Internet {
            finding.metrics = vec![("answered", 0.0), ("asked", 3.0)];
        }
        let _ = act(session, Event::CheckFinished { run: 1, finding });
    }
}

/// A ticket with this trail.
pub fn ticket(trail: &Trail) -> Value {
    json!({
        "format": 1,
        "contact": { "name": "Maria Zauberlicht", "email": "maria@zauberlicht.example",
                     "phone": "+49 30 5550 1234", "address": "Lindenstr. 7\n10969 Berlin" },
        "note": "The lamp\nblinks since the storm.",
        "consent": { "id": "support-ticket", "version": "1", "at": BEGAN + 200_000 },
        "trail": serde_json::from_str::<Value>(&trail.to_json()).unwrap(),
        "environment": { "userAgent": "Mozilla/5.0 (Test)", "language": "en", "widget": "0.1.0" },
    })
}

pub fn key(number: u32) -> String {
    format!("\"00000000-0000-4000-8000-{number:012}\"")
}

/// A port that nobody listens on. Below those that the system gives to connections: one of these could be
/// taken by a connection, even by one to itself, before a server has it.
pub fn free_port() -> u16 {
    std::iter::repeat_with(|| fastrand::u16(12_000..32_000))
        .find(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .unwrap()
}
