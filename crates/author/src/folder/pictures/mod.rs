//! The pictures beside guides.

mod svg;

use std::fs;
use std::path::Path;

use super::{Source, layout};

/// A picture of a folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Its file name.
    pub name: String,
    /// Its file, without a text.
    pub source: Source,
    /// Why it cannot be published, if it cannot.
    pub fault: Option<PictureFault>,
}

/// Why a picture cannot be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureFault {
    /// It is a link to something outside the folder.
    Outside,
    /// It cannot be read, is no file, or is a link that leads nowhere.
    Unreadable(String),
    /// It has more bytes than a customer's line should carry.
    TooLarge {
        /// How many it has.
        bytes: u64,
    },
    /// An SVG that runs a script or fetches something.
    Active {
        /// The forbidden part, in the file's own words.
        what: String,
        /// The byte where it stands.
        at: usize,
    },
    /// An SVG that no browser shows.
    Malformed {
        /// Why.
        why: String,
        /// The byte where reading stopped.
        at: usize,
    },
    /// It ends before it is whole.
    Cut,
    /// Its bytes are not what its name says.
    OtherFormat {
        /// The format that they are in.
        is: &'static str,
    },
}

/// More bytes than this take a second on a line of 2 Mbit/s.
pub const MOST_BYTES: u64 = 250_000;

/// The pictures of a folder, by their names; none if there is no folder.
pub(super) fn read(folder: &Path) -> Vec<Picture> {
    let Ok(entries) = fs::read_dir(layout::readable(folder)) else {
        return Vec::new();
    };
    let mut pictures = Vec::new();
    for entry in entries.flatten() {
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let path = folder.join(&name);
        if name.starts_with('.') || path.is_dir() {
            continue;
        }
        let fault = fault(folder, &path, &name);
        // Where a drawing is wrong is shown in its text.
        let has_place = matches!(
            fault,
            Some(PictureFault::Active { .. } | PictureFault::Malformed { .. })
        );
        let text = if has_place {
            fs::read_to_string(&path).unwrap_or_default()
        } else {
            String::new()
        };
        let source = Source {
            path,
            text,
            fault: None,
            asked: true,
        };
        pictures.push(Picture {
            name,
            source,
            fault,
        });
    }
    pictures.sort_by(|one, other| one.name.cmp(&other.name));
    pictures
}

fn fault(folder: &Path, path: &Path, name: &str) -> Option<PictureFault> {
    let unreadable = |error: std::io::Error| Some(PictureFault::Unreadable(error.to_string()));
    let real = match path.canonicalize() {
        Ok(real) => real,
        Err(error) => return unreadable(error),
    };
    let own = match folder.canonicalize() {
        Ok(own) => own,
        Err(error) => return unreadable(error),
    };
    if !real.starts_with(own) {
        return Some(PictureFault::Outside);
    }
    let metadata = match fs::metadata(&real) {
        Ok(metadata) => metadata,
        Err(error) => return unreadable(error),
    };
    if !metadata.is_file() {
        return Some(PictureFault::Unreadable("it is not a file".to_owned()));
    }
    if metadata.len() > MOST_BYTES {
        let bytes = metadata.len();
        return Some(PictureFault::TooLarge { bytes });
    }
    match fs::read(&real) {
        Ok(bytes) => of_bytes(name, &bytes),
        Err(error) => unreadable(error),
    }
}

fn of_bytes(name: &str, bytes: &[u8]) -> Option<PictureFault> {
    let format = format(bytes);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let expected = match ending.to_ascii_lowercase().as_str() {
        "jpg" => "jpeg".to_owned(),
        other => other.to_owned(),
    };
    let known = ["svg", "png", "jpeg", "webp", "avif"];
    if known.contains(&&*expected) && expected != format {
        return Some(PictureFault::OtherFormat { is: format });
    }
    let has = |end: &[u8]| bytes.windows(end.len()).any(|window| window == end);
    match format {
        "svg" => svg::fault(bytes),
        "png" if !has(PNG_END) => Some(PictureFault::Cut),
        "jpeg" if !is_whole_jpeg(bytes) => Some(PictureFault::Cut),
        _ => None,
    }
}

