//! The walk: shows a screen, takes an answer, tells the engine what happened.

mod end;

use std::sync::Arc;

use anyhow::{anyhow, bail};
use firstline_guide::model::{Meaning, StandardAnswer, Value};
use firstline_guide::session::{
    Awaited, Body, Effect, Event, FIELD_END_TEXT, FieldView, LineWatch, Millis, Screen, Session,
    Start, Waiting,
};
use firstline_relay::Provider;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::input::Input;
use super::sources::Packed;
use super::terminal::Terminal;
use super::turn::{self, Command, Typed};
use super::{checks, screen};
use crate::output::print;

/// A walk.
pub struct Player {
    packed: Packed,
    /// All that is known from the start.
    facts: Vec<(String, Value)>,
    /// The names of those that were given on the command line.
    given: Vec<String>,
    zone: TimeZone,
    input: Input,
    terminal: Terminal,
    session: Session,
    awaited: Awaited,
    now: Millis,
}

/// What became of a line that was typed.
enum Turn {
    /// Nothing: the same screen still asks.
    Stays,
    /// Something happened.
    Moves,
    /// The walk is left.
    Ends,
}

impl Player {
    /// Opens the guide.
    ///
    /// # Errors
    ///
    /// Where it cannot be walked at all.
    pub fn start(
        packed: Packed,
        given: Vec<(String, Value)>,
        provider: Option<&Provider>,
        input: Input,
        terminal: Terminal,
    ) -> anyhow::Result<Player> {
        let names: Vec<String> = given.iter().map(|(name, _)| name.clone()).collect();
        let mut facts = given;
        let entry = packed.library.guides().first();
        let language = entry.map_or_else(String::new, |entry| entry.language.clone());
        let told = provider.map(|provider| provider.facts(&language, Timestamp::now()));
        for (name, value) in told.unwrap_or_default() {
            if !names.contains(&name) {
                facts.push((name, value));
            }
        }
        let zone = provider.map_or(TimeZone::UTC, |provider| provider.zone().clone());
        let now = u64::try_from(Timestamp::now().as_millisecond()).unwrap_or(0);
        let (session, effects) = open(&packed, &facts, now)?;
        let mut player = Player {
            packed,
            facts,
            given: names,
            zone,
            input,
            terminal,
            session,
            awaited: Awaited::default(),
            now,
        };
        player.awaited.note(effects);
        Ok(player)
    }

    /// Walks until an end, or until it is left.
    ///
    /// # Errors
    ///
    /// The answers end before, or cannot be read.
    pub fn play(&mut self) -> anyhow::Result<()> {
        loop {
            let screen = self.session.screen();
            if matches!(screen.body, Body::Checking { done: true, .. }) {
                // Whoever typed the results has seen them.
                self.happen(Event::Continued);
                continue;
            }
            let place = self.session.place();
            print(&screen::shown(
                &screen,
                &self.packed.library,
                self.session.trail(),
                &place,
                self.session.outcome().is_some(),
                &self.terminal,
            ));
            if self.session.outcome().is_some() {
                print(&self.outcome(&screen, &place)?);
            }
            loop {
                match self.turn(&screen)? {
                    Turn::Stays => {}
                    Turn::Moves => break,
                    Turn::Ends => return Ok(()),
                }
            }
        }
    }

    /// One line that is typed, or several where checks or lines of text are asked for.
    fn turn(&mut self, screen: &Screen) -> anyhow::Result<Turn> {
        if let Body::Checking { .. } = screen.body {
            return self.check(screen);
        }
        let Some(typed) = self.ask("")? else {
            return Ok(Turn::Ends);
        };
        match typed {
            Typed::Command(command) => self.obey(command, screen),
            Typed::Answer(answer) => self.answer(&answer, screen),
        }
    }

