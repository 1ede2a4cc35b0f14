//! The core alone, while its second part is not here: every screen says what it has to say, and leads on.

use firstline_guide::session::Body;
use firstline_widget::text::Key;
use firstline_widget::view::Page;

use super::examples;

#[tokio::test]
async fn a_screen_of_the_second_part_is_stood_in_for_with_every_way_on() {
    let whole: Vec<String> = drawn(false).await;
    let mut stood_in_for = 0;
    for ((example, whole), alone) in examples::all().iter().zip(whole).zip(drawn(true).await) {
        let Page::Step(step) = &example.view.page else {
            // What is known of faults the second part has asked itself.
            let knows =
                matches!(&example.view.page, Page::Welcome(page) if !page.notices.is_empty());
            assert!(knows || whole == alone, "{}", example.name);
            continue;
        };
        let coming = example.words.get(Key::PartComing);
        let body = &step.screen.body;
        let is_apart = matches!(
            body,
            Body::Lights { .. }
                | Body::Checking { .. }
                | Body::Resolved { .. }
                | Body::KnownIssue { .. }
        );
        assert_eq!(alone.contains(&*coming), is_apart, "{}", example.name);
        if !is_apart {
            assert_eq!(whole, alone, "{}", example.name);
            continue;
        }
        stood_in_for += 1;
        assert!(alone.contains(&step.screen.title), "{}", example.name);
        // Beside the way back in the bar there is one that leads on.
        assert!(alone.matches("<button").count() > 1, "{}", example.name);
        for link in &step.screen.links {
            assert!(alone.contains(&link.1), "{}: {link:?}", example.name);
        }
    }
    assert!(stood_in_for > 20, "{stood_in_for}");
}

/// All examples as they are drawn.
async fn drawn(alone: bool) -> Vec<String> {
    let mut drawn = Vec::new();
    for example in examples::all() {
        drawn.push(match alone {
            true => examples::render_alone(example).await,
            false => examples::render(example).await,
        });
    }
    drawn
}
