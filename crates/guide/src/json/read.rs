//! The reader.

use super::{Error, ErrorKind, Member, Node, Parsed, Span, Value};

/// How many arrays and objects may lie inside one another. Guides need about ten; the limit keeps
/// a hostile document from running out of stack.
pub const MAX_DEPTH: u32 = 64;

/// Reads a document. It stops at the first error: what follows broken syntax is guesswork.
///
/// # Errors
/// Says where reading stopped and why.
pub fn parse(source: &str) -> Result<Parsed, Error> {
    if source.len() > u32::MAX as usize {
        return Err(Error {
            offset: u32::MAX,
            kind: ErrorKind::TooLong,
        });
    }
    if source.starts_with('\u{feff}') {
        return Err(Error {
            offset: 0,
            kind: ErrorKind::ByteOrderMark,
        });
    }
    let mut reader = Reader {
        source,
        at: 0,
        depth: 0,
    };
    reader.skip_space();
    let root = reader.value()?;
    reader.skip_space();
    match reader.peek() {
        None => Ok(Parsed { root }),
        Some(_) => Err(reader.unexpected(ErrorKind::TrailingCharacters)),
    }
}

struct Reader<'a> {
    source: &'a str,
    /// The next byte. It lies on the boundary of a character wherever text is cut.
    at: usize,
    depth: u32,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.source.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
        }
        found
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn error_at(&self, at: usize, kind: ErrorKind) -> Error {
        Error {
            offset: at as u32,
            kind,
        }
    }

    /// What stands here is not what should: the end, a comment, or something else.
    fn unexpected(&self, kind: ErrorKind) -> Error {
        let kind = match self.peek() {
            None => ErrorKind::UnexpectedEnd,
            Some(b'/' | b'#') => ErrorKind::Comment,
            Some(_) => kind,
        };
        self.error_at(self.at, kind)
    }

    fn span_from(&self, start: usize) -> Span {
        Span {
            start: start as u32,
            end: self.at as u32,
        }
    }

    fn value(&mut self) -> Result<Node, Error> {
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => self.object()?,
            Some(b'[') => self.array()?,
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            _ => return Err(self.unexpected(ErrorKind::ExpectedValue)),
        };
        Ok(Node {
            span: self.span_from(start),
            value,
        })
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Error> {
        if self.source.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(value)
        } else {
            Err(self.error_at(self.at, ErrorKind::ExpectedValue))
        }
    }

    fn enter(&mut self) -> Result<(), Error> {
        if self.depth == MAX_DEPTH {
            return Err(self.error_at(self.at, ErrorKind::TooDeep));
        }
        self.depth += 1;
        self.at += 1;
        self.skip_space();
        Ok(())
    }

    fn array(&mut self) -> Result<Value, Error> {
        self.enter()?;
        let mut items = Vec::new();
        if !self.take(b']') {
            loop {
                items.push(self.value()?);
                if self.closes(b']', ErrorKind::ExpectedCommaOrBracket)? {
                    break;
                }
            }
        }
        self.depth -= 1;
        Ok(Value::Array(items))
    }

    fn object(&mut self) -> Result<Value, Error> {
        self.enter()?;
        let mut members = Vec::new();
        if !self.take(b'}') {
            loop {
                let start = self.at;
                if self.peek() != Some(b'"') {
                    return Err(self.unexpected(ErrorKind::ExpectedKey));
                }
                let key = self.string()?;
                let key_span = self.span_from(start);
                self.skip_space();
                if !self.take(b':') {
                    return Err(self.unexpected(ErrorKind::ExpectedColon));
                }
                self.skip_space();
                let value = self.value()?;
                members.push(Member {
                    key,
                    key_span,
                    value,
                });
                if self.closes(b'}', ErrorKind::ExpectedCommaOrBrace)? {
                    break;
                }
            }
        }
        self.depth -= 1;
        Ok(Value::Object(members))
    }

    /// Behind an element: `true` at the closing byte, `false` behind a comma that another element
    /// follows.
    fn closes(&mut self, close: u8, kind: ErrorKind) -> Result<bool, Error> {
        self.skip_space();
        if self.take(close) {
            return Ok(true);
        }
        let comma = self.at;
        if !self.take(b',') {
            return Err(self.unexpected(kind));
        }
        self.skip_space();
        if self.peek() == Some(close) {
            return Err(self.error_at(comma, ErrorKind::TrailingComma));
        }
        Ok(false)
    }

    /// Reads a string; the opening quote is here.
    fn string(&mut self) -> Result<String, Error> {
        self.at += 1;
        let mut text = String::new();
        let mut run = self.at;
        loop {
            match self.peek() {
                None => return Err(self.unexpected(ErrorKind::UnexpectedEnd)),
                Some(b'"') => {
                    text.push_str(&self.source[run..self.at]);
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    text.push_str(&self.source[run..self.at]);
                    let character = self.escape()?;
                    text.push(character);
                    run = self.at;
                }
                Some(0..0x20) => {
                    return Err(self.error_at(self.at, ErrorKind::ControlCharacter));
                }
                Some(_) => self.at += 1,
            }
        }
    }

    /// Reads an escape; the backslash is here.
    fn escape(&mut self) -> Result<char, Error> {
        let start = self.at;
        self.at += 1;
        let Some(byte) = self.peek() else {
            return Err(self.unexpected(ErrorKind::UnexpectedEnd));
        };
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = self.four_hex(start)?;
                let lone = self.error_at(start, ErrorKind::LoneSurrogate);
                if (0xd800..0xdc00).contains(&code) {
                    if !(self.take(b'\\') && self.take(b'u')) {
                        return Err(lone);
                    }
                    let low = self.four_hex(start)?;
                    if !(0xdc00..0xe000).contains(&low) {
                        return Err(lone);
                    }
                    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                }
                char::from_u32(code).ok_or(lone)?
            }
            _ => return Err(self.error_at(start, ErrorKind::InvalidEscape)),
        })
    }

    fn four_hex(&mut self, start: usize) -> Result<u32, Error> {
        let mut code = 0;
        for _ in 0..4 {
            let Some(byte) = self.peek() else {
                return Err(self.unexpected(ErrorKind::UnexpectedEnd));
            };
            let Some(digit) = char::from(byte).to_digit(16) else {
                return Err(self.error_at(start, ErrorKind::InvalidEscape));
            };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    fn number(&mut self) -> Result<f64, Error> {
        let start = self.at;
        let invalid = self.error_at(start, ErrorKind::InvalidNumber);
        let negative = self.take(b'-');
        let mut digits = Digits::default();
        if !self.take(b'0') {
            self.digits(&mut digits, invalid)?;
        } else if let Some(b'0'..=b'9') = self.peek() {
            return Err(invalid);
        }
        let whole = digits.count;
        if self.take(b'.') {
            self.digits(&mut digits, invalid)?;
        }
        let mut exponent = -i64::from(digits.count - whole);
        if self.take(b'e') || self.take(b'E') {
            let down = self.take(b'-');
            if !down {
                self.take(b'+');
            }
            let mut written = 0i64;
            let first = self.at;
            while let Some(byte @ b'0'..=b'9') = self.peek() {
                // Anything this large is refused below, unless the mantissa is zero.
                written = (written * 10 + i64::from(byte - b'0')).min(1 << 40);
                self.at += 1;
            }
            if self.at == first {
                return Err(invalid);
            }
            exponent += if down { -written } else { written };
        }
        let Some(magnitude) = digits.value(exponent) else {
            return Err(self.error_at(start, ErrorKind::TooManyDigits));
        };
        Ok(if negative { -magnitude } else { magnitude })
    }

    /// Reads at least one digit.
    fn digits(&mut self, digits: &mut Digits, invalid: Error) -> Result<(), Error> {
        let first = self.at;
        while let Some(byte @ b'0'..=b'9') = self.peek() {
            digits.push(byte - b'0');
            self.at += 1;
        }
        if self.at == first {
            Err(invalid)
        } else {
            Ok(())
        }
    }
}

/// The digits of a number without its point.
#[derive(Default)]
struct Digits {
    /// Those up to the last that is not zero.
    mantissa: u64,
    /// Zeros behind it.
    zeros: u32,
    /// All digits but a leading zero.
    count: u32,
    /// The mantissa is larger than can be kept.
    overflow: bool,
}

/// The largest mantissa: every whole number up to it is exact in an `f64`.
const MAX_MANTISSA: u64 = 1 << 53;

impl Digits {
    fn push(&mut self, digit: u8) {
        self.count += 1;
        if digit == 0 {
            self.zeros += 1;
            return;
        }
        let shift = if self.mantissa == 0 { 0 } else { self.zeros };
        let mantissa = 10u64
            .checked_pow(shift + 1)
            .and_then(|power| self.mantissa.checked_mul(power))
            .and_then(|shifted| shifted.checked_add(u64::from(digit)))
            .filter(|mantissa| *mantissa <= MAX_MANTISSA);
        match mantissa {
            Some(mantissa) => self.mantissa = mantissa,
            None => self.overflow = true,
        }
        self.zeros = 0;
    }

    /// The digits times ten to this power, if that is exact.
    fn value(&self, exponent: i64) -> Option<f64> {
        /// Powers of ten that are exact in an `f64`.
        const MAX_POWER: i64 = 22;
        if self.overflow {
            return None;
        }
        if self.mantissa == 0 {
            return Some(0.0);
        }
        let mut mantissa = self.mantissa;
        let mut exponent = exponent + i64::from(self.zeros);
        while exponent > MAX_POWER && mantissa <= MAX_MANTISSA / 10 {
            mantissa *= 10;
            exponent -= 1;
        }
        if !(-MAX_POWER..=MAX_POWER).contains(&exponent) {
            return None;
        }
        let mut power = 1.0;
        for _ in 0..exponent.unsigned_abs() {
            power *= 10.0;
        }
        let mantissa = mantissa as f64;
        Some(if exponent < 0 {
            mantissa / power
        } else {
            mantissa * power
        })
    }
}
