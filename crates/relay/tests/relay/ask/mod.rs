//! Pairs of questions behind a link: walked as a browser without script does, on a real relay.

mod cookie;
mod refused;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use firstline_relay::store::insights::{Pair, Slice};
use firstline_relay::{Config, Site};
use firstline_wire::kano::Feature;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::Value;

use crate::support::{Running, is_on_a_server, spawn_with};

const TOKEN: &str = "0123456789abcdef";

const THANKS: &str = "We have no more questions for you.";

const NOT_COUNTED: &str = "Your answers were not counted";

fn feature(id: &str, languages: &[&str]) -> Feature {
    let texts = |what: &str| -> BTreeMap<String, String> {
        let text = |tag: &&str| ((*tag).to_owned(), format!("{what} {id} ({tag})?"));
        languages.iter().map(text).collect()
    };
    Feature {
        id: id.to_owned(),
        name: texts("Name of"),
        functional: texts("How is it with"),
        dysfunctional: texts("How is it without"),
    }
}

fn set_up(config: &mut Config, site: &mut Site) {
    config.languages = ["en", "de", "ar", "zh"].map(str::to_owned).to_vec();
    config.insights.per_minute = 0;
    config.insights.secrets = vec![TOKEN.into()];
    let languages = ["en", "de", "ar"];
    site.features = ["call-back", "own-app", "paper-bill"]
        .map(|id| feature(id, &languages))
        .to_vec();
}

async fn relay() -> Running {
    spawn_with(set_up).await
}

/// A browser without script: it keeps the cookie, and follows nothing by itself.
struct Browser<'r> {
    relay: &'r Running,
    client: Client,
    cookie: Option<String>,
}

/// A page that it got.
struct Shown {
    status: u16,
    html: String,
    to: String,
    set_cookie: Option<String>,
}

impl Browser<'_> {
    fn new(relay: &Running) -> Browser<'_> {
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        Browser {
            relay,
            client,
            cookie: None,
        }
    }

    async fn send(&mut self, mut request: RequestBuilder) -> Shown {
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", format!("theme=dark; {cookie}"));
        }
        let shown = shown(request.send().await.unwrap()).await;
        if let Some(set) = &shown.set_cookie {
            self.cookie = set.split(';').next().map(str::to_owned);
        }
        shown
    }

    async fn get(&mut self, path: &str) -> Shown {
        self.send(self.client.get(self.relay.url(path))).await
    }

    fn post(&self, path: &str, body: String) -> RequestBuilder {
        let request = self.client.post(self.relay.url(path));
        let kind = "application/x-www-form-urlencoded";
        request.header("content-type", kind).body(body)
    }

    /// Presses a button of the page with these answers, and follows where that leads.
    async fn press(&mut self, page: &Shown, answers: &str) -> Shown {
        let sent = self.post("/ask?language=en", page.form(answers));
        let led = self.send(sent).await;
        assert_eq!(led.status, 303, "{}", led.html);
        self.get(&led.to).await
    }
}

async fn shown(response: Response) -> Shown {
    let header = |name: &str| {
        let value = response.headers().get(name);
        value.map(|value| value.to_str().unwrap().to_owned())
    };
    let (to, set_cookie) = (header("location").unwrap_or_default(), header("set-cookie"));
    Shown {
        status: response.status().as_u16(),
        to,
        set_cookie,
        html: response.text().await.unwrap(),
    }
}

impl Shown {
    fn field(&self, name: &str) -> &str {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.html.split_once(&start).unwrap_or_else(|| {
            panic!("no {name} in {}", self.html);
        });
        rest.split('"').next().unwrap()
    }

    /// The feature that it asks about; empty if it asks nothing.
    fn feature(&self) -> &str {
        match self.html.contains("<form") {
            true => self.field("feature"),
            false => "",
        }
    }

    fn form(&self, answers: &str) -> String {
        let hidden = ["feature", "number", "until", "sign"];
        let hidden = hidden.map(|name| format!("{name}={}", self.field(name)));
        format!("{}&{answers}", hidden.join("&"))
    }
}

const SENT: &str = "functional=like&dysfunctional=dislike&button=send";

/// What is counted: the answers of so many customers, no more and no fewer. They are written down each second.
async fn counted(relay: &Running, customers: u64) -> Vec<Pair> {
    let slice = Slice {
        from: 0,
        to: i64::MAX,
        ..Slice::default()
    };
    let store = relay.store().await;
    let of = |pairs: &[Pair]| -> u64 { pairs.iter().map(|pair| pair.customers).sum() };
    for _ in 0..200 {
        if customers > 0 && of(&store.pairs(&slice).await.unwrap()) >= customers {
            break;
        }
        tokio::time::sleep(Duration::from_millis(if customers > 0 { 100 } else { 10 })).await;
    }
    // One too many would be written a second later.
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let pairs = store.pairs(&slice).await.unwrap();
    assert_eq!(of(&pairs), customers, "{pairs:?}");
    pairs
}

