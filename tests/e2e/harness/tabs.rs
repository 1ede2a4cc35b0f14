//! Walking a page by the Tab key.

use thirtyfour::Key;

use super::Page;

/// A walk over what can have the focus.
pub struct Tabs<'p> {
    page: &'p Page,
    backwards: bool,
}

impl Page {
    /// A walk forwards from where the focus is.
    pub fn tabs(&self) -> Tabs<'_> {
        Tabs {
            page: self,
            backwards: false,
        }
    }
}

impl Tabs<'_> {
    /// To the next stop.
    ///
    /// Behind the last one Firefox goes to its own buttons, and after those to the first one again.
    /// A driver's keys reach the page alone, so there the walk turns round and comes to all that
    /// lies before by Shift and Tab. Chromium has no buttons when it has no window.
    pub async fn next(&mut self) {
        self.press().await;
        if self.page.ask("return document.hasFocus();").await == false {
            self.press().await;
            self.backwards = !self.backwards;
        }
    }

    async fn press(&self) {
        let keys = self.page.driver.action_chain();
        let keys = if self.backwards {
            keys.key_down(Key::Shift)
        } else {
            keys
        };
        let keys = keys.key_down(Key::Tab).key_up(Key::Tab);
        let keys = if self.backwards {
            keys.key_up(Key::Shift)
        } else {
            keys
        };
        keys.perform().await.unwrap();
    }
}
