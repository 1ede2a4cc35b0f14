//! Who a customer is, by a token that the provider's own server signed (JWT, EdDSA or HS256).
//!
//! A token holds for minutes, and a ticket may wait for its line for days. So the token is looked at once, when it is
//! fresh, and given back as a proof of ours, which says the customer's number and holds as long as a ticket waits.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use firstline_wire::contact as rules;
use firstline_wire::identity::Identity;
use firstline_wire::ticket::Contact;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind, Result as JwtResult};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, EncodingKey, Validation};
use serde::Deserialize;
use serde_json::Value;
use signature::Verifier;

use crate::config::IdentityConfig;
use crate::seal::Seal;

/// The longest token, in bytes.
pub const LONGEST: usize = 8 << 10;

/// For how long a proof holds: a widget waits for its line for three days, and its clock may be off.
const HOLDS: SignedDuration = SignedDuration::from_hours(74);

/// How far the clock of whoever signs may be off, in seconds.
const LEEWAY: u64 = 60;

/// The most facts of a token, and the longest of each in characters.
const MOST_FACTS: usize = 20;
const LONGEST_FACT: usize = 200;

/// The claims of a token.
#[derive(Debug, Deserialize)]
struct Claims {
    /// The customer's number.
    sub: String,
    /// Seconds since 1970, which may have a fraction (`NumericDate`, RFC 7519, section 2).
    iat: f64,
    exp: f64,
    name: Option<String>,
    email: Option<String>,
    phone_number: Option<String>,
    address: Option<Value>,
    #[serde(default)]
    facts: BTreeMap<String, Value>,
}

/// Why a token says nothing, for whoever makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadToken(pub String);

/// Reads a token.
///
/// # Errors
///
/// What is wrong with it. Nothing of it is in that.
pub fn read(
    token: &str,
    config: &IdentityConfig,
    seal: &Seal,
    now: Timestamp,
) -> Result<Identity, BadToken> {
    LazyLock::force(&INSTALLED);
    let bad = |said: &str| BadToken(said.to_owned());
    if token.len() > LONGEST {
        return Err(bad("The token has more than 8 kB."));
    }
    let header = jsonwebtoken::decode_header(token).map_err(|error| why(&error))?;
    // The key follows from the algorithm and never the other way round: what is public is no secret.
    let key = match (header.alg, &config.public_key, &config.secret) {
        (Algorithm::EdDSA, Some(key), _) => DecodingKey::from_ed_components(key),
        (Algorithm::HS256, _, Some(secret)) => DecodingKey::from_secret(secret.reveal().as_bytes()),
        (Algorithm::EdDSA | Algorithm::HS256, ..) => {
            return Err(bad("There is no key for the algorithm of this token."));
        }
        _ => return Err(bad("Sign it by EdDSA or HS256.")),
    };
    let key = key.map_err(|error| why(&error))?;
    let mut validation = Validation::new(header.alg);
    validation.leeway = LEEWAY;
    validation.validate_nbf = true;
    validation.set_audience(&[&config.audience]);
    validation.set_required_spec_claims(&["exp", "aud", "sub"]);
    if let Some(issuer) = &config.issuer {
        validation.set_issuer(&[issuer]);
        validation.set_required_spec_claims(&["exp", "aud", "sub", "iss"]);
    }
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation)
        .map_err(|error| why(&error))?
        .claims;
    let longest = config.longest.as_secs();
    if claims.exp - claims.iat > config.longest.as_secs_f64() {
        return Err(BadToken(format!(
            "It holds for longer than {} minutes, from `iat` to `exp`.",
            longest / 60
        )));
    }
    let ahead = Duration::from_secs(LEEWAY).as_secs_f64();
    if claims.iat > now.as_duration().as_secs_f64() + ahead {
        return Err(bad("Its `iat` lies in the future; is the clock right?"));
    }
    identity(claims, seal, now)
}

