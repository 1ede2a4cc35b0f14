//! Brotli and gzip, done once here so that the server need not.

use std::io::{Cursor, Write};

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

/// The highest quality of Brotli, which takes its time.
pub const BEST: i32 = 11;
/// A quality of Brotli that nobody waits for.
pub const QUICK: i32 = 4;

/// Brotli of this quality.
pub fn brotli(bytes: &[u8], quality: i32) -> Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality,
        lgwin: 22,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut Cursor::new(bytes), &mut out, &parameters)?;
    Ok(out)
}

/// Gzip at level 9, without a time or a name, so that the same bytes give the same file.
pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::{BEST, brotli, gzip};
    use std::io::Read;

    #[test]
    fn what_is_compressed_comes_back() {
        let text = "first-line support, ".repeat(100);
        let packed = brotli(text.as_bytes(), BEST).unwrap();
        assert!(packed.len() < 100);
        let mut back = String::new();
        brotli::Decompressor::new(packed.as_slice(), 4096)
            .read_to_string(&mut back)
            .unwrap();
        assert_eq!(back, text);

        let mut back = String::new();
        flate2::read::GzDecoder::new(gzip(text.as_bytes()).unwrap().as_slice())
            .read_to_string(&mut back)
            .unwrap();
        assert_eq!(back, text);
    }
}
