//! Short names between glue and wasm.
//!
//! wasm-bindgen names every function that crosses by its whole path with a hash, once in the wasm and
//! once in the glue. Nobody reads them in the small build, and they compress badly: a letter or two
//! for each saves some kilobytes. Both sides are renamed here together, and any surprise is an error:
//! a name that only one side knows would stop the widget.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};

use super::binary::{HEADER, Reader, sections, write_number, write_text};

/// Section numbers of the WebAssembly binary format.
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// Renames what wasm imports from the glue and exports to it. The glue must still be as wasm-bindgen
/// wrote it, one import a line.
pub fn shorten(wasm: &[u8], glue: &str) -> Result<(Vec<u8>, String)> {
    let mut names = Names::default();
    let wasm = rewrite(wasm, &mut names)?;
    let glue = in_glue(glue, &names)?;
    Ok((wasm, glue))
}

/// Long name to short name.
#[derive(Default)]
struct Names {
    module: Option<String>,
    imports: BTreeMap<String, String>,
    /// What the wasm takes from a module of `src/browser` itself, without a function of the glue
    /// between: by module and name.
    direct: BTreeMap<(String, String), String>,
    exports: BTreeMap<String, String>,
}

/// What the glue's object of imports is called in the wasm.
const MODULE: &str = "a";
/// How the modules begin that lie beside the Rust.
const SNIPPETS: &str = "./snippets/";

/// Where the glue's object of imports begins.
const IMPORTS_OPEN: &str = "    const import0 = {";

fn short(mut number: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut name = String::new();
    loop {
        name.push(char::from(LETTERS[number % LETTERS.len()]));
        number /= LETTERS.len();
        if number == 0 {
            return name;
        }
        number -= 1;
    }
}

fn rewrite(wasm: &[u8], names: &mut Names) -> Result<Vec<u8>> {
    let mut out = HEADER.to_vec();
    for (id, payload) in sections(wasm)? {
        let payload = match id {
            IMPORTS => imports(payload, names)?,
            EXPORTS => exports(payload, names)?,
            _ => payload.to_vec(),
        };
        out.push(id);
        write_number(&mut out, payload.len());
        out.extend(payload);
    }
    Ok(out)
}

fn imports(payload: &[u8], names: &mut Names) -> Result<Vec<u8>> {
    let mut rest = Reader(payload);
    let count = rest.number()?;
    let mut out = Vec::new();
    write_number(&mut out, count);
    for number in 0..count {
        let module = rest.text()?;
        let name = rest.text()?;
        let direct = module.starts_with(SNIPPETS);
        ensure!(
            direct || names.module.get_or_insert_with(|| module.clone()) == &module,
            "the wasm imports from `{module}` too"
        );
        ensure!(
            rest.byte()? == 0,
            "the wasm imports `{name}`, which is no function"
        );
        let kind = rest.number()?;
        let new = short(number);
        write_text(&mut out, MODULE);
        write_text(&mut out, &new);
        out.push(0);
        write_number(&mut out, kind);
        let before = match direct {
            true => names.direct.insert((module, name), new),
            false => names.imports.insert(name, new),
        };
        ensure!(before.is_none(), "one import twice");
    }
    Ok(out)
}

fn exports(payload: &[u8], names: &mut Names) -> Result<Vec<u8>> {
    let mut rest = Reader(payload);
    let count = rest.number()?;
    let mut out = Vec::new();
    write_number(&mut out, count);
    for number in 0..count {
        let name = rest.text()?;
        let kind = rest.byte()?;
        let index = rest.number()?;
        let new = short(number);
        write_text(&mut out, &new);
        out.push(kind);
        write_number(&mut out, index);
        names.exports.insert(name, new);
    }
    Ok(out)
}

fn in_glue(glue: &str, names: &Names) -> Result<String> {
    let mut out = String::with_capacity(glue.len());
    let (mut seen, mut placed) = (0, 0);
    // What the glue calls each module that it imports whole.
    let mut modules = BTreeMap::new();
    for line in glue.lines() {
        // `import * as import1 from "./snippets/widget-1a2b/src/browser/page.js"`
        let whole = line.strip_prefix("import * as ");
        if let Some((alias, module)) = whole.and_then(|line| line.split_once(" from \"")) {
            modules.insert(module.trim_end_matches(['"', ';']), alias);
        }
        // `        "./snippets/widget-1a2b/src/browser/page.js": import1,`: all is in import0 here.
        let entry = line.trim_start().strip_prefix('"');
        if entry.is_some_and(|entry| entry.starts_with(SNIPPETS)) {
            continue;
        }
        if line == IMPORTS_OPEN {
            out.push_str(line);
            out.push('\n');
            for ((module, name), new) in &names.direct {
                let alias = modules
                    .get(module.as_str())
                    .with_context(|| format!("the glue does not import {module}"))?;
                out.push_str(&format!("        {new}: {alias}.{name},\n"));
                placed += 1;
            }
            continue;
        }
        // `        __wbg_cloneNode_36b9: function(arg0) {`
        let indented = line.strip_prefix("        ");
        let import = indented.and_then(|line| line.split_once(": function("));
        match import.and_then(|(name, rest)| Some((names.imports.get(name)?, rest))) {
            Some((new, rest)) => {
                seen += 1;
                out.push_str(new);
                out.push_str(": function(");
                out.push_str(&exports_in(rest, names)?);
            }
            None => out.push_str(&exports_in(line, names)?),
        }
        out.push('\n');
    }
    ensure!(
        seen == names.imports.len(),
        "the wasm imports {} functions, and {seen} of them were found in the glue",
        names.imports.len()
    );
    ensure!(
        placed == names.direct.len(),
        "the glue does not begin its imports by `{IMPORTS_OPEN}`"
    );
    let module = names
        .module
        .as_deref()
        .context("the wasm imports nothing")?;
    let quoted = format!("\"{module}\": import0");
    ensure!(
        out.matches(&quoted).count() == 1,
        "the glue does not name {module} once"
    );
    Ok(out.replace(&quoted, &format!("\"{MODULE}\": import0")))
}

