//! Makes what opens a ticket: the customer's token, and signed links for agents. Forms and a cookie of the relay's own pages are
//! signed as well.
//!
//! All are made from one secret. The token is an HMAC of the ticket's key, so that the same key gets
//! the same answer again although the token is kept nowhere: the store has its hash alone. Whoever
//! reads the store, or a copy of it, can open nothing with that.

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The name of the file in the data directory that keeps the secret.
pub const FILE: &str = "firstline.secret";

/// The shortest secret, in bytes: as long as what is made from it (RFC 2104, section 3).
pub const SHORTEST: usize = 32;

/// Makes tokens and signs links.
#[derive(Clone)]
pub struct Seal(Hmac<Sha256>);

impl fmt::Debug for Seal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Seal")
    }
}

impl Seal {
    /// From this secret.
    pub fn of(secret: &[u8]) -> Seal {
        let mac = Hmac::new_from_slice(secret);
        // It takes keys of any length.
        Seal(mac.unwrap_or_else(|_| Hmac::new(&Default::default())))
    }

    /// From the operator's secret, or from that of the data directory, which is made if there is none.
    /// Where it can be neither read nor written, one for this run alone: then links that were given
    /// out before open nothing, and tickets are taken all the same.
    pub fn open(directory: &Path, configured: Option<&str>) -> Seal {
        if let Some(secret) = configured {
            return Seal::of(secret.as_bytes());
        }
        match kept(&directory.join(FILE)) {
            Ok(secret) => Seal::of(secret.as_bytes()),
            Err(error) => {
                tracing::error!(
                    "{}: {error}. Links to tickets end with this run; mend the file, or set \
                     FIRSTLINE_FOLLOW_SECRET",
                    directory.join(FILE).display()
                );
                Seal::of(random().as_bytes())
            }
        }
    }

    /// The token that opens the ticket of this `Idempotency-Key` to its customer: 256 bits, as 43 letters.
    pub fn token(&self, key: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.made(&["token", key]).finalize().into_bytes())
    }

    /// The signature of a link to this, until this time.
    pub fn sign(&self, what: &str, until: i64) -> String {
        let signed = self.made(&["link", what, &until.to_string()]).finalize();
        URL_SAFE_NO_PAD.encode(signed.into_bytes())
    }

    /// Whether this is that signature; takes as long for a wrong one as for the right one.
    pub fn is_signed(&self, what: &str, until: i64, signature: &str) -> bool {
        let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else {
            return false;
        };
        let made = self.made(&["link", what, &until.to_string()]);
        made.verify_slice(&signature).is_ok()
    }

    /// The signature of what a cookie of this name holds: no link and no token has the same.
    pub fn sign_cookie(&self, name: &str, held: &str) -> String {
        let signed = self.made(&["cookie", name, held]).finalize();
        URL_SAFE_NO_PAD.encode(signed.into_bytes())
    }

    /// Whether this is that signature; takes as long for a wrong one as for the right one.
    pub fn is_cookie(&self, name: &str, held: &str, signature: &str) -> bool {
        let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else {
            return false;
        };
        let made = self.made(&["cookie", name, held]);
        made.verify_slice(&signature).is_ok()
    }

    fn made(&self, parts: &[&str]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        for part in parts {
            // No part has one, so that none runs into the next.
            mac.update(part.as_bytes());
            mac.update(b"\n");
        }
        mac
    }
}

/// The text that is signed for a link to the walk of this ticket.
pub fn walk_of(number: &str) -> String {
    format!("walk {number}")
}

/// Makes links for agents to the walks of tickets.
#[derive(Clone, Debug)]
pub struct Links {
    /// Signs them.
    pub seal: Seal,
    /// The relay's own address, without a slash at its end.
    pub relay: String,
    /// For how long they lead there, in milliseconds.
    pub open_for: i64,
}

impl Links {
    /// The link to the walk of a ticket that was stored then, and until when it leads there. The same each
    /// time, because a ticket that is sent again must be the same.
    pub fn to_walk(&self, number: &str, stored: i64) -> (String, i64) {
        let until = stored.saturating_add(self.open_for);
        let sign = self.seal.sign(&walk_of(number), until);
        let link = format!("{}/agent/{number}?until={until}&sign={sign}", self.relay);
        (link, until)
    }
}

