//! GLPI, by its interface REST (`apirest.php`), in a session of its own for each ticket.
//!
//! It knows no key of ours, so a lost answer is settled by searching for the ticket's number in
//! titles. Two secrets: the user's token, then, if GLPI wants one, the application's.

use axum::http::Method;
use axum::http::header::CONTENT_RANGE;
use firstline_wire::follow::Stage;
use firstline_wire::photo::MEDIA_TYPE;
use jiff::civil::DateTime;
use serde_json::{Value, json};

use super::answer::{PAGE, Pages, as_html, in_address, list, plain, text_at};
use super::http::{Call, Http};
use super::multipart::Form;
use super::progress::{Stages, as_far_as_told};
use super::setup::{Setup, Wrong};
use super::{Adapter, Created, Delivery, Doing, Failure, FailureKind, Kind, Note, Offer, Progress};
use crate::config::Secret;
use crate::store::deliveries::Receipt;

/// Its line in the registry.
pub const KIND: Kind = Kind::new("glpi", "GLPI", make);

/// GLPI's own urgencies: low, medium, very high.
const URGENCIES: [&str; 3] = ["2", "3", "5"];

/// What its statuses say to customers; `solved` may be opened again.
const STAGES: Stages = &[
    (Stage::Received, &["new"]),
    (Stage::Working, &["assigned", "planned"]),
    (Stage::Asks, &["pending"]),
    (Stage::Solved, &["solved", "closed"]),
];

#[derive(Debug)]
struct Glpi {
    url: String,
    user: Secret,
    application: Option<Secret>,
    setup: Setup,
}

fn make(setup: &Setup) -> Result<Box<dyn Adapter>, Wrong> {
    setup.numbers_queues("the id of a category in GLPI, a number")?;
    setup.numbers_priorities("an urgency of GLPI, 1 to 5")?;
    Ok(Box::new(Glpi {
        url: setup.url("\"https://glpi.isp.example\", without /apirest.php")?,
        user: setup
            .secret("The user's API token (and behind it the application's, if there is one)")?,
        application: setup.config().secrets.get(1).cloned(),
        setup: setup.clone(),
    }))
}

/// A session, which is closed when the work is done.
struct Session<'a> {
    glpi: &'a Glpi,
    http: &'a Http,
    token: String,
}

impl Glpi {
    fn with_application(&self, call: Call) -> Call {
        match &self.application {
            Some(application) => call.header("app-token", application.reveal()),
            None => call,
        }
    }

    async fn open<'a>(&'a self, http: &'a Http) -> Result<Session<'a>, Failure> {
        let url = format!("{}/apirest.php/initSession", self.url);
        let token = format!("user_token {}", self.user.reveal());
        let call = Call::get(url).header("authorization", token);
        // GLPI answers 400 to a wrong token of an application.
        let refused = |mut failure: Failure| {
            if failure.kind == FailureKind::Refused {
                failure.kind = FailureKind::Setup;
            }
            failure
        };
        let reply = http
            .ask(self.with_application(call))
            .await
            .map_err(refused)?;
        let token = text_at(&reply.json(), "/session_token");
        Ok(Session {
            glpi: self,
            http,
            token: token.ok_or_else(|| {
                Failure::new(
                    FailureKind::Setup,
                    "It opens no session: is `helpdesk.url` the address of GLPI?",
                )
            })?,
        })
    }

    fn body(&self, delivery: &Delivery) -> Value {
        let text = as_html(&delivery.text).replace('\n', "<br>");
        let urgency = self
            .setup
            .priority(delivery, Some(URGENCIES))
            .unwrap_or("3");
        let mut input = json!({
            "name": delivery.subject(),
            "content": text,
            // An incident.
            "type": 1,
            "urgency": urgency.parse::<u64>().unwrap_or(3),
        });
        if let Some(category) = self
            .setup
            .queue(delivery)
            .and_then(|id| id.parse::<u64>().ok())
        {
            input["itilcategories_id"] = category.into();
        }
        if let Some(requester) = self.setup.requester(delivery) {
            // A requester who is no user of GLPI.
            input["_users_id_requester"] = 0.into();
            input["_users_id_requester_notif"] =
                json!({ "use_notification": [1], "alternative_email": [requester] });
        }
        for (name, value) in self.setup.fields(delivery) {
            input[name] = value.into();
        }
        json!({ "input": input })
    }

