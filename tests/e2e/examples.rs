//! What holds of every screen in every state, language and theme, as a browser draws it: the named
//! examples of `tests/examples`, one after the other in one page.

use serde_json::json;

use crate::harness::in_chromium;
use crate::review::Review;
use crate::review::examples::spoken::LANGUAGES;

const STILL: (&str, &str) = ("prefers-reduced-motion", "reduce");

/// Looks at all examples in one way. Returns what is wrong, each with its example and language.
async fn pass(review: &Review<'_>, name: &str, where_: &str) -> Vec<String> {
    let mut found = Vec::new();
    for language in LANGUAGES {
        let script = "return eachOf(arguments[0], PASSES[arguments[1]]);";
        let breaches = review.run(script, vec![json!(language), json!(name)]).await;
        let breaches: Vec<String> = serde_json::from_value(breaches).unwrap();
        found.extend(
            breaches
                .into_iter()
                .map(|breach| format!("{where_}: {breach}")),
        );
    }
    found
}

#[test]
fn every_example_is_clean_fits_and_needs_neither_colour_nor_motion() {
    in_chromium(async |page| {
        let (review, _) = Review::open(page).await;
        let mut found = Vec::new();
        review.media(&[STILL]).await;
        // 1280 by 1024 px at 400 % zoom; the narrowest phone; a desk, with the panel in its corner.
        for (width, height, where_) in [
            (320, 256, "400 % zoom"),
            (320, 568, "320 px"),
            (1280, 800, "a desk"),
        ] {
            review.window(width, height).await;
            found.extend(pass(&review, "layout", where_).await);
        }
        review.window(390, 844).await;
        pass(&review, "grounds", "").await;
        review.media(&[STILL, ("forced-colors", "active")]).await;
        found.extend(pass(&review, "forced", "forced colours").await);
        review.media(&[STILL]).await;
        found.extend(pass(&review, "barriers", "a phone").await);
        assert!(found.is_empty(), "\n{}", found.join("\n"));
    });
}

/// What breaks a screen, how it is looked at, and what must be found then.
const BROKEN: [(&str, &str, &str, &str); 9] = [
    (
        ".fl-bar { min-width: 500px }",
        "welcome",
        "layout",
        "outside the panel",
    ),
    (
        ".fl-option { white-space: nowrap; overflow: hidden }",
        "lights",
        "layout",
        "cut",
    ),
    (
        ".fl-option { max-height: 30px; min-height: 0 }",
        "welcome",
        "layout",
        "out of <",
    ),
    (
        ".fl-icon-button { width: 20px }",
        "welcome",
        "layout",
        "20 by 44 px to hit",
    ),
    (
        ".fl-foot { min-height: 400px }",
        "instruction",
        "layout",
        "are left to read in",
    ),
    (
        ".fl-main p { margin-block-end: -60px }",
        "instruction",
        "layout",
        "lie over each other",
    ),
    (
        ".fl-page { --fl-ink-2: #999 }",
        "question",
        "barriers",
        "color-contrast",
    ),
    (
        "* { animation: fl-turn 1s infinite !important }",
        "welcome",
        "barriers",
        "moves: ",
    ),
    (
        ".fl-note { border: 0 !important }",
        "welcome-everything",
        "forced",
        "no line round",
    ),
];

#[test]
fn what_is_broken_is_found() {
    in_chromium(async |page| {
        let (review, _) = Review::open(page).await;
        review.window(320, 568).await;
        for (rule, example, name, told) in BROKEN {
            review.media(&[STILL]).await;
            let script = "return eachOf('en', PASSES[arguments[0]], arguments[1]);";
            review
                .run(script, vec![json!("grounds"), json!(example)])
                .await;
            if name == "forced" {
                review.media(&[STILL, ("forced-colors", "active")]).await;
            }
            let broken = format!("sheet.insertRule({}, sheet.cssRules.length);", json!(rule));
            review.run(&broken, Vec::new()).await;
            let found = review.run(script, vec![json!(name), json!(example)]).await;
            let found = found.to_string();
            assert!(found.contains(told), "{rule} in {example}: {found}");
            review
                .run("sheet.deleteRule(sheet.cssRules.length - 1);", Vec::new())
                .await;
            let found = review.run(script, vec![json!(name), json!(example)]).await;
            assert_eq!(found, json!([]), "{example} is sound without {rule}");
        }
    });
}
