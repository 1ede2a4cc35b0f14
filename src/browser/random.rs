//! Randomness.

use js_sys::Date;

/// A random UUID (version 4, RFC 9562), or `None` if the browser has no source of randomness.
///
/// `crypto.randomUUID` exists in secure contexts only; `getRandomValues` exists everywhere, so there is
/// one way instead of two.
pub fn uuid() -> Option<String> {
    let mut bytes = [0; 16];
    fill(&mut bytes)?;
    Some(uuid_of(bytes))
}

/// A few letters and digits that make an address fresh.
pub fn label() -> String {
    let mut bytes = [0; 6];
    if fill(&mut bytes).is_none() {
        // The clock makes an address fresh as well.
        bytes.copy_from_slice(&(Date::now() as u64).to_be_bytes()[2..]);
    }
    let mut label = String::from("f");
    for byte in bytes {
        push_hex(&mut label, byte);
    }
    label
}

fn fill(bytes: &mut [u8]) -> Option<()> {
    let crypto = gloo_utils::window().crypto().ok()?;
    crypto.get_random_values_with_u8_array(bytes).ok()?;
    Some(())
}

fn uuid_of(mut bytes: [u8; 16]) -> String {
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let mut uuid = String::with_capacity(36);
    for (position, byte) in bytes.into_iter().enumerate() {
        if matches!(position, 4 | 6 | 8 | 10) {
            uuid.push('-');
        }
        push_hex(&mut uuid, byte);
    }
    uuid
}

fn push_hex(text: &mut String, byte: u8) {
    for nibble in [byte >> 4, byte & 0x0f] {
        text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
    }
}

#[cfg(test)]
mod tests {
    use super::uuid_of;

    #[test]
    fn a_uuid_has_its_form_version_and_variant() {
        assert_eq!(uuid_of([0; 16]), "00000000-0000-4000-8000-000000000000");
        assert_eq!(uuid_of([255; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(
            uuid_of([
                1, 35, 69, 103, 137, 171, 205, 239, 1, 35, 69, 103, 137, 171, 205, 239
            ]),
            "01234567-89ab-4def-8123-456789abcdef"
        );
    }
}
