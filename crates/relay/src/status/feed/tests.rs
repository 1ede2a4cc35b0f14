//! A feed of several sources, which fail and come back.

use std::path::{Path, PathBuf};

use super::*;

const FEED: &str = r#"{"state":"outage","items":[
    {"id":"a","kind":"outage","title":"Cable cut","areas":["2000"]},
    {"id":"b","kind":"maintenance","title":"New software"}]}"#;

fn from_file(file: PathBuf, keep: Duration) -> Feed {
    Feed::new(FeedSetup {
        file: Some(file),
        keep,
        told: SignedDuration::from_hours(3),
        ..FeedSetup::default()
    })
}

async fn look_again(feed: &Feed) {
    let mut known = feed.known.lock().await;
    known.looked = None;
    if let Some(watched) = &mut known.watched {
        watched.looked = None;
    }
}

/// Long after it changed.
async fn grow_old(feed: &Feed) {
    feed.known.lock().await.watched.as_mut().unwrap().changed = None;
}

/// What is told at the next look.
async fn now(feed: &Feed) -> (Status, Duration) {
    look_again(feed).await;
    let (asset, age) = feed.now(&[], None, true).await.unwrap();
    (serde_json::from_slice(&asset.bytes).unwrap(), age)
}

#[tokio::test]
async fn the_last_good_answer_is_kept_until_it_is_too_old() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("status.json");
    let feed = from_file(file.clone(), Duration::from_millis(150));
    assert_eq!(now(&feed).await.0.state, Network::Unknown, "never readable");

    std::fs::write(&file, r#"{"state":"ok"}"#).unwrap();
    assert_eq!(now(&feed).await.0.state, Network::Ok, "it appeared");
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(
        now(&feed).await.0.state,
        Network::Ok,
        "an old file that is sound is not old"
    );

    for broken in [
        "{\"state\":\"ok\",",
        r#"{"state":"ok","item":[]}"#,
        r#"{"state":"ok","items":[{"id":"a","kind":"outage","title":"t","began":"yesterday"}]}"#,
    ] {
        std::fs::write(&file, r#"{"state":"ok"}"#).unwrap();
        assert_eq!(now(&feed).await.0.state, Network::Ok);
        std::fs::write(&file, broken).unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
        let (status, age) = now(&feed).await;
        assert_eq!(status.state, Network::Ok, "kept: {broken}");
        assert!(age >= Duration::from_millis(20), "{age:?}");
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(
            now(&feed).await.0.state,
            Network::Unknown,
            "too old: {broken}"
        );
    }
    std::fs::remove_file(&file).unwrap();
    assert_eq!(now(&feed).await.0.state, Network::Unknown, "gone");
    std::fs::write(&file, FEED).unwrap();
    assert_eq!(now(&feed).await.0.items.len(), 2, "back");
}

#[tokio::test]
async fn a_file_of_the_same_length_and_time_is_read_anew() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("status.json");
    let (first, second) = (r#"{"state":"ok"}     "#, r#"{"state":"unknown"}"#);
    assert_eq!(first.len(), second.len());
    std::fs::write(&file, first).unwrap();
    let time = std::fs::metadata(&file).unwrap().modified().unwrap();
    let set_back = |file: &Path| {
        let file = std::fs::File::options().write(true).open(file).unwrap();
        file.set_modified(time).unwrap();
    };
    set_back(&file);
    let feed = from_file(file.clone(), Duration::ZERO);
    // Not young any more.
    grow_old(&feed).await;
    assert_eq!(now(&feed).await.0.state, Network::Ok);
    // As `cp -p` writes it.
    std::fs::write(&file, second).unwrap();
    set_back(&file);
    assert_eq!(now(&feed).await.0.state, Network::Unknown);
    // As `rsync -t` does: another file of that name.
    let beside = folder.path().join("beside");
    std::fs::write(&beside, first).unwrap();
    set_back(&beside);
    grow_old(&feed).await;
    std::fs::rename(&beside, &file).unwrap();
    assert_eq!(now(&feed).await.0.state, Network::Ok);
}

#[cfg(unix)]
#[tokio::test]
async fn a_pipe_as_the_feed_holds_nobody_up() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("status.json");
    let made = std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .unwrap();
    assert!(made.success());
    let feed = from_file(pipe, Duration::ZERO);
    assert_eq!(now(&feed).await.0.state, Network::Unknown);
}

