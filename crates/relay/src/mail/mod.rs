//! Mail to customers: that a ticket was received, and that it is solved.
//!
//! Nothing that anybody typed stands in it: an address can be anybody's, and what is written there must be
//! of no use to whoever wants to have something written to others.

mod words;

use std::sync::Arc;

use firstline_guide::language::nearest;
use firstline_wire::index;
use jiff::Timestamp;
use lettre::Message;
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};

use crate::config::{Config, ConfigProblems};
use crate::helpdesk::{Failure, FailureKind, Http, MailServer, OF_CUSTOMERS, Setup, placed};
use crate::operator::Provider;

use words::Words;

/// Writes to customers.
#[derive(Clone, Debug)]
pub struct Mailer(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    server: MailServer,
    http: Http,
    provider: Provider,
    /// For whoever reads none of the languages that there are words in.
    language: String,
    page: Option<String>,
}

/// The content of a mail.
#[derive(Clone, Debug)]
pub struct Letter<'a> {
    /// The id of the mail: the same at every try.
    pub id: String,
    /// To whom.
    pub to: &'a str,
    /// The ticket's number.
    pub number: &'a str,
    /// The language that its reader reads.
    pub language: &'a str,
    /// Whether the ticket is solved; else it was received.
    pub solved: bool,
    /// The token that opens the ticket, and its end in milliseconds since 1970.
    pub token: Option<(String, i64)>,
    /// The promises, one line each.
    pub promises: Vec<String>,
}

/// A mail about something else than a ticket.
#[derive(Clone, Debug)]
pub struct Note<'a> {
    /// The id of the mail: the same at every try.
    pub id: String,
    /// To whom.
    pub to: &'a str,
    /// The language that it is in.
    pub language: &'a str,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// Where its reader says that no such mail is wanted (RFC 8058).
    pub stop: Option<String>,
}

/// Where a mail program lets its reader say so.
#[derive(Clone, Debug)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<ListUnsubscribe, Box<dyn std::error::Error + Send + Sync>> {
        Ok(ListUnsubscribe(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(ListUnsubscribe::name(), format!("<{}>", self.0))
    }
}

/// That one request to that address is enough.
#[derive(Clone, Debug)]
struct OneClick;

impl Header for OneClick {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<OneClick, Box<dyn std::error::Error + Send + Sync>> {
        Ok(OneClick)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(OneClick::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

/// That no machine answers (RFC 3834).
#[derive(Clone, Debug)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<AutoSubmitted, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(AutoSubmitted::name(), "auto-generated".to_owned())
    }
}

impl Mailer {
    /// The one that the configuration names; `None` if it names none.
    ///
    /// # Errors
    ///
    /// What is wrong or missing, with its place and what to write.
    pub fn of(config: &Config, provider: &Provider) -> Result<Option<Mailer>, ConfigProblems> {
        if config.mail.url.is_none() {
            return Ok(None);
        }
        let problem = |wrong| ConfigProblems(vec![placed(config, wrong)]);
        let settings = config.mail.as_helpdesk();
        let http = Http::new(&settings).map_err(problem)?;
        let server = MailServer::new(&Setup::new(settings.into()), OF_CUSTOMERS);
        Ok(Some(Mailer(Arc::new(Inner {
            server: server.map_err(problem)?,
            http,
            provider: provider.clone(),
            language: config.languages.first().cloned().unwrap_or_default(),
            page: config.follow.page.clone(),
        }))))
    }

    /// Sends a mail.
    ///
    /// # Errors
    ///
    /// Why it did not go.
    pub async fn send(&self, letter: &Letter<'_>) -> Result<(), Failure> {
        let no_mail = |error: &dyn std::fmt::Display| {
            Failure::new(FailureKind::Refused, format!("It makes no mail: {error}."))
        };
        let to = letter.to.parse().map_err(|error| no_mail(&error))?;
        let message = self.message(letter, to).map_err(|error| no_mail(&error))?;
        self.0.server.send(&self.0.http, message).await
    }

    /// Sends a mail about something else than a ticket.
    ///
    /// # Errors
    ///
    /// Why it did not go.
    pub async fn write(&self, note: &Note<'_>) -> Result<(), Failure> {
        let no_mail = |error: &dyn std::fmt::Display| {
            Failure::new(FailureKind::Refused, format!("It makes no mail: {error}."))
        };
        let to: Mailbox = note.to.parse().map_err(|error| no_mail(&error))?;
        let provider = self.0.provider.shown(note.language);
        let from = self.0.server.from().email.clone();
        let mut message = Message::builder()
            .from(Mailbox::new(Some(provider.name.clone()), from))
            .to(to)
            .subject(note.subject.clone())
            .message_id(Some(format!("<{}@{}>", note.id, self.0.server.domain())))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN);
        if let Some(stop) = &note.stop {
            message = message
                .header(ListUnsubscribe(stop.clone()))
                .header(OneClick);
        }
        let body = format!("{}\n{}\n", note.body, provider.name);
        let message = message.body(body).map_err(|error| no_mail(&error))?;
        self.0.server.send(&self.0.http, message).await
    }

    fn message(&self, letter: &Letter<'_>, to: Mailbox) -> Result<Message, lettre::error::Error> {
        let words = Words::of(letter.language, &self.0.language);
        let subject = words.subject(letter.solved, letter.number);
        let provider = self.0.provider.shown(letter.language);
        Message::builder()
            .from(Mailbox::new(
                Some(provider.name.clone()),
                self.0.server.from().email.clone(),
            ))
            .to(to)
            .subject(subject)
            .message_id(Some(format!("<{}@{}>", letter.id, self.0.server.domain())))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(self.body(letter, words, provider))
    }

    fn body(&self, letter: &Letter<'_>, words: &Words, provider: index::Provider) -> String {
        let mut parts = vec![words.first(letter.solved, letter.number)];
        parts.extend(letter.promises.iter().cloned());
        if let (Some(page), Some((token, until))) = (&self.0.page, &letter.token) {
            let until = Timestamp::from_millisecond(*until).unwrap_or_default();
            let until = until.to_zoned(self.0.provider.zone().clone());
            parts.push(words.link(letter.solved, &until.strftime("%Y-%m-%d").to_string()));
            parts.push(link(page, token));
        }
        if let Some(phone) = provider.phone {
            parts.push(words.phone(&phone));
        }
        parts.push(provider.name);
        parts.join("\n\n") + "\n"
    }
}

/// Where a ticket opens to its customer. The token stands behind the `#`, which no browser sends to a
/// server.
pub fn link(page: &str, token: &str) -> String {
    format!("{page}#help&ticket={token}")
}

/// Which of these languages somebody reads who reads this one.
fn chosen(language: &str, known: &[(&str, usize)]) -> Option<usize> {
    nearest(language, |tag| {
        known
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(tag))
    })
    .map(|(_, place)| *place)
}
