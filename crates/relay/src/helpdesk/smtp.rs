//! Mail to a support address, for whoever has nothing else: the text for the agent as the mail's
//! text, the same as JSON beside it. A mail cannot be searched for, so a lost answer can make two of
//! one ticket; both have the same `Message-ID`.

use std::time::Duration;

use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::{Error, extension::ClientId};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use super::http::Http;
use super::setup::{Setup, Wrong};
use super::{Adapter, Delivery, Doing, Failure, FailureKind, Kind};
use crate::config::Secret;
use crate::store::deliveries::Receipt;

/// Its line in the registry.
pub const KIND: Kind = Kind {
    name: "smtp",
    title: "The mail server",
    make,
};

#[derive(Debug)]
struct Smtp {
    host: String,
    port: u16,
    security: Security,
    login: Option<(String, Secret)>,
    from: Mailbox,
    to: Mailbox,
    /// The part of `from` behind the @.
    domain: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Security {
    /// From the first byte on.
    Whole,
    /// By STARTTLS, which must be there.
    Needed,
    /// By STARTTLS where it is there: to a machine in a network that the operator names.
    Offered,
}

fn make(setup: &Setup) -> Result<Box<dyn Adapter>, Wrong> {
    let config = setup.config();
    let example = "\"smtps://mail.isp.example\"; \"smtp://…\" for STARTTLS";
    let url = setup.needs("helpdesk.url", config.url.as_deref(), example)?;
    let bad = || {
        Wrong::new(
            "helpdesk.url",
            format!("This is no mail server. Write {example}."),
        )
    };
    let uri: axum::http::Uri = url.parse().map_err(|_| bad())?;
    let host = uri
        .host()
        .ok_or_else(bad)?
        .trim_matches(['[', ']'])
        .to_owned();
    // RFC 8314 and RFC 6409.
    let (security, port) = match uri.scheme_str() {
        Some("smtps") => (Security::Whole, 465),
        Some("smtp") if config.networks.is_empty() => (Security::Needed, 587),
        Some("smtp") => (Security::Offered, 587),
        _ => return Err(bad()),
    };
    let login = match &config.user {
        Some(user) => Some((
            user.clone(),
            setup.secret("The password of `helpdesk.user`")?,
        )),
        None => None,
    };
    let mailbox = |key, value: Option<&str>, example| -> Result<Mailbox, Wrong> {
        let text = setup.needs(key, value, example)?;
        text.parse().map_err(|_| {
            Wrong::new(
                key,
                format!("This is no address for mail. Write {example}."),
            )
        })
    };
    let from = mailbox(
        "helpdesk.from",
        config.from.as_deref(),
        "\"firstline@isp.example\"",
    )?;
    Ok(Box::new(Smtp {
        port: uri.port_u16().unwrap_or(port),
        host,
        security,
        login,
        domain: from.email.domain().to_owned(),
        from,
        to: mailbox(
            "helpdesk.to",
            config.to.as_deref(),
            "\"support@isp.example\"",
        )?,
    }))
}

/// The key, for filters of mail.
#[derive(Clone, Debug)]
struct Key(String);

impl Header for Key {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("X-Firstline-Key")
    }

    fn parse(text: &str) -> Result<Key, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Key(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Key::name(), self.0.clone())
    }
}

impl Smtp {
    fn message(&self, delivery: &Delivery) -> Result<Message, lettre::error::Error> {
        let (file, bytes) = delivery.file();
        let json = ContentType::parse("application/json").unwrap_or(ContentType::TEXT_PLAIN);
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(self.to.clone())
            .subject(delivery.subject())
            .message_id(Some(format!("<{}@{}>", delivery.key, self.domain)))
            .header(Key(delivery.key.clone()));
        // Whoever answers the mail answers the customer.
        if let Some(Ok(email)) = delivery.contact.email.as_deref().map(str::parse) {
            message = message.reply_to(Mailbox::new(delivery.contact.name.clone(), email));
        }
        message.multipart(
            MultiPart::mixed()
                .singlepart(SinglePart::plain(delivery.text.clone()))
                .singlepart(Attachment::new(file).body(bytes, json)),
        )
    }

    async fn transport(&self, http: &Http) -> Result<AsyncSmtpTransport<Tokio1Executor>, Failure> {
        let found = http.guard().resolve(&self.host, self.port).await;
        let found = found.map_err(|error| error.failure(&self.host))?;
        let address = found.first().map(|address| address.ip().to_string());
        let tls = || {
            TlsParameters::new(self.host.clone()).map_err(|error| {
                Failure::new(FailureKind::Setup, format!("No TLS can be had: {error}."))
            })
        };
        // To the address that was looked at; the certificate must be that of the name.
        let mut transport =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(address.unwrap_or_default())
                .port(self.port)
                .timeout(Some(http.timeout()))
                .hello_name(ClientId::Domain(self.domain.clone()))
                .tls(match self.security {
                    Security::Whole => Tls::Wrapper(tls()?),
                    Security::Needed => Tls::Required(tls()?),
                    Security::Offered => Tls::Opportunistic(tls()?),
                });
        if let Some((user, password)) = &self.login {
            let login = Credentials::new(user.clone(), password.reveal().to_owned());
            transport = transport.credentials(login);
        }
        Ok(transport.build())
    }
}

impl Adapter for Smtp {
    fn create<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Doing<'a, Receipt> {
        Box::pin(async move {
            let message = self.message(delivery).map_err(|error| {
                Failure::new(
                    FailureKind::Refused,
                    format!("The ticket makes no mail: {error}."),
                )
            })?;
            let transport = self.transport(http).await?;
            let all = http.timeout() + Duration::from_secs(1);
            match tokio::time::timeout(all, transport.send(message)).await {
                Ok(Ok(_)) => Ok(Receipt::default()),
                Ok(Err(error)) => Err(self.failure(&error)),
                Err(_) => Err(Failure::new(
                    FailureKind::Unsure,
                    format!("{} did not answer in time.", self.host),
                )),
            }
        })
    }
}

impl Smtp {
    fn failure(&self, error: &Error) -> Failure {
        let code = error.status().map(u16::from);
        let words = error.to_string();
        let (kind, said) = match code {
            // RFC 5321, section 4.2.1: 4 is "not now", 5 is "not so".
            Some(530 | 534 | 535 | 538) => (
                FailureKind::Setup,
                "It does not take `helpdesk.user` with FIRSTLINE_HELPDESK_TOKEN.".to_owned(),
            ),
            Some(550 | 551 | 553) => (
                FailureKind::Setup,
                format!(
                    "It takes no mail from {} to {}.",
                    self.from.email, self.to.email
                ),
            ),
            Some(code @ 400..500) => (FailureKind::Later, format!("It answered {code}.")),
            Some(code) => (FailureKind::Refused, format!("It answered {code}.")),
            None if error.is_tls() => (
                FailureKind::Setup,
                format!("{} offers no TLS that can be trusted.", self.host),
            ),
            None if error.is_timeout() => (
                FailureKind::Unsure,
                format!("{} did not answer in time.", self.host),
            ),
            None if words.to_lowercase().contains("connection error") => (
                FailureKind::Later,
                format!("{} cannot be reached.", self.host),
            ),
            None => (FailureKind::Unsure, format!("{} broke off.", self.host)),
        };
        Failure::new(kind, said).with_words(&words)
    }
}