#[tokio::test]
async fn an_answer_is_made_once_for_each_area_and_language_until_the_file_changes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("status.json");
    std::fs::write(&file, FEED).unwrap();
    let feed = from_file(file.clone(), Duration::ZERO);
    let area = |written: &str| Area::read(written);
    let (one, _) = feed.now(&["en"], area("2000"), true).await.unwrap();
    // The file has no language, so that all are the same.
    let (same, _) = feed.now(&["de", "en"], area("20-00"), true).await.unwrap();
    assert_eq!(one.bytes.as_ptr(), same.bytes.as_ptr());
    let (other, _) = feed.now(&["en"], area("2001"), true).await.unwrap();
    assert_ne!(one.hash, other.hash);
    for number in 0..ANSWERS * 3 {
        let number = area(&number.to_string());
        feed.now(&["en"], number, true).await.unwrap();
    }
    assert!(feed.known.lock().await.made.answers.len() <= ANSWERS);
    std::fs::write(&file, r#"{"state":"ok"}"#).unwrap();
    assert_eq!(now(&feed).await.0.state, Network::Ok);
}

fn fault(id: &str) -> FileItem {
    FileItem::new(id, firstline_wire::status::Kind::Outage, "Cable cut")
}

#[tokio::test]
async fn a_fault_that_its_source_no_longer_has_is_over_after_a_while() {
    let feed = Feed::new(FeedSetup {
        polled: true,
        told: SignedDuration::from_hours(3),
        settle: Duration::from_millis(100),
        ..FeedSetup::default()
    });
    let says = async |items: Vec<FileItem>| {
        feed.polled(Some(FeedFile::of(Network::Ok, items))).await;
    };
    let fate = async || {
        look_again(&feed).await;
        feed.fate("a", &[], None).await
    };
    assert_eq!(fate().await, Fate::GoingOn, "nothing is known");
    says(vec![fault("a"), fault("b")]).await;
    assert_eq!(fate().await, Fate::GoingOn);
    says(vec![fault("b")]).await;
    assert_eq!(fate().await, Fate::GoingOn, "it may be back");
    says(vec![fault("a")]).await;
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert_eq!(fate().await, Fate::GoingOn, "it is");
    says(vec![]).await;
    fate().await;
    feed.polled(None).await;
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert_eq!(fate().await, Fate::GoingOn, "the source does not answer");
    says(vec![]).await;
    assert!(matches!(fate().await, Fate::Over(_)));
    let (status, _) = now(&feed).await;
    assert_eq!(status.state, Network::Ok);
    assert!(
        status
            .items
            .iter()
            .any(|item| item.id == "a" && item.ended.is_some())
    );
    let (asset, _) = feed.now(&[], None, false).await.unwrap();
    let for_old: Status = serde_json::from_slice(&asset.bytes).unwrap();
    assert_eq!(for_old.items, [], "a widget that does not know of ends");
    says(vec![fault("a")]).await;
    assert_eq!(fate().await, Fate::GoingOn, "opened again");
    assert_eq!(feed.fate("never", &[], None).await, Fate::Missing);
}