    /// One of its times, which it writes as its own clock shows it, in milliseconds since 1970; null if it is none.
    fn when(&self, written: &Value) -> Value {
        let written = written.as_str().unwrap_or_default();
        let Ok(shown) = written.parse::<DateTime>() else {
            return Value::Null;
        };
        let zone = self.setup.config().zone.clone();
        let at = zone.to_ambiguous_timestamp(shown).compatible();
        at.map_or(Value::Null, |at| at.as_millisecond().into())
    }

    fn receipt(&self, id: String) -> Receipt {
        let link = format!("{}/front/ticket.form.php?id={id}", self.url);
        Receipt::numbered_by_id(id, link)
    }
}

impl Session<'_> {
    fn url(&self, path: &str) -> String {
        format!("{}/apirest.php/{path}", self.glpi.url)
    }

    fn signed(&self, call: Call) -> Call {
        let call = call.header("session-token", &self.token);
        self.glpi.with_application(call)
    }

    async fn attach(
        &self,
        id: &str,
        file: &str,
        media_type: &str,
        bytes: &[u8],
    ) -> Result<(), Failure> {
        let manifest = json!({ "input": {
            "name": file, "_filename": [file], "itemtype": "Ticket", "items_id": id.parse::<u64>().unwrap_or(0) } });
        let form = Form::new().json("uploadManifest", &manifest);
        let (kind, body) = form.file("filename[0]", file, media_type, bytes).finish();
        let call = Call::new(Method::POST, self.url("Document")).body(&kind, body);
        self.http.ask(self.signed(call)).await.map(drop)
    }

    /// What was said in a ticket.
    async fn followups(&self, id: &str) -> Result<Vec<Value>, Failure> {
        self.all(&format!("Ticket/{}/ITILFollowup?", in_address(id)))
            .await
    }

    /// The files of a ticket, by their names.
    async fn documents(&self, id: &str) -> Result<Vec<Value>, Failure> {
        let id = in_address(id);
        self.all(&format!("Ticket/{id}/Document_Item?expand_dropdowns=true&"))
            .await
    }

    /// All that is listed there, page by page.
    async fn all(&self, path: &str) -> Result<Vec<Value>, Failure> {
        let mut pages = Pages::default();
        while let Some((from, _)) = pages.next()? {
            let url = self.url(&format!("{path}range={from}-{}", from + PAGE - 1));
            let reply = self.http.ask(self.signed(Call::get(url))).await?;
            let page = reply.json();
            let found = list(&page, "")?;
            // A page behind the last one is refused, so that it must be known whether there is one.
            let range = reply.headers.get(CONTENT_RANGE);
            let total = range.and_then(|range| range.to_str().ok()?.rsplit_once('/'));
            let total = total.and_then(|(_, total)| total.trim().parse::<usize>().ok());
            let more = total.is_some_and(|total| from + found.len() < total);
            pages.add(found, more);
        }
        Ok(pages.all())
    }

    async fn complete(&self, created: Created<'_>) -> Result<(), Failure> {
        let id = &created.receipt.id;
        let (file, bytes) = created.delivery.file();
        if created.unsure && is_attached(&self.documents(id).await?, &file) {
            return Ok(());
        }
        self.attach(id, &file, "application/json", &bytes).await
    }

    async fn note(&self, id: &str, note: &Note) -> Result<(), Failure> {
        let is_there = note.unsure && {
            let all = self.followups(id).await?;
            all.iter().any(|one| note.is_in(&one["content"]))
        };
        if !is_there {
            // Of an earlier try the photo may be there although its note is not.
            if let Some(photo) = &note.photo
                && !(note.unsure && is_attached(&self.documents(id).await?, &photo.name))
            {
                self.attach(id, &photo.name, MEDIA_TYPE, &photo.bytes)
                    .await?;
            }
            let input = json!({ "input": {
                "itemtype": "Ticket",
                "items_id": id.parse::<u64>().unwrap_or(0),
                "is_private": 1,
                "content": format!("<pre>{}</pre>", as_html(&note.text)),
            } });
            let call = Call::post(self.url("ITILFollowup"), &input);
            self.http.ask(self.signed(call)).await?;
        }
        if note.solved {
            let url = self.url(&format!("Ticket/{}", in_address(id)));
            let call = Call::put(url, &json!({ "input": { "status": 5 } }));
            self.http.ask(self.signed(call)).await?;
        }
        Ok(())
    }

    /// Sessions are files on GLPI's disk until they expire.
    async fn close(self) {
        let call = self.signed(Call::get(self.url("killSession")));
        if let Err(failure) = self.http.ask(call).await {
            tracing::debug!(said = failure.said, "a session of GLPI is not closed");
        }
    }
}

