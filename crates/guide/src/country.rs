//! Countries, as far as guides speak of them.

/// The number that calls help in a country (ISO 3166-1, two capital letters), as everybody there knows
/// it; `None` if it is not in our table: where fire, ambulance and police have numbers of their own,
/// none of them is "the" number, and the provider gives one as `emergency` in its `values`.
///
/// Sources: in the European Union, Iceland, Liechtenstein and Norway it is 112 by law (Directive (EU) 2018/1972,
/// article 109); every row was compared with the emergency numbers of libphonenumber 9.0.43
/// (`resources/ShortNumberMetadata.xml`), which names the regulators' numbering plans. In Norway and Switzerland
/// the police answer 112 and pass the call on.
pub fn emergency(country: &str) -> Option<&'static str> {
    Some(match country {
        "GB" | "HK" | "MY" => "999",
        "US" | "CA" | "MX" | "PH" => "911",
        "AU" => "000",
        "NZ" => "111",
        "AT" | "BE" | "BG" | "CY" | "CZ" | "DE" | "DK" | "EE" | "ES" | "FI" | "FR" | "GR"
        | "HR" | "HU" | "IE" | "IT" | "LT" | "LU" | "LV" | "MT" | "NL" | "PL" | "PT" | "RO"
        | "SE" | "SI" | "SK" | "CH" | "IN" | "IS" | "LI" | "MD" | "NO" | "TR" | "UA" => "112",
        _ => return None,
    })
}

/// Whether a text is the code of a country: two capital letters.
pub fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}
