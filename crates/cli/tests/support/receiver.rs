//! A stand-in for a helpdesk, as far as the command line's tests need one.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use http_body_util::BodyExt as _;
use tokio::runtime::Runtime;

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
    address: SocketAddr,
    app: Router,
    /// Its own, so that it can be ended with all that it is doing.
    running: Option<Runtime>,
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
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let mut receiver = Receiver {
            url: format!("http://{address}"),
            came,
            address,
            app,
            running: None,
        };
        receiver.serve(listener);
        receiver
    }

    fn serve(&mut self, listener: TcpListener) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        listener.set_nonblocking(true).unwrap();
        let app = self.app.clone();
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, app).await.unwrap();
        });
        self.running = Some(runtime);
    }

    /// Ends it in the middle of whatever it is doing; connections break.
    pub fn kill(&mut self) {
        if let Some(runtime) = self.running.take() {
            runtime.shutdown_background();
        }
    }

    /// Starts it again, at the same address.
    pub async fn again(&mut self) {
        for _ in 0..200 {
            if let Ok(listener) = TcpListener::bind(self.address) {
                return self.serve(listener);
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("{} is not free again", self.address);
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.kill();
    }
}
