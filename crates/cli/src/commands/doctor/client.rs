//! Asks as a browser asks, and shows what came as it came: nothing is followed, unpacked or tried again.

use std::error::Error as _;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use http_body_util::{BodyExt, StreamBody, combinators::BoxBody};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::header::HeaderMap;
use hyper::{Request, Response, Uri};
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client as Pool;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// How long an answer may take, with its body.
const DEADLINE: Duration = Duration::from_secs(15);

/// How TLS calls HTTP/2 (RFC 9113, 3.1).
const HTTP2: &[u8] = b"h2";

/// The most of a body that is read.
const MOST: usize = 16 << 20;

type Body = BoxBody<Bytes, std::io::Error>;

/// The way to the relay.
#[derive(Clone, Debug)]
pub struct Client {
    pool: Pool<HttpsConnector<HttpConnector>, Body>,
    tls: Arc<rustls::ClientConfig>,
}

/// A request.
#[derive(Debug)]
pub struct Ask {
    method: &'static str,
    url: String,
    headers: Vec<(&'static str, String)>,
    body: Body,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum NoAnswer {
    /// It did not come in time, which may be due to this machine's own line.
    Late,
    /// Anything else, in words.
    Failed(String),
}

impl NoAnswer {
    /// Whether waiting longer might have brought one.
    pub fn is_late(&self) -> bool {
        matches!(self, NoAnswer::Late)
    }
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoAnswer::Late => write!(out, "no answer within {} s", DEADLINE.as_secs()),
            NoAnswer::Failed(why) => out.write_str(why),
        }
    }
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    headers: HeaderMap,
    /// Its body, as it came.
    pub body: Vec<u8>,
    /// How long its head took.
    pub took: Duration,
}

impl Ask {
    /// Asks for something.
    pub fn get(url: impl Into<String>) -> Ask {
        Ask::new("GET", url)
    }

    /// By this method, with no body yet.
    pub fn new(method: &'static str, url: impl Into<String>) -> Ask {
        let empty = http_body_util::Empty::new().map_err(|never| match never {});
        Ask {
            method,
            url: url.into(),
            headers: Vec::new(),
            body: empty.boxed(),
        }
    }

    /// With a header.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Ask {
        self.headers.push((name, value.into()));
        self
    }

    /// With a body of one piece.
    pub fn body(mut self, bytes: Vec<u8>) -> Ask {
        let full = http_body_util::Full::new(bytes.into());
        self.body = full.map_err(|never| match never {}).boxed();
        self
    }

    /// With a body of two pieces, the second after this time.
    pub fn in_two(mut self, piece: Vec<u8>, pause: Duration) -> Ask {
        let piece = Bytes::from(piece);
        let pieces = futures_util::stream::unfold(0_u8, move |sent| {
            let piece = piece.clone();
            async move {
                match sent {
                    0 => {}
                    1 => tokio::time::sleep(pause).await,
                    _ => return None,
                }
                Some((Ok(Frame::data(piece)), sent + 1))
            }
        });
        self.body = BodyExt::boxed(StreamBody::new(pieces));
        self
    }
}

impl Answer {
    /// One with no body.
    #[cfg(test)]
    pub fn of(status: u16, headers: &[(&'static str, &'static str)]) -> Answer {
        use hyper::header::{HeaderName, HeaderValue};
        let of = |(name, value): &(&'static str, &'static str)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        };
        Answer {
            status,
            headers: headers.iter().map(of).collect(),
            body: Vec::new(),
            took: Duration::ZERO,
        }
    }

    /// A header; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        header(&self.headers, name)
    }

    /// A header that is a list, as one value in small letters: a proxy may add one of its own beside ours (RFC 9110, 5.3).
    pub fn list(&self, name: &str) -> String {
        let values: Vec<&str> = self.all(name).collect();
        values.join(", ").to_ascii_lowercase()
    }

    /// All headers of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let values = self.headers.get_all(name).into_iter();
        values.filter_map(|value| value.to_str().ok())
    }

    /// Its body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default()
}

