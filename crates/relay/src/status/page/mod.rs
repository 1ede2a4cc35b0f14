//! The public status page: the same that customers read in the help, for everybody, without login and
//! without a script, and as a feed (Atom, RFC 4287, and RSS 2.0). All texts are escaped by the templates.

use std::sync::LazyLock;

use firstline_wire::Status;
use firstline_wire::status::{Item, Kind, State};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use minijinja::value::Serde;
use minijinja::{Environment, Error};
use serde::Serialize;
use serde_json::{Value, json};

use super::words::Words;

/// What the page is made of.
#[derive(Debug)]
pub struct Page<'a> {
    /// What is known.
    pub status: &'a Status,
    /// When that was known to be so.
    pub as_of: Timestamp,
    /// The provider's name.
    pub name: &'a str,
    /// Its telephone number, and when somebody answers there.
    pub phone: Option<&'a str>,
    /// Opening hours in words.
    pub hours: Option<&'a str>,
    /// The page with the help in it.
    pub help: Option<&'a str>,
    /// Where customers reach this relay; empty if nobody said.
    pub root: &'a str,
    /// The tag of the language that is read.
    pub language: &'a str,
    /// The others: tag and name.
    pub languages: Vec<(String, String)>,
    /// The provider's zone.
    pub zone: &'a TimeZone,
    /// The area that is asked for, as it was typed.
    pub area: Option<&'a str>,
}

#[derive(Serialize)]
struct Shown {
    id: String,
    kind: &'static str,
    word: String,
    title: String,
    text: Vec<String>,
    afterwards: String,
    facts: Vec<String>,
    began: Option<String>,
    updated: String,
    /// The same as RSS writes it.
    published: String,
    updates: Vec<News>,
}

#[derive(Serialize)]
struct News {
    at: String,
    time: String,
    text: String,
}

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut all = Environment::new();
    // What they say of escaping goes by the extension of the name. A template that is not sound is
    // missing, and a test looks.
    for (name, text) in [
        ("page.html", include_str!("page.html")),
        ("feed.xml", include_str!("feed.xml")),
        ("rss.xml", include_str!("rss.xml")),
        ("stop.html", include_str!("stop.html")),
    ] {
        if let Err(error) = all.add_template(name, text) {
            tracing::error!(%error, "a template of the status page is not sound");
        }
    }
    all
});

impl Page<'_> {
    /// The page.
    ///
    /// # Errors
    ///
    /// If a template is not sound.
    pub fn html(&self) -> Result<String, Error> {
        TEMPLATES
            .get_template("page.html")?
            .render(Serde(self.values()))
    }

    /// The feed.
    ///
    /// # Errors
    ///
    /// If a template is not sound.
    pub fn feed(&self) -> Result<String, Error> {
        TEMPLATES
            .get_template("feed.xml")?
            .render(Serde(self.values()))
    }

    /// The same as RSS 2.0, for readers that know no Atom.
    ///
    /// # Errors
    ///
    /// If a template is not sound.
    pub fn rss(&self) -> Result<String, Error> {
        TEMPLATES
            .get_template("rss.xml")?
            .render(Serde(self.values()))
    }

    fn values(&self) -> Value {
        let words = Words::of(self.language);
        let going_on = self.status.items.iter().any(|item| item.ended.is_none());
        let state = match self.status.state {
            State::Outage => "outage",
            State::Maintenance => "maintenance",
            State::Unknown => "unknown",
            State::Ok | State::NotSetUp if going_on => "outage",
            State::Ok => "ok",
            // Nobody looks, so nobody can say that all is well.
            State::NotSetUp => "silent",
        };
        let items: Vec<Shown> = self
            .status
            .items
            .iter()
            .map(|item| self.shown(item))
            .collect();
        let updated = items.iter().map(|item| item.updated.as_str()).max();
        let updated = updated.map_or_else(|| in_utc(self.as_of), str::to_owned);
        let languages: Vec<Value> = self
            .languages
            .iter()
            .map(|(tag, name)| json!({ "tag": tag, "name": name }))
            .collect();
        let digits = |sign: &char| sign.is_ascii_digit() || *sign == '+';
        let dial: String = self
            .phone
            .unwrap_or_default()
            .chars()
            .filter(digits)
            .collect();
        let mut values = json!({
            "words": words.texts(),
            "direction": &words.direction,
            "language": self.language,
            "languages": languages,
            "name": self.name,
            "page_title": words.fill("page-title", "name", self.name),
            "state": state,
            "headline": words.text(state),
            "subline": words.text(&format!("{state}-text")),
            "area": self.area,
            "for_area": words.fill("for-area", "area", self.area.unwrap_or_default()),
            "items": items,
            "help": self.help,
            "phone": self.phone,
            "dial": dial,
            "call": words.fill("call", "phone", self.phone.unwrap_or_default()),
            "hours": self.hours,
            "as_of": words.fill("as-of", "time", &words.time(self.as_of, self.zone)),
            "root": self.root,
            "feed_id": format!("urn:firstline:status:{}", self.name.to_lowercase().replace(' ', "-")),
            "built": in_mail(&updated, self.as_of),
            "updated": updated,
        });
        keep_to_xml(&mut values);
        values
    }

    fn shown(&self, item: &Item) -> Shown {
        let words = Words::of(self.language);
        let time = |written: &str| {
            let time: Option<Timestamp> = written.parse().ok();
            time.map(|time| words.time(time, self.zone))
        };
        let (kind, word) = match (&item.ended, item.kind) {
            (Some(_), _) => ("over", "over"),
            (None, Kind::Outage) => ("fault", "fault"),
            (None, Kind::Maintenance) => ("work", "work"),
        };
        let mut facts = Vec::new();
        for (key, written) in [
            (
                "since",
                item.began.as_ref().filter(|_| item.ended.is_none()),
            ),
            (
                "expected",
                item.expected_end.as_ref().filter(|_| item.ended.is_none()),
            ),
            ("ended", item.ended.as_ref()),
        ] {
            if let Some(time) = written.and_then(|written| time(written)) {
                facts.push(words.fill(key, "time", &time));
            }
        }
        facts.push(match item.areas.is_empty() {
            true => words.text("everywhere"),
            false => words.fill("where", "areas", &item.areas.join(", ")),
        });
        let newest = item.updates.iter().map(|update| &update.at).max();
        let updated = item.ended.as_ref().or(item.updated.as_ref()).or(newest);
        let updated = updated
            .or(item.began.as_ref())
            .cloned()
            .unwrap_or_else(|| in_utc(self.as_of));
        Shown {
            id: format!("urn:firstline:status:{}", item.id),
            kind,
            word: words.text(word),
            title: item.title.clone(),
            text: item.text.lines().map(str::to_owned).collect(),
            afterwards: item.afterwards.clone(),
            facts,
            began: item.began.clone(),
            published: in_mail(&updated, self.as_of),
            updated,
            updates: item
                .updates
                .iter()
                .map(|update| News {
                    at: update.at.clone(),
                    time: time(&update.at).unwrap_or_default(),
                    text: update.text.clone(),
                })
                .collect(),
        }
    }
}