#[tokio::test]
async fn two_pairs_are_asked_each_once_in_any_order_and_insights_count_them() {
    let relay = relay().await;
    let mut orders = BTreeSet::new();
    for _ in 0..100 {
        let mut browser = Browser::new(&relay);
        let first = browser.get("/ask").await;
        assert_eq!(first.status, 200);
        let second = browser.press(&first, SENT).await;
        let end = browser.press(&second, SENT).await;
        assert!(end.html.contains(THANKS), "{}", end.html);
        assert_ne!(first.feature(), second.feature());
        orders.insert((first.feature().to_owned(), second.feature().to_owned()));
        let later = browser.get("/ask?language=en").await;
        assert_eq!((later.status, later.feature()), (200, ""));
        assert!(later.html.contains(THANKS), "{}", later.html);
    }
    assert_eq!(orders.len(), 6, "{orders:?}");
    let pairs = counted(&relay, 200).await;
    for pair in &pairs {
        assert_eq!((&*pair.technology, &*pair.years), ("", ""), "{pair:?}");
        assert_eq!(
            (&*pair.functional, &*pair.dysfunctional),
            ("like", "dislike")
        );
    }
    let page = relay.client.get(relay.url("/insights/kano/map.json"));
    let page = page
        .basic_auth("anybody", Some(TOKEN))
        .send()
        .await
        .unwrap();
    let figure: Value = serde_json::from_slice(&page.bytes().await.unwrap()).unwrap();
    let rows = figure["rows"].as_array().unwrap();
    let answers = rows.iter().map(|row| row["answers"].as_u64().unwrap());
    assert_eq!(answers.sum::<u64>(), 200, "{figure}");
}

#[tokio::test]
async fn what_is_skipped_is_not_counted_and_not_asked_again() {
    let relay = relay().await;
    let mut browser = Browser::new(&relay);
    let first = browser.get("/ask").await;
    // Whatever was chosen before.
    let skip = "functional=like&dysfunctional=like&button=skip";
    let second = browser.press(&first, skip).await;
    assert_ne!(second.feature(), "");
    assert_ne!(second.feature(), first.feature());
    let end = browser.press(&second, "button=skip").await;
    assert!(end.html.contains(THANKS), "{}", end.html);
    assert_eq!(browser.get("/ask").await.feature(), "");
    counted(&relay, 0).await;
}

#[tokio::test]
async fn a_reload_and_another_language_ask_the_same_again() {
    let relay = relay().await;
    for _ in 0..10 {
        let mut browser = Browser::new(&relay);
        let first = browser.get("/ask").await;
        let (feature, before) = (first.feature().to_owned(), browser.cookie.clone());
        let again = browser.get("/ask").await;
        assert_eq!(again.feature(), feature);
        assert_eq!(again.set_cookie, None, "its year goes on");
        let german = browser.get("/ask?language=de").await;
        assert_eq!(german.feature(), feature);
        let legend = format!("<legend>How is it with {feature} (de)?</legend>");
        assert!(german.html.contains(&legend), "{}", german.html);
        assert_eq!(browser.cookie, before);
    }
}

#[tokio::test]
async fn nobody_is_asked_more_than_two_pairs_in_however_many_tabs() {
    let relay = relay().await;
    let mut tabs = BTreeMap::new();
    while tabs.len() < 3 {
        let tab = Browser::new(&relay).get("/ask").await;
        tabs.insert(tab.feature().to_owned(), tab);
    }
    let mut browser = Browser::new(&relay);
    browser.get("/ask").await;
    for tab in tabs.values() {
        browser.press(tab, SENT).await;
    }
    counted(&relay, 2).await;
}

#[tokio::test]
async fn a_form_that_is_sent_twice_counts_once() {
    let relay = relay().await;
    let mut browser = Browser::new(&relay);
    let page = browser.get("/ask").await;
    let form = page.form(SENT);
    for cookie in [browser.cookie.clone(), browser.cookie.clone(), None] {
        browser.cookie = cookie;
        let led = browser.send(browser.post("/ask", form.clone())).await;
        assert_eq!(led.status, 303);
    }
    counted(&relay, 1).await;
}

