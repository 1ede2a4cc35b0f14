//! `firstline play`: guides walked in the terminal, with the answers piped in.

// Helpers of tests fail by panicking, like the tests.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::io::Write as _;
use std::process::Stdio;

use support::{Place, firstline, root};

/// A walk that was played.
struct Played {
    code: Option<i32>,
    out: String,
    errors: String,
}

impl Played {
    fn must_say(&self, words: &[&str]) -> &Played {
        for words in words {
            assert!(
                self.out.contains(words),
                "{words:?} is not said:\n{}\n{}",
                self.out,
                self.errors
            );
        }
        self
    }

    fn must_end(&self, code: i32, errors: &str) {
        assert_eq!(self.code, Some(code), "{}\n{}", self.out, self.errors);
        assert!(self.errors.contains(errors), "{}", self.errors);
        assert_eq!(self.errors.is_empty(), errors.is_empty(), "{}", self.errors);
    }

    /// The scenario that was printed last.
    fn scenario(&self) -> String {
        let start = self.out.rfind("\n{\n").or(self.out.rfind("> s")).unwrap();
        let start = start + self.out[start..].find('{').unwrap();
        let end = start + self.out[start..].find("\n}").unwrap() + 2;
        self.out[start..end].to_owned()
    }
}

/// Plays with these arguments, and types these lines.
fn play(place: &Place, arguments: &[&str], lines: &[&str]) -> Played {
    let mut child = firstline(place.path())
        .arg("play")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let typed: String = lines.iter().map(|line| format!("{line}\n")).collect();
    // A command that refuses its arguments reads nothing.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let played = Played {
        code: output.status.code(),
        out: text(output.stdout),
        errors: text(output.stderr),
    };
    assert!(!played.out.contains('\x1b'), "a pipe gets escape codes");
    played
}

/// The shipped guides, and one that has every kind of step.
fn place() -> Place {
    let place = Place::new();
    let everything = root().join("crates/author/tests/fixtures/everything.json");
    place.write(
        "guides/everything.json",
        &std::fs::read_to_string(everything).unwrap(),
    );
    place
}

/// From the beginning of the guide `everything` to its lamps.
const TO_THE_LAMPS: [&str; 4] = ["35,5", "Sam", "2026-11-22", "attic 1"];

#[test]
fn without_a_guide_the_guides_are_listed() {
    let place = place();
    let played = play(&place, &[], &[]);
    played
        .must_say(&[
            "Guides that customers choose from\n",
            "  no-internet ",
            "Blocks that other guides call\n",
            "  check-power ",
        ])
        .must_end(0, "");
}

#[test]
fn a_walk_shows_what_customers_see_and_ends_with_ticket_and_way() {
    let place = place();
    let played = play(
        &place,
        &["no-internet"],
        &["", "", "warn time=900", "", "", "", "", "home", "6", ""],
    );
    played
        .must_say(&[
            "No internet at all › Look for known faults  [outage/outage]\nLooking for known faults in your area\n",
            "  - outage: none, maintenance, fault, elsewhere, unknown; perhaps items=…",
            "  n  Nothing helps\n",
            "This device is online. Which network does it use?\n",
            "  1  My Wi-Fi or cable at home [home]\n",
            "  b back, r restart, q quit, ? help\n",
            "  b back, s scenario, r restart, q quit, ? help\n",
            "End: unresolved, a ticket\n",
            "Category quality, severity minor; the form asks for name, ",
            // What the agent reads, in the relay's own words.
            "No internet at all – You are online, but it does not work as it should (quality, minor)",
            "== What the customer saw and did ==",
            "isp: warn (high confidence), time 900 ms",
            "   → Something else\n",
            // The way, by ids.
            "  outage/outage → outage: none\n",
            "  line → device-link: pass, isp: warn time=900, internet: pass, dns: pass, captive: pass, own-line: ours\n",
            "  works-here → other\n  ticket-quality\n",
        ])
        .must_end(0, "");
}

