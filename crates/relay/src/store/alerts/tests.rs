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
