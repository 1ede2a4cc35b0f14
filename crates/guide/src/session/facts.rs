//! The facts that are known in a session, and their words.

use firstline_diagnosis::{CheckId, Finding, locate, place};

use super::input::is_date;
use crate::model::{
    BOX_PARTS, DIAGNOSIS, FactKind, Guide, Library, Piece, ROLES, THE_BOX, Text, Value,
};

/// How the facts begin that say what lamps mean, and their words among what texts insert: `lights.no-line`.
const LIGHTS: &str = "lights";

/// The known facts, each with its source.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facts(Vec<Fact>);

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fact {
    name: String,
    value: Value,
    /// The place whose answer set it; empty for facts that were there from the start.
    origin: String,
}

impl Facts {
    /// Facts of website, device and provider.
    pub(crate) fn frozen(facts: &[(String, Value)]) -> Facts {
        let fact = |(name, value): &(String, Value)| Fact {
            name: name.clone(),
            value: value.clone(),
            origin: String::new(),
        };
        Facts(facts.iter().map(fact).collect())
    }

    /// The value of a fact.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|fact| fact.name == name)
            .map(|fact| &fact.value)
    }

    /// The value of a fact, unless the answer at `place` itself set it: a step is passed over
    /// only if its fact came from elsewhere.
    pub(crate) fn known_elsewhere(&self, name: &str, place: &str) -> Option<&Value> {
        let fact = self.0.iter().find(|fact| fact.name == name)?;
        (fact.origin != place).then_some(&fact.value)
    }

    /// Sets a fact by the answer at a place.
    pub(crate) fn set(&mut self, name: &str, value: Value, place: &str) {
        self.unset(name);
        self.0.push(Fact {
            name: name.to_owned(),
            value,
            origin: place.to_owned(),
        });
    }

    /// Takes a fact out.
    pub(crate) fn take(&mut self, name: &str) -> Option<Fact> {
        let position = self.0.iter().position(|fact| fact.name == name)?;
        Some(self.0.remove(position))
    }

    /// Makes a fact what it was before.
    pub(crate) fn put_back(&mut self, name: &str, before: Option<Fact>) {
        self.unset(name);
        self.0.extend(before);
    }

    /// The facts that answers have set, by their own names: no measurements.
    pub(crate) fn told(&self) -> Vec<(String, Value)> {
        let told = self.0.iter().filter(|fact| !fact.origin.is_empty());
        let own =
            told.filter(|fact| !fact.name.contains('.') || fact.name.starts_with("equipment."));
        own.map(|fact| (fact.name.clone(), fact.value.clone()))
            .collect()
    }

    /// Forgets a fact.
    pub(crate) fn unset(&mut self, name: &str) {
        self.0.retain(|fact| fact.name != name);
    }

    /// Sets what a check found: `check.isp` is its verdict (or alias), `check.isp.time` a number.
    /// What an earlier run of the same check found is forgotten, so that old numbers never stand
    /// beside a new verdict.
    pub(crate) fn set_finding(&mut self, family: &str, finding: &Finding, place: &str) {
        let base = with_part(family, finding.check.name());
        let dotted = with_part(&base, "");
        self.0
            .retain(|fact| fact.name != base && !fact.name.starts_with(&dotted));
        let result = finding.alias.unwrap_or(finding.verdict.name());
        self.set(&base, Value::Text(result.to_owned()), place);
        for (name, value) in &finding.metrics {
            self.set(&with_part(&base, name), Value::Number(*value), place);
        }
        for (name, text) in &finding.texts {
            self.set(&with_part(&base, name), Value::Text(text.clone()), place);
        }
    }

    /// Sets where the fault lies: `diagnosis.where`, `diagnosis.what` and, if there is one, `diagnosis.confidence`.
    /// Findings that do not bear on that change nothing.
    pub(crate) fn set_diagnosis(&mut self, findings: &[Finding], origin: &str) {
        let Some(word) = place(findings) else { return };
        let fault = locate(findings);
        let mut set = |name, word: &str| self.set(name, Value::Text(word.to_owned()), origin);
        set(DIAGNOSIS[0], word);
        set(DIAGNOSIS[1], fault.map_or(word, |fault| fault.what.name()));
        match fault {
            Some(fault) => set(DIAGNOSIS[2], fault.confidence.name()),
            None => self.unset(DIAGNOSIS[2]),
        }
    }

    /// What a text inserts by this name: a fact, what is on the customer's own box, or what its lamps mean, in
    /// words, if those are known.
    pub(crate) fn inserted<'f>(
        &'f self,
        name: &str,
        boxes: &'f [(String, Value)],
    ) -> Option<&'f Value> {
        let known = |own: &str, part: &str| {
            let wanted = with_part(own, part);
            let found = boxes.iter().find(|(known, _)| *known == wanted);
            found.map(|(_, value)| value)
        };
        let of_box = |fact: &str, part: &str| match self.get(fact)? {
            Value::Text(id) => known(id, part),
            _ => None,
        };
        match name.split_once('.') {
            None if name == THE_BOX => of_box(&self.the_box(), BOX_PARTS[0]),
            Some((THE_BOX, part)) => of_box(&self.the_box(), part),
            _ => match self.get(name) {
                Some(Value::Text(meaning)) if is_of_lamps(name) => known(LIGHTS, meaning),
                Some(value) => Some(value),
                None => {
                    let (own, part) = name.rsplit_once('.')?;
                    of_box(own, part)
                }
            },
        }
    }

    /// The fact that holds the id of the box that is meant.
    fn the_box(&self) -> String {
        let role = match self.get(THE_BOX) {
            Some(Value::Text(role)) => role,
            _ => ROLES[0],
        };
        with_part("equipment", role)
    }

    /// A text with its facts filled in. A fact that is not known leaves a dash, which a person
    /// understands better than a gap.
    pub(crate) fn fill(&self, text: &Text, guide: &Guide, library: &Library) -> String {
        let mut filled = String::new();
        for piece in &text.0 {
            match piece {
                Piece::Words(words) => filled.push_str(words),
                Piece::Fact(name) => match self.inserted(name, &library.boxes) {
                    Some(value) => {
                        let unit = unit(name, guide);
                        filled.push_str(&(library.write)(&guide.language, value, unit));
                    }
                    None => filled.push('–'),
                },
            }
        }
        filled
    }
}

