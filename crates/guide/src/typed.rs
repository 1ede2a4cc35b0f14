//! Signs as people's keyboards and clipboards bring them.

/// Whether nobody sees a sign: control characters, and those that only shape or direct the text
/// round them (general category Cf of Unicode, as far as keyboards and clipboards bring it along).
pub fn is_hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(sign,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// The sign 0 to 9 of a decimal digit of any script; other signs as they are.
pub fn digit(sign: char) -> char {
    // The zeros of the scripts that people dial in (general category Nd of Unicode); the other
    // nine follow each of them.
    const ZEROS: [char; 20] = [
        '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}',
        '\u{be6}', '\u{c66}', '\u{ce6}', '\u{d66}', '\u{de6}', '\u{e50}', '\u{ed0}', '\u{f20}',
        '\u{1040}', '\u{17e0}', '\u{1810}', '\u{ff10}',
    ];
    let value = ZEROS.iter().find_map(|zero| {
        let value = u32::from(sign).checked_sub(u32::from(*zero))?;
        char::from_digit(value, 10)
    });
    value.unwrap_or(sign)
}
