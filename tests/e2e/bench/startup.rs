//! How long until the first answer reacts, ours beside others: `cargo xtask bench startup`.

use std::fmt::Write as _;
use std::time::Duration;
use std::{env, fs};

use serde_json::{Value, json};

use super::peers::Peer;
use crate::harness::{Answer, Host, Line, Page, Relay, Setup, in_chromium, paths};

/// A line as Chromium's developer tools make it.
struct Throttle {
    name: &'static str,
    /// Added to every request, milliseconds.
    latency: u32,
    /// Bytes a second; -1 for as fast as it goes.
    down: f64,
    up: f64,
}

/// kbit/s in bytes a second.
const fn kbit(rate: u32) -> f64 {
    rate as f64 * 1000.0 / 8.0
}

const LINES: [Throttle; 3] = [
    Throttle {
        name: "no throttle",
        latency: 0,
        down: -1.0,
        up: -1.0,
    },
    // Lighthouse's "slow 4G".
    Throttle {
        name: "slow 4G (1.6 Mbit/s, 150 ms)",
        latency: 150,
        down: kbit(1_600),
        up: kbit(750),
    },
    Throttle {
        name: "256 kbit/s, 400 ms",
        latency: 400,
        down: kbit(256),
        up: kbit(256),
    },
];

const SLOWDOWNS: [u32; 2] = [1, 4];

/// The slowest of all takes 12 s; what is not there after five times that does not come.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    /// Our element in the page, with the guide in the tag.
    InPage,
    /// Our launcher, pressed on a loaded page.
    Launcher,
    Peer(Peer),
}

impl Subject {
    fn all() -> Vec<Subject> {
        let mut all = vec![Subject::InPage, Subject::Launcher];
        all.extend(Peer::ALL.map(Subject::Peer));
        all
    }

    fn name(self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        match self {
            Subject::InPage => format!("Firstline {version}, in the page"),
            Subject::Launcher => format!("Firstline {version}, launcher pressed"),
            Subject::Peer(peer) => peer.name(),
        }
    }
}

/// One run. Milliseconds from navigation, or from the press of the launcher.
#[derive(Clone, Copy, Debug)]
struct Run {
    painted: f64,
    reacted: f64,
    /// When our engine ran.
    ready: Option<f64>,
    /// What was sent to the browser, bytes.
    bytes: u64,
}

#[test]
#[ignore = "takes minutes, checks nothing: cargo xtask bench startup"]
fn startup() {
    let setting = |name: &str| env::var(name).ok();
    let runs: usize = setting("FIRSTLINE_DEV_BENCH_RUNS").map_or(5, |runs| runs.parse().unwrap());
    let subjects = Subject::all();
    let mut tables = String::new();
    let mut goals = Vec::new();
    for line in &LINES {
        for slowdown in SLOWDOWNS {
            let mut measured: Vec<Vec<Run>> = vec![Vec::new(); subjects.len()];
            for run in 0..runs {
                for at in 0..subjects.len() {
                    // Another one comes first each time.
                    let at = (at + run) % subjects.len();
                    measured[at].push(measure(subjects[at], line, slowdown));
                }
            }
            let table = table(line, slowdown, &subjects, &measured);
            println!("{table}");
            tables.push_str(&table);
            let medians = |subject: Subject, number: Number| {
                let at = subjects.iter().position(|known| *known == subject);
                median(&measured[at.expect("it is measured")], number)
            };
            goals.extend(reached(line, slowdown, &medians));
        }
    }
    let report = [head(runs), goals_table(&goals), tables].concat();
    println!("{}", goals_table(&goals));
    if let Some(file) = setting("FIRSTLINE_DEV_BENCH_REPORT") {
        fs::write(&file, report).unwrap();
        println!("written to {file}");
    }
}

/// One visit with an empty cache.
fn measure(subject: Subject, line: &Throttle, slowdown: u32) -> Run {
    let result = std::sync::Mutex::new(None);
    in_chromium(async |page| {
        let host = Host::start().await;
        let run = match subject {
            Subject::Peer(peer) => {
                peer.put(&host);
                let run = visit(page, line, slowdown, &host.url("/"), QUESTION, async |_| {}).await;
                Run {
                    bytes: host.sent(),
                    ..run
                }
            }
            Subject::InPage | Subject::Launcher => ours(subject, page, line, slowdown, &host).await,
        };
        *result.lock().unwrap() = Some(run);
    });
    result.into_inner().unwrap().unwrap()
}