#[tokio::test]
async fn a_customer_reads_the_language_of_the_link_the_browser_or_the_provider() {
    let relay = relay().await;
    for (link, accepted, language, direction, said) in [
        (
            "/ask?language=de",
            "ar",
            "de",
            "ltr",
            "Was ist Ihnen wichtig?",
        ),
        ("/ask?language=ar", "de", "ar", "rtl", "ما الذي يهمك؟"),
        ("/ask?language=de-AT", "", "de", "ltr", "Antworten senden"),
        ("/ask", "ar-EG,en;q=0.5", "ar", "rtl", "تخطَّ هذا"),
        (
            "/ask?utm_source=bill&language=de&id=zebrafish",
            "",
            "de",
            "ltr",
            "Überspringen",
        ),
        // In that language there are no questions, or it is not served.
        ("/ask?language=zh", "de", "de", "ltr", "Überspringen"),
        ("/ask?language=fr", "fr", "en", "ltr", "Skip this"),
        ("/ask?language=%FF&language=x", "", "en", "ltr", "Skip this"),
        (
            "/ask/thanks?language=ar",
            "",
            "ar",
            "rtl",
            "يمكنك إغلاق هذه الصفحة",
        ),
    ] {
        let request = relay.client.get(relay.url(link));
        let request = request.header("accept-language", accepted);
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()["content-language"], language, "{link}");
        let html = response.text().await.unwrap();
        let root = format!("<html lang=\"{language}\" dir=\"{direction}\">");
        assert!(
            html.contains(&root) && html.contains(said),
            "{link}: {html}"
        );
        assert!(
            !html.contains("zebra") && !html.contains("hreflang=\"zh\""),
            "{html}"
        );
        for other in ["en", "de", "ar"] {
            let is_offered = html.contains(&format!("hreflang=\"{other}\""));
            assert_eq!(is_offered, other != language, "{link}: {other}");
        }
    }
}

#[tokio::test]
async fn the_page_runs_nothing_and_no_other_page_may_read_it() {
    let relay = spawn_with(|config, site| {
        set_up(config, site);
        config.status.accent = Some("#7a1fa2".to_owned());
    })
    .await;
    for path in ["/ask", "/ask/thanks"] {
        let request = relay.client.get(relay.url(path));
        let request = request.header("origin", "https://evil.example");
        let response = request.send().await.unwrap();
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        let policy = header("content-security-policy");
        let plain = "default-src 'none'; style-src 'self'; form-action 'self'";
        assert!(policy.starts_with(plain), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(
            !policy.contains("unsafe") && !policy.contains("script"),
            "{policy}"
        );
        assert_eq!(header("cache-control"), "no-store");
        let headers = response.headers();
        assert!(headers.get("access-control-allow-origin").is_none());
        let html = response.text().await.unwrap();
        assert!(html.contains("Example Fibre"), "{html}");
        for forbidden in ["<script", " style=", " on", "http://", "https://"] {
            let (_, body) = html.split_once("<body>").unwrap();
            let tags = body.split('<').map(|tag| tag.split('>').next().unwrap());
            for tag in tags {
                assert!(!format!("<{tag}").contains(forbidden), "{forbidden}: {tag}");
            }
        }
    }
    let css = relay.get("/ask/style.css").await;
    assert_eq!(css.headers()["content-type"], "text/css; charset=utf-8");
    assert!(css.text().await.unwrap().contains("--accent: #7a1fa2"));
}

#[tokio::test]
async fn who_sends_a_form_is_counted_whatever_the_browser_says_of_being_followed() {
    let relay = relay().await;
    let mut browser = Browser::new(&relay);
    let page = browser.get("/ask").await;
    let sent = browser.post("/ask", page.form(SENT));
    let sent = sent.header("dnt", "1").header("sec-gpc", "1");
    assert_eq!(browser.send(sent).await.status, 303);
    counted(&relay, 1).await;
}

#[tokio::test]
async fn of_whoever_answers_nothing_but_the_counts_is_kept() {
    let relay = relay().await;
    let mut browser = Browser::new(&relay);
    let page = browser.get("/ask?language=en&id=zebrafish").await;
    let typed = format!("{SENT}&text=secretword&email=anna%40isp.example");
    let sent = browser.post("/ask?language=en&customer=4711zebra", page.form(&typed));
    let sent = sent.header("user-agent", "quaggabrowser");
    assert_eq!(browser.send(sent).await.status, 303);
    counted(&relay, 1).await;
    if is_on_a_server() {
        return;
    }
    let number = page.field("number").to_owned();
    drop(browser);
    let data = relay.stop().await;
    let mut has_counts = false;
    for entry in std::fs::read_dir(data.path().join("data")).unwrap() {
        let path = entry.unwrap().path();
        let Ok(bytes) = std::fs::read(&path) else {
            continue;
        };
        let holds = |word: &str| {
            let mut windows = bytes.windows(word.len());
            windows.any(|window| window == word.as_bytes())
        };
        has_counts |= holds(page.feature());
        for word in [
            "zebra",
            "secretword",
            "anna@isp",
            "quagga",
            "127.0.0.1",
            number.as_str(),
        ] {
            assert!(!holds(word), "{word} is in {}", path.display());
        }
    }
    assert!(has_counts, "it would not be found");
}