#[test]
fn every_kind_of_step_can_be_answered() {
    let place = place();
    let mut lines = TO_THE_LAMPS.to_vec();
    lines.extend([
        // Lamps, two checks, a restart with its wait and its check, a wait of hours, the question
        // whether it helped; then the end that says so is left once more.
        "ok",
        "",
        "",
        "fail",
        "done",
        "",
        "2",
        "",
        "Zoë",
        "2026-11-23",
        "kitchen",
        "no-power",
        "maintenance title=Works in Hove",
        "warn median=80",
        "",
        "",
        "",
        "1",
        "",
    ]);
    let played = play(&place, &["everything"], &lines);
    played
        .must_say(&[
            "  a number, in Mbit/s; Enter leaves it out\n",
            "  Several may be chosen, with blanks between.\n",
            "  This restarts a box.\n",
            "  Enter  Wait: the line is back, after 60 s at the most\n",
            "  Checks whether it helped. What do they find?\n",
            "Come back later: it is ",
            "Better?\n  1  Yes [yes]\n",
            "End: resolved\n",
            "  1  It still doesn't work [still-broken]\n",
            "  rooms → attic, kitchen\n",
            "  lamps → ok\n",
            "  fix → done; isp: fail\n",
            "  later → done; better: no\n",
            "  speed → left out\n",
            "  check → outage: maintenance title=Works in Hove, latency: warn median=80\n",
            "  works → still-broken\n  ticket\n",
        ])
        .must_end(0, "");
}

#[test]
fn called_guides_are_named_and_the_way_tells_where_they_were_called() {
    let place = place();
    let played = play(
        &place,
        &["no-internet"],
        &[
            "", "", "fail", "fail", "", "", "", "nothing", "no", "yes", "no", "part", "no",
        ],
    );
    played.must_say(&["No internet at all › ", "  [power/danger-signs]\n"]);
    played.must_end(1, "the answers end at `power/plug`");
}

#[test]
fn a_scenario_that_is_printed_can_be_pasted_and_is_run() {
    let place = place();
    let mut everything = TO_THE_LAMPS.to_vec();
    everything.extend(["1", "skip", "c", "s it \"cannot\" be done"]);
    let mut shop = TO_THE_LAMPS.to_vec();
    shop.extend(["1", "", "", "s"]);
    let walks: [(&str, &[&str], &[&str]); 6] = [
        (
            "check-power",
            &[],
            &["no", "", "yes", "", "", "yes", "s the plug was loose"],
        ),
        ("check-power", &[], &["yes", "s"]),
        (
            "no-internet",
            &[],
            &[
                "",
                "",
                "fail time=30",
                "fail",
                "",
                "",
                "",
                "nothing",
                "n",
                "s nothing helps",
            ],
        ),
        (
            "no-internet",
            &[],
            &["fault title=Cable cut items=2", "1", "s still broken"],
        ),
        ("everything", &[], &everything),
        ("everything", &["--facts", "plan=large"], &shop),
    ];
    for (guide, arguments, lines) in walks {
        let mut all = vec![guide];
        all.extend(arguments);
        let played = play(&place, &all, lines);
        played.must_end(0, "");
        let scenario = played.scenario();
        let file = format!("guides/{guide}.json");
        let source = std::fs::read_to_string(place.path().join(&file)).unwrap();
        let pasted = |scenario: &str| match source.split_once("\"scenarios\": [") {
            Some((before, after)) => {
                format!("{before}\"scenarios\": [\n{scenario},{after}")
            }
            None => {
                let end = source.rfind('}').unwrap();
                format!("{}, \"scenarios\": [ {scenario} ] }}", &source[..end])
            }
        };
        let lint = |text: &str| {
            place.write(&file, text);
            let output = firstline(place.path()).args(["lint", &file]).output();
            let output = output.unwrap();
            let said = String::from_utf8(output.stdout).unwrap();
            (output.status.code(), said)
        };
        let (code, said) = lint(&pasted(&scenario));
        assert_eq!(code, Some(0), "{scenario}\n{said}");
        // That it is run shows when it is spoilt.
        let expected = scenario.rfind("\"expect\": \"").unwrap() + 11;
        let spoilt = format!("{}start-again\"\n}}", &scenario[..expected]);
        let (code, said) = lint(&pasted(&spoilt));
        assert_eq!(code, Some(1), "{spoilt}\n{said}");
        place.write(&file, &source);
    }
}

