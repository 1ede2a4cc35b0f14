//! The part of the configuration that adapters use.

use std::sync::Arc;

use super::delivery::Delivery;
use crate::config::{HelpdeskConfig, Secret};

/// A key that is wrong or missing.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// The key.
    pub key: &'static str,
    /// The fault, and what to write instead.
    pub message: String,
}

impl Wrong {
    /// This key, and what to write.
    pub fn new(key: &'static str, message: impl Into<String>) -> Wrong {
        Wrong {
            key,
            message: message.into(),
        }
    }
}

/// The part of the configuration that adapters use.
#[derive(Clone, Debug)]
pub struct Setup {
    config: Arc<HelpdeskConfig>,
}

impl Setup {
    /// The setup of this configuration.
    pub fn new(config: Arc<HelpdeskConfig>) -> Setup {
        Setup { config }
    }

    /// All keys.
    pub fn config(&self) -> &HelpdeskConfig {
        &self.config
    }

    /// The helpdesk's address, which speaks HTTP.
    pub fn url(&self, example: &str) -> Result<String, Wrong> {
        let url = self.needs("helpdesk.url", self.config.url.as_deref(), example)?;
        if !url.starts_with("http") {
            let message = format!("This must begin with https://. Write {example}.");
            return Err(Wrong::new("helpdesk.url", message));
        }
        if url.starts_with("http://") && self.config.networks.is_empty() {
            let message = "A password would go unencrypted over any network on the way. Write https://; or, \
                           if it is a machine of your own, name its network in `helpdesk.networks`.";
            return Err(Wrong::new("helpdesk.url", message));
        }
        Ok(url)
    }

    /// The first secret.
    pub fn secret(&self, what: &str) -> Result<Secret, Wrong> {
        self.config.secrets.first().cloned().ok_or_else(|| {
            let message = format!(
                "{what} is missing. Set FIRSTLINE_HELPDESK_TOKEN, or name a file that holds it by \
                 `helpdesk.token_file`."
            );
            Wrong::new("helpdesk.token", message)
        })
    }

    /// A text that this kind needs.
    pub fn needs(
        &self,
        key: &'static str,
        value: Option<&str>,
        example: &str,
    ) -> Result<String, Wrong> {
        value
            .map(str::to_owned)
            .ok_or_else(|| Wrong::new(key, format!("This is needed. Write {example}.")))
    }

    /// That queues go by numbers here, which are this.
    pub fn numbers_queues(&self, what: &str) -> Result<(), Wrong> {
        numbers("helpdesk.queue", self.config.queue.iter(), what)?;
        numbers("helpdesk.queues", self.config.queues.values(), what)
    }

    /// That priorities go by numbers here, which are this.
    pub fn numbers_priorities(&self, what: &str) -> Result<(), Wrong> {
        numbers("helpdesk.priorities", self.config.priorities.values(), what)
    }

    /// Where the ticket goes inside the helpdesk.
    pub fn queue(&self, delivery: &Delivery) -> Option<&str> {
        let category = delivery.category.as_deref();
        let own = category.and_then(|category| self.config.queues.get(category));
        own.or(self.config.queue.as_ref()).map(String::as_str)
    }

    /// The helpdesk's word for the severity of the ticket: the operator's, or one of these for minor,
    /// major and critical.
    pub fn priority<'a>(
        &'a self,
        delivery: &Delivery,
        usual: Option<[&'a str; 3]>,
    ) -> Option<&'a str> {
        let severity = delivery.severity.as_deref()?;
        if let Some(own) = self.config.priorities.get(severity) {
            return Some(own);
        }
        let [minor, major, critical] = usual?;
        match severity {
            "minor" => Some(minor),
            "major" => Some(major),
            "critical" => Some(critical),
            _ => None,
        }
    }

    /// The helpdesk's own fields and what goes into them; those with nothing in them are left out.
    pub fn fields<'a>(&'a self, delivery: &'a Delivery) -> Vec<(&'a str, String)> {
        let fields = self.config.fields.iter();
        fields
            .filter_map(|(ours, theirs)| Some((theirs.as_str(), delivery.field(ours)?)))
            .collect()
    }

    /// The address for mail of whoever asks: the customer's, or the operator's stand-in.
    pub fn requester(&self, delivery: &Delivery) -> Option<String> {
        let own = delivery.contact.email.as_deref();
        own.or(self.config.requester.as_deref()).map(str::to_owned)
    }

    /// That there is a stand-in, for helpdesks that take no ticket of nobody.
    pub fn needs_requester(&self) -> Result<(), Wrong> {
        let value = self.config.requester.as_deref();
        let example = "the address that stands for customers who gave none: \"nobody@isp.example\"";
        self.needs("helpdesk.requester", value, example).map(drop)
    }
}

fn numbers<'a>(
    key: &'static str,
    mut values: impl Iterator<Item = &'a String>,
    what: &str,
) -> Result<(), Wrong> {
    match values.any(|value| value.parse::<u64>().is_err()) {
        true => Err(Wrong::new(key, format!("This is {what}."))),
        false => Ok(()),
    }
}