fn identity(claims: Claims, seal: &Seal, now: Timestamp) -> Result<Identity, BadToken> {
    let line = |text: Option<String>, most: usize| {
        let text = rules::line(&text.unwrap_or_default());
        let short: String = text.chars().take(most).collect();
        (!short.is_empty()).then_some(short)
    };
    let account = line(Some(claims.sub), rules::LONGEST_ACCOUNT);
    let account = account.ok_or_else(|| BadToken("Its `sub` is empty.".to_owned()))?;
    let address = match claims.address {
        // OpenID Connect Core 1.0, section 5.1.1.
        Some(Value::Object(parts)) => parts
            .get("formatted")
            .and_then(Value::as_str)
            .map(str::to_owned),
        Some(Value::String(text)) => Some(text),
        _ => None,
    };
    let address = address.map(|address| address.replace(['\r', '\n'], ", "));
    let plain = |(name, value): (String, Value)| {
        let is_plain = match &value {
            Value::String(text) => text.chars().count() <= LONGEST_FACT,
            Value::Number(_) | Value::Bool(_) => true,
            _ => false,
        };
        is_plain.then_some((name, value))
    };
    Ok(Identity {
        proof: prove(seal, &account, now),
        contact: Contact {
            name: line(claims.name, rules::LONGEST_NAME),
            email: claims.email.as_deref().and_then(rules::email),
            phone: claims.phone_number.as_deref().and_then(rules::phone),
            address: line(address, rules::LONGEST_ADDRESS),
            account: Some(account),
            times: None,
        },
        facts: claims
            .facts
            .into_iter()
            .filter_map(plain)
            .take(MOST_FACTS)
            .collect(),
    })
}

/// The proof that this is the customer of this number, for later requests: `<number>.<until>.<signature>`.
fn prove(seal: &Seal, account: &str, now: Timestamp) -> String {
    let until = now.checked_add(HOLDS).unwrap_or(now).as_millisecond();
    let number = URL_SAFE_NO_PAD.encode(account);
    let sign = seal.sign(&of(&number), until);
    format!("{number}.{until}.{sign}")
}

/// The customer's number that a proof proves; `None` if it proves nothing.
pub fn proved(proof: &str, seal: &Seal, now: Timestamp) -> Option<String> {
    let mut parts = proof.split('.');
    let (number, until, sign) = (parts.next()?, parts.next()?, parts.next()?);
    let until: i64 = until.parse().ok()?;
    let is_sound = parts.next().is_none()
        && until >= now.as_millisecond()
        && seal.is_signed(&of(number), until, sign);
    let number = URL_SAFE_NO_PAD.decode(number).ok().filter(|_| is_sound)?;
    String::from_utf8(number).ok()
}

/// The customer's number that a proof names, whether or not it proves that: to find what belongs to a customer, and to show
/// no proof to anybody. `None` if it has not the form of a proof.
pub fn named(proof: &str) -> Option<String> {
    let [number, until, _] = proof.split('.').collect::<Vec<_>>()[..] else {
        return None;
    };
    until.parse::<i64>().ok()?;
    let number = URL_SAFE_NO_PAD.decode(number).ok()?;
    String::from_utf8(number).ok()
}

fn of(number: &str) -> String {
    format!("customer {number}")
}

/// The fault, in words that repeat nothing of the token.
fn why(error: &Error) -> BadToken {
    BadToken(match error.kind() {
        ErrorKind::ExpiredSignature => {
            "Its time is over (`exp`). Make one when the page is opened.".to_owned()
        }
        ErrorKind::ImmatureSignature => {
            "Its time has not begun (`nbf`); is the clock right?".to_owned()
        }
        ErrorKind::InvalidAudience => "It is for somebody else (`aud`).".to_owned(),
        ErrorKind::InvalidIssuer => "Somebody else made it (`iss`).".to_owned(),
        ErrorKind::InvalidSignature => "Its signature does not fit the key.".to_owned(),
        ErrorKind::MissingRequiredClaim(claim) => format!("It lacks `{claim}`."),
        _ => "It is no JWT with `sub`, `aud`, `iat` and `exp`.".to_owned(),
    })
}

