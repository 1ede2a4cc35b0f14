//! Names as they are written in files.

/// Whether a name is in kebab-case: small letters, digits, and single hyphens between them.
pub fn is_kebab_case(name: &str) -> bool {
    let part = |part: &str| {
        let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        !part.is_empty() && part.bytes().all(good)
    };
    name.split('-').all(part)
}
