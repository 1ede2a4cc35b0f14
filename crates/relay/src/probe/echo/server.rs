//! Listens, and sends back what comes.

use std::io;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, interval_at, timeout};
use wtransport::endpoint::IncomingSession;
use wtransport::endpoint::endpoint_side::Server;
use wtransport::{Endpoint, ServerConfig, VarInt};

use super::identity::Identity;
use super::limits::Limits;
use super::{PATH, Telling, Told};
use crate::config::EchoConfig;

/// Until a session has come about.
const HANDSHAKE: Duration = Duration::from_secs(5);

/// How long a session may last: a test sends for four seconds, and waits for three.
const LONGEST: Duration = Duration::from_secs(30);

/// How long a session may be silent.
const IDLE: Duration = Duration::from_secs(10);

/// How many datagrams are sent back in a session. A test sends two hundred.
const MOST: u32 = 1_000;

/// How often the certificate's files are read anew, or a new certificate is made if it is time.
const LOOK: Duration = Duration::from_secs(3600);

/// An echo that listens.
pub struct Echo {
    endpoint: Endpoint<Server>,
    config: EchoConfig,
    identity: Identity,
    told: Arc<RwLock<Told>>,
}

impl std::fmt::Debug for Echo {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let config = &self.config;
        out.debug_struct("Echo")
            .field("config", config)
            .finish_non_exhaustive()
    }
}

impl Echo {
    /// Listens.
    ///
    /// # Errors
    ///
    /// If the port is taken, or the certificate cannot be read; says which.
    pub async fn open(config: EchoConfig) -> io::Result<Echo> {
        let identity = Identity::of(&config).await?;
        let endpoint = Endpoint::server(settings(&config, &identity))?;
        let told = Told {
            port: endpoint.local_addr()?.port(),
            certificate: identity.hash.clone(),
        };
        Ok(Echo {
            endpoint,
            config,
            identity,
            told: Arc::new(RwLock::new(told)),
        })
    }

    /// The way to what a page is told, which outlives this.
    pub fn telling(&self) -> Telling {
        Telling(Arc::clone(&self.told))
    }

    /// Answers until it is told to stop.
    pub async fn run(mut self, mut stopping: watch::Receiver<bool>) {
        let limits = Limits::default();
        let mut look = interval_at(Instant::now() + LOOK, LOOK);
        loop {
            tokio::select! {
                incoming = self.endpoint.accept() => self.begin(incoming, &limits),
                _ = look.tick() => self.renew().await,
                () = told(&mut stopping) => break,
            }
        }
        self.endpoint.close(VarInt::from_u32(0), b"");
    }

    fn begin(&self, incoming: IncomingSession, limits: &Limits) {
        let Some(place) = limits.take(incoming.remote_address().ip()) else {
            incoming.refuse();
            return;
        };
        // Whoever names another's address as its own gets one small packet to that, and nothing is kept for it.
        if !incoming.remote_address_validated() && limits.are_near() {
            incoming.retry();
            return;
        }
        tokio::spawn(async move {
            let _place = place;
            if let Ok(Err(why)) = timeout(LONGEST, session(incoming)).await {
                tracing::debug!(%why, "a session of the echo ended");
            }
        });
    }

    /// Takes a new certificate if there is one, or if it is time. The old one stays where that fails.
    async fn renew(&mut self) {
        match self.identity.renewed(&self.config).await {
            Ok(None) => {}
            Ok(Some(identity)) => {
                if let Err(error) = self
                    .endpoint
                    .reload_config(settings(&self.config, &identity), false)
                {
                    tracing::error!(%error, "the echo cannot take its new certificate");
                    return;
                }
                let mut told = self.told.write().unwrap_or_else(PoisonError::into_inner);
                told.certificate.clone_from(&identity.hash);
                drop(told);
                self.identity = identity;
                tracing::info!("the echo has a new certificate");
            }
            Err(error) => tracing::error!(%error, "the echo's certificate cannot be renewed"),
        }
    }
}

/// Until it is told to stop.
async fn told(stopping: &mut watch::Receiver<bool>) {
    // Whoever could tell it is gone, or has told it.
    let _ = stopping.wait_for(|stop| *stop).await;
}

fn settings(config: &EchoConfig, identity: &Identity) -> ServerConfig {
    ServerConfig::builder()
        .with_bind_address(config.listen)
        .with_identity(identity.of_tls())
        .keep_alive_interval(None)
        .allow_migration(false)
        .build()
}

/// Sends back what comes.
async fn session(
    incoming: IncomingSession,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let request = timeout(HANDSHAKE, incoming).await??;
    if request.path() != PATH {
        request.not_found().await;
        return Ok(());
    }
    let connection = request.accept().await?;
    for _ in 0..MOST {
        let datagram = timeout(IDLE, connection.receive_datagram()).await??;
        // What does not fit on the way back gets lost, as datagrams do.
        let _ = connection.send_datagram(datagram.payload());
    }
    connection.close(VarInt::from_u32(0), b"");
    Ok(())
}
