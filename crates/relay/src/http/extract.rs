//! What a route reads of a request: as axum reads it, but what cannot be read is refused by a problem document (RFC 9457), as
//! everything else is. Routes take these and not axum's own.

use axum::body::Bytes;
use axum::extract::rejection::{FormRejection, PathRejection, QueryRejection, RawFormRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use serde::de::DeserializeOwned;

use super::problem::{ProblemKind, Refusal};

/// The query of an address.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query<T>(pub T);

/// What stands in the places of a path.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

/// The fields of a form.
#[derive(Clone, Copy, Debug)]
pub struct Form<T>(pub T);

/// The bytes of a form.
#[derive(Clone, Debug)]
pub struct RawForm(pub Bytes);

impl<T: DeserializeOwned> Query<T> {
    /// The query of this address.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn try_from_uri(uri: &Uri) -> Result<Query<T>, Refusal> {
        let axum::extract::Query(read) = axum::extract::Query::try_from_uri(uri)?;
        Ok(Query(read))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        Query::try_from_uri(&parts.uri)
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let axum::extract::Path(read) =
            axum::extract::Path::from_request_parts(parts, state).await?;
        Ok(Path(read))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let axum::extract::Form(read) = axum::extract::Form::from_request(request, state).await?;
        Ok(Form(read))
    }
}

impl<S: Send + Sync> FromRequest<S> for RawForm {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let axum::extract::RawForm(read) =
            axum::extract::RawForm::from_request(request, state).await?;
        Ok(RawForm(read))
    }
}

// The words of axum and serde may repeat what was sent, so ours say what is wrong.

impl From<QueryRejection> for Refusal {
    fn from(_: QueryRejection) -> Refusal {
        Refusal::with(
            ProblemKind::Malformed,
            "The query of this address cannot be read: a key stands in it twice, is missing, or has no value that it may have.",
        )
    }
}

impl From<PathRejection> for Refusal {
    fn from(_: PathRejection) -> Refusal {
        Refusal::with(
            ProblemKind::Malformed,
            "The path of this address cannot be read.",
        )
    }
}

impl From<FormRejection> for Refusal {
    fn from(rejection: FormRejection) -> Refusal {
        of_a_form(rejection.status())
    }
}

impl From<RawFormRejection> for Refusal {
    fn from(rejection: RawFormRejection) -> Refusal {
        of_a_form(rejection.status())
    }
}

fn of_a_form(status: StatusCode) -> Refusal {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Refusal::with(ProblemKind::TooLarge, "A form of this page is smaller.")
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Refusal::with(
            ProblemKind::Malformed,
            "Send a form, with `Content-Type: application/x-www-form-urlencoded`.",
        ),
        _ => Refusal::with(
            ProblemKind::Malformed,
            "This form cannot be read: a field is missing, stands in it twice, or has no value that it may have.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path as Folder;

    /// What a route takes of axum that is refused in axum's own words.
    const REFUSES: [&str; 6] = ["Query", "Path", "Form", "RawForm", "Json", "Multipart"];

    fn look(folder: &Folder, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                look(&path, found);
                continue;
            }
            if path.extension().is_none_or(|end| end != "rs") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let uses = text.split("use axum::").skip(1);
            for names in uses.filter_map(|rest| rest.split(';').next()) {
                let taken = names.split(|sign: char| !sign.is_alphanumeric());
                let is_extract = names.starts_with("extract") || names.starts_with('{');
                let refuses = |name: &&str| {
                    // An answer is made of `axum::Json`, and nothing is read by it.
                    REFUSES.contains(name) && is_extract && *name != "Json"
                };
                let taken = taken.filter(refuses);
                found.extend(taken.map(|name| format!("{}: {name}", path.display())));
            }
        }
    }

    #[test]
    fn no_route_reads_a_request_by_what_refuses_in_other_words() {
        let routes = Folder::new(env!("CARGO_MANIFEST_DIR")).join("src/routes");
        let mut found = Vec::new();
        look(&routes, &mut found);
        assert_eq!(found, Vec::<String>::new(), "take these of `http::extract`");
    }
}
