//! Jira Service Management, in the cloud or on a server, as a request of a service desk.
//!
//! It knows no key of ours, so a lost answer is settled by searching for the ticket's number. The
//! file follows in requests of its own.

use axum::http::Method;
use firstline_wire::follow::Stage;
use firstline_wire::photo::MEDIA_TYPE;
use serde_json::{Map, Value, json};

use super::answer::{PAGE, Pages, in_address, list, text_at};
use super::api::Api;
use super::http::{Call, Http};
use super::multipart::Form;
use super::progress::as_far_as_told;
use super::setup::{Setup, Wrong};
use super::{Adapter, Created, Delivery, Doing, Failure, FailureKind, Kind, Note, Offer, Progress};
use crate::store::deliveries::Receipt;

/// Its line in the registry.
pub const KIND: Kind = Kind::new("jira", "Jira Service Management", make);

/// What `helpdesk.queue` is here.
const QUEUE: &str = "\"1/25\": the id of the service desk, and that of the type of request";

#[derive(Debug)]
struct Jira {
    api: Api,
    setup: Setup,
}

fn make(setup: &Setup) -> Result<Box<dyn Adapter>, Wrong> {
    let config = setup.config();
    let queue = setup.needs("helpdesk.queue", config.queue.as_deref(), QUEUE)?;
    let all = config
        .queues
        .values()
        .map(|queue| ("helpdesk.queues", queue));
    for (key, queue) in [("helpdesk.queue", &queue)].into_iter().chain(all) {
        if desk_and_type(queue).is_none() {
            return Err(Wrong::new(key, format!("Write {QUEUE}.")));
        }
    }
    let url = setup.url("\"https://isp.atlassian.net\"")?;
    let secret = "An API token with `helpdesk.user` (or, on a server, a personal access token)";
    Ok(Box::new(Jira {
        api: Api::of_user_or_token(url, setup, "Bearer", secret)?,
        setup: setup.clone(),
    }))
}

fn desk_and_type(queue: &str) -> Option<(&str, &str)> {
    let (desk, kind) = queue.split_once('/')?;
    (!desk.trim().is_empty() && !kind.trim().is_empty()).then(|| (desk.trim(), kind.trim()))
}

impl Jira {
    fn address(&self, path: &str) -> String {
        self.api.at(&format!("/rest/servicedeskapi/{path}"))
    }

