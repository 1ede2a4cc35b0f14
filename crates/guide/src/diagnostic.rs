//! What is reported about a file: which rule is broken, where, and in which words.
//!
//! A rule is one file: a [`rule!`](crate::rule) with its documentation and examples, a type that holds
//! the names that a problem is about and makes the words ([`Violation`]), and the detection. What users
//! get is a [`Diagnostic`], the same for guides, translations, boxes and the provider's file.

use std::collections::BTreeSet;
use std::fmt;

use crate::json::{Node, Span, Value, push_integer, push_token};

/// How bad a broken rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file cannot be used: somebody would be misled or trapped.
    Error,
    /// The file can be used, but serves customers less well than it could.
    Warning,
    /// Nothing is wrong: somebody should know.
    Note,
}

impl Severity {
    /// The word for it in reports.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A rule. Its documentation and examples become its entry in docs/reference/rules.md.
pub struct Rule {
    /// Its name, in kebab-case. Names are kept: authors and their tools use them.
    pub id: &'static str,
    /// How bad it is to break it.
    pub severity: Severity,
    /// The lines of its doc comment, in Markdown: what it means, and why it matters. The first
    /// paragraph is the summary.
    pub doc: &'static [&'static str],
    /// Something that breaks it.
    pub bad: Example,
    /// The same without the fault.
    pub good: Example,
}