impl FactKind {
    /// Whether a value that somebody else gives is one that this fact can have.
    pub fn fits(&self, value: &Value) -> bool {
        match (self, value) {
            (FactKind::Number { .. }, Value::Number(_))
            | (FactKind::Text, Value::Text(_))
            | (FactKind::Flag, Value::Flag(_)) => true,
            (FactKind::Date, Value::Text(day)) => is_date(day),
            (FactKind::Choice(values), Value::Text(chosen)) => values.contains(chosen),
            (FactKind::Choices(values), Value::List(chosen)) => {
                chosen.iter().all(|one| values.contains(one))
            }
            _ => false,
        }
    }

    /// Its name in guides.
    pub fn name(&self) -> &'static str {
        match self {
            FactKind::Number { .. } => "number",
            FactKind::Text => "text",
            FactKind::Date => "date",
            FactKind::Flag => "flag",
            FactKind::Choice(_) => "choice",
            FactKind::Choices(_) => "choices",
        }
    }
}

/// Whether a fact says what lamps mean: `lights.router`.
fn is_of_lamps(name: &str) -> bool {
    name.strip_prefix(LIGHTS)
        .is_some_and(|role| role.starts_with('.'))
}

fn with_part(base: &str, part: &str) -> String {
    let mut name = String::with_capacity(base.len() + 1 + part.len());
    name.push_str(base);
    name.push('.');
    name.push_str(part);
    name
}

/// The unit of a fact, empty if it has none.
pub(crate) fn unit<'a>(name: &str, guide: &'a Guide) -> &'a str {
    // `check.speed.download`, or what is kept of it: `before.speed.download`.
    let parts = name
        .split_once('.')
        .and_then(|(_, rest)| rest.split_once('.'));
    if let Some((check, metric)) = parts {
        let Some(check) = CheckId::from_name(check) else {
            return "";
        };
        let metrics = check.check().metrics;
        return metrics
            .iter()
            .find(|known| known.name == metric)
            .map_or("", |known| known.unit);
    }
    match guide
        .facts
        .iter()
        .find(|fact| fact.name == name)
        .map(|fact| &fact.kind)
    {
        Some(FactKind::Number { unit }) => unit,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_takes_only_what_it_can_be() {
        let words = |all: &[&str]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
        let number = FactKind::Number {
            unit: String::new(),
        };
        let choice = FactKind::Choice(words(&["dsl", "fibre"]));
        let choices = FactKind::Choices(words(&["dsl", "fibre"]));
        let text = |text: &str| Value::Text(text.to_owned());
        for (kind, value, fits) in [
            (&number, Value::Number(300.0), true),
            (&number, text("300"), false),
            (&FactKind::Text, text(""), true),
            (&FactKind::Text, Value::Number(1.0), false),
            (&FactKind::Flag, Value::Flag(false), true),
            (&FactKind::Flag, text("yes"), false),
            (&FactKind::Date, text("2026-12-25"), true),
            (&FactKind::Date, text("2026-02-30"), false),
            (&FactKind::Date, text("25.12.2026"), false),
            (&choice, text("dsl"), true),
            (&choice, text("cable"), false),
            (&choice, Value::List(words(&["dsl"])), false),
            (&choices, Value::List(words(&["dsl", "fibre"])), true),
            (&choices, Value::List(words(&["cable"])), false),
            (&choices, text("dsl"), false),
        ] {
            assert_eq!(kind.fits(&value), fits, "{} {value:?}", kind.name());
        }
    }
}