impl Client {
    /// One that believes this machine's certificates, and those of a file.
    ///
    /// # Errors
    ///
    /// If certificates cannot be read.
    pub fn new(certificates: Option<&Path>) -> anyhow::Result<Client> {
        let provider = rustls::crypto::ring::default_provider();
        let tls = rustls::ClientConfig::builder_with_provider(provider.into())
            .with_safe_default_protocol_versions()?;
        let tls = match certificates {
            None => tls.with_native_roots().context(
                "this machine has no certificates to check the relay's by; install ca-certificates",
            )?,
            Some(file) => {
                let why = || format!("cannot read the certificates of {}", file.display());
                let mut roots = rustls::RootCertStore::empty();
                for certificate in CertificateDer::pem_file_iter(file).with_context(why)? {
                    roots
                        .add(certificate.with_context(why)?)
                        .with_context(why)?;
                }
                tls.with_root_certificates(roots)
            }
        };
        let tls = tls.with_no_client_auth();
        // What a browser offers.
        let mut of_browsers = tls.clone();
        of_browsers.alpn_protocols = vec![HTTP2.to_vec(), b"http/1.1".to_vec()];
        let mut connector = HttpConnector::new();
        connector.enforce_http(false);
        connector.set_connect_timeout(Some(DEADLINE));
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        Ok(Client {
            pool: Pool::builder(TokioExecutor::new()).build(connector),
            tls: Arc::new(of_browsers),
        })
    }

    /// Whether a server chooses HTTP/2 where it is offered, as browsers offer it; false where it is not found out.
    pub async fn speaks_http2(&self, url: &str) -> bool {
        let chosen = async {
            let url: Uri = url.parse().ok()?;
            let host = url.host().filter(|_| url.scheme_str() == Some("https"))?;
            let port = url.port_u16().unwrap_or(443);
            let bare = host.trim_matches(['[', ']']).to_owned();
            let stream = TcpStream::connect((&*bare, port)).await.ok()?;
            let name = ServerName::try_from(bare).ok()?;
            let connector = TlsConnector::from(Arc::clone(&self.tls));
            let stream = connector.connect(name, stream).await.ok()?;
            Some(stream.get_ref().1.alpn_protocol()? == HTTP2)
        };
        let chosen = tokio::time::timeout(DEADLINE, chosen).await;
        chosen.ok().flatten() == Some(true)
    }

    /// The answer.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub async fn ask(&self, ask: Ask) -> Result<Answer, NoAnswer> {
        let began = Instant::now();
        let asked = async {
            let response = self.begin(ask).await?;
            let took = began.elapsed();
            let (head, mut body) = response.into_parts();
            let mut bytes = Vec::new();
            while let Some(frame) = body.frame().await {
                let frame = frame
                    .map_err(|error| NoAnswer::Failed(format!("the answer breaks off: {error}")))?;
                bytes.extend_from_slice(frame.data_ref().map_or(&[][..], |data| data));
                if bytes.len() > MOST {
                    return Err(NoAnswer::Failed("the answer does not end".to_owned()));
                }
            }
            Ok(Answer {
                status: head.status.as_u16(),
                headers: head.headers,
                body: bytes,
                took,
            })
        };
        match tokio::time::timeout(DEADLINE, asked).await {
            Ok(answer) => answer,
            Err(_) => Err(NoAnswer::Late),
        }
    }

    /// The answer's head; its body is read by whoever asked.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub async fn begin(&self, ask: Ask) -> Result<Response<Incoming>, NoAnswer> {
        let mut request = Request::builder().method(ask.method).uri(&ask.url);
        for (name, value) in &ask.headers {
            request = request.header(*name, value);
        }
        let request = request
            .body(ask.body)
            .map_err(|error| NoAnswer::Failed(format!("{} cannot be asked: {error}", ask.url)))?;
        let answer = tokio::time::timeout(DEADLINE, self.pool.request(request)).await;
        let answer = answer.map_err(|_| NoAnswer::Late)?;
        answer.map_err(|error| {
            // The outermost says nothing but that it failed.
            let mut why = error.to_string();
            let mut inner = error.source();
            while let Some(error) = inner {
                why = error.to_string();
                inner = error.source();
            }
            NoAnswer::Failed(why)
        })
    }
}
