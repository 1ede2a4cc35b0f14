//! What facts there are in a guide and what each can be.

use std::collections::BTreeMap;

use firstline_diagnosis::{CheckId, Confidence, Fault, PLACES, Verdict};

use super::{Type, Written};
use crate::format::{SERVICES, TECHNOLOGIES};
use crate::json::{Node, Span, Value as Json};
use crate::model::{
    BOX_PARTS, DIAGNOSIS, FactKind, FactSource, LABEL_PLACES, Meaning, PLATFORMS, ROLES, THE_BOX,
};
use crate::raw::{Field, Guide, Kind, Name};

/// What a fact can be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    Number,
    Text,
    Date,
    Flag,
    Choice(Vec<String>),
    Choices(Vec<String>),
}

impl Shape {
    /// Its type.
    pub(crate) fn of_type(&self) -> Type {
        match self {
            Shape::Number => Type::Number,
            Shape::Text => Type::Text,
            Shape::Date => Type::Date,
            Shape::Flag => Type::Flag,
            Shape::Choice(_) => Type::Choice,
            Shape::Choices(_) => Type::Choices,
        }
    }
}

struct Known {
    shape: Shape,
    declared: bool,
    /// Whether it can be there from the start.
    given: bool,
    /// Whether a step of this guide sets it.
    set_here: bool,
}

/// A fact that a step sets to something else than it is elsewhere.
pub(crate) struct Clash {
    /// The fact, where it is set.
    pub(crate) fact: Name,
    /// Its type elsewhere.
    pub(crate) elsewhere: Type,
    /// Its type here.
    pub(crate) here: Type,
}

/// A value that a fact is set to or compared with.
pub(crate) struct Given<'g> {
    /// The fact.
    pub(crate) fact: String,
    /// What it can be.
    pub(crate) shape: Shape,
    /// The value.
    pub(crate) value: &'g Node,
}

/// A word that a fact is set to or compared with.
pub(crate) struct Word {
    /// The place.
    pub(crate) span: Span,
    /// The word.
    pub(crate) word: String,
    /// What the fact can be.
    pub(crate) values: Vec<String>,
}

/// The facts of a guide.
pub(crate) struct Facts<'g> {
    known: BTreeMap<String, Known>,
    /// Where steps do not agree.
    pub(super) clashes: Vec<Clash>,
    /// Values that options set.
    pub(super) given: Vec<Given<'g>>,
    /// Words that questions and inputs set.
    pub(super) words: Vec<Word>,
    /// Whether guides that come before or between may have run checks and read lamps.
    others_measure: bool,
    /// The names under which steps keep what checks found.
    kept: Vec<&'g str>,
}

