//! How it is found out whether following an instruction helped.

use firstline_diagnosis::CheckId;

use super::facts::Facts;
use crate::model::{Instruction, Reply, StepIndex, Text, Value, Verify, VerifyBy};

/// The fact by which a calling guide says how the called one verifies, and the word for asking.
const VERIFY: (&str, &str) = ("verify", "ask");

impl Verify {
    /// The question, if the customer is asked.
    pub(super) fn question(&self, facts: &Facts) -> Option<&Text> {
        let (fact, word) = VERIFY;
        match (&self.by, &self.ask) {
            (VerifyBy::Asking(question), _) => Some(question),
            (_, Some(question)) => {
                matches!(facts.get(fact), Some(Value::Text(by)) if by == word).then_some(question)
            }
            _ => None,
        }
    }

    /// The checks, if nobody is asked.
    pub(super) fn checks(&self, facts: &Facts) -> Option<&[CheckId]> {
        match &self.by {
            VerifyBy::Checks(run) if self.question(facts).is_none() => Some(run),
            _ => None,
        }
    }

    /// Where an answer to the question leads; `None` if it cannot be given.
    pub(super) fn answered(&self, id: &str) -> Option<StepIndex> {
        if self.options.is_empty() {
            return Some(self.on.edge(Reply::from_name(id)?.verdict()));
        }
        let option = self.options.iter().find(|option| option.id == id)?;
        Some(option.to)
    }
}

impl Instruction {
    /// The checks that verify it, if checks do.
    pub(super) fn verify_checks(&self, facts: &Facts) -> Option<&[CheckId]> {
        self.verify.as_ref()?.checks(facts)
    }

    /// The question that verifies it, if a question does.
    pub(super) fn question(&self, facts: &Facts) -> Option<&Text> {
        self.verify.as_ref()?.question(facts)
    }
}