#[tokio::test]
async fn what_an_operator_opens_is_told_beside_what_the_sources_say() {
    let feed = Feed::new(FeedSetup {
        told: SignedDuration::from_hours(3),
        ..FeedSetup::default()
    });
    assert_eq!(now(&feed).await.0.state, Network::NotSetUp);
    let mut own = fault("own");
    feed.own(FeedFile::of(Network::Ok, vec![own.clone()])).await;
    assert_eq!(now(&feed).await.0.state, Network::Outage);
    own.ended = Some(Timestamp::now());
    own.afterwards = "Restart your box once.".into();
    feed.own(FeedFile::of(Network::Ok, vec![own])).await;
    let (status, _) = now(&feed).await;
    assert_eq!(status.state, Network::Ok);
    assert_eq!(status.items[0].afterwards, "Restart your box once.");
}

#[tokio::test]
async fn what_customers_measured_is_told_for_a_while_when_nobody_knows_more() {
    let feed = Feed::new(FeedSetup {
        keep: Duration::from_secs(1),
        told: SignedDuration::from_hours(3),
        ..FeedSetup::default()
    });
    feed.near(vec![fault("near")]).await;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert_eq!(now(&feed).await.0.state, Network::Outage, "it still is so");
    feed.near(vec![fault("near")]).await;
    feed.near_unknown().await;
    assert_eq!(now(&feed).await.0.state, Network::Outage, "it just was");
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert_eq!(now(&feed).await.0.state, Network::NotSetUp, "too long ago");
}

/// A feed that polls, with what it says and what becomes of a fault that touched these components.
fn polling() -> Feed {
    Feed::new(FeedSetup {
        polled: true,
        told: SignedDuration::from_hours(3),
        settle: Duration::from_millis(50),
        ..FeedSetup::default()
    })
}

fn fault_of(id: &str, component: &str) -> FileItem {
    FileItem {
        components: vec![component.to_owned()],
        ..fault(id)
    }
}

#[tokio::test]
async fn a_fault_that_goes_on_by_another_name_is_not_over() {
    let feed = polling();
    let north = ["North".to_owned()];
    let says = async |items: Vec<FileItem>| {
        feed.polled(Some(FeedFile::of(Network::Ok, items))).await;
        look_again(&feed).await;
        feed.fate("c1", &north, None).await;
        tokio::time::sleep(Duration::from_millis(80)).await;
        look_again(&feed).await;
    };
    let fate = async |id: &str| feed.fate(id, &north, None).await;
    says(vec![fault_of("c1", "North"), fault_of("c2", "South")]).await;
    assert_eq!(fate("c1").await, Fate::GoingOn);
    // Somebody writes an incident about the component that was out.
    says(vec![fault_of("i1", "North"), fault_of("c2", "South")]).await;
    assert!(matches!(fate("c1").await, Fate::Moved(item) if item.id == "i1"));
    let (status, _) = now(&feed).await;
    assert!(
        status.items.iter().all(|item| item.ended.is_none()),
        "{status:?}"
    );
    // The incident is closed, and the component is still out.
    says(vec![fault_of("c1", "North"), fault_of("c2", "South")]).await;
    assert!(matches!(fate("i1").await, Fate::Moved(item) if item.id == "c1"));
    says(vec![fault_of("c2", "South")]).await;
    assert!(matches!(fate("c1").await, Fate::Over(_)));
    assert_eq!(fate("i1").await, Fate::Missing);
    assert_eq!(feed.components("c2").await, ["South"]);
}

#[tokio::test]
async fn nothing_is_over_while_an_answer_lacks_something() {
    let feed = polling();
    let says = async |items: Vec<FileItem>, left_out: bool| {
        let mut answer = FeedFile::of(Network::Ok, items);
        answer.left_out = left_out;
        feed.polled(Some(answer)).await;
        look_again(&feed).await;
        feed.fate("a", &[], None).await;
        tokio::time::sleep(Duration::from_millis(80)).await;
        look_again(&feed).await;
        feed.fate("a", &[], None).await
    };
    says(vec![fault("a"), fault("b")], false).await;
    assert_eq!(says(vec![fault("b")], true).await, Fate::GoingOn);
    assert_eq!(feed.fate("never", &[], None).await, Fate::GoingOn);
    assert!(matches!(says(vec![fault("b")], false).await, Fate::Over(_)));
}
