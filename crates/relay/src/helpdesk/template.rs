//! Whatever takes a ticket over HTTP: a small file says method, address, headers and body, with
//! places for what a ticket holds.
//!
//! The file is tried when the relay starts, on a ticket whose words are full of signs that break
//! things, so that a body that is no JSON then is none later either, and an address or a header is one.

use std::collections::BTreeMap;

use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::{Environment, UndefinedBehavior};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::text_at;
use super::http::{Call, Http};
use super::setup::{Setup, Wrong};
use super::{Adapter, Delivery, Doing, Failure, FailureKind, Kind};
use crate::store::deliveries::Receipt;

/// Its line in the registry.
pub const KIND: Kind = Kind::new("template", "The helpdesk", make);

/// What the file says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// POST if it is left out.
    method: Option<String>,
    /// The address; `helpdesk.url` if it is left out.
    url: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: String,
    /// Where the ticket's number stands in the answer: a JSON pointer (RFC 6901).
    number: Option<String>,
    /// Where agents read it, with a place for `number`.
    link: Option<String>,
    /// What an answer has that took the ticket, where the status alone does not say so.
    ok: Option<Sign>,
}

/// What an answer has that took the ticket.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sign {
    /// Where it stands: a JSON pointer.
    at: String,
    /// What stands there; anything but null and false if it is left out.
    is: Option<Value>,
}

impl Sign {
    fn is_in(&self, answer: &Value) -> bool {
        let found = answer.pointer(&self.at);
        match &self.is {
            Some(is) => found == Some(is),
            None => found.is_some_and(|found| !matches!(found, Value::Null | Value::Bool(false))),
        }
    }
}

#[derive(Debug)]
struct Template {
    file: File,
    method: Method,
    setup: Setup,
    url: String,
    environment: Environment<'static>,
}

