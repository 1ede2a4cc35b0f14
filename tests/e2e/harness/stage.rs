//! What a test finds when it begins.

use super::{Answer, Host, OWN_SCRIPTS, Page, Relay, Setup};

/// A relay, and the other websites that the check of the internet asks. They answer.
pub async fn relay_and_websites() -> (Host, Relay) {
    let host = Host::start().await;
    let relay = Relay::start(&Setup {
        internet: host.websites(),
        ..Setup::default()
    })
    .await;
    (host, relay)
}

/// The sample page of a relay, with the widget open. Whatever is checked works.
pub async fn sample_page(page: &Page) -> (Host, Relay) {
    let (host, relay) = relay_and_websites().await;
    page.goto(&relay.url("/")).await;
    page.open_widget().await;
    (host, relay)
}

/// A web site that may embed the widget of a relay, and our tag for its pages.
pub async fn site_and_tag() -> (Host, Relay, String) {
    let host = Host::start().await;
    let relay = Relay::start(&Setup {
        internet: host.websites(),
        origins: vec![host.origin()],
        ..Setup::default()
    })
    .await;
    let tag = relay.tag("");
    (host, relay, tag)
}

impl Host {
    /// Puts a page with this in its body at `/` and the scripts of its own that listen to ours.
    pub fn put_page(&self, body: &str) {
        self.put("/", Answer::page(OWN_SCRIPTS, body));
    }
}

impl Relay {
    /// Our script tag, with these attributes.
    pub fn tag(&self, attributes: &str) -> String {
        let loader = self.url("/firstline.js");
        format!("<script async src=\"{loader}\"{attributes}></script>")
    }
}
