//! Everything that is wrong with the provider's file, and where.

use std::fmt;
use std::path::{Path, PathBuf};

use firstline_guide::diagnostic::line_column;
use firstline_guide::json::{Node, Value};

/// Everything that is wrong with the provider's file, in the order of the file; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadProvider {
    pub(super) file: PathBuf,
    /// The problems.
    pub problems: Vec<ProviderProblem>,
}

/// Something that is wrong with the provider's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderProblem {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// The value, as an RFC 6901 pointer; that of the object if something is missing in one.
    pub pointer: String,
    /// The fault and what to do, in one sentence.
    pub message: String,
}

impl fmt::Display for BadProvider {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, problem) in self.problems.iter().enumerate() {
            let newline = if position == 0 { "" } else { "\n" };
            let (line, column) = (problem.line, problem.column);
            write!(out, "{newline}{}:{line}:{column}: ", self.file.display())?;
            if !problem.pointer.is_empty() {
                write!(out, "{}: ", problem.pointer)?;
            }
            out.write_str(&problem.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for BadProvider {}

/// The problems so far: pointers and messages.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<(String, String)>);

impl Problems {
    /// Something is wrong with the value that this pointer names.
    pub(super) fn add(&mut self, pointer: &str, message: impl Into<String>) {
        let problem = (pointer.to_owned(), message.into());
        // A time zone that is missing is missing for every contact, and is said once.
        if !self.0.contains(&problem) {
            self.0.push(problem);
        }
    }

    /// All of them with their places; `None` if there are none.
    pub(super) fn placed(self, file: &Path, text: &str, root: &Node) -> Option<BadProvider> {
        let mut problems: Vec<(u32, ProviderProblem)> = self
            .0
            .into_iter()
            .map(|(pointer, message)| {
                let offset = offset(root, &pointer);
                let (line, column) = line_column(text, offset);
                let problem = ProviderProblem {
                    line,
                    column,
                    pointer,
                    message,
                };
                (offset, problem)
            })
            .collect();
        problems.sort_by_key(|(offset, _)| *offset);
        let file = file.to_owned();
        let problems: Vec<_> = problems.into_iter().map(|(_, problem)| problem).collect();
        (!problems.is_empty()).then_some(BadProvider { file, problems })
    }
}

/// The pointer of a member or an item below this one.
pub(super) fn below(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Where the value begins that a pointer names, or what is nearest to it.
fn offset(root: &Node, pointer: &str) -> u32 {
    let mut node = root;
    for name in pointer.split('/').skip(1) {
        let name = name.replace("~1", "/").replace("~0", "~");
        let inner = match &node.value {
            Value::Array(items) => name.parse().ok().and_then(|at: usize| items.get(at)),
            _ => node.get(&name),
        };
        match inner {
            Some(inner) => node = inner,
            None => break,
        }
    }
    node.span.start
}
