//! The faults that a line can have, put into the laboratory's line while the page is open: the widget must name each with the right
//! sentence and mark the right link.

use std::time::{Duration, Instant};

use firstline_lab::Fault;

use crate::harness::{Page, eventually, in_laboratory};

/// A guide that measures, says what it found in its heading, and measures again.
const GUIDE: &str = r#"{
  "format": 1, "id": "measure", "version": "1", "language": "en", "title": "Measure the line", "summary": "Says what it is.",
  "owner": "lab@isp.example", "reviewBy": "2099-01-01", "start": "ready", "stuck": "end",
  "steps": {
    "ready": { "kind": "instruction", "title": "Ready to measure", "actions": ["Press the button."], "to": "line" },
    "line": { "kind": "check", "title": "Measuring", "run": ["device-link", "isp", "internet", "dns", "captive"],
      "on": { "otherwise": "what" } },
    "what": { "kind": "branch", "cases": [CASES], "otherwise": "end" },
STEPS
    "end": { "kind": "outcome", "ends": "hand-over", "title": "It is nothing that is known" }
  }
}"#;

/// What the widget is to say of a fault.
struct Told {
    fault: Option<Fault>,
    /// The fact `diagnosis.what`, on which guides branch.
    what: &'static str,
    /// What the picture marks: the links that are broken, or may be.
    marked: &'static [&'static str],
    /// The sentence above the picture, and the one of what to do.
    said: [&'static str; 2],
}

const NOT_CONNECTED: [&str; 2] = [
    "This device isn't connected",
    "Switch on the Wi-Fi of this device, or push its cable in firmly.",
];
const NAMES: [&str; 2] = [
    "Your line works, but the addresses of websites are not found",
    "Restart your router. Does it stay like this? Then it is ours to repair.",
];
const UP_TO_THE_ROUTER: &[&str] = &[
    "Device: perhaps broken",
    "Wi-Fi: perhaps broken",
    "Router: perhaps broken",
];

const fn told(
    fault: Fault,
    what: &'static str,
    marked: &'static [&'static str],
    said: [&'static str; 2],
) -> Told {
    let fault = Some(fault);
    Told {
        fault,
        what,
        marked,
        said,
    }
}

/// What is the same in every browser.
const EVERYWHERE: [Told; 7] = [
    Told {
        fault: None,
        what: "none",
        marked: &[],
        said: ["Your connection works here", ""],
    },
    told(Fault::DeviceLink, "link", UP_TO_THE_ROUTER, NOT_CONNECTED),
    told(Fault::DnsSilent, "names", &["Us: broken"], NAMES),
    told(Fault::DnsServfail, "names", &["Us: broken"], NAMES),
    told(Fault::DnsNxdomain, "names", &["Us: broken"], NAMES),
    told(
        Fault::IspServers,
        "servers",
        &["Us: broken"],
        [
            "The fault is on our side",
            "Nothing is wrong at your home. You need not restart anything.",
        ],
    ),
    told(Fault::Captive, "sign-in", ROUTER_TO_US, PERHAPS_A_PAGE),
];

/// Chromium notices its link, and a router that is off takes that down. Without the router's answer, for which a customer must
/// agree, a line that is silent and one that refuses are the same silence.
const IN_CHROMIUM: [Told; 3] = [
    told(
        Fault::RouterOff,
        "router",
        UP_TO_THE_ROUTER,
        [NOT_CONNECTED[0], NO_ROUTER[1]],
    ),
    told(Fault::WanSilent, "silence", ROUTER_OR_LINE, LINKED),
    told(Fault::WanUnreachable, "silence", ROUTER_OR_LINE, LINKED),
];

const ROUTER_OR_LINE: &[&str] = &["Router: perhaps broken", "Line: perhaps broken"];
const NO_ROUTER: [&str; 2] = [
    "Your router doesn't answer",
    "Look whether your router has power and its lights are on.",
];
const LINKED: [&str; 2] = [
    "Your device is connected. The router or the line isn't.",
    "Look at the lights of your router next.",
];
const SILENCE: [&str; 2] = [
    "Something on the way to us is broken",
    "Look at the lights of your router next.",
];
const UP_TO_THE_LINE: &[&str] = &[
    "Device: perhaps broken",
    "Wi-Fi: perhaps broken",
    "Router: perhaps broken",
    "Line: perhaps broken",
];

