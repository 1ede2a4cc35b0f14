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
}

impl Resolver<'_> {
    /// Where verdicts lead, and where aliases do.
    pub(super) fn verdicts(
        &mut self,
        on: &Option<Spanned<On>>,
        judge: &Judge,
    ) -> (Vec<(String, StepIndex)>, VerdictEdges) {
        let checks: &[CheckId] = match judge {
            Judge::ChecksByAlias(checks) => checks,
            _ => &[],
        };
        let expected =
            |verdict: Verdict| !(matches!(judge, Judge::Customer) && verdict == Verdict::Warn);
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
            } else if let Some(verdict) = alias(checks, name) {
                by_alias[verdict as usize].get_or_insert(to);
                aliases.push((name.to_owned(), to));
            } else {
                strange += 1;
                let verdicts = Verdict::ALL
                    .into_iter()
                    .filter(|verdict| expected(*verdict));
                let aliases = checks.iter().flat_map(|check| check.check().aliases);
                let known: Vec<&str> = verdicts
                    .map(Verdict::name)
                    .chain(aliases.map(|(alias, _)| *alias))
                    .chain([OTHERWISE])
                    .collect();
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
        let on = VerdictEdges {
            pass: edge(Verdict::Pass).unwrap_or(NOWHERE),
            warn: edge(Verdict::Warn).unwrap_or(if expected(Verdict::Warn) {
                NOWHERE
            } else {
                fail
            }),
            fail,
            unknown: edge(Verdict::Unknown).unwrap_or(NOWHERE),
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
        // What is missing may be what was misspelt, which was reported.
        if otherwise.is_none() && missing.len() > strange {
            self.report.add(on.span, &Uncovered { missing: &missing });
        }
    }
}

fn alias(checks: &[CheckId], name: &str) -> Option<Verdict> {
    let aliases = checks.iter().flat_map(|check| check.check().aliases);
    aliases
        .into_iter()
        .find(|(alias, _)| *alias == name)
        .map(|(_, verdict)| *verdict)
}
