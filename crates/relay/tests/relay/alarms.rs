//! Alarms: raised by several households, told once by webhook, mail and status, muted by a form of the page alone.

use std::time::Duration;

use firstline_relay::{Config, Site};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::mail::{apart, decoded, header};
use crate::mail_server::Server;
use crate::stand_in::{Answer, StandIn};
use crate::support::{GUIDE, Running, pack_of, spawn_in, spawn_with};

const TOKEN: &str = "0123456789abcdef";
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

async fn relay(change: impl FnOnce(&mut Config)) -> Running {
    spawn_with(|config: &mut Config, _: &mut Site| {
        config.insights.per_minute = 0;
        config.insights.secrets = vec![TOKEN.into()];
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        change(config);
    })
    .await
}

/// A walk that measures a failure, by this network.
async fn fail(relay: &Running, walk: u32, from: &str) {
    fail_in(relay, "SW1A 1AA", walk, from).await;
}

/// The same in this area.
async fn fail_in(relay: &Running, area: &str, walk: u32, from: &str) {
    let events = json!([failure(1)]);
    tell(relay, area, (walk, 60), from, &events).await;
}

/// A check that fails, as the event of this number.
fn failure(n: u32) -> Value {
    json!({ "n": n, "is": "checked", "found": [{ "check": "internet", "verdict": "fail" }] })
}

/// Sends events of a walk that began so many seconds ago.
async fn tell(relay: &Running, area: &str, (walk, ago): (u32, u64), from: &str, events: &Value) {
    let body = json!({ "format": 1, "walks": [{
        "walk": format!("{walk:032x}"), "guide": "no-internet", "hash": pack_of(GUIDE).hash, "language": "en", "ago": ago,
        "area": area, "events": events,
    }] });
    let request = relay.client.post(relay.url("/api/v1/events"));
    let request = request
        .header("x-forwarded-for", from)
        .body(body.to_string());
    assert_eq!(request.send().await.unwrap().status(), 200);
}

/// An outage, and what is left of one household that tries again and again.
async fn outage(relay: &Running) {
    for household in 2..8_u32 {
        fail(relay, 2000 + household, &format!("198.51.100.{household}")).await;
    }
}

async fn page(relay: &Running, path: &str) -> String {
    let request = relay
        .client
        .get(relay.url(path))
        .basic_auth("anybody", Some(TOKEN));
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    response.text().await.unwrap()
}

/// What the first form of a page sends.
fn form(html: &str) -> String {
    let field = |name: &str| {
        let at = html.split(&format!("name=\"{name}\" value=\"")).nth(1);
        at.unwrap().split('"').next().unwrap().to_owned()
    };
    let (id, until, sign) = (field("id"), field("until"), field("sign"));
    format!("id={id}&until={until}&sign={sign}")
}

/// Sends a form; what is answered, without going where that leads.
async fn sent(relay: &Running, address: &str, form: &str, is_signed_in: bool) -> StatusCode {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let request = client.post(relay.url(address));
    let request = match is_signed_in {
        true => request.basic_auth("anybody", Some(TOKEN)),
        false => request,
    };
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    request.body(form.to_owned()).send().await.unwrap().status()
}

async fn alarms(relay: &Running) -> Vec<Value> {
    let figure: Value =
        serde_json::from_str(&page(relay, "/insights/alarms/alarms.json").await).unwrap();
    figure["rows"].as_array().unwrap().clone()
}

async fn status(relay: &Running, area: &str) -> Value {
    let answer = relay
        .get(&format!("/api/v1/status?area={area}&language=de&over=1"))
        .await;
    answer.json().await.unwrap()
}

