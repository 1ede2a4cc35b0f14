//! Countries, as far as guides speak of them.

/// The number that calls help in a country (ISO 3166-1, two capital letters), as everybody there knows
/// it; `None` if it is not in our table. In the European Union it is 112 by law (Directive (EU) 2018/1972,
/// article 109); elsewhere as the country's regulator publishes it.
pub fn emergency(country: &str) -> Option<&'static str> {
    Some(match country {
        "GB" => "999",
        "US" | "CA" | "MX" => "911",
        "AU" => "000",
        "NZ" => "111",
        "AT" | "BE" | "BG" | "CY" | "CZ" | "DE" | "DK" | "EE" | "ES" | "FI" | "FR" | "GR"
        | "HR" | "HU" | "IE" | "IT" | "LT" | "LU" | "LV" | "MT" | "NL" | "PL" | "PT" | "RO"
        | "SE" | "SI" | "SK" | "CH" | "IN" | "IS" | "LI" | "NO" | "TR" => "112",
        _ => return None,
    })
}

/// Whether a text is the code of a country: two capital letters.
pub fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}