/// The page by which somebody says that no message is wanted. `done` is what became of that; `None`
/// asks.
///
/// # Errors
///
/// If a template is not sound.
pub fn stop(language: &str, token: &str, done: Option<bool>) -> Result<String, Error> {
    let words = Words::of(language);
    let said = match done {
        None => "stop-ask",
        Some(true) => "stop-done",
        Some(false) => "stop-unknown",
    };
    TEMPLATES.get_template("stop.html")?.render(Serde(json!({
        "language": language,
        "direction": &words.direction,
        "title": words.text("stop-title"),
        "said": words.text(said),
        "button": done.is_none().then(|| words.text("stop-button")),
        "token": token,
    })))
}

/// The style sheet, in the provider's colour.
pub fn style(accent: Option<&str>) -> String {
    let css = include_str!("style.css");
    match accent {
        Some(accent) => css.replacen("#0a6e5a", accent, 1),
        None => css.to_owned(),
    }
}

fn in_utc(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A time as RSS has it, which is that of mail (RFC 822, with four digits for the year); this one where it is none.
fn in_mail(written: &str, or: Timestamp) -> String {
    let time: Timestamp = written.parse().unwrap_or(or);
    time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Takes out the signs that no XML can have, not even escaped (XML 1.0, section 2.2): one of them would make the feed none.
fn keep_to_xml(value: &mut Value) {
    let is_good = |sign: char| {
        !sign.is_control() && !matches!(sign, '\u{fffe}' | '\u{ffff}')
            || matches!(sign, '\t' | '\n' | '\r')
    };
    match value {
        Value::String(text) if !text.chars().all(is_good) => text.retain(is_good),
        Value::Array(all) => all.iter_mut().for_each(keep_to_xml),
        Value::Object(all) => all.values_mut().for_each(keep_to_xml),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page<T>(items: Vec<Item>, language: &str, made: impl Fn(&Page) -> T) -> T {
        let state = if items.is_empty() {
            State::Ok
        } else {
            State::Outage
        };
        page_of(state, items, language, made)
    }

    fn page_of<T>(state: State, items: Vec<Item>, language: &str, made: impl Fn(&Page) -> T) -> T {
        let status = Status {
            state,
            items,
            tells: false,
        };
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        made(&Page {
            status: &status,
            as_of: "2026-11-22T10:20:00Z".parse().unwrap(),
            name: "Example & Fibre",
            phone: Some("0800 555 0100"),
            hours: None,
            help: None,
            root: "",
            language,
            languages: vec![("de".to_owned(), "Deutsch".to_owned())],
            zone: &zone,
            area: None,
        })
    }

    fn evil() -> Item {
        let evil = "<script>alert(\"1\")</script> & ]]> '";
        Item {
            id: evil.to_owned(),
            kind: Kind::Outage,
            title: evil.to_owned(),
            text: format!("{evil}\n{evil}"),
            areas: vec![evil.to_owned()],
            services: Vec::new(),
            began: Some("2026-11-22T08:40:00Z".to_owned()),
            expected_end: Some("rubbish".to_owned()),
            ended: None,
            afterwards: evil.to_owned(),
            updated: None,
            updates: vec![firstline_wire::status::Update {
                at: "2026-11-22T10:15:00Z".to_owned(),
                text: evil.to_owned(),
            }],
        }
    }

    #[test]
    fn nothing_of_a_feed_is_taken_for_markup() {
        for language in ["en", "de", "ar"] {
            for made in [
                page(vec![evil()], language, |page| page.html().unwrap()),
                page(vec![evil()], language, |page| page.feed().unwrap()),
                page(vec![evil()], language, |page| page.rss().unwrap()),
            ] {
                assert!(!made.contains("<script"), "{made}");
                assert!(!made.contains("\"1\""), "{made}");
                assert!(made.contains("&lt;script&gt;"), "{made}");
                assert!(made.contains("Example &amp; Fibre"), "{made}");
            }
        }
        let asks = stop("en", "\"><script>", None).unwrap();
        assert!(!asks.contains("<script>"), "{asks}");
    }

    #[test]
    fn the_page_says_what_where_since_when_and_what_is_new() {
        let mut cut = evil();
        cut.title = "Cable cut".to_owned();
        cut.areas = vec!["22767".to_owned(), "22769".to_owned()];
        let html = page(vec![cut], "de", |page| page.html().unwrap());
        for said in [
            "lang=\"de\"",
            "Störung",
            "Cable cut",
            "Seit 22. November, 09:40 Uhr",
            "Wo: 22767, 22769",
            "22. November, 11:15 Uhr",
            "Stand: 22. November, 11:20 Uhr",
            "tel:08005550100",
        ] {
            assert!(html.contains(said), "{said}: {html}");
        }
        let well = page(Vec::new(), "ar", |page| page.html().unwrap());
        assert!(well.contains("dir=\"rtl\"") && well.contains("data-state=\"ok\""));
    }

    #[test]
    fn rss_says_the_same_with_times_as_mail_has_them() {
        let mut cut = evil();
        cut.id = "f-1".to_owned();
        cut.title = "Cable\u{7} cut & mended".to_owned();
        let mut over = cut.clone();
        over.id = "f-0".to_owned();
        over.ended = Some("2026-11-02T09:05:00Z".to_owned());
        let rss = page(vec![cut, over], "de", |page| page.rss().unwrap());
        for said in [
            "<title>Example &amp; Fibre: ",
            "<title>Störung: Cable cut &amp; mended</title>",
            "<guid isPermaLink=\"false\">urn:firstline:status:f-1</guid>",
            "<pubDate>Sun, 22 Nov 2026 10:15:00 GMT</pubDate>",
            // A reader that knows the fault is told that it is over.
            "<guid isPermaLink=\"false\">urn:firstline:status:f-0:over</guid>",
            "<pubDate>Mon, 02 Nov 2026 09:05:00 GMT</pubDate>",
            "<lastBuildDate>Sun, 22 Nov 2026 10:15:00 GMT</lastBuildDate>",
            "<language>de</language>",
        ] {
            assert!(rss.contains(said), "{said}: {rss}");
        }
        // What has to be there once in a channel and in each item, and each is closed.
        for (name, count) in [
            ("channel", 1),
            ("item", 2),
            ("title", 3),
            ("link", 3),
            ("description", 3),
            ("pubDate", 2),
        ] {
            assert_eq!(rss.matches(&format!("<{name}>")).count(), count, "{name}");
            assert_eq!(rss.matches(&format!("</{name}>")).count(), count, "{name}");
        }
        let quiet = page(Vec::new(), "en", |page| page.rss().unwrap());
        assert!(quiet.contains("<lastBuildDate>Sun, 22 Nov 2026 10:20:00 GMT</lastBuildDate>"));
    }

    #[test]
    fn where_nothing_is_set_up_nobody_is_told_that_all_is_well() {
        for (language, said) in [
            ("en", "No faults are published here"),
            ("de", "Hier werden keine Störungen veröffentlicht"),
        ] {
            let html = page_of(State::NotSetUp, Vec::new(), language, |page| {
                page.html().unwrap()
            });
            assert!(html.contains("data-state=\"silent\""), "{html}");
            assert!(html.contains(said), "{html}");
            let well = Words::of(language).text("ok");
            assert!(!html.contains(&*well), "{html}");
        }
    }

    #[test]
    fn the_colour_of_the_brand_is_the_providers() {
        assert!(style(Some("#123456")).contains("--accent: #123456;"));
        assert!(style(None).contains("--accent: #0a6e5a;"));
    }
}
