//! Names as they are written in files.

/// Whether a name is in kebab-case: small letters, digits, and single hyphens between them.
pub fn is_kebab_case(name: &str) -> bool {
    let part = |part: &str| {
        let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        !part.is_empty() && part.bytes().all(good)
    };
    name.split('-').all(part)
}

/// The name of a variant as files write it: `AboutMinutes` as `about-minutes`.
pub fn kebab_case(name: &str) -> String {
    let mut kebab = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}
