//! Whether an SVG is a drawing, and nothing besides.
//!
//! Browsers run no script in a picture and fetch nothing for it. But the same file opened by itself is
//! a page of the provider's, and there they do.

use roxmltree::{Document, Error, Node};

use super::PictureFault;

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Why an SVG cannot be published, if it cannot.
pub(super) fn fault(bytes: &[u8]) -> Option<PictureFault> {
    let malformed = |why: String, at: usize| Some(PictureFault::Malformed { why, at });
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return malformed("it is written in UTF-16; save it as UTF-8".to_owned(), 0);
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            return malformed(format!("its byte {at} is no UTF-8"), 0);
        }
    };
    // A byte order mark is no part of the drawing, but of the file, in which places are told.
    let drawing = text.trim_start_matches('\u{feff}');
    let mut fault = of_drawing(drawing)?;
    if let PictureFault::Active { at, .. } | PictureFault::Malformed { at, .. } = &mut fault {
        *at += text.len() - drawing.len();
    }
    Some(fault)
}

fn of_drawing(text: &str) -> Option<PictureFault> {
    let malformed = |why: String, at: usize| Some(PictureFault::Malformed { why, at });
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(Error::DtdDetected) => {
            return active("a document type", text.find("<!DOCTYPE").unwrap_or(0));
        }
        Err(error) => return malformed(words_of(&error), place_of(text, &error)),
    };
    let root = document.root_element();
    if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some(NAMESPACE) {
        return malformed(
            format!(
                "it must begin with <svg xmlns=\"{NAMESPACE}\">, without which no browser shows it"
            ),
            root.range().start,
        );
    }
    document.descendants().find_map(|node| {
        let what = harm(node)?;
        let start = node.range().start;
        let first = text[start..].lines().next().unwrap_or_default();
        let shown: String = first.trim().chars().take(MOST_SHOWN).collect();
        active(&format!("{what}: `{shown}`"), start)
    })
}

/// As much of an element can be read in a line.
const MOST_SHOWN: usize = 60;

fn active(what: &str, at: usize) -> Option<PictureFault> {
    let what = what.to_owned();
    Some(PictureFault::Active { what, at })
}

/// What the reader of XML says, without the place, which is shown.
fn words_of(error: &Error) -> String {
    let words = error.to_string();
    let place = format!(" at {}", error.pos());
    words.replace(&place, "")
}

/// The byte at which the reader of XML stopped.
fn place_of(text: &str, error: &Error) -> usize {
    let place = error.pos();
    let before = text
        .split_inclusive('\n')
        .take((place.row as usize).saturating_sub(1));
    let line: usize = before.map(str::len).sum();
    let behind = text[line..]
        .chars()
        .take((place.col as usize).saturating_sub(1));
    line + behind.map(char::len_utf8).sum::<usize>()
}

const SCRIPT: &str = "a script";
const OUTSIDE: &str = "a reference to something outside";

/// What a node has that a drawing does not need, in words.
fn harm(node: Node) -> Option<&'static str> {
    // A style sheet from elsewhere.
    if node.is_pi() {
        return Some("an instruction to a program");
    }
    if node.is_text() {
        let is_style = node
            .parent()
            .is_some_and(|parent| parent.has_tag_name((NAMESPACE, "style")));
        return (is_style && leads_out(node.text().unwrap_or_default())).then_some(OUTSIDE);
    }
    match node.tag_name().name().to_ascii_lowercase().as_str() {
        "script" => return Some(SCRIPT),
        "foreignobject" => return Some("a foreign object"),
        _ => {}
    }
    node.attributes().find_map(|attribute| {
        let name = attribute.name().to_ascii_lowercase();
        let value = attribute.value().trim().to_ascii_lowercase();
        // An animation can give another element a script or an address.
        let animates =
            name == "attributename" && (value.ends_with("href") || value.starts_with("on"));
        if name.len() > 2 && name.starts_with("on") || animates || value.contains("javascript:") {
            return Some(SCRIPT);
        }
        let is_address = matches!(name.as_str(), "href" | "src");
        (is_address && !value.starts_with('#') || leads_out(&value)).then_some(OUTSIDE)
    })
}

