//! Holds a file to the tables of the format: keys, types, and what goes together.

use super::example::{list_example, map_example, number_example, shape_example};
use super::texts;
use crate::diagnostic::Report;
use crate::format::{FORMAT, GUIDE, Relation, SHARE, Shape, Value};
use crate::json::{Node, Span, Value as Json};
use crate::raw::{opening, whole};
use crate::rules::conflicting_keys::ConflictingKeys;
use crate::rules::empty_list::EmptyList;
use crate::rules::missing_key::{MissingKey, MissingOneOf};
use crate::rules::missing_ticket::MissingTicket;
use crate::rules::overlong_text;
use crate::rules::picture_without_alt::PictureWithoutAlt;
use crate::rules::too_few_options::TooFewOptions;
use crate::rules::too_long::TooLong;
use crate::rules::unknown_format::UnknownFormat;
use crate::rules::unknown_key::UnknownKey;
use crate::rules::unknown_kind::UnknownKind;
use crate::rules::unknown_operator::UnknownOperator;
use crate::rules::wrong_type::{Expected, WrongType};

/// Reports what a guide's file has that it should not have, and the other way round.
pub(super) fn check(root: &Node, report: &mut Report) {
    let mut checker = Checker { report };
    checker.object(root, &GUIDE, opening(root.span));
}

struct Checker<'r> {
    report: &'r mut Report,
}

