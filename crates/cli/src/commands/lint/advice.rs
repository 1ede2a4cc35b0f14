//! What authors could do better.

use firstline_author::advice::{Advice, advice};
use firstline_guide::load::Loaded;
use jiff::Zoned;

use super::collect::{File, Found};

/// Adds what could be better in the guides among these files that are sound: what is wrong with
/// the others comes first.
pub fn problems(files: &[File], loaded: &[Loaded], found: &mut Vec<Found>) {
    let today = Zoned::now().date().to_string();
    for (position, (file, loaded)) in files.iter().zip(loaded).enumerate() {
        if let (true, Some(_), Some(raw)) = (file.asked, &loaded.guide, &loaded.raw) {
            let advice = advice(raw, &file.text, &today);
            found.extend(advice.into_iter().map(|advice| shown(position, advice)));
        }
    }
}

fn shown(file: usize, advice: Advice) -> Found {
    Found {
        file,
        rule: advice.rule,
        is_warning: true,
        message: advice.message,
        hint: Some(advice.hint.to_owned()),
        span: advice.span,
        pointer: advice.pointer,
    }
}
