//! The provider's file: that it is there, and that it and the guides name each other rightly.

use super::{GUIDE, OTHER, PROVIDER, changed, said, with};

#[test]
fn the_providers_file_is_missed() {
    let files = |name| said(&[("g.json", GUIDE), ("other.json", OTHER), (name, PROVIDER)]);
    assert_eq!(files("site/Provider.json"), ["error no-provider "]);
    assert_eq!(files("site/provider.json.txt"), ["error no-provider "]);
    assert_eq!(files("site/else.txt"), ["error no-provider "]);
    assert_eq!(files("pictures/else.txt"), ["error no-provider "]);
    // A guide that cannot be used was to be chosen, too.
    let broken = OTHER.replace("\"ends\"", "\"end\"");
    let found = said(&[("other.json", &broken), ("de/else.txt", "")]);
    assert!(
        found.contains(&"error no-provider ".to_owned()),
        "{found:?}"
    );
}

#[test]
fn blocks_alone_need_no_provider() {
    let block = OTHER.replace("\"needs\": [\"tv\"]", "\"listed\": false");
    let block = block.replace("\"stuck\": \"end\",", "");
    let files = |name| said(&[("other.json", &*block), (name, PROVIDER)]);
    assert_eq!(files("else.txt"), [""; 0]);
    assert_eq!(files("site/else.txt"), ["warning no-provider "]);
    assert_eq!(files("site/Provider.json"), ["error no-provider "]);
}

#[test]
fn a_link_that_the_provider_makes_no_address_of_is_told_at_the_link() {
    let found = changed("site/provider.json", "0800 123", "by appointment");
    assert_eq!(found, ["error link-to-nowhere /steps/end/links/0/href"]);
}

#[test]
fn nobody_in_danger_is_left_without_the_number_that_calls_help() {
    let calls = GUIDE
        .replace("tel:{provider.support.phone}", "tel:{provider.emergency}")
        .replacen(
            "\"title\": \"Call us\",",
            r#""title": "Call us", "text": ["The number is {provider.emergency}."],"#,
            1,
        );
    let number = |key: &str| {
        let provider = PROVIDER.replacen("\"services\"", &format!("{key}, \"services\""), 1);
        with(&[("g.json", &calls), ("site/provider.json", &provider)])
    };
    let errors = [
        "error missing-provider-fact /steps/end/text/0",
        "error missing-provider-fact /steps/end/links/0/href",
    ];
    assert_eq!(with(&[("g.json", &calls)]), errors);
    // A country whose number we do not know.
    assert_eq!(number(r#""country": "XX""#), errors);
    assert_eq!(number(r#""values": { "emergency": "112" }"#), [""; 0]);
    let known = number(r#""country": "GB""#);
    assert!(
        known.iter().all(|line| line.starts_with("note ")),
        "{known:?}"
    );
    // A condition on it is false and hides nothing that was there.
    let other = changed(
        "g.json",
        r#""over": {"#,
        r#""ask": { "kind": "branch", "otherwise": "over", "cases": [
          { "if": { "fact": "provider.shop.open", "is": true }, "to": "end" } ] }, "over": {"#,
    );
    assert!(
        other.contains(&"warning missing-provider-fact /steps/ask/cases/0/if/fact".to_owned()),
        "{other:?}"
    );
}

#[test]
fn guides_that_customers_cannot_choose_are_named_nowhere() {
    let found = changed(
        "site/provider.json",
        r#""guide": "g""#,
        r#""guide": "nope""#,
    );
    assert_eq!(found, ["error people-without-guide /people/0/guide"]);
    let found = changed("site/provider.json", r#"["other"] }"#, r#"["nope"] }"#);
    assert_eq!(found, ["error people-without-guide /people/0/about/0"]);
    let found = changed(
        "site/provider.json",
        r#""services": ["tv"]"#,
        r#""services": ["phone"]"#,
    );
    assert_eq!(
        found,
        [
            "warning handed-to-block /steps/over/guide",
            "warning people-without-guide /people/0/about/0"
        ]
    );
    let found = changed("other.json", r#""needs": ["tv"]"#, r#""listed": false"#);
    assert!(
        found.contains(&"error handed-to-block /steps/over/guide".to_owned()),
        "{found:?}"
    );
    assert!(
        found.contains(&"error people-without-guide /people/0/about/0".to_owned()),
        "{found:?}"
    );
}

#[test]
fn an_address_that_is_told_in_one_language_alone_is_looked_at_too() {
    let provider = PROVIDER.replacen(
        "\"services\"",
        r#""values": { "help": "110" }, "words": { "de": { "values": { "help": "die Polizei" } } }, "services""#,
        1,
    );
    let guide = GUIDE.replace("provider.support.phone", "provider.help");
    let found = with(&[("g.json", &guide), ("site/provider.json", &provider)]);
    assert_eq!(found, ["error link-to-nowhere /steps/end/links/0/href"]);
}

#[test]
fn guides_of_which_customers_can_choose_none_are_refused() {
    let guide = GUIDE.replacen("\"start\"", "\"needs\": [\"tv\"], \"start\"", 1);
    let provider = PROVIDER.replace("[\"tv\"]", "[\"phone\"]");
    let found = with(&[("g.json", &guide), ("site/provider.json", &provider)]);
    assert!(
        found.contains(&"error nothing-to-choose /services".to_owned()),
        "{found:?}"
    );
}

#[test]
fn a_question_without_an_answer_for_these_customers_is_told() {
    let guide = GUIDE.replacen(r#""id": "yes","#, r#""id": "yes", "needs": ["phone"],"#, 1);
    assert_eq!(
        with(&[("g.json", &guide)]),
        ["warning unsold-options /steps/here"]
    );
    let sold = guide.replace("[\"phone\"]", "[\"tv\"]");
    assert_eq!(with(&[("g.json", &sold)]), [""; 0]);
}
