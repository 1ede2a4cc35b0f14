//! Steps and edges: what nothing reaches, what leads to no end, what turns in a circle.

use super::super::NOWHERE;
use super::super::resolve::Resolved;
use crate::model::{Ending, Step, StepIndex, StepKind};
use crate::problem::{ProblemKind, Report, What};
use crate::raw;
use crate::routes::{self, Label};

/// The edges of a guide.
pub(super) struct Graph<'g> {
    pub(super) steps: &'g [Option<Step>],
    start: StepIndex,
    stuck: Option<StepIndex>,
    /// Edges of each step by its own kind, those left out that lead nowhere.
    edges: Vec<Vec<usize>>,
    /// Whether every edge is known. Where one is not, what nothing seems to reach may well be
    /// where it should lead.
    pub(super) whole: bool,
    reached: Vec<bool>,
}

impl<'g> Graph<'g> {
    pub(super) fn new(resolved: &'g Resolved, report: &Report) -> Graph<'g> {
        let steps = resolved.steps.as_slice();
        let mut whole = !report.any(|kind| match kind {
            // Of two steps with one id only one can be meant.
            ProblemKind::DuplicateKey | ProblemKind::TooManySteps => true,
            // What is misspelt may be what should lead there.
            ProblemKind::Unknown { what, .. } => !matches!(
                what,
                What::Check | What::Fact | What::FactValue | What::Word
            ),
            _ => false,
        });
        let mut known = |to: StepIndex| {
            whole &= to != NOWHERE;
            (to != NOWHERE).then_some(usize::from(to.0))
        };
        let mut edges = Vec::with_capacity(steps.len());
        known(resolved.start());
        for step in steps {
            let routes = step.as_ref().map_or_else(Vec::new, routes::routes);
            edges.push(
                routes
                    .into_iter()
                    .filter_map(|route| known(route.to))
                    .collect(),
            );
        }
        whole &= steps.iter().all(Option::is_some);
        let mut graph = Graph {
            steps,
            start: resolved.start(),
            stuck: resolved.stuck(),
            edges,
            whole,
            reached: Vec::new(),
        };
        graph.reached = graph.reach([graph.start].into_iter().chain(graph.stuck));
        graph
    }

    pub(super) fn check(&self, raw: &raw::Guide, report: &mut Report) {
        self.check_reached(raw, report);
        self.check_outcomes(raw, report);
        self.check_cycles(raw, report);
    }

    /// Whether some path leads to a step.
    pub(super) fn is_reached(&self, step: usize) -> bool {
        self.reached[step]
    }

    /// The edges of a step with what leads along them, "nothing helps" included.
    pub(super) fn routes(&self, step: usize) -> impl Iterator<Item = (Label<'g>, StepIndex)> {
        let own = self.steps[step]
            .as_ref()
            .map_or_else(Vec::new, routes::routes);
        let stuck = self.stuck.map(|to| (Label::Stuck, to));
        own.into_iter()
            .map(|route| (route.label, route.to))
            .chain(stuck)
    }

    /// Which steps can be reached from these, themselves included.
    pub(super) fn reach(&self, from: impl IntoIterator<Item = StepIndex>) -> Vec<bool> {
        let mut reached = vec![false; self.steps.len()];
        let mut open: Vec<usize> = from.into_iter().map(|index| usize::from(index.0)).collect();
        // From any step "nothing helps" can be said.
        if !open.is_empty() {
            open.extend(self.stuck.map(|index| usize::from(index.0)));
        }
        while let Some(step) = open.pop() {
            if let Some(seen) = reached.get_mut(step)
                && !std::mem::replace(seen, true)
            {
                open.extend(&self.edges[step]);
            }
        }
        reached
    }

    fn check_reached(&self, raw: &raw::Guide, report: &mut Report) {
        if !self.whole {
            return;
        }
        for (step, reached) in raw.steps.iter().zip(&self.reached) {
            if !reached {
                report.add(step.id.span, || {
                    ProblemKind::Unreachable(step.id.value.clone())
                });
            }
        }
    }

    /// Goes back from the ends. "Nothing helps" is not counted: it would make every circle look
    /// like a way out.
    fn check_outcomes(&self, raw: &raw::Guide, report: &mut Report) {
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); self.steps.len()];
        for (step, edges) in self.edges.iter().enumerate() {
            for to in edges {
                before[*to].push(step);
            }
        }
        let mut ends = vec![false; self.steps.len()];
        let mut open: Vec<usize> = (0..self.steps.len())
            .filter(|step| self.may_end(*step))
            .collect();
        while let Some(step) = open.pop() {
            if !std::mem::replace(&mut ends[step], true) {
                open.extend(&before[step]);
            }
        }
        for (position, step) in raw.steps.iter().enumerate() {
            if !ends[position] && self.reached[position] {
                report.add(step.id.span, || {
                    ProblemKind::NoOutcome(step.id.value.clone())
                });
            }
        }
    }

    /// Whether a session can end at a step: it is an outcome, or calls a guide whose own end is
    /// shown, or could not be read.
    fn may_end(&self, step: usize) -> bool {
        let Some(step) = &self.steps[step] else {
            return true;
        };
        match &step.kind {
            StepKind::Outcome(_) => true,
            StepKind::Call(call) => {
                let caught = |ending: &Ending| call.on.iter().any(|(known, _)| known == ending);
                !Ending::ALL.iter().all(caught) || call.on.iter().any(|(_, to)| *to == NOWHERE)
            }
            _ => routes::routes(step).iter().any(|route| route.to == NOWHERE),
        }
    }

    /// Goes through the steps that need nobody, in depth; an edge to a step that is on the way
    /// closes a circle.
    fn check_cycles(&self, raw: &raw::Guide, report: &mut Report) {
        #[derive(Clone, Copy, PartialEq)]
        enum Seen {
            Not,
            OnTheWay,
            Done,
        }
        let automatic = |step: usize| self.steps[step].as_ref().is_some_and(routes::is_automatic);
        let mut seen = vec![Seen::Not; self.steps.len()];
        for root in 0..self.steps.len() {
            if !automatic(root) || seen[root] != Seen::Not {
                continue;
            }
            // A stack of our own: it may get as deep as there are steps.
            let mut way = vec![(root, self.edges[root].iter())];
            seen[root] = Seen::OnTheWay;
            while let Some((step, rest)) = way.last_mut() {
                let step = *step;
                let Some(to) = rest.next().copied() else {
                    seen[step] = Seen::Done;
                    way.pop();
                    continue;
                };
                if !automatic(to) {
                    continue;
                }
                match seen[to] {
                    Seen::Done => {}
                    Seen::Not => {
                        seen[to] = Seen::OnTheWay;
                        way.push((to, self.edges[to].iter()));
                    }
                    Seen::OnTheWay => {
                        let circle = way.iter().map(|(step, _)| *step);
                        let circle: Vec<usize> = circle.skip_while(|step| *step != to).collect();
                        let names = circle
                            .iter()
                            .map(|step| raw.steps[*step].id.value.clone())
                            .collect();
                        let kind = ProblemKind::AutomaticCycle(names);
                        let span = raw.steps[to].id.span;
                        if !report.has(span, &kind) {
                            report.add(span, || kind);
                        }
                    }
                }
            }
        }
    }
}
