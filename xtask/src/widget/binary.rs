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
const HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// Reads from the front.
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// So many bytes.
    pub fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self
            .0
            .split_at_checked(length)
            .context("the wasm ends early")?;
        self.0 = rest;
        Ok(taken)
    }

    /// One byte.
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

    /// A name: its length, then its bytes.
    pub fn text(&mut self) -> Result<String> {
        let length = self.number()?;
        Ok(String::from_utf8(self.take(length)?.to_vec())?)
    }
}

#[cfg(test)]
mod tests {
    use super::{Reader, sections};

    #[test]
    fn numbers_are_read_seven_bits_at_a_time() {
        for (bytes, number) in [
            (&[0][..], 0),
            (&[127], 127),
            (&[0x80, 1], 128),
            (&[0x80, 0x80, 1], 16_384),
        ] {
            assert_eq!(Reader(bytes).number().unwrap(), number);
        }
        assert!(Reader(&[0xff; 6]).number().is_err());
    }

    #[test]
    fn a_module_that_ends_early_is_refused() {
        assert!(sections(b"\0asm\x01\0\0\0\x02\x7f").is_err());
        assert!(sections(b"<html>").is_err());
    }
}
