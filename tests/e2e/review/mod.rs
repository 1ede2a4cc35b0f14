//! Every named example in every language, in one page of a real browser: for tests, and for
//! pictures that people look at.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Answer, Host, Page, paths};

#[path = "../../examples/mod.rs"]
pub mod examples;
mod speed;

const SHOW: &str = include_str!("show.js");
const LOOK: &str = include_str!("look.js");

/// A page that shows the examples, and the site that it comes from.
pub struct Review<'a> {
    page: &'a Page,
    _host: Host,
}

/// An example, drawn.
pub struct Drawn {
    pub name: String,
    pub language: &'static str,
    /// Whether it stands in the page rather than in a panel.
    pub inline: bool,
}

impl<'a> Review<'a> {
    /// Draws all examples and opens the page. Returns what it can show, too.
    pub async fn open(page: &'a Page) -> (Review<'a>, Vec<Drawn>) {
        let mut screens = Vec::new();
        let mut all = Vec::new();
        let speed = speed::screens();
        for language in examples::spoken::LANGUAGES {
            for example in examples::spoken::all_in(language) {
                let (name, inline) = (example.name, example.view.inline);
                let html = examples::render(example).await;
                for (name, html) in speed.on_stage(language, name, html) {
                    screens.push(json!({
                        "name": name, "language": language, "inline": inline, "html": html,
                    }));
                    all.push(Drawn {
                        name,
                        language,
                        inline,
                    });
                }
            }
        }
        let review = Review::dressed(page, Value::from(screens), &speed.sheet).await;
        (review, all)
    }

    /// Opens a page that shows these screens: `[{ name, language, inline, html }]`.
    pub async fn of(page: &'a Page, screens: Value) -> Review<'a> {
        Review::dressed(page, screens, "").await
    }

    /// The same, with more of a style sheet.
    async fn dressed(page: &'a Page, screens: Value, more: &str) -> Review<'a> {
        let host = Host::start().await;
        host.put(
            "/screens.json",
            Answer::of("application/json", screens.to_string()),
        );
        host.put(
            "/sheets.css",
            Answer::of("text/css", examples::page::sheets() + more),
        );
        let folder = paths::root().join("guides/pictures");
        for file in std::fs::read_dir(folder).unwrap() {
            let file = file.unwrap();
            let name = format!("/pictures/{}", file.file_name().to_string_lossy());
            let drawing = std::fs::read(file.path()).unwrap();
            host.put(&name, Answer::of("image/svg+xml", drawing));
        }
        let script = |name: &str| format!("<script src=\"{name}\"></script>");
        host.put("/show.js", Answer::of("text/javascript", SHOW));
        host.put("/look.js", Answer::of("text/javascript", LOOK));
        let axe = std::fs::read(paths::axe()).unwrap();
        host.put("/axe.js", Answer::of("text/javascript", axe));
        let head = format!(
            "<style>body {{ margin: 0; background: #e9edf3 }}</style>{}",
            ["axe.js", "show.js", "look.js"].map(script).concat()
        );
        let body = "<main><h1 hidden>Examples</h1></main>";
        host.put("/", Answer::page(&head, body));
        page.driver
            .set_script_timeout(Duration::from_secs(120))
            .await
            .unwrap();
        page.goto(&host.url("/")).await;
        let review = Review { page, _host: host };
        review.run("await ready; return true;", Vec::new()).await;
        review
    }

    /// Runs an asynchronous script with the functions of the page; what it returns.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async (...arguments) => {{ {script} }})(...arguments)
               .then(done, (error) => done({{ failed: String(error.stack || error) }}));"
        );
        let answer = self
            .page
            .driver
            .execute_async(script, arguments)
            .await
            .unwrap();
        let answer = answer.json().clone();
        assert!(answer.get("failed").is_none(), "{answer}");
        answer
    }

    /// A window of this size, in CSS pixels.
    pub async fn window(&self, width: u32, height: u32) {
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    /// Media features that a customer has chosen, by name and value.
    pub async fn media(&self, features: &[(&str, &str)]) {
        let features: Vec<Value> = features
            .iter()
            .map(|(name, value)| json!({ "name": name, "value": value }))
            .collect();
        self.cdp(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await;
    }

    /// Asks the browser itself.
    pub async fn cdp(&self, command: &str, arguments: Value) -> Value {
        let cdp = self.page.driver.cdp();
        cdp.send_raw(command, arguments).await.unwrap()
    }
}
