//! `bad-picture-file`

use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};
use crate::json::Span;
use crate::names::is_kebab_case;

crate::rule! {
    /// A picture is named by something else than the name of a file in pictures/.
    ///
    /// Pictures lie beside the guides and are served with them. The name is in kebab-case and ends in `.svg`, `.png`,
    /// `.webp`, `.avif` or `.jpg`.
    Error "bad-picture-file",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Look here", "picture": { "file": "img/Router.png", "alt": "A router" } }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Look here", "picture": { "file": "router.png", "alt": "A router" } }"#,
    ),
}

/// A name that is not a picture's.
pub struct BadPictureFile<'a> {
    /// The name.
    pub file: &'a str,
}

impl Violation for BadPictureFile<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("`{}` is not the name of a picture", self.file)
    }

    fn hint(&self) -> Option<String> {
        Some("write the name of a file in pictures/, such as `router-back.svg`".to_owned())
    }
}

/// Looks at the name of a picture.
pub(crate) fn look(file: &str, span: Span, report: &mut Report) {
    if !is_picture_file(file) {
        report.add(span, &BadPictureFile { file });
    }
}

/// How the name of a picture can end.
pub const ENDINGS: &[&str] = &["svg", "png", "webp", "avif", "jpg"];

/// A name that is a file beside the other pictures and nothing else.
fn is_picture_file(file: &str) -> bool {
    let parts = file.rsplit_once('.');
    parts.is_some_and(|(stem, ending)| is_kebab_case(stem) && ENDINGS.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::is_picture_file;

    #[test]
    fn pictures_are_files_beside_the_others() {
        for file in ["router-back.svg", "a.png", "a.webp"] {
            assert!(is_picture_file(file), "{file:?}");
        }
        let no = [
            "router",
            "../router.svg",
            "a/b.svg",
            "https://x.svg",
            "Router.svg",
            ".svg",
            "a.gif",
        ];
        for file in no {
            assert!(!is_picture_file(file), "{file:?}");
        }
    }
}
