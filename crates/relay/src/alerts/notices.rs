//! What the provider's own people are told: that several households of an area fail, and how the week was. By mail, and
//! by a signed webhook.

use std::sync::Arc;

use super::teller::Hook;
use crate::config::{Config, ConfigProblems};
use crate::helpdesk::http::Http;
use crate::helpdesk::webhook::Webhook;
use crate::helpdesk::{Failure, FailureKind};
use crate::mail::{Mailer, Note};
use crate::store::alerts::DueAlert;

/// Sends messages to the provider's own people.
#[derive(Clone, Debug)]
pub struct Notices {
    mail: Option<Mailer>,
    hook: Option<Arc<(Http, Webhook)>>,
}

impl Notices {
    /// What `[insights]` names; `None` if nobody is told anything.
    ///
    /// # Errors
    ///
    /// What is wrong or missing.
    pub fn of(config: &Config, mailer: Option<&Mailer>) -> Result<Option<Notices>, ConfigProblems> {
        let insights = &config.insights;
        for (key, addresses) in [
            ("insights.alarm_mail", &insights.alarm_mail),
            ("insights.report_mail", &insights.report_mail),
        ] {
            if !addresses.is_empty() && mailer.is_none() {
                let message =
                    "There is no mail server to send it by: write `url` and `from` in [mail].";
                return Err(ConfigProblems(vec![config.problem(key, message)]));
            }
        }
        let hook = match &insights.alarm_url {
            None => None,
            Some(url) => {
                let hook = Hook {
                    section: "insights.url",
                    url: ("insights.alarm_url", url),
                    networks: &insights.networks,
                    secrets: ("insights.alarm_secret", &insights.alarm_secrets),
                };
                Some(Arc::new(hook.open(config)?))
            }
        };
        let mail = mailer
            .filter(|_| !insights.alarm_mail.is_empty() || !insights.report_mail.is_empty())
            .cloned();
        Ok((mail.is_some() || hook.is_some()).then_some(Notices { mail, hook }))
    }

    /// Brings a message.
    ///
    /// # Errors
    ///
    /// Why it did not go.
    pub async fn tell(&self, due: &DueAlert) -> Result<(), Failure> {
        let gone = || Failure::new(FailureKind::Refused, "Nobody is told this any more.");
        if due.email.is_empty() {
            let (http, webhook) = &**self.hook.as_ref().ok_or_else(gone)?;
            let event = serde_json::from_str(&due.afterwards).map_err(|_| gone())?;
            return http.ask(webhook.call(&due.id, &event)?).await.map(drop);
        }
        let note = Note {
            id: due.id.clone(),
            to: &due.email,
            language: &due.language,
            subject: due.title.clone(),
            body: due.afterwards.clone(),
            stop: None,
        };
        self.mail.as_ref().ok_or_else(gone)?.write(&note).await
    }
}
