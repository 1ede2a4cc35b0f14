//! What customers added to tickets after they were sent: notes, photos, an appointment, that it works again.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use firstline_relay::Store;
use firstline_relay::store::Added;
use firstline_wire::follow::Speaker;
use firstline_wire::foreign::{in_lines, on_one_line};
use serde_json::{Value, json};

use super::{delivery, time};

/// Whether the last word is that it works again: its customer's, or an operator's.
pub fn is_solved(added: &[Added]) -> bool {
    solved_by(added).is_some()
}

/// Who said last that it works again, unless the customer has said something else since.
pub fn solved_by(added: &[Added]) -> Option<Speaker> {
    let counts = |one: &&Added| one.by == Speaker::Customer || one.solved;
    let last = added.iter().rfind(counts)?;
    last.solved.then_some(last.by)
}

/// In one line, for a list; `None` if the customer added nothing.
pub fn in_a_list(added: &[Added]) -> Option<String> {
    let own = added.iter().filter(|one| one.by == Speaker::Customer);
    let (mut notes, mut photos) = (0, 0);
    for one in own {
        match one.photo {
            Some(_) => photos += 1,
            None if !one.text.is_empty() => notes += 1,
            None => {}
        }
    }
    let counted = |count: usize, one: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {one}s")),
    };
    let works =
        (solved_by(added) == Some(Speaker::Customer)).then(|| "that it works again".to_owned());
    let parts: Vec<String> = [counted(notes, "note"), counted(photos, "photo"), works]
        .into_iter()
        .flatten()
        .collect();
    let customer = format!("the customer added: {}", parts.join(", "));
    match (parts.is_empty(), solved_by(added)) {
        (true, Some(Speaker::Provider)) => Some("solved by your people".to_owned()),
        (true, _) => None,
        (false, Some(Speaker::Provider)) => Some(format!("{customer}; solved by your people")),
        (false, _) => Some(customer),
    }
}

/// All of it, below the ticket; empty if there is nothing.
pub fn words(number: &str, added: &[Added]) -> String {
    let mut text = String::new();
    if added.is_empty() {
        return text;
    }
    text += "\n== Since it was sent ==\n";
    for one in added {
        let who = match (one.by, one.solved) {
            (Speaker::Customer, true) => "the customer says that it works again",
            (Speaker::Customer, false) => "the customer",
            (Speaker::Provider, true) => "your people say that it is solved",
            (Speaker::Provider, false) => "your people",
        };
        let _ = writeln!(text, "{}, {who}:", time(one.at, "%Y-%m-%d %H:%M"));
        for line in in_lines(&one.text).lines() {
            let _ = writeln!(text, "  {line}");
        }
        if let Some(bytes) = one.photo {
            let size = bytes.div_ceil(1000);
            let _ = writeln!(text, "  A photo of {size} kB");
        }
        if let Some(delivery) = &one.delivery {
            let _ = writeln!(text, "  {}", delivery::words(delivery));
        }
    }
    let photos = added.iter().filter(|one| one.photo.is_some()).count();
    if photos > 0 {
        let _ = writeln!(
            text,
            "\nPhotos: {photos}, in the store. `firstline tickets show {number} --photos FOLDER` writes them there."
        );
    }
    text
}

/// For programs.
pub fn json(added: &[Added]) -> Value {
    let one = |one: &Added| {
        json!({
            "by": one.by,
            "at": time(one.at, "%Y-%m-%dT%H:%M:%S%:z"),
            "text": one.text,
            "solved": one.solved,
            "photoBytes": one.photo,
            "delivery": one.delivery.as_ref().map_or(Value::Null, |way| delivery::json(Some(way))),
        })
    };
    added.iter().map(one).collect()
}

/// Writes the photos of a ticket into a folder, as files that this user alone can read, and says which.
///
/// # Errors
///
/// The store does not answer, or a file cannot be written; one that is there already is not replaced.
pub async fn write_photos(store: &Store, number: &str, folder: &Path) -> anyhow::Result<String> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut text = String::new();
    for (place, name) in store.photos(number).await?.iter().enumerate() {
        let Some(photo) = store.photo(number, name).await? else {
            continue;
        };
        let file = folder.join(format!("{number}-{}.jpg", place + 1));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options
            .open(&file)
            .and_then(|mut out| out.write_all(&photo))
            .with_context(|| format!("cannot write {}", file.display()))?;
        let _ = writeln!(text, "Photo: {}", on_one_line(&file.display().to_string()));
    }
    Ok(text)
}
