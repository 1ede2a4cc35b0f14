//! Whether pages may use the API: tickets and known faults.

use hyper::Uri;

use super::is_busy;
use crate::commands::doctor::client::Ask;
use crate::commands::doctor::{Finding, Patient};

const ABOUT: &str = "Your pages";

pub async fn examine(patient: &Patient) -> Vec<Finding> {
    let mut found = Vec::new();
    if patient.pages.is_empty() {
        found.push(
            Finding::not_set_up(ABOUT, "no page was named, so none was looked at")
                .write("firstline doctor … --page https://www.isp.example/help"),
        );
    }
    let mut origins: Vec<String> = patient
        .pages
        .iter()
        .filter_map(|page| origin(page))
        .collect();
    origins.sort();
    origins.dedup();
    for page in origins {
        if origin(&patient.base).as_ref() == Some(&page) {
            continue;
        }
        let ask = Ask::get(patient.url("/api/v1/origin")).with("origin", &page);
        match patient.client.ask(ask).await {
            Ok(answer) if answer.status == 204 => {
                found.push(preflight(patient, &page).await);
            }
            Ok(answer) if answer.status == 403 => found.push(
                Finding::wrong(ABOUT, format!("pages of {page} may send no tickets"))
                    .write(format!("firstline.toml:  origins = [\"{page}\"]")),
            ),
            Ok(answer) if is_busy(answer.status) => found.push(Finding::not_tested(
                ABOUT,
                format!(
                    "/api/v1/origin answers {}, as a relay or proxy that is asked too much",
                    answer.status
                ),
            )),
            Ok(answer) => found.push(Finding::wrong(
                ABOUT,
                format!("/api/v1/origin answers {}", answer.status),
            )),
            Err(why) => found.push(Finding::wrong(
                ABOUT,
                format!("/api/v1/origin does not answer: {why}"),
            )),
        }
    }
    found
}

/// Whether a browser may send a ticket: it asks before it sends.
async fn preflight(patient: &Patient, page: &str) -> Finding {
    let ask = Ask::new("OPTIONS", patient.url("/api/v1/tickets"))
        .with("origin", page)
        .with("access-control-request-method", "POST")
        .with(
            "access-control-request-headers",
            "content-type,idempotency-key",
        );
    let keep = "Let the proxy pass OPTIONS on, and keep the relay's Access-Control headers.";
    match patient.client.ask(ask).await {
        Ok(answer) => {
            let allowed: Vec<&str> = answer.all("access-control-allow-origin").collect();
            // No cookie goes along, so any page is as good as this one.
            let is_allowed = matches!(allowed[..], [to] if to == page || to == "*");
            if is_allowed && answer.list("access-control-allow-methods").contains("post") {
                Finding::good(ABOUT, format!("pages of {page} may send tickets"))
            } else if allowed.len() > 1 {
                Finding::wrong(
                    ABOUT,
                    format!(
                        "{} headers Access-Control-Allow-Origin: browsers refuse more than one",
                        allowed.len()
                    ),
                )
                .write(keep)
            } else {
                Finding::wrong(ABOUT, format!("a browser on {page} may not send: it asks by OPTIONS and is answered {} without leave", answer.status))
                    .write(keep)
            }
        }
        Err(why) => Finding::wrong(ABOUT, format!("OPTIONS is not answered: {why}")).write(keep),
    }
}

/// Scheme, host and port.
fn origin(url: &str) -> Option<String> {
    let uri: Uri = url.parse().ok()?;
    Some(format!("{}://{}", uri.scheme_str()?, uri.authority()?))
}