impl<'g> Facts<'g> {
    /// Collects declared facts and those that steps set.
    pub(super) fn collect(written: &Written<'g>) -> Facts<'g> {
        let guide = written.guide;
        let calls = guide
            .steps
            .iter()
            .any(|step| matches!(step.kind, Some(Kind::Call(_))));
        let mut facts = Facts {
            known: BTreeMap::new(),
            clashes: Vec::new(),
            given: Vec::new(),
            words: Vec::new(),
            others_measure: calls || !guide.listed,
            kept: kept(guide),
        };
        for declared in written.facts {
            let shape = match &declared.kind {
                FactKind::Number { .. } => Shape::Number,
                FactKind::Text => Shape::Text,
                FactKind::Date => Shape::Date,
                FactKind::Flag => Shape::Flag,
                FactKind::Choice(values) => Shape::Choice(values.clone()),
                FactKind::Choices(values) => Shape::Choices(values.clone()),
            };
            let given = declared.from != FactSource::Answer || facts.others_measure;
            let known = Known {
                shape,
                declared: true,
                given,
                set_here: false,
            };
            facts.known.insert(declared.name.clone(), known);
        }
        for step in &guide.steps {
            match &step.kind {
                Some(Kind::Question(question)) => {
                    let ids = question
                        .options
                        .iter()
                        .filter_map(|option| option.id.as_ref());
                    if let Some(fact) = &question.fact {
                        let values = ids.clone().map(|id| id.value.clone()).collect();
                        let shape = if question.many {
                            Shape::Choices(values)
                        } else {
                            Shape::Choice(values)
                        };
                        facts.set(fact, shape, &ids.collect::<Vec<_>>());
                    }
                    for (fact, value) in question.options.iter().flat_map(|option| &option.set) {
                        facts.set_value(fact, value);
                    }
                }
                Some(Kind::Input(input)) => {
                    for (field, fact) in input.parts() {
                        let (shape, ids) = match field {
                            Field::Number { .. } => (Shape::Number, Vec::new()),
                            Field::Text { .. } | Field::Lines { .. } | Field::Form(_) => {
                                (Shape::Text, Vec::new())
                            }
                            Field::Date { .. } => (Shape::Date, Vec::new()),
                            Field::Choice(options) => {
                                let ids = options.iter().map(|(id, _)| id);
                                let values = ids.clone().map(|id| id.value.clone()).collect();
                                (Shape::Choice(values), ids.collect())
                            }
                        };
                        if let Some(fact) = fact {
                            facts.set(fact, shape, &ids);
                        }
                    }
                }
                Some(Kind::Lights(lights)) => {
                    let of = lights.of.as_ref();
                    let name = match (&lights.fact, of) {
                        (Some(fact), _) => Some(fact.value.clone()),
                        (None, of) => of.map(|of| ["lights.", &of.value].concat()),
                    };
                    if let Some(name) = name {
                        let known = Known {
                            shape: meanings(),
                            declared: true,
                            given: false,
                            set_here: true,
                        };
                        facts.known.insert(name, known);
                    }
                }
                _ => {}
            }
        }
        facts
    }

    /// A fact is set to one of these by a step.
    fn set(&mut self, fact: &Name, shape: Shape, ids: &[&Name]) {
        let Some(known) = self.known.get_mut(&fact.value) else {
            let known = Known {
                shape,
                declared: false,
                given: false,
                set_here: true,
            };
            self.known.insert(fact.value.clone(), known);
            return;
        };
        known.set_here = true;
        match (&mut known.shape, shape) {
            (Shape::Choice(values), Shape::Choice(new))
            | (Shape::Choices(values), Shape::Choices(new)) => {
                for value in new {
                    if values.contains(&value) {
                        continue;
                    }
                    if known.declared {
                        let place = ids.iter().find(|id| id.value == value);
                        self.words.push(Word {
                            span: place.map_or(fact.span, |place| place.span),
                            word: value,
                            values: values.clone(),
                        });
                    } else {
                        values.push(value);
                    }
                }
            }
            (Shape::Text, Shape::Choice(_)) => {}
            (there, new) => {
                let (elsewhere, here) = (there.of_type(), new.of_type());
                if elsewhere != here {
                    self.clashes.push(Clash {
                        fact: fact.clone(),
                        elsewhere,
                        here,
                    });
                }
            }
        }
    }

    /// A fact is set to a value by an option.
    fn set_value(&mut self, fact: &Name, value: &'g Node) {
        if let Some(known) = self.known.get_mut(&fact.value)
            && known.declared
        {
            known.set_here = true;
            let shape = known.shape.clone();
            self.given.push(Given {
                fact: fact.value.clone(),
                shape,
                value,
            });
            return;
        }
        let shape = match &value.value {
            Json::Number(_) => Shape::Number,
            Json::Bool(_) => Shape::Flag,
            Json::String(text) => Shape::Choice(vec![text.clone()]),
            Json::Array(items) => Shape::Choices(
                items
                    .iter()
                    .filter_map(|item| item.as_str().map(str::to_owned))
                    .collect(),
            ),
            _ => return,
        };
        self.set(fact, shape, &[]);
    }

    /// What a fact can be; `None` if there is no such fact.
    pub(crate) fn shape(&self, name: &str) -> Option<Shape> {
        if let Some(known) = self.known.get(name) {
            return Some(known.shape.clone());
        }
        let (family, rest) = match name.split_once('.') {
            Some(parts) => parts,
            // Its name stands for a box.
            None if name == THE_BOX => return Some(Shape::Text),
            None => return None,
        };
        match family {
            // Whether somebody answers is true or false; everything else that it tells is text.
            "provider" if rest.ends_with(".open") => Some(Shape::Flag),
            "provider" if rest == "services" => {
                Some(Shape::Choices(words(SERVICES.iter().copied())))
            }
            "provider" if rest == "technologies" => {
                Some(Shape::Choices(words(TECHNOLOGIES.iter().copied())))
            }
            "provider" if !rest.is_empty() => Some(Shape::Text),
            "device" => match rest {
                "platform" => Some(Shape::Choice(words(PLATFORMS.iter().copied()))),
                "mobile" => Some(Shape::Flag),
                "language" => Some(Shape::Text),
                _ => None,
            },
            "equipment" => match rest.split_once('.') {
                None => ROLES.contains(&rest).then_some(Shape::Text),
                Some((role, part)) => on_a_box(part).filter(|_| ROLES.contains(&role)),
            },
            THE_BOX => on_a_box(rest),
            "diagnosis" => diagnosis(rest),
            "lights" if self.others_measure && ROLES.contains(&rest) => Some(meanings()),
            kept if kept == "check" || self.is_kept(kept) => {
                let (check, part) = match rest.split_once('.') {
                    Some((check, part)) => (check, Some(part)),
                    None => (rest, None),
                };
                let check = CheckId::from_name(check)?;
                let catalogued = check.check();
                let Some(part) = part else {
                    return Some(results(check));
                };
                if catalogued.metrics.iter().any(|metric| metric.name == part) {
                    Some(Shape::Number)
                } else {
                    catalogued.texts.contains(&part).then_some(Shape::Text)
                }
            }
            _ => None,
        }
    }

    /// Whether a fact can be there from the start: given with the session, or set by a guide that
    /// was called or calls.
    pub(crate) fn is_given(&self, name: &str, guide: &Guide) -> bool {
        match self.known.get(name) {
            Some(known) if known.declared && !known.set_here => true,
            Some(known) => known.given,
            None if measured(name) || name.starts_with("lights.") => !guide.listed,
            None if name
                .split_once('.')
                .is_some_and(|(name, _)| self.is_kept(name)) =>
            {
                !guide.listed
            }
            None => true,
        }
    }

    /// Whether what checks found is kept under this name: by a step here, or, as [`BEFORE`], by a guide that came before or
    /// between.
    fn is_kept(&self, name: &str) -> bool {
        self.kept.contains(&name) || (self.others_measure && name == BEFORE)
    }

    /// The names that may have been meant.
    pub(crate) fn names(&self, near: &str) -> Vec<String> {
        let mut names: Vec<String> = self.known.keys().cloned().collect();
        match near.split_once('.').map(|(family, _)| family) {
            Some("check") => {
                for check in CheckId::ALL {
                    let base = ["check.", check.name()].concat();
                    let metrics = check.check().metrics.iter().map(|metric| metric.name);
                    for part in metrics.chain(check.check().texts.iter().copied()) {
                        names.push([&base, ".", part].concat());
                    }
                    names.push(base);
                }
            }
            Some("diagnosis") => names.extend(words(DIAGNOSIS)),
            Some("lights") => names.extend(ROLES.iter().map(|role| ["lights.", role].concat())),
            Some("equipment" | THE_BOX) => {
                names.extend(BOX_PARTS.iter().map(|part| [THE_BOX, ".", part].concat()));
                for role in ROLES {
                    let own = ["equipment.", role].concat();
                    names.extend(BOX_PARTS.iter().map(|part| [&own, ".", part].concat()));
                    names.push(own);
                }
            }
            _ => names.extend(words(DEVICE)),
        }
        names
    }
}

/// What is known of a box.
fn on_a_box(part: &str) -> Option<Shape> {
    BOX_PARTS.contains(&part).then(|| match part {
        "label" => Shape::Choice(words(LABEL_PLACES.iter().copied())),
        "restart-off" | "restart-back" => Shape::Number,
        _ => Shape::Text,
    })
}

/// What the device tells.
pub(crate) const DEVICE: [&str; 3] = ["device.platform", "device.mobile", "device.language"];

/// The name under which a guide keeps what the blocks that it calls compare with.
pub(super) const BEFORE: &str = "before";

/// Whether a fact is what checks found.
fn measured(fact: &str) -> bool {
    fact.starts_with("check.") || fact.starts_with("diagnosis.")
}

/// What a fact of the diagnosis can be.
fn diagnosis(part: &str) -> Option<Shape> {
    let faults = Fault::ALL.iter().map(|fault| fault.name());
    Some(Shape::Choice(match part {
        "where" => words(PLACES),
        "what" => words(faults.chain(["none", "unknown"])),
        "confidence" => words(Confidence::ALL.iter().map(|confidence| confidence.name())),
        _ => return None,
    }))
}

/// The names under which steps keep what checks found.
fn kept(guide: &Guide) -> Vec<&str> {
    let checks = guide.steps.iter().filter_map(|step| match &step.kind {
        Some(Kind::Check(check)) => Some(&check.kept),
        _ => None,
    });
    let names = checks.flatten().map(|(_, name)| name.as_str());
    names.collect()
}

fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Vec<String> {
    words.into_iter().map(str::to_owned).collect()
}

fn meanings() -> Shape {
    Shape::Choice(words(Meaning::ALL.iter().map(|meaning| meaning.name())))
}

/// What the fact of a check can be: the check's own names for its results, and verdicts that have
/// none.
fn results(check: CheckId) -> Shape {
    let aliases = check.check().aliases;
    let unnamed = Verdict::ALL
        .into_iter()
        // What could not be measured has no name of its own.
        .filter(|verdict| {
            *verdict == Verdict::Unknown || !aliases.iter().any(|(_, named)| named == verdict)
        })
        .map(Verdict::name);
    Shape::Choice(words(
        aliases.iter().map(|(alias, _)| *alias).chain(unnamed),
    ))
}