/// Firefox does not notice its link, but whether the device has an address; so where it has one, it may be the Wi-Fi.
const IN_FIREFOX: [Told; 3] = [
    told(Fault::RouterOff, "silence", UP_TO_THE_LINE, SILENCE),
    told(Fault::WanSilent, "silence", UP_TO_THE_LINE, SILENCE),
    told(Fault::WanUnreachable, "silence", UP_TO_THE_LINE, SILENCE),
];

/// A line that refuses, where the system tries on after numbers were refused, and the browser hands on that names were: as behind a
/// page in between, so the sentence says both.
const NAMES_REFUSED: Told = told(
    Fault::WanUnreachable,
    "sign-in",
    ROUTER_TO_US,
    PERHAPS_A_PAGE,
);

const ROUTER_TO_US: &[&str] = &[
    "Router: perhaps broken",
    "Line: perhaps broken",
    "Us: perhaps broken",
];
const PERHAPS_A_PAGE: [&str; 2] = [
    "Your router has no line, or a page wants you to sign in",
    "Open any other page in a new tab. If none asks you to sign in, look at the lights of your router.",
];

/// How long a run of checks may take on a busy machine; their own deadlines are 4.5 s.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often all of it is done: what is told right once may be told wrong the next time. A round takes a minute in each browser.
const TIMES: usize = 3;

/// Another number of rounds, for somebody who changes these tests.
const ROUNDS: &str = "FIRSTLINE_DEV_ROUNDS";