/// Whether a file of this name is among those of a ticket.
fn is_attached(documents: &[Value], name: &str) -> bool {
    documents.iter().any(|one| one["documents_id"] == name)
}

impl Adapter for Glpi {
    fn create<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Doing<'a, Receipt> {
        Box::pin(async move {
            let session = self.open(http).await?;
            let call = Call::post(session.url("Ticket"), &self.body(delivery));
            let created = http.ask(session.signed(call)).await;
            let done = match created.map(|reply| text_at(&reply.json(), "/id")) {
                Err(failure) => Err(failure),
                Ok(None) => Err(Failure::no_number()),
                Ok(Some(id)) => Ok(self.receipt(id)),
            };
            session.close().await;
            done
        })
    }

    fn complete<'a>(&'a self, http: &'a Http, created: Created<'a>) -> Offer<'a, ()> {
        Some(Box::pin(async move {
            let session = self.open(http).await?;
            let done = session.complete(created).await;
            session.close().await;
            done
        }))
    }

    fn find<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Offer<'a, Option<Receipt>> {
        Some(Box::pin(async move {
            let session = self.open(http).await?;
            // Field 1 is the title, field 2 the id.
            let url = session.url(&format!(
                "search/Ticket?criteria[0][field]=1&criteria[0][searchtype]=contains&criteria[0][value]={}&\
                 forcedisplay[0]=1&forcedisplay[1]=2",
                in_address(delivery.mark().trim_matches(['[', ']']))
            ));
            let url = url.replace('[', "%5B").replace(']', "%5D");
            let found = http.ask(session.signed(Call::get(url))).await;
            session.close().await;
            let found = found?.json();
            // Where it found nothing it lists nothing.
            if found["totalcount"] == 0 {
                return Ok(None);
            }
            let mut rows = list(&found, "/data")?.iter();
            let row = rows.find(|row| delivery.is_marked(&row["1"]));
            let id = row.and_then(|row| text_at(row, "/2"));
            Ok(id.map(|id| self.receipt(id)))
        }))
    }

    fn progress<'a>(&'a self, http: &'a Http, receipt: &'a Receipt) -> Offer<'a, Progress> {
        Some(Box::pin(async move {
            let session = self.open(http).await?;
            let url = session.url(&format!("Ticket/{}", in_address(&receipt.id)));
            let ticket = http.ask(session.signed(Call::get(url))).await;
            let followups = session.followups(&receipt.id).await;
            session.close().await;
            let status = ticket?.json()["status"].as_u64().unwrap_or(0);
            let word = match status {
                1 => "new",
                2 => "assigned",
                3 => "planned",
                4 => "pending",
                5 => "solved",
                6 => "closed",
                _ => "unknown",
            };
            let mut progress = Progress::by(Some(word.to_owned()), STAGES, &["closed"]);
            for one in as_far_as_told(followups) {
                if one["is_private"] == 0 {
                    // Its pages come as text: with references for their marks.
                    let text = plain(&plain(one["content"].as_str().unwrap_or_default()));
                    let when = self.when(&one["date"]);
                    progress.hear(&one, &when, &text);
                }
            }
            Ok(progress)
        }))
    }

    fn note<'a>(&'a self, http: &'a Http, receipt: &'a Receipt, note: &'a Note) -> Offer<'a, ()> {
        Some(Box::pin(async move {
            let session = self.open(http).await?;
            let done = session.note(&receipt.id, note).await;
            session.close().await;
            done
        }))
    }
}
