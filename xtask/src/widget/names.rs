//! Names that change with what is inside, so that a browser may keep a file for ever.

use sha2::{Digest, Sha256};

/// `stem-01234567.extension`, from the first 8 hexadecimal digits of the SHA-256: enough to tell the
/// versions of one file, and each digit is on every page of the provider.
pub fn hashed(stem: &str, extension: &str, bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let hex: String = digest
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{stem}-{hex}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::hashed;

    #[test]
    fn the_name_follows_the_content() {
        assert_eq!(hashed("widget", "css", b""), "widget-e3b0c442.css");
        assert_ne!(hashed("widget", "css", b"a"), hashed("widget", "css", b"b"));
    }
}
