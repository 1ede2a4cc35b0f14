//! Which encoding of an asset goes out (RFC 9110, section 12.5.3).

/// A content encoding that the relay has made beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// As it is.
    Identity,
    /// gzip.
    Gzip,
    /// Brotli.
    Brotli,
}

impl Encoding {
    /// Best first: if the client has no preference, the smaller wins.
    const BEST_FIRST: [Encoding; 3] = [Encoding::Brotli, Encoding::Gzip, Encoding::Identity];

    /// The name in `Content-Encoding`; `None` for identity, which has no such header.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Encoding::Identity => None,
            Encoding::Gzip => Some("gzip"),
            Encoding::Brotli => Some("br"),
        }
    }

    fn is_named(self, name: &str) -> bool {
        match self {
            Encoding::Identity => name.eq_ignore_ascii_case("identity"),
            Encoding::Gzip => {
                name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip")
            }
            Encoding::Brotli => name.eq_ignore_ascii_case("br"),
        }
    }

    /// The encoding to send, of those that are there, for the client's `Accept-Encoding`. Where
    /// it refuses all of them it gets identity, which any client can read.
    pub fn choose(accept: Option<&str>, there: impl Fn(Encoding) -> bool) -> Encoding {
        let Some(accept) = accept else {
            return Encoding::Identity;
        };
        let wanted: Vec<(&str, u16)> = accept.split(',').filter_map(entry).collect();
        let quality = |encoding: Encoding| {
            let named = wanted.iter().find(|(name, _)| encoding.is_named(name));
            let any = wanted.iter().find(|(name, _)| *name == "*");
            match (named.or(any), encoding) {
                (Some((_, quality)), _) => *quality,
                // Acceptable unless refused, and least wanted.
                (None, Encoding::Identity) => 1,
                (None, _) => 0,
            }
        };
        let mut best = (Encoding::Identity, 0);
        for encoding in Encoding::BEST_FIRST {
            let quality = quality(encoding);
            if there(encoding) && quality > best.1 {
                best = (encoding, quality);
            }
        }
        best.0
    }
}

/// One entry: the coding and its quality in thousandths. What makes no sense is passed over.
fn entry(text: &str) -> Option<(&str, u16)> {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?;
    let quality = parts
        .find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
        .map_or(Some(1000), |quality| {
            let quality: f32 = quality.trim().parse().ok()?;
            (0.0..=1.0)
                .contains(&quality)
                .then_some((quality * 1000.0).round() as u16)
        })?;
    Some((name, quality))
}

#[cfg(test)]
mod tests {
    use super::Encoding::{self, Brotli, Gzip, Identity};

    #[test]
    fn the_encoding_that_the_client_wants_most_is_chosen() {
        for (accept, chosen) in [
            (None, Identity),
            (Some(""), Identity),
            (Some("gzip, deflate, br, zstd"), Brotli),
            (Some("gzip, deflate"), Gzip),
            (Some("GZIP"), Gzip),
            (Some("br;q=0.5, gzip;q=0.8"), Gzip),
            (Some("br;q=0.8,gzip;q=0.8"), Brotli),
            (Some("br; q=0, gzip; q=0"), Identity),
            (Some("br;q=0"), Identity),
            (Some("*"), Brotli),
            (Some("*;q=0"), Identity),
            (Some("br;q=0, *"), Gzip),
            (Some("identity, br;q=0.9"), Identity),
            (Some("identity;q=0, gzip"), Gzip),
            (Some("br;q=nonsense, gzip"), Gzip),
            (Some("br;q=7, gzip"), Gzip),
            (Some("zstd, deflate"), Identity),
            (Some(";,;q=1,,gzip"), Gzip),
        ] {
            assert_eq!(Encoding::choose(accept, |_| true), chosen, "{accept:?}");
        }
        assert_eq!(
            Encoding::choose(Some("br, gzip"), |encoding| encoding != Brotli),
            Gzip
        );
        assert_eq!(
            Encoding::choose(Some("br"), |encoding| encoding == Identity),
            Identity
        );
    }
}