/// The cryptography of ring, which TLS uses anyway, so that no second one is built.
static RING: CryptoProvider = CryptoProvider {
    signer_factory: no_signer,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

/// Whoever comes first installs it, and it is the same for all.
static INSTALLED: LazyLock<()> = LazyLock::new(|| {
    let _ = RING.install_default();
});

fn no_signer(_: &Algorithm, _: &EncodingKey) -> JwtResult<Box<dyn JwtSigner>> {
    Err(ErrorKind::InvalidAlgorithm.into())
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> JwtResult<Box<dyn JwtVerifier>> {
    let bytes = key.try_get_as_bytes()?.to_vec();
    match (algorithm, key.family()) {
        (Algorithm::EdDSA, AlgorithmFamily::Ed) => Ok(Box::new(Ed(bytes))),
        (Algorithm::HS256, AlgorithmFamily::Hmac) => Ok(Box::new(Hmac(bytes))),
        _ => Err(ErrorKind::InvalidAlgorithm.into()),
    }
}

/// Ed25519 (RFC 8037).
struct Ed(Vec<u8>);

impl Verifier<Vec<u8>> for Ed {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), signature::Error> {
        ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, &self.0)
            .verify(message, signature)
            .map_err(|_| signature::Error::new())
    }
}

impl JwtVerifier for Ed {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

/// HMAC with SHA-256 (RFC 7518, section 3.2).
struct Hmac(Vec<u8>);

impl Verifier<Vec<u8>> for Hmac {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), signature::Error> {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &self.0);
        ring::hmac::verify(&key, message, signature).map_err(|_| signature::Error::new())
    }
}

impl JwtVerifier for Hmac {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

#[cfg(test)]
mod tests {
    use ring::rand::SystemRandom;
    use ring::signature::{Ed25519KeyPair, KeyPair as _};
    use serde_json::json;

    use super::*;
    use crate::config::Secret;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn now() -> Timestamp {
        Timestamp::now()
    }

    fn claims() -> Value {
        let now = now().as_second();
        json!({ "sub": "4711", "aud": "firstline", "iat": now, "exp": now + 300,
            "name": "Maria\u{202e} Zauberlicht", "email": "maria@zauberlicht.example", "phone_number": "+49 30 5550 1234",
            "address": { "formatted": "Lindenstr. 7\n10969 Berlin" }, "facts": { "plan-down": 300, "odd": [1] } })
    }

    fn signed(header: &Value, claims: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let sign = URL_SAFE_NO_PAD.encode(sign(message.as_bytes()));
        format!("{message}.{sign}")
    }

    fn by_secret(claims: &Value) -> String {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
        signed(
            &json!({ "alg": "HS256", "typ": "JWT" }),
            claims,
            |message| ring::hmac::sign(&key, message).as_ref().to_vec(),
        )
    }

    fn config() -> IdentityConfig {
        IdentityConfig {
            secret: Some(Secret::from(SECRET)),
            ..IdentityConfig::default()
        }
    }

    fn seal() -> Seal {
        Seal::of(b"a secret of the relay")
    }

    #[test]
    fn a_token_says_who_the_customer_is_and_is_given_back_as_a_proof() {
        let identity = read(&by_secret(&claims()), &config(), &seal(), now()).unwrap();
        let contact = &identity.contact;
        assert_eq!(contact.account.as_deref(), Some("4711"));
        assert_eq!(
            contact.name.as_deref(),
            Some("Maria Zauberlicht"),
            "nothing steers a screen"
        );
        assert_eq!(
            contact.address.as_deref(),
            Some("Lindenstr. 7, 10969 Berlin")
        );
        assert_eq!(
            identity.facts,
            BTreeMap::from([("plan-down".to_owned(), json!(300))])
        );
        let proved = |proof: &str, at: Timestamp| proved(proof, &seal(), at);
        assert_eq!(named(&identity.proof).as_deref(), Some("4711"));
        assert_eq!(named("4711"), None);
        assert_eq!(proved(&identity.proof, now()).as_deref(), Some("4711"));
        let in_three_days = now() + SignedDuration::from_hours(72);
        assert!(
            proved(&identity.proof, in_three_days).is_some(),
            "a ticket waits so long"
        );
        assert!(proved(&identity.proof, now() + SignedDuration::from_hours(80)).is_none());
        let (number, rest) = identity.proof.split_once('.').unwrap();
        let (until, sign) = rest.split_once('.').unwrap();
        let later: i64 = until.parse::<i64>().unwrap() + 1;
        let other = URL_SAFE_NO_PAD.encode("4712");
        for forged in [
            format!("{other}.{until}.{sign}"),
            format!("{number}.{later}.{sign}"),
            format!("{number}.{until}.{}", &sign[1..]),
            format!("{number}.{until}.{sign}.x"),
            number.to_owned(),
            String::new(),
        ] {
            assert_eq!(proved(&forged, now()), None, "{forged}");
        }
        let elsewhere = Seal::of(b"another secret");
        assert_eq!(super::proved(&identity.proof, &elsewhere, now()), None);
    }