/// The first option, and what the step after it says.
const QUESTION: [&str; 2] = ["Nothing opens", "Is any lamp on the router lit?"];
/// The first topic, and what its first step says.
const TOPIC: [&str; 2] = ["The internet does not work", "What does not work?"];

async fn ours(subject: Subject, page: &Page, line: &Throttle, slowdown: u32, host: &Host) -> Run {
    let relay = Relay::start(&Setup {
        origins: vec![host.origin()],
        guides: Some(paths::root().join("benches/startup/guides")),
        ..Setup::default()
    })
    .await;
    let wire = Line::to(relay.port()).await;
    let tag = format!(
        "<script async src=\"{}\"></script>",
        wire.url("/firstline.js")
    );
    let (body, words) = match subject {
        Subject::Launcher => ("<p>The provider's page.</p>", TOPIC),
        _ => (
            "<firstline-help guide=\"startup\"></firstline-help>",
            QUESTION,
        ),
    };
    host.put("/", Answer::page(&tag, body));
    let address = host.url("/");
    let press = async |page: &Page| {
        if subject == Subject::Launcher {
            // The page is loaded, and its reader has looked at it.
            tokio::time::sleep(Duration::from_secs(2)).await;
            page.press_launcher().await;
        }
    };
    let run = visit(page, line, slowdown, &address, words, press).await;
    Run {
        bytes: host.sent() + wire.answered(),
        ..run
    }
}

async fn visit(
    page: &Page,
    line: &Throttle,
    slowdown: u32,
    address: &str,
    words: [&str; 2],
    then: impl AsyncFn(&Page),
) -> Run {
    let launcher = words == TOPIC;
    let arguments = json!([words[0], words[1], launcher]).to_string();
    let script = include_str!("startup.js").replace("BENCH_ARGUMENTS", &arguments);
    let cdp = page.driver.cdp();
    let conditions = json!({
        "offline": false,
        "latency": line.latency,
        "downloadThroughput": line.down,
        "uploadThroughput": line.up,
    });
    for (command, arguments) in [
        ("Network.enable", json!({})),
        ("Network.setCacheDisabled", json!({ "cacheDisabled": true })),
        ("Network.emulateNetworkConditions", conditions),
        (
            "Emulation.setCPUThrottlingRate",
            json!({ "rate": slowdown }),
        ),
        (
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        ),
    ] {
        cdp.send_raw(command, arguments).await.unwrap();
    }
    page.driver.goto(address).await.unwrap();
    then(page).await;
    let read = "const { painted, reacted, ready, since } = window.bench;
        const ours = document.querySelector('firstline-launcher');
        return reacted === null || (ours && ready === null) ? null : [painted, reacted, ready].map((at) => at && at - since);";
    let seen = crate::harness::eventually(PATIENCE, async || {
        let answer = page.driver.execute(read, Vec::new()).await.ok()?;
        let answer = answer.json().clone();
        answer.is_array().then_some(answer)
    });
    let Some(seen) = seen.await else {
        let bench = page.ask("return window.bench;").await;
        panic!(
            "{address} did not react, {bench}:\n{}",
            page.described().await
        );
    };
    let number = |at: usize| seen[at].as_f64();
    Run {
        painted: number(0).unwrap(),
        reacted: number(1).unwrap(),
        ready: number(2),
        bytes: 0,
    }
}

fn head(runs: usize) -> String {
    let output = |program: &str, arguments: &[&str]| {
        let output = std::process::Command::new(program).args(arguments).output();
        let output = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
        output.unwrap_or_else(|_| "unknown".to_owned())
    };
    let date = output("date", &["-u", "+%Y-%m-%d"]);
    let browser = output("chromium", &["--version"]);
    format!(
        "# Startup\n\n\
         Milliseconds from navigation (for the launcher: from its press on a page that had been loaded for two seconds) until the \
         first option is painted, until pressing it led on, and until our engine ran; bytes that the browser was \
         sent until then. The same six steps in each ([benches/startup](../../benches/startup)), our widget from another \
         origin than the page. Medians of {runs} with the least and the greatest, each with an empty cache in a \
         browser of its own, in rotated order, throttled by the browser's developer tools. Made by \
         `cargo xtask bench startup` on {date}, {browser}. Compare the rows of one table: the times are of the \
         machine that measured them.\n\n"
    )
}

