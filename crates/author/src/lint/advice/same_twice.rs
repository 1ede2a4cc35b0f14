use std::collections::BTreeMap;

use firstline_guide::diagnostic::Example;
use firstline_guide::model::{StepIndex, StepKind};

use super::{Finding, Subject, ways};

firstline_guide::rule! {
    /// The same instruction twice on one way.
    ///
    /// Whoever has done it already thinks that nobody listens. Instructions are the same if their actions are, word for
    /// word. A step that does it again on purpose says so in its words.
    Warning "same-twice",
    bad: Example::Steps(r#"    "here": { "kind": "instruction", "title": "Restart it", "actions": ["Switch it off and on."],
      "verify": { "ask": "Does it work now?", "on": { "pass": "fixed", "otherwise": "again" } } },
    "again": { "kind": "instruction", "title": "The restart", "actions": ["Switch it off and on."],
      "verify": { "ask": "Does it work now?", "on": { "pass": "fixed", "otherwise": "ticket" } } }"#),
    good: Example::Steps(r#"    "here": { "kind": "instruction", "title": "Restart it", "actions": ["Switch it off and on."],
      "verify": { "ask": "Does it work now?", "on": { "pass": "fixed", "otherwise": "cables" } } },
    "cables": { "kind": "instruction", "title": "The cables", "actions": ["Push each plug in."],
      "verify": { "ask": "Does it work now?", "on": { "pass": "fixed", "otherwise": "ticket" } } }"#),
}

pub(super) fn look(subject: &Subject<'_>) -> Vec<Finding> {
    let guide = subject.model;
    let mut alike: BTreeMap<Vec<String>, Vec<StepIndex>> = BTreeMap::new();
    for (at, step) in (0..).map(StepIndex).zip(&guide.steps) {
        if let StepKind::Instruction(instruction) = &step.kind {
            let actions = instruction.actions.iter();
            let actions: Vec<String> = actions.map(|action| action.text.clone().into()).collect();
            if !actions.is_empty() {
                alike.entry(actions).or_default().push(at);
            }
        }
    }
    let mut found = Vec::new();
    for steps in alike.values() {
        for later in steps {
            let earlier = steps
                .iter()
                .find(|step| *step != later && ways::after(guide, **step).contains(later));
            let Some(earlier) = earlier else { continue };
            found.extend(subject.span_of(*later).map(|span| Finding {
                step: Some(guide.step(*later).id.clone()),
                span,
                severity: RULE.severity,
                message: format!(
                    "this asks for the same as the step \"{}\", which customers come from",
                    guide.step(*earlier).id
                ),
                hint: "lead past it, or say in other words why it is done again",
            }));
        }
    }
    found
}