    fn answer(&mut self, answer: &str, screen: &Screen) -> anyhow::Result<Turn> {
        let event = match &screen.body {
            Body::Question { options, many } => {
                let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
                let before = options.iter().filter(|option| option.chosen);
                let before: Vec<&str> = before.map(|option| option.id.as_str()).collect();
                match turn::chosen(answer, &ids) {
                    Ok(chosen) if chosen.is_empty() && !before.is_empty() => {
                        options_chosen(&before)
                    }
                    Ok(chosen) if chosen.len() == 1 || (*many && !chosen.is_empty()) => {
                        options_chosen(&chosen)
                    }
                    Ok(_) if *many => return Ok(self.refuse("choose at least one")),
                    Ok(_) => return Ok(self.refuse("choose one")),
                    Err(word) => return Ok(self.refuse(&none_of(&word, &ids))),
                }
            }
            Body::Input { field, .. } => return self.enter(answer, field, screen),
            Body::Lights { meanings, .. } => {
                let ids: Vec<&str> = meanings.iter().map(|meaning| meaning.name()).collect();
                match turn::chosen(answer, &ids).as_deref() {
                    Ok([name]) => match Meaning::from_name(name) {
                        Some(meaning) => Event::LightsRead {
                            meaning,
                            seen: None,
                        },
                        None => return Ok(self.refuse(&none_of(name, &ids))),
                    },
                    Ok(_) => return Ok(self.refuse("choose one")),
                    Err(word) => return Ok(self.refuse(&none_of(word, &ids))),
                }
            }
            Body::Instruction { waiting, .. } => {
                return Ok(self.follow_instruction(answer, *waiting));
            }
            Body::AskHelp { options } => {
                let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
                match turn::chosen(answer, &ids).as_deref() {
                    Ok([id]) => Event::HelpJudged((*id).to_owned()),
                    Ok(_) => return Ok(self.refuse("choose one")),
                    Err(word) => return Ok(self.refuse(&none_of(word, &ids))),
                }
            }
            body if self.session.outcome().is_some() => {
                let ids: Vec<&str> = screen::ways_on_of(body)
                    .iter()
                    .map(|way| way.name())
                    .collect();
                let chosen = match turn::chosen(answer, &ids).as_deref() {
                    Ok([]) => return Ok(Turn::Ends),
                    Ok([one]) => StandardAnswer::from_name(one),
                    Ok(_) => None,
                    Err(word) => return Ok(self.refuse(&none_of(word, &ids))),
                };
                match chosen {
                    Some(StandardAnswer::StillBroken) => Event::StillBroken,
                    Some(StandardAnswer::SomethingElse) => Event::SomethingElse,
                    _ => return Ok(self.refuse("choose one")),
                }
            }
            _ => bail!("the engine cannot go on at `{}`", self.session.place()),
        };
        Ok(self.move_by(event))
    }

    /// What is typed at an input. Whether it will do is the engine's to say.
    fn enter(&mut self, answer: &str, field: &FieldView, screen: &Screen) -> anyhow::Result<Turn> {
        let mut typed = entered(answer, field);
        match field {
            FieldView::Form(parts) => {
                let mut fields = Vec::new();
                for (at, part) in parts.iter().enumerate() {
                    // What was typed at the prompt is for the first.
                    let said = match at {
                        0 => typed.clone(),
                        _ => match self.ask(&part.label)? {
                            Some(Typed::Command(command)) => return self.obey(command, screen),
                            Some(Typed::Answer(said)) => said,
                            None => return Ok(Turn::Ends),
                        },
                    };
                    fields.push(entered(&said, &part.field));
                }
                typed = fields.join(FIELD_END_TEXT);
            }
            FieldView::Lines if !typed.is_empty() => loop {
                match self.ask("…")? {
                    Some(Typed::Command(command)) => return self.obey(command, screen),
                    Some(Typed::Answer(line)) if !line.is_empty() => {
                        typed = format!("{typed}\n{line}");
                    }
                    _ => break,
                }
            },
            _ => {}
        }
        self.happen(Event::InputEntered(typed));
        match self.session.screen().body {
            Body::Input {
                refused: Some(refusal),
                ..
            } => Ok(self.refuse(&screen::refusal(&refusal))),
            _ => Ok(Turn::Moves),
        }
    }

    fn follow_instruction(&mut self, answer: &str, waiting: Waiting) -> Turn {
        match (waiting, answer) {
            (Waiting::ForCustomer { line }, "" | "done") => {
                // Our own instruction makes the line drop while it is followed.
                if let (LineWatch::Up, Some(run)) = (line, self.awaited.line) {
                    self.happen(Event::LineDropped { run, ago: 0 });
                }
                self.move_by(Event::InstructionDone)
            }
            (Waiting::ForCustomer { .. }, "c" | "cannot") => {
                self.move_by(Event::InstructionImpossible)
            }
            (Waiting::ForCustomer { .. }, _) => self.refuse("Enter for done, c for cannot"),
            (Waiting::Until { .. } | Waiting::Later { .. }, "") => {
                if let Some(run) = self.awaited.line {
                    return self.move_by(Event::LineReturned { run, ago: 0 });
                }
                match self.awaited.timer {
                    Some((run, at)) => {
                        self.now = self.now.max(at);
                        self.move_by(Event::TimerElapsed { run })
                    }
                    None => self.move_by(Event::Continued),
                }
            }
            _ => self.refuse("Enter goes on"),
        }
    }

