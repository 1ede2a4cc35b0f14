//! Questions, inputs, lights, instructions.

use firstline_diagnosis::{CheckId, Confidence, Finding, Verdict};
use firstline_guide::model::{Disruption, Meaning, Picture, Value};
use firstline_guide::session::{
    ActionView, Body, FieldView, FormView, LineLoss, LineWatch, OptionView, Refusal, Screen,
    VariantView, Waiting,
};
use firstline_widget::text::Words;
use firstline_widget::view::Page;

use super::{Example, NOW, example, screen, step, texts};

pub fn examples() -> Vec<Example> {
    let mut all = questions();
    all.extend(inputs());
    all.extend(instructions());
    all
}

fn option(id: &str, label: Option<&str>, chosen: bool) -> OptionView {
    OptionView {
        id: id.into(),
        label: label.map(String::from),
        picture: None,
        chosen,
    }
}

fn picture(file: &str, alt: &str) -> Option<Picture> {
    Some(Picture {
        file: file.into(),
        alt: alt.into(),
    })
}

fn question(title: &str, options: Vec<OptionView>, many: bool) -> Screen {
    screen(title, Body::Question { options, many })
}

fn questions() -> Vec<Example> {
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

fn input(title: &str, field: FieldView, value: &str, refused: Option<Refusal>) -> Screen {
    screen(
        title,
        Body::Input {
            field,
            value: value.into(),
            refused,
            optional: false,
        },
    )
}

fn inputs() -> Vec<Example> {
    let number = || FieldView::Number {
        unit: "Mbit/s".into(),
    };
    let sockets = [
        ("living", "Living room"),
        ("hall", "Hall"),
        ("office", "Office"),
    ]
    .map(|(id, label)| (id.to_string(), label.to_string()))
    .to_vec();
    let mut typed = step(input("What speed did you order?", number(), "", None));
    if let Page::Step(step) = &mut typed {
        step.typed = Some("250".into());
    }
    let optional = Screen {
        text: texts(&["For example: every evening, or when it rains."]),
        body: Body::Input {
            field: FieldView::Lines,
            value: String::new(),
            refused: None,
            optional: true,
        },
        ..screen("When does it happen?", Body::Broken)
    };
    vec![
        example(
            "input-number",
            step(Screen {
                hint: Some("It is on your bill, and in your customer account.".into()),
                ..input("What speed did you order?", number(), "", None)
            }),
        ),
        example("input-number-typed", typed),
        example(
            "input-number-refused",
            step(input(
                "What speed did you order?",
                number(),
                "a lot",
                Some(Refusal::NotANumber),
            )),
        ),
        example(
            "input-date-refused",
            step(input(
                "Since when?",
                FieldView::Date,
                "2027-01-01",
                Some(Refusal::Above(Value::Text("2026-11-22".into()))),
            )),
        ),
        example(
            "input-text",
            step(input(
                "What is written on the box?",
                FieldView::Text,
                "BW-200",
                None,
            )),
        ),
        example("input-lines-optional", step(optional)),
        example(
            "input-choice",
            step(input(
                "In which room is the socket?",
                FieldView::Choice(sockets),
                "hall",
                None,
            )),
        ),
        example(
            "input-form",
            step(input("When did it happen?", calls(None), "", None)),
        ),
        example(
            "input-form-refused",
            step(input(
                "When did it happen?",
                calls(Some(Refusal::Empty)),
                "\u{1f}20:15",
                Some(Refusal::Empty),
            )),
        ),
    ]
}

/// Short things that belong together.
fn calls(refused: Option<Refusal>) -> FieldView {
    let part = |label: &str, field, optional, refused| FormView {
        label: label.into(),
        field,
        optional,
        refused,
    };
    FieldView::Form(vec![
        part("Which number?", FieldView::Text, false, refused),
        part("At what time?", FieldView::Text, false, None),
        part("What did you hear?", FieldView::Lines, true, None),
    ])
}

/// Values to type elsewhere.
fn valued() -> Screen {
    let named = [
        ("Incoming server", "imap.brightwater.example"),
        ("Port", "993"),
        ("Outgoing server", "smtp.brightwater.example"),
    ];
    let waiting = Waiting::ForCustomer {
        line: LineWatch::Off,
    };
    Screen {
        values: named
            .map(|(label, value)| (label.to_string(), value.to_string()))
            .to_vec(),
        ..instruction(
            "Compare the settings of your app",
            vec![
                action("Open the settings of the mailbox."),
                action("Compare them with these."),
            ],
            waiting,
        )
    }
}

fn action(text: &str) -> ActionView {
    ActionView {
        text: text.into(),
        copy: None,
        seconds: None,
        picture: None,
    }
}

fn restart() -> Vec<ActionView> {
    vec![
        ActionView {
            picture: picture("unplug.svg", "A power plug, pulled out of the wall."),
            ..action("Pull the power plug out of the wall.")
        },
        ActionView {
            seconds: Some(30),
            ..action("Wait 30 seconds.")
        },
        action("Plug it in again. Then leave it alone."),
    ]
}

/// An instruction that says something else by device.
fn variant(value: Option<&str>) -> Screen {
    let shown = match value {
        Some(_) => "Open Settings, then Wi‑Fi, and switch it on.",
        None => "Open the settings of your device and switch Wi‑Fi on.",
    };
    let waiting = Waiting::ForCustomer {
        line: LineWatch::Off,
    };
    Screen {
        variant: Some(VariantView {
            value: value.map(str::to_owned),
            choices: ["ios", "android", "windows"].map(str::to_owned).to_vec(),
        }),
        ..instruction("Switch Wi‑Fi on", vec![action(shown)], waiting)
    }
}

fn instruction(title: &str, actions: Vec<ActionView>, waiting: Waiting) -> Screen {
    screen(
        title,
        Body::Instruction {
            actions,
            minutes: Some(4),
            warning: None,
            disruptions: Vec::new(),
            waiting,
            done: None,
            cannot: None,
        },
    )
}

/// An instruction whose buttons have names of the guide's own.
fn named(actions: Vec<ActionView>, own: Option<&str>, other: &str) -> Page {
    let waiting = Waiting::ForCustomer {
        line: LineWatch::Off,
    };
    let mut screen = instruction("Let the box find its line", actions, waiting);
    if let Body::Instruction { done, cannot, .. } = &mut screen.body {
        *done = own.map(String::from);
        *cannot = Some(other.into());
    }
    step(screen)
}

fn restart_screen(waiting: Waiting) -> Screen {
    screen(
        "Restart the router",
        Body::Instruction {
            actions: restart(),
            minutes: Some(4),
            warning: Some("Phone calls and alarms on this line stop for a few minutes.".into()),
            disruptions: vec![Disruption::Restart, Disruption::LineDrops],
            waiting,
            done: None,
            cannot: None,
        },
    )
}

fn timer(started: u64) -> Page {
    let mut page = step(restart_screen(Waiting::ForCustomer {
        line: LineWatch::Down,
    }));
    if let Page::Step(step) = &mut page {
        step.timers = vec![(1, NOW - started)];
    }
    page
}

fn instructions() -> Vec<Example> {
    let blinked = "It has blinked for longer";
    let wait = example("instruction-only-waits", named(Vec::new(), None, blinked));
    let watch = vec![action("Don’t restart it until tomorrow.")];
    let named = example(
        "instruction-named",
        named(watch, Some("It is lit now"), blinked),
    );
    let mut later_asks = step(instruction(
        "Leave the router on",
        vec![action("Don’t restart it until tomorrow.")],
        Waiting::Later {
            until: NOW + 20 * 3_600_000,
            asks: true,
        },
    ));
    if let Page::Step(step) = &mut later_asks {
        step.expected_end = Some("Monday 10:30".into());
    }
    let open = |line| Waiting::ForCustomer { line };
    let until = |line| Waiting::Until {
        from: NOW - 108_000,
        until: NOW + 72_000,
        line,
    };
    let copying = || {
        instruction(
            "Open your router’s page",
            vec![
                ActionView {
                    copy: Some("http://192.168.1.1".into()),
                    ..action("Type this address into your browser.")
                },
                action("Sign in. The password is on the label below the box."),
                ActionView {
                    picture: picture(
                        "router-back.svg",
                        "The back of the router; the label is ringed.",
                    ),
                    ..action("Choose “Restart”.")
                },
            ],
            open(LineWatch::Off),
        )
    };
    let valued_step = example("instruction-values", step(valued()));
    let mut copied = example("instruction-copied", step(copying()));
    copied.view.copied = Some("http://192.168.1.1".into());
    let links = Screen {
        text: texts(&["Your invoice is there, too."]),
        links: vec![(
            "Open your account".into(),
            "https://brightwater.example/account".into(),
        )],
        hint: Some("It opens in a new tab. This page stays.".into()),
        ..instruction(
            "Check whether your account is active",
            vec![
                action("Sign in."),
                action("Look for a note at the top of the page."),
            ],
            open(LineWatch::Off),
        )
    };
    let mut right_to_left = example(
        "instruction-right-to-left",
        step(Screen {
            guide: "لا يوجد اتصال بالإنترنت".into(),
            ..instruction(
                "أعد تشغيل جهاز التوجيه",
                vec![
                    action("افصل قابس الكهرباء من الحائط."),
                    ActionView {
                        seconds: Some(30),
                        ..action("انتظر 30 ثانية.")
                    },
                    action("أعد توصيله ثم اتركه."),
                ],
                open(LineWatch::Down),
            )
        }),
    );
    right_to_left.words = Words::of("ar");
    vec![
        wait,
        named,
        example(
            "lights",
            step(Screen {
                text: texts(&["Look at the second light from the left, marked Internet."]),
                picture: picture(
                    "router-internet-light.svg",
                    "The front of a router. The second light from the left, marked Internet, is ringed.",
                ),
                ..screen(
                    "What do the lights on the router show?",
                    Body::Lights {
                        of: "router".into(),
                        equipment: None,
                        meanings: vec![
                            Meaning::NoLine,
                            Meaning::NoLogin,
                            Meaning::NoPower,
                            Meaning::Connecting,
                            Meaning::Updating,
                            Meaning::Ok,
                            Meaning::Unsure,
                        ],
                        chosen: Some(Meaning::NoLine),
                        seen: None,
                    },
                )
            }),
        ),
        example("instruction", step(links)),
        example(
            "instruction-line-drops",
            step(restart_screen(open(LineWatch::Up))),
        ),
        example(
            "instruction-line-down",
            step(Screen {
                line: Some(LineLoss {
                    lost: NOW - 60_000,
                    back: None,
                }),
                ..restart_screen(open(LineWatch::Down))
            }),
        ),
        example("instruction-timer", timer(11_000)),
        example("instruction-timer-over", timer(31_000)),
        example("instruction-copy", step(copying())),
        copied,
        example(
            "instruction-wait",
            step(instruction(
                "Let the router start",
                vec![action("Leave it alone. The lights blink and change.")],
                until(LineWatch::Off),
            )),
        ),
        example(
            "instruction-wait-line",
            step(restart_screen(until(LineWatch::Down))),
        ),
        example(
            "instruction-later",
            step(instruction(
                "Leave it on overnight",
                vec![action("Don’t switch it off until tomorrow.")],
                Waiting::Later {
                    until: NOW + 20 * 3_600_000,
                    asks: false,
                },
            )),
        ),
        example("instruction-later-asks", later_asks),
        example("instruction-variant", step(variant(Some("ios")))),
        example("instruction-no-variant", step(variant(None))),
        right_to_left,
        valued_step,
    ]
}
