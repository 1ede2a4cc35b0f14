//! Ways through the shipped guide that several tests take.

use super::Page;

/// The support line of the sample provider.
pub const PHONE: &str = "0808 157 0142";

/// What the page's own launcher is called.
const LAUNCHER: &str = "Help with your connection";

impl Page {
    /// Opens the widget by its launcher.
    pub async fn open_widget(&self) {
        self.click(LAUNCHER).await;
        self.wait_heading("What isn't working?").await;
    }

    /// From the welcome screen to the first question. No fault is known, and everything that is
    /// checked works.
    pub async fn walk_to_the_first_question(&self) {
        self.click("No internet at all").await;
        self.pass_all_checks().await;
        self.wait_heading("This device is online. Which network does it use?")
            .await;
    }

    /// No fault is known, and the connection works: the guide goes on by itself.
    pub async fn pass_all_checks(&self) {
        self.wait_seen("No known fault in your area").await;
        self.wait_seen("Your connection works here").await;
    }

    /// Waits until checks have found something that the customer must know, and goes on.
    pub async fn pass_checks(&self, found: &str) {
        self.wait_heading(found).await;
        self.click("Next").await;
    }

    /// From the welcome screen to the shortest ticket.
    pub async fn walk_to_a_ticket(&self) {
        self.walk_to_the_first_question().await;
        self.answer("My Wi-Fi or cable at home").await;
        self.wait_heading("Your internet works on this device. What is wrong?")
            .await;
        self.answer("It is slow").await;
        self.wait_heading("You are online, but it does not work as it should")
            .await;
    }

    /// Chooses an answer of the question that is shown.
    pub async fn answer(&self, label: &str) {
        self.click(label).await;
    }

    /// Fills in the form of [`Page::walk_to_a_ticket`], up to the consent.
    pub async fn fill_in_the_ticket(&self) {
        self.fill("Your name", "Sam Example").await;
        self.fill("E-mail", "sam@customer.example").await;
        self.fill("Anything else we should know?", "It began on Monday.")
            .await;
        self.click("You may use what is shown above to help me.")
            .await;
    }

    /// From an answer on another network to the restart of the router.
    pub async fn walk_to_the_restart(&self) {
        self.walk_to_the_first_question().await;
        for (heading, answer) in [
            (
                "This device is online. Which network does it use?",
                "Mobile data (4G, 5G)",
            ),
            (
                "What happens on your devices at home?",
                "Nothing works on any device",
            ),
            ("Is the electricity on in your home?", "Yes"),
            ("Is any light on your router on?", "Yes, at least one"),
            (
                "How does the internet come into your home?",
                "A small fibre box on the wall",
            ),
            (
                "What does the fibre light do on the wall box?",
                "A warning is on: LOS, Alarm, Fault, or it is red",
            ),
            ("Does anyone rely on a phone or alarm on this line?", "No"),
        ] {
            self.wait_heading(heading).await;
            self.answer(answer).await;
        }
        self.wait_heading("Switch both boxes off and on again")
            .await;
    }
}