    #[test]
    fn a_token_signed_by_a_key_pair_is_read_by_the_public_half() {
        let pair = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        let pair = Ed25519KeyPair::from_pkcs8(pair.as_ref()).unwrap();
        let public = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        let config = IdentityConfig {
            public_key: Some(public.clone()),
            ..IdentityConfig::default()
        };
        let by_pair = |header: &Value| {
            signed(header, &claims(), |message| {
                pair.sign(message).as_ref().to_vec()
            })
        };
        let token = by_pair(&json!({ "alg": "EdDSA" }));
        assert!(read(&token, &config, &seal(), now()).is_ok());
        // Whoever knows the public key must not be able to sign by it as if it were a secret.
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, public.as_bytes());
        let confused = signed(&json!({ "alg": "HS256" }), &claims(), |message| {
            ring::hmac::sign(&key, message).as_ref().to_vec()
        });
        read(&confused, &config, &seal(), now()).unwrap_err();
        for alg in ["none", "RS256", "HS512"] {
            let token = by_pair(&json!({ "alg": alg }));
            read(&token, &config, &seal(), now()).unwrap_err();
        }
    }

    #[test]
    fn a_token_that_says_nothing_says_why() {
        let with = |name: &str, value: Value| {
            let mut claims = claims();
            claims[name] = value;
            by_secret(&claims)
        };
        let at = now().as_second();
        let mut without = claims();
        without.as_object_mut().unwrap().remove("sub");
        let good = by_secret(&claims());
        for (token, said) in [
            (with("exp", json!(at - 120)), "Its time is over"),
            (with("exp", json!(at as f64 - 120.5)), "Its time is over"),
            (with("exp", json!(at as f64 + 900.5)), "It holds for longer"),
            (with("exp", json!("soon")), "It is no JWT"),
            (
                with("exp", json!(at + 3600)),
                "It holds for longer than 15 minutes",
            ),
            (with("iat", json!(at + 600)), "Its `iat` lies in the future"),
            (with("nbf", json!(at + 600)), "Its time has not begun"),
            (with("aud", json!("shop")), "It is for somebody else"),
            (with("sub", json!(" ")), "Its `sub` is empty"),
            (by_secret(&without), "It"),
            (format!("{good}x"), "Its signature does not fit"),
            ("x.y.z".to_owned(), "It is no JWT"),
            ("x".repeat(LONGEST + 1), "more than 8 kB"),
        ] {
            let BadToken(why) = read(&token, &config(), &seal(), now()).unwrap_err();
            assert!(why.contains(said), "{said}: {why}");
        }
        // Some libraries write the time to the microsecond.
        let mut finely = claims();
        finely["iat"] = json!(at as f64 + 0.25);
        finely["exp"] = json!(at as f64 + 300.25);
        assert!(read(&by_secret(&finely), &config(), &seal(), now()).is_ok());
        let issuer = IdentityConfig {
            issuer: Some("https://my.isp.example".to_owned()),
            ..config()
        };
        assert!(read(&good, &issuer, &seal(), now()).is_err());
        let token = with("iss", json!("https://my.isp.example"));
        assert!(read(&token, &issuer, &seal(), now()).is_ok());
    }
}
