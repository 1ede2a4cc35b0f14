//! Facts that guides read and no guide sets. Guides tell each other facts, so that all of a folder are looked at.

use std::collections::BTreeSet;

use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity, Violation};
use firstline_guide::raw::{Field, Guide, Kind, Name};
use firstline_guide::rules;
use firstline_guide::rules::words::nearest;

use super::{Collector, Role};
use crate::folder::{GuideFile, GuideFolder};

pub(super) static RULES: &[&Rule] = &[&FACT_NEVER_SET, &MISSPELT_FACT];

/// The rule of a fact that is read and that nobody sets.
static FACT_NEVER_SET: Rule = Rule {
    id: "fact-never-set",
    severity: Severity::Warning,
    doc: &[
        " A guide reads a fact that it declares to come from answers, and no guide of the folder sets it.",
        "",
        " What is compared with it never holds, and a text that inserts it is left out. Facts are set by questions and \
         inputs (`fact`), by options (`set`), and by the calls of guides (`with`), in this guide or in one before it.",
    ],
    bad: Example::File(
        "\"facts\": { \"problem\": { \"type\": \"text\" } }, and no guide that sets `problem`",
    ),
    good: Example::File("the same, and an option with `\"set\": { \"problem\": \"slow\" }`"),
};

/// The rule of a fact that is set by a name that is nearly that of another.
static MISSPELT_FACT: Rule = Rule {
    id: "misspelt-fact",
    severity: Severity::Warning,
    doc: &[
        " A guide sets a fact that no guide reads, and its name is nearly that of one that is read and never set.",
        "",
        " A fact that nobody reads is kept for the agent; one that is misspelt is missed where it is read.",
    ],
    bad: Example::File("`\"set\": { \"probelm\": \"slow\" }` where `problem` is read"),
    good: Example::File("`\"set\": { \"problem\": \"slow\" }`"),
};

struct NeverSet<'g> {
    fact: &'g str,
    /// A fact that is set and never read, of nearly this name.
    near: Option<&'g str>,
}

impl Violation for NeverSet<'_> {
    fn rule(&self) -> &'static Rule {
        &FACT_NEVER_SET
    }

    fn message(&self) -> String {
        format!(
            "no guide sets `{}`, so what looks at it never holds",
            self.fact
        )
    }

    fn hint(&self) -> Option<String> {
        Some(match self.near {
            Some(near) => {
                format!("`{near}` is set, and nothing reads that: is one of them misspelt?")
            }
            None => "ask for it by `fact`, let an option `set` it, or write where it comes `from`"
                .to_owned(),
        })
    }
}

struct Misspelt<'g> {
    fact: &'g str,
    meant: &'g str,
}

impl Violation for Misspelt<'_> {
    fn rule(&self) -> &'static Rule {
        &MISSPELT_FACT
    }

    fn message(&self) -> String {
        format!("nothing reads the fact `{}`", self.fact)
    }

    fn hint(&self) -> Option<String> {
        Some(format!(
            "did you mean `{}`, which is read and never set?",
            self.meant
        ))
    }
}

pub(super) fn look<'f>(folder: &'f GuideFolder, found: &mut Collector<'f>) {
    let guides: Vec<(&GuideFile, &Guide)> = folder
        .guides
        .iter()
        .filter_map(|file| Some((file, file.loaded.raw.as_ref()?)))
        .collect();
    // A guide that cannot be read may set any fact.
    if guides.len() < folder.guides.len() {
        return;
    }
    let mut set = BTreeSet::new();
    let mut read = BTreeSet::new();
    for (file, guide) in &guides {
        set.extend(set_by(guide).into_iter().map(|fact| fact.value.clone()));
        let reads = rules::reads(guide, &file.source.text).into_iter();
        read.extend(reads.map(|(fact, _)| fact));
    }
    let never_set: Vec<&str> = guides
        .iter()
        .flat_map(|(file, guide)| unset(file, guide, &set))
        .map(|name| name.as_str())
        .collect();
    let declared: BTreeSet<&str> = guides
        .iter()
        .flat_map(|(_, guide)| &guide.facts)
        .map(|fact| fact.name.as_str())
        .collect();
    let unread = |fact: &&str| !read.contains(*fact) && !declared.contains(fact);
    let set_in_vain: Vec<&str> = set.iter().map(String::as_str).filter(unread).collect();
    for (file, guide) in guides {
        let Some(root) = &file.root else { continue };
        for name in unset(file, guide, &set) {
            let (fact, near) = (name.as_str(), nearest(name.as_str(), &set_in_vain));
            let diagnostic = Diagnostic::new(&NeverSet { fact, near }, name.span, root);
            found.add(&file.source, Role::Guide, diagnostic);
        }
        for name in set_by(guide) {
            let fact = name.as_str();
            if let (true, Some(meant)) = (set_in_vain.contains(&fact), nearest(fact, &never_set)) {
                let diagnostic = Diagnostic::new(&Misspelt { fact, meant }, name.span, root);
                found.add(&file.source, Role::Guide, diagnostic);
            }
        }
    }
}

/// The facts that a guide declares to come from answers and reads, and that are none of these.
fn unset<'g>(file: &GuideFile, guide: &'g Guide, set: &BTreeSet<String>) -> Vec<&'g Name> {
    let reads = rules::reads(guide, &file.source.text);
    let is_read = |name: &str| reads.iter().any(|(fact, _)| fact == name);
    let facts = guide.facts.iter().filter(|fact| {
        let from = fact.from.as_ref().map_or("answer", Name::as_str);
        from == "answer" && !set.contains(fact.name.as_str()) && is_read(fact.name.as_str())
    });
    facts.map(|fact| &fact.name).collect()
}

/// The facts that a guide sets or tells, where it does.
fn set_by(guide: &Guide) -> Vec<&Name> {
    let mut facts = Vec::new();
    for step in &guide.steps {
        match &step.kind {
            Some(Kind::Question(question)) => {
                facts.extend(&question.fact);
                let options = question.options.iter().flat_map(|option| &option.set);
                facts.extend(options.map(|(fact, _)| fact));
            }
            Some(Kind::Input(input)) => {
                let parts: Vec<(&Field, Option<&Name>)> = input.parts();
                facts.extend(parts.into_iter().filter_map(|(_, fact)| fact));
            }
            Some(Kind::Lights(lights)) => facts.extend(&lights.fact),
            Some(Kind::Call(call)) => facts.extend(call.with.iter().map(|(fact, _)| fact)),
            Some(Kind::Outcome(outcome)) => {
                let asked = outcome.ticket.iter().flat_map(|ticket| &ticket.ask);
                facts.extend(asked.filter_map(|asked| asked.fact.as_ref()));
            }
            _ => {}
        }
    }
    facts
}
