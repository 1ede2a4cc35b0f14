//! `cargo xtask lab`: a line in a laboratory, to try things on. docs/lab.md says how it is used.

mod control;
mod measure;
pub mod relay;

use std::process::Command;

use anyhow::{Context, Result, bail};
use firstline_lab::{Fault, Lab, Line, Place};

use crate::report::Report;

/// The arguments of `cargo xtask lab`.
const USAGE: &str = "\
cargo xtask lab up [--line LINE] [--relay]       make one, and keep it until `down` or Ctrl-C
cargo xtask lab fault FAULT|none                 break something in the one that is up, or mend all
cargo xtask lab line LINE                        another line in it
cargo xtask lab enter PLACE COMMAND …            a program in it
cargo xtask lab down                             take it away
cargo xtask lab run [--line LINE] [--fault FAULT] [--in PLACE] [--relay] COMMAND …
                                                 make one, run a program in it, take it away
cargo xtask lab measure [LINE …]                 what TCP gets through the shaper, against its rate
cargo xtask lab faults                           what can be broken
LINE is Mbit/s down and up, 50/10 if left out, with loss 50/10-0.5%. PLACE is customer, router, provider, internet.";

/// `cargo xtask lab …`.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    let Some((word, rest)) = arguments.split_first() else {
        bail!("say what to do:\n{USAGE}");
    };
    match (word.as_str(), rest) {
        ("faults", []) => {
            for fault in Fault::ALL {
                println!("{:<16} {}", fault.name(), fault.about());
            }
            Ok(())
        }
        ("up", rest) => {
            let options = Options::read(rest)?;
            if let [word, ..] = options.command {
                bail!("`up` takes no command, but was given `{word}`; `run` does");
            }
            up(report, &options)
        }
        ("run", rest) => {
            let options = Options::read(rest)?;
            if options.command.is_empty() {
                bail!("say what to run:\n{USAGE}");
            }
            run_in(&options)
        }
        ("measure", rest) => measure::run(rest),
        ("fault" | "line", [name]) => control::tell(&format!("{word} {name}")).map(|_| ()),
        ("down", []) => control::tell("down").map(|_| ()),
        ("enter", [place, command @ ..]) if !command.is_empty() => {
            let place: Place = place.parse().map_err(anyhow::Error::msg)?;
            let name = control::tell(&format!("name {}", place.name()))?;
            let mut words = vec!["netns".to_owned(), "exec".to_owned(), name];
            words.extend(command.iter().cloned());
            ended(Command::new("ip").args(words), &command[0])
        }
        _ => bail!("that is not understood:\n{USAGE}"),
    }
}

/// The options of `up` and `run`.
struct Options<'a> {
    line: Line,
    fault: Option<Fault>,
    place: Place,
    relay: bool,
    command: &'a [String],
}

impl Options<'_> {
    fn read(mut words: &[String]) -> Result<Options<'_>> {
        let mut options = Options {
            line: Line::default(),
            fault: None,
            place: Place::Customer,
            relay: false,
            command: &[],
        };
        loop {
            match words {
                [flag, rest @ ..] if flag == "--relay" => {
                    options.relay = true;
                    words = rest;
                }
                [flag, value, rest @ ..] if flag.starts_with("--") && flag != "--" => {
                    let wrong = anyhow::Error::msg::<String>;
                    match flag.as_str() {
                        "--line" => options.line = value.parse().map_err(wrong)?,
                        "--fault" => options.fault = Some(value.parse().map_err(wrong)?),
                        "--in" => options.place = value.parse().map_err(wrong)?,
                        _ => bail!("there is no option {flag}:\n{USAGE}"),
                    }
                    words = rest;
                }
                [flag, rest @ ..] if flag == "--" => {
                    options.command = rest;
                    return Ok(options);
                }
                rest => {
                    options.command = rest;
                    return Ok(options);
                }
            }
        }
    }

    fn lab(&self) -> Result<(Lab, Option<relay::Relay>)> {
        let lab = Lab::up(self.line)?;
        let relay = match self.relay {
            true => Some(relay::Relay::start(&lab)?),
            false => None,
        };
        if let Some(fault) = self.fault {
            lab.fault(fault)?;
        }
        Ok((lab, relay))
    }
}

fn run_in(options: &Options<'_>) -> Result<()> {
    let (lab, _relay) = options.lab()?;
    let program = &options.command[0];
    let mut command = lab.command(options.place, program);
    ended(command.args(&options.command[1..]), program)
}

fn ended(command: &mut Command, program: &str) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {program}"))?;
    match status.success() {
        true => Ok(()),
        false => bail!("{program} failed ({status})"),
    }
}

fn up(report: &mut Report, options: &Options<'_>) -> Result<()> {
    let control = control::listen()?;
    let (lab, _relay) = options.lab()?;
    report.step("The laboratory is up");
    for place in Place::ALL {
        report.note(&format!("ip netns exec {}", lab.name(place)));
    }
    if options.relay {
        report.note(
            "the relay answers at http://help.isp.example:8080/ and https://help.isp.example/",
        );
    }
    report.note("`cargo xtask lab fault NAME`, `line LINE`, `enter PLACE COMMAND`, `down` from another terminal");
    control.obey(&lab, report)
}