#[test]
fn a_walk_in_the_middle_is_no_scenario_and_goes_on() {
    let place = place();
    let played = play(&place, &["check-power"], &["s too early", "yes"]);
    played
        .must_say(&[
            "a scenario ends at an end, and this walk stands at `danger-signs`",
            "End: danger\n",
        ])
        .must_end(0, "");
}

#[test]
fn going_back_keeps_answers_and_restarting_forgets_them() {
    let place = place();
    let mut lines = TO_THE_LAMPS.to_vec();
    lines.extend(["b", "b", "b", "r", "b", "q"]);
    let played = play(&place, &["everything"], &lines);
    played
        .must_say(&[
            "  1  Kitchen [kitchen] (as before)\n",
            "  a day, such as 2026-12-25; before: 2026-11-22\n",
            "  a line of text; before: Sam\n",
            "> b\n  there is no step before this one\n",
        ])
        .must_end(0, "");
    let again = played.out.rsplit("> r\n").next().unwrap();
    assert!(!again.contains("before: "), "{again}");
}

#[test]
fn what_will_not_do_is_refused_in_words_and_asked_again() {
    let place = place();
    for (before, typed, said) in [
        (&[][..], "fast", "this is not a number"),
        (&[], "1001", "it cannot be above 1000"),
        (&["7"], "", "something must be entered"),
        (&["7", "Sam"], "2026-02-30", "this is not a day"),
        (
            &["7", "Sam", "2026-11-22"],
            "cellar",
            "`cellar` is none of kitchen, attic",
        ),
        (&["7", "Sam", "2026-11-22"], "", "choose at least one"),
        (&TO_THE_LAMPS, "1 2", "choose one"),
        (&TO_THE_LAMPS, "9", "`9` is none of no-power, ok, unsure"),
        (
            &TO_THE_LAMPS,
            "v ios",
            "this step says the same for all devices",
        ),
        (&["n"], "n", "this is where \"nothing helps\" leads"),
        (&["n"], "1", "there is nothing to choose here, so not `1`"),
    ] {
        let lines: Vec<&str> = before.iter().copied().chain([typed]).collect();
        let played = play(&place, &["everything"], &lines);
        played.must_say(&[said]);
        let ended = before == ["n"];
        assert_eq!(
            played.code,
            Some(i32::from(!ended)),
            "{typed}: {}",
            played.out
        );
    }
    let mut checks = TO_THE_LAMPS.to_vec();
    checks.extend([
        "no-power",
        "mild",
        "warn median=3",
        "fault",
        "warn median=x",
        "?",
        "",
    ]);
    let played = play(&place, &["everything"], &checks);
    played
        .must_say(&[
            "`outage` does not come out `mild`; it can be none, maintenance, fault, elsewhere, unknown",
            "`median=3` is nothing that `outage` finds; perhaps items=…",
            "median: `x` is not a number that can be measured",
            "  =TEXT      an answer that would be one of these letters\n",
            // What was told before the mistakes still counts.
            "End: a known issue\n",
        ])
        .must_end(0, "");
}

#[test]
fn an_answer_that_looks_like_a_command_can_be_given() {
    let place = place();
    let played = play(&place, &["everything"], &["=7", "=q", "n"]);
    played.must_say(&["  name → q\n"]).must_end(0, "");
}

#[test]
fn answers_come_from_files_and_then_from_nowhere() {
    let place = place();
    place.write("first", "# Something else.\n\n\n\n\n\n\n\n");
    place.write("then", "home\nother\n");
    let files = ["no-internet", "--answers", "first", "--answers", "then"];
    // What is piped in besides is not read: the files are all.
    let played = play(&place, &files, &["r", "r"]);
    played.must_say(&["End: unresolved"]).must_end(0, "");
    assert_eq!(played.out.matches("[outage/outage]").count(), 1);
    let played = play(&place, &["no-internet", "--answers", "first"], &["home"]);
    played.must_end(1, "the answers end at `which-network/which-network`");
}

