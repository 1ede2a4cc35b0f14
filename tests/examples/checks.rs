//! Checks, running and done.

use firstline_diagnosis::{CheckId, Confidence, Finding, NotMeasured, Progress, Verdict};
use firstline_guide::session::{Body, CheckState, LineLoss, Screen};
use firstline_widget::view::{Page, Step};

use super::{Example, NOW, example, screen, step};

const PASS: Verdict = Verdict::Pass;
const FAIL: Verdict = Verdict::Fail;

fn found(check: CheckId, verdict: Verdict) -> Finding {
    Finding::new(check, verdict, Confidence::High)
}

fn checking(title: &str, checks: Vec<(CheckId, Option<Finding>)>, verifies: bool) -> Screen {
    let done = checks.iter().all(|(_, finding)| finding.is_some());
    let checks = checks
        .into_iter()
        .map(|(check, finding)| CheckState { check, finding })
        .collect();
    screen(
        title,
        Body::Checking {
            checks,
            done,
            verifies,
        },
    )
}

fn finished(findings: Vec<Finding>, verifies: bool) -> Screen {
    let checks = findings
        .into_iter()
        .map(|finding| (finding.check, Some(finding)))
        .collect();
    checking("Checking your connection", checks, verifies)
}

fn linked() -> Finding {
    Finding::new(CheckId::DeviceLink, PASS, Confidence::Medium)
}

fn working() -> Vec<Finding> {
    vec![
        linked(),
        found(CheckId::Isp, PASS).with("time", Some(24.0)),
        found(CheckId::Internet, PASS)
            .with("answered", Some(3.0))
            .with("asked", Some(3.0))
            .with("time", Some(41.0)),
        found(CheckId::Latency, PASS)
            .with("median", Some(18.4))
            .with("jitter", Some(2.1))
            .with("samples", Some(20.0)),
    ]
}

fn speed() -> Finding {
    found(CheckId::Speed, PASS)
        .with("download", Some(48.1))
        .with("upload", Some(9.6))
        .with("of-plan", Some(96.2))
}

fn outage(verdict: Verdict, title: &str) -> Screen {
    let mut finding = found(CheckId::Outage, verdict);
    if !title.is_empty() {
        finding.texts.push(("title", title.to_string()));
    }
    let state = (CheckId::Outage, Some(finding));
    checking("Looking for known faults in your area", vec![state], false)
}

/// A line that is watched for minutes.
fn watching() -> Page {
    let running = checking(
        "Checking your connection",
        vec![(CheckId::Latency, None)],
        false,
    );
    let progress = Progress {
        done: 0.37,
        reading: Some(("median", 24.3)),
    };
    match step(running) {
        Page::Step(step) => Page::Step(Step {
            progress: Some((CheckId::Latency, progress)),
            ..step
        }),
        page => page,
    }
}

