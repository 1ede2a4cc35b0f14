//! A line between browser and relay that can be cut and can lose answers: it passes bytes on and
//! knows nothing of what they say, but for the name of what it is to lose.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

const OPEN: u8 = 0;
const LOSES_ANSWERS: u8 = 1;

/// The line.
pub struct Line {
    port: u16,
    state: Arc<AtomicU8>,
    passing: JoinHandle<()>,
}

impl Line {
    /// A line to this port.
    pub async fn to(port: u16) -> Line {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let own = listener.local_addr().unwrap().port();
        let state = Arc::new(AtomicU8::new(OPEN));
        let known = Arc::clone(&state);
        let passing = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let state = Arc::clone(&known);
                tokio::spawn(async move {
                    // A connection that breaks is what a line is for.
                    let _ = pass(client, port, &state).await;
                });
            }
        });
        Line { port: own, state, passing }
    }

    /// An address behind the line.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// From now on tickets arrive, and what is answered to them does not.
    pub fn lose_answers_to_tickets(&self) {
        self.state.store(LOSES_ANSWERS, Ordering::SeqCst);
    }

    /// From now on everything arrives.
    pub fn mend(&self) {
        self.state.store(OPEN, Ordering::SeqCst);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.passing.abort();
    }
}

async fn pass(mut client: TcpStream, port: u16, state: &AtomicU8) -> std::io::Result<()> {
    let mut server = TcpStream::connect(("127.0.0.1", port)).await?;
    let mut asked = vec![0; 16 * 1024];
    let mut answered = vec![0; 16 * 1024];
    let mut ticket = false;
    loop {
        tokio::select! {
            count = client.read(&mut asked) => {
                let count = count?;
                if count == 0 {
                    return Ok(());
                }
                ticket |= asked[..count].starts_with(b"POST /api/v1/tickets");
                server.write_all(&asked[..count]).await?;
            }
            count = server.read(&mut answered) => {
                let count = count?;
                if count == 0 || (ticket && state.load(Ordering::SeqCst) == LOSES_ANSWERS) {
                    return Ok(());
                }
                client.write_all(&answered[..count]).await?;
            }
        }
    }
}