    fn desk<'a>(&'a self, delivery: &Delivery) -> (&'a str, &'a str) {
        let queue = self.setup.queue(delivery).unwrap_or_default();
        desk_and_type(queue).unwrap_or_default()
    }

    fn body(&self, delivery: &Delivery) -> Value {
        let (desk, kind) = self.desk(delivery);
        let mut fields = Map::new();
        fields.insert("summary".to_owned(), delivery.subject().into());
        fields.insert("description".to_owned(), delivery.text.clone().into());
        if let Some(priority) = self.setup.priority(delivery, None) {
            fields.insert("priority".to_owned(), json!({ "name": priority }));
        }
        for (name, value) in self.setup.fields(delivery) {
            fields.insert(name.to_owned(), value.into());
        }
        json!({
            "serviceDeskId": desk,
            "requestTypeId": kind,
            "requestFieldValues": fields,
        })
    }

    fn receipt(&self, request: &Value) -> Option<Receipt> {
        let key = text_at(request, "/issueKey")?;
        let link = self.api.at(&format!("/browse/{key}"));
        Some(Receipt::numbered_by_id(key, link))
    }

    /// Keeps a file of this desk until it is attached to a request; what it is called until then.
    async fn keep(&self, http: &Http, desk: &str, form: Form) -> Result<String, Failure> {
        let (kind, body) = form.finish();
        let url = self.address(&format!(
            "servicedesk/{}/attachTemporaryFile",
            in_address(desk)
        ));
        let call = Call::new(Method::POST, url)
            .body(&kind, body)
            .header("accept", "application/json")
            .header("x-atlassian-token", "no-check")
            .header("x-experimentalapi", "opt-in");
        let kept = self.api.ask(http, call).await?;
        let id = text_at(&kept, "/temporaryAttachments/0/temporaryAttachmentId");
        id.ok_or_else(Failure::no_number)
    }

    async fn attach(&self, http: &Http, key: &str, delivery: &Delivery) -> Result<(), Failure> {
        let (desk, _) = self.desk(delivery);
        let (file, bytes) = delivery.file();
        let form = Form::new().file("file", &file, "application/json", &bytes);
        let id = self.keep(http, desk, form).await?;
        let url = self.address(&format!("request/{}/attachment", in_address(key)));
        // For agents alone.
        let attach = json!({ "temporaryAttachmentIds": [id], "public": false });
        let call = Call::post(url, &attach);
        self.api.ask(http, call).await.map(drop)
    }

    /// What was said in a request.
    async fn comments(&self, http: &Http, key: &str) -> Result<Vec<Value>, Failure> {
        let url = self.address(&format!("request/{}/comment", in_address(key)));
        self.listed(http, &url, "?").await
    }

    /// All that is listed there, page by page.
    async fn listed(&self, http: &Http, url: &str, and: &str) -> Result<Vec<Value>, Failure> {
        let mut pages = Pages::default();
        while let Some((start, _)) = pages.next()? {
            let call = Call::get(format!("{url}{and}start={start}&limit={PAGE}"))
                .header("x-experimentalapi", "opt-in");
            let page = self.api.ask(http, call).await?;
            pages.add(list(&page, "/values")?, page["isLastPage"] == false);
        }
        Ok(pages.all())
    }

    /// The customer of the service desk who has this address, by the name that requests know. Jira makes a customer only for
    /// an administrator, whose rights no relay should have; so one that it does not know stays without.
    async fn customer(
        &self,
        http: &Http,
        desk: &str,
        email: &str,
    ) -> Result<Option<String>, Failure> {
        let url = self.address(&format!("servicedesk/{}/customer", in_address(desk)));
        let url = format!("{url}?query={}", in_address(email));
        let listed = self.listed(http, &url, "&").await;
        let listed = match listed {
            Ok(listed) => listed,
            // Who may not look, or whose version cannot, has the ticket made as before.
            Err(failure) if matches!(failure.status, Some(400 | 403 | 404 | 501)) => {
                tracing::debug!(
                    said = failure.said,
                    "Jira does not say who its customers are"
                );
                return Ok(None);
            }
            Err(mut failure) => {
                // Nothing was made yet.
                if failure.kind == FailureKind::Unsure {
                    failure.kind = FailureKind::Later;
                }
                return Err(failure);
            }
        };
        let has_it = |one: &&Value| {
            let own = one["emailAddress"].as_str();
            own.is_some_and(|own| own.eq_ignore_ascii_case(email))
        };
        // In the cloud by the id of the account, on a server by the user's name.
        let name = |one: &Value| text_at(one, "/accountId").or_else(|| text_at(one, "/name"));
        Ok(listed.iter().find(has_it).and_then(name))
    }
}

