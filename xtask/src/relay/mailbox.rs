//! A mail server that keeps what a test must know of each mail: by which it is known.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How long it takes between keeping a mail and saying so: a sender that dies then does not know.
const THINKS: Duration = Duration::from_millis(3);

/// How often each mail came, by its `Message-ID`.
type Came = Arc<Mutex<HashMap<String, u64>>>;

/// A mail server on this machine, which speaks as much of SMTP (RFC 5321) as taking a mail needs.
pub struct Mailbox {
    /// Where it listens.
    pub address: SocketAddr,
    came: Came,
}

impl Mailbox {
    /// Opens it; it serves until the process ends.
    pub async fn open() -> Result<Mailbox> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let came = Came::default();
        let keeps = Arc::clone(&came);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let keeps = Arc::clone(&keeps);
                tokio::spawn(async move {
                    // A sender that was killed leaves in the middle of a word.
                    let _ = serve(stream, keeps).await;
                });
            }
        });
        Ok(Mailbox { address, came })
    }

    /// How many different mails came, and how many in all.
    pub fn count(&self) -> (u64, u64) {
        let came = self.came.lock().unwrap_or_else(PoisonError::into_inner);
        let different = u64::try_from(came.len()).unwrap_or(u64::MAX);
        (different, came.values().sum())
    }
}

async fn serve(stream: TcpStream, keeps: Came) -> std::io::Result<()> {
    let (reads, mut writes) = stream.into_split();
    let mut lines = BufReader::new(reads).lines();
    writes.write_all(b"220 mail.test\r\n").await?;
    let (mut in_data, mut id) = (false, String::new());
    while let Some(line) = lines.next_line().await? {
        let answer: &[u8] = if in_data && line == "." {
            in_data = false;
            let id = std::mem::take(&mut id);
            *keeps
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .entry(id)
                .or_default() += 1;
            tokio::time::sleep(THINKS).await;
            b"250 kept\r\n"
        } else if in_data {
            if let Some(known) = line.strip_prefix("Message-ID: ") {
                id = known.to_owned();
            }
            continue;
        } else if line.starts_with("DATA") {
            in_data = true;
            b"354 go on\r\n"
        } else if line.starts_with("QUIT") {
            writes.write_all(b"221 bye\r\n").await?;
            return Ok(());
        } else {
            b"250 mail.test\r\n"
        };
        writes.write_all(answer).await?;
    }
    Ok(())
}
