//! The pictures that guides show.

use std::collections::BTreeSet;

use firstline_guide::model::{Action, Guide, Picture, StepKind};

/// The file names of all pictures of a guide, in the order of the alphabet, each once.
pub fn used(guide: &Guide) -> BTreeSet<String> {
    all(guide)
        .into_iter()
        .map(|picture| picture.file.clone())
        .collect()
}

/// All pictures of a guide, in the order of its steps.
pub fn all(guide: &Guide) -> Vec<&Picture> {
    let mut found = Vec::new();
    for step in &guide.steps {
        found.extend(&step.shown.picture);
        for (_, variant) in &step.variants {
            found.extend(&variant.picture);
            found.extend(variant.actions.iter().flatten().filter_map(of_action));
        }
        match &step.kind {
            StepKind::Question(question) => {
                found.extend(
                    question
                        .options
                        .iter()
                        .filter_map(|option| option.picture.as_ref()),
                );
            }
            StepKind::Instruction(instruction) => {
                found.extend(instruction.actions.iter().filter_map(of_action));
            }
            StepKind::Input(_)
            | StepKind::Lights(_)
            | StepKind::Check(_)
            | StepKind::Branch(_)
            | StepKind::Call(_)
            | StepKind::Outcome(_) => {}
        }
    }
    found
}

fn of_action(action: &Action) -> Option<&Picture> {
    action.picture.as_ref()
}
