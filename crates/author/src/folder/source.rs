//! A file of a folder, as it was read.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity, Violation};
use firstline_guide::json::Span;

/// A file of a folder, as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its path, as it is shown.
    pub path: PathBuf,
    /// Its text; of a file that is no UTF-8, as much as can be shown.
    pub text: String,
    /// Why it cannot be used, if it cannot.
    pub fault: Option<Fault>,
    /// Whether its problems are asked for. The other files of a folder are read too, because guides
    /// call each other.
    pub asked: bool,
}

/// Why a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The system does not let us read it, and says why.
    Unreadable(String),
    /// It has the name of a file and is something else, or leads nowhere.
    NotAFile,
    /// Its bytes are no UTF-8 from here on.
    NotUtf8 {
        /// The first byte that is wrong.
        offset: u32,
    },
    /// Its bytes are UTF-16, which editors call "Unicode".
    Utf16,
}

impl Source {
    /// Reads a file. What keeps it from being used is part of the result.
    pub fn read(path: &Path) -> Source {
        let (text, fault) = match read(path) {
            Ok(bytes) => decode(bytes),
            Err(fault) => (String::new(), Some(fault)),
        };
        Source {
            path: path.to_owned(),
            text,
            fault,
            asked: true,
        }
    }

    /// Its text, if it can be used.
    pub fn usable(&self) -> Option<&str> {
        self.fault.is_none().then_some(&self.text)
    }

    /// The name of the file without its ending.
    pub fn stem(&self) -> &str {
        let stem = self.path.file_stem().and_then(|stem| stem.to_str());
        stem.unwrap_or_default()
    }

    /// The problem with the file as such.
    pub fn problem(&self) -> Option<Diagnostic> {
        let fault = self.fault.as_ref()?;
        let start = match fault {
            Fault::NotUtf8 { offset } => *offset,
            _ => 0,
        };
        Some(Diagnostic::unplaced(fault, Span { start, end: start }))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    // Reading a named pipe would wait for ever.
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => return Err(Fault::NotAFile),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(Fault::NotAFile),
        Err(error) => return Err(Fault::Unreadable(error.to_string())),
    }
    fs::read(path).map_err(|error| Fault::Unreadable(error.to_string()))
}

fn decode(bytes: Vec<u8>) -> (String, Option<Fault>) {
    let utf16: Option<fn([u8; 2]) -> u16> = match &bytes[..] {
        // By its byte order mark; or a brace and a zero, as JSON begins without one.
        [0xff, 0xfe, ..] | [b'{', 0, ..] => Some(u16::from_le_bytes),
        [0xfe, 0xff, ..] | [0, b'{', ..] => Some(u16::from_be_bytes),
        _ => None,
    };
    if let Some(unit) = utf16 {
        let units: Vec<u16> = bytes.as_chunks().0.iter().map(|pair| unit(*pair)).collect();
        let text = String::from_utf16_lossy(&units);
        let text = text.trim_start_matches('\u{feff}').to_owned();
        return (text, Some(Fault::Utf16));
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let offset = u32::try_from(error.utf8_error().valid_up_to()).unwrap_or(u32::MAX);
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            (text, Some(Fault::NotUtf8 { offset }))
        }
    }
}

/// The rule of a file that cannot be read.
pub static UNREADABLE_FILE: Rule = Rule {
    id: "unreadable-file",
    severity: Severity::Error,
    doc: &[
        " A file that has the name of a guide, a translation or a picture, and cannot be read.",
        "",
        " The others are looked at nevertheless.",
    ],
    bad: Example::File("a link `no-internet.json` that leads nowhere"),
    good: Example::File("the guide itself under that name"),
};

/// The rule of a file in another encoding than UTF-8.
pub static NOT_UTF8: Rule = Rule {
    id: "not-utf8",
    severity: Severity::Error,
    doc: &[
        " A file that is not written in UTF-8.",
        "",
        " Editors for Windows may save in Windows-1252 (\"ANSI\") or UTF-16 (\"Unicode\"). Letters such as ü",
        " would be lost.",
    ],
    bad: Example::File("a guide that was saved as Windows-1252"),
    good: Example::File("the same guide, saved as UTF-8"),
};

impl Violation for Fault {
    fn rule(&self) -> &'static Rule {
        match self {
            Fault::Unreadable(_) | Fault::NotAFile => &UNREADABLE_FILE,
            Fault::NotUtf8 { .. } | Fault::Utf16 => &NOT_UTF8,
        }
    }

    fn message(&self) -> String {
        match self {
            Fault::Unreadable(why) => format!("this file cannot be read: {why}"),
            Fault::NotAFile => "this is not a file, or a link that leads nowhere".to_owned(),
            Fault::NotUtf8 { .. } => "this file is not written in UTF-8".to_owned(),
            Fault::Utf16 => "this file is written in UTF-16, not in UTF-8".to_owned(),
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Fault::Unreadable(_) => "allow us to read it, or move it elsewhere",
            Fault::NotAFile => "put the file there, or remove what has its name",
            Fault::NotUtf8 { .. } => {
                "save it as UTF-8; here is the first letter that another encoding wrote"
            }
            Fault::Utf16 => "save it as UTF-8; some editors call UTF-16 \"Unicode\"",
        };
        Some(hint.to_owned())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn text_in_another_encoding_is_told_from_utf8_and_can_be_shown() {
        let decoded = |bytes: &[u8]| decode(bytes.to_vec());
        assert_eq!(decoded("{ü}".as_bytes()), ("{ü}".to_owned(), None));
        let windows = decoded(b"{\"a\": \"gr\xfcn\"}");
        assert_eq!(windows.0, "{\"a\": \"gr\u{fffd}n\"}");
        assert_eq!(windows.1, Some(Fault::NotUtf8 { offset: 9 }));
        for (mark, little) in [(true, true), (true, false), (false, true), (false, false)] {
            let text = if mark { "\u{feff}{ü}" } else { "{ü}" };
            let bytes: Vec<u8> = text
                .encode_utf16()
                .flat_map(|unit| match little {
                    true => unit.to_le_bytes(),
                    false => unit.to_be_bytes(),
                })
                .collect();
            assert_eq!(
                decode(bytes),
                ("{ü}".to_owned(), Some(Fault::Utf16)),
                "{mark} {little}"
            );
        }
    }

    #[test]
    fn what_is_no_file_is_told_and_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("guide.json");
        assert_eq!(Source::read(&path).fault, Some(Fault::NotAFile));
        fs::create_dir(&path).unwrap();
        let source = Source::read(&path);
        assert_eq!(source.fault, Some(Fault::NotAFile));
        assert_eq!(source.usable(), None);
        assert_eq!(source.problem().unwrap().rule.id, "unreadable-file");
    }
}
