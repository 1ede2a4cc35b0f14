//! A line between browser and relay that can lose answers, and that notes what is asked. It passes
//! bytes on and understands no more of them than the first line of a request.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::eventually;

/// How long is waited for a request.
const PATIENCE: Duration = Duration::from_secs(20);

/// The line.
pub struct Line {
    port: u16,
    state: Arc<State>,
    passing: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct State {
    loses_answers_to_tickets: AtomicBool,
    asked: Mutex<Vec<String>>,
    /// The heads of all requests, as they came.
    heads: Mutex<Vec<String>>,
    answered: AtomicU64,
    /// Requests for paths that end so are answered by this, in the relay's place.
    stands_in: Mutex<Option<(&'static str, String)>>,
    /// Requests for paths that end so wait.
    held: watch::Sender<Option<&'static str>>,
    /// How many bytes a second each connection carries, each way; 0 for any number.
    pace: AtomicU64,
}

impl Line {
    /// A line to this port.
    pub async fn to(port: u16) -> Line {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let own = listener.local_addr().unwrap().port();
        let state = Arc::<State>::default();
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
        Line {
            port: own,
            state,
            passing,
        }
    }

    /// An address behind the line.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// From now on tickets arrive, and what is answered to them does not.
    pub fn lose_answers_to_tickets(&self) {
        self.state
            .loses_answers_to_tickets
            .store(true, Ordering::SeqCst);
    }

    /// From now on something in between answers requests for paths that end so, with this status, as a proxy, a
    /// firewall or a sign-in page does.
    pub fn stand_in(&self, end: &'static str, status: &str) {
        let page = "<!doctype html><title>Please sign in</title>";
        let answer = format!(
            "HTTP/1.1 {status}\r\ncontent-type: text/html\r\naccess-control-allow-origin: *\r\n\
             cache-control: max-age=600\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{page}",
            page.len()
        );
        *self.state.stands_in.lock().unwrap() = Some((end, answer));
    }

    /// From now on everything arrives.
    pub fn mend(&self) {
        *self.state.stands_in.lock().unwrap() = None;
        self.state
            .loses_answers_to_tickets
            .store(false, Ordering::SeqCst);
    }

    /// The paths of all requests so far.
    pub fn asked(&self) -> Vec<String> {
        self.state.asked.lock().unwrap().clone()
    }

    /// The heads of all requests so far whose path begins so, in small letters.
    pub fn heads(&self, path: &str) -> Vec<String> {
        let mut heads = self.state.heads.lock().unwrap().clone();
        heads.retain(|head| {
            head.split(' ')
                .nth(1)
                .is_some_and(|asked| asked.starts_with(path))
        });
        heads
    }

    /// Waits until a path that ends so was asked for.
    pub async fn wait_asked(&self, end: &str) {
        let asked = eventually(PATIENCE, async || {
            self.asked()
                .iter()
                .any(|path| path.ends_with(end))
                .then_some(())
        });
        assert!(asked.await.is_some(), "{end}: {:?}", self.asked());
    }
}

impl Line {
    /// From now on requests for paths that end so wait, until they are let go.
    pub fn hold(&self, end: &'static str) {
        self.state.held.send_replace(Some(end));
    }

    /// Lets what is held go on.
    pub fn let_go(&self) {
        self.state.held.send_replace(None);
    }

    /// From now on each connection carries so many bytes a second, each way.
    pub fn slow_to(&self, bytes: u64) {
        self.state.pace.store(bytes, Ordering::SeqCst);
    }

    /// How many bytes were answered so far.
    pub fn answered(&self) -> u64 {
        self.state.answered.load(Ordering::SeqCst)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.passing.abort();
    }
}

impl State {
    /// As long as so many bytes take.
    async fn wait(&self, bytes: usize) {
        let pace = self.pace.load(Ordering::SeqCst);
        if let Some(ms) = (bytes as u64 * 1000).checked_div(pace) {
            tokio::time::sleep(Duration::from_millis(ms)).await;
        }
    }
}

async fn pass(mut client: TcpStream, port: u16, state: &State) -> std::io::Result<()> {
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
                if let Some(path) = path_of(&asked[..count]) {
                    ticket |= path == "/api/v1/tickets";
                    state.asked.lock().unwrap().push(path.clone());
                    state.heads.lock().unwrap().push(head_of(&asked[..count]));
                    let stands_in = state.stands_in.lock().unwrap().clone();
                    if let Some((_, answer)) = stands_in.filter(|(end, _)| path.ends_with(end)) {
                        client.write_all(answer.as_bytes()).await?;
                        client.shutdown().await?;
                        // What it has still to say is heard: else the answer would be lost with it.
                        while client.read(&mut asked).await? > 0 {}
                        return Ok(());
                    }
                    let mut held = state.held.subscribe();
                    let free = held.wait_for(|end| !end.is_some_and(|end| path.ends_with(end)));
                    let _ = free.await;
                }
                server.write_all(&asked[..count]).await?;
                state.wait(count).await;
            }
            count = server.read(&mut answered) => {
                let count = count?;
                let loses = state.loses_answers_to_tickets.load(Ordering::SeqCst);
                if count == 0 || (ticket && loses) {
                    return Ok(());
                }
                client.write_all(&answered[..count]).await?;
                state.answered.fetch_add(count as u64, Ordering::SeqCst);
                state.wait(count).await;
            }
        }
    }
}

/// The head of a request that begins here.
fn head_of(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    text.split("\r\n\r\n").next().unwrap_or_default().to_owned()
}

/// The path of a request that begins here.
fn path_of(bytes: &[u8]) -> Option<String> {
    let line = bytes.split(|byte| *byte == b'\r').next()?;
    let mut words = std::str::from_utf8(line).ok()?.split(' ');
    let method = words.next()?;
    let path = words
        .next()
        .filter(|_| method.chars().all(|c| c.is_ascii_uppercase()))?;
    words
        .next()
        .is_some_and(|version| version == "HTTP/1.1")
        .then(|| path.to_owned())
}
