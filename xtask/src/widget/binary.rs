//! As much of the WebAssembly binary format as the build needs: sections, numbers and names.

use anyhow::{Context, Result, bail, ensure};

/// The sections of a module, in order: number and payload.
pub fn sections(wasm: &[u8]) -> Result<Vec<(u8, &[u8])>> {
    ensure!(wasm.starts_with(HEADER), "not a WebAssembly module");
    let mut rest = Reader(&wasm[HEADER.len()..]);
    let mut sections = Vec::new();
    while !rest.0.is_empty() {
        let id = rest.byte()?;
        let length = rest.number()?;
        sections.push((id, rest.take(length)?));
    }
    Ok(sections)
}

/// How every module of version 1 begins.
pub const HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// Something that a module imports.
pub struct Import<'a> {
    /// Its name in the module that gives it.
    pub name: String,
    /// Its kind, as the format numbers them.
    pub kind: u8,
    /// Its type, as it is written.
    pub of: &'a [u8],
}

/// The kinds of imports.
pub const FUNCTION: u8 = 0;
const TABLE: u8 = 1;
const MEMORY: u8 = 2;
const GLOBAL: u8 = 3;

/// Reads the section of imports.
pub fn imports(payload: &[u8]) -> Result<Vec<Import<'_>>> {
    let mut rest = Reader(payload);
    let mut imports = Vec::new();
    for _ in 0..rest.number()? {
        let _module = rest.text()?;
        let name = rest.text()?;
        let kind = rest.byte()?;
        let before = rest.0;
        match kind {
            FUNCTION => {
                rest.number()?;
            }
            // A table has a type of element before its limits, a memory has limits alone.
            TABLE => {
                rest.byte()?;
                rest.limits()?;
            }
            MEMORY => rest.limits()?,
            // A global has a type and says whether it can change.
            GLOBAL => {
                rest.take(2)?;
            }
            _ => bail!("the wasm imports `{name}`, which is of an unknown kind"),
        }
        let of = &before[..before.len() - rest.0.len()];
        imports.push(Import { name, kind, of });
    }
    Ok(imports)
}

/// Writes an unsigned LEB128.
pub fn write_number(out: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Reads from the front.
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// Takes this many bytes.
    pub fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self
            .0
            .split_at_checked(length)
            .context("the wasm ends early")?;
        self.0 = rest;
        Ok(taken)
    }

    /// Takes one byte.
    pub fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    /// An unsigned LEB128 of up to 32 bits.
    pub fn number(&mut self) -> Result<usize> {
        let mut value = 0_u64;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(usize::try_from(value)?);
            }
        }
        bail!("a number of the wasm is too long")
    }

    /// How small and how large something may be.
    fn limits(&mut self) -> Result<()> {
        let has_most = self.byte()? & 1 == 1;
        self.number()?;
        if has_most {
            self.number()?;
        }
        Ok(())
    }

    /// A name: its length, then its bytes.
    pub fn text(&mut self) -> Result<String> {
        let length = self.number()?;
        Ok(String::from_utf8(self.take(length)?.to_vec())?)
    }
}

#[cfg(test)]
mod tests {
    use super::{Reader, sections, write_number};

    #[test]
    fn numbers_are_read_seven_bits_at_a_time() {
        for (bytes, number) in [
            (&[0][..], 0),
            (&[127], 127),
            (&[0x80, 1], 128),
            (&[0x80, 0x80, 1], 16_384),
        ] {
            assert_eq!(Reader(bytes).number().unwrap(), number);
            let mut written = Vec::new();
            write_number(&mut written, number);
            assert_eq!(written, bytes);
        }
        assert!(Reader(&[0xff; 6]).number().is_err());
    }

    #[test]
    fn a_module_that_ends_early_is_refused() {
        assert!(sections(b"\0asm\x01\0\0\0\x02\x7f").is_err());
        assert!(sections(b"<html>").is_err());
    }
}
