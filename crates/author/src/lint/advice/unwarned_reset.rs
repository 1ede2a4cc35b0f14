use firstline_guide::diagnostic::Example;
use firstline_guide::raw::Kind;

use super::{Finding, Subject};

firstline_guide::rule! {
    /// An action tells to press Reset, and the step does not say that it resets.
    ///
    /// `"does": ["reset"]` makes a `warning` a must: who has lost their Wi-Fi name and password, or the telephone, is
    /// worse off than before. Known by the words that English and German boxes have for it.
    Warning "unwarned-reset",
    bad: Example::Steps(r#"    "here": { "kind": "instruction", "title": "Reset the router", "to": "ticket",
      "actions": ["Press Reset for ten seconds"] }"#),
    good: Example::Steps(r#"    "here": { "kind": "instruction", "title": "Reset the router", "to": "ticket", "does": ["reset"],
      "warning": "This erases the name and password of your Wi-Fi.", "actions": ["Press Reset for ten seconds"] }"#),
}

/// What erases settings, in whole words. A second word stands somewhere behind the first.
const RESETS: &[&[&str]] = &[
    &["reset"],
    &["resets"],
    &["resetting"],
    &["factory", "settings"],
    &["factory", "setting"],
    &["factory", "defaults"],
    &["factory", "default"],
    &["werkseinstellung"],
    &["werkseinstellungen"],
    &["werksreset"],
    &["zurücksetzen"],
    &["zurückgesetzt"],
    &["setzen", "zurück"],
    &["setze", "zurück"],
];

/// How the names of the button begin that resets, as "Reset-Taste" and "reset-button".
const BUTTONS: &[&str] = &["reset-", "resettaste", "resetknopf", "resetbutton"];

/// Words of what must not be done.
const NOT: &[&str] = &[
    "not", "never", "don't", "don’t", "without", "nicht", "nie", "niemals", "kein", "keine",
    "keinen", "ohne",
];

/// Words with which a sentence begins that first says when something is to be done.
const IF: &[&str] = &[
    "if", "when", "while", "unless", "wenn", "falls", "solange", "sobald",
];

/// Words of the reset of something else.
const PASSWORDS: &[&str] = &[
    "password",
    "passwords",
    "passwort",
    "passwörter",
    "kennwort",
    "kennwörter",
    "pin",
];

/// Words of a box and of what is pressed on it.
const PRESSED: &[&str] = &[
    "press", "hold", "push", "button", "pin-hole", "router", "box", "modem", "drücken", "halten",
    "taste", "knopf",
];

pub(super) fn look(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for step in &subject.guide.steps {
        let Some(Kind::Instruction(instruction)) = &step.kind else {
            continue;
        };
        let says_so = instruction.does.iter().any(|does| does.value == "reset");
        if says_so || instruction.warning.is_some() {
            continue;
        }
        let texts = instruction
            .actions
            .iter()
            .filter_map(|action| action.text.as_ref());
        for text in texts.filter(|text| resets(&text.value)) {
            found.push(Finding {
                step: Some(step.id.value.clone()),
                span: text.span,
                severity: RULE.severity,
                message: "this action seems to erase the customer's settings, and the step does not say so".to_owned(),
                hint: "add `\"does\": [\"reset\"]` and a `warning` of what is lost; if nothing is, `\"allow\": [\"unwarned-reset\"]`",
            });
        }
    }
    found
}

/// Whether an action tells to erase settings. Each sentence speaks for itself.
fn resets(text: &str) -> bool {
    text.to_lowercase()
        .split(['.', '!', '?', ':', ';'])
        .any(|sentence| {
            let words = words_of(sentence);
            let has = |of: &[&str]| words.iter().any(|word| of.contains(word));
            let mut resets = RESETS.iter().filter_map(|reset| end_of(reset, &words));
            let condition = words_of_condition(sentence);
            let is_told = resets.any(|reset| !is_forbidden(reset, &words, condition));
            is_told && (!has(PASSWORDS) || has(PRESSED))
        })
}

fn words_of(sentence: &str) -> Vec<&str> {
    let words = sentence.split(|sign: char| !sign.is_alphanumeric() && !"-'’".contains(sign));
    words.filter(|word| !word.is_empty()).collect()
}

/// How many words a sentence has before it comes to what is to be done.
fn words_of_condition(sentence: &str) -> usize {
    let (first, _) = sentence.split_once(',').unwrap_or_default();
    let words = words_of(first);
    let is_condition = words.first().is_some_and(|word| IF.contains(word));
    if is_condition { words.len() } else { 0 }
}

/// Where the last of these words stands in a sentence that has them one behind another.
fn end_of(wanted: &[&str], words: &[&str]) -> Option<usize> {
    let mut words = words.iter().enumerate();
    let mut end = None;
    for wanted in wanted {
        let is_it = |word: &str| {
            word == *wanted
                || *wanted == "reset" && BUTTONS.iter().any(|button| word.starts_with(button))
        };
        end = Some(words.find(|(_, word)| is_it(word))?.0);
    }
    end
}

/// Whether the reset at this word must not be done. What must not be done behind it is something else, as in "press
/// Reset and do not let go"; in German alone, a sentence may end with "Reset nicht".
fn is_forbidden(reset: usize, words: &[&str], condition: usize) -> bool {
    // A condition does not forbid what it is for; what it names itself, the rest of the sentence may forbid.
    let before = match reset < condition {
        true => words,
        false => &words[condition..reset],
    };
    let behind = &words[reset + 1..];
    before.iter().any(|word| NOT.contains(word)) || matches!(behind, [last] if NOT.contains(last))
}

#[cfg(test)]
mod tests {
    use super::resets;

    #[test]
    fn resets_are_known_by_whole_words_in_both_languages() {
        for text in [
            "Press Reset for 10 seconds.",
            "Hold the button. This resets the router.",
            "Put it back to factory settings.",
            "Press Reset, then type the password again.",
            "Setzen Sie die Box zurück.",
            "Die Taste zum Zurücksetzen drücken.",
            "Auf Werkseinstellungen setzen",
            "Do not wait. Press reset.",
            "Halten Sie die Reset-Taste zehn Sekunden.",
            "Drücken Sie den Reset-Knopf.",
            "Die Resettaste drücken",
            "Mit einer Nadel in den Resetknopf",
            "Press the reset-button.",
            "Hold Reset for ten seconds without letting go",
            "Press Reset and do not let go",
            "Press Reset if the lamp is not on",
            "If the lamp is not on, press Reset",
            "Drücken Sie Reset, wenn die Lampe nicht leuchtet.",
            "Press Reset, but do not choose factory settings.",
        ] {
            assert!(resets(text), "{text}");
        }
        for text in [
            "Choose a preset.",
            "Never press Reset.",
            "Don’t press Reset.",
            "Reset your password on the page.",
            "Anyone who can read it can reset your other passwords.",
            "Drücken Sie nicht auf Reset.",
            "Drücken Sie die Reset-Taste nicht.",
            "If you see a reset-button, do not press Reset.",
            "If you do not press Reset, nothing is lost.",
            "Setzen Sie die Box nicht zurück.",
            "Setzen Sie Ihr Passwort zurück.",
            "Gehen Sie zurück.",
            "The factory is closed.",
        ] {
            assert!(!resets(text), "{text}");
        }
    }
}
