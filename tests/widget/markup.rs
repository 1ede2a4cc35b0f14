//! A small reader of the markup that the server renderer writes, enough for what tests ask.

use std::collections::HashSet;

/// An element with its attributes and the text inside it.
#[derive(Debug)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    pub within_label: bool,
}

impl Element {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

enum Token<'a> {
    Open(&'a str),
    Close(&'a str),
    Text(&'a str),
}

fn tokens(markup: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = markup;
    while let Some(start) = rest.find('<') {
        if start > 0 {
            tokens.push(Token::Text(&rest[..start]));
        }
        let end = start + rest[start..].find('>').expect("tags are closed");
        let tag = &rest[start + 1..end];
        if let Some(name) = tag.strip_prefix('/') {
            tokens.push(Token::Close(name));
        } else if !tag.starts_with('!') {
            tokens.push(Token::Open(tag.trim_end_matches('/').trim_end()));
        }
        rest = &rest[end + 1..];
    }
    if !rest.is_empty() {
        tokens.push(Token::Text(rest));
    }
    tokens
}

const VOID: [&str; 4] = ["img", "input", "br", "hr"];

fn name_of(tag: &str) -> &str {
    tag.split_whitespace().next().unwrap_or_default()
}

/// All elements, in order.
pub fn elements(markup: &str) -> Vec<Element> {
    let mut found: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for token in tokens(markup) {
        match token {
            Token::Open(tag) => {
                let within_label = open.iter().any(|at| found[*at].name == "label");
                let name = name_of(tag).to_string();
                let (void, attributes) = (VOID.contains(&name.as_str()), attributes(tag));
                found.push(Element {
                    name,
                    attributes,
                    text: String::new(),
                    within_label,
                });
                if !void {
                    open.push(found.len() - 1);
                }
            }
            Token::Close(name) => {
                let at = open.pop().expect("nothing is closed that is not open");
                assert_eq!(found[at].name, name);
            }
            Token::Text(text) => {
                for at in &open {
                    found[*at].text.push_str(text);
                }
            }
        }
    }
    assert!(open.is_empty(), "everything is closed");
    found
}

fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut rest = tag[name_of(tag).len()..].trim_start();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let name = rest[..end].to_string();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let close = quoted.find('"').expect("values are closed");
            value = quoted[..close].to_string();
            rest = &quoted[close + 1..];
        }
        found.push((name, value));
        rest = rest.trim_start();
    }
    found
}

/// All text, without tags.
pub fn text_of(markup: &str) -> String {
    let mut text = String::new();
    for token in tokens(markup) {
        if let Token::Text(piece) = token {
            text.push_str(piece);
            text.push(' ');
        }
    }
    text
}

/// One line an element, indented, so that a change reads well. Attributes are in the order of their
/// names, because `html!` writes them in an order of its own: the class last.
pub fn pretty(markup: &str) -> String {
    let mut out = String::new();
    let mut depth: usize = 0;
    let mut line = |depth: usize, text: &str| {
        out.push_str(&"  ".repeat(depth));
        out.push_str(text);
        out.push('\n');
    };
    for token in tokens(markup) {
        match token {
            Token::Open(tag) => {
                let mut attributes = attributes(tag);
                attributes.sort();
                let attributes: String = attributes
                    .iter()
                    .map(|(name, value)| format!(" {name}=\"{value}\""))
                    .collect();
                line(depth, &format!("<{}{attributes}>", name_of(tag)));
                if !VOID.contains(&name_of(tag)) {
                    depth += 1;
                }
            }
            Token::Close(_) => depth = depth.saturating_sub(1),
            Token::Text(text) => line(depth, text),
        }
    }
    out
}

/// The names that begin with `fl-` behind this mark.
pub fn classes(source: &str, mark: char) -> HashSet<String> {
    let start = format!("{mark}fl-");
    source
        .match_indices(&start)
        .map(|(at, _)| {
            let name = &source[at + mark.len_utf8()..];
            let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            name[..name.find(|c| !fits(c)).unwrap_or(name.len())].to_string()
        })
        .collect()
}

/// Whether a name is an element's id rather than a class.
pub fn is_id(code: &str, name: &str) -> bool {
    let tuple = format!("=> \"{name}\"");
    let problem = name.strip_suffix("-problem").is_some();
    problem
        || code.contains(&format!("id=\"{name}\""))
        || code.contains(&format!("id: \"{name}\""))
        || code.contains(&tuple)
        || code.contains(&format!("form=\"{name}\""))
        || code.contains(&format!("HEADING: &str = \"{name}\""))
        || code.contains(&format!("&str) = (\"{name}\""))
}