/// The hash of a token, which the store keeps.
pub fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}

/// The secret in this file, for this user alone; a new one if there is none.
fn kept(file: &Path) -> io::Result<String> {
    match fs::read_to_string(file) {
        Ok(secret) if secret.trim().len() >= SHORTEST => {
            return Ok(secret.trim().to_owned());
        }
        Ok(_) => {
            let message = format!("a secret has at least {SHORTEST} letters");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Err(_) => {}
    }
    let secret = random();
    // Whole or not at all: another relay may begin at the same moment.
    let new = file.with_extension(format!("new-{}", Uuid::new_v4().simple()));
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .write(true)
        .create_new(true)
        .open(&new)
        .and_then(|mut file| {
            file.write_all(secret.as_bytes())?;
            file.sync_all()
        })
        .and_then(|()| fs::hard_link(&new, file));
    let _ = fs::remove_file(&new);
    match written {
        Ok(()) => Ok(secret),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Ok(fs::read_to_string(file)?.trim().to_owned())
        }
        Err(error) => Err(error),
    }
}

/// 244 random bits: two UUIDs of version 4.
fn random() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_its_keys_and_its_secrets_alone() {
        let (seal, other) = (Seal::of(&[1; 32]), Seal::of(&[2; 32]));
        let token = seal.token("8e03978e-40d5-43dd-bc93-6894a57f9324");
        assert_eq!(token.len(), 43);
        assert_eq!(token, seal.token("8e03978e-40d5-43dd-bc93-6894a57f9324"));
        assert_ne!(token, seal.token("8e03978e-40d5-43dd-bc93-6894a57f9325"));
        assert_ne!(token, other.token("8e03978e-40d5-43dd-bc93-6894a57f9324"));
        assert_ne!(hash(&token), token);
    }

    #[test]
    fn a_link_is_for_one_thing_and_one_time() {
        let seal = Seal::of(&[1; 32]);
        let signed = seal.sign("F-4711-2830", 1000);
        assert!(seal.is_signed("F-4711-2830", 1000, &signed));
        for (what, until, signature) in [
            ("F-4711-2831", 1000, &*signed),
            ("F-4711-2830", 1001, &signed),
            ("F-4711-2830", 1000, "not base64!"),
            ("F-4711-2830", 1000, ""),
            ("F-4711-2830", 1000, &seal.token("F-4711-2830")),
        ] {
            assert!(!seal.is_signed(what, until, signature), "{what} {until}");
        }
        assert!(!Seal::of(&[2; 32]).is_signed("F-4711-2830", 1000, &signed));
    }

    #[test]
    fn a_cookie_is_signed_for_its_name_and_for_nothing_else() {
        let seal = Seal::of(&[1; 32]);
        let signed = seal.sign_cookie("asked", "call-back");
        assert!(seal.is_cookie("asked", "call-back", &signed));
        for (name, held, signature) in [
            ("asked", "own-app", &*signed),
            ("other", "call-back", &signed),
            ("asked", "call-back", "not base64!"),
            ("asked", "call-back", ""),
            ("asked", "call-back", &seal.token("call-back")),
            ("asked", "call-back", &seal.sign("call-back", 0)),
        ] {
            assert!(!seal.is_cookie(name, held, signature), "{name} {held}");
        }
        assert!(!Seal::of(&[2; 32]).is_cookie("asked", "call-back", &signed));
        // Parts that another purpose could have are no way round it.
        assert!(!seal.is_cookie("call-back", "0", &seal.sign("call-back", 0)));
    }

    #[test]
    fn the_secret_of_a_folder_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let token = Seal::open(folder.path(), None).token("a");
        assert_eq!(Seal::open(folder.path(), None).token("a"), token);
        assert_ne!(Seal::open(folder.path(), Some("another")).token("a"), token);
        let files = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(files, 1, "nothing else is left");
        fs::write(folder.path().join(FILE), "short").unwrap();
        assert_ne!(Seal::open(folder.path(), None).token("a"), token);
    }
}
