//! A stand-in for a helpdesk, as far as the command line's tests need one.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use http_body_util::BodyExt as _;

/// What came: method, path with query, key, body.
#[derive(Clone, Debug)]
pub struct Came {
    pub method: String,
    pub uri: String,
    pub key: String,
    pub body: String,
}

pub struct Receiver {
    pub url: String,
    pub came: Arc<Mutex<Vec<Came>>>,
}

impl Receiver {
    /// One that answers like this.
    pub async fn new<F>(answer: impl Fn(Came) -> F + Clone + Send + Sync + 'static) -> Receiver
    where
        F: Future<Output = Response> + Send,
    {
        let came = Arc::new(Mutex::new(Vec::new()));
        let all = Arc::clone(&came);
        let app = Router::new().fallback(move |request: Request| {
            let (answer, all) = (answer.clone(), Arc::clone(&all));
            async move {
                let (head, body) = request.into_parts();
                let body = body.collect().await.unwrap().to_bytes();
                let key = head.headers.get("webhook-id");
                let came = Came {
                    method: head.method.to_string(),
                    uri: head.uri.to_string(),
                    key: key.map_or("", |key| key.to_str().unwrap()).to_owned(),
                    body: String::from_utf8(body.to_vec()).unwrap(),
                };
                all.lock().unwrap().push(came.clone());
                answer(came).await
            }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Receiver { url, came }
    }
}
