//! Forms that are not counted, and addresses at which nobody is asked.

use super::*;

#[tokio::test]
async fn an_answer_that_lacks_is_asked_for_again_with_what_was_chosen() {
    let relay = relay().await;
    let mut browser = Browser::new(&relay);
    let mut page = browser.get("/ask").await;
    let feature = page.feature().to_owned();
    for (answers, chosen) in [
        ("", ""),
        ("functional=must-be", "must-be"),
        ("dysfunctional=neutral&functional=very-much", "neutral"),
        (
            "functional=&dysfunctional=live-with&button=send",
            "live-with",
        ),
    ] {
        page = browser.send(browser.post("/ask", page.form(answers))).await;
        assert_eq!((page.status, page.feature()), (400, &*feature), "{answers}");
        assert!(
            page.html.contains("Choose one for each question"),
            "{answers}"
        );
        let checked = format!("value=\"{chosen}\" required checked");
        assert_eq!(
            page.html.contains(&checked),
            !chosen.is_empty(),
            "{answers}"
        );
        assert!(!page.html.contains("very-much"), "{answers}");
    }
    let next = browser.press(&page, SENT).await;
    assert_ne!(next.feature(), feature);
    counted(&relay, 1).await;
}

#[tokio::test]
async fn what_is_no_form_of_ours_is_refused_by_a_page_that_says_what_to_do() {
    let relay = relay().await;
    let mut browser = Browser::new(&relay);
    let page = browser.get("/ask").await;
    let good = page.form(SENT);
    let other = ["call-back", "own-app", "paper-bill"];
    let other = other.iter().find(|id| **id != page.feature()).unwrap();
    let with = |name: &str, value: &str| {
        let old = format!("{name}={}", page.field(name));
        let forged = good.replace(&old, &format!("{name}={value}"));
        assert_ne!(forged, good, "{name}");
        forged
    };
    let form = "application/x-www-form-urlencoded";
    let site = |value| ("sec-fetch-site", value);
    let none = ("x-nothing", "");
    for (what, body, kind, (header, value), status) in [
        ("another feature", with("feature", other), form, none, 400),
        ("another number", with("number", "7"), form, none, 400),
        (
            "a later end",
            with("until", "9999999999999"),
            form,
            none,
            400,
        ),
        ("no signature", with("sign", ""), form, none, 400),
        ("no number", with("until", "tomorrow"), form, none, 400),
        (
            "a field twice",
            format!("{good}&functional=like"),
            form,
            none,
            400,
        ),
        (
            "no form",
            "\u{0}\u{1}".to_owned(),
            "application/octet-stream",
            none,
            400,
        ),
        ("JSON", "{}".to_owned(), "application/json", none, 400),
        ("another site", good.clone(), form, site("cross-site"), 400),
        ("a site beside", good.clone(), form, site("same-site"), 400),
        (
            "a large form",
            format!("{good}&more={}", "x".repeat(5000)),
            form,
            none,
            413,
        ),
    ] {
        let request = relay.client.post(relay.url("/ask?language=en"));
        let request = request.header("content-type", kind).header(header, value);
        let refused = shown(request.body(body).send().await.unwrap()).await;
        assert_eq!(refused.status, status, "{what}: {}", refused.html);
        assert!(
            refused.html.contains(NOT_COUNTED),
            "{what}: {}",
            refused.html
        );
        let again = "href=\"/ask?language=en\">Open the questions again</a>";
        assert!(refused.html.contains(again), "{what}: {}", refused.html);
        assert_eq!(refused.set_cookie, None, "{what}");
    }
    counted(&relay, 0).await;
    // Of our own page, it is taken.
    let request = browser
        .post("/ask", good)
        .header("sec-fetch-site", "same-origin");
    assert_eq!(browser.send(request).await.status, 303);
    counted(&relay, 1).await;
}

#[tokio::test]
async fn a_feature_that_is_gone_is_passed_over() {
    let relay = relay().await;
    let mut browser = Browser::new(&relay);
    let page = browser.get("/ask").await;
    let gone = page.form(SENT).replace(page.feature(), "no-such-feature");
    let led = browser.send(browser.post("/ask?language=en", gone)).await;
    assert_eq!((led.status, &*led.to), (303, "/ask?language=en"));
    assert_eq!(browser.get(&led.to).await.feature(), page.feature());
    counted(&relay, 0).await;
}

#[tokio::test]
async fn an_address_that_sends_too_much_is_told_when_to_come_again() {
    let relay = spawn_with(|config, site| {
        set_up(config, site);
        config.insights.per_minute = 1;
    })
    .await;
    let mut browser = Browser::new(&relay);
    let page = browser.get("/ask").await;
    for status in [303, 303, 429] {
        let sent = browser.post("/ask", page.form("button=skip"));
        let response = sent.send().await.unwrap();
        assert_eq!(response.status(), status);
        let waits = response.headers().contains_key("retry-after");
        assert_eq!(waits, status == 429);
        let html = response.text().await.unwrap();
        assert_eq!(html.contains("Wait a few minutes"), status == 429, "{html}");
    }
    assert_eq!(
        browser.get("/ask").await.status,
        200,
        "looking costs nothing"
    );
}

#[tokio::test]
async fn where_nobody_is_asked_a_plain_page_says_so() {
    let without: fn(&mut Config, &mut Site) = |_, site| site.features = Vec::new();
    let off: fn(&mut Config, &mut Site) = |config, _| config.insights.sample_percent = 0;
    let unread: fn(&mut Config, &mut Site) = |_, site| {
        site.features = vec![feature("call-back", &["fr"])];
    };
    for (what, change) in [
        ("no file", without),
        ("off", off),
        ("of no language", unread),
    ] {
        let relay = spawn_with(|config, site| {
            set_up(config, site);
            change(config, site);
        })
        .await;
        let mut browser = Browser::new(&relay);
        for path in ["/ask?language=de", "/ask/thanks?language=de"] {
            let page = browser.get(path).await;
            assert_eq!(page.status, 404, "{what}");
            let said = "Wir fragen hier zurzeit nichts.";
            assert!(
                page.html.contains(said) && page.html.contains("lang=\"de\""),
                "{what}"
            );
            assert!(!page.html.contains("<form"), "{what}: {}", page.html);
        }
        let sent = browser.send(browser.post("/ask", SENT.to_owned())).await;
        assert_eq!((sent.status, sent.set_cookie), (404, None), "{what}");
    }
}
