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

/// Words of what must not be done.
const NOT: &[&str] = &[
    "not", "never", "don't", "don’t", "without", "nicht", "nie", "niemals", "kein", "keine",
    "keinen", "ohne",
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
            let words: Vec<&str> = sentence
                .split(|sign: char| !sign.is_alphanumeric() && !"-'’".contains(sign))
                .filter(|word| !word.is_empty())
                .collect();
            let has = |of: &[&str]| words.iter().any(|word| of.contains(word));
            let is_told = RESETS.iter().any(|reset| in_order(reset, &words));
            is_told && !has(NOT) && (!has(PASSWORDS) || has(PRESSED))
        })
}

/// Whether these words stand in a sentence, one behind another.
fn in_order(wanted: &[&str], words: &[&str]) -> bool {
    let mut words = words.iter();
    wanted.iter().all(|wanted| words.any(|word| word == wanted))
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
            "Setzen Sie Ihr Passwort zurück.",
            "Gehen Sie zurück.",
            "The factory is closed.",
        ] {
            assert!(!resets(text), "{text}");
        }
    }
}