    /// Asks what each check finds, and tells the engine when all are known.
    fn check(&mut self, screen: &Screen) -> anyhow::Result<Turn> {
        let Some((run, awaited)) = self.awaited.checks.clone() else {
            bail!(
                "the engine waits for no checks at `{}`",
                self.session.place()
            );
        };
        let mut findings = Vec::new();
        while let Some(check) = awaited.get(findings.len()).copied() {
            match self.ask(check.name())? {
                None => return Ok(Turn::Ends),
                Some(Typed::Command(command)) => match self.obey(command, screen)? {
                    Turn::Stays => {}
                    turn => return Ok(turn),
                },
                Some(Typed::Answer(word)) if word == "skip" => {
                    for finding in findings {
                        self.happen(Event::CheckFinished { run, finding });
                    }
                    return Ok(self.move_by(Event::ChecksSkipped));
                }
                Some(Typed::Answer(typed)) => match checks::read(check, &typed) {
                    Ok(finding) => findings.push(finding),
                    Err(why) => {
                        self.refuse(&why);
                    }
                },
            }
        }
        for finding in findings {
            self.happen(Event::CheckFinished { run, finding });
        }
        Ok(Turn::Moves)
    }

    fn obey(&mut self, command: Command, screen: &Screen) -> anyhow::Result<Turn> {
        match command {
            Command::Back if screen.can_go_back => Ok(self.move_by(Event::WentBack)),
            Command::Back => Ok(self.refuse("there is no step before this one")),
            Command::NothingHelps if screen.can_give_up => Ok(self.move_by(Event::NothingHelped)),
            Command::NothingHelps => Ok(self.refuse("this is where \"nothing helps\" leads")),
            Command::Variant(device) => match &screen.variant {
                Some(variant) if device.is_empty() || variant.choices.contains(&device) => {
                    Ok(self.move_by(Event::VariantChosen(device)))
                }
                Some(variant) => {
                    let choices: Vec<&str> = variant.choices.iter().map(String::as_str).collect();
                    Ok(self.refuse(&none_of(&device, &choices)))
                }
                None => Ok(self.refuse("this step says the same for all devices")),
            },
            Command::Scenario(name) => {
                self.print_scenario(&name);
                Ok(Turn::Stays)
            }
            Command::Restart => {
                let (session, effects) = open(&self.packed, &self.facts, self.now)?;
                self.session = session;
                self.awaited = Awaited::default();
                self.awaited.note(effects);
                Ok(Turn::Moves)
            }
            Command::Help => {
                print(turn::HELP);
                Ok(Turn::Stays)
            }
            Command::Quit => Ok(Turn::Ends),
        }
    }

    /// Asks for a line. `None` where the walk is to be left.
    fn ask(&mut self, prompt: &str) -> anyhow::Result<Option<Typed>> {
        let prompt = if prompt.is_empty() {
            "> ".to_owned()
        } else {
            format!("{prompt}> ")
        };
        print(&prompt);
        let Some(line) = self.input.next()? else {
            print("\n");
            if self.session.outcome().is_some() || self.input.by_hand() {
                return Ok(None);
            }
            bail!(
                "the answers end at `{}`, which is no end of the guide",
                self.session.place()
            );
        };
        if !line.seen {
            print(&format!("{}\n", crate::output::printable(&line.text)));
        }
        Ok(Some(turn::read(&line.text)))
    }

    /// Says why an answer will not do.
    fn refuse(&self, why: &str) -> Turn {
        print(&format!("  {}\n", self.terminal.warning(why)));
        Turn::Stays
    }

    fn move_by(&mut self, event: Event) -> Turn {
        self.happen(event);
        Turn::Moves
    }

    fn happen(&mut self, event: Event) {
        self.now += 1_000;
        let effects = self.session.update(self.now, event);
        self.awaited.note(effects);
    }
}

fn open(
    packed: &Packed,
    facts: &[(String, Value)],
    began: Millis,
) -> anyhow::Result<(Session, Vec<Effect>)> {
    let start = Start {
        hash: packed.hash.clone(),
        began,
        facts: facts.to_vec(),
    };
    Session::start(Arc::clone(&packed.library), &packed.entry, start)
        .map_err(|why| anyhow!("`{}` cannot be walked: {}", packed.entry, why.message()))
}

fn options_chosen(ids: &[&str]) -> Event {
    Event::OptionsChosen(ids.iter().map(|&id| id.to_owned()).collect())
}

/// What was typed for one field: of a choice, the option that was meant.
fn entered(typed: &str, field: &FieldView) -> String {
    if let FieldView::Choice(choices) = field {
        let ids: Vec<&str> = choices.iter().map(|(id, _)| id.as_str()).collect();
        if let Ok([id]) = turn::chosen(typed, &ids).as_deref() {
            return (*id).to_owned();
        }
    }
    typed.to_owned()
}

fn none_of(word: &str, ids: &[&str]) -> String {
    match ids {
        [] => format!("there is nothing to choose here, so not `{word}`"),
        _ => format!("`{word}` is none of {}", ids.join(", ")),
    }
}
