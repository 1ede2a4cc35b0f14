//! TLS in front of what speaks plainly: pages that ask for help are on https.

use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use super::web::{self, Page};
use crate::Impossible;
use crate::plan::{HELP, HELP_6, NAMED, SITES};

/// A certificate for all names and addresses of the laboratory, signed by itself: browsers must be told to take it.
pub fn certificate() -> Result<Arc<ServerConfig>, Impossible> {
    let folder = tempfile::tempdir().map_err(Impossible::because("cannot make a folder"))?;
    let (key, certificate) = (folder.path().join("key"), folder.path().join("certificate"));
    let addresses = SITES.iter().chain([&HELP]).map(ToString::to_string);
    let addresses = addresses.chain([HELP_6.to_string()]);
    let names = NAMED.iter().map(|name| format!("DNS:{name}"));
    let alternatives: Vec<String> = names
        .chain(addresses.map(|address| format!("IP:{address}")))
        .collect();
    let output = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
        ])
        .args([
            "-nodes",
            "-days",
            "30",
            "-subj",
            "/CN=Firstline laboratory",
            "-addext",
        ])
        .arg(format!("subjectAltName={}", alternatives.join(",")))
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .stdin(Stdio::null())
        .output()
        .map_err(Impossible::because(
            "cannot start `openssl`, which makes the certificate",
        ))?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(Impossible::new(format!(
            "openssl makes no certificate: {why}"
        )));
    }
    let bad = |why: &dyn std::fmt::Display| Impossible::new(format!("a bad certificate: {why}"));
    let chain = CertificateDer::from_pem_file(&certificate).map_err(|why| bad(&why))?;
    let key = PrivateKeyDer::from_pem_file(&key).map_err(|why| bad(&why))?;
    let config =
        ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| {
                builder
                    .with_no_client_auth()
                    .with_single_cert(vec![chain], key)
            })
            .map_err(|why| bad(&why))?;
    Ok(Arc::new(config))
}

/// Passes on what comes over TLS, and back, until it is told to close.
pub async fn pipe(
    listener: TcpListener,
    to: SocketAddr,
    config: Arc<ServerConfig>,
    close: watch::Receiver<()>,
) {
    let acceptor = TlsAcceptor::from(config);
    accept_all(listener, close, |stream| {
        let _ = stream.set_nodelay(true);
        let acceptor = acceptor.clone();
        async move {
            let (mut near, mut far) = (
                acceptor.accept(stream).await?,
                TcpStream::connect(to).await?,
            );
            far.set_nodelay(true)?;
            tokio::io::copy_bidirectional(&mut near, &mut far).await
        }
    })
    .await;
}

/// Serves a page over TLS, until it is told to close.
pub async fn serve(
    listener: TcpListener,
    page: Page,
    config: Arc<ServerConfig>,
    close: watch::Receiver<()>,
) {
    let acceptor = TlsAcceptor::from(config);
    accept_all(listener, close, |stream| {
        let acceptor = acceptor.clone();
        async move {
            if let Ok(stream) = acceptor.accept(stream).await {
                web::connection(stream, page).await;
            }
        }
    })
    .await;
}

/// Does this with each connection, side by side, until it is told to close.
async fn accept_all<F>(
    listener: TcpListener,
    close: watch::Receiver<()>,
    work: impl Fn(TcpStream) -> F,
) where
    F: Future<Output: Send> + Send + 'static,
{
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(until_closed(close.clone(), work(stream)));
        }
    }
}

/// Does this until it is told to close from now on.
async fn until_closed<T>(mut close: watch::Receiver<()>, work: impl Future<Output = T>) {
    close.mark_unchanged();
    tokio::select! {
        _ = work => (),
        _ = close.changed() => (),
    }
}