pub fn examples() -> Vec<Example> {
    let isp = |verdict| found(CheckId::Isp, verdict);
    let internet = |verdict| found(CheckId::Internet, verdict);
    let silent = || Finding::not_measured(CheckId::Latency, NotMeasured::Pointless);
    let unlinked = || found(CheckId::DeviceLink, FAIL);
    let blocked = |check| Finding::not_measured(check, NotMeasured::BlockedByPage);
    let slow = vec![
        linked(),
        isp(PASS).with("time", Some(212.0)),
        internet(Verdict::Warn).with("time", Some(380.5)),
        found(CheckId::Latency, Verdict::Warn).with("median", Some(204.3)),
    ];
    let page = |screen| step(screen);
    vec![
        example(
            "checking-running",
            page(checking(
                "Checking your connection",
                vec![
                    (CheckId::DeviceLink, Some(linked())),
                    (CheckId::Isp, Some(isp(PASS).with("time", Some(24.0)))),
                    (CheckId::Internet, None),
                    (CheckId::Latency, None),
                ],
                false,
            )),
        ),
        example("checking-watch", watching()),
        example(
            "checking-names",
            page(finished(
                vec![
                    linked(),
                    isp(PASS).with("time", Some(24.0)),
                    internet(FAIL).with("failed", Some(160.0)),
                    found(CheckId::Dns, FAIL)
                        .with("answered", Some(0.0))
                        .with("asked", Some(3.0)),
                ],
                false,
            )),
        ),
        // Over mobile data nothing was learned of what is at home.
        example(
            "checking-elsewhere",
            page(finished(
                vec![
                    isp(PASS).with("time", Some(48.0)),
                    internet(PASS).with("time", Some(52.0)),
                    found(CheckId::OwnLine, Verdict::Warn),
                ],
                false,
            )),
        ),
        example(
            "checking-service",
            page(finished(
                vec![
                    isp(PASS).with("time", Some(24.0)),
                    internet(PASS).with("time", Some(40.0)),
                    found(CheckId::Services, Verdict::Warn)
                        .with("answered", Some(2.0))
                        .with("asked", Some(3.0)),
                ],
                false,
            )),
        ),
        example(
            "checking-ask-router",
            page(finished(
                vec![
                    linked(),
                    Finding::not_measured(CheckId::Router, NotMeasured::NeedsPermission),
                    isp(FAIL),
                    internet(FAIL),
                ],
                false,
            )),
        ),
        example(
            "checking-router-off",
            page(finished(
                vec![
                    linked(),
                    found(CheckId::Router, FAIL),
                    isp(FAIL),
                    internet(FAIL),
                ],
                false,
            )),
        ),
        example(
            "checking-calls",
            page(finished(
                vec![
                    isp(PASS).with("time", Some(24.0)),
                    internet(PASS).with("time", Some(40.0)),
                    found(CheckId::Ipv6, Verdict::Warn).with("v4", Some(31.0)),
                    found(CheckId::Jitter, Verdict::Warn).with("mean", Some(72.0)),
                    found(CheckId::Loss, FAIL),
                ],
                false,
            )),
        ),
        example("checking-passed", page(finished(working(), false))),
        example("checking-slow", page(finished(slow, false))),
        example(
            "checking-home-fault",
            page(finished(
                vec![linked(), isp(FAIL), internet(FAIL), silent()],
                false,
            )),
        ),
        example(
            "checking-device-fault",
            page(finished(
                vec![unlinked(), isp(FAIL), internet(FAIL), silent()],
                false,
            )),
        ),
        example(
            "checking-provider-fault",
            page(finished(
                vec![linked(), isp(FAIL), internet(PASS), silent()],
                false,
            )),
        ),
        example(
            "checking-internet-fault",
            page(finished(
                vec![linked(), isp(PASS).with("time", Some(19.0)), internet(FAIL)],
                false,
            )),
        ),
        example(
            "checking-known-fault",
            page(finished(
                vec![
                    linked(),
                    isp(FAIL),
                    internet(FAIL),
                    found(CheckId::Outage, FAIL),
                ],
                false,
            )),
        ),
        example(
            "checking-not-measured",
            page(finished(
                vec![
                    linked(),
                    blocked(CheckId::Isp),
                    Finding::not_measured(CheckId::Internet, NotMeasured::NotSetUp),
                    Finding::not_measured(CheckId::Latency, NotMeasured::NoAnswer),
                ],
                false,
            )),
        ),
        example(
            "checking-sign-in",
            page(finished(
                vec![
                    linked(),
                    Finding::not_measured(CheckId::Isp, NotMeasured::SignInPage),
                    Finding::not_measured(CheckId::Latency, NotMeasured::SignInPage),
                ],
                false,
            )),
        ),
        example(
            "checking-skipped",
            page(finished(
                CheckId::ALL
                    .iter()
                    .take(3)
                    .map(|check| Finding::not_measured(*check, NotMeasured::Skipped))
                    .collect(),
                false,
            )),
        ),
        example(
            "verifying",
            page(checking(
                "Restart the router",
                vec![(CheckId::Isp, None), (CheckId::Internet, None)],
                true,
            )),
        ),
        example(
            "verified",
            page(Screen {
                line: Some(LineLoss {
                    lost: NOW - 300_000,
                    back: Some(NOW - 20_000),
                }),
                ..finished(working(), true)
            }),
        ),
        example(
            "verified-not-yet",
            page(finished(
                vec![
                    found(CheckId::Isp, FAIL),
                    Finding::not_measured(CheckId::Internet, NotMeasured::BadAnswer),
                ],
                true,
            )),
        ),
        example(
            "speed-to-come",
            page(checking(
                "How fast is it here?",
                vec![(CheckId::Speed, None)],
                false,
            )),
        ),
        example("speed-measured", page(finished(vec![speed()], false))),
        example(
            "speed-not-measured",
            page(finished(
                vec![Finding::not_measured(
                    CheckId::Speed,
                    NotMeasured::Disturbed,
                )],
                false,
            )),
        ),
        example("outage-none", page(outage(PASS, ""))),
        example(
            "outage-fault",
            page(outage(FAIL, "No internet in Millbrook and Eastgate")),
        ),
        example(
            "outage-elsewhere",
            page(outage(
                Verdict::Unknown,
                "No internet in Millbrook and Eastgate",
            )),
        ),
    ]
}
