//! The keys of `[identity]`: whose tokens say who a customer is.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::helpdesk::Secret;
use super::setting::Setting;
use super::values::ValueKind;
use crate::seal::SHORTEST;

/// How tokens that say who a customer is are checked.
#[derive(Clone, Debug, PartialEq)]
pub struct IdentityConfig {
    /// The public key of those who sign by EdDSA: the `x` of its JWK.
    pub public_key: Option<String>,
    /// The secret of those who sign by HS256.
    pub secret: Option<Secret>,
    /// The audience that a token must name.
    pub audience: String,
    /// The issuer that a token must name; `None` if it is not checked.
    pub issuer: Option<String>,
    /// For how long a token may hold.
    pub longest: Duration,
}

impl Default for IdentityConfig {
    fn default() -> IdentityConfig {
        IdentityConfig {
            public_key: None,
            secret: None,
            audience: "firstline".to_owned(),
            issuer: None,
            longest: Duration::from_secs(15 * 60),
        }
    }
}

/// The keys, in the order of the sample file.
pub(super) const KEYS: [Setting; 6] = [
    Setting {
        key: "identity.public_key",
        about: "Ed25519 key of whoever signs tokens by EdDSA: `x` of its JWK, 43 letters",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            let key = given.text()?;
            match URL_SAFE_NO_PAD.decode(&key) {
                Ok(bytes) if bytes.len() == 32 => config.identity.public_key = Some(key),
                _ => {
                    return Err(
                        "This is no Ed25519 public key. Write the `x` of its JWK: 43 letters of base64url."
                            .to_owned(),
                    );
                }
            }
            Ok(())
        },
    },
    Setting {
        key: "identity.secret",
        about: "secret of whoever signs tokens by HS256, in the environment alone",
        kind: ValueKind::Secret,
        set: |_, config, given, _| {
            config.identity.secret = Some(secret(&given.text()?)?);
            Ok(())
        },
    },
    Setting {
        key: "identity.secret_file",
        about: "a file with the same",
        kind: ValueKind::Text,
        set: |_, config, given, base| {
            config.identity.secret = Some(secret(&given.file(base)?)?);
            Ok(())
        },
    },
    Setting {
        key: "identity.audience",
        about: "`aud` that tokens must have",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.identity.audience = given.text()?;
            Ok(())
        },
    },
    Setting {
        key: "identity.issuer",
        about: "`iss` that tokens must have; not looked at if left out",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.identity.issuer = Some(given.text()?);
            Ok(())
        },
    },
    Setting {
        key: "identity.most_minutes",
        about: "for how long a token may hold, from `iat` to `exp`",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.identity.longest = Duration::from_secs(60 * given.number(1, 24 * 60)?);
            Ok(())
        },
    },
];

fn secret(text: &str) -> Result<Secret, String> {
    let text = text.trim();
    if text.len() < SHORTEST {
        return Err(format!(
            "A secret has at least {SHORTEST} letters. `openssl rand -hex 32` makes one."
        ));
    }
    Ok(Secret::from(text))
}
