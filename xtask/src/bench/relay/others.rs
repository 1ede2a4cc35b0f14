//! The servers beside which ours is measured.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use hyper::body::Bytes;
use tempfile::TempDir;

use crate::tools;

/// The bare handler of benches/relay, with a store of its own.
pub struct Bare {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    _folder: TempDir,
}

impl Bare {
    /// Starts it.
    pub fn start(binary: &Path) -> Result<Bare> {
        Bare::under(&[], binary)
    }

    /// The same started by other words.
    pub fn under(words: &[&str], binary: &Path) -> Result<Bare> {
        let folder = tempfile::tempdir()?;
        let mut command = match words {
            [] => Command::new(binary),
            [first, rest @ ..] => {
                let mut command = tools::command(first)?;
                command.args(rest).arg(binary);
                command
            }
        };
        let mut child = command
            .arg(folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the bare handler")?;
        let mut line = String::new();
        let out = child.stdout.take().context("no standard output")?;
        BufReader::new(out).read_line(&mut line)?;
        let address = line.split_whitespace().find_map(|word| {
            word.strip_prefix("http://")?
                .trim_end_matches('/')
                .parse()
                .ok()
        });
        let Some(address) = address else {
            let _ = child.kill();
            bail!("the bare handler says {line:?}");
        };
        Ok(Bare {
            child,
            address,
            _folder: folder,
        })
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// nginx, which serves these bytes.
pub struct Nginx {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    _folder: TempDir,
}

impl Nginx {
    /// Starts it with these bytes at these paths, and the answer without a body where there are none.
    pub fn start(files: &[(&str, Bytes)]) -> Result<Nginx> {
        Nginx::under(
            &[],
            "add_header Content-Encoding br; add_header Vary Accept-Encoding; add_header Cache-Control no-cache;",
            files,
        )
    }

    /// The same started by other words, with bytes that are not compressed.
    pub fn plain(words: &[&str], files: &[(&str, Bytes)]) -> Result<Nginx> {
        Nginx::under(words, "add_header Cache-Control no-store;", files)
    }

    fn under(words: &[&str], headers: &str, files: &[(&str, Bytes)]) -> Result<Nginx> {
        let folder = tempfile::tempdir()?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut locations = String::new();
        for (at, (path, bytes)) in files.iter().enumerate() {
            std::fs::write(folder.path().join(at.to_string()), bytes)?;
            let served = match bytes.is_empty() {
                true => "return 204;".to_owned(),
                false => format!("alias {}/{at}; {headers}", folder.path().display()),
            };
            writeln!(locations, "location = {path} {{ {served} }}")?;
        }
        // Its workers are another user's otherwise, who cannot read the folder.
        let user = match std::env::var("USER").as_deref() {
            Ok("root") | Err(_) => "user root;",
            Ok(_) => "",
        };
        let configuration = format!(
            "{user} worker_processes auto; daemon off; pid {folder}/pid; error_log {folder}/error.log;\n\
             events {{ worker_connections 1024; }}\n\
             http {{ access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 1000000;\n\
             open_file_cache max=100; default_type application/json;\n\
             client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n\
             fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;\n\
             server {{ listen {address};\n{locations}}} }}\n",
            folder = folder.path().display(),
        );
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, configuration)?;
        let mut command = tools::command(words.first().unwrap_or(&"nginx"))?;
        if let [_, more @ ..] = words {
            command.args(more).arg("nginx");
        }
        let mut child = command
            .arg("-p")
            .arg(folder.path())
            .arg("-c")
            .arg(&file)
            .spawn()
            .context("cannot start nginx")?;
        let began = Instant::now();
        while TcpStream::connect(address).is_err() {
            if began.elapsed() > Duration::from_secs(10) {
                let _ = child.kill();
                bail!("nginx does not start");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(Nginx {
            child,
            address,
            _folder: folder,
        })
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its workers end with it only if it is told to stop.
        let id = self.child.id().to_string();
        let _ = Command::new("kill").args(["-s", "TERM", &id]).status();
        let _ = self.child.wait();
    }
}
