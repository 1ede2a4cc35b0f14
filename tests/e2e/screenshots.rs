//! Pictures of every example, for people who look at them: `cargo xtask screenshots`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::json;

use crate::harness::{Page, in_chromium, paths};
use crate::review::Review;
use crate::review::examples::spoken::LANGUAGES;

/// A way of looking: its name, width and least height, and the media features that are chosen.
struct Look {
    name: &'static str,
    size: (u32, u32),
    media: &'static [(&'static str, &'static str)],
    languages: &'static [&'static str],
}

/// How wide a desk is for what stands in the page.
const WIDE: u32 = 1000;

pub const LIGHT: (&str, &str) = ("prefers-color-scheme", "light");
pub const DARK: (&str, &str) = ("prefers-color-scheme", "dark");
pub const STILL: (&str, &str) = ("prefers-reduced-motion", "reduce");

const LOOKS: [Look; 4] = [
    Look {
        name: "phone",
        size: (390, 844),
        media: &[LIGHT, STILL],
        languages: &LANGUAGES,
    },
    Look {
        name: "phone-dark",
        size: (390, 844),
        media: &[DARK, STILL],
        languages: &LANGUAGES,
    },
    Look {
        name: "phone-forced-colours",
        size: (390, 844),
        media: &[LIGHT, STILL, ("forced-colors", "active")],
        languages: &["en"],
    },
    Look {
        name: "desk",
        size: (520, 800),
        media: &[LIGHT, STILL],
        languages: &LANGUAGES,
    },
];

/// How many screens stand on a sheet: three rows.
const ON_A_SHEET: usize = 24;

#[test]
#[ignore = "makes pictures, checks nothing: cargo xtask screenshots"]
fn screenshots() {
    let out = env::var_os("FIRSTLINE_DEV_SCREENSHOTS").map(PathBuf::from);
    let out = out.unwrap_or_else(|| paths::target().join("screenshots"));
    clear(&out);
    in_chromium(async |page| {
        let (review, all) = Review::open(page).await;
        for look in &LOOKS {
            review.media(look.media).await;
            for &language in look.languages {
                let folder = out.join(language).join(look.name);
                fs::create_dir_all(&folder).unwrap();
                for (at, drawn) in all.iter().enumerate() {
                    if drawn.language == language {
                        let file = folder.join(&drawn.name).with_extension("png");
                        let (width, height) = look.size;
                        let wide = look.name == "desk" && drawn.inline;
                        let size = (if wide { WIDE } else { width }, height);
                        photograph(&review, page, size, at, &file).await;
                    }
                }
            }
        }
        // A sheet is as high and wide as it needs to be, whatever the window is.
        review.media(&[LIGHT]).await;
        for look in &LOOKS {
            for &language in look.languages {
                let names = all.iter().filter(|drawn| drawn.language == language);
                let names: Vec<&str> = names.map(|drawn| drawn.name.as_str()).collect();
                for (at, names) in names.chunks(ON_A_SHEET).enumerate() {
                    let name = format!("sheet-{language}-{}-{}", look.name, at + 1);
                    let place = format!("{language}/{}", look.name);
                    sheet(&review, page, &out.join(name), &place, names).await;
                }
            }
        }
        println!("the pictures are in {}", out.display());
    });
}

/// Takes the sheets of an earlier run away: there may have been more.
fn clear(out: &Path) {
    for file in fs::read_dir(out).into_iter().flatten().flatten() {
        if file.file_name().to_string_lossy().starts_with("sheet-") {
            fs::remove_file(file.path()).unwrap();
        }
    }
}

/// One picture, as high as there is something to see, where it scrolls otherwise.
pub async fn photograph(
    review: &Review<'_>,
    page: &Page,
    (width, height): (u32, u32),
    at: usize,
    file: &Path,
) {
    review.window(width, height).await;
    let script = "await show(screens[arguments[0]]);
        const main = frame.querySelector('.fl-main');
        const hidden = main.scrollHeight - main.clientHeight;
        return Math.max(innerHeight + (innerWidth < 481 ? hidden : 0), document.body.scrollHeight);";
    let whole = review.run(script, vec![json!(at)]).await;
    if let Some(whole) = whole.as_u64().filter(|whole| *whole > u64::from(height)) {
        review.window(width, u32::try_from(whole).unwrap()).await;
    }
    fs::write(file, page.driver.screenshot_as_png().await.unwrap()).unwrap();
}

/// Many screens side by side: a page, and a picture of it.
pub async fn sheet(review: &Review<'_>, page: &Page, file: &Path, place: &str, names: &[&str]) {
    let figure = |name: &&str| {
        format!(
            "<figure><figcaption>{name}</figcaption>\
             <a href=\"{place}/{name}.png\"><img src=\"{place}/{name}.png\"></a></figure>"
        )
    };
    let figures: String = names.iter().map(figure).collect();
    let html = format!("<!doctype html><meta charset=\"utf-8\"><style>{SHEET}</style>{figures}\n");
    let file = file.with_extension("html");
    fs::write(&file, html).unwrap();
    let file = fs::canonicalize(file).unwrap();
    review.window(2600, 800).await;
    let address = format!("file://{}", file.display());
    page.driver.goto(address).await.unwrap();
    let height = page
        .ask("return document.documentElement.scrollHeight;")
        .await;
    let height = u32::try_from(height.as_u64().unwrap()).unwrap();
    review.window(2600, height).await;
    let picture = page.driver.screenshot_as_png().await.unwrap();
    fs::write(file.with_extension("png"), picture).unwrap();
}

const SHEET: &str = "body { display: grid; grid-template-columns: repeat(8, 1fr); gap: 12px;
  align-items: start; margin: 12px; background: #c9d0da; font: 14px sans-serif }
  figure { margin: 0 } figcaption { margin: 0 0 4px } img { display: block; width: 100% }";
