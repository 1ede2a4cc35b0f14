//! Where results lead: every result must lead somewhere.

use firstline_diagnosis::{CheckId, Verdict};

use super::{NOWHERE, Resolver};
use crate::model::{Ending, Lights, Meaning, StepIndex, VerdictEdges};
use crate::raw::{self, On, Spanned};
use crate::rules::uncovered::Uncovered;
use crate::rules::unknown_ending::UnknownEnding;
use crate::rules::unknown_meaning::UnknownMeaning;
use crate::rules::unknown_verdict::UnknownVerdict;

/// What every `on` may use for the rest.
const OTHERWISE: &str = "otherwise";

/// Who gives the verdicts that an `on` must cover.
pub(super) enum Judge<'c> {
    /// Checks, whose aliases may stand for verdicts.
    ChecksByAlias(&'c [CheckId]),
    /// Checks, by verdict only.
    Checks,
    /// The customer, who says yes, no or not sure.
    Customer,
    /// The customer, who chooses one of these: ids, and what they count as.
    Choosing(&'c [(String, Verdict)]),
    /// Checks, or the customer by one of these.
    ChecksOr(&'c [(String, Verdict)]),
}

impl Judge<'_> {
    /// Whether it can give this verdict.
    fn gives(&self, verdict: Verdict) -> bool {
        match self {
            Judge::Customer => verdict != Verdict::Warn,
            Judge::Choosing(choices) => choices.iter().any(|(_, known)| *known == verdict),
            _ => true,
        }
    }

    /// Its own names for verdicts.
    fn aliases(&self) -> Vec<(&str, Verdict)> {
        match self {
            Judge::ChecksByAlias(checks) => {
                let aliases = checks.iter().flat_map(|check| check.check().aliases);
                aliases.copied().collect()
            }
            Judge::Choosing(choices) | Judge::ChecksOr(choices) => {
                let choices = choices.iter();
                choices
                    .map(|choice| (choice.0.as_str(), choice.1))
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Resolver<'_> {
    /// Where verdicts lead, and where aliases do.
    pub(super) fn verdicts(
        &mut self,
        on: &Option<Spanned<On>>,
        judge: &Judge,
    ) -> (Vec<(String, StepIndex)>, VerdictEdges) {
        let names = judge.aliases();
        let alias = |name: &str| {
            let mut names = names.iter();
            names
                .find(|(known, _)| *known == name)
                .map(|(_, verdict)| *verdict)
        };
        let expected = |verdict: Verdict| judge.gives(verdict);
        let mut edges: [Option<StepIndex>; 4] = [None; 4];
        // Where only the verdict is known, what is said of its alias is meant.
        let mut by_alias: [Option<StepIndex>; 4] = [None; 4];
        let mut aliases = Vec::new();
        let mut otherwise = None;
        let mut strange = 0;
        for (result, to) in on.iter().flat_map(|on| &on.value) {
            let to = self.step_named(to);
            let name = result.as_str();
            let verdict = Verdict::from_name(name).filter(|verdict| expected(*verdict));
            if let Some(verdict) = verdict {
                edges[verdict as usize] = Some(to);
            } else if name == OTHERWISE {
                otherwise = Some(to);
            } else if let Some(verdict) = alias(name) {
                // Not to know because nothing was measured is not what the check calls so.
                if verdict != Verdict::Unknown || matches!(judge, Judge::Choosing(_)) {
                    by_alias[verdict as usize].get_or_insert(to);
                }
                aliases.push((name.to_owned(), to));
            } else {
                strange += 1;
                let verdicts = Verdict::ALL
                    .into_iter()
                    .filter(|verdict| expected(*verdict));
                let mut known: Vec<&str> = verdicts.map(Verdict::name).collect();
                known.extend(names.iter().map(|(alias, _)| *alias));
                known.push(OTHERWISE);
                let known = &known;
                self.report
                    .add(result.span, &UnknownVerdict { name, known });
            }
        }
        let missing = Verdict::ALL
            .into_iter()
            .filter(|verdict| expected(*verdict));
        let led = |verdict: Verdict| edges[verdict as usize].or(by_alias[verdict as usize]);
        let missing = missing.filter(|verdict| led(*verdict).is_none());
        let missing = missing.map(Verdict::name);
        self.refuse_uncovered(on, otherwise, missing, strange);
        let edge = |verdict: Verdict| led(verdict).or(otherwise);
        let fail = edge(Verdict::Fail).unwrap_or(NOWHERE);
        // What is never said leads where failing does, or anywhere.
        let any = Verdict::ALL.into_iter().find_map(edge).unwrap_or(NOWHERE);
        let unsaid = if fail == NOWHERE { any } else { fail };
        let to = |verdict: Verdict| {
            edge(verdict).unwrap_or(if expected(verdict) { NOWHERE } else { unsaid })
        };
        let on = VerdictEdges {
            pass: to(Verdict::Pass),
            warn: to(Verdict::Warn),
            fail: to(Verdict::Fail),
            unknown: to(Verdict::Unknown),
        };
        (aliases, on)
    }

    /// Where lamps lead.
    pub(super) fn lights(&mut self, raw: &raw::Lights) -> Lights {
        let mut on = Vec::new();
        let mut otherwise = None;
        let mut strange = 0;
        for (result, to) in raw.on.iter().flat_map(|on| &on.value) {
            let to = self.step_named(to);
            if result.value == OTHERWISE {
                otherwise = Some(to);
            } else if let Some(meaning) = Meaning::from_name(&result.value) {
                on.push((meaning, to));
            } else {
                strange += 1;
                let meanings = Meaning::ALL.iter().map(|meaning| meaning.name());
                let known: Vec<&str> = meanings.chain([OTHERWISE]).collect();
                let (name, known) = (&result.value, &known);
                self.report
                    .add(result.span, &UnknownMeaning { name, known });
            }
        }
        let missing = Meaning::ALL
            .iter()
            .filter(|meaning| !on.iter().any(|(m, _)| m == *meaning));
        let missing = missing.map(|meaning| meaning.name());
        self.refuse_uncovered(&raw.on, otherwise, missing, strange);
        Lights {
            of: super::plain(&raw.of),
            on,
            otherwise,
            fact: raw.fact.as_ref().map(|fact| fact.value.clone()),
        }
    }

    /// Where the ends of a called guide lead. What is not named shows the called guide's own end,
    /// so nothing needs to be covered.
    pub(super) fn endings(&mut self, raw: &On) -> Vec<(Ending, StepIndex)> {
        let mut on: Vec<(Ending, StepIndex)> = Vec::new();
        let mut otherwise = None;
        for (result, to) in raw {
            let to = self.step_named(to);
            if result.value == OTHERWISE {
                otherwise = Some(to);
            } else if let Some(ending) = Ending::from_name(&result.value) {
                on.push((ending, to));
            } else {
                let endings = Ending::ALL.iter().map(|ending| ending.name());
                let known: Vec<&str> = endings.chain([OTHERWISE]).collect();
                let (name, known) = (&result.value, &known);
                self.report.add(result.span, &UnknownEnding { name, known });
            }
        }
        if let Some(to) = otherwise {
            for ending in Ending::ALL {
                if !on.iter().any(|(known, _)| known == ending) {
                    on.push((*ending, to));
                }
            }
        }
        on
    }

    fn refuse_uncovered<'n>(
        &mut self,
        on: &Option<Spanned<On>>,
        otherwise: Option<StepIndex>,
        missing: impl Iterator<Item = &'n str>,
        strange: usize,
    ) {
        let Some(on) = on else { return };
        let missing: Vec<&str> = missing.collect();
        // What is missing may be what was misspelt, which was reported; where several are, other words were meant.
        if otherwise.is_none() && missing.len() > strange && strange < 2 {
            self.report.add(on.span, &Uncovered { missing: &missing });
        }
    }
}
