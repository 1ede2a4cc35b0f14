//! An instance of Request Tracker 5 of its own, Debian's, with a database of its own.
#![allow(dead_code, reason = "each crate of tests uses some of it")]

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// Where Debian's packages put the program and a fresh database.
const SERVER: &str = "/usr/share/request-tracker5/libexec/rt-server";
const DATABASE: &str = "/var/lib/dbconfig-common/sqlite3/request-tracker5/rtdb";

pub struct Tracker {
    pub url: String,
    pub token: String,
    client: reqwest::Client,
    child: Child,
    _folder: tempfile::TempDir,
}

impl Tracker {
    pub async fn start() -> Tracker {
        assert!(
            Path::new(SERVER).exists(),
            "Request Tracker is not installed: `cargo xtask tools` installs it"
        );
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        std::fs::copy(DATABASE, path("db")).unwrap();
        std::fs::create_dir(path("more")).unwrap();
        // Below those that the system gives to connections.
        let port = std::iter::repeat_with(|| fastrand::u16(12_000..32_000))
            .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
            .unwrap();
        let settings = [
            ("rtname", "isp.example"),
            ("Organization", "isp.example"),
            ("DatabaseType", "SQLite"),
            ("DatabaseName", &path("db")),
            ("WebDomain", "127.0.0.1"),
            ("WebPort", &port.to_string()),
            ("WebPath", ""),
            ("LogToSyslog", ""),
            ("LogToSTDERR", "error"),
            ("MailCommand", "testfile"),
        ];
        let settings: String = settings
            .iter()
            .map(|(name, value)| format!("Set(${name}, '{value}');\n"))
            .collect();
        std::fs::write(path("site.pm"), settings + "1;\n").unwrap();
        let with_settings = |program: &str| {
            let mut command = Command::new(program);
            command
                .env("RT_SITE_CONFIG", path("site.pm"))
                .env("RT_SITE_CONFIG_DIR", path("more"));
            command
        };
        // As its page for tokens does it.
        let script = "my $u = RT::User->new(RT->SystemUser); $u->Load('root'); \
                      my ($ok, $said, $token) = RT::AuthToken->new(RT->SystemUser)->Create( \
                      Owner => $u->Id, Description => 'firstline'); die $said unless $ok; print $token";
        let made = with_settings("perl")
            .args([
                "-I/usr/share/request-tracker5/lib",
                "-MRT=-init",
                "-MRT::AuthToken",
                "-e",
                script,
            ])
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let child = with_settings(SERVER)
            .args(["--server", "Standalone", "--port", &port.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let tracker = Tracker {
            url: format!("http://127.0.0.1:{port}"),
            token: String::from_utf8(made.stdout).unwrap(),
            client: reqwest::Client::new(),
            child,
            _folder: folder,
        };
        for _ in 0..600 {
            let asked = tracker.client.get(tracker.rest("rt")).send().await;
            if asked.is_ok() {
                return tracker;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("Request Tracker does not start");
    }

    pub fn rest(&self, path: &str) -> String {
        format!("{}/REST/2.0/{path}", self.url)
    }

    /// As an agent, by name and password.
    pub async fn get(&self, path: &str) -> Value {
        let asked = self.client.get(self.rest(path));
        let answer = asked
            .basic_auth("root", Some("password"))
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{path}: {answer:?}");
        answer.json().await.unwrap()
    }

    pub async fn put(&self, path: &str, body: &Value) {
        self.send(self.client.put(self.rest(path)), body).await;
    }

    pub async fn post(&self, path: &str, body: &Value) {
        self.send(self.client.post(self.rest(path)), body).await;
    }

    async fn send(&self, asked: reqwest::RequestBuilder, body: &Value) {
        let asked = asked.json(body);
        let answer = asked
            .basic_auth("root", Some("password"))
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{answer:?}");
    }

    pub async fn count(&self) -> u64 {
        let all = self.get("tickets?query=id%20%3E%200").await;
        all["total"].as_u64().unwrap()
    }
}

impl Drop for Tracker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
