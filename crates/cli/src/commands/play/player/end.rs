//! What stands at the end of a walk: the outcome, the ticket, the way, the scenario.

use std::sync::Arc;

use anyhow::anyhow;
use firstline_author::scenario;
use firstline_guide::model::OutcomeKind;
use firstline_guide::session::{Body, Screen};
use firstline_relay::{agent_text, replay};

use super::{Player, screen};
use crate::output::print;

impl Player {
    /// Prints the walk as a scenario, or says why it is none.
    pub(super) fn print_scenario(&self, name: &str) {
        let unnamed = format!("walks to {}", self.session.place());
        let name = if name.is_empty() { &unnamed } else { name };
        let library = &self.packed.library;
        match scenario::write(library, &self.session, &self.given, name) {
            Ok(text) => print(&format!("{text}\n")),
            Err(why) => {
                self.refuse(&why.to_string());
            }
        }
    }

    /// What kind of end it is, the ticket that it makes, and the way that led there.
    pub(super) fn outcome(&self, screen: &Screen, place: &str) -> anyhow::Result<String> {
        let Some((_, _, outcome)) = self.session.outcome() else {
            return Ok(String::new());
        };
        let kind = match outcome.kind {
            OutcomeKind::Resolved => "resolved",
            OutcomeKind::Unresolved(_) => "unresolved, a ticket",
            OutcomeKind::KnownIssue => "a known issue",
            OutcomeKind::HandOver => "somebody else takes over",
            OutcomeKind::Stop => "danger",
            OutcomeKind::StopWithTicket(_) => "danger, and a ticket",
        };
        let mut out = format!("\n{}\n", self.terminal.bold(&format!("End: {kind}")));
        if let Some(contact) = &screen.contact {
            out += &format!("Whom to call: {contact}\n");
        }
        if let Body::Ticket {
            category,
            severity,
            ask,
            facts,
            next,
            ..
        } = &screen.body
        {
            let mut asked: Vec<&str> = ask.iter().map(|field| field.name()).collect();
            asked.extend(facts.iter().map(|asked| asked.label.as_str()));
            out += &format!(
                "Category {category}, severity {}; the form asks for {}.\n\n",
                severity.name(),
                if asked.is_empty() {
                    "nothing".to_owned()
                } else {
                    asked.join(", ")
                }
            );
            for words in next {
                out += &self.terminal.paragraph("Then: ", words);
            }
            let trail = self.session.trail().clone();
            let replayed = replay::replay(Arc::clone(&self.packed.library), trail)
                .map_err(|why| anyhow!("the relay cannot replay this walk: {why}"))?;
            out += &agent_text::draft(&replayed, &self.zone);
        }
        out += &format!("\n{}\n", self.terminal.bold("The way"));
        out += &screen::path(self.session.trail(), place, &self.terminal);
        Ok(out)
    }
}
