//! The writer.

/// Writes JSON piece by piece, without white space; it places commas itself. What it writes is a
/// document if what it is told is one: it does not check that objects and arrays are closed.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
    /// Whether something stands before the next element.
    comma: bool,
}

impl Writer {
    /// An empty document.
    pub fn new() -> Writer {
        Writer::default()
    }

    /// The text that was written.
    pub fn finish(self) -> String {
        self.out
    }

    /// Begins an object.
    pub fn begin_object(&mut self) -> &mut Writer {
        self.begin('{')
    }

    /// Ends the object that was begun last.
    pub fn end_object(&mut self) -> &mut Writer {
        self.end('}')
    }

    /// Begins an array.
    pub fn begin_array(&mut self) -> &mut Writer {
        self.begin('[')
    }

    /// Ends the array that was begun last.
    pub fn end_array(&mut self) -> &mut Writer {
        self.end(']')
    }

    /// A key; its value comes next.
    pub fn key(&mut self, key: &str) -> &mut Writer {
        self.before();
        self.quoted(key);
        self.out.push(':');
        self.comma = false;
        self
    }

    /// A string.
    pub fn string(&mut self, text: &str) -> &mut Writer {
        self.before();
        self.quoted(text);
        self
    }

    /// A number, rounded to six decimals; large ones to as many digits as can be read back
    /// exactly. `null` where it is not finite or too large to be read back.
    pub fn number(&mut self, number: f64) -> &mut Writer {
        /// Below this a digit more or less still tells two numbers apart, so that writing what
        /// was read gives the same again.
        const EXACT: u64 = 1 << 50;
        /// Ten to this power is the largest that the reader takes.
        const MAX_POWER: u64 = 22;

        let magnitude = if number < 0.0 { -number } else { number };
        let mut rest = magnitude;
        let mut power = 0;
        // Divided once by an exact power: ten divisions in a row are off by a digit in the end.
        // The half is for what is rounded up to the limit.
        let mut unit = 1.0;
        while rest + 0.5 >= EXACT as f64 && power <= MAX_POWER {
            power += 1;
            unit *= 10.0;
            rest = magnitude / unit;
        }
        // Written the other way round it would let NaN through.
        let readable = rest < EXACT as f64 && power <= MAX_POWER;
        if !readable {
            return self.null();
        }
        let mut scale = 1_000_000u64;
        while rest * scale as f64 > EXACT as f64 {
            scale /= 10;
        }
        let mut whole = rest as u64;
        let mut part = ((rest - whole as f64) * scale as f64 + 0.5) as u64;
        if part >= scale {
            whole += 1;
            part = 0;
        }
        self.before();
        if number < 0.0 && (whole > 0 || part > 0) {
            self.out.push('-');
        }
        push_digits(&mut self.out, whole, 1);
        if part > 0 {
            while part.is_multiple_of(10) {
                part /= 10;
                scale /= 10;
            }
            self.out.push('.');
            push_digits(&mut self.out, part, scale / 10);
        }
        if power > 0 {
            self.out.push('e');
            push_digits(&mut self.out, power, 1);
        }
        self
    }

    /// A whole number.
    pub fn integer(&mut self, number: u64) -> &mut Writer {
        self.before();
        push_digits(&mut self.out, number, 1);
        self
    }

    /// `true` or `false`.
    pub fn bool(&mut self, flag: bool) -> &mut Writer {
        self.raw(if flag { "true" } else { "false" })
    }

    /// `null`.
    pub fn null(&mut self) -> &mut Writer {
        self.raw("null")
    }

    /// A value that is JSON already.
    pub fn raw(&mut self, json: &str) -> &mut Writer {
        self.before();
        self.out.push_str(json);
        self
    }

    fn begin(&mut self, open: char) -> &mut Writer {
        self.before();
        self.out.push(open);
        self.comma = false;
        self
    }

    fn end(&mut self, close: char) -> &mut Writer {
        self.out.push(close);
        self.comma = true;
        self
    }

    fn before(&mut self) {
        if self.comma {
            self.out.push(',');
        }
        self.comma = true;
    }

    fn quoted(&mut self, text: &str) {
        self.out.push('"');
        for character in text.chars() {
            match character {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                '\0'..='\u{1f}' => {
                    let code = character as u32;
                    self.out.push_str("\\u00");
                    for digit in [code >> 4, code & 15] {
                        self.out.push(char::from_digit(digit, 16).unwrap_or('0'));
                    }
                }
                _ => self.out.push(character),
            }
        }
        self.out.push('"');
    }
}

/// Puts `/` and a key behind a JSON pointer, escaped (RFC 6901, section 3).
pub fn push_token(pointer: &mut String, key: &str) {
    pointer.push('/');
    for letter in key.chars() {
        match letter {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            _ => pointer.push(letter),
        }
    }
}

/// Appends a whole number in decimal digits.
pub fn push_integer(out: &mut String, number: u64) {
    push_digits(out, number, 1);
}

/// Digits of a number, with zeros before it up to the place of `least`, a power of ten.
fn push_digits(out: &mut String, number: u64, least: u64) {
    let mut place = least;
    while number / place >= 10 {
        place *= 10;
    }
    while place > 0 {
        out.push(char::from(b'0' + (number / place % 10) as u8));
        place /= 10;
    }
}
