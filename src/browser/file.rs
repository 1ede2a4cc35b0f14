//! Files of the relay: asked for here, or by the panel before the core was there.
//!
//! Apart from [`fetch`](super::fetch), whose requests tell what came between: that is for what measures and what sends.

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestCredentials, RequestInit, Response};

use super::fetch::AbortOnDrop;

/// A file that is asked for. Dropping it aborts what this module asked for itself.
#[derive(Debug)]
pub struct Asked {
    answer: Promise,
    _abort: Option<AbortOnDrop>,
}

/// An answer in a file's place.
#[derive(Debug)]
pub enum Answer {
    /// The file, to the byte.
    File(Vec<u8>),
    /// A refusal, or a page for people: somebody in between answered.
    Other,
}

/// Asks for the file at this address as a page would, from the browser's cache if that is allowed, or else past it and into
/// it; `None` if that cannot be asked.
pub fn ask(address: &str, cached: bool) -> Option<Asked> {
    let abort = AbortOnDrop::new().ok()?;
    let init = RequestInit::new();
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(match cached {
        true => RequestCache::Default,
        false => RequestCache::Reload,
    });
    init.set_signal(Some(&abort.signal()));
    Some(Asked {
        answer: gloo_utils::window().fetch_with_str_and_init(address, &init),
        _abort: Some(abort),
    })
}

impl Asked {
    /// What the panel has asked for.
    pub(super) fn before(answer: Promise) -> Asked {
        Asked {
            answer,
            _abort: None,
        }
    }

    /// The answer; `None` if none came within that many milliseconds.
    pub async fn answer(self, deadline: u32) -> Option<Answer> {
        let read = Box::pin(read(&self.answer));
        match select(read, TimeoutFuture::new(deadline)).await {
            Either::Left((answer, _)) => answer.ok(),
            Either::Right(_) => None,
        }
    }
}

async fn read(answer: &Promise) -> Result<Answer, JsValue> {
    let response = JsFuture::from(answer.clone()).await?;
    if !response.is_object() {
        // The panel's own try came to nothing.
        return Err(response);
    }
    // A page may have wrapped `fetch`, or have it of another realm.
    let response: Response = response.unchecked_into();
    let media_type = response.headers().get("content-type")?;
    if !response.ok() || is_page(&media_type.unwrap_or_default()) {
        return Ok(Answer::Other);
    }
    let body = JsFuture::from(response.array_buffer()?).await?;
    Ok(Answer::File(Uint8Array::new(&body).to_vec()))
}

/// Whether an answer is a page for people. None of our files is one.
fn is_page(media_type: &str) -> bool {
    media_type.starts_with("text/html")
}
