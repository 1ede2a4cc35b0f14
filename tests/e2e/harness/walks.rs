//! Ways through the shipped guide that several tests take.

use super::relay::Ticket;
use super::{Page, Relay};

/// The support line of the sample provider.
pub const PHONE: &str = "0808 157 0142";

/// What the page's own launcher is called.
const LAUNCHER: &str = "Help with your connection";

/// What is asked before the lights of a router, and of a fibre box, where the provider's boxes are
/// known.
pub const WHICH_ROUTER: &str = "Which of these is your router?";
pub const WHICH_FIBRE_BOX: &str = "Which of these is the fibre box on your wall?";
/// What a customer with another box answers.
pub const OTHER_BOX: &str = "My box is not here";

/// Answers from the first question to that about the light of a fibre box.
pub const TO_THE_LIGHT: [(&str, &str); 6] = [
    (
        "This device is online. Which network does it use?",
        "Mobile data (4G, 5G), or a phone's hotspot",
    ),
    (
        "What happens on your devices at home?",
        "Nothing works on any device",
    ),
    ("Does anyone rely on a phone or alarm on this line?", "No"),
    ("Has the internet worked here before?", "Yes"),
    ("Is any light showing on your router?", "Yes, at least one"),
    (
        "How does the internet come into your home?",
        "A small fibre box on the wall",
    ),
];

/// The question about that light.
pub const THE_LIGHT: &str = "What is the fibre light on the wall box doing?";

/// Its answer that leads to the restart of the boxes.
pub const A_FAULT: &str = "A fault light is on";

/// The question about the lamps of a router, in the guide about them.
pub const THE_LAMPS: &str = "What are the lights on your router doing?";

impl Page {
    /// Waits until the widget's launcher stands on the page.
    pub async fn wait_launcher(&self) {
        let script = "return named(arguments[0]) !== null;";
        self.wait_with("the launcher", script, vec![LAUNCHER.into()])
            .await;
    }

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

    /// From the welcome screen to the question about the devices at home, which is asked on another network.
    pub async fn walk_to_the_devices(&self) {
        self.walk_to_the_first_question().await;
        self.answer("Mobile data (4G, 5G), or a phone's hotspot")
            .await;
        self.wait_heading("What happens on your devices at home?")
            .await;
    }

    /// From the welcome screen to the end that says that it works again, because the customer says so.
    pub async fn walk_to_a_good_end(&self) {
        self.walk_to_the_first_question().await;
        self.answer_all(&TO_THE_LIGHT).await;
        self.answer_lights(THE_LIGHT, A_FAULT).await;
        self.answer_all(&[
            ("Switch both boxes off and on again", "Start the timer"),
            ("Switch both boxes off and on again", "Done"),
            ("Switch both boxes off and on again", "Go on now"),
            ("Does the internet at home work again?", "Yes"),
        ])
        .await;
        self.wait_heading("You are back online").await;
    }

    /// Opens the guide about lamps, which is in a group of topics.
    pub async fn choose_the_lamps(&self) {
        self.click("More about your connection").await;
        self.click("What the lights on my box mean").await;
    }

    /// From the welcome screen to the router in the guide about lamps, for a line that comes in like
    /// this.
    pub async fn walk_to_the_lamps(&self, line: &str) {
        self.choose_the_lamps().await;
        self.wait_seen("No known fault in your area").await;
        self.answer_all(&[("How does the internet come into your home?", line)])
            .await;
    }

    /// Loads the page anew, and goes on where the walk was left.
    pub async fn reload_and_resume(&self) {
        self.reload().await;
        self.open_widget().await;
        self.click("Go on where you were").await;
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
        self.answer_up_to_a_ticket().await;
    }

    /// The same from the first question.
    pub async fn answer_up_to_a_ticket(&self) {
        self.answer("My Wi-Fi or cable at home").await;
        self.wait_heading("Your internet works on this device. What is wrong?")
            .await;
        self.answer("Something else").await;
        self.wait_heading("You are online, but it does not work as it should")
            .await;
    }

    /// Sends what is filled in, and waits until it is stored.
    pub async fn send_the_ticket(&self) {
        self.click("Send to support").await;
        self.wait_heading("We have your message").await;
    }

    /// Sends what is filled in, and waits until it is said that it could not go out yet.
    pub async fn send_in_vain(&self) {
        self.click("Send to support").await;
        self.wait_heading("Your message waits for your line").await;
    }

    /// Gives up at the step that is shown, sends a ticket, and gives what the relay stored: proved.
    pub async fn give_up(&self, relay: &Relay) -> Ticket {
        self.click("Nothing helps, talk to us").await;
        self.wait_heading("We take it from here").await;
        self.fill_in_the_ticket().await;
        self.send_the_ticket().await;
        let ticket = relay.only_ticket().await;
        assert_eq!(ticket.unverified, None);
        ticket
    }

    /// Answers these, each when its heading is shown.
    pub async fn answer_all(&self, answers: &[(&str, &str)]) {
        for (heading, answer) in answers {
            self.wait_heading(heading).await;
            self.answer(answer).await;
        }
    }

    /// Comes to the lights of a box, told in words: the customer's own box is none of those that can
    /// be chosen.
    pub async fn come_to_lights(&self, heading: &str) {
        let script = "return [...arguments].includes(heading());";
        let either = vec![heading.into(), WHICH_ROUTER.into(), WHICH_FIBRE_BOX.into()];
        self.wait_with("the lights", script, either).await;
        if self.ask("return heading();").await != heading {
            self.click(OTHER_BOX).await;
        }
        self.wait_heading(heading).await;
    }

    /// The same, and says what the lights mean.
    pub async fn answer_lights(&self, heading: &str, means: &str) {
        self.come_to_lights(heading).await;
        self.answer(means).await;
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
        self.answer_all(&TO_THE_LIGHT).await;
        self.answer_lights(THE_LIGHT, A_FAULT).await;
        self.wait_heading("Switch both boxes off and on again")
            .await;
    }
}