impl Adapter for Jira {
    fn create<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Doing<'a, Receipt> {
        Box::pin(async move {
            let mut body = self.body(delivery);
            if let Some(email) = &delivery.contact.email {
                let (desk, _) = self.desk(delivery);
                if let Some(customer) = self.customer(http, desk, email).await? {
                    body["raiseOnBehalfOf"] = customer.into();
                }
            }
            let post = |body: &Value| Call::post(self.address("request"), body);
            let request = match self.api.ask(http, post(&body)).await {
                // The customer may be blocked, or the agent may not speak for others; the ticket is worth more than that.
                Err(failure)
                    if failure.kind == FailureKind::Refused
                        && !body["raiseOnBehalfOf"].is_null() =>
                {
                    body.as_object_mut()
                        .map(|body| body.remove("raiseOnBehalfOf"));
                    self.api.ask(http, post(&body)).await?
                }
                answered => answered?,
            };
            self.receipt(&request).ok_or_else(Failure::no_number)
        })
    }

    fn complete<'a>(&'a self, http: &'a Http, created: Created<'a>) -> Offer<'a, ()> {
        Some(Box::pin(async move {
            let id = &created.receipt.id;
            if created.unsure {
                let (file, _) = created.delivery.file();
                let url = self.address(&format!("request/{}/attachment", in_address(id)));
                let files = self.listed(http, &url, "?").await?;
                if files.iter().any(|one| one["filename"] == file) {
                    return Ok(());
                }
            }
            self.attach(http, id, created.delivery).await
        }))
    }

    fn find<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Offer<'a, Option<Receipt>> {
        Some(Box::pin(async move {
            let mark = delivery.mark();
            let words = in_address(mark.trim_matches(['[', ']']));
            let (desk, _) = self.desk(delivery);
            let url = self.address(&format!(
                "request?requestOwnership=ALL_REQUESTS&serviceDeskId={}&searchTerm={words}",
                in_address(desk)
            ));
            let requests = self.listed(http, &url, "&").await?;
            let is_it = |request: &&Value| {
                let fields = request["requestFieldValues"].as_array();
                fields.into_iter().flatten().any(|field| {
                    field["fieldId"] == "summary" && delivery.is_marked(&field["value"])
                })
            };
            Ok(requests
                .iter()
                .find(is_it)
                .and_then(|request| self.receipt(request)))
        }))
    }

    fn progress<'a>(&'a self, http: &'a Http, receipt: &'a Receipt) -> Offer<'a, Progress> {
        Some(Box::pin(async move {
            let url = self.address(&format!("request/{}", in_address(&receipt.id)));
            let request = self.api.ask(http, Call::get(url)).await?;
            let word = text_at(&request, "/currentStatus/status");
            let mut progress = Progress::by(word, &[], &[]);
            // Statuses are each project's own; their categories are Jira's.
            progress.stage = match request["currentStatus"]["statusCategory"].as_str() {
                Some("NEW" | "UNDEFINED") => Stage::Received,
                Some("DONE") => Stage::Solved,
                _ if progress.word.to_lowercase().contains("customer") => Stage::Asks,
                _ => Stage::Working,
            };
            progress.closed = progress.stage == Stage::Solved;
            let reporter = &request["reporter"]["accountId"];
            for one in as_far_as_told(self.comments(http, &receipt.id).await) {
                let is_theirs = !reporter.is_null() && one["author"]["accountId"] == *reporter;
                if one["public"] == true && !is_theirs {
                    let text = text_at(&one, "/body").unwrap_or_default();
                    progress.hear(&one, &one["created"]["epochMillis"], &text);
                }
            }
            Ok(progress)
        }))
    }

    /// Which step of a workflow closes a request is each project's own, so that a request stays as it is
    /// and the note says that it works again.
    fn note<'a>(&'a self, http: &'a Http, receipt: &'a Receipt, note: &'a Note) -> Offer<'a, ()> {
        Some(Box::pin(async move {
            if note.unsure {
                let comments = self.comments(http, &receipt.id).await?;
                if comments.iter().any(|one| note.is_in(&one["body"])) {
                    return Ok(());
                }
            }
            let request = self.address(&format!("request/{}", in_address(&receipt.id)));
            let call = match &note.photo {
                None => {
                    let comment = json!({ "body": note.text, "public": false });
                    Call::post(format!("{request}/comment"), &comment)
                }
                // File and comment in one, so that a second try finds both or neither.
                Some(photo) => {
                    let found = self.api.ask(http, Call::get(&request)).await?;
                    let desk = text_at(&found, "/serviceDeskId").ok_or_else(Failure::no_number)?;
                    let form = Form::new().file("file", &photo.name, MEDIA_TYPE, &photo.bytes);
                    let id = self.keep(http, &desk, form).await?;
                    let attach = json!({ "temporaryAttachmentIds": [id], "public": false,
                        "additionalComment": { "body": note.text } });
                    Call::post(format!("{request}/attachment"), &attach)
                }
            };
            self.api.ask(http, call).await.map(drop)
        }))
    }
}
