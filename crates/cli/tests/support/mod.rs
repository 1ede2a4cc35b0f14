//! A folder with everything that `firstline serve` needs, and the binary run in it.
#![allow(dead_code, missing_docs)]

pub mod receiver;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use reqwest::Response;
use serde_json::{Value, json};

/// A port that nobody listens on. Below those that the system gives to connections: one of these could be
/// taken by a connection, even by one to itself, before a server has it.
pub fn free_port() -> u16 {
    std::iter::repeat_with(|| fastrand::u16(12_000..32_000))
        .find(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .unwrap()
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap()
        .to_owned()
}

/// The binary, in this folder, with nothing of ours from the environment.
pub fn firstline(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firstline"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("FIRSTLINE_") {
            command.env_remove(name);
        }
    }
    command.current_dir(folder).env("RUST_LOG", "info");
    command
}

/// Runs it with these arguments: exit code, output, errors.
pub fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = firstline(folder).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

/// The shipped guides, a widget's files and a configuration, to be spoilt.
pub struct Place(tempfile::TempDir);

impl Place {
    pub fn new() -> Place {
        let place = Place(tempfile::tempdir().unwrap());
        copy(&root().join("guides"), &place.path().join("guides"));
        for (path, text) in [
            (
                "widget/firstline.js",
                "// the loader\n[__FIRSTLINE_WORDS__, __FIRSTLINE_BUILD__]",
            ),
            (
                "widget/assets/panel.js",
                "// the panel\n[__FIRSTLINE_WORDS__]",
            ),
            (
                "widget/words.json",
                "{ \"firstline.js\": { \"en\": {} }, \"assets/panel.js\": { \"en\": {} } }",
            ),
            (
                "widget/index.html",
                "<!doctype html><title>a page of a provider</title>",
            ),
            ("widget/assets/core.wasm", "the core"),
            ("widget/assets/glue.js", "// the glue"),
            ("widget/assets/widget.css", "/* the sheet */"),
            (
                "firstline.toml",
                "listen = \"127.0.0.1:0\"\nwidget = \"widget\"\n",
            ),
        ] {
            place.write(path, text);
        }
        for path in firstline_wire::bundle::APART {
            place.write(&format!("widget/{path}"), "// apart");
        }
        place
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn append(&self, path: &str, text: &str) {
        let mut file = std::fs::File::options()
            .append(true)
            .open(self.path().join(path))
            .unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }

    pub fn replace(&self, path: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.path().join(path)).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        self.write(path, &text.replacen(from, to, 1));
    }

    pub fn remove(&self, path: &str) {
        std::fs::remove_file(self.path().join(path)).unwrap();
    }

    /// Starts the relay and waits until it says its address.
    pub fn serve(&self, arguments: &[&str]) -> Serving {
        let mut command = firstline(self.path());
        let (child, address) = started(command.arg("serve").args(arguments));
        Serving { child, address }
    }
}

/// Starts a relay by this command, and waits until it says its address.
pub fn started(command: &mut Command) -> (Child, String) {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let mut words = line.split_whitespace();
    let address = words.find(|word| word.starts_with("http://"));
    let address = address.unwrap_or_else(|| panic!("it says {line:?}"));
    (child, address.to_owned())
}

/// A ticket of this customer, whose trail proves nothing: it is stored all the same.
pub fn ticket(contact: Value, guide: &str) -> Value {
    json!({
        "format": 1,
        "contact": contact,
        "consent": { "id": "support-ticket", "version": "1", "at": 1_795_345_200_000_u64 },
        "trail": { "format": 1, "guide": guide },
    })
}

/// Sends this ticket to a relay.
pub async fn send(address: &str, key: u32, ticket: &Value) -> Response {
    let request = reqwest::Client::new()
        .post(format!("{address}api/v1/tickets"))
        .header(
            "idempotency-key",
            format!("\"00000000-0000-4000-8000-{key:012}\""),
        )
        .json(ticket);
    request.send().await.unwrap()
}

/// The number in the answer to a ticket, which is stored.
pub async fn number_in(answer: Response) -> String {
    assert_eq!(answer.status().as_u16(), 201);
    let answer: Value = answer.json().await.unwrap();
    answer["number"].as_str().unwrap().to_owned()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

pub struct Serving {
    child: Child,
    address: String,
}

impl Serving {
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// Tells it to stop, and gives its exit code.
    pub fn terminate(&mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap().code()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
