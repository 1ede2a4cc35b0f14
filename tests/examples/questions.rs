//! Questions.

use firstline_diagnosis::{CheckId, Confidence, Finding, Verdict};
use firstline_guide::session::{Body, OptionView, Screen};
use firstline_widget::view::Page;

use super::{Example, example, picture, screen, step, texts};

fn option(id: &str, label: Option<&str>, chosen: bool) -> OptionView {
    OptionView {
        id: id.into(),
        label: label.map(String::from),
        picture: None,
        chosen,
    }
}

fn question(title: &str, options: Vec<OptionView>, many: bool) -> Screen {
    screen(title, Body::Question { options, many })
}

pub fn examples() -> Vec<Example> {
    let yes_no = || {
        vec![
            option("yes", None, false),
            option("no", None, false),
            option("unsure", None, false),
        ]
    };
    let few = Screen {
        text: texts(&["A care, health or house alarm counts, and a lift phone too."]),
        hint: Some("The next step stops the line for about 5 minutes. Calls stop with it.".into()),
        ..question(
            "Does anyone rely on a phone or alarm on this line?",
            yes_no(),
            false,
        )
    };
    let mut chosen = yes_no();
    chosen[1].chosen = true;
    let pictured = [
        ("fibre", "A fibre box with a thin lead", "fibre-box.svg"),
        ("dsl", "A telephone socket", "dsl-socket.svg"),
        ("cable", "A round cable socket", "cable-socket.svg"),
        (
            "mobile",
            "A box with an aerial, no cable",
            "mobile-router.svg",
        ),
    ]
    .into_iter()
    .map(|(id, label, file)| OptionView {
        picture: picture(file, "A drawing of it on a wall"),
        ..option(id, Some(label), id == "dsl")
    })
    .chain([option("unsure", None, false)])
    .collect();
    let many = || {
        [
            "Computer",
            "Phone or tablet",
            "Television",
            "Telephone",
            "Something else",
        ]
        .into_iter()
        .map(|label| option(label, Some(label), false))
        .collect()
    };
    let mut ticked = step(question(
        "Which of your devices are affected?",
        many(),
        true,
    ));
    if let Page::Step(step) = &mut ticked {
        step.ticked = Some(texts(&["Computer", "Television"]));
    }
    let mut none = ticked.clone();
    if let Page::Step(step) = &mut none {
        step.ticked = Some(Vec::new());
    }
    let mut after_checks = step(question("Which network does it use?", yes_no(), false));
    if let Page::Step(step) = &mut after_checks {
        step.passed = [CheckId::DeviceLink, CheckId::Isp, CheckId::Internet]
            .map(|check| Finding::new(check, Verdict::Pass, Confidence::High))
            .into();
    }
    let long = Screen {
        text: texts(&[
            "Die Verbindungsqualitätsüberwachungseinrichtung zeigt Glasfaseranschlussstörungen.",
        ]),
        guide: "Glasfaserhausanschlussinbetriebnahme".into(),
        ..question(
            "Ist die Telekommunikationsanschlusseinheit ordnungsgemäß angeschlossen?",
            vec![
                option(
                    "a",
                    Some("Rindfleischetikettierungsüberwachungsaufgabenübertragung"),
                    false,
                ),
                option(
                    "b",
                    Some("Nein, die Geräteanschlussleitung ist nicht eingesteckt"),
                    true,
                ),
                option(
                    "unsure",
                    Some("Das kann ich gerade leider nicht beurteilen"),
                    false,
                ),
            ],
            false,
        )
    };
    vec![
        example("question", step(few)),
        example("question-after-checks", after_checks),
        example(
            "question-first",
            step(Screen {
                can_go_back: false,
                can_give_up: false,
                ..question("Is anything working at home?", yes_no(), false)
            }),
        ),
        example(
            "question-chosen-before",
            step(question(
                "Is there a dial tone on your phone?",
                chosen,
                false,
            )),
        ),
        example(
            "question-pictures",
            step(question("Which of these is on your wall?", pictured, false)),
        ),
        example(
            "question-many",
            step(question(
                "Which of your devices are affected?",
                many(),
                true,
            )),
        ),
        example("question-many-none", none),
        example("question-many-ticked", ticked),
        example("question-long-words", step(long)),
    ]
}
