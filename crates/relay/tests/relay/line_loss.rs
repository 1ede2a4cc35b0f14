//! When the line went and came back at a restart, as agents read it.

use firstline_diagnosis::{CheckId, Verdict};
use firstline_guide::Effect;
use firstline_guide::session::{Event, Trail};

use crate::support::{GUIDE, KEY, act, checked, publish, spawn_with, ticket, walk};

/// The sample guide, which waits for the line after the restart.
fn guide() -> String {
    let waits = r#""does": ["restart", "line-drops"], "wait": { "seconds": 180, "until": "line-back" }, "verify""#;
    let guide = GUIDE.replacen("\"verify\"", waits, 1);
    assert_ne!(guide, GUIDE);
    guide
}

fn walked(guide: &str, returns: bool) -> Trail {
    walk(guide, &|session| {
        checked(
            session,
            &[
                (CheckId::Isp, Verdict::Fail),
                (CheckId::Internet, Verdict::Fail),
            ],
        );
        let effects = act(session, Event::Continued);
        let run = effects.iter().find_map(|effect| match effect {
            Effect::WatchLine { run, .. } => Some(*run),
            _ => None,
        });
        let run = run.unwrap();
        let at = session.trail().visits.last().unwrap().at;
        session.update(at + 20_000, Event::LineDropped { run, ago: 5_000 });
        session.update(at + 30_000, Event::InstructionDone);
        if returns {
            session.update(at + 200_000, Event::LineReturned { run, ago: 0 });
        } else {
            session.update(at + 200_000, Event::Continued);
        }
        act(session, Event::HelpJudged("no".to_owned()));
        act(session, Event::OptionsChosen(vec!["no".to_owned()]));
    })
}

#[tokio::test]
async fn agents_read_when_the_line_went_and_when_it_came_back() {
    let guide = guide();
    let relay = spawn_with(|_, site| publish(site, "en", &guide)).await;
    for (number, returns, said) in [(1, true, ", back since "), (2, false, ", not seen back")] {
        let trail = walked(&guide, returns);
        let line = trail.visits[1].line.unwrap();
        assert_eq!(line.back.is_some(), returns);
        let key = KEY.replace("8e03978e", &format!("{number:08}"));
        let response = relay.post(&key, ticket(&trail)).await;
        assert_eq!(response.status().as_u16(), 201);
        let stored = relay.tickets().await.remove(0);
        assert_eq!(stored.unverified, None);
        let step = stored
            .text
            .split("Restart the router\n   → ")
            .nth(1)
            .unwrap();
        let step = step.lines().next().unwrap();
        assert!(step.starts_with("Done; line lost "), "{step}");
        assert!(step.contains(said), "{step}");
    }
}
