//! The certificate of the echo: read from files, or made here.

use std::io;
use std::time::Duration;

use firstline_compress::hex;
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;
use wtransport::tls::self_signed::time;

use crate::config::EchoConfig;

/// How long a certificate of our own is valid: browsers take fourteen days at most (W3C WebTransport, 6.6), and the clocks of
/// customers are not ours.
const VALID: time::Duration = time::Duration::days(13);

/// How long ago it began to be valid: so much a customer's clock may be behind.
const BEFORE: time::Duration = time::Duration::days(2);

/// When a new one is made: so much a customer's clock may be ahead, besides what is left.
const RENEWED: Duration = Duration::from_secs(6 * 24 * 3600);

/// A certificate with its key.
#[derive(Debug)]
pub struct Identity {
    tls: wtransport::Identity,
    /// The hash by which a page knows it; none where an authority vouches for it.
    pub hash: Option<String>,
    made: Instant,
}

impl Identity {
    /// That of the files, or a new one.
    pub async fn of(config: &EchoConfig) -> io::Result<Identity> {
        let made = Instant::now();
        if let Some([certificate, key]) = &config.certificate {
            let read = wtransport::Identity::load_pemfiles(certificate, key).await;
            let tls = read.map_err(|why| {
                let files = format!("{} and {}", certificate.display(), key.display());
                io::Error::other(format!("cannot read the certificate of {files}: {why}"))
            })?;
            return Ok(Identity {
                tls,
                hash: None,
                made,
            });
        }
        let began = time::OffsetDateTime::now_utc() - BEFORE;
        let tls = wtransport::Identity::self_signed_builder()
            // A page takes it by its hash, whatever it is for.
            .subject_alt_names(["firstline-echo"])
            .validity_period(began, began + VALID)
            .build()
            .map_err(io::Error::other)?;
        let mut identity = Identity {
            tls,
            hash: None,
            made,
        };
        let digest = identity.certificate().map(Sha256::digest);
        identity.hash = digest.map(|digest| hex(&digest));
        Ok(identity)
    }

    /// A new one, if it is time, or if the files have another.
    pub async fn renewed(&self, config: &EchoConfig) -> io::Result<Option<Identity>> {
        if config.certificate.is_none() && self.made.elapsed() < RENEWED {
            return Ok(None);
        }
        let new = Identity::of(config).await?;
        let is_same = new.certificate() == self.certificate();
        Ok((!is_same).then_some(new))
    }

    fn certificate(&self) -> Option<&[u8]> {
        let chain = self.tls.certificate_chain().as_slice();
        chain.first().map(wtransport::tls::Certificate::der)
    }

    /// As TLS takes it.
    pub fn of_tls(&self) -> wtransport::Identity {
        self.tls.clone_identity()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_certificate_of_files_is_taken_anew_where_they_have_another_and_has_no_hash() {
        let folder = tempfile::tempdir().unwrap();
        let files = ["certificate.pem", "key.pem"].map(|name| folder.path().join(name));
        let config = EchoConfig {
            listen: "127.0.0.1:0".parse().unwrap(),
            certificate: Some(files.clone()),
        };
        let missing = Identity::of(&config).await.unwrap_err().to_string();
        assert!(missing.contains("certificate.pem"), "{missing}");
        let write = async || {
            let other = wtransport::Identity::self_signed(["isp.example"]).unwrap();
            other
                .certificate_chain()
                .store_pemfile(&files[0])
                .await
                .unwrap();
            other
                .private_key()
                .store_secret_pemfile(&files[1])
                .await
                .unwrap();
        };
        write().await;
        let identity = Identity::of(&config).await.unwrap();
        assert_eq!(identity.hash, None);
        assert!(identity.renewed(&config).await.unwrap().is_none());
        write().await;
        assert!(identity.renewed(&config).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn a_certificate_of_ours_is_new_each_time_and_stays_until_it_is_time() {
        let config = EchoConfig {
            listen: "127.0.0.1:0".parse().unwrap(),
            certificate: None,
        };
        let mut identity = Identity::of(&config).await.unwrap();
        assert_eq!(identity.hash.as_ref().map(String::len), Some(64));
        assert!(identity.renewed(&config).await.unwrap().is_none());
        let Some(long_ago) = identity.made.checked_sub(RENEWED) else {
            return;
        };
        identity.made = long_ago;
        let next = identity.renewed(&config).await.unwrap().unwrap();
        assert_ne!(next.hash, identity.hash);
    }
}