/// A number of a run, where it has one.
type Number = fn(&Run) -> Option<f64>;

fn median(runs: &[Run], number: Number) -> f64 {
    let mut all: Vec<f64> = runs.iter().filter_map(number).collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A goal, what was measured, and the most that it may be.
struct Goal {
    what: &'static str,
    measured: f64,
    most: f64,
}

/// The goals that are about this line and processor.
fn reached(line: &Throttle, slowdown: u32, median: &dyn Fn(Subject, Number) -> f64) -> Vec<Goal> {
    let reacts = |subject| median(subject, |run| Some(run.reacted));
    let typebot = reacts(Subject::Peer(Peer::Typebot));
    let goal = |what, measured, most| Goal {
        what,
        measured,
        most,
    };
    match (line.latency, slowdown) {
        (400, 1) => vec![
            goal(
                "in the page, an option reacts, ms",
                reacts(Subject::InPage),
                1_800.0,
            ),
            goal(
                "in the page, an option reacts, of Typebot",
                reacts(Subject::InPage) / typebot,
                0.25,
            ),
            goal(
                "launcher pressed, a topic can be pressed, ms",
                median(Subject::Launcher, |run| Some(run.painted)),
                900.0,
            ),
            goal(
                "in the page, our engine runs, of Typebot's reaction",
                median(Subject::InPage, |run| run.ready) / typebot,
                0.7,
            ),
        ],
        (150, 4) => vec![goal(
            "in the page, an option reacts, of Typebot (slow 4G, CPU 4×)",
            reacts(Subject::InPage) / typebot,
            0.5,
        )],
        _ => Vec::new(),
    }
}

fn goals_table(goals: &[Goal]) -> String {
    let mut table = String::from(
        "## Goals\n\nAt 256 kbit/s and 400 ms, CPU 1×, where nothing else is said.\n\n| | measured | at most | |\n|---|--:|--:|---|\n",
    );
    for Goal {
        what,
        measured,
        most,
    } in goals
    {
        let digits = if *most < 10.0 { 2 } else { 0 };
        let is_reached = if measured <= most {
            "reached"
        } else {
            "missed"
        };
        writeln!(
            table,
            "| {what} | {measured:.digits$} | {most:.digits$} | {is_reached} |"
        )
        .unwrap();
    }
    table.push('\n');
    table
}

fn table(line: &Throttle, slowdown: u32, subjects: &[Subject], measured: &[Vec<Run>]) -> String {
    let mut table = format!(
        "## {}, CPU {slowdown}×\n\n\
         | | first option painted | an option reacts | engine | kB |\n|---|--:|--:|--:|--:|\n",
        line.name
    );
    for (subject, runs) in subjects.iter().zip(measured) {
        let of = |number: Number| {
            let mut all: Vec<f64> = runs.iter().filter_map(number).collect();
            all.sort_by(f64::total_cmp);
            match all.as_slice() {
                [] => "–".to_owned(),
                [least, .., greatest] => {
                    format!("**{:.0}** ({least:.0}–{greatest:.0})", all[all.len() / 2])
                }
                [only] => format!("**{only:.0}**"),
            }
        };
        let kilobytes = runs.iter().map(|run| run.bytes).min().unwrap_or(0) as f64 / 1000.0;
        writeln!(
            table,
            "| {} | {} | {} | {} | {kilobytes:.0} |",
            subject.name(),
            of(|run| Some(run.painted)),
            of(|run| Some(run.reacted)),
            of(|run| run.ready),
        )
        .unwrap();
    }
    table.push('\n');
    table
}

/// What [`Page::press_launcher`] does for the bench.
impl Page {
    async fn press_launcher(&self) {
        let find = "return document.querySelector('firstline-launcher').shadowRoot.querySelector('.fl-launcher');";
        let launcher = self.find(find, Vec::<Value>::new()).await;
        launcher
            .expect("the launcher is there")
            .click()
            .await
            .unwrap();
    }
}
