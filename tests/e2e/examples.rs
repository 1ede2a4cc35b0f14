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
