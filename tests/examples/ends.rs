//! Ends without a ticket.

use firstline_guide::session::{Body, OptionView, Recheck, Screen};
use firstline_widget::view::{Page, Provider, Standing, Tell, TellState, Topic};

use super::{Example, NOW, example, screen, step, texts};

fn resolved(recheck: Recheck) -> Page {
    step(Screen {
        text: texts(&["The restart did it. You need not do anything more."]),
        can_give_up: false,
        ..screen("You are back online", Body::Resolved { recheck })
    })
}

fn known_issue(title: Option<&str>) -> Page {
    let words = "A cable was damaged in road works. Our team is there.";
    let mut page = step(Screen {
        text: texts(&["You need not restart anything. It comes back by itself."]),
        can_give_up: false,
        ..screen(
            "We are fixing a fault in your area",
            Body::KnownIssue {
                title: title.map(String::from),
                text: title.map(|_| words.into()),
                expected_end: None,
            },
        )
    });
    if let (Page::Step(step), Some(_)) = (&mut page, title) {
        step.fault = super::welcome::standing();
    }
    page
}

/// The fault of the other examples, over while the customer looked.
fn over() -> Page {
    let mut page = known_issue(Some("No internet in Millbrook and Eastgate"));
    if let Page::Step(step) = &mut page {
        step.fault = Standing {
            is_over: true,
            ended: Some("today 16:00".into()),
            afterwards: "Please restart your router once. Then everything works again.".into(),
            ..Standing::default()
        };
    }
    page
}

/// With the wish to be told in this state.
fn wish(state: TellState) -> Page {
    let mut page = known_issue(Some("No internet in Millbrook and Eastgate"));
    if let Page::Step(step) = &mut page {
        step.fault.tell = Some(Tell {
            email: "sam@home.example".into(),
            state,
        });
    }
    page
}

fn asks(ids: &[&str]) -> Body {
    let option = |id: &&str| OptionView {
        id: (*id).into(),
        label: None,
        picture: None,
        chosen: false,
    };
    Body::AskHelp {
        options: ids.iter().map(option).collect(),
    }
}

/// How much it helped, the last answer in the guide's own words.
fn degrees() -> Page {
    let mut body = asks(&["better", "a-little", "no", "worse", "not-tried"]);
    if let Body::AskHelp { options } = &mut body {
        options[4].label = Some("I have not used it since".into());
    }
    step(screen("How is the picture since then?", body))
}

fn another_guide() -> Page {
    let guide = Some("one-device".into());
    let mut page = step(Screen {
        text: texts(&["Your line and your Wi‑Fi work. Only this device does not."]),
        can_give_up: false,
        ..screen("It is this one device", Body::HandOver { guide })
    });
    if let Page::Step(step) = &mut page {
        step.topic = Some(Topic {
            id: "one-device".into(),
            title: "One device only".into(),
            summary: "Everything else works.".into(),
            group: None,
            language: None,
        });
    }
    page
}

fn stop() -> Page {
    step(Screen {
        text: texts(&["The alarm cannot call for help now. Use a mobile phone."]),
        contact: Some("priority-care".into()),
        can_give_up: false,
        ..screen("Call us before you do anything else", Body::Stop)
    })
}

pub fn examples() -> Vec<Example> {
    let mut in_page = example("resolved-in-page", resolved(Recheck::Passed));
    in_page.view.inline = true;
    let mut priority = example("stop-contact", stop());
    let mut provider = Provider::clone(&priority.view.provider);
    provider.phone = Some("0808 157 0199".into());
    provider.open = Some(false);
    priority.view.provider = provider.into();
    vec![
        example(
            "ask-help",
            step(screen(
                "Is the dial tone clear now?",
                asks(&["yes", "no", "unsure"]),
            )),
        ),
        example("ask-help-degrees", degrees()),
        example("resolved", resolved(Recheck::Planned { at: NOW + 24_000 })),
        example("resolved-checking", resolved(Recheck::Running { run: 4 })),
        example("resolved-passed", resolved(Recheck::Passed)),
        example("resolved-failed", resolved(Recheck::Failed)),
        example("resolved-unknown", resolved(Recheck::Unknown)),
        in_page,
        example(
            "known-issue",
            known_issue(Some("No internet in Millbrook and Eastgate")),
        ),
        example("known-issue-bare", known_issue(None)),
        example("known-issue-over", over()),
        example("known-issue-wrong-address", wish(TellState::Wrong)),
        example("known-issue-told", wish(TellState::Told)),
        example(
            "hand-over",
            step(Screen {
                text: texts(&["Your television box is looked after by its maker."]),
                links: vec![
                    (
                        "Find a shop".into(),
                        "https://brightwater.example/shops".into(),
                    ),
                    (
                        "Write to the maker".into(),
                        "mailto:care@boxmaker.example".into(),
                    ),
                ],
                can_give_up: false,
                ..screen(
                    "The maker of the box helps you on",
                    Body::HandOver { guide: None },
                )
            }),
        ),
        example("hand-over-guide", another_guide()),
        example(
            "stop",
            step(Screen {
                text: texts(&[
                    "Leave the box as it is. Go out of the room and warn the others.",
                    "Touch nothing that is wet or smells burnt.",
                ]),
                links: vec![
                    ("Call 112".into(), "tel:112".into()),
                    ("Call our emergency desk".into(), "tel:+448005550111".into()),
                ],
                can_give_up: false,
                ..screen("Stop here and call for help", Body::Stop)
            }),
        ),
        priority,
        example("broken", step(screen("", Body::Broken))),
    ]
}
