//! What a test finds when it begins.

use super::{Answer, Host, Line, OWN_SCRIPTS, PHONE, Page, Relay, Setup};

/// A relay, and the other websites that the check of the internet asks. They answer.
pub async fn relay_and_websites() -> (Host, Relay) {
    let host = Host::start().await;
    let relay = relay_that_asks(host.websites()).await;
    (host, relay)
}

/// A relay with these websites for the check of the internet.
pub async fn relay_that_asks(websites: Vec<String>) -> Relay {
    Relay::start(&Setup {
        internet: websites,
        ..Setup::default()
    })
    .await
}

/// The sample page of a relay, loaded over a line between them. Whatever is checked works.
pub async fn sample_page_over_a_line(page: &Page) -> (Host, Relay, Line) {
    let (host, relay) = relay_and_websites().await;
    let line = Line::to(relay.port()).await;
    page.goto(&line.url("/")).await;
    (host, relay, line)
}

/// The sample page of a relay, with the widget open. Whatever is checked works.
pub async fn sample_page(page: &Page) -> (Host, Relay) {
    let (host, relay) = relay_and_websites().await;
    page.goto(&relay.url("/")).await;
    page.open_widget().await;
    (host, relay)
}

/// The same with the form of the shortest ticket, filled in.
pub async fn filled_in_ticket(page: &Page) -> (Host, Relay) {
    let (host, relay) = sample_page(page).await;
    page.walk_to_a_ticket().await;
    page.fill_in_the_ticket().await;
    (host, relay)
}

/// The same over a line.
pub async fn filled_in_ticket_over_a_line(page: &Page) -> (Host, Relay, Line) {
    let (host, relay, line) = sample_page_over_a_line(page).await;
    page.open_widget().await;
    page.walk_to_a_ticket().await;
    page.fill_in_the_ticket().await;
    (host, relay, line)
}

/// A web site that may embed the widget of a relay, and our tag for its pages.
pub async fn site_and_tag() -> (Host, Relay, String) {
    site_and_tag_of(Setup::default()).await
}

/// The same, with what else the relay is set up for.
pub async fn site_and_tag_of(setup: Setup) -> (Host, Relay, String) {
    let host = Host::start().await;
    let relay = Relay::start(&Setup {
        internet: host.websites(),
        origins: vec![host.origin()],
        ..setup
    })
    .await;
    let tag = relay.tag("");
    (host, relay, tag)
}

/// A web site that may embed the widget of a relay, other websites that stand elsewhere, and that relay: so a page can be
/// told from what its checks ask.
pub async fn site_and_world() -> (Host, Host, Relay) {
    let (host, world) = (Host::start().await, Host::start().await);
    let relay = Relay::start(&Setup {
        internet: world.websites(),
        origins: vec![host.origin()],
        ..Setup::default()
    })
    .await;
    (host, world, relay)
}

/// A page of a site that may embed the widget, with this script before ours and this in its body.
pub async fn site(page: &Page, before: &str, body: &str) -> (Host, Relay) {
    let (host, relay, tag) = site_and_tag().await;
    host.put("/before.js", Answer::of("text/javascript", before));
    let head = format!("{OWN_SCRIPTS}<script src=\"/before.js\"></script>{tag}");
    host.put("/", Answer::page(&head, body));
    page.goto(&host.url("/")).await;
    (host, relay)
}

/// A site with a page in this language with this in its body, and a relay that serves those.
pub async fn site_in(language: &str, served: &'static [&'static str], body: &str) -> (Host, Relay) {
    let (host, relay, _) = site_and_tag_of(Setup {
        languages: served,
        ..Setup::default()
    })
    .await;
    let tag = relay.tag(&format!(" data-phone=\"{PHONE}\""));
    let page = format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>Host</title>\
         {tag}</head><body>{body}</body></html>"
    );
    host.put("/", Answer::of("text/html", page));
    (host, relay)
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
