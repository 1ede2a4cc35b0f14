//! A mail server: the way to it, and what its refusals mean.

use std::time::Duration;

use lettre::Message;
use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};

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
        let all = http.timeout() + Duration::from_secs(1);
        match tokio::time::timeout(all, self.sent(http, &message)).await {
            Ok(sent) => sent,
            Err(_) => Err(Failure::new(
                FailureKind::Unsure,
                format!("{} did not answer in time.", self.host),
            )),
        }
    }

    async fn sent(&self, http: &Http, message: &Message) -> Result<(), Failure> {
        let mut connection = self.connection(http).await?;
        let sent = self.conversation(&mut connection, message).await;
        connection.abort().await;
        sent
    }

    /// To the address that was looked at; the certificate must be that of the name.
    async fn connection(&self, http: &Http) -> Result<AsyncSmtpConnection, Failure> {
        let found = http.guard().resolve(&self.host, self.port).await;
        let found = found.map_err(|error| error.failure(&self.host))?;
        let address = found.first().map(|address| address.ip().to_string());
        let server = (address.unwrap_or_default(), self.port);
        let name = ClientId::Domain(self.domain().to_owned());
        let tls = || {
            TlsParameters::new(self.host.clone()).map_err(|error| {
                Failure::new(FailureKind::Setup, format!("No TLS can be had: {error}."))
            })
        };
        let whole = (self.security == Security::Whole).then(tls).transpose()?;
        let failure = |error: Error| self.failure(&error, "anybody");
        let timeout = Some(http.timeout());
        let connected =
            AsyncSmtpConnection::connect_tokio1(server, timeout, &name, whole, None).await;
        let mut connection = connected.map_err(failure)?;
        let is_wanted = match self.security {
            Security::Whole => false,
            Security::Needed => true,
            Security::Offered => connection.can_starttls(),
        };
        if is_wanted {
            connection.starttls(tls()?, &name).await.map_err(failure)?;
        }
        if let Some((user, password)) = &self.login {
            let login = Credentials::new(user.clone(), password.reveal().to_owned());
            let logged_in = connection.auth(DEFAULT_MECHANISMS, &login).await;
            logged_in.map_err(failure)?;
        }
        Ok(connection)
    }

    /// The mail in its commands, one by one: what is said to a recipient says nothing of other mail.
    async fn conversation(
        &self,
        connection: &mut AsyncSmtpConnection,
        message: &Message,
    ) -> Result<(), Failure> {
        let (envelope, text) = (message.envelope(), message.formatted());
        let first = envelope.to().first().map(ToString::to_string);
        let first = first.unwrap_or_default();
        let failure = |error: Error| self.failure(&error, &first);
        let lacks = |what: &str| Failure::new(FailureKind::Refused, format!("It takes no {what}."));
        let mut options = Vec::new();
        let mut addresses = envelope.from().into_iter().chain(envelope.to());
        if !addresses.all(|address| address.to_string().is_ascii()) {
            if !connection
                .server_info()
                .supports_feature(Extension::SmtpUtfEight)
            {
                return Err(lacks("address with such letters"));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        if !text.is_ascii() {
            if !connection
                .server_info()
                .supports_feature(Extension::EightBitMime)
            {
                return Err(lacks("mail with such letters"));
            }
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        let from = Mail::new(envelope.from().cloned(), options);
        connection.command(from).await.map_err(failure)?;
        for to in envelope.to() {
            let to = Rcpt::new(to.clone(), Vec::new());
            let known = connection.command(to).await;
            known.map_err(|error| self.of_recipient(&error, &first))?;
        }
        connection.command(Data).await.map_err(failure)?;
        connection.message(&text).await.map(drop).map_err(failure)
    }

    /// What a refusal of a recipient means. A customer's address that cannot be reached now, mistyped perhaps, is no fault of
    /// the server; 421 is its farewell to everybody (RFC 5321, section 3.8).
    fn of_recipient(&self, error: &Error, to: &str) -> Failure {
        let mut failure = self.failure(error, to);
        let code = error.status().map(u16::from);
        failure.only_this = self.keys.url == OF_CUSTOMERS.url
            && matches!(code, Some(code @ 400..500) if code != 421);
        failure
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
