use super::*;
use crate::store::Place;
use crate::store::testing;

fn notice(title: &str, to: &str) -> Notice {
    Notice {
        item: "report 2026-11-23".to_owned(),
        about: "report",
        title: title.to_owned(),
        text: "A good week.".to_owned(),
        language: "en".to_owned(),
        to: to.to_owned(),
    }
}

#[tokio::test]
async fn what_cannot_be_stored_for_all_is_stored_for_nobody() {
    let (_folder, store) = testing::store().await;
    let writer = store.writer().unwrap();
    let (refuse, take) = match store.place() {
        Place::Folder(_) => (
            "CREATE TRIGGER bad BEFORE INSERT ON alerts WHEN NEW.title = 'bad' \
             BEGIN SELECT RAISE(ABORT, 'bad'); END",
            "DROP TRIGGER bad",
        ),
        Place::Server(_) => (
            "ALTER TABLE alerts ADD CONSTRAINT bad CHECK (title <> 'bad')",
            "ALTER TABLE alerts DROP CONSTRAINT bad",
        ),
    };
    query(refuse).execute(&writer).await.unwrap();
    let both = [
        notice("good", "care@isp.example"),
        notice("bad", "head@isp.example"),
    ];
    store.add_notices(&both, 1).await.unwrap_err();
    // Whoever looks whether the report is there must not find the half of it.
    assert!(!store.has_notice(&both[0].item).await.unwrap());
    query(take).execute(&writer).await.unwrap();
    assert_eq!(store.add_notices(&both, 1).await.unwrap(), 2);
    assert_eq!(store.add_notices(&both, 1).await.unwrap(), 0, "each once");
}

#[tokio::test]
async fn a_message_goes_its_own_way() {
    let (_folder, store) = testing::store().await;
    let both = [notice("mail", "care@isp.example"), notice("hook", "")];
    store.add_notices(&both, 1).await.unwrap();
    for (way, title) in [
        (Way::Customers, None),
        (Way::Mail, Some("mail")),
        (Way::Webhook, Some("hook")),
    ] {
        for title in [title, None] {
            let due = store.claim_alert("a", 2, 1000, way).await.unwrap();
            assert_eq!(due.as_ref().map(|due| &*due.title), title, "{way:?}");
        }
    }
}

#[tokio::test]
async fn a_wish_that_was_given_up_can_be_tried_again_for_some_days() {
    let (_folder, store) = crate::store::testing::store().await;
    let alert = NewAlert {
        components: Vec::new(),
        id: "one".to_owned(),
        token: "hash".to_owned(),
        item: "f-1".to_owned(),
        title: "Cable cut".to_owned(),
        area: String::new(),
        language: "en".to_owned(),
        email: "sam@home.example".to_owned(),
    };
    store.add_alert(&alert, 0).await.unwrap().unwrap();
    let waiting = store.alerts_waiting().await.unwrap().remove(0);
    store.alerts_due(&waiting, "Restart it.").await.unwrap();
    let claim = async || {
        let claimed = store.claim_alert("me", 100, 10, Way::Customers).await;
        claimed.unwrap()
    };
    assert_eq!(claim().await.unwrap().tries, 1);
    store
        .alert_given_up("one", "It answered 500.", 100)
        .await
        .unwrap();
    assert_eq!(store.count_alerts().await.unwrap(), [0, 0, 0, 1]);
    assert_eq!(
        store.alerts_given_up().await.unwrap(),
        [("It answered 500.".to_owned(), 1)]
    );
    assert!(claim().await.is_none());
    // It was given up lately, however long ago the wish came.
    store.erase_alerts(50, 100, 0).await.unwrap();
    assert_eq!(store.redrive_alerts().await.unwrap(), 1);
    let again = claim().await.unwrap();
    assert_eq!(
        (
            &*again.email,
            &*again.title,
            &*again.afterwards,
            again.tries
        ),
        ("sam@home.example", "Cable cut", "Restart it.", 1)
    );
    store
        .alert_given_up("one", "It answered 500.", 100)
        .await
        .unwrap();
    store.erase_alerts(0, 101, 0).await.unwrap();
    assert_eq!(store.count_alerts().await.unwrap(), [0; 4]);
    assert_eq!(store.redrive_alerts().await.unwrap(), 0);
}

#[tokio::test]
async fn wishes_move_with_their_fault_and_one_address_gets_one_message() {
    let (_folder, store) = testing::store().await;
    let wish = |id: &str, item: &str, email: &str| NewAlert {
        id: id.to_owned(),
        token: id.to_owned(),
        item: item.to_owned(),
        title: "DSL North".to_owned(),
        components: vec!["DSL North".to_owned()],
        area: "22767".to_owned(),
        language: "en".to_owned(),
        email: email.to_owned(),
    };
    for wish in [
        wish("1", "c1", "sam@home.example"),
        wish("2", "c1", "kim@home.example"),
        wish("3", "i1", "KIM@home.example"),
    ] {
        store.add_alert(&wish, 1).await.unwrap().unwrap();
    }
    let waiting = store.alerts_waiting().await.unwrap();
    let of_component = waiting.iter().find(|waiting| waiting.item == "c1").unwrap();
    assert_eq!(of_component.components, ["DSL North"]);
    let components = ["DSL North".to_owned()];
    let moved = store.move_alerts(of_component, "i1", "Cable cut", &components);
    assert_eq!(moved.await.unwrap(), 1);
    let waiting = store.alerts_waiting().await.unwrap();
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    assert_eq!(store.alerts_due(&waiting[0], "").await.unwrap(), 2);
}
