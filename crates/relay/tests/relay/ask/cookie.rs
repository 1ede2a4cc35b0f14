//! What the cookie of `/ask` holds, and whose it is.

use super::*;

#[tokio::test]
async fn a_browser_that_keeps_no_cookie_is_asked_one_pair_and_thanked() {
    let relay = relay().await;
    let page = Browser::new(&relay).get("/ask").await;
    let mut browser = Browser::new(&relay);
    let led = browser
        .send(browser.post("/ask?language=de", page.form(SENT)))
        .await;
    assert_eq!((led.status, &*led.to), (303, "/ask/thanks?language=de"));
    browser.cookie = None;
    let end = browser.get(&led.to).await;
    assert!(
        end.html.contains("Danke.") && !end.html.contains("<form"),
        "{}",
        end.html
    );
    counted(&relay, 1).await;
}

#[tokio::test]
async fn a_forged_cookie_and_one_of_another_relay_are_none() {
    let relay = relay().await;
    let foreign = spawn_with(|config, site| {
        set_up(config, site);
        config.follow.secret = Some("a secret that no other relay has got".into());
    })
    .await;
    let mut customer = Browser::new(&foreign);
    for _ in 0..2 {
        let page = customer.get("/ask").await;
        customer.press(&page, "button=skip").await;
    }
    assert_eq!(customer.get("/ask").await.feature(), "");
    let of_foreign = customer.cookie.unwrap();
    let (held, signature) = of_foreign.split_once('~').unwrap();
    for forged in [
        of_foreign.clone(),
        held.to_owned(),
        format!("{held}~"),
        format!("firstline-asked=call-back.own-app~{signature}"),
        "firstline-asked=".to_owned(),
        "firstline-asked=%00~~~".to_owned(),
    ] {
        let mut browser = Browser::new(&relay);
        browser.cookie = Some(forged.clone());
        let page = browser.get("/ask").await;
        assert_ne!(page.feature(), "", "{forged}");
        assert!(page.set_cookie.is_some(), "{forged} is replaced");
        // With it, an answer is one without a cookie.
        browser.cookie = Some(forged.clone());
        let led = browser.send(browser.post("/ask", page.form(SENT))).await;
        assert_eq!(led.to, "/ask/thanks?language=en", "{forged}");
    }
    counted(&relay, 6).await;
}

#[tokio::test]
async fn the_cookie_holds_which_features_were_asked_and_nothing_else() {
    let relay = relay().await;
    let mut cookies = BTreeSet::new();
    for _ in 0..40 {
        let mut browser = Browser::new(&relay);
        let page = browser.get("/ask").await;
        let cookie = browser.cookie.clone().unwrap();
        let holds = format!("firstline-asked={}?~", page.feature());
        assert!(cookie.starts_with(&holds), "{cookie}");
        cookies.insert(cookie);
    }
    // As many as there are features: it tells no customer from another.
    assert_eq!(cookies.len(), 3, "{cookies:?}");
}

#[tokio::test]
async fn the_cookie_goes_over_tls_alone_where_customers_come_by_it() {
    let over_tls = async |change: fn(&mut Config), said: &str| {
        let relay = spawn_with(|config, site| {
            set_up(config, site);
            change(config);
        })
        .await;
        let request = relay.client.get(relay.url("/ask"));
        let page = shown(
            request
                .header("x-forwarded-proto", said)
                .send()
                .await
                .unwrap(),
        )
        .await;
        let cookie = page.set_cookie.unwrap();
        let always = "; Path=/ask; Max-Age=31536000; HttpOnly; SameSite=Lax";
        assert!(cookie.contains(always), "{cookie}");
        cookie.ends_with("; Secure")
    };
    let trusts: fn(&mut Config) = |config| {
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    };
    let is_known: fn(&mut Config) = |config| {
        config.status.address = Some("https://help.isp.example".to_owned());
    };
    assert!(over_tls(trusts, "https").await);
    assert!(!over_tls(trusts, "http").await);
    assert!(!over_tls(|_| {}, "https").await, "nobody knows this proxy");
    assert!(over_tls(is_known, "").await);
}
