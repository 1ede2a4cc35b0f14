//! A stand-in for a helpdesk: it keeps what it is sent and answers as a test wants it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use serde_json::Value;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Came {
    pub at: Instant,
    pub method: Method,
    /// Path and query.
    pub uri: String,
    pub headers: HeaderMap,
    pub bytes: Bytes,
}

impl Came {
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.bytes)))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// What the stand-in answers.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A status and a body.
    Says(u16, Value),
    /// The same as text, with a header.
    With(u16, (&'static str, String), String),
    /// After so long.
    Late(Duration, u16, Value),
    /// What a server at this address answers, or, after that, something else.
    PassOn(String, Option<Box<Answer>>),
    /// It closes the connection without a word.
    Closes,
}

type Answering = dyn Fn(&Came, usize) -> Answer + Send + Sync;

pub struct StandIn {
    pub url: String,
    came: Arc<Mutex<Vec<Came>>>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Clone)]
struct Shared {
    came: Arc<Mutex<Vec<Came>>>,
    answer: Arc<Answering>,
}

impl StandIn {
    /// One that answers like this; it is told how many requests came before.
    pub async fn new(answer: impl Fn(&Came, usize) -> Answer + Send + Sync + 'static) -> StandIn {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        StandIn::on(listener, answer)
    }

    pub fn on(
        listener: tokio::net::TcpListener,
        answer: impl Fn(&Came, usize) -> Answer + Send + Sync + 'static,
    ) -> StandIn {
        let url = format!("http://{}", listener.local_addr().unwrap());
        let came = Arc::new(Mutex::new(Vec::new()));
        let shared = Shared {
            came: Arc::clone(&came),
            answer: Arc::new(answer),
        };
        let app = Router::new().fallback(take).with_state(shared);
        let service = app.into_make_service_with_connect_info::<SocketAddr>();
        let task = tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
        StandIn { url, came, task }
    }

    /// One that passes on whatever comes, and loses the answers that `instead` has another for. It is
    /// told how many requests of the same method came before.
    pub async fn passing_on(
        to: String,
        instead: impl Fn(&Came, usize) -> Option<Answer> + Send + Sync + 'static,
    ) -> StandIn {
        let methods = Mutex::new(Vec::<Method>::new());
        StandIn::new(move |came, _| {
            let mut methods = methods.lock().unwrap();
            let before = methods
                .iter()
                .filter(|method| **method == came.method)
                .count();
            methods.push(came.method.clone());
            Answer::PassOn(to.clone(), instead(came, before).map(Box::new))
        })
        .await
    }

    /// What came so far.
    pub fn came(&self) -> Vec<Came> {
        self.came.lock().unwrap().clone()
    }

    /// What came, once it is so many requests; fails after 15 s.
    pub async fn until(&self, count: usize) -> Vec<Came> {
        for _ in 0..300 {
            let came = self.came();
            if came.len() >= count {
                return came;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!(
            "{} requests came, not {count}: {:#?}",
            self.came().len(),
            self.came()
        );
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn take(
    State(shared): State<Shared>,
    ConnectInfo(_): ConnectInfo<SocketAddr>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let came = Came {
        at: Instant::now(),
        method,
        uri: uri.to_string(),
        headers,
        bytes,
    };
    let before = {
        let mut all = shared.came.lock().unwrap();
        all.push(came.clone());
        all.len() - 1
    };
    let json = |status: u16, body: &Value| {
        Response::builder()
            .status(StatusCode::from_u16(status).unwrap())
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap()
    };
    let mut answer = (shared.answer)(&came, before);
    if let Answer::PassOn(to, instead) = answer {
        let (status, body) = pass_on(&to, &came).await;
        answer = match instead {
            Some(instead) => *instead,
            None => Answer::With(
                status,
                ("content-type", "application/json".to_owned()),
                body,
            ),
        };
    }
    match answer {
        Answer::PassOn(..) => unreachable!(),
        Answer::Says(status, body) => json(status, &body),
        Answer::With(status, (name, value), body) => Response::builder()
            .status(status)
            .header(name, value)
            .body(Body::from(body))
            .unwrap(),
        Answer::Late(time, status, body) => {
            tokio::time::sleep(time).await;
            json(status, &body)
        }
        // A body that fails before its head is out closes the connection.
        Answer::Closes => panic!("the stand-in closes the connection"),
    }
}

async fn pass_on(to: &str, came: &Came) -> (u16, String) {
    let mut request = reqwest::Client::new()
        .request(came.method.clone(), format!("{to}{}", came.uri))
        .body(came.bytes.clone());
    for name in ["authorization", "content-type", "accept"] {
        if let Some(value) = came.headers.get(name) {
            request = request.header(name, value);
        }
    }
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}
