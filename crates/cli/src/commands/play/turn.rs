//! What a typed line means.

/// A line that was typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    /// An answer to what is shown.
    Answer(String),
    /// Something that can be said anywhere.
    Command(Command),
}

/// What can be said anywhere.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// To the step before.
    Back,
    /// "Nothing helps."
    NothingHelps,
    /// Show the step for another device.
    Variant(String),
    /// Print the walk as a scenario of this name.
    Scenario(String),
    /// From the beginning.
    Restart,
    /// List what can be typed.
    Help,
    /// Leave.
    Quit,
}

/// What can be typed, as `?` lists it.
pub const HELP: &str = "  \
  1, 2, …    an option, by its number or by its id; several with blanks between
  Enter      done; it passes; the wait is over; as before
  b          back
  n          nothing helps
  v DEVICE   show the step for another device
  s NAME     at an end: print this walk as a scenario, under this name
  r          from the beginning
  q          leave
  =TEXT      an answer that would be one of these letters
";

/// Reads a line.
pub fn read(line: &str) -> Typed {
    let line = line.trim();
    if let Some(answer) = line.strip_prefix('=') {
        return Typed::Answer(answer.to_owned());
    }
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    Typed::Command(match (word, rest) {
        ("b", "") => Command::Back,
        ("n", "") => Command::NothingHelps,
        ("v", device) => Command::Variant(device.to_owned()),
        ("s", name) => Command::Scenario(name.to_owned()),
        ("r", "") => Command::Restart,
        ("?", "") => Command::Help,
        ("q", "") => Command::Quit,
        _ => return Typed::Answer(line.to_owned()),
    })
}

/// The options that were meant, by number from 1 or by id.
///
/// # Errors
///
/// The word that is none of them.
pub fn chosen<'o>(typed: &str, ids: &[&'o str]) -> Result<Vec<&'o str>, String> {
    let words = typed
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .map(|word| {
            let numbered = word
                .parse::<usize>()
                .ok()
                .and_then(|number| ids.get(number.checked_sub(1)?));
            // An id may be a number itself: what stands there is what is meant.
            let named = ids.iter().find(|id| **id == word);
            named.or(numbered).copied().ok_or_else(|| word.to_owned())
        });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::{Command, Typed, chosen, read};

    #[test]
    fn letters_are_commands_unless_they_are_said_to_be_an_answer() {
        let command = |command| Typed::Command(command);
        let answer = |text: &str| Typed::Answer(text.to_owned());
        for (line, typed) in [
            ("b", command(Command::Back)),
            (" n ", command(Command::NothingHelps)),
            ("s", command(Command::Scenario(String::new()))),
            (
                "s it  works ",
                command(Command::Scenario("it  works".to_owned())),
            ),
            ("v ios", command(Command::Variant("ios".to_owned()))),
            ("=b", answer("b")),
            ("no", answer("no")),
            ("b 2", answer("b 2")),
            ("", answer("")),
        ] {
            assert_eq!(read(line), typed, "{line:?}");
        }
    }

    #[test]
    fn options_are_named_by_number_or_id() {
        let ids = ["yes", "no", "1"];
        assert_eq!(chosen("2", &ids), Ok(vec!["no"]));
        assert_eq!(chosen("1", &ids), Ok(vec!["1"]));
        assert_eq!(chosen("yes, 2", &ids), Ok(vec!["yes", "no"]));
        assert_eq!(chosen("4", &ids), Err("4".to_owned()));
        assert_eq!(chosen("0", &ids), Err("0".to_owned()));
        assert_eq!(chosen("maybe", &ids), Err("maybe".to_owned()));
    }
}
