//! Steps and edges, and what can be reached along them.

use super::{NOWHERE, Written};
use crate::model::{Ending, Step, StepIndex, StepKind};
use crate::routes::{self, Label};

/// The edges of a guide.
pub(crate) struct Graph<'g> {
    pub(crate) steps: &'g [Option<Step>],
    start: StepIndex,
    pub(crate) stuck: Option<StepIndex>,
    /// The edges of each step by its own kind, without those that lead nowhere.
    pub(crate) edges: Vec<Vec<usize>>,
    /// Whether every edge is known. Where one is not, what nothing seems to reach may well be
    /// where it should lead.
    pub(crate) whole: bool,
    pub(crate) reached: Vec<bool>,
}

impl<'g> Graph<'g> {
    /// `whole` says that nothing misspelt or malformed may hide an edge.
    pub(super) fn new(written: &Written<'g>, mut whole: bool) -> Graph<'g> {
        let steps = written.steps;
        let mut known = |to: StepIndex| {
            whole &= to != NOWHERE;
            (to != NOWHERE).then_some(usize::from(to.0))
        };
        let mut edges = Vec::with_capacity(steps.len());
        known(written.start);
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
            start: written.start,
            stuck: written.stuck,
            edges,
            whole,
            reached: Vec::new(),
        };
        graph.reached = graph.reach([graph.start].into_iter().chain(graph.stuck));
        graph
    }

    /// Whether some path leads to a step.
    pub(crate) fn is_reached(&self, step: usize) -> bool {
        self.reached[step]
    }

    /// The edges of a step with what leads along them, "nothing helps" included.
    pub(crate) fn routes(&self, step: usize) -> impl Iterator<Item = (Label<'g>, StepIndex)> {
        let own = self.steps[step]
            .as_ref()
            .map_or_else(Vec::new, routes::routes);
        let stuck = self.stuck.map(|to| (Label::Stuck, to));
        own.into_iter()
            .map(|route| (route.label, route.to))
            .chain(stuck)
    }

    /// Which steps can be reached from these, themselves included.
    pub(crate) fn reach(&self, from: impl IntoIterator<Item = StepIndex>) -> Vec<bool> {
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

    /// Whether a session can end at a step: it is an outcome, or calls a guide whose own end is
    /// shown, or could not be read.
    pub(crate) fn may_end(&self, step: usize) -> bool {
        let Some(step) = &self.steps[step] else {
            return true;
        };
        match &step.kind {
            StepKind::Outcome(_) => true,
            StepKind::Call(call) => {
                let caught = |ending: &Ending| call.on.iter().any(|(known, _)| known == ending);
                !Ending::ALL.iter().all(caught) || call.on.iter().any(|(_, to)| *to == NOWHERE)
            }
            _ => {
                let routes = routes::routes(step);
                // One without any could not be read.
                routes.is_empty() || routes.iter().any(|route| route.to == NOWHERE)
            }
        }
    }
}
