//! Who brings the message that a fault is over: mail, or a webhook of the provider's own, which has the way that its customers
//! want, such as SMS.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;

use crate::config::{Config, ConfigProblems, Network, PREFIX, Secret};
use crate::helpdesk::Failure;
use crate::helpdesk::http::Http;
use crate::helpdesk::webhook::Webhook;
use crate::mail::{Mailer, Note};
use crate::store::alerts::DueAlert;

/// How long a webhook may take for its answer: it has a message to store, and nothing to look up.
const TIMEOUT: Duration = Duration::from_secs(20);

/// A way to send messages: by mail, or by the provider's own webhook.
#[derive(Clone, Debug)]
pub enum Teller {
    /// The mail server.
    Mail(Mailer),
    /// The provider's own system.
    Webhook(Arc<(Http, Webhook)>),
}

impl Teller {
    /// The webhook, if the configuration names one, or else mail; `None` if there is neither.
    ///
    /// # Errors
    ///
    /// What is wrong with the webhook.
    pub fn of(config: &Config, mailer: Option<&Mailer>) -> Result<Option<Teller>, ConfigProblems> {
        let status = &config.status;
        let Some(url) = &status.tell_url else {
            return Ok(mailer.cloned().map(Teller::Mail));
        };
        let made = Hook {
            section: "status.url",
            url: ("status.tell_url", url),
            networks: &status.networks,
            secrets: ("status.tell_secret", &status.tell_secrets),
        };
        let made = made.open(config)?;
        Ok(Some(Teller::Webhook(Arc::new(made))))
    }

    /// Brings a message.
    ///
    /// # Errors
    ///
    /// Why it did not go.
    pub async fn tell(&self, note: &Note<'_>, due: &DueAlert) -> Result<(), Failure> {
        let (http, webhook) = match self {
            Teller::Mail(mailer) => return mailer.write(note).await,
            Teller::Webhook(hook) => &**hook,
        };
        let event = json!({
            "type": "fault.over",
            "timestamp": Timestamp::now().to_string(),
            "data": {
                "title": due.title,
                "afterwards": due.afterwards,
                "language": due.language,
                "email": due.email,
                "subject": note.subject,
                "text": note.body,
                "stop": note.stop,
            },
        });
        http.ask(webhook.call(&note.id, &event)?).await.map(drop)
    }
}

/// A signed webhook of the provider's own, with the keys that say it.
#[derive(Debug)]
pub struct Hook<'a> {
    /// The section, as the guard of addresses names it.
    pub section: &'static str,
    /// The key of its address, and that.
    pub url: (&'a str, &'a str),
    /// Networks that are not public and that it may be in.
    pub networks: &'a [Network],
    /// The key of what signs, and that.
    pub secrets: (&'a str, &'a [Secret]),
}

impl Hook<'_> {
    /// The way there, and what signs.
    ///
    /// # Errors
    ///
    /// What is wrong or missing.
    pub fn open(&self, config: &Config) -> Result<(Http, Webhook), ConfigProblems> {
        let problem =
            |key: &str, message: String| ConfigProblems(vec![config.problem(key, message)]);
        let ((key, url), (secret, secrets)) = (self.url, self.secrets);
        let http = Http::to(self.section, url, self.networks, TIMEOUT)
            .map_err(|wrong| problem(key, wrong.message))?;
        if secrets.is_empty() {
            let variable = format!("{PREFIX}{}", secret.replace('.', "_").to_uppercase());
            let message = format!("The secret that signs (whsec_…) is missing: set {variable}.");
            return Err(problem(key, message));
        }
        let webhook = Webhook::signing(url, secrets).map_err(|message| problem(secret, message))?;
        Ok((http, webhook))
    }
}