impl Rule {
    /// The documentation, in Markdown.
    pub fn documentation(&self) -> String {
        let lines = self
            .doc
            .iter()
            .map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The first paragraph of the documentation, in one line.
    pub fn summary(&self) -> String {
        let lines = self.doc.iter().map(|line| line.trim());
        lines
            .take_while(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

impl fmt::Debug for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id)
    }
}

/// Defines the `RULE` of a file: doc comment, severity, id, examples.
///
/// ```
/// firstline_guide::rule! {
///     /// A title that shouts.
///     ///
///     /// Capital letters are harder to read.
///     Warning "loud-title",
///     bad: Example::Members(r#""title": "NO INTERNET""#),
///     good: Example::Members(r#""title": "No internet""#),
/// }
/// assert_eq!(RULE.summary(), "A title that shouts.");
/// # use firstline_guide::diagnostic::Example;
/// ```
#[macro_export]
macro_rules! rule {
    ($(#[doc = $doc:literal])+ $severity:ident $id:literal, bad: $bad:expr, good: $good:expr $(,)?) => {
        $(#[doc = $doc])+
        pub static RULE: $crate::diagnostic::Rule = $crate::diagnostic::Rule {
            id: $id,
            severity: $crate::diagnostic::Severity::$severity,
            doc: &[$($doc),+],
            bad: $bad,
            good: $good,
        };
    };
}

/// An example of a rule: what matters of a file, as the reference shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Example {
    /// Members of a guide's `steps`. The guide begins at the step `here`; `fixed` and `ticket` are
    /// its ends, and are added if the example does not have them.
    Steps(&'static str),
    /// Members of a guide.
    Members(&'static str),
    /// A whole file.
    File(&'static str),
    /// Several whole guides that lie beside one another.
    Guides(&'static [&'static str]),
    /// None, with the reason in words.
    Omitted(&'static str),
}

impl Example {
    /// What the reference shows.
    pub fn text(&self) -> String {
        match self {
            Example::Steps(text)
            | Example::Members(text)
            | Example::File(text)
            | Example::Omitted(text) => (*text).to_owned(),
            Example::Guides(guides) => guides.join("\n\n"),
        }
    }

    /// The whole files that it stands for.
    pub fn sources(&self) -> Vec<String> {
        match self {
            Example::Steps(steps) => vec![guide("", steps)],
            Example::Members(members) => vec![guide(members, "")],
            Example::File(text) => vec![(*text).to_owned()],
            Example::Guides(guides) => guides.iter().map(|guide| (*guide).to_owned()).collect(),
            Example::Omitted(_) => Vec::new(),
        }
    }
}

/// A small guide with these members and steps, and around them what a guide must have.
fn guide(members: &str, steps: &str) -> String {
    const MEMBERS: &[(&str, &str)] = &[
        ("format", "1"),
        ("id", r#""example""#),
        ("version", r#""1""#),
        ("language", r#""en""#),
        ("title", r#""An example""#),
        ("summary", r#""What the example is about""#),
        ("start", r#""here""#),
        ("stuck", r#""ticket""#),
    ];
    const HERE: &str = r#"{ "kind": "question", "title": "Does it work?", "options": [
        { "id": "yes", "to": "fixed" }, { "id": "no", "to": "ticket" }, { "id": "unsure", "to": "ticket" } ] }"#;
    const FIXED: &str = r#"{ "kind": "outcome", "ends": "resolved", "title": "It works again" }"#;
    const TICKET: &str = r#"{ "kind": "outcome", "ends": "unresolved", "title": "We take over",
        "ticket": { "category": "internet", "severity": "major", "ask": ["name", "phone"] } }"#;
    // Of a step, its kind: `"ticket"` is a key of outcomes as well.
    let has_step = |id: &str| steps.contains(&format!("\"{id}\": {{ \"kind\""));
    let has = |text: &str, key: &str| text.contains(&format!("\"{key}\":"));
    let mut all: Vec<String> = Vec::new();
    for (key, value) in MEMBERS {
        if !has(members, key) {
            all.push(format!("  \"{key}\": {value}"));
        }
    }
    let mut of_steps: Vec<String> = Vec::new();
    if !steps.is_empty() {
        of_steps.push(steps.to_owned());
    }
    for (id, step) in [("here", HERE), ("fixed", FIXED), ("ticket", TICKET)] {
        // Nothing must stand in a guide that no step leads to.
        let led = id != "fixed" || steps.is_empty() || steps.contains("\"fixed\"");
        if led && !has_step(id) {
            of_steps.push(format!("\"{id}\": {step}"));
        }
    }
    if !members.is_empty() {
        all.push(members.to_owned());
    }
    if !has(members, "steps") {
        all.push(format!("  \"steps\": {{\n{}\n  }}", of_steps.join(",\n")));
    }
    format!("{{\n{}\n}}\n", all.join(",\n"))
}

/// A broken rule, with the names that it is about. Each rule has a type that makes its words.
pub trait Violation {
    /// The rule that is broken.
    fn rule(&self) -> &'static Rule;

    /// The problem, in one sentence without a full stop.
    fn message(&self) -> String;

    /// Advice, if there is more to say.
    fn hint(&self) -> Option<String> {
        None
    }
}

/// A broken rule at a place of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// The rule.
    pub rule: &'static Rule,
    /// How bad it is.
    pub severity: Severity,
    /// The problem, in one sentence without a full stop.
    pub message: String,
    /// Advice, if there is more to say.
    pub hint: Option<String>,
    /// The place in the source.
    pub span: Span,
    /// The place in the document, as an RFC 6901 pointer: `/steps/box/on`.
    pub pointer: String,
}

impl Diagnostic {
    /// A violation at a place of the document with this root.
    pub fn new(violation: &(impl Violation + ?Sized), span: Span, root: &Node) -> Diagnostic {
        Diagnostic {
            pointer: pointer(root, span),
            ..Diagnostic::unplaced(violation, span)
        }
    }

    /// A violation without its pointer, for a file that is no JSON.
    pub fn unplaced(violation: &(impl Violation + ?Sized), span: Span) -> Diagnostic {
        let rule = violation.rule();
        Diagnostic {
            rule,
            severity: rule.severity,
            message: violation.message(),
            hint: violation.hint(),
            span,
            pointer: String::new(),
        }
    }

    /// In plain text: `error[unknown-step] 7:71: there is no step …`, and the hint on a second line.
    pub fn text(&self, source: &str) -> String {
        let (line, column) = line_column(source, self.span.start);
        let (severity, rule) = (self.severity.name(), self.rule.id);
        let mut text = format!("{severity}[{rule}] {line}:{column}: {}\n", self.message);
        if let Some(hint) = &self.hint {
            text += &format!("  help: {hint}\n");
        }
        text
    }
}

/// The RFC 6901 pointer to the innermost value that contains this place. The key of a member
/// counts as its value.
pub fn pointer(root: &Node, span: Span) -> String {
    let within = |outer: Span| outer.start <= span.start && span.end <= outer.end;
    let mut pointer = String::new();
    let mut node = root;
    loop {
        match &node.value {
            Value::Object(members) => {
                let inside = members
                    .iter()
                    .find(|member| within(member.key_span) || within(member.value.span));
                let Some(member) = inside else { return pointer };
                push_token(&mut pointer, &member.key);
                if within(member.key_span) {
                    return pointer;
                }
                node = &member.value;
            }
            Value::Array(items) => {
                let Some(index) = items.iter().position(|item| within(item.span)) else {
                    return pointer;
                };
                pointer.push('/');
                push_integer(&mut pointer, index as u64);
                node = &items[index];
            }
            _ => return pointer,
        }
    }
}

/// What a file may begin with to tell its encoding. Editors do not show it.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// Line and column of a byte of the source, both from 1; the column counts characters. A byte order mark at the head of
/// the file is none: editors show it nowhere, and count from behind it.
pub fn line_column(source: &str, offset: u32) -> (usize, usize) {
    let mut end = (offset as usize).min(source.len());
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let before = &source[..end];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let unseen = usize::from(line_start == 0 && before.starts_with(BYTE_ORDER_MARK));
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() - unseen + 1,
    )
}

/// Collects what is reported of one file.
#[derive(Debug, Default)]
pub struct Report {
    found: Vec<Diagnostic>,
    /// The rules that were broken, those included whose diagnostics were not kept.
    broken: BTreeSet<&'static str>,
    /// How many diagnostics were not kept.
    more: usize,
}

/// More problems than this in one file help nobody, and each costs words and a search for the name
/// that was meant.
const MOST_PROBLEMS: usize = 500;

impl Report {
    /// Reports a broken rule.
    pub fn add(&mut self, span: Span, violation: &(impl Violation + ?Sized)) {
        self.broken.insert(violation.rule().id);
        if self.found.len() < MOST_PROBLEMS {
            self.found.push(Diagnostic::unplaced(violation, span));
        } else {
            self.more += 1;
        }
    }

    /// Whether nothing was reported.
    pub fn is_empty(&self) -> bool {
        self.broken.is_empty()
    }

    /// Whether this rule was broken.
    pub fn has(&self, rule: &Rule) -> bool {
        self.broken.contains(rule.id)
    }

    /// How many diagnostics were not kept, because there were too many.
    pub fn more(&self) -> usize {
        self.more
    }

    /// The diagnostics as they were found, without pointers.
    pub(crate) fn unplaced(self) -> Vec<Diagnostic> {
        self.found
    }

    /// The diagnostics in the order of the source, with their pointers.
    pub fn finish(self, root: &Node) -> Vec<Diagnostic> {
        let mut found = self.found;
        for diagnostic in &mut found {
            diagnostic.pointer = pointer(root, diagnostic.span);
        }
        found.sort_by_key(|diagnostic| diagnostic.span.start);
        found
    }
}
