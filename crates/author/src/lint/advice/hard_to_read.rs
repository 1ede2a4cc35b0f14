use firstline_guide::diagnostic::Example;

use super::{Finding, Subject};
use crate::reading::Reading;

firstline_guide::rule! {
    /// An English guide that takes more than eight years of school to read.
    ///
    /// Its texts are counted together by the grade of Kincaid et al. (1975), which was made for English; guides in other
    /// languages are left out, and so is one of fewer than 60 words, of which it says little. Descriptions of pictures
    /// are read aloud, and do not count.
    Warning "hard-to-read",
    bad: Example::Steps(r#"    "here": { "kind": "instruction", "title": "Investigate the installation",
      "text": ["Customers experiencing considerable connectivity deterioration should investigate every intermediate installation component.",
        "Subsequently, comprehensive verification of residential cabling configurations is recommended before additional troubleshooting procedures.",
        "Individual environmental circumstances occasionally influence operational characteristics considerably.",
        "Manufacturers additionally recommend periodically reconsidering positioning alternatives throughout residential environments."],
      "actions": ["Initiate a comprehensive examination of all interconnections."],
      "verify": { "ask": "Has connectivity been restored satisfactorily?", "on": { "pass": "fixed", "otherwise": "ticket" } } }"#),
    good: Example::Steps(r#"    "here": { "kind": "instruction", "title": "Check the cables",
      "text": ["Is it slow? A loose cable may be why.", "Does the router stand in a cupboard? Take it out. It needs air, and the Wi-Fi gets through better.",
        "Look at each cable, from the wall to the router. Leave a thin fibre cable alone."],
      "actions": ["Push each plug in until it clicks, at both ends.", "Wait two minutes, until the lights are steady."],
      "verify": { "ask": "Is it fast now?", "on": { "pass": "fixed", "otherwise": "ticket" } } }"#),
}

/// The hardest grade.
const MOST: f64 = 8.0;

/// Of fewer words a grade says little.
const FEWEST: usize = 60;

pub(super) fn look(subject: &Subject<'_>) -> Vec<Finding> {
    let language = subject.guide.language.as_ref();
    let language = language.and_then(|tag| tag.value.split('-').next());
    if language != Some("en") {
        return Vec::new();
    }
    let read = |path: &str| path != "searchWords" && !path.ends_with(".alt");
    let texts = subject.texts.iter().filter(|text| read(&text.path));
    let reading = Reading::of(
        texts
            .flat_map(|text| text.words.items())
            .map(String::as_str),
    );
    let grade = reading.grade();
    let title = subject.texts.iter().find(|text| text.path == "title");
    let hard = title.filter(|_| reading.words >= FEWEST && grade > MOST);
    hard.map(|title| Finding {
        step: None,
        span: title.span,
        severity: RULE.severity,
        message: format!("this guide is read at grade {grade:.1}"),
        hint: "shorter sentences and everyday words: grade 8 at most",
    })
    .into_iter()
    .collect()
}
