//! Who brings the message that a fault is over: mail, or a webhook of the provider's own, which has the way that its customers
//! want, such as SMS.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;

use crate::config::{Config, ConfigProblems};
use crate::helpdesk::Failure;
use crate::helpdesk::http::Http;
use crate::helpdesk::webhook::Webhook;
use crate::mail::{Mailer, Note};
use crate::store::alerts::DueAlert;

/// Who brings messages.
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
        let problem =
            |key: &str, message: String| ConfigProblems(vec![config.problem(key, message)]);
        let http = Http::to("status.url", url, &status.networks, status.timeout)
            .map_err(|wrong| problem("status.tell_url", wrong.message))?;
        if status.tell_secrets.is_empty() {
            let message =
                "The secret that signs (whsec_…) is missing: set FIRSTLINE_STATUS_TELL_SECRET.";
            return Err(problem("status.tell_url", message.to_owned()));
        }
        let webhook = Webhook::signing(url, &status.tell_secrets)
            .map_err(|message| problem("status.tell_secret", message))?;
        Ok(Some(Teller::Webhook(Arc::new((http, webhook)))))
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
