//! Brotli (RFC 7932) and gzip (RFC 1952), as everything that is published is compressed: once,
//! when it is built or when the relay starts, never while a customer waits; and what it is then called.
//!
//! A crate of its own so that its code is optimised also in builds that are not: the libraries'
//! code is generic, so it is compiled where it is called, and unoptimised it takes twice as long and more.

mod names;

use std::io::{Error, Write};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

pub use names::{hash, hex};

/// The highest quality of Brotli. A pack takes 50 to 220 ms and becomes a tenth smaller than with
/// quality 9, which takes 30.
pub const BEST: i32 = 11;

/// A quality of Brotli that nobody waits for.
pub const QUICK: i32 = 4;

/// Brotli of this quality, 0 to 11.
///
/// # Errors
/// Where the library refuses; what is in memory it has never refused.
pub fn brotli(bytes: &[u8], quality: i32) -> Result<Vec<u8>, Error> {
    let parameters = BrotliEncoderParams {
        quality,
        lgwin: 22,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters)?;
    Ok(out)
}

/// Gzip at level 9, without a time or a name, so that the same bytes give the same file.
///
/// # Errors
/// Where the library refuses; what is in memory it has never refused.
pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use std::io::Read;

    use super::{BEST, QUICK, brotli, gzip};

    #[test]
    fn what_is_compressed_comes_back() {
        let text = "first-line support, ".repeat(100);
        for quality in [QUICK, BEST] {
            let packed = brotli(text.as_bytes(), quality).unwrap();
            assert!(packed.len() < 100);
            let mut back = String::new();
            brotli::Decompressor::new(packed.as_slice(), 4096)
                .read_to_string(&mut back)
                .unwrap();
            assert_eq!(back, text);
        }
        let mut back = String::new();
        flate2::read::GzDecoder::new(gzip(text.as_bytes()).unwrap().as_slice())
            .read_to_string(&mut back)
            .unwrap();
        assert_eq!(back, text);
    }
}