/// The last chunk of a PNG, which has no content, with its checksum.
const PNG_END: &[u8] = b"IEND\xae\x42\x60\x82";

/// Whether a JPEG has its last marker. Cameras may write more behind it, and before the picture a small one with a last
/// marker of its own.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    scan_of_jpeg(bytes).is_some_and(|scan| scan.windows(2).any(|pair| pair == [0xff, 0xd9]))
}

/// A JPEG from its first scan on, behind the segments that tell of the picture; `None` if it ends before.
fn scan_of_jpeg(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    loop {
        rest = match rest {
            [0xff, 0xda, ..] => return Some(rest),
            // A segment, with its length behind the marker.
            [0xff, 0x01..=0xfe, high, low, ..] => {
                let length = u16::from_be_bytes([*high, *low]);
                rest.get(2 + usize::from(length)..)?
            }
            [_, rest @ ..] => rest,
            [] => return None,
        };
    }
}

/// What the first bytes say that a file is.
fn format(bytes: &[u8]) -> &'static str {
    match bytes {
        [] => "empty",
        [0x89, b'P', b'N', b'G', ..] => "png",
        [0xff, 0xd8, 0xff, ..] => "jpeg",
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => "webp",
        [
            _,
            _,
            _,
            _,
            b'f',
            b't',
            b'y',
            b'p',
            b'a',
            b'v',
            b'i',
            b'f',
            ..,
        ] => "avif",
        // UTF-16, which is looked at as such.
        [0xff, 0xfe, b'<', 0, ..] | [0xfe, 0xff, 0, b'<', ..] => "svg",
        _ if String::from_utf8_lossy(bytes).contains("<svg") => "svg",
        _ => "something else",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_picture_is_what_its_name_says() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\0IEND\xae\x42\x60\x82";
        assert_eq!(of_bytes("a.png", png), None);
        assert_eq!(of_bytes("a.png", &png[..8]), Some(PictureFault::Cut));
        let other = Some(PictureFault::OtherFormat { is: "png" });
        assert_eq!(of_bytes("a.svg", png), other);
        let empty = Some(PictureFault::OtherFormat { is: "empty" });
        assert_eq!(of_bytes("a.jpg", b""), empty);
    }

    #[test]
    fn a_jpeg_is_whole_only_if_the_picture_is_not_that_of_the_camera_within() {
        let small = b"\xff\xd8\xff\xda\x00\x02\x01\xff\xd9";
        let told = b"\xff\xd8\xff\xe1\x00\x0b".iter().chain(small);
        let tables = b"\xff\xff\xdb\x00\x03\x09";
        let scan = b"\xff\xda\x00\x02\x01\xff\x00\x02";
        let whole: Vec<u8> = told.chain(tables).chain(scan).copied().collect();
        let ended = [&whole[..], b"\xff\xd9", b"more"].concat();
        assert_eq!(of_bytes("a.jpg", &ended), None);
        for cut in [3, 4, 12, 15, 20, 24, whole.len()] {
            let found = of_bytes("a.jpg", &whole[..cut]);
            assert_eq!(found, Some(PictureFault::Cut), "{cut}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leaves_the_folder_is_not_published() {
        let folder = tempfile::tempdir().unwrap();
        let pictures = folder.path().join("pictures");
        fs::create_dir(&pictures).unwrap();
        let drawing = "<svg xmlns='http://www.w3.org/2000/svg'/>";
        fs::write(folder.path().join("secret"), drawing).unwrap();
        fs::write(pictures.join("a.svg"), drawing).unwrap();
        std::os::unix::fs::symlink("../secret", pictures.join("b.svg")).unwrap();
        std::os::unix::fs::symlink("a.svg", pictures.join("c.svg")).unwrap();
        std::os::unix::fs::symlink("nowhere", pictures.join("d.svg")).unwrap();
        let found = read(&pictures);
        let faults: Vec<_> = found.iter().map(|picture| &picture.fault).collect();
        assert_eq!(faults[..3], [&None, &Some(PictureFault::Outside), &None]);
        assert!(matches!(faults[3], Some(PictureFault::Unreadable(_))));
    }
}
