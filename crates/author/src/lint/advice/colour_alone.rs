use firstline_guide::diagnostic::Example;
use firstline_guide::raw::Kind;

use super::{Finding, Subject};

firstline_guide::rule! {
    /// Two answers of which nothing but a colour is said.
    ///
    /// One man in twelve cannot tell red from green, and lamps look different by day: say where the lamp is and what it does
    /// as well (WCAG 2.2, 1.4.1). Known by English and German words.
    Warning "colour-alone",
    bad: Example::Steps(r#"    "here": { "kind": "question", "title": "Which colour is the lamp?", "options": [
      { "id": "good", "label": "Green", "to": "fixed" }, { "id": "bad", "label": "It is red", "to": "ticket" },
      { "id": "unsure", "to": "ticket" } ] }"#),
    good: Example::Steps(r#"    "here": { "kind": "question", "title": "What does the lamp marked Internet do?", "options": [
      { "id": "good", "label": "Steady, green", "to": "fixed" }, { "id": "bad", "label": "Blinking, or red", "to": "ticket" },
      { "id": "unsure", "to": "ticket" } ] }"#),
}

const COLOURS: &[&str] = &[
    "red", "green", "yellow", "orange", "amber", "blue", "white", "purple", "pink", "rot", "grün",
    "gelb", "blau", "weiß", "lila", "rosa",
];

/// What may stand beside a colour without saying more.
const BESIDE: &[&str] = &[
    "a", "an", "the", "it", "is", "light", "lights", "lamp", "led", "colour", "color", "or", "es",
    "er", "sie", "ist", "die", "der", "das", "lampe", "leuchtet", "farbe", "oder", "licht",
];

pub(super) fn look(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for step in &subject.guide.steps {
        let Some(Kind::Question(question)) = &step.kind else {
            continue;
        };
        let labels = question
            .options
            .iter()
            .filter_map(|option| option.label.as_ref());
        if labels.filter(|label| is_colour_alone(&label.value)).count() < 2 {
            continue;
        }
        found.push(Finding {
            step: Some(step.id.value.clone()),
            span: step.id.span,
            severity: RULE.severity,
            message: "these answers differ by colour alone, which not everybody can tell".to_owned(),
            hint: "say also where the lamp is and whether it is steady, blinking or off; a step `lights` does",
        });
    }
    found
}

fn is_colour_alone(label: &str) -> bool {
    let label = label.to_lowercase();
    let words = || {
        label
            .split(|sign: char| !sign.is_alphanumeric())
            .filter(|word| !word.is_empty())
    };
    words().any(|word| COLOURS.contains(&word))
        && words().all(|word| COLOURS.contains(&word) || BESIDE.contains(&word))
}
