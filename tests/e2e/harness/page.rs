//! A page in a browser, as a person uses it: by what is written on things. Clicks and keys are
//! those of the browser; script only looks.

use std::cell::Cell;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::error::WebDriverError;
use thirtyfour::{Key, TypingData, WebDriver, WebElement};

/// How long something may take that a customer waits for. The slowest is a check whose targets are
/// silent: its deadline is 4.5 s.
const PATIENCE: Duration = Duration::from_secs(20);

const LIBRARY: &str = include_str!("page.js");

/// A script with the functions of `page.js` before it.
pub fn with_library(script: &str) -> String {
    format!("{LIBRARY}\n{script}")
}

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    pub driver: WebDriver,
}

/// Asks again and again until there is an answer; `None` where there is none in time.
pub async fn eventually<T>(patience: Duration, ask: impl AsyncFn() -> Option<T>) -> Option<T> {
    let until = Instant::now() + patience;
    loop {
        if let Some(answer) = ask().await {
            return Some(answer);
        }
        if Instant::now() > until {
            return None;
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

/// What a driver says of an error, without its own stack, which says nothing of the page.
fn shortly(error: &WebDriverError) -> String {
    let error = error.to_string();
    error
        .split("Stacktrace")
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

impl Page {
    pub fn new(driver: WebDriver) -> Page {
        Page { driver }
    }

    /// Goes to a page.
    pub async fn goto(&self, address: &str) {
        self.driver.goto(address).await.unwrap();
        self.ask("watch();").await;
    }

    /// Loads the page anew.
    pub async fn reload(&self) {
        self.driver.refresh().await.unwrap();
        self.ask("watch();").await;
    }

    /// Runs a script with the functions of `page.js`; what it returns.
    pub async fn ask(&self, script: &str) -> Value {
        self.ask_with(script, Vec::new()).await
    }

    /// The same, with arguments.
    pub async fn ask_with(&self, script: &str, arguments: Vec<Value>) -> Value {
        match self.driver.execute(with_library(script), arguments).await {
            Ok(answer) => answer.json().clone(),
            Err(error) => {
                panic!("{script}: {}", shortly(&error));
            }
        }
    }

    /// The same, for a script that returns an element or null.
    pub async fn find(&self, script: &str, arguments: Vec<Value>) -> Option<WebElement> {
        let answer = self
            .driver
            .execute(with_library(script), arguments)
            .await
            .ok()?;
        answer.element().ok()
    }

    /// Waits until a script returns true.
    pub async fn wait_until(&self, what: &str, script: &str) {
        self.wait_with(what, script, Vec::new()).await;
    }

    /// The same, with arguments.
    pub async fn wait_with(&self, what: &str, script: &str, arguments: Vec<Value>) {
        self.wait_for(PATIENCE, what, script, arguments).await;
    }

    async fn wait_for(&self, patience: Duration, what: &str, script: &str, args: Vec<Value>) {
        let holds = eventually(patience, async || {
            // A page that is being left does not answer; the next one will.
            let answer = self
                .driver
                .execute(with_library(script), args.clone())
                .await
                .ok()?;
            (*answer.json() == Value::Bool(true)).then_some(())
        });
        if holds.await.is_none() {
            panic!(
                "{what} did not happen; the page:\n{}",
                self.described().await
            );
        }
    }

    /// The page in words, for whoever reads why a test failed.
    pub async fn described(&self) -> String {
        self.ask("return described();")
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Everything that can be read.
    pub async fn text(&self) -> String {
        self.ask("return text();")
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The heading of the screen that is shown.
    pub async fn heading(&self) -> String {
        let heading = self.ask("return heading();").await;
        heading.as_str().unwrap_or_default().to_owned()
    }

    /// Waits for a screen by its heading.
    pub async fn wait_heading(&self, heading: &str) {
        self.wait_heading_for(PATIENCE, heading).await;
    }

    /// The same, for something that may take longer.
    pub async fn wait_heading_for(&self, patience: Duration, heading: &str) {
        let what = format!("the screen {heading:?}");
        let args = vec![json!(heading)];
        self.wait_for(patience, &what, "return heading() === arguments[0];", args)
            .await;
    }

    /// Waits until a screen has been shown, even if it has gone on by itself since.
    pub async fn wait_seen(&self, heading: &str) {
        self.wait_seen_for(PATIENCE, heading).await;
    }

    /// The same, for something that may take longer.
    pub async fn wait_seen_for(&self, patience: Duration, heading: &str) {
        let what = format!("the sight of {heading:?}");
        let script = "return window.headings.includes(arguments[0]);";
        self.wait_for(patience, &what, script, vec![json!(heading)])
            .await;
    }

    /// Waits until something can be read.
    pub async fn wait_text(&self, words: &str) {
        self.wait_text_for(PATIENCE, words).await;
    }

    /// The same, for something that may take longer.
    pub async fn wait_text_for(&self, patience: Duration, words: &str) {
        let what = format!("the text {words:?}");
        let args = vec![json!(words)];
        self.wait_for(
            patience,
            &what,
            "return text().includes(arguments[0]);",
            args,
        )
        .await;
    }

    /// Whether something of that name is there to press.
    pub async fn offers(&self, name: &str) -> bool {
        self.ask_with("return named(arguments[0]) !== null;", vec![json!(name)])
            .await
            == true
    }

    /// Presses what has that name.
    pub async fn click(&self, name: &str) {
        let why = Cell::new(String::new());
        let pressed = eventually(PATIENCE, async || {
            let element = self
                .find("return named(arguments[0]);", vec![json!(name)])
                .await?;
            // It may have been drawn anew in between, or still move.
            let clicked = element.click().await;
            clicked.map_err(|error| why.set(shortly(&error))).ok()
        });
        if pressed.await.is_none() {
            let why = why.take();
            panic!(
                "nothing of the name {name:?} could be pressed {why}:\n{}",
                self.described().await
            );
        }
    }

    /// Does something with the field of that label; anew if the core's own screen took the place of the one that was
    /// drawn ahead between looking for it and doing so.
    async fn with_field(
        &self,
        label: &str,
        act: impl AsyncFn(WebElement) -> Result<(), WebDriverError>,
    ) {
        let done = eventually(PATIENCE, async || {
            let field = self
                .find("return field(arguments[0]);", vec![json!(label)])
                .await?;
            match act(field).await {
                // Drawn anew, or still on its way to where it can be seen.
                Err(error)
                    if ["StaleElementReference", "ElementNotInteractable"]
                        .iter()
                        .any(|passing| format!("{error:?}").contains(passing)) =>
                {
                    None
                }
                done => Some(done),
            }
        });
        match done.await {
            Some(done) => done.unwrap(),
            None => panic!("there is no field {label:?}:\n{}", self.described().await),
        }
    }

    /// Types into the field of that label.
    pub async fn fill(&self, label: &str, words: &str) {
        self.with_field(label, async |field| field.send_keys(words).await)
            .await;
    }

    /// Empties the field of that label.
    pub async fn empty(&self, label: &str) {
        self.with_field(label, async |field| field.clear().await)
            .await;
    }

    /// Presses into the field of that label.
    pub async fn touch(&self, label: &str) {
        self.with_field(label, async |field| field.click().await)
            .await;
    }

    /// What stands in the field of that label.
    pub async fn typed(&self, label: &str) -> String {
        let script = "return field(arguments[0])?.value ?? null;";
        let value = self.ask_with(script, vec![json!(label)]).await;
        value
            .as_str()
            .unwrap_or_else(|| panic!("there is no field {label:?}"))
            .to_owned()
    }

    /// Presses a key where the focus is.
    pub async fn press(&self, key: Key) {
        self.driver
            .action_chain()
            .key_down(key.clone())
            .key_up(key)
            .perform()
            .await
            .unwrap();
    }

    /// Types where the focus is.
    pub async fn type_keys(&self, words: impl Into<TypingData>) {
        self.driver
            .action_chain()
            .send_keys(words)
            .perform()
            .await
            .unwrap();
    }

    /// The name of what has the focus: what is written on it, its label, or its id.
    pub async fn focused(&self) -> String {
        let script = "const on = focused();
            if (!on || on === document.body) return '';
            if (on.labels?.length) return names(on.labels[0])[1];
            return names(on)[1] ?? names(on)[0] ?? on.id;";
        self.ask(script)
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// What the widget has stored in this browser: key and value.
    pub async fn stored(&self) -> Vec<(String, String)> {
        let all = self.ask("return Object.entries(localStorage);").await;
        serde_json::from_value(all).unwrap()
    }

    /// That without what says nothing about the customer: the token that opens a ticket to whoever sent it, and the
    /// events of walks without a name.
    pub async fn stored_of_the_customer(&self) -> Vec<(String, String)> {
        let nameless = [
            "firstline.ticket",
            "firstline.events",
            "firstline.telling",
            "firstline.helped",
            "firstline.asked",
            "firstline.last",
            "firstline.told",
            "firstline.opening",
        ];
        let mut stored = self.stored().await;
        stored.retain(|(key, _)| !nameless.contains(&&**key));
        stored
    }
}