/// Waits until it is so; a relay looks once a second, and for customers every two.
async fn until(what: &str, so: impl AsyncFn() -> bool) {
    for _ in 0..80 {
        if so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{what}");
}

#[tokio::test]
async fn several_households_that_fail_raise_an_alarm_and_one_does_not() {
    let relay = relay(|_| {}).await;
    // One household, again and again; and one walk by many networks.
    for number in 0..20 {
        fail(&relay, 1000 + number, "198.51.100.1").await;
    }
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert!(alarms(&relay).await.is_empty());
    outage(&relay).await;
    until("no alarm", async || alarms(&relay).await.len() == 1).await;
    let alarms = alarms(&relay).await;
    assert_eq!(
        (alarms[0]["area"].as_str(), alarms[0]["households"].as_u64()),
        (Some("SW1"), Some(7))
    );
    // Nobody has allowed it to be told to customers.
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(status(&relay, "SW1A").await["state"], "not-set-up");
}

#[tokio::test]
async fn an_alarm_is_told_once_by_a_signed_webhook_and_to_customers_until_it_is_muted() {
    let receiver = StandIn::new(|_, _| Answer::Says(200, json!({}))).await;
    let url = receiver.url.clone();
    let relay = relay(|config| {
        config.languages = vec!["en".to_owned(), "de".to_owned()];
        config.insights.alarm_url = Some(url);
        config.insights.alarm_secrets = vec![SECRET.into()];
        config.insights.networks = vec!["127.0.0.1".parse().unwrap()];
        config.insights.tell_customers_from = 6;
        config.follow.relay = Some("https://help.isp.example".to_owned());
    })
    .await;
    outage(&relay).await;
    let told = receiver.until(1).await;
    let signer = standardwebhooks::Webhook::new(SECRET).unwrap();
    signer.verify(&told[0].bytes, &told[0].headers).unwrap();
    let event = told[0].json();
    assert_eq!(event["type"], "alarm.began");
    assert_eq!(event["data"]["area"], "SW1");
    assert!(
        event["data"]["households"].as_u64().unwrap() >= 5,
        "{event}"
    );
    assert_eq!(
        event["data"]["page"],
        "https://help.isp.example/insights/alarms"
    );

    until("customers are not told", async || {
        status(&relay, "SW1A 1AA").await["items"][0]["title"]
            == "Andere in Ihrer Nähe melden das auch"
    })
    .await;
    assert_eq!(status(&relay, "SW1A").await["state"], "outage");
    // Without a place that knows of faults nobody elsewhere is told that all is well.
    assert_eq!(status(&relay, "E14").await["state"], "not-set-up");
    assert!(
        status(&relay, "E14").await["items"]
            .as_array()
            .unwrap()
            .is_empty()
    );

    // The form works for who has the page, and for nobody who makes one.
    let form = form(&page(&relay, "/insights/alarms").await);
    let send = async |form: &str, is_signed_in: bool| {
        sent(&relay, "/insights/alarms/mute", form, is_signed_in).await
    };
    assert_eq!(send(&form, false).await, 401);
    let (unsigned, _) = form.split_once("&sign=").unwrap();
    assert_eq!(send(&format!("{unsigned}&sign=AAAA"), true).await, 400);
    assert!(alarms(&relay).await[0]["muted"].is_null());
    assert_eq!(send(&form, true).await, 303);
    assert!(alarms(&relay).await[0]["muted"].is_string());
    until("customers are still told", async || {
        status(&relay, "SW1A").await["state"] != "outage"
    })
    .await;
    // It grows, and nobody is told anything.
    for household in 20..40_u32 {
        fail(&relay, 3000 + household, &format!("198.51.100.{household}")).await;
    }
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(receiver.came().len(), 1, "once");
}

#[tokio::test]
async fn a_household_of_ipv6_is_one_whatever_network_of_its_own_it_comes_by() {
    let relay = relay(|_| {}).await;
    for number in 0..20 {
        fail(&relay, 4000 + number, &format!("2001:db8:0:{number:x}::1")).await;
    }
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert!(alarms(&relay).await.is_empty());
    // Of 256 households' networks one customer may have all.
    for number in 0..20 {
        let from = format!("2001:db8:0:{number:x}00::1");
        fail(&relay, 5000 + number, &from).await;
    }
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert!(alarms(&relay).await.is_empty());
    for number in 1..5 {
        fail(&relay, 5100 + number, &format!("2001:db8:{number:x}::1")).await;
    }
    until("no alarm", async || alarms(&relay).await.len() == 1).await;
}

#[tokio::test]
async fn what_was_measured_long_ago_raises_no_alarm_now() {
    let relay = relay(|_| {}).await;
    // After an outage all browsers deliver what they kept.
    for household in 0..20_u32 {
        let from = format!("198.51.100.{household}");
        let events = json!([failure(1)]);
        tell(&relay, "SW1", (7000 + household, 3600), &from, &events).await;
    }
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert!(alarms(&relay).await.is_empty());
    // Who began an hour ago and measured just now counts.
    for household in 0..8_u32 {
        let from = format!("198.51.100.{household}");
        let left = |n: u32, from: &str, to: &str| json!({ "n": n, "is": "left", "from": from, "to": to, "how": "fail", "s": 1700 });
        let events = json!([
            left(1, "line", "restart"),
            left(2, "restart", "tone"),
            failure(3)
        ]);
        tell(&relay, "E14", (8000 + household, 3600), &from, &events).await;
    }
    until("no alarm", async || alarms(&relay).await.len() == 1).await;
    assert_eq!(alarms(&relay).await[0]["area"], "E14");
}

/// A relay that tells customers and the provider's own people by these webhooks.
async fn told_by(customers: &StandIn, people: Option<&StandIn>) -> Running {
    let (tell, alarm) = (
        customers.url.clone(),
        people.map(|people| people.url.clone()),
    );
    relay(|config| {
        config.status.tell_url = Some(tell);
        config.status.tell_secrets = vec![SECRET.into()];
        config.status.networks = vec!["127.0.0.1".parse().unwrap()];
        config.status.settle = Duration::from_millis(100);
        config.insights.alarm_url = alarm;
        config.insights.alarm_secrets = vec![SECRET.into()];
        config.insights.networks = vec!["127.0.0.1".parse().unwrap()];
        config.insights.tell_customers_from = 5;
    })
    .await
}

/// Somebody near the alarm wants to be told when it is over. Gives the alarm's id.
async fn wish(relay: &Running) -> String {
    until("customers are not told", async || {
        status(relay, "SW1A").await["state"] == "outage"
    })
    .await;
    let item = status(relay, "SW1A").await["items"][0]["id"].clone();
    let wish =
        json!({ "item": item, "area": "SW1A", "language": "en", "email": "sam@home.example" });
    let request = relay.client.post(relay.url("/api/v1/alerts")).json(&wish);
    assert_eq!(request.send().await.unwrap().status(), 201);
    item.as_str()
        .unwrap()
        .trim_start_matches("near-")
        .to_owned()
}

/// How many wishes wait, are due, were told and were given up.
async fn wishes(relay: &Running) -> [u64; 4] {
    let store = relay.store().await;
    let counts = store.count_alerts().await.unwrap();
    store.close().await;
    counts
}

#[tokio::test]
async fn of_an_alarm_that_was_muted_nobody_is_told_that_it_is_over() {
    let receiver = StandIn::new(|_, _| Answer::Says(200, json!({}))).await;
    let relay = told_by(&receiver, None).await;
    outage(&relay).await;
    let id = wish(&relay).await;
    assert_eq!(wishes(&relay).await, [1, 0, 0, 0]);
    let store = relay.store_to_change().await;
    assert!(store.mute_spike(&id, 1).await.unwrap());
    store.close().await;
    until("the wish waits", async || wishes(&relay).await[0] == 0).await;
    until("customers are still told", async || {
        status(&relay, "SW1A").await["state"] != "outage"
    })
    .await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(wishes(&relay).await, [0; 4]);
    assert!(receiver.came().is_empty());
}

#[tokio::test]
async fn what_customers_cannot_be_told_holds_up_nothing_of_the_providers_own_people() {
    let wait = || ("retry-after", "3600".to_owned());
    let down = StandIn::new(move |_, _| Answer::With(503, wait(), String::new())).await;
    let people = StandIn::new(|_, _| Answer::Says(200, json!({}))).await;
    let relay = told_by(&down, Some(&people)).await;
    outage(&relay).await;
    people.until(1).await;
    wish(&relay).await;
    // As if that alarm were over: the customers' webhook wants an hour's rest.
    let store = relay.store_to_change().await;
    let waiting = store.alerts_waiting().await.unwrap();
    store.alerts_due(&waiting[0], "").await.unwrap();
    store.close().await;
    down.until(1).await;
    for household in 100..108_u32 {
        let from = format!("198.51.100.{household}");
        fail_in(&relay, "E14 9", 6000 + household, &from).await;
    }
    let told = people.until(2).await;
    assert_eq!(told[1].json()["data"]["area"], "E14");
}

#[tokio::test]
#[ignore = "needs aiosmtpd; `cargo xtask test` installs and runs it"]
async fn an_alarm_is_told_by_mail() {
    let server = Server::start().await;
    let port = server.port;
    let relay = relay(|config| {
        config.mail.url = Some(format!("smtp://127.0.0.1:{port}"));
        config.mail.from = Some("help@isp.example".to_owned());
        config.mail.networks = vec!["127.0.0.1".parse().unwrap()];
        config.insights.alarm_mail = vec!["noc@isp.example".to_owned()];
    })
    .await;
    outage(&relay).await;
    until("no mail", async || !server.mails().is_empty()).await;
    let mails = server.mails();
    assert_eq!(mails.len(), 1);
    let (head, body) = apart(&mails[0]);
    assert!(
        header(&head, "Subject").contains("households in SW1 measure a failure"),
        "{head}"
    );
    let text = decoded(&head, &body);
    assert!(text.contains("by chance so many would not fail"), "{text}");
}

/// How many messages to the provider's own people are stored, of any state.
async fn notices(relay: &Running, item: &str) -> bool {
    let store = relay.store().await;
    let found = store.has_notice(item).await.unwrap();
    store.close().await;
    found
}

/// The last week that has a report by now.
fn week() -> String {
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::get("Europe/Berlin").unwrap());
    let at = now
        .checked_sub(jiff::SignedDuration::from_hours(7))
        .unwrap();
    let days = i64::from(at.weekday().to_monday_zero_offset()) + 7;
    let monday = at
        .date()
        .checked_sub(jiff::SignedDuration::from_hours(24 * days))
        .unwrap();
    monday.to_string()
}