fn make(setup: &Setup) -> Result<Box<dyn Adapter>, Wrong> {
    const KEY: &str = "helpdesk.template";
    let Some(path) = &setup.config().template else {
        return Err(Wrong::new(
            KEY,
            "This is needed: the file that says what a request looks like.",
        ));
    };
    let wrong = |what: String| Wrong::new(KEY, format!("{}: {what}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| wrong(format!("{error}.")))?;
    let file: File = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let method = file.method.as_deref().unwrap_or("POST");
    let method = match method {
        "POST" | "PUT" | "PATCH" => Method::from_bytes(method.as_bytes()).unwrap_or(Method::POST),
        other => {
            return Err(wrong(format!(
                "method: “{other}” is none of POST, PUT and PATCH."
            )));
        }
    };
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let template = Template {
        file,
        method,
        setup: setup.clone(),
        url: setup.url("\"https://crm.isp.example/api/tickets\"")?,
        environment,
    };
    template.check().map_err(wrong)?;
    Ok(Box::new(template))
}

/// A request as the template makes it.
struct Written {
    url: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Template {
    /// That it makes sense of any ticket.
    fn check(&self) -> Result<(), String> {
        let mut delivery = Delivery::test(0);
        let hard = "“\"'\\ {{ }} <&>\n\t".to_owned();
        delivery.text += &hard;
        delivery.summary += &hard;
        for plain in [true, false] {
            let words = |text: &str| (!plain).then(|| text.to_owned());
            delivery.category = words("line");
            let contact = &mut delivery.contact;
            contact.name = words("Zoë \"{{ }}\" <&> O'Neill");
            contact.email = words("maria@isp.example");
            contact.phone = words("+49 30 5550 1234");
            contact.account = words("a\"b <&> K 77\\{{ }}");
            contact.address = words("Lindenstr. 7, \"10969\" Köln <&>");
            contact.times = words("8 – 10 \"h\"");
            let written = self.written(&delivery)?;
            let call = self.call(&written);
            call.parts().map_err(|_| {
                "url, headers: One of them is none once a ticket's words stand in it. Write \
                 {{ account | urlencode }}, and the same of all that a customer or a guide says."
                    .to_owned()
            })?;
            let Written { headers, body, .. } = written;
            let is_json = headers.iter().any(|(name, value)| {
                name.eq_ignore_ascii_case(CONTENT_TYPE.as_str()) && value.contains("json")
            });
            if is_json && let Err(error) = serde_json::from_str::<Value>(&body) {
                return Err(format!(
                    "body: It is no JSON once a ticket's words stand in it ({error}). Write {{{{ subject | \
                     tojson }}}}, without quotes round it."
                ));
            }
        }
        if let Some(link) = &self.file.link {
            let context = json!({ "url": self.url, "number": "1" });
            self.render("link", link, &context)?;
        }
        Ok(())
    }

    fn render(&self, what: &str, text: &str, context: &Value) -> Result<String, String> {
        let known = |name: &String| context.get(name).is_some();
        let template = self.environment.template_from_str(text);
        let named = template.map(|template| template.undeclared_variables(false));
        if let Ok(named) = named
            && let Some(unknown) = named.iter().find(|name| !known(name))
        {
            return Err(format!("{what}: There is no `{unknown}` to put in."));
        }
        self.environment
            .render_str(text, minijinja::value::Serde(context))
            .map_err(|error| format!("{what}: {error}."))
    }

    fn written(&self, delivery: &Delivery) -> Result<Written, String> {
        let config = self.setup.config();
        let (file, bytes) = delivery.file();
        let secrets: Vec<&str> = config
            .secrets
            .iter()
            .map(|secret| secret.reveal())
            .collect();
        let contact = &delivery.contact;
        let context = json!({
            "url": self.url,
            "user": config.user,
            "token": secrets.first(),
            "tokens": secrets,
            "queue": self.setup.queue(delivery),
            "priority": self.setup.priority(delivery, None),
            "requester": self.setup.requester(delivery),
            "subject": delivery.subject(),
            "text": delivery.text,
            "number": delivery.number,
            "key": delivery.key,
            "stored": delivery.stored_at(),
            "guide": delivery.guide,
            "category": delivery.category,
            "severity": delivery.severity,
            "verified": delivery.unverified.is_none(),
            "summary": delivery.summary,
            "name": delivery.name(),
            "email": contact.email,
            "phone": contact.phone,
            "account": contact.account,
            "address": contact.address,
            "times": contact.times,
            "ticket": delivery.document(),
            "file": { "name": file, "base64": STANDARD.encode(bytes) },
        });
        let url = match &self.file.url {
            Some(url) => self.render("url", url, &context)?,
            None => self.url.clone(),
        };
        let mut headers = Vec::new();
        for (name, value) in &self.file.headers {
            let what = format!("headers.{name}");
            headers.push((name.clone(), self.render(&what, value, &context)?));
        }
        let is_type =
            |(name, _): &(String, String)| name.eq_ignore_ascii_case(CONTENT_TYPE.as_str());
        if !headers.iter().any(is_type) {
            headers.push((CONTENT_TYPE.to_string(), "application/json".to_owned()));
        }
        let body = self.render("body", &self.file.body, &context)?;
        Ok(Written { url, headers, body })
    }
}

impl Template {
    fn call(&self, written: &Written) -> Call {
        let call = Call::new(self.method.clone(), &*written.url).raw(&*written.body);
        let headers = written.headers.iter();
        headers.fold(call, |call, (name, value)| call.header(name, &**value))
    }
}

impl Adapter for Template {
    fn create<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Doing<'a, Receipt> {
        Box::pin(async move {
            // It makes sense of any ticket that was thought of, so it is this one that it makes none of.
            let fails = |error: &str| {
                let said = format!("The template fails on this ticket: {error}");
                Failure::new(FailureKind::Refused, said)
            };
            let written = self.written(delivery).map_err(|error| fails(&error))?;
            let call = self.call(&written);
            call.parts().map_err(fails)?;
            let reply = http.ask(call).await?;
            let answer = reply.json();
            if self.file.ok.as_ref().is_some_and(|ok| !ok.is_in(&answer)) {
                return Err(Failure::new(
                    FailureKind::Unsure,
                    "Its answer lacks what `ok` in the template says: it may not have taken the ticket.",
                )
                .with_words(&super::answer::words(&reply.body)));
            }
            // A page to sign in, too, is a success by its status. Who names no place takes what comes.
            let number = match &self.file.number {
                Some(pointer) => {
                    let number = text_at(&answer, pointer);
                    Some(number.ok_or_else(Failure::no_number)?)
                }
                None if self.file.ok.is_none() && reply.is_page() => {
                    return Err(Failure::no_number());
                }
                None => None,
            };
            let link = match (&self.file.link, &number) {
                (Some(link), Some(number)) => {
                    let context = json!({ "url": self.url, "number": number });
                    self.render("link", link, &context).ok()
                }
                _ => None,
            };
            Ok(Receipt {
                number,
                link,
                ..Receipt::default()
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::HelpdeskConfig;

    fn made(text: &str) -> Result<Box<dyn Adapter>, Wrong> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("template.toml");
        std::fs::write(&path, text).unwrap();
        let config = HelpdeskConfig {
            url: Some("https://crm.isp.example".to_owned()),
            template: Some(path),
            ..HelpdeskConfig::default()
        };
        make(&Setup::new(config.into()))
    }

    #[test]
    fn a_template_that_would_fail_on_some_ticket_fails_at_the_start() {
        for (text, said) in [
            ("body = \"{ \\\"a\\\": {{ subject | tojson }} }\"", ""),
            ("body = \"{ \\\"a\\\": {{ email | tojson }} }\"", ""),
            ("body = \"{ \\\"a\\\": \\\"{{ text }}\\\" }\"", "no JSON"),
            ("body = \"{{ sumary | tojson }}\"", "no `sumary`"),
            ("body = \"{{ subject \"", "syntax"),
            ("method = \"GET\"\nbody = \"1\"", "POST, PUT and PATCH"),
            ("body = \"1\"\ncolour = 1", "unknown field `colour`"),
            ("url = \"{{ url }}/a\"", "missing field `body`"),
            (
                "body = \"1\"\n[headers]\nX = \"{{ nothing }}\"",
                "headers.X",
            ),
            ("body = \"1\"\nlink = \"{{ nothing }}\"", "link"),
            (
                "url = \"{{ url }}/a/{{ account }}\"\nbody = \"1\"",
                "urlencode",
            ),
            (
                "url = \"{{ url }}/a?tel={{ phone }}\"\nbody = \"1\"",
                "urlencode",
            ),
            (
                "url = \"{{ url }}/a/{{ account | urlencode }}?tel={{ phone | urlencode }}\"\nbody = \"1\"",
                "",
            ),
            (
                "body = \"1\"\n[headers]\nX-Subject = \"{{ subject }}\"",
                "urlencode",
            ),
            (
                "body = \"1\"\n[headers]\nX-Subject = \"{{ subject | urlencode }}\"",
                "",
            ),
            ("body = \"1\"\n[headers]\n\"X Y\" = \"1\"", "urlencode"),
            (
                "body = \"a={{ text }}\"\n[headers]\ncontent-type = \"text/plain\"",
                "",
            ),
        ] {
            match made(text) {
                Ok(_) => assert_eq!(said, "", "{text}"),
                Err(wrong) => {
                    assert!(!said.is_empty(), "{text}: {wrong:?}");
                    assert!(wrong.message.contains(said), "{text}: {wrong:?}");
                }
            }
        }
    }

    #[tokio::test]
    async fn an_address_that_one_ticket_breaks_is_that_tickets_fault() {
        let text = "url = \"https://{{ account or 'crm' }}.isp.example/\"\nbody = \"1\"";
        // Not tried at the start: whatever was not thought of.
        let template = Template {
            file: toml::from_str(text).unwrap(),
            method: Method::POST,
            setup: Setup::new(HelpdeskConfig::default().into()),
            url: "https://crm.isp.example".to_owned(),
            environment: Environment::new(),
        };
        let http = Http::new(&HelpdeskConfig::default()).unwrap();
        let mut delivery = Delivery::test(0);
        delivery.contact.account = Some("K 77".to_owned());
        let failure = template.create(&http, &delivery).await.unwrap_err();
        assert_eq!(failure.kind, FailureKind::Refused, "{failure}");
    }
}
