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

/// What erases settings.
const RESETS: &[&str] = &[
    "reset",
    "factory setting",
    "factory default",
    "werkseinstellung",
    "zurücksetzen",
];

/// What an action speaks of beside it, where it is no such thing: what must not be done, and the reset of something else.
const HARMLESS: &[&str] = &[
    "not ", "never ", "nicht ", "kein", "password", "passwort", "kennwort",
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

fn resets(text: &str) -> bool {
    let text = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    has(RESETS) && !has(HARMLESS)
}
