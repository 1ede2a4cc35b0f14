//! As much of a Rust file as the rules need: its code without comments and literals, and the modules
//! that it names.

/// The code with comments and the content of string literals blanked out, line for line, up to the
/// tests at its end (which may use what they like).
pub fn code(text: &str) -> String {
    let text = match text.find("\n#[cfg(test)]\nmod ") {
        Some(end) => &text[..=end],
        None => text,
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut last = ' ';
    while let Some(c) = rest.next() {
        match c {
            '/' if rest.peek() == Some(&'/') => while rest.next_if(|c| *c != '\n').is_some() {},
            '/' if rest.peek() == Some(&'*') => blank_block_comment(&mut rest, &mut out),
            // A raw string is left by the same number of hashes.
            'r' if !is_name(last) && matches!(rest.peek(), Some('"' | '#')) => {
                let mut hashes = 0;
                while rest.next_if_eq(&'#').is_some() {
                    hashes += 1;
                }
                if rest.next_if_eq(&'"').is_some() {
                    blank_raw_string(&mut rest, &mut out, hashes);
                }
            }
            '"' => blank_string(&mut rest, &mut out),
            // A character, not a lifetime.
            '\'' => {
                let mut ahead = rest.clone();
                let (first, second) = (ahead.next(), ahead.next());
                if first == Some('\\') {
                    rest.next();
                    rest.next();
                    while rest.next_if(|c| *c != '\'').is_some() {}
                    rest.next();
                } else if second == Some('\'') {
                    rest.next();
                    rest.next();
                }
            }
            _ => out.push(c),
        }
        last = c;
    }
    out
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn blank_block_comment(rest: &mut Chars<'_>, out: &mut String) {
    let mut depth = 1;
    rest.next();
    while depth > 0 {
        match rest.next() {
            Some('*') if rest.next_if_eq(&'/').is_some() => depth -= 1,
            Some('/') if rest.next_if_eq(&'*').is_some() => depth += 1,
            Some('\n') => out.push('\n'),
            Some(_) => {}
            None => return,
        }
    }
}

fn blank_string(rest: &mut Chars<'_>, out: &mut String) {
    while let Some(c) = rest.next() {
        match c {
            '"' => return,
            '\n' => out.push('\n'),
            '\\' => {
                out.extend(rest.next().filter(|c| *c == '\n'));
            }
            _ => {}
        }
    }
}

fn blank_raw_string(rest: &mut Chars<'_>, out: &mut String, hashes: usize) {
    while let Some(c) = rest.next() {
        if c == '\n' {
            out.push('\n');
        }
        if c == '"' {
            let mut ahead = rest.clone();
            if (0..hashes).all(|_| ahead.next() == Some('#')) {
                *rest = ahead;
                return;
            }
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The places at which code names `word` as a whole word: numbers of lines, from 1.
pub fn lines_naming(code: &str, word: &str) -> Vec<usize> {
    let mut lines = Vec::new();
    for (at, line) in code.lines().enumerate() {
        if whole_words(line, word).next().is_some() {
            lines.push(at + 1);
        }
    }
    lines
}

/// Where `word` stands in `text` with no letter on either side.
fn whole_words<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(word)
        .map(|(at, _)| at)
        .filter(move |at| {
            let before = text[..*at].chars().next_back();
            let after = text[at + word.len()..].chars().next();
            !before.is_some_and(is_name) && !after.is_some_and(is_name)
        })
}

/// The modules directly below the root of its crate that a file's code names, with the line. The
/// name after the module's comes along where there is one: `model::Kind`.
///
/// `module` is the file's own place: `["session", "walk"]`.
pub fn modules_named(code: &str, module: &[&str]) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (start, root) in roots(code, module) {
        let line = code[..start].matches('\n').count() + 1;
        match root {
            Root::Below(after) => {
                for name in first_names(&code[after..]) {
                    found.push((name, line));
                }
            }
            Root::Is(name) => found.push((name, line)),
        }
    }
    found
}

/// Where a path leads that begins with `crate` or `super`.
enum Root {
    /// To the root of the crate: what follows at this place names the module.
    Below(usize),
    /// To inside this module.
    Is(String),
}

fn roots(code: &str, module: &[&str]) -> Vec<(usize, Root)> {
    let mut found = Vec::new();
    for at in whole_words(code, "crate") {
        if code[at..].starts_with("crate::") && !code[..at].ends_with('$') {
            found.push((at, Root::Below(at + "crate::".len())));
        }
    }
    for at in whole_words(code, "super") {
        if code[..at].ends_with("super::") || !code[at..].starts_with("super::") {
            continue;
        }
        let mut after = at;
        let mut up = 0;
        while code[after..].starts_with("super::") {
            after += "super::".len();
            up += 1;
        }
        match module.len().checked_sub(up) {
            None | Some(0) => found.push((at, Root::Below(after))),
            Some(_) => found.push((at, Root::Is(module[0].to_owned()))),
        }
    }
    found
}

/// The first name of a path, or of each path in a group: `a::b` gives `a`; `{a, b::{c, d}}` gives
/// `a` and `b`. Where a second name follows, it comes along: `a::b`.
fn first_names(path: &str) -> Vec<String> {
    if !path.trim_start().starts_with('{') {
        return vec![two_names(path)];
    }
    let mut names = Vec::new();
    let mut depth = 0;
    for (at, c) in path.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if depth == 1 && matches!(c, '{' | ',') {
            names.push(two_names(&path[at + 1..]));
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn two_names(path: &str) -> String {
    let path = path.trim_start();
    let name = |text: &str| -> String { text.chars().take_while(|c| is_name(*c)).collect() };
    let first = name(path);
    let second = path[first.len()..].strip_prefix("::").map(name);
    match second {
        Some(second) if !second.is_empty() => format!("{first}::{second}"),
        _ => first,
    }
}

#[cfg(test)]
mod tests {
    use super::{code, lines_naming, modules_named};

    fn named(text: &str, module: &[&str]) -> Vec<String> {
        modules_named(&code(text), module)
            .into_iter()
            .map(|(name, _)| name)
            .collect()
    }

    #[test]
    fn paths_from_the_root_name_their_module() {
        assert_eq!(
            named("use crate::model::{Kind, Value};", &["session"]),
            ["model"]
        );
        assert_eq!(
            named("use crate::{raw, model::{self, Kind}};", &["load"]),
            ["raw", "model"]
        );
        assert_eq!(
            named("let x = crate::browser::now();", &["screens"]),
            ["browser::now"]
        );
    }

    #[test]
    fn paths_upwards_are_followed_to_the_root() {
        assert_eq!(
            named("use super::walk::Walk;", &["session", "show"]),
            ["session"]
        );
        assert_eq!(
            named("use super::super::browser::now;", &["screens", "stop"]),
            ["browser::now"]
        );
        assert_eq!(named("use super::model;", &["load"]), ["model"]);
    }

    #[test]
    fn comments_strings_and_tests_are_not_code() {
        let text = "// crate::a\nlet s = \"crate::b\"; /* crate::c\n */ let c = '\"'; use crate::d;\n\
                    let r = r#\"crate::e \" \"#;\n#[cfg(test)]\nmod tests { use crate::f; }\n";
        assert_eq!(named(text, &["x"]), ["d"]);
    }

    #[test]
    fn a_word_is_found_whole_and_on_its_line() {
        let text = code("fn a() {}\nuse web_sys::Window;\nlet web_system = 1;\n");
        assert_eq!(lines_naming(&text, "web_sys"), [2]);
    }
}
