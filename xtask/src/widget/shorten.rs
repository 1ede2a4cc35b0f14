//! Short names between glue and wasm.
//!
//! wasm-bindgen names every function that crosses by its whole path with a hash, once in the wasm and
//! once in the glue. Nobody reads them in the small build, and they compress badly: short names save
//! 2.3 kB in Brotli. wasm-opt renames the wasm's side and prints what it called each name
//! (`--minify-imports-and-exports-and-modules`); here the glue follows. Any surprise is an error: a name
//! that only one side knows would stop the widget.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

/// The name that wasm-opt gives every module in the wasm.
pub const MODULE: &str = "a";
/// The names that wasm-opt changed, as it prints them.
#[derive(Debug, Deserialize)]
pub struct Renamed {
    /// Module, name and short name of each import.
    imports: Vec<(String, String, String)>,
    /// Name and short name of each export.
    exports: Vec<(String, String)>,
}

impl Renamed {
    /// Reads it from all that wasm-opt printed.
    pub fn read(output: &str) -> Result<Renamed> {
        let start = output.find('{').context("wasm-opt printed no names")?;
        let mut values = serde_json::Deserializer::from_str(&output[start..]).into_iter();
        let renamed = values.next().context("wasm-opt printed no names")?;
        renamed.context("wasm-opt prints names in another form")
    }

    /// The new name of an export.
    pub fn export(&self, name: &str) -> Option<&str> {
        let mut exports = self.exports.iter();
        exports
            .find(|(known, _)| known == name)
            .map(|(_, short)| short.as_str())
    }
}

/// Renames what the glue gives to the wasm and takes from it. The glue must still be as wasm-bindgen
/// wrote it, one import a line.
pub fn shorten(glue: &str, renamed: &Renamed) -> Result<String> {
    let mut own = BTreeMap::new();
    let mut module = None;
    for (from, name, short) in &renamed.imports {
        ensure!(
            module.get_or_insert(from) == &from,
            "the wasm imports from `{from}` too"
        );
        own.insert(name.as_str(), short.as_str());
    }
    let module = module.context("the wasm imports nothing")?;
    let exports: BTreeMap<&str, &str> = renamed
        .exports
        .iter()
        .map(|(name, short)| (name.as_str(), short.as_str()))
        .collect();

    let mut out = String::with_capacity(glue.len());
    let mut seen = 0;
    for line in glue.lines() {
        // `        __wbg_cloneNode_36b9: function(arg0) {`
        let indented = line.strip_prefix("        ");
        let import = indented.and_then(|line| line.split_once(": function("));
        match import.and_then(|(name, rest)| Some((own.get(name)?, rest))) {
            Some((short, rest)) => {
                seen += 1;
                out.push_str(short);
                out.push_str(": function(");
                out.push_str(&exports_in(rest, &exports)?);
            }
            None => out.push_str(&exports_in(line, &exports)?),
        }
        out.push('\n');
    }
    ensure!(
        seen == own.len(),
        "the wasm imports {} functions, and {seen} of them were found in the glue",
        own.len()
    );
    let quoted = format!("\"{module}\": import0");
    ensure!(
        out.matches(&quoted).count() == 1,
        "the glue does not name {module} once"
    );
    Ok(out.replace(&quoted, &format!("\"{MODULE}\": import0")))
}

/// Replaces `wasm.name` by `wasm.short`.
fn exports_in(line: &str, exports: &BTreeMap<&str, &str>) -> Result<String> {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("wasm.") {
        let (before, after) = rest.split_at(at + "wasm.".len());
        out.push_str(before);
        let end = after.find(|c: char| !is_name(c)).unwrap_or(after.len());
        let whole_word = !rest[..at].ends_with(|c: char| is_name(c) || c == '.');
        // The file's own name also has `wasm.` in no place, but ends in `.wasm'`.
        if whole_word && end > 0 {
            match exports.get(&after[..end]) {
                Some(short) => out.push_str(short),
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
    use super::{Renamed, shorten};

    /// As wasm-opt prints it, between other output.
    fn renamed(imports: &[(&str, &str)], export: &str) -> Renamed {
        let imports: Vec<_> = (b'a'..)
            .zip(imports)
            .map(|(short, (module, name))| (module, name, char::from(short).to_string()))
            .collect();
        let names = serde_json::json!({ "imports": imports, "exports": [[export, "z"]] });
        Renamed::read(&format!("warning: x\n{names}\n")).unwrap()
    }

    fn glue(import: &str, export: &str) -> String {
        format!(
            "export function {export}() {{ wasm.{export}(my_wasm.x); }}\n    const import0 = {{\n        \
             {import}: function(arg0) {{\n            wasm.{export}.call(arg0);\n        }},\n    }};\n    \
             return {{ \"./w_bg.js\": import0 }};\n    new URL('w_bg.wasm', base);\n"
        )
    }

    #[test]
    fn the_glue_follows_and_the_outer_name_stays() {
        let renamed = renamed(&[("./w_bg.js", "__wbg_f_1a2b")], "mount");
        let glue = shorten(&glue("__wbg_f_1a2b", "mount"), &renamed).unwrap();
        assert!(glue.contains("export function mount() { wasm.z(my_wasm.x); }"));
        assert!(glue.contains("\na: function(arg0) {\n            wasm.z.call(arg0);"));
        assert!(glue.contains("\"a\": import0"));
        assert!(glue.contains("'w_bg.wasm'"));
    }

    #[test]
    fn a_second_module_is_refused() {
        let renamed = renamed(&[("./w_bg.js", "__wbg_f"), ("./other.js", "at")], "mount");
        assert!(shorten(&glue("__wbg_f", "mount"), &renamed).is_err());
    }

    #[test]
    fn a_name_that_only_one_side_knows_is_refused() {
        let renamed = renamed(&[("./w_bg.js", "__wbg_f")], "mount");
        assert!(shorten(&glue("__wbg_g", "mount"), &renamed).is_err());
        assert!(shorten(&glue("__wbg_f", "other"), &renamed).is_err());
        assert!(Renamed::read("nothing").is_err());
        assert!(Renamed::read("{}").is_err());
    }
}