#[test]
fn facts_decide_as_they_would_in_a_browser() {
    let place = place();
    let mut lines = TO_THE_LAMPS.to_vec();
    lines.extend(["1", "", ""]);
    let played = play(&place, &["everything", "--facts", "plan=large"], &lines);
    played
        .must_say(&["End: somebody else takes over\n"])
        .must_end(0, "");
    let played = play(&place, &["everything", "--facts", "plan=small"], &lines);
    played.must_end(1, "the answers end at `fix`");
}

#[test]
fn a_translation_is_walked_in_its_language() {
    let place = place();
    let played = play(&place, &["check-power", "--language", "de"], &["yes"]);
    played.must_say(&["Ja, etwas davon [yes]"]).must_end(0, "");
    let played = play(&place, &["check-power", "--language", "tlh"], &[]);
    played.must_end(2, "no guide in guides is in the language “tlh”");
}

#[test]
fn what_the_command_line_says_wrongly_is_named() {
    let place = place();
    place.write(
        "guides/broken.json",
        "{ \"format\": 1, \"id\": \"broken\" }",
    );
    for (arguments, said) in [
        (
            &["no-intrnet"][..],
            "there is no guide `no-intrnet` in guides; did you mean `no-internet`?",
        ),
        (
            &["xyz"],
            "there is no guide `xyz` in guides; `firstline play` lists those that there are",
        ),
        (&["broken"], "`firstline lint guides` says what is wrong"),
        (
            &["no-internet", "--guides", "nowhere"],
            "cannot read the folder of the guides, nowhere: ",
        ),
        (
            &["nowhere/x.json"],
            "cannot read the folder of the guides, nowhere: ",
        ),
        (
            &["everything", "--facts", "plan"],
            "`plan` is no fact; write name=value",
        ),
        (
            &["everything", "--facts", "plan=huge"],
            "plan: `huge` is none of small, large",
        ),
        (
            &["everything", "--facts", "speed=fast"],
            "speed: `fast` is no number",
        ),
        (
            &["everything", "--facts", "tariff=x"],
            "the guide knows no fact `tariff`",
        ),
        (
            &["everything", "--facts", "plan=large", "plan=small"],
            "`plan` is given twice",
        ),
        (
            &["everything", "--answers", "nowhere"],
            "cannot read nowhere",
        ),
    ] {
        play(&place, arguments, &[]).must_end(2, said);
    }
}

#[test]
fn the_help_says_what_the_program_is_for_and_titles_end_once() {
    let place = place();
    let (_, said, _) = support::run(place.path(), &["--help"]);
    assert!(
        said.starts_with(
            "First-line support for Internet providers: guides, connection checks, tickets\n"
        ),
        "{said}"
    );
    place.replace(
        "guides/fault-here.json",
        "\"title\": \"",
        "\"title\": \"Is there a fault? ",
    );
    let (code, said, _) = support::run(place.path(), &["play"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("? ") && !said.contains("?."), "{said}");
}

#[test]
fn a_folder_that_is_not_there_is_told_in_one_way_with_how_to_name_another() {
    let place = place();
    std::fs::create_dir(place.path().join("empty")).unwrap();
    let empty = place.path().join("empty");
    for (arguments, other) in [
        (&["lint"][..], "`firstline lint PATH` names another"),
        (&["play"], "--guides DIR names another"),
        (&["play", "email"], "--guides DIR names another"),
        (&["serve"], "--guides DIR names another"),
        (&["translate", "de"], "--guides DIR names another"),
        (&["translate", "de", "email"], "--guides DIR names another"),
    ] {
        let (code, _, errors) = support::run(&empty, arguments);
        assert_ne!(code, Some(0), "{arguments:?}");
        assert!(
            errors.contains("cannot read the folder of the guides, guides: ")
                && errors.contains(other),
            "{arguments:?}: {errors}"
        );
    }
}
