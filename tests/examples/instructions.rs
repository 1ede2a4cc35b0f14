//! Instructions.

use firstline_guide::model::{Disruption, Meaning};
use firstline_guide::session::{
    ActionView, Body, LineLoss, LineWatch, Screen, VariantView, Waiting,
};
use firstline_widget::text::Words;
use firstline_widget::view::Page;

use super::{Example, NOW, example, picture, screen, step, texts};

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

pub fn examples() -> Vec<Example> {
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
