//! Contact sheets: every screen of each guide in one picture, for people who look at them: `cargo xtask topics`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use firstline_guide::Session;
use firstline_guide::session::Body;
use firstline_widget::text::Words;
use firstline_widget::view;
use serde_json::{Value, json};

use super::walks;
use crate::harness::{in_chromium, paths};
use crate::review::Review;
use crate::review::examples::{self, Example};
use crate::screenshots::{DARK, LIGHT, STILL, photograph, sheet};

/// A phone.
const SIZE: (u32, u32) = (390, 844);

#[test]
#[ignore = "makes pictures, checks nothing: cargo xtask topics"]
fn sheets() {
    let out = env::var_os("FIRSTLINE_DEV_SCREENSHOTS").map(PathBuf::from);
    let out = out.unwrap_or_else(|| paths::target().join("topics"));
    fs::create_dir_all(&out).unwrap();
    let folder = walks::folder();
    let language = env::var("FIRSTLINE_DEV_LANGUAGE").unwrap_or_else(|_| "en".to_owned());
    let alone = env::var("FIRSTLINE_DEV_TOPIC").ok();
    let edition = folder.edition(&language);
    in_chromium(async |page| {
        for guide in edition.guides.values().map(|guide| &guide.guide) {
            if alone.as_ref().is_some_and(|alone| *alone != guide.id) {
                continue;
            }
            let library = walks::library(&edition, &guide.id);
            let (mut names, mut drawn) = (Vec::new(), Vec::<Value>::new());
            for (at, (place, session)) in walks::screens(&folder, &library, &guide.id)
                .into_iter()
                .enumerate()
            {
                let Some(example) = example(&session, &language) else {
                    continue;
                };
                let name = format!("{at:02}-{}", place.replace(' ', "-"));
                let html = examples::render(example).await;
                drawn.push(json!({
                    "name": name, "language": language, "inline": false, "html": html,
                }));
                names.push(name);
            }
            let review = Review::of(page, Value::from(drawn)).await;
            for (look, scheme) in [("light", LIGHT), ("dark", DARK)] {
                review.media(&[scheme, STILL]).await;
                let place = format!("{language}-{}-{look}", guide.id);
                fs::create_dir_all(out.join(&place)).unwrap();
                for (at, name) in names.iter().enumerate() {
                    let file = out.join(&place).join(name).with_extension("png");
                    photograph(&review, page, SIZE, at, &file).await;
                }
            }
            review.media(&[LIGHT]).await;
            for look in ["light", "dark"] {
                let place = format!("{language}-{}-{look}", guide.id);
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                sheet(&review, page, Path::new(&out.join(&place)), &place, &names).await;
            }
            println!("{}: {} screens", guide.id, names.len());
        }
        println!("the sheets are in {}", out.display());
    });
}

/// The screen of a session; `None` for what no screen of the guide's own is.
fn example(session: &Session, language: &str) -> Option<Example> {
    let screen = session.screen();
    let page = match &screen.body {
        Body::Broken => return None,
        Body::Ticket {
            ask, facts, danger, ..
        } => {
            let field = |field: &firstline_guide::model::ContactField| view::Field {
                field: *field,
                value: String::new(),
                problem: None,
                near_limit: None,
            };
            let asked = |asked: &firstline_guide::session::AskedView| view::Asked {
                label: asked.label.clone(),
                value: String::new(),
                missing: false,
            };
            view::Page::Ticket(view::Ticket {
                fields: ask.iter().map(field).collect(),
                facts: facts.iter().map(asked).collect(),
                danger: *danger,
                note: String::new(),
                note_limit: None,
                entries: Vec::new(),
                boxes: Vec::new(),
                diagnostics: Vec::new(),
                consent: "You may use what is shown above to help me.".to_owned(),
                consented: false,
                consent_missing: false,
                sending: false,
                screen,
            })
        }
        _ => examples::step(screen),
    };
    let mut example = examples::example("topic", page);
    example.words = Words::of(language);
    Some(example)
}
