//! Where the bytes of the core come from: the code of each function, summed up by the module of ours,
//! or else the crate, that its name leads to.
//!
//! Counted before wasm-opt, which takes the names away. Raw bytes; Brotli leaves a bit more than a
//! third of them.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

use crate::widget::binary::{FUNCTION, Reader, imports, sections};
use crate::widget::finish;

/// Section numbers of the WebAssembly binary format.
const CUSTOM: u8 = 0;
const IMPORTS: u8 = 2;
const CODE: u8 = 10;
/// The part of the name section that names functions.
const FUNCTION_NAMES: u8 = 1;
/// Bytes below which a line is not worth reading.
const LEAST: usize = 500;

/// The table of a module, core or second part: bytes and where they come from, most first.
pub fn table(module: &str) -> Result<String> {
    let file = finish::with_names(module);
    let wasm = fs::read(&file).with_context(|| format!("{} is not there", file.display()))?;
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut rest = 0;
    for (origin, bytes) in by_origin(&wasm)? {
        if bytes < LEAST {
            rest += bytes;
        } else {
            lines.push((bytes, origin));
        }
    }
    lines.sort_by(|a, b| b.cmp(a));
    lines.push((rest, "(what is smaller)".to_owned()));
    Ok(lines
        .iter()
        .map(|(bytes, origin)| format!("{bytes:>8}  {origin}\n"))
        .collect())
}

fn by_origin(wasm: &[u8]) -> Result<BTreeMap<String, usize>> {
    let mut sizes = Vec::new();
    let mut names = BTreeMap::new();
    let mut imported = 0;
    for (id, payload) in sections(wasm)? {
        let mut rest = Reader(payload);
        match id {
            IMPORTS => {
                let imports = imports(payload)?;
                let functions = imports.iter().filter(|import| import.kind == FUNCTION);
                imported = functions.count();
            }
            CODE => {
                for _ in 0..rest.number()? {
                    let size = rest.number()?;
                    rest.take(size)?;
                    sizes.push(size);
                }
            }
            CUSTOM if rest.text()? == "name" => names = function_names(rest)?,
            _ => {}
        }
    }
    let mut origins = BTreeMap::new();
    for (at, size) in sizes.into_iter().enumerate() {
        let name = names.get(&(at + imported)).map_or("", String::as_str);
        *origins.entry(origin(name)).or_insert(0) += size;
    }
    Ok(origins)
}

fn function_names(mut rest: Reader<'_>) -> Result<BTreeMap<usize, String>> {
    let mut names = BTreeMap::new();
    while !rest.0.is_empty() {
        let part = rest.byte()?;
        let length = rest.number()?;
        let mut payload = Reader(rest.take(length)?);
        if part == FUNCTION_NAMES {
            for _ in 0..payload.number()? {
                let index = payload.number()?;
                names.insert(index, payload.text()?);
            }
        }
    }
    Ok(names)
}

/// The module of ours that a function's name mentions first, else the first crate that is not the
/// standard library: a `Vec` of our steps is grown for our steps.
fn origin(name: &str) -> String {
    // `<firstline_guide[8f3a]::session::Session>::update`: each crate is followed by its hash.
    let mut first_other = None;
    for (at, _) in name.match_indices('[') {
        let start = name[..at].rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let krate = &name[start.map_or(0, |start| start + 1)..at];
        if krate.is_empty() || krate.chars().all(|c| c.is_ascii_digit()) {
            continue;
        }
        if krate.starts_with("firstline") {
            let path = name[at..].split_once("]::").map_or("", |(_, path)| path);
            let module: String = path
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect();
            return format!("{krate}::{module}");
        }
        if !matches!(krate, "core" | "alloc" | "std") && first_other.is_none() {
            first_other = Some(krate);
        }
    }
    first_other.unwrap_or("the standard library").to_owned()
}

#[cfg(test)]
mod tests {
    use super::{by_origin, origin};

    #[test]
    fn a_function_belongs_to_the_module_of_ours_that_it_is_for() {
        assert_eq!(
            origin("<firstline_guide[dcc4]::session::Session>::update"),
            "firstline_guide::session"
        );
        assert_eq!(
            origin("<alloc[96]::vec::Vec<firstline_widget[97]::view::Page>>::push"),
            "firstline_widget::view"
        );
        assert_eq!(
            origin("<alloc[96]::rc::Rc<yew[1c]::virtual_dom::VTag>>::new"),
            "yew"
        );
        assert_eq!(
            origin("<[u8; 4] as core[70]::cmp::PartialEq>::eq"),
            "the standard library"
        );
        assert_eq!(origin(""), "the standard library");
    }

    #[test]
    fn every_byte_of_code_is_counted_once() {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        // One import, two functions of two and three bytes, and the name of the second.
        wasm.extend([2, 7, 1, 1, b'm', 1, b'f', 0, 0]);
        wasm.extend([10, 8, 2, 2, 0, 0x0b, 3, 0, 1, 0x0b]);
        let name = b"yew[1]::x";
        let mut payload = vec![4];
        payload.extend(b"name");
        payload.extend([1, 12, 1, 2, 9]);
        payload.extend(name);
        wasm.extend([0, u8::try_from(payload.len()).unwrap()]);
        wasm.extend(payload);
        let origins = by_origin(&wasm).unwrap();
        assert_eq!(origins["the standard library"], 2);
        assert_eq!(origins["yew"], 3);
    }
}
