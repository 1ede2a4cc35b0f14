//! Areas, such as postcodes: the same one is written in many ways.

/// An area by which others are compared: letters and digits alone, in small letters. `SW1A 1AA` and
/// `sw1a1aa`, `110 00` and `11000` are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Area(String);

impl Area {
    /// The area that is written like this; `None` if no letter and no digit is left of it.
    pub fn read(written: &str) -> Option<Area> {
        let kept: String = written
            .chars()
            .filter(|sign| sign.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        (!kept.is_empty()).then_some(Area(kept))
    }
}

/// An area as an item of the feed names it: one, or with `*` at its end all that begin like it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    start: Area,
    is_prefix: bool,
}

impl Pattern {
    /// As it is written; `None` if nothing is, or if a `*` stands elsewhere than at its end.
    pub fn read(written: &str) -> Option<Pattern> {
        let written = written.trim();
        let start = written.strip_suffix('*');
        if start.unwrap_or(written).contains('*') {
            return None;
        }
        Some(Pattern {
            start: Area::read(start.unwrap_or(written))?,
            is_prefix: start.is_some(),
        })
    }

    /// Whether this area is meant.
    pub fn touches(&self, Area(area): &Area) -> bool {
        let Area(start) = &self.start;
        if self.is_prefix {
            area.starts_with(start)
        } else {
            area == start
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_the_same_however_it_is_written() {
        for (one, other) in [
            ("SW1A 1AA", "sw1a1aa"),
            ("1234 AB", "1234ab"),
            ("110 00", "11000"),
            (" 10969 ", "10969"),
            ("Köln-Süd", "KÖLN SÜD"),
            ("94103-1234", "941031234"),
            ("SW1A\u{a0}1AA\u{200b}", "SW1A1AA"),
        ] {
            let pattern = Pattern::read(one).unwrap();
            assert!(
                pattern.touches(&Area::read(other).unwrap()),
                "{one} {other}"
            );
        }
        for (one, other) in [("SW1A", "SW1A 1AA"), ("10969", "1096"), ("11000", "110000")] {
            let pattern = Pattern::read(one).unwrap();
            assert!(
                !pattern.touches(&Area::read(other).unwrap()),
                "{one} {other}"
            );
        }
        for (one, other, touches) in [
            ("SW1A*", "sw1a 1aa", true),
            ("SW1*", "SW2 1AA", false),
            ("109 *", "10969", true),
        ] {
            let pattern = Pattern::read(one).unwrap();
            assert_eq!(
                pattern.touches(&Area::read(other).unwrap()),
                touches,
                "{one} {other}"
            );
        }
        for nothing in ["", " ", "-", "*"] {
            assert_eq!(Area::read(nothing), None);
            assert_eq!(Pattern::read(nothing), None);
        }
    }
}