/// Whether a style fetches something. A backslash can write each of its words in another way.
fn leads_out(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    let fetches = |(at, word): (usize, &str)| {
        let target = style[at + word.len()..].trim_start_matches(['"', '\'', ' ', '\t', '\n']);
        !target.starts_with('#')
    };
    style.contains("@import")
        || style.contains('\\')
        || style.match_indices("url(").any(fetches)
        || style.contains("image-set(")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, clippy::unwrap_used)]

    use super::*;

    fn drawing(inside: &str) -> String {
        format!(
            r#"<svg xmlns="{NAMESPACE}" xmlns:xlink="http://www.w3.org/1999/xlink">{inside}</svg>"#
        )
    }

    #[test]
    fn a_drawing_is_taken() {
        for inside in [
            "",
            r##"<use href="#a"/><use xlink:href="#a"/><path fill="url(#b)"/><path fill="url('#b')"/>"##,
            "<style>path { fill: url(#b) }</style>",
            "<text>run it on (1) = script</text>",
            "<!-- <script> -->",
        ] {
            assert_eq!(fault(drawing(inside).as_bytes()), None, "{inside}");
        }
        assert_eq!(fault(format!("\u{feff}{}", drawing("")).as_bytes()), None);
    }

    #[test]
    fn what_runs_or_fetches_is_not_taken_however_it_is_written() {
        for (inside, what) in [
            ("<script>alert(1)</script>", SCRIPT),
            ("<s:script xmlns:s='http://www.w3.org/2000/svg'/>", SCRIPT),
            ("<g onload='alert(1)'/>", SCRIPT),
            ("<g\nonload\n=\n'alert(1)'/>", SCRIPT),
            ("<a href='&#106;avascript:alert(1)'/>", SCRIPT),
            ("<a><animate attributeName='href' values='x'/></a>", SCRIPT),
            ("<image href='https://a.example/b.png'/>", OUTSIDE),
            ("<image xlink:href = '//a.example/b.png'/>", OUTSIDE),
            ("<style>@import 'a.css'</style>", OUTSIDE),
            (
                "<style>path { fill: u\\72l(https://a.example) }</style>",
                OUTSIDE,
            ),
            ("<rect fill='url( https://a.example)'/>", OUTSIDE),
            ("<foreignObject/>", "a foreign object"),
            (
                "<?xml-stylesheet href='https://a.example'?>",
                "an instruction to a program",
            ),
        ] {
            let found = fault(drawing(inside).as_bytes());
            let Some(PictureFault::Active { what: said, .. }) = &found else {
                panic!("{inside}: {found:?}");
            };
            assert!(said.starts_with(what), "{inside}: {said}");
        }
        let typed = format!("<!DOCTYPE svg [<!ENTITY a 'b'>]>{}", drawing(""));
        assert_eq!(fault(typed.as_bytes()), active("a document type", 0));
        let text = drawing("<path/>\n<g onload='alert(1)'/>");
        let at = text.find("<g").unwrap();
        assert_eq!(
            fault(text.as_bytes()),
            active("a script: `<g onload='alert(1)'/></svg>`", at)
        );
        let marked = format!("\u{feff}{text}");
        let at = marked.find("<g").unwrap();
        assert_eq!(
            fault(marked.as_bytes()),
            active("a script: `<g onload='alert(1)'/></svg>`", at)
        );
    }

    #[test]
    fn what_no_browser_shows_is_not_taken() {
        let cut = drawing("<g><path/>");
        let bare = "<svg><path/></svg>";
        let other = "<html xmlns='http://www.w3.org/1999/xhtml'><svg/></html>";
        let latin = b"<svg xmlns='http://www.w3.org/2000/svg'><text>\xe4</text></svg>";
        for svg in [cut.as_bytes(), bare.as_bytes(), other.as_bytes(), latin] {
            let found = fault(svg);
            let is_malformed = matches!(found, Some(PictureFault::Malformed { .. }));
            assert!(is_malformed, "{}: {found:?}", String::from_utf8_lossy(svg));
        }
        let wrong = drawing("<path/>\n<b>");
        let Some(PictureFault::Malformed { why, at }) = fault(wrong.as_bytes()) else {
            panic!("{wrong}");
        };
        assert!(
            at > wrong.find('\n').unwrap() && !why.contains(" at "),
            "{why}, {at}"
        );
        let wide: Vec<u8> = "\u{feff}<svg/>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let Some(PictureFault::Malformed { why, .. }) = fault(&wide) else {
            panic!("UTF-16");
        };
        assert!(why.contains("UTF-16"), "{why}");
    }
}
