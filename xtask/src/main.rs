//! The project's own commands. `cargo xtask` without a name lists them.
//!
//! Each command prints what it does as it goes, installs the tools that it needs (see [`tools`]),
//! and ends with a line that says whether all went well.

mod bench;
mod book;
mod chaos;
mod demo;
mod docs;
mod format;
mod fuzz;
#[cfg(target_os = "linux")]
mod lab;
mod machine;
mod place;
mod postgres;
mod ready;
mod relay;
mod report;
mod screenshots;
mod size;
mod suite;
mod tidy;
mod tools;
mod unsteady;
mod widget;

use std::process::ExitCode;

use anyhow::{Result, bail};

use report::Report;

/// One command: its name, what may follow it, and what it does in one line.
struct Entry {
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    run: fn(&mut Report, &[String]) -> Result<()>,
}

/// All commands, in the order in which a newcomer meets them.
const COMMANDS: &[Entry] = &[
    Entry {
        name: "demo",
        arguments: "[--listen ADDRESS:PORT]",
        about: "build everything and serve the sample provider's page",
        run: demo::run,
    },
    Entry {
        name: "test",
        arguments: "",
        about: "the whole test suite: native, sizes, real browsers",
        run: suite::run,
    },
    Entry {
        name: "ready",
        arguments: "",
        about: "what to run before a commit: format, clippy, tidy, then `test`",
        run: ready::run,
    },
    Entry {
        name: "format",
        arguments: "",
        about: "format every Rust file, also those that a macro declares",
        run: format::run,
    },
    Entry {
        name: "size",
        arguments: "[--bless|--origin]",
        about: "weigh the small build against tests/size.snap and the budgets",
        run: size::run,
    },
    Entry {
        name: "screenshots",
        arguments: "[OUTDIR]",
        about: "pictures of every example in every language, and sheets to review them on",
        run: screenshots::run,
    },
    Entry {
        name: "topics",
        arguments: "[OUTDIR]",
        about: "each topic walked in the browser to two ends, and a contact sheet of every guide",
        run: screenshots::topics,
    },
    Entry {
        name: "bench",
        arguments: "NAME …",
        about: "measure beside others, and write the report into docs/benchmarks",
        run: bench::run,
    },
    Entry {
        name: "chaos",
        arguments: "[--full] [ATTACK …]",
        about: "do to a real relay what goes wrong round one, and hold it to what is claimed",
        run: chaos::run,
    },
    #[cfg(target_os = "linux")]
    Entry {
        name: "lab",
        arguments: "WORD …",
        about: "customer, router, provider and Internet on this machine, with a shaped line and faults",
        run: lab::run,
    },
    Entry {
        name: "fuzz",
        arguments: "TARGET [SECONDS]",
        about: "search for inputs that break what reads them: guide, pack, trail, status",
        run: fuzz::run,
    },
    Entry {
        name: "book",
        arguments: "",
        about: "make the documentation a book, in target/book",
        run: book::run,
    },
    Entry {
        name: "widget",
        arguments: "[small|release]",
        about: "build the widget into target/widget/<profile>",
        run: widget::run,
    },
    Entry {
        name: "tidy",
        arguments: "",
        about: "import directions, file lengths, words that must not be in the repository",
        run: tidy::run,
    },
    Entry {
        name: "docs",
        arguments: "",
        about: "write the reference in docs/reference from the code",
        run: docs::run,
    },
    Entry {
        name: "tools",
        arguments: "",
        about: "install the pinned tools and the browsers, and build nothing",
        run: tools::run,
    },
    Entry {
        name: "finish",
        arguments: "",
        about: "(called by Trunk) optimise, name and compress what it built",
        run: widget::finish::run,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let Some((name, rest)) = arguments.split_first() else {
        print_help();
        return Ok(());
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        print_help();
        return Ok(());
    }
    let Some(entry) = COMMANDS.iter().find(|entry| entry.name == name) else {
        let names: Vec<&str> = COMMANDS.iter().map(|entry| entry.name).collect();
        bail!(
            "there is no command `{name}`; the commands are {}",
            names.join(", ")
        );
    };
    if rest.iter().any(|word| word == "--help" || word == "-h") {
        println!(
            "cargo xtask {} {}\n{}",
            entry.name, entry.arguments, entry.about
        );
        return Ok(());
    }
    let mut report = Report::start();
    (entry.run)(&mut report, rest)
}

fn print_help() {
    println!("Usage: cargo xtask <command>\n");
    for entry in COMMANDS {
        let call = format!("{} {}", entry.name, entry.arguments);
        println!("  {call:<32} {}", entry.about);
    }
}

/// Refuses arguments where a command takes none.
pub(crate) fn no_arguments(arguments: &[String]) -> Result<()> {
    match arguments.first() {
        None => Ok(()),
        Some(word) => bail!("this command takes no arguments, but was given `{word}`"),
    }
}
