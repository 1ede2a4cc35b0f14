//! The bytes of a download: random, so that nothing on the way can make them fewer.

use std::sync::LazyLock;

use axum::body::Bytes;

/// How many there are before they begin anew. More than what links and tunnels look back for repetitions, and few
/// enough that they stay in a processor's cache.
const ALL: usize = 1 << 20;

/// The most that goes out in one piece.
pub const PIECE: usize = 256 << 10;

static PAYLOAD: LazyLock<Bytes> = LazyLock::new(|| {
    let mut random = fastrand::Rng::new();
    std::iter::repeat_with(|| random.u8(..)).take(ALL).collect()
});

/// Where a download is in the bytes.
#[derive(Clone, Copy, Debug)]
pub struct Payload(usize);

impl Payload {
    /// From anywhere, so that two connections never carry the same bytes side by side.
    pub fn begin() -> Payload {
        Payload(fastrand::usize(..ALL))
    }

    /// The next bytes, at most so many.
    pub fn next(&mut self, most: usize) -> Bytes {
        let end = (self.0 + most.min(PIECE)).min(ALL);
        let piece = PAYLOAD.slice(self.0..end);
        self.0 = end % ALL;
        piece
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_cannot_be_compressed_and_go_on_without_end() {
        let mut payload = Payload::begin();
        let mut all = Vec::new();
        while all.len() < 3 * ALL {
            let piece = payload.next(usize::MAX);
            assert!(!piece.is_empty() && piece.len() <= PIECE);
            all.extend_from_slice(&piece);
        }
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut gzip, &all).unwrap();
        assert!(gzip.finish().unwrap().len() > all.len() * 99 / 100);
        assert_eq!(payload.next(1).len(), 1);
    }
}