#[tokio::test]
#[ignore = "needs aiosmtpd; `cargo xtask test` installs and runs it"]
async fn the_report_of_a_week_goes_once_to_each_although_two_relays_would_send_it() {
    let server = Server::start().await;
    let port = server.port;
    let change = move |config: &mut Config| {
        config.mail.url = Some(format!("smtp://127.0.0.1:{port}"));
        config.mail.from = Some("help@isp.example".to_owned());
        config.mail.networks = vec!["127.0.0.1".parse().unwrap()];
        config.insights.report_mail =
            vec!["care@isp.example".to_owned(), "head@isp.example".to_owned()];
        config.follow.relay = Some("https://help.isp.example".to_owned());
    };
    let first = relay(change).await;
    // On the same store, at the same time.
    let data = first.config.data.clone();
    let database = first.config.database.clone();
    let second = relay(move |config| {
        change(config);
        config.data = data;
        config.database = database;
    })
    .await;
    until("no mails", async || server.mails().len() >= 2).await;
    assert!(notices(&first, &format!("report {}", week())).await);
    tokio::time::sleep(Duration::from_secs(3)).await;
    let mails = server.mails();
    assert_eq!(mails.len(), 2, "one each");
    let (head, body) = apart(&mails[0]);
    let text = decoded(&head, &body);
    assert!(
        header(&head, "Subject").contains("First-line help in the week of"),
        "{head}"
    );
    for said in [
        "BESIDE THE TIME BEFORE",
        "HOW WALKS END",
        "https://help.isp.example/insights/report?from=",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    drop(second);
    // And not again after a start.
    let data = first.stop().await;
    let again = spawn_in(data, |config, _| change(config)).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(server.mails().len(), 2);
    drop(again);
}

#[tokio::test]
async fn a_comment_is_erased_by_the_form_of_its_page_alone() {
    let relay = relay(|_| {}).await;
    let body = json!({ "format": 1, "walks": [{
        "walk": format!("{:032x}", 7_u32 << 20), "guide": "no-internet", "hash": pack_of(GUIDE).hash, "language": "en", "ago": 60,
        "events": [{ "n": 1, "is": "comment", "text": "My name is Zebrafish" }],
    }] });
    let request = relay.client.post(relay.url("/api/v1/events"));
    assert_eq!(
        request
            .body(body.to_string())
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
    until("no comment", async || {
        page(&relay, "/insights/feedback")
            .await
            .contains("Zebrafish")
    })
    .await;
    let form = form(&page(&relay, "/insights/feedback").await);
    let send = async |address: &str| sent(&relay, address, &form, true).await;
    // What was made for this is good for nothing else.
    assert_eq!(send("/insights/alarms/mute").await, 400);
    assert_eq!(send("/insights/feedback/erase").await, 303);
    assert!(
        !page(&relay, "/insights/feedback")
            .await
            .contains("Zebrafish")
    );
}
