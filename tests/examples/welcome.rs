//! The welcome screen.

use firstline_widget::text::Words;
use firstline_widget::view::{
    Failure, Language, Notice, Page, Resume, SentState, Standing, Tell, Topic, Welcome,
};

use super::{Example, NOW, example};

pub fn examples() -> Vec<Example> {
    let mut waiting = example("welcome-ticket-waits", plain());
    let state = |kept| SentState::Waiting {
        since: NOW - 600_000,
        trying: false,
        kept,
    };
    waiting.view.waiting = Some(state(true));
    let mut loose = example("welcome-ticket-not-kept", plain());
    loose.view.waiting = Some(state(false));
    let mut refused = example("welcome-ticket-refused", plain());
    refused.view.waiting = Some(SentState::Refused);
    let mut inline = example("welcome-in-page", plain());
    inline.view.inline = true;
    let mut right_to_left = example("welcome-right-to-left", with_all_arabic());
    right_to_left.words = Words::of("ar");
    let mut in_part = example("welcome-translated-in-part", in_part());
    in_part.words = Words::of("ar");
    let spoken = languages(&[("de", "Deutsch"), ("ar", "العربية")]);
    vec![
        example("welcome", plain()),
        example(
            "welcome-opening",
            Page::Welcome(Welcome {
                opening: true,
                ..welcome()
            }),
        ),
        example("welcome-groups", groups()),
        example("welcome-known-fault", known_fault()),
        example("welcome-planned-work", planned_work()),
        example("welcome-resume", resume()),
        example("welcome-later", later(4)),
        example("welcome-later-due", later(-1)),
        example("welcome-everything", everything()),
        example("welcome-search", search("light red", 2)),
        example("welcome-search-empty", search("my cat sat on it", 0)),
        waiting,
        loose,
        refused,
        inline,
        right_to_left,
        in_part,
        example(
            "welcome-languages",
            Page::Welcome(Welcome {
                languages: spoken,
                ..welcome()
            }),
        ),
        example("failure-no-guides", Page::Failure(Failure::NoGuides)),
        example("failure-no-guide", Page::Failure(Failure::NoGuide)),
        example("failure-bad-guide", Page::Failure(Failure::BadGuide)),
    ]
}

fn topics() -> Vec<Topic> {
    topics_of(&[
        (
            "no-internet",
            "No internet connection",
            "Nothing loads, on any device.",
        ),
        (
            "slow-internet",
            "The internet is slow",
            "Pages and videos take long to load.",
        ),
        (
            "weak-wifi",
            "Wi‑Fi is weak or drops",
            "Fine near the router, bad elsewhere.",
        ),
        ("one-device", "One device only", "Everything else works."),
        (
            "telephone",
            "Telephone",
            "No dial tone, or calls break off.",
        ),
        (
            "television",
            "Television",
            "The picture stutters or stays black.",
        ),
        (
            "new-router",
            "Set up a new router",
            "From the box to the first page.",
        ),
        ("email", "E‑mail", "Messages don’t come or don’t go."),
    ])
}

/// Topics under no heading: id, title, summary.
fn topics_of(topics: &[(&str, &str, &str)]) -> Vec<Topic> {
    topics
        .iter()
        .map(|&(id, title, summary)| Topic {
            id: id.into(),
            title: title.into(),
            summary: summary.into(),
            group: None,
            language: None,
        })
        .collect()
}

/// What the relay lists when the provider puts topics under headings.
fn groups() -> Page {
    let mut page = welcome();
    for topic in &mut page.guides[4..] {
        let group = match topic.id.as_str() {
            "telephone" | "television" => "Telephone and television",
            _ => "Anything else",
        };
        topic.group = Some(group.into());
    }
    Page::Welcome(page)
}

fn languages(known: &[(&str, &str)]) -> Vec<Language> {
    let language = |(tag, name): &(&str, &str)| Language {
        tag: tag.to_string(),
        name: name.to_string(),
    };
    known.iter().map(language).collect()
}

/// What the relay lists when some guides are not translated.
fn in_part() -> Page {
    let mut page = welcome();
    for topic in &mut page.guides[2..] {
        topic.language = Some("en".into());
    }
    for (topic, title) in page
        .guides
        .iter_mut()
        .zip(["لا يوجد اتصال بالإنترنت", "الإنترنت بطيء"])
    {
        topic.title = title.into();
        topic.summary = "لا شيء يعمل على أي جهاز.".into();
    }
    page.languages = languages(&[("en", "English"), ("de", "Deutsch")]);
    Page::Welcome(page)
}

fn welcome() -> Welcome {
    Welcome {
        guides: topics(),
        ..Welcome::default()
    }
}

fn plain() -> Page {
    Page::Welcome(welcome())
}

fn fault() -> Notice {
    Notice {
        planned: false,
        title: "No internet in Millbrook and Eastgate".into(),
        text: "A cable was damaged in road works. Our team is there. You need not do anything."
            .into(),
        standing: standing(),
    }
}

/// How the fault of these examples stands.
pub fn standing() -> Standing {
    Standing {
        id: "f-118".into(),
        since: Some("today 08:40".into()),
        expected_end: Some("today 16:00".into()),
        updates: vec![(
            "today 11:15".into(),
            "We have found the place and are digging.".into(),
        )],
        tell: Some(Tell::default()),
        ..Standing::default()
    }
}

fn known_fault() -> Page {
    Page::Welcome(Welcome {
        notices: vec![fault()],
        ..welcome()
    })
}

fn planned_work() -> Page {
    let notice = Notice {
        planned: true,
        title: "Short interruptions tonight".into(),
        text: "We are fitting new equipment in your street between 1:00 and 4:00.".into(),
        standing: Standing::default(),
    };
    Page::Welcome(Welcome {
        notices: vec![notice],
        ..welcome()
    })
}

fn stopped() -> Option<Resume> {
    Some(Resume {
        guide: "No internet connection".into(),
        step: "Restart the router".into(),
        at: NOW - 12 * 60_000,
        later: None,
    })
}

/// A session that waits for the customer to come back, due so many hours from now.
fn later(hours: i64) -> Page {
    Page::Welcome(Welcome {
        resume: Some(Resume {
            guide: "The internet is slow".into(),
            step: "Leave it on overnight".into(),
            at: NOW - 20 * 3_600_000,
            later: Some(NOW.saturating_add_signed(hours * 3_600_000)),
        }),
        ..welcome()
    })
}

fn resume() -> Page {
    Page::Welcome(Welcome {
        resume: stopped(),
        ..welcome()
    })
}

fn everything() -> Page {
    Page::Welcome(Welcome {
        notices: vec![fault()],
        resume: stopped(),
        ..welcome()
    })
}

fn search(query: &str, found: usize) -> Page {
    let mut guides = topics();
    guides.truncate(found);
    Page::Welcome(Welcome {
        guides,
        query: query.into(),
        ..Welcome::default()
    })
}

fn with_all_arabic() -> Page {
    let guides = topics_of(&[
        (
            "no-internet",
            "لا يوجد اتصال بالإنترنت",
            "لا شيء يعمل على أي جهاز.",
        ),
        (
            "slow-internet",
            "الإنترنت بطيء",
            "الصفحات والفيديو تستغرق وقتًا طويلًا.",
        ),
        (
            "weak-wifi",
            "إشارة الواي فاي ضعيفة",
            "جيدة قرب جهاز التوجيه وسيئة بعيدًا عنه.",
        ),
    ]);
    Page::Welcome(Welcome {
        guides,
        notices: vec![fault()],
        ..Welcome::default()
    })
}
