//! The pictures themselves: what cannot be published, or harms.

use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity, Violation};
use firstline_guide::json::Span;

use super::{Collector, Role};
use crate::folder::{GuideFolder, PictureFault};

pub(super) static RULES: &[&Rule] = &[&BAD_PICTURE, &LARGE_PICTURE];

/// The rule of a picture that cannot be published.
static BAD_PICTURE: Rule = Rule {
    id: "bad-picture",
    severity: Severity::Error,
    doc: &[
        " A picture that cannot be published.",
        "",
        " It leads out of the folder, so that a private file would be published; it runs a script or fetches \
         something from elsewhere; or its bytes are not what its name says, so that no browser shows it.",
    ],
    bad: Example::File("pictures/router.svg with a <script>, or a link to /etc/hosts"),
    good: Example::File("pictures/router.svg of a few shapes"),
};

/// The rule of a picture that is too large for a slow line.
static LARGE_PICTURE: Rule = Rule {
    id: "large-picture",
    severity: Severity::Warning,
    doc: &[
        " A picture of more than 250 kB.",
        "",
        " Customers load it on a line that is slow or broken: 250 kB take a second at 2 Mbit/s.",
    ],
    bad: Example::File("pictures/router.png of 5 MB"),
    good: Example::File("pictures/router.svg of 2 kB"),
};

pub(super) fn look<'f>(folder: &'f GuideFolder, found: &mut Collector<'f>) {
    for picture in &folder.pictures {
        if let Some(fault) = &picture.fault {
            let at = match fault {
                PictureFault::Active { at, .. } | PictureFault::Malformed { at, .. } => *at,
                _ => 0,
            };
            let start = u32::try_from(at).unwrap_or(u32::MAX);
            let diagnostic = Diagnostic::unplaced(fault, Span { start, end: start });
            found.add(&picture.source, Role::Picture, diagnostic);
        }
    }
}

impl Violation for PictureFault {
    fn rule(&self) -> &'static Rule {
        match self {
            PictureFault::TooLarge { .. } => &LARGE_PICTURE,
            _ => &BAD_PICTURE,
        }
    }

    fn message(&self) -> String {
        match self {
            PictureFault::Outside => {
                "this is a link to something outside of the folder, which would be published"
                    .to_owned()
            }
            PictureFault::Unreadable(why) => format!("this picture cannot be read: {why}"),
            PictureFault::TooLarge { bytes } => format!("this picture has {} kB", bytes / 1000),
            PictureFault::Cut => "this picture ends before it is whole".to_owned(),
            PictureFault::Active { what, .. } => format!("this picture has {what}"),
            PictureFault::Malformed { why, .. } => {
                format!("this picture is no SVG that a browser shows: {why}")
            }
            PictureFault::OtherFormat { is: "empty" } => "this picture is empty".to_owned(),
            PictureFault::OtherFormat { is } => {
                format!("this picture is {is}, which its name does not say")
            }
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            PictureFault::Outside => "put the picture itself into the folder",
            PictureFault::Unreadable(_) => "allow us to read it, or remove it",
            PictureFault::TooLarge { .. } => "draw it as SVG, or scale it down: at most 250 kB",
            PictureFault::Active { .. } => {
                "save it as plain SVG: shapes alone, without scripts or references to elsewhere"
            }
            PictureFault::Cut => "copy it again, whole",
            PictureFault::Malformed { .. } => "export it anew from the program that drew it",
            PictureFault::OtherFormat { .. } => "save it anew in the format that its name says",
        };
        Some(hint.to_owned())
    }
}
