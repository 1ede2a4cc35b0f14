//! What the examples wear: the sheets of loader, panel and widget, in the order in which every
//! shadow root of ours has them, taken from the sources.

use std::path::Path;

/// The build's own: the sheet as it is served.
#[path = "../../xtask/src/widget/sheet.rs"]
mod sheet;

const LOADER: &str = include_str!("../../embed/firstline.js");
const LOOK: &str = include_str!("../../embed/look.js");

/// The widget's sheet as it is written.
pub fn sheet() -> String {
    let embed = Path::new(env!("CARGO_MANIFEST_DIR")).join("embed");
    sheet::read(&embed).expect("the sheet is there")
}

/// All rules that a screen is drawn by.
pub fn sheets() -> String {
    let mut rules = [
        between(LOADER, "const LOOK = `", "`;"),
        between(LOOK, "const look = (zIndex, side) => `", "`;"),
        &sheet::served(&sheet(), LOOK),
    ]
    .concat();
    for (place, value) in [
        ("${LIGHT}", between(LOOK, "const LIGHT = `", "`;")),
        ("${DARK}", between(LOOK, "const DARK = `", "`;")),
        ("${SMALL}", between(LOOK, "const SMALL = \"", "\";")),
        ("${zIndex}", "1"),
        ("${side}", "right"),
    ] {
        rules = rules.replace(place, value);
    }
    assert!(!rules.contains("${"), "a place in the sheets stays empty");
    rules
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).expect(start);
    rest.split_once(end).expect(end).0
}
