//! What the customer saw before sending is what the agent gets, neither more nor less.

use serde_json::{Value, json};

use crate::harness::{Page, in_chromium, in_each_browser, stage};

/// The steps that the form lists, each with its answers.
async fn steps(page: &Page) -> Vec<(String, Vec<String>)> {
    let script = "return every('.fl-steps > li').map((row) => [
        plain(row.firstChild.textContent),
        [...row.querySelectorAll('li')].map((answer) => plain(answer.textContent)),
      ]);";
    serde_json::from_value(page.ask(script).await).unwrap()
}

/// The measurements that the form lists, each with what is sent of it.
async fn measured(page: &Page) -> Vec<(String, String)> {
    let script = "return every('.fl-send .fl-checks > li .fl-option-text').map((row) => [
        plain(row.firstChild.textContent),
        plain(row.querySelector('.fl-detail').textContent),
      ]);";
    serde_json::from_value(page.ask(script).await).unwrap()
}

#[test]
fn what_was_shown_is_what_is_stored() {
    in_each_browser(async |page| {
        let (_host, relay) = stage::filled_in_ticket(page).await;
        page.click("4 steps you took").await;
        let steps = steps(page).await;
        let measured = measured(page).await;
        page.send_the_ticket().await;
        let number = page
            .ask("return plain(every('.fl-number')[0].textContent);")
            .await;

        let expected = [
            (
                "Looking for known faults in your area",
                vec!["Known faults: none"],
            ),
            (
                "Checking the way from this device to the internet",
                vec![
                    "Your device: connected",
                    "Our network: answers",
                    "Other websites: answers",
                    "Login page: none",
                ],
            ),
            (
                "This device is online. Which network does it use?",
                vec!["My Wi-Fi or cable at home"],
            ),
            (
                "Your internet works on this device. What is wrong?",
                vec!["Something else"],
            ),
        ];
        assert_eq!(json!(steps), json!(expected));
        let ticket = relay.only_ticket().await;
        assert_eq!(json!(ticket.number), number);
        assert_eq!(ticket.unverified, None);
        assert_eq!(ticket.guide, "no-internet");
        assert_eq!(ticket.category.as_deref(), Some("quality"));
        assert_eq!(ticket.severity.as_deref(), Some("minor"));

        let request = &ticket.request;
        assert_eq!(
            request["contact"],
            json!({ "name": "Sam Example", "email": "sam@customer.example" })
        );
        assert_eq!(request["note"], "It began on Monday.");
        assert_eq!(request["consent"]["id"], "support-ticket");
        assert_eq!(request["consent"]["version"], "7");
        assert_eq!(
            request["trail"]["visits"].as_array().unwrap().len(),
            steps.len()
        );
        let agent = page.ask("return navigator.userAgent;").await;
        assert_eq!(request["environment"]["userAgent"], agent);

        // Every measurement that the form listed is there with its numbers, and no other.
        let names: Vec<&str> = measured.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                "Your device",
                "Our network",
                "Other websites",
                "Login page",
                "Known faults",
                "Browser and device"
            ]
        );
        // Nothing of browser, device and page goes along that the form did not show.
        let environment = &measured.last().unwrap().1;
        assert!(
            environment.starts_with(agent.as_str().unwrap()),
            "{environment}"
        );
        // What the device tells is said in words, what a page tells by its names.
        for (fact, value) in request["trail"]["facts"].as_object().unwrap() {
            let said = match (fact.as_str(), value) {
                ("device.mobile", Value::Bool(true)) => "phone or tablet".to_owned(),
                ("device.mobile", Value::Bool(false)) => "computer".to_owned(),
                (name, Value::String(text)) if name.starts_with("device.") => text.clone(),
                (name, other) => format!("{name} {other}"),
            };
            let mut shown = environment.split(", ");
            assert!(
                fact.starts_with("provider.") || shown.any(|part| part == said),
                "{fact} is sent, but the form shows {environment}"
            );
        }
        let checks = &request["trail"]["visits"][1]["checked"];
        assert_eq!(checks.as_array().map(Vec::len), Some(6), "{request:#}");
        assert!(measured[2].1.starts_with("answers"), "{measured:?}");

        // The agent reads the same words.
        for words in steps
            .iter()
            .map(|(step, _)| step.as_str())
            .chain(["It began on Monday."])
        {
            assert!(
                ticket.text.contains(words),
                "{words:?} is not in:\n{}",
                ticket.text
            );
        }

        // And so does the command.
        let shown = relay.tickets_command(&["show", &ticket.number]);
        assert_eq!(shown["request"], ticket.request);
        assert_eq!(shown["unverified"], json!(null));
        assert_eq!(
            relay.tickets_command(&["list"]).as_array().unwrap().len(),
            1
        );

        // Nothing of the customer stays in the browser, and nothing but what opens the ticket once the number was seen.
        let stored = format!("{:?}", page.stored().await);
        assert!(!stored.contains("Sam Example"), "{stored}");
        page.click("Finish").await;
        assert_eq!(page.stored_of_the_customer().await, []);
    });
}

#[test]
fn what_the_customer_removed_is_not_sent() {
    in_chromium(async |page| {
        let (_host, relay) = stage::filled_in_ticket(page).await;
        for row in ["Our network", "Browser and device"] {
            let remove = "const rows = every('.fl-send .fl-checks li');
                for (const row of rows) {
                  if (plain(row.textContent).startsWith(arguments[0])) {
                    return row.querySelector('button');
                  }
                }
                return null;";
            page.find(remove, vec![json!(row)])
                .await
                .unwrap()
                .click()
                .await
                .unwrap();
        }
        page.wait_text("not sent").await;
        page.send_the_ticket().await;

        let ticket = relay.only_ticket().await;
        assert_eq!(ticket.request["removed"], json!(["isp", "environment"]));
        assert_eq!(ticket.request.get("environment"), None);
        let agent = page.ask("return navigator.userAgent;").await;
        let whole = format!("{}{}", ticket.request, ticket.text);
        assert!(
            !whole.contains(agent.as_str().unwrap()),
            "the browser is told all the same"
        );
        let checks = ticket.request["trail"]["visits"][1]["checked"]
            .as_array()
            .unwrap();
        for check in checks {
            let numbers = check
                .get("metrics")
                .is_some_and(|numbers| numbers != &json!({}));
            assert_eq!(numbers, check["check"] == "internet", "{check}");
        }
    });
}

#[test]
fn what_is_missing_is_said_and_nothing_is_sent() {
    in_chromium(async |page| {
        let (_host, relay) = stage::sample_page(page).await;
        page.walk_to_a_ticket().await;
        page.click("Send to support").await;
        page.wait_text("Please fill this in, so that we can help.")
            .await;
        page.wait_text("Please agree, so that we may use what you send.")
            .await;
        page.fill("E-mail", "sam at home").await;
        page.wait_text("Please check this address.").await;
        assert_eq!(relay.tickets().await.len(), 0);

        // Leaving the form and coming back asks for nothing twice.
        page.click("Back").await;
        page.wait_heading("Your internet works on this device. What is wrong?")
            .await;
        page.click("Something else").await;
        page.wait_heading("You are online, but it does not work as it should")
            .await;
        assert_eq!(page.typed("E-mail").await, "sam at home");
    });
}