/// Replaces `wasm.name` by `wasm.short`.
fn exports_in(line: &str, names: &Names) -> Result<String> {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("wasm.") {
        let (before, after) = rest.split_at(at + "wasm.".len());
        out.push_str(before);
        let end = after.find(|c: char| !is_name(c)).unwrap_or(after.len());
        let whole_word = !rest[..at].ends_with(|c: char| is_name(c) || c == '.');
        // The file's own name also has `wasm.` in no place, but ends in `.wasm'`.
        if whole_word && end > 0 {
            match names.exports.get(&after[..end]) {
                Some(new) => out.push_str(new),
                None => bail!(
                    "the glue calls `{}`, which the wasm does not export",
                    &after[..end]
                ),
            }
        } else {
            out.push_str(&after[..end]);
        }
        rest = &after[end..];
    }
    out.push_str(rest);
    Ok(out)
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$')
}

#[cfg(test)]
mod tests {
    use super::{short, shorten};
    use crate::widget::binary::{write_number, write_text};
    use std::collections::BTreeSet;

    /// A module that imports one function and exports one.
    fn module(import: &str, export: &str) -> Vec<u8> {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        let mut imports = vec![1];
        write_text(&mut imports, "./w_bg.js");
        write_text(&mut imports, import);
        imports.extend([0, 0]);
        let mut exports = vec![1];
        write_text(&mut exports, export);
        exports.extend([0, 0]);
        for (id, payload) in [(2, imports), (7, exports), (0, vec![1, 2, 3])] {
            wasm.push(id);
            write_number(&mut wasm, payload.len());
            wasm.extend(payload);
        }
        wasm
    }

    fn glue(import: &str, export: &str) -> String {
        format!(
            "export function {export}() {{ wasm.{export}(my_wasm.x); }}\n    const import0 = {{\n        \
             {import}: function(arg0) {{\n            wasm.{export}.call(arg0);\n        }},\n    }};\n    \
             return {{ \"./w_bg.js\": import0 }};\n    new URL('w_bg.wasm', base);\n"
        )
    }

    #[test]
    fn both_sides_get_the_same_short_names_and_the_outer_name_stays() {
        let (wasm, glue) = shorten(
            &module("__wbg_f_1a2b", "mount"),
            &glue("__wbg_f_1a2b", "mount"),
        )
        .unwrap();
        assert_eq!(wasm, {
            let mut expected = module("a", "a");
            // The module of the imports is renamed too.
            let at = expected
                .windows(9)
                .position(|bytes| bytes == b"./w_bg.js")
                .unwrap();
            expected.splice(at - 1..at + 9, [1, b'a']);
            expected[9] -= 8;
            expected
        });
        assert!(glue.contains("export function mount() { wasm.a(my_wasm.x); }"));
        assert!(glue.contains("\na: function(arg0) {\n            wasm.a.call(arg0);"));
        assert!(glue.contains("\"a\": import0"));
        assert!(glue.contains("'w_bg.wasm'"));
    }

    #[test]
    fn what_comes_from_a_module_of_ours_joins_the_glues_own_imports() {
        let ours = "./snippets/w-1a/src/browser/timer.js";
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        let mut imports = vec![2];
        for (module, name) in [(ours, "at"), ("./w_bg.js", "__wbg_f")] {
            write_text(&mut imports, module);
            write_text(&mut imports, name);
            imports.extend([0, 0]);
        }
        wasm.push(2);
        write_number(&mut wasm, imports.len());
        wasm.extend(imports);
        let glue = format!(
            "import * as import1 from \"{ours}\"\n    const import0 = {{\n        __wbg_f: \
             function() {{\n        }},\n    }};\n    return {{\n        \"./w_bg.js\": import0,\n        \
             \"{ours}\": import1,\n    }};\n"
        );
        let (short, bound) = shorten(&wasm, &glue).unwrap();
        assert!(short.ends_with(&[2, 1, b'a', 1, b'a', 0, 0, 1, b'a', 1, b'b', 0, 0]));
        assert!(bound.contains("    const import0 = {\n        a: import1.at,\nb: function() {"));
        assert!(!bound.contains(&format!("\"{ours}\": import1")));

        let unknown = glue.replace("import * as", "import * like");
        assert!(shorten(&wasm, &unknown).is_err());
        assert!(shorten(&wasm, &glue.replace("const import0", "let import0")).is_err());
    }

    #[test]
    fn a_name_that_only_one_side_knows_is_refused() {
        assert!(shorten(&module("__wbg_f", "mount"), &glue("__wbg_g", "mount")).is_err());
        assert!(shorten(&module("__wbg_f", "mount"), &glue("__wbg_f", "other")).is_err());
        assert!(shorten(b"\0asm\x01\0\0\0\x02\x7f", "").is_err());
    }

    #[test]
    fn no_two_short_names_are_the_same() {
        let names: BTreeSet<String> = (0..5_000).map(short).collect();
        assert_eq!(names.len(), 5_000);
        assert_eq!(short(0), "a");
        assert_eq!(short(52), "aa");
    }
}
