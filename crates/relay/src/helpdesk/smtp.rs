//! Mail to a support address, for whoever has nothing else: the text for the agent as the mail's
//! text, the same as JSON beside it. A mail cannot be searched for, so a lost answer can make two of
//! one ticket; both have the same `Message-ID`.

use lettre::Message;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MessageBuilder, MultiPart, SinglePart};

use super::http::Http;
use super::mail_server::{MailServer, OF_HELPDESK, mailbox};
use super::setup::{Setup, Wrong};
use super::{Adapter, Delivery, Doing, Failure, FailureKind, Kind, Note, Offer};
use crate::store::deliveries::Receipt;
use firstline_wire::photo::MEDIA_TYPE;
use firstline_wire::ticket::Contact;

/// Its line in the registry.
pub const KIND: Kind = Kind::new("smtp", "The mail server", make);

#[derive(Debug)]
struct Smtp {
    server: MailServer,
    to: Mailbox,
}

fn make(setup: &Setup) -> Result<Box<dyn Adapter>, Wrong> {
    let server = MailServer::new(setup, OF_HELPDESK)?;
    let to = setup.config().to.as_deref();
    let to = mailbox(setup, "helpdesk.to", to, "\"support@isp.example\"")?;
    Ok(Box::new(Smtp { server, to }))
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
    fn builder(&self, key: &str, subject: String, contact: &Contact) -> MessageBuilder {
        let message = Message::builder()
            .from(self.server.from().clone())
            .to(self.to.clone())
            .subject(subject)
            .message_id(Some(self.id(key)))
            .header(Key(key.to_owned()));
        // Whoever answers the mail answers the customer.
        match contact.email.as_deref().map(str::parse) {
            Some(Ok(email)) => message.reply_to(Mailbox::new(contact.name.clone(), email)),
            _ => message,
        }
    }

    fn id(&self, key: &str) -> String {
        format!("<{key}@{}>", self.server.domain())
    }

    fn message(&self, delivery: &Delivery) -> Result<Message, lettre::error::Error> {
        let (file, bytes) = delivery.file();
        let json = ContentType::parse("application/json").unwrap_or(ContentType::TEXT_PLAIN);
        self.builder(&delivery.key, delivery.subject(), &delivery.contact)
            .multipart(
                MultiPart::mixed()
                    .singlepart(SinglePart::plain(delivery.text.clone()))
                    .singlepart(Attachment::new(file).body(bytes, json)),
            )
    }

    /// In the thread of the ticket's mail.
    fn reply(&self, note: &Note) -> Result<Message, lettre::error::Error> {
        let mut subject = format!("Re: [{}]", note.number);
        if note.solved {
            subject.push_str(" It works again");
        }
        let mut message = self.builder(&note.key, subject, &note.contact);
        if !note.ticket_key.is_empty() {
            let id = self.id(&note.ticket_key);
            message = message.in_reply_to(id.clone()).references(id);
        }
        match &note.photo {
            None => message.body(note.text.clone()),
            Some(photo) => {
                let jpeg = ContentType::parse(MEDIA_TYPE).unwrap_or(ContentType::TEXT_PLAIN);
                let photo = Attachment::new(photo.name.clone()).body(photo.bytes.clone(), jpeg);
                let text = SinglePart::plain(note.text.clone());
                message.multipart(MultiPart::mixed().singlepart(text).singlepart(photo))
            }
        }
    }

    async fn send(
        &self,
        http: &Http,
        message: Result<Message, lettre::error::Error>,
    ) -> Result<(), Failure> {
        let message = message.map_err(|error| {
            Failure::new(
                FailureKind::Refused,
                format!("The ticket makes no mail: {error}."),
            )
        })?;
        self.server.send(http, message).await
    }
}

impl Adapter for Smtp {
    fn create<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Doing<'a, Receipt> {
        Box::pin(async move {
            self.send(http, self.message(delivery)).await?;
            Ok(Receipt::default())
        })
    }

    fn note<'a>(&'a self, http: &'a Http, _: &'a Receipt, note: &'a Note) -> Offer<'a, ()> {
        Some(Box::pin(
            async move { self.send(http, self.reply(note)).await },
        ))
    }
}
