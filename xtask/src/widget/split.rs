//! Cuts the compiled widget in two: the core, and `second.wasm`, the second part that no first screen needs (src/second_part.rs).
//!
//! `wasm_split_cli_support` follows what is reached, by the relocations that the linker leaves in; what only the second part
//! reaches goes there, functions and data. wasm-bindgen and wasm-opt then see two modules. They share memory, stack and the
//! table of functions, through which each calls the other.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};

use super::binary::{self, FUNCTION, Import};
use super::shorten::{MODULE, Renamed};
use crate::place;
use crate::report::Report;
use crate::tools;

/// The tool's name for the second part, after the names in src/second_part.rs.
const SECOND: &str = "split_second.wasm";
/// The section of imports in the binary format.
const IMPORTS: u8 = 2;

/// The two parts, and the script between the first and the browser.
pub struct Parts {
    /// The core.
    pub core: Vec<u8>,
    /// The script, as wasm-bindgen writes it.
    pub glue: String,
    /// The second part.
    pub second: Vec<u8>,
}

/// Cuts what cargo compiled, and runs wasm-bindgen on the core.
pub fn split(report: &Report, name: &str) -> Result<Parts> {
    let folder = place::target().join("widget").join("split");
    let compiled = place::target().join("wasm32-unknown-unknown/small");
    let compiled = compiled.join(name).with_extension("wasm");
    let whole = read(&compiled)?;
    // What an earlier build left would be taken for this one's.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let core = folder.join(name).with_extension("wasm");
    let mut options = wasm_split_cli_support::Options::new(&whole);
    options.output_dir = &folder;
    options.main_out_path = &core;
    let cut = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("cannot cut {}: {error:?}", compiled.display()))?;
    ensure!(
        cut.split_modules == [folder.join(SECOND)],
        "src/second_part.rs should give one second part, and gives {:?}",
        cut.split_modules
    );
    let mut bindgen = tools::command("wasm-bindgen")?;
    bindgen
        // The table of functions is among what the linker exports, and wasm-bindgen itself has no use for it.
        .args(["--target=web", "--no-typescript", "--keep-lld-exports"])
        .arg(format!("--out-name={name}"))
        .arg("--out-dir")
        .arg(folder.join("bound"))
        .arg(&core);
    report.logged("wasm-bindgen", &mut bindgen)?;
    let bound = folder.join("bound").join(name);
    Ok(Parts {
        core: read(&bound.with_file_name(format!("{name}_bg.wasm")))?,
        glue: String::from_utf8(read(&bound.with_extension("js"))?)?,
        second: read(&folder.join(SECOND))?,
    })
}

/// Has the second part import what it shares by the names that the core exports it by since those were shortened.
pub fn follow(second: &[u8], renamed: &Renamed) -> Result<Vec<u8>> {
    let mut out = binary::HEADER.to_vec();
    for (id, payload) in binary::sections(second)? {
        let payload = match id {
            IMPORTS => imports(payload, renamed)?,
            _ => payload.to_vec(),
        };
        out.push(id);
        binary::write_number(&mut out, payload.len());
        out.extend(payload);
    }
    Ok(out)
}

fn imports(payload: &[u8], renamed: &Renamed) -> Result<Vec<u8>> {
    let imports = binary::imports(payload)?;
    let mut out = Vec::new();
    binary::write_number(&mut out, imports.len());
    for Import { name, kind, of } in imports {
        ensure!(
            kind != FUNCTION,
            "the second part imports the function `{name}`; it should call it through the table"
        );
        let short = renamed.export(&name).with_context(|| {
            format!("the second part needs `{name}`, which the core does not export")
        })?;
        for text in [MODULE, short] {
            binary::write_number(&mut out, text.len());
            out.extend(text.bytes());
        }
        out.push(kind);
        out.extend(of);
    }
    Ok(out)
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::{Renamed, follow};

    /// A module that imports a table, a memory and a global.
    fn second() -> Vec<u8> {
        let mut imports = vec![3];
        for (name, of) in [
            ("table", &[1, 0x70, 1, 2, 0x8b, 4][..]),
            ("memory", &[2, 0, 17]),
            ("stack", &[3, 0x7f, 1]),
        ] {
            for text in ["__wasm_split", name] {
                imports.push(text.len() as u8);
                imports.extend(text.bytes());
            }
            imports.extend(of);
        }
        let mut wasm = super::binary::HEADER.to_vec();
        wasm.extend([2, imports.len() as u8]);
        wasm.extend(imports);
        wasm.extend([10, 1, 0]);
        wasm
    }

    fn renamed(exports: &[&str]) -> Renamed {
        let short = exports.iter().zip(["x", "y", "z"]);
        let exports: Vec<_> = short.collect();
        let names = serde_json::json!({ "imports": [], "exports": exports });
        Renamed::read(&names.to_string()).unwrap()
    }

    #[test]
    fn the_second_part_imports_by_the_names_that_the_core_exports_by() {
        let followed = follow(&second(), &renamed(&["table", "memory", "stack"])).unwrap();
        let mut expected = super::binary::HEADER.to_vec();
        let imports = [
            &[3, 1, b'a', 1, b'x', 1, 0x70, 1, 2, 0x8b, 4][..],
            &[1, b'a', 1, b'y', 2, 0, 17],
            &[1, b'a', 1, b'z', 3, 0x7f, 1],
        ]
        .concat();
        expected.extend([2, imports.len() as u8]);
        expected.extend(imports);
        expected.extend([10, 1, 0]);
        assert_eq!(followed, expected);
    }

    #[test]
    fn what_the_core_does_not_export_is_named() {
        let error = follow(&second(), &renamed(&["table", "memory"])).unwrap_err();
        assert!(error.to_string().contains("`stack`"), "{error}");
    }
}
