//! A mail server: the way to it, and what its refusals mean.

use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::{Error, extension::ClientId};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use super::http::Http;
use super::setup::{Setup, Wrong};
use super::{Failure, FailureKind};
use crate::config::Secret;

/// The keys that say which server it is.
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    /// Its address.
    pub url: &'static str,
    /// Its user.
    pub user: &'static str,
    /// The variable of the user's password.
    pub password: &'static str,
    /// The sender.
    pub from: &'static str,
}

/// Those of a helpdesk that is reached by mail.
pub const OF_HELPDESK: Keys = Keys {
    url: "helpdesk.url",
    user: "helpdesk.user",
    password: "FIRSTLINE_HELPDESK_TOKEN",
    from: "helpdesk.from",
};

/// Those of mail to customers.
pub const OF_CUSTOMERS: Keys = Keys {
    url: "mail.url",
    user: "mail.user",
    password: "FIRSTLINE_MAIL_TOKEN",
    from: "mail.from",
};

/// A mail server.
#[derive(Clone, Debug)]
pub struct MailServer {
    host: String,
    port: u16,
    security: Security,
    login: Option<(String, Secret)>,
    from: Mailbox,
    keys: Keys,
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

impl MailServer {
    /// The one that these keys name.
    pub fn new(setup: &Setup, keys: Keys) -> Result<MailServer, Wrong> {
        let config = setup.config();
        let example = "\"smtps://mail.isp.example\"; \"smtp://…\" for STARTTLS";
        let url = setup.needs(keys.url, config.url.as_deref(), example)?;
        let bad = || {
            Wrong::new(
                keys.url,
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
        let login = match (&config.user, config.secrets.first()) {
            (Some(user), Some(secret)) => Some((user.clone(), secret.clone())),
            (Some(_), None) => {
                let message = format!("Its password is missing. Set {}.", keys.password);
                return Err(Wrong::new(keys.user, message));
            }
            (None, _) => None,
        };
        Ok(MailServer {
            port: uri.port_u16().unwrap_or(port),
            host,
            security,
            login,
            from: mailbox(
                setup,
                keys.from,
                config.from.as_deref(),
                "\"help@isp.example\"",
            )?,
            keys,
        })
    }

    /// The sender.
    pub fn from(&self) -> &Mailbox {
        &self.from
    }

    /// The part of the sender's address behind the @.
    pub fn domain(&self) -> &str {
        self.from.email.domain()
    }

    /// Sends a mail.
    ///
    /// # Errors
    ///
    /// Why it did not go, and whether it may have gone all the same.
    pub async fn send(&self, http: &Http, message: Message) -> Result<(), Failure> {
        let to = message.envelope().to().first().map(ToString::to_string);
        let transport = self.transport(http).await?;
        let all = http.timeout() + Duration::from_secs(1);
        match tokio::time::timeout(all, transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(self.failure(&error, &to.unwrap_or_default())),
            Err(_) => Err(Failure::new(
                FailureKind::Unsure,
                format!("{} did not answer in time.", self.host),
            )),
        }
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
                .hello_name(ClientId::Domain(self.domain().to_owned()))
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

    fn failure(&self, error: &Error, to: &str) -> Failure {
        let code = error.status().map(u16::from);
        let words = error.to_string();
        let is_customers = self.keys.url == OF_CUSTOMERS.url;
        let (kind, said) = match code {
            // RFC 5321, section 4.2.1: 4 is "not now", 5 is "not so".
            Some(530 | 534 | 535 | 538) => (
                FailureKind::Setup,
                format!(
                    "It does not take `{}` with {}.",
                    self.keys.user, self.keys.password
                ),
            ),
            // What a customer typed is in no log.
            Some(code @ (550 | 551 | 553)) if is_customers => (
                FailureKind::Refused,
                format!("It takes no mail to this address ({code})."),
            ),
            Some(550 | 551 | 553) => (
                FailureKind::Setup,
                format!("It takes no mail from {} to {to}.", self.from.email),
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

/// The address of a key.
pub fn mailbox(
    setup: &Setup,
    key: &'static str,
    value: Option<&str>,
    example: &str,
) -> Result<Mailbox, Wrong> {
    let text = setup.needs(key, value, example)?;
    text.parse().map_err(|_| {
        Wrong::new(
            key,
            format!("This is no address for mail. Write {example}."),
        )
    })
}