impl Checker<'_> {
    /// An object of a shape. `blame` is the place of what is wrong with it as a whole.
    fn object(&mut self, node: &Node, shape: &'static Shape, blame: Span) {
        if node.as_object().is_none() {
            let example = if shape.name == GUIDE.name {
                Some("{ \"format\": 1, \"id\": \"…\", … }".to_owned())
            } else {
                shape_example(shape)
            };
            self.wrong_type(node, Expected::Object, example);
            return;
        }
        self.unknown_keys(node, shape);
        for key in shape.all_keys() {
            match node.get(key.name) {
                Some(value) => self.value(value, &key.value, key.name, blame),
                None if key.required => self.missing(key.name, shape, blame),
                None => {}
            }
        }
        for relation in shape.relations {
            self.relation(node, shape, relation, blame);
        }
    }

    fn unknown_keys(&mut self, node: &Node, shape: &'static Shape) {
        let members = node.as_object().unwrap_or_default();
        let is_known = |name: &str| shape.all_keys().any(|key| key.name == name);
        let unknown = members.iter().filter(|member| !is_known(&member.key));
        let is_alone = unknown.count() == 1;
        let lacks = shape.all_keys().filter(|key| key.required);
        let lacks: Vec<&str> = lacks
            .map(|key| key.name)
            .filter(|key| node.get(key).is_none())
            .collect();
        let missing = match lacks.as_slice() {
            [one] if is_alone => Some(*one),
            _ => None,
        };
        for member in members.iter().filter(|member| !is_known(&member.key)) {
            let known: Vec<&str> = shape.all_keys().map(|key| key.name).collect();
            if let Some(operators) = operators(shape) {
                let (name, known) = (&member.key, operators);
                let span = member.key_span;
                self.report.add(span, &UnknownOperator { name, known });
                continue;
            }
            let mut unused = known.clone();
            unused.retain(|key| node.get(key).is_none());
            let violation = UnknownKey {
                key: &member.key,
                known: &known,
                unused: &unused,
                missing,
            };
            self.report.add(member.key_span, &violation);
        }
    }

    fn missing(&mut self, key: &str, shape: &'static Shape, blame: Span) {
        let value = shape.all_keys().find(|known| known.name == key);
        let words = match value.map(|known| &known.value) {
            Some(Value::Word(words)) => words(),
            _ => Vec::new(),
        };
        let words = &words;
        match key {
            "alt" => self.report.add(blame, &PictureWithoutAlt::None),
            "ticket" => self.report.add(blame, &MissingTicket),
            key => self.report.add(blame, &MissingKey { key, words }),
        }
    }

    fn relation(
        &mut self,
        node: &Node,
        shape: &'static Shape,
        relation: &'static Relation,
        blame: Span,
    ) {
        let has = |key: &str| node.get(key).is_some();
        match relation {
            Relation::OneOf(keys) => {
                // One that another key needs is reported by that.
                let is_needed = shape.relations.iter().any(|relation| {
                    matches!(relation, Relation::Needs(key, needs) if has(key) && keys.contains(needs))
                });
                if !is_needed && !keys.iter().any(|key| has(key)) {
                    self.report.add(blame, &MissingOneOf { keys });
                }
            }
            Relation::Operators(keys) => {
                let members = node.as_object().unwrap_or_default();
                let mut operators = members
                    .iter()
                    .filter(|member| keys.contains(&member.key.as_str()));
                let first = operators.next();
                // A misspelt one was reported.
                if first.is_none() && members.iter().all(|member| member.key == "fact") {
                    self.report.add(blame, &MissingOneOf { keys });
                }
                for second in operators {
                    let with = first.map_or("", |first| &first.key);
                    if second.key != with {
                        let key = &second.key;
                        self.report
                            .add(second.key_span, &ConflictingKeys { key, with });
                    }
                }
            }
            Relation::Conflict(key, with) => {
                if has(with) {
                    self.refuse(node, key, with);
                }
            }
            Relation::Needs(key, needs) => {
                if has(key) && !has(needs) {
                    self.missing(needs, shape, blame);
                }
            }
            Relation::Typed(key, word, keys, value) => {
                if node.get(key).and_then(Node::as_str) == Some(word) {
                    for name in *keys {
                        if let Some(found) = node.get(name) {
                            self.value(found, value, name, blame);
                        }
                    }
                }
            }
            Relation::Where {
                key,
                is,
                needs,
                refuses,
            } => {
                let word = node.get(key).and_then(Node::as_str);
                // What goes with a word that is misspelt nobody knows.
                let is_known = |word: &str| {
                    let mut keys = shape.all_keys();
                    let value = keys
                        .find(|known| known.name == *key)
                        .map(|known| known.value);
                    !matches!(value, Some(Value::Word(words)) if !words().contains(&word))
                };
                if !word.is_some_and(|word| is.include(word) && is_known(word)) {
                    return;
                }
                for needed in *needs {
                    if !has(needed) {
                        self.missing(needed, shape, blame);
                    }
                }
                for refused in *refuses {
                    self.refuse(node, refused, key);
                }
            }
            Relation::Ways => self.ways(node, shape, blame),
            Relation::Variants => match node.get("variants") {
                Some(variants) if variants.as_array().is_some() => {
                    self.refuse(node, "by", "variants");
                }
                Some(_) if !has("by") => self.missing("by", shape, blame),
                None if has("by") => self.missing("variants", shape, blame),
                _ => {}
            },
        }
    }

    /// The options of a question lead on each by its own `to`, or all by the question's.
    fn ways(&mut self, node: &Node, shape: &'static Shape, blame: Span) {
        let many = node.get("many").and_then(Node::as_bool) == Some(true);
        let own = node.get("to").is_some();
        if many && !own {
            self.missing("to", shape, blame);
        }
        let options = node.get("options").and_then(Node::as_array);
        for option in options.unwrap_or_default() {
            if option.as_object().is_none() {
                continue;
            }
            if many {
                self.refuse(option, "to", "many");
            } else if !own && option.get("to").is_none() {
                self.missing("to", shape, opening(option.span));
            }
        }
    }

    fn refuse(&mut self, node: &Node, key: &str, with: &str) {
        let members = node.as_object().unwrap_or_default();
        if let Some(member) = members.iter().find(|member| member.key == key) {
            self.report
                .add(member.key_span, &ConflictingKeys { key, with });
        }
    }

    fn wrong_type(&mut self, node: &Node, expected: Expected, example: Option<String>) {
        self.report.add(node.span, &WrongType { expected, example });
    }

    /// What stands behind a key, or in the list behind it.
    fn value(&mut self, node: &Node, value: &'static Value, key: &'static str, blame: Span) {
        let span = node.span;
        let text = node.as_str();
        let report = &mut *self.report;
        match value {
            Value::Any => {}
            Value::Format => match node.as_f64() {
                Some(FORMAT) => {}
                Some(_) => report.add(span, &UnknownFormat),
                None => self.wrong_type(node, Expected::Whole, Some("\"format\": 1".to_owned())),
            },
            Value::Object(shape) => self.object(node, shape, opening(span)),
            Value::TextOr(shape) => match &node.value {
                Json::String(text) => texts::of_customers(text, span, report),
                Json::Object(_) => self.object(node, shape, opening(span)),
                _ => self.wrong_type(node, Expected::Action, None),
            },
            Value::CheckOr(shape) => match &node.value {
                Json::Object(_) => self.object(node, shape, opening(span)),
                _ => self.value(node, &Value::Check, key, blame),
            },
            Value::WordOr(words, shape) => match &node.value {
                Json::String(text) => texts::one_of(text, &words(), span, report),
                _ => self.object(node, shape, opening(span)),
            },
            Value::List(inner) | Value::Some(inner) | Value::Choices(inner) => {
                self.list(node, value, inner, key, blame);
            }
            Value::Paragraphs => match &node.value {
                Json::String(text) => texts::of_customers(text, span, report),
                Json::Array(_) => {
                    self.list(node, &Value::Some(&Value::Text), &Value::Text, key, blame)
                }
                _ => self.wrong_type(node, Expected::Text, None),
            },
            Value::Map(inner) => self.map(node, inner, key),
            Value::MapOr(of_key, of_item) => match &node.value {
                Json::Object(members) => {
                    for member in members {
                        let blame = opening(member.value.span);
                        self.object(&member.value, of_key, blame);
                    }
                }
                Json::Array(items) if items.is_empty() => {
                    self.report.add(node.span, &EmptyList { key });
                }
                Json::Array(items) => {
                    for item in items {
                        self.object(item, of_item, opening(item.span));
                    }
                }
                _ => self.wrong_type(node, Expected::Object, map_example(key)),
            },
            Value::Tagged(tag, kinds) => self.tagged(node, tag, kinds, opening(span)),
            Value::ByKey(shapes) => self.by_key(node, shapes),
            Value::Bool => {
                if node.as_bool().is_none() {
                    self.wrong_type(node, Expected::Bool, None);
                }
            }
            Value::Number => {
                if node.as_f64().is_none() {
                    self.wrong_type(node, Expected::Number, number_example(key, node));
                }
            }
            Value::Whole => {
                if whole(node).is_none() {
                    self.wrong_type(node, Expected::Whole, number_example(key, node));
                }
            }
            Value::Time(most) | Value::Length(most) => match whole(node) {
                None => self.wrong_type(node, Expected::Whole, number_example(key, node)),
                Some(number) if number > *most => {
                    let (most, is_time) = (*most, matches!(value, Value::Time(_)));
                    report.add(span, &TooLong { most, is_time });
                }
                Some(_) => {}
            },
            Value::Fact => {
                let fits = match &node.value {
                    Json::Number(_) | Json::String(_) | Json::Bool(_) => true,
                    Json::Array(items) => items.iter().all(|item| item.as_str().is_some()),
                    _ => false,
                };
                if !fits {
                    self.wrong_type(node, Expected::FactValue, None);
                }
            }
            Value::Operand => match &node.value {
                Json::Number(_) => {}
                Json::Object(_) => self.object(node, &SHARE, opening(span)),
                _ => self.wrong_type(node, Expected::Operand, None),
            },
            Value::String
            | Value::Line
            | Value::Text
            | Value::Alt
            | Value::Link
            | Value::Step
            | Value::Name
            | Value::Word(_)
            | Value::Check
            | Value::Date
            | Value::TimeOfDay
            | Value::Language
            | Value::PictureFile => match text {
                Some(text) => texts::of_value(text, span, key, value, report),
                None => self.wrong_type(node, Expected::String, None),
            },
        }
    }

    fn list(
        &mut self,
        node: &Node,
        value: &Value,
        inner: &'static Value,
        key: &'static str,
        blame: Span,
    ) {
        let Some(items) = node.as_array() else {
            self.wrong_type(node, Expected::Array, list_example(key, node, inner));
            return;
        };
        match value {
            Value::Some(_) if items.is_empty() => self.report.add(node.span, &EmptyList { key }),
            Value::Choices(_) if items.len() < 2 => self.report.add(blame, &TooFewOptions { key }),
            _ => {}
        }
        // Walks are for tools, and there may be many.
        if key != "scenarios" {
            overlong_text::look_at_list(items.len(), opening(node.span), self.report);
        }
        for item in items {
            self.value(item, inner, key, opening(item.span));
        }
    }

    fn map(&mut self, node: &Node, inner: &'static Value, key: &'static str) {
        let Some(members) = node.as_object() else {
            let example = map_example(key);
            self.wrong_type(node, Expected::Object, example);
            return;
        };
        for member in members {
            match inner {
                // The id of a step says more than a brace.
                Value::Tagged(tag, kinds) => {
                    self.tagged(&member.value, tag, kinds, member.key_span);
                }
                inner => self.value(&member.value, inner, key, opening(member.value.span)),
            }
        }
    }

    fn tagged(
        &mut self,
        node: &Node,
        tag: &'static str,
        kinds: &[(&'static str, &'static Shape)],
        blame: Span,
    ) {
        if node.as_object().is_none() {
            self.wrong_type(node, Expected::Object, None);
            return;
        }
        let Some(word) = node.get(tag) else {
            let words: Vec<&str> = kinds.iter().map(|(name, _)| *name).collect();
            let (key, words) = (tag, &words);
            self.report.add(blame, &MissingKey { key, words });
            return;
        };
        let Some(name) = word.as_str() else {
            self.wrong_type(word, Expected::String, None);
            return;
        };
        match kinds.iter().find(|(kind, _)| *kind == name) {
            Some((_, shape)) => self.object(node, shape, blame),
            None => {
                let known: Vec<&str> = kinds.iter().map(|(kind, _)| *kind).collect();
                let known = &known;
                self.report.add(word.span, &UnknownKind { name, known });
            }
        }
    }

    fn by_key(&mut self, node: &Node, shapes: &[(&'static str, &'static Shape)]) {
        if node.as_object().is_none() {
            let example = "{ \"fact\": \"…\", \"is\": \"…\" }";
            self.wrong_type(node, Expected::Object, Some(example.to_owned()));
            return;
        }
        let mut present = shapes.iter().filter(|(key, _)| node.get(key).is_some());
        let Some((first, shape)) = present.next() else {
            let keys: Vec<&str> = shapes.iter().map(|(key, _)| *key).collect();
            self.report
                .add(opening(node.span), &MissingOneOf { keys: &keys });
            return;
        };
        // An operator is said to be unknown; another whole condition does not go together.
        if operators(shape).is_none() {
            let others: Vec<&str> = present.map(|(key, _)| *key).collect();
            if !others.is_empty() {
                for other in others {
                    self.refuse(node, other, first);
                }
                return;
            }
        }
        self.object(node, shape, opening(node.span));
    }
}

/// The operators of a comparison; `None` for another shape.
fn operators(shape: &Shape) -> Option<&'static [&'static str]> {
    shape.relations.iter().find_map(|relation| match relation {
        Relation::Operators(keys) => Some(*keys),
        _ => None,
    })
}
