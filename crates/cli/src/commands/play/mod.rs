//! `firstline play`: a guide walked in the terminal, by the engine that customers' browsers use.

mod checks;
mod facts;
mod input;
mod player;
mod screen;
mod sources;
mod terminal;
mod turn;

use std::path::PathBuf;
use std::process::ExitCode;

use crate::output::{FAILED, WRONG, fail, print};
use input::Input;
use player::Player;
use sources::Sources;
use terminal::Terminal;

/// Walk a guide in the terminal
///
/// Shows what a customer sees, asks for answers and for what the checks find, and ends with the
/// outcome, the ticket and the way that was walked. `?` lists what can be typed; `s` at an end
/// prints the walk as a scenario for the guide's file. Without GUIDE, lists the guides.
///
/// Answers may be piped in, a line each. Exit code: 0 where the walk came to an end or was left, 1
/// where the answers ended before, 2 where the command line or the guides are wrong.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The guide's id, or its file
    guide: Option<String>,
    /// Folder of the guides
    #[arg(long, value_name = "DIR", default_value = "guides")]
    guides: PathBuf,
    /// Walk the translation into this language
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// What is known from the start, such as device.platform=ios
    #[arg(long, value_name = "NAME=VALUE", num_args = 1..)]
    facts: Vec<String>,
    /// Takes answers from a file first, a line each; a line that begins with # is passed over
    #[arg(long, value_name = "FILE")]
    answers: Vec<PathBuf>,
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    let (guide, facts) = guide_and_facts(args.guide, args.facts);
    let (folder, guide) = match guide {
        Some(guide) => {
            let (folder, guide) = crate::guide::named(&guide, &args.guides);
            (folder, Some(guide))
        }
        None => (args.guides, None),
    };
    let sources = match Sources::read(&folder, args.language.as_deref()) {
        Ok(sources) => sources,
        Err(error) => return fail(WRONG, format!("{error:#}")),
    };
    let terminal = Terminal::new();
    let Some(guide) = guide else {
        print(&screen::guides(&sources.guides(), &terminal));
        return ExitCode::SUCCESS;
    };
    let walk = sources.pack(&guide).and_then(|packed| {
        let facts = facts::read(&facts, &packed.library)?;
        let input = Input::open(&args.answers)?;
        Player::start(packed, facts, sources.provider(), input, terminal)
    });
    let mut player = match walk {
        Ok(player) => player,
        Err(error) => return fail(WRONG, format!("{error:#}")),
    };
    match player.play() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(FAILED, format!("{error:#}")),
    }
}

/// The guide may stand behind the facts, where it is taken for one of them: it has no `=`.
fn guide_and_facts(guide: Option<String>, facts: Vec<String>) -> (Option<String>, Vec<String>) {
    if guide.is_some() {
        return (guide, facts);
    }
    let (guides, facts): (Vec<String>, _) = facts.into_iter().partition(|fact| !fact.contains('='));
    match <[String; 1]>::try_from(guides) {
        Ok([guide]) => (Some(guide), facts),
        // Whoever reads the facts says which of them are none.
        Err(others) => (None, others.into_iter().chain(facts).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::guide_and_facts;

    #[test]
    fn a_guide_behind_the_facts_is_no_fact() {
        let owned = |words: &[&str]| -> Vec<String> {
            words.iter().map(|word| (*word).to_owned()).collect()
        };
        let (guide, facts) = guide_and_facts(None, owned(&["a=b", "c=d", "email"]));
        assert_eq!(
            (guide.as_deref(), facts),
            (Some("email"), owned(&["a=b", "c=d"]))
        );
        let (guide, facts) = guide_and_facts(Some("email".to_owned()), owned(&["plan"]));
        assert_eq!((guide.as_deref(), facts), (Some("email"), owned(&["plan"])));
    }
}
