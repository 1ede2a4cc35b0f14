//! A real mail server, aiosmtpd as Debian packages it, which keeps each mail as a file.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const SERVER: &str = "/usr/bin/aiosmtpd";

/// A mail server, ended with this value.
pub struct Server {
    pub port: u16,
    child: Child,
    folder: tempfile::TempDir,
}

impl Server {
    /// Starts one without encryption, on a port that nobody uses.
    pub async fn start() -> Server {
        Server::start_with(&[]).await
    }

    /// Starts one with more options, such as the certificate that it shows.
    pub async fn start_with(options: &[&OsStr]) -> Server {
        assert!(
            Path::new(SERVER).exists(),
            "aiosmtpd is not installed: `cargo xtask tools` installs it"
        );
        let folder = tempfile::tempdir().unwrap();
        // Below those that the system gives to connections.
        let port = std::iter::repeat_with(|| fastrand::u16(12_000..32_000))
            .find(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok())
            .unwrap();
        let child = Command::new(SERVER)
            .args(["--nosetuid", "--listen", &format!("127.0.0.1:{port}")])
            .args(options)
            .args(["--class", "aiosmtpd.handlers.Mailbox"])
            .arg(folder.path().join("mail"))
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        for _ in 0..200 {
            if tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .is_ok()
            {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Server {
            port,
            child,
            folder,
        }
    }

    /// Mails as they came; none before the first.
    pub fn mails(&self) -> Vec<String> {
        let new = self.folder.path().join("mail/new");
        // The folder is made with the first.
        let mails = std::fs::read_dir(new).into_iter().flatten();
        let read = |mail: std::io::Result<std::fs::DirEntry>| {
            std::fs::read_to_string(mail.unwrap().path()).unwrap()
        };
        mails.map(read).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