#[test]
fn faults_are_told_apart_on_a_real_line() {
    let rounds = std::env::var(ROUNDS).map_or(TIMES, |rounds| rounds.parse().unwrap());
    in_laboratory(&guide(), &[], async |page, lab, browser| {
        page.goto("https://help.isp.example/").await;
        let own = match browser {
            "firefox" => IN_FIREFOX.as_slice(),
            _ => IN_CHROMIUM.as_slice(),
        };
        page.open_widget().await;
        page.click("Measure the line").await;
        page.wait_heading("Ready to measure").await;
        let mut wrong = Vec::new();
        for round in 1..=rounds {
            for told in EVERYWHERE.iter().chain(own) {
                // Into a line that is sound: what a browser began to open in the fault before is open, and closed again.
                lab.heal().unwrap();
                if round > 1 || told.fault.is_some() {
                    tokio::time::sleep(OPENED).await;
                    lab.close_connections();
                    wait_sound(page).await;
                    // What the browser keeps for later, servers have closed by the time that a fault is met.
                    lab.close_connections();
                    tokio::time::sleep(SEEN).await;
                }
                if let Some(fault) = told.fault {
                    lab.fault(fault).unwrap();
                }
                let began = Instant::now();
                let seen = measure(page).await;
                let fault = told.fault.map_or("nothing", Fault::name);
                let took = began.elapsed().as_secs_f32();
                eprintln!(
                    "{browser}, round {round}, {fault}: {} in {took:.1} s",
                    seen.what
                );
                let mut not = seen.differs(told);
                if told.fault == Some(Fault::WanUnreachable) {
                    not = not.and_then(|not| seen.differs(&NAMES_REFUSED).map(|_| not));
                }
                if let Some(not) = not {
                    wrong.push(format!(
                        "{browser}, round {round}, {fault}: {not}\n{}",
                        seen.screen
                    ));
                }
            }
        }
        lab.heal().unwrap();
        let faults = EVERYWHERE.len() + own.len() - 1;
        let measured = rounds * (faults + 1);
        eprintln!(
            "{browser}: {faults} faults and none, each {rounds} times: {} of {measured} told right",
            measured - wrong.len()
        );
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

/// What a measurement led to.
#[derive(Debug, Default)]
struct Seen {
    /// The fact `diagnosis.what`.
    what: String,
    /// The sentence of the results.
    heading: String,
    /// What the picture says, link by link.
    picture: Vec<String>,
    /// All that stood on the screen of the results.
    screen: String,
}

impl Seen {
    /// What is not as it should be, if anything.
    fn differs(&self, told: &Told) -> Option<String> {
        if self.what != told.what {
            return Some(format!("it is {}, not {}", self.what, told.what));
        }
        if self.heading != told.said[0] {
            return Some(format!("{:?}, not {:?}", self.heading, told.said[0]));
        }
        let is_marked = |link: &&String| link.ends_with("broken");
        let marked: Vec<&String> = self.picture.iter().filter(is_marked).collect();
        if marked != told.marked {
            return Some(format!("it marks {marked:?}, not {:?}", told.marked));
        }
        // A number without TLS: what browsers know a host to want is in no way of it.
        let is_page = told.what == "sign-in";
        if is_page != self.screen.contains("http://192.0.2.10/") {
            return Some("the sign-in page is not what is to be opened".to_owned());
        }
        let advice = told.said[1];
        (!self.screen.contains(advice)).then(|| format!("it does not say {advice:?}"))
    }
}

/// So long after a fault a browser's last attempts to open connections come through: Linux tries each second at first.
const OPENED: Duration = Duration::from_millis(2500);

/// After so long a browser has seen that a connection was closed.
const SEEN: Duration = Duration::from_millis(300);

/// How often it is looked whether the line works again.
const TRIES: usize = 8;

/// Measures until nothing is wrong.
async fn wait_sound(page: &Page) {
    let mut last = String::new();
    for _ in 0..TRIES {
        last = measure(page).await.what;
        if last == "none" {
            return;
        }
    }
    panic!("the line was mended, and it is still {last}");
}

/// Measures once more, from a step that leads to the measurement.
async fn measure(page: &Page) -> Seen {
    page.ask("window.headings = [];").await;
    page.click("Done").await;
    let mut seen = Seen::default();
    // What passed goes on by itself, and what did not has to be read.
    let ended = eventually(PATIENCE, async || {
        let is_over = page.offers("Next").await || page.heading().await.starts_with("It is ");
        is_over.then_some(())
    });
    ended.await.expect("the measurement does not end");
    if page.offers("Next").await {
        seen.heading = page.heading().await;
        seen.screen = page.text().await;
        let picture = "return plain(every('.fl-chain')[0]?.getAttribute('aria-label'));";
        let picture = page.ask(picture).await;
        let links = picture.as_str().unwrap_or_default().split(". ").skip(1);
        seen.picture = links.map(str::to_owned).collect();
        page.click("Next").await;
    }
    let is_told = eventually(PATIENCE, async || {
        let heading = page.heading().await;
        let what = heading.strip_prefix("It is ")?;
        Some(what.to_owned())
    });
    seen.what = is_told.await.unwrap_or_default();
    if seen.heading.is_empty() {
        let headings = page.ask("return window.headings;").await;
        let of_results = headings.as_array().into_iter().flatten().rev();
        let mut headings = of_results.filter_map(|heading| heading.as_str());
        let results = headings.find(|heading| !heading.starts_with("It is "));
        seen.heading = results.unwrap_or_default().to_owned();
    }
    seen
}

fn guide() -> String {
    let faults = firstline_diagnosis::Fault::ALL.iter();
    let names: Vec<&str> = faults
        .map(|fault| fault.name())
        .chain(["none", "unknown"])
        .collect();
    let case = |name: &&str| {
        format!(r#"{{ "if": {{ "fact": "diagnosis.what", "is": "{name}" }}, "to": "is-{name}" }}"#)
    };
    let step = |name: &&str| {
        format!(
            r#"    "is-{name}": {{ "kind": "instruction", "title": "It is {name}", "actions": ["Again."], "to": "line" }},"#
        )
    };
    let cases: Vec<String> = names.iter().map(case).collect();
    let steps: Vec<String> = names.iter().map(step).collect();
    GUIDE
        .replace("CASES", &cases.join(", "))
        .replace("STEPS", &steps.join("\n"))
}
