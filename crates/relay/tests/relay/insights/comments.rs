//! How many comments are taken, and how all of them can be read and erased.

use firstline_relay::store::insights::{Added, Comment};

use super::*;

async fn relay_with(per_day: u64, most: u64) -> Running {
    spawn_with(move |config, _| {
        config.insights.per_minute = 0;
        config.insights.secrets = vec![TOKEN.into()];
        config.insights.comments_per_day = per_day;
        config.insights.comments_most = most;
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await
}

async fn comment(relay: &Running, network: u32, number: u32) {
    let (_, hash) = library(GUIDE);
    let events = json!([{ "n": 1, "is": "comment", "text": "Thank you." }]);
    let request = relay.client.post(relay.url("/api/v1/events"));
    let request = request.header("x-forwarded-for", format!("203.0.113.{network}"));
    let body = of(number << 16, &hash, events).to_string();
    assert_eq!(request.body(body).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_network_writes_so_many_comments_a_day_and_all_together_so_many() {
    let relay = relay_with(3, 7).await;
    let stored = async || {
        written().await;
        relay.store().await.count_comments().await.unwrap()
    };
    for number in 1..=9 {
        comment(&relay, 1, number).await;
    }
    assert_eq!(stored().await, 3);
    for network in 2..=4 {
        for number in 1..=3 {
            comment(&relay, network, network * 100 + number).await;
        }
    }
    assert_eq!(stored().await, 7);
    let html = page(&relay, "/insights/feedback").await.text().await;
    assert!(
        html.unwrap()
            .contains("Comments: 7. They are erased after 30 days. No more are taken now")
    );
}

#[tokio::test]
async fn all_comments_are_told_and_each_can_be_read_and_erased() {
    let relay = relay_with(0, 10_000).await;
    let today = jiff::Timestamp::now().as_second() / 86_400;
    let comments = (0..450).map(|number| Comment {
        id: format!("{number:03}"),
        day: today,
        guide: "no-internet".to_owned(),
        words: format!("Comment {number:03}."),
    });
    let added = Added {
        comments: comments.collect(),
        ..Added::default()
    };
    let store = relay.store_to_change().await;
    store.add_insights(&added).await.unwrap();
    let rows = figure(&relay, "/insights/feedback/comments.json").await;
    assert_eq!(rows.len(), 450);
    let mut seen = 0;
    for (part, said) in [
        (1, "Rows 1 to 200 of 450."),
        (2, "Rows 201 to 400 of 450."),
        (3, "Rows 401 to 450 of 450."),
        (9, "Rows 401 to 450 of 450."),
    ] {
        let path = format!("/insights/feedback?part={part}");
        let html = page(&relay, &path).await.text().await.unwrap();
        assert!(
            html.contains("Comments: 450.") && html.contains(said),
            "{part}"
        );
        let erase = html.matches("Erase the comment of").count();
        assert_eq!(html.matches(">Comment ").count(), erase);
        if part < 4 {
            seen += erase;
        }
    }
    assert_eq!(seen, 450);
    assert_eq!(
        page(&relay, "/insights/feedback?part=x").await.status(),
        400
    );
}
