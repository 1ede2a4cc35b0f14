//! The interface of a helpdesk over HTTP: where it is, and who asks.

use serde_json::Value;

use super::Failure;
use super::http::{Call, Http, basic};
use super::setup::{Setup, Wrong};
use crate::config::Secret;

/// The interface of a helpdesk over HTTP, at which every request is signed in the same way.
#[derive(Debug)]
pub struct Api {
    url: String,
    authorization: Secret,
}

impl Api {
    /// The interface below this address, for which this is the header `authorization`.
    pub fn new(url: String, authorization: &str) -> Api {
        Api {
            url,
            authorization: authorization.into(),
        }
    }

    /// The interface below this address, for `helpdesk.user` with the first secret as the password; if there is no
    /// user, the secret is a token of this scheme.
    ///
    /// # Errors
    ///
    /// The secret, which is this, is missing.
    pub fn of_user_or_token(
        url: String,
        setup: &Setup,
        scheme: &str,
        secret: &str,
    ) -> Result<Api, Wrong> {
        let secret = setup.secret(secret)?;
        let authorization = match &setup.config().user {
            Some(user) => basic(user, secret.reveal()),
            None => format!("{scheme} {}", secret.reveal()),
        };
        Ok(Api::new(url, &authorization))
    }

    /// The address of what is at this path.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Sends a request, signed, and gives the answer as JSON; null if it is none.
    ///
    /// # Errors
    ///
    /// It did not work, or the helpdesk refused.
    pub async fn ask(&self, http: &Http, call: Call) -> Result<Value, Failure> {
        Ok(http.ask(self.signed(call)).await?.json())
    }

    /// Asks for what is at this path.
    ///
    /// # Errors
    ///
    /// It did not work, or the helpdesk refused.
    pub async fn get(&self, http: &Http, path: &str) -> Result<Value, Failure> {
        self.ask(http, Call::get(self.at(path))).await
    }

    /// The request as one whom the helpdesk knows sends it.
    pub fn signed(&self, call: Call) -> Call {
        call.header("authorization", self.authorization.reveal())
    }
}
